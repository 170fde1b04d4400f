#!/usr/bin/env python3
"""UK telephone numbers as people write them, and what libphonenumber reads in them (its Python port,
from PyPI): CSV of written,key on standard output. src/matching/testdata/phones_uk.csv is of it;
./dev property writes more. The C++ library cannot be installed beside our Boost (decision 16).

  python3 tools/phones_twin.py COUNT SEED"""
import csv, random, sys

import phonenumbers

# Area codes and kinds of number by their first digits, without the 0.
STARTS = ["20", "23", "24", "28", "29", "113", "115", "121", "131", "141", "151", "161", "191", "1223", "1332",
          "1522", "1632", "1904", "1539", "16977", "3", "55", "56", "70", "71", "73", "74", "75", "76", "77", "78",
          "79", "800", "808", "84", "87", "90", "91", "98"]


def written(draw, national):
    n, cut = national, draw.choice((2, 3, 4, 5))
    spaced = draw.choice((n, n[:cut] + " " + n[cut:], n[:cut] + "-" + n[cut:cut + 3] + "-" + n[cut + 3:],
                          n[:cut] + "." + n[cut:], n[:cut] + " " + n[cut:cut + 3] + " " + n[cut + 3:]))
    return draw.choice(("0" + spaced, "0" + spaced, "(0" + n[:cut] + ") " + n[cut:], "+44 " + spaced,
                        "+44" + n, "+44 (0)" + spaced, "+44(0)" + n, "0044 " + spaced, "00 44 " + spaced,
                        "tel:+44" + n, " 0" + spaced + " ", "+440" + n))


def main():
    count, draw = int(sys.argv[1]), random.Random(int(sys.argv[2]))
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["written", "key"])
    while count:
        start = draw.choice(STARTS)
        length = 9 if start[0] == "1" and draw.random() < .1 else 10
        national = start + "".join(draw.choice("0123456789") for _ in range(length - len(start)))
        text = written(draw, national)
        try:
            number = phonenumbers.parse(text, "GB")
        except phonenumbers.NumberParseException:
            continue
        if not phonenumbers.is_valid_number(number):
            continue
        out.writerow([text, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)])
        count -= 1


if __name__ == "__main__":
    main()
