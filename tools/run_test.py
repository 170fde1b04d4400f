#!/usr/bin/env python3
"""tools/run.sh: what ./dev run hands to Heed and what it then says, with stand-ins for the programs."""
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

RUN = Path(__file__).resolve().parent / "run.sh"
WORLD = """#!/bin/sh
echo 'ready telephone=http://127.0.0.1:1,http://127.0.0.1:2'
exec sleep 60
"""
HEED = """#!/bin/bash
printf '%s\\n' "$@" > arguments
if [[ " $* " == *" --lan "* ]]; then
  echo 'ready https://0.0.0.0:8480'
  echo 'certificate AB:CD'
else
  echo 'ready http://127.0.0.1:8480'
  echo 'sign-in b.shaw word (call_handler): PC Bryn Shaw'
fi
"""


class Run(unittest.TestCase):
    def run_it(self, *options):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            programs = folder / "build/release/bin"
            programs.mkdir(parents=True)
            for program, text in (("heed-world", WORLD), ("heed", HEED)):
                (programs / program).write_text(text)
                (programs / program).chmod(0o755)
            script = (f"source {RUN}; say() {{ printf '%s\\n' \"$*\"; }};"
                      "fail() { echo \"FAILED $*\"; exit 1; }; build() { :; }; build_console() { :; };"
                      "CONSOLE=build/console; run \"$@\"")
            done = subprocess.run(["bash", "-euc", script, "run", *options], cwd=folder,
                                  env=os.environ | {"HOSTNAME": ""}, capture_output=True, text=True,
                                  timeout=60, check=False)
            given = folder / "arguments"
            return done, given.read_text().split("\n") if given.exists() else []

    def test_on_loopback_the_cast_and_tokens_are_shown(self):
        done, given = self.run_it("--until-ready")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertNotIn("--lan", given)
        self.assertIn("Open http://127.0.0.1:8480", done.stdout)
        self.assertIn("b.shaw  PC Bryn Shaw (call_handler): word", done.stdout)

    def test_on_a_network_the_fingerprint_and_how_to_give_passwords_are_shown(self):
        done, given = self.run_it("--lan", "--until-ready")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("--lan", given)
        self.assertIn("AB:CD", done.stdout)
        self.assertIn("heed user add b.shaw", done.stdout)
        self.assertNotIn("0.0.0.0", done.stdout)
        self.assertNotIn("Sign in there as one of the list", done.stdout)

    def test_an_option_that_there_is_not(self):
        done, given = self.run_it("--wan")
        self.assertEqual((done.returncode, given), (1, []))
        self.assertIn("no option '--wan'", done.stdout)


if __name__ == "__main__":
    unittest.main()
