#!/usr/bin/env python3
"""tools/count_tests.py: no failure may be lost between ctest and the last line of ./dev test."""
import json
import tempfile
import unittest
from pathlib import Path

import count_tests


class CountTests(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def count(self, programs, results):
        cases = "".join(f'<testcase name="{name}" status="{"run" if well else "fail"}"/>'
                        for name, well in programs.items())
        (self.root / "ctest.xml").write_text(f"<testsuite>{cases}</testsuite>")
        for name, (tests, failures) in results.items():
            (self.root / f"heed_{name}_test.json").write_text(
                json.dumps({"tests": tests, "failures": failures, "errors": 0, "disabled": 0}))
        return count_tests.count(self.root / "ctest.xml", self.root)

    def test_every_case_of_a_program_counts(self):
        self.assertEqual(self.count({"a": True, "b": True}, {"a": (3, 0), "b": (4, 0)}), (7, 0))

    def test_failed_cases_count_as_failed(self):
        self.assertEqual(self.count({"a": False}, {"a": (3, 2)}), (1, 2))

    def test_a_program_that_crashed_without_results_is_one_failure(self):
        self.assertEqual(self.count({"a": False}, {}), (0, 1))

    def test_a_program_that_fell_over_after_its_last_case_is_a_failure_too(self):
        self.assertEqual(self.count({"a": False}, {"a": (3, 0)}), (3, 1))

    def test_a_program_that_is_not_gtest_counts_as_one(self):
        self.assertEqual(self.count({"a": True}, {}), (1, 0))


if __name__ == "__main__":
    unittest.main()
