#!/usr/bin/env python3
"""Prints "PASSED FAILED" for one run of ctest: every gtest case counts, and a program that left no
results (it crashed, or is not gtest) counts as one.

count_tests.py CTEST_JUNIT_XML FOLDER_WITH_GTEST_JSON
"""
import json
import sys
import xml.etree.ElementTree as xml
from pathlib import Path


def gtest_counts(folder):
    """program name -> (passed, failed)"""
    counts = {}
    for path in folder.glob("*.json"):
        result = json.loads(path.read_text(encoding="utf-8"))
        failed = result["failures"] + result.get("errors", 0)
        counts[path.stem] = (result["tests"] - result.get("disabled", 0) - failed, failed)
    return counts


def count(junit, folder):
    """(passed, failed) of the whole run."""
    cases = xml.parse(junit).getroot().iter("testcase")
    programs = {case.get("name"): case.get("status") == "run" for case in cases}
    counts = gtest_counts(folder)
    passed = sum(own[0] for own in counts.values())
    failed = sum(own[1] for own in counts.values())
    for name, ended_well in programs.items():
        own = counts.get(f"heed_{name}_test")
        if own is None:
            passed, failed = passed + ended_well, failed + (not ended_well)
        elif not ended_well and own[1] == 0:  # all cases passed, then the program fell over
            failed += 1
    return passed, failed


if __name__ == "__main__":
    print(*count(sys.argv[1], Path(sys.argv[2])))
