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


def main():
    cases = xml.parse(sys.argv[1]).getroot().iter("testcase")
    programs = {case.get("name"): case.get("status") == "run" for case in cases}
    counts = gtest_counts(Path(sys.argv[2]))
    passed = sum(count[0] for count in counts.values())
    failed = sum(count[1] for count in counts.values())
    for name, ended_well in programs.items():
        own = counts.get(f"heed_{name}_test")
        if own is None:
            passed, failed = passed + ended_well, failed + (not ended_well)
        elif not ended_well and own[1] == 0:  # all cases passed, then the program fell over
            failed += 1
    print(passed, failed)


if __name__ == "__main__":
    main()
