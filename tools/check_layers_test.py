#!/usr/bin/env python3
"""Feeds tools/check_layers.py one violation of each kind, and a clean tree."""
import tempfile
import unittest
from pathlib import Path

import check_layers

LAYERS = """# comment
base:
net:
journal: net
matching:
hearing: matching
app: *
world: net
<sqlite3.h>: journal
"""


class CheckLayers(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        self.write("src/layers.txt", LAYERS)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def findings(self):
        return check_layers.check(self.root)

    def assert_one(self, *words):
        findings = self.findings()
        self.assertEqual(len(findings), 1, findings)
        for word in words:
            self.assertIn(word, findings[0])

    def test_a_clean_tree_has_no_findings(self):
        self.write("src/hearing/hearing.h", '#include "base/text.h"\n#include "matching/name.h"\n')
        self.write("src/hearing/CMakeLists.txt",
                   "heed_room(hearing\n  SOURCES hearing.cc\n  USES base matching\n  LINKS fmt)\n")
        self.write("src/app/main.cc", '#include "journal/journal.h"\n')
        self.write("tests/any.cc", '#include "journal/journal.h"\n')
        self.assertEqual(self.findings(), [])

    def test_an_include_against_the_arrows(self):
        self.write("src/matching/a.cc", '#include "base/text.h"\n#include "journal/journal.h"\n')
        self.assert_one("src/matching/a.cc:2", "matching may not use journal")

    def test_an_include_against_the_arrows_in_a_test_and_in_a_subfolder(self):
        self.write("src/matching/kinds/a_test.cc", '#include "hearing/hearing.h"\n')
        self.assert_one("matching may not use hearing")

    def test_world_is_a_room_too(self):
        self.write("world/desk.cc", '#include "journal/journal.h"\n')
        self.assert_one("world may not use journal")

    def test_a_room_named_in_uses_against_the_arrows(self):
        self.write("src/matching/CMakeLists.txt",
                   "heed_room(matching\n  SOURCES a.cc\n  USES base journal\n  LINKS fmt)\n")
        self.assert_one("matching may not link journal")

    def test_uses_as_the_last_word(self):
        self.write("src/matching/CMakeLists.txt", "heed_room(matching SOURCES a.cc USES journal)\n")
        self.assert_one("matching may not link journal")

    def test_a_library_linked_by_its_target_name(self):
        self.write("src/matching/CMakeLists.txt",
                   "target_link_libraries(heed_matching PRIVATE heed_journal)\n")
        self.assert_one("matching may not link journal")

    def test_a_room_that_nobody_listed(self):
        self.write("src/attic/a.cc", "int a;\n")
        self.assert_one("src/attic is not in src/layers.txt")

    def test_an_include_that_does_not_say_its_room(self):
        self.write("src/matching/a.cc", '#include "a.h"\n')
        self.assert_one('write "matching/a.h"')

    def test_a_library_outside_its_room(self):
        self.write("src/matching/a.cc", "#include <sqlite3.h>\n")
        self.assert_one("used in journal only")

    def test_a_slow_header_in_a_header(self):
        self.write("src/matching/a.h", "#include <boost/json.hpp>\n")
        self.write("src/matching/b.h", "#include <boost/json/fwd.hpp>\n")
        self.write("src/matching/c.cc", "#include <boost/json.hpp>\n")
        self.assert_one("src/matching/a.h:1", "slow to compile")

    def test_a_demonstration_number_in_code_but_not_in_tests(self):
        self.write("src/matching/a.cc", 'auto n = "07700 900' + '123";\n')
        self.write("src/matching/a_test.cc", 'auto n = "07700 900' + '123";\n')
        self.write("src/matching/b.cc", "// such as 07700 900" + "123\n")
        self.assert_one("src/matching/a.cc:1", "knows no case")

    def test_a_file_that_is_too_long_unless_generated(self):
        self.write("src/matching/a.cc", "int a;\n" * (check_layers.LINES_REFUSED + 1))
        self.write("src/matching/b.cc", "// Generated\n" + "int a;\n" * check_layers.LINES_REFUSED)
        self.assert_one("src/matching/a.cc", "split it")

    def test_a_layers_file_that_names_an_unknown_room_is_refused(self):
        self.write("src/layers.txt", "base:\nnet: attic\n")
        with self.assertRaisesRegex(ValueError, "attic"):
            self.findings()


if __name__ == "__main__":
    unittest.main()
