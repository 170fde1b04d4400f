#!/usr/bin/env python3
"""Writes policy/hearing/names.txt from public lists of names (see NOTICE): forenames given at least
`--least` times in England and Wales, and surnames. Run again only to widen the list.

    hearing_names.py <folder with uk_baby_names_total.csv, ew_top100…csv, surnames_uk_smashew.txt>
"""
import csv
import pathlib
import re
import sys

folder = pathlib.Path(sys.argv[1])
names = {}


def add(name, sex, weight):
    name = name.lower()
    if re.fullmatch(r"[a-z]{3,}", name):
        names.setdefault(name, {"f": 0, "m": 0})[sex.lower()] += weight


for row in csv.DictReader(open(folder / "uk_baby_names_total.csv")):
    if int(row["births_total"]) >= 900:
        add(row["name"], row["sex"], int(row["births_total"]))
for row in csv.DictReader(open(folder / "ew_top100_by_decade_1904_1994.csv")):
    add(row["name"], row["sex"], 1000)
print("# Forenames with their sex, and surnames. Made by tools/hearing_names.py; add a line by hand where one is missing.")
for name, births in sorted(names.items()):
    sexes = "".join(s for s in "fm" if births[s] * 12 > sum(births.values()))
    print(f"forename {name} {sexes}")
for line in sorted({x.strip().lower() for x in open(folder / "surnames_uk_smashew.txt")}):
    if re.fullmatch(r"[a-z]{3,}", line):
        print(f"surname {line}")
