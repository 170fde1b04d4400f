#!/usr/bin/env python3
"""Throws bad input at the binary: whatever a file or a pipe holds, `heed` answers with one of its
exit codes and words that say what is wrong; it never falls over and never hangs.

HEED is the binary, WORK a folder to write in; HEED_TEST_SEED chooses the mutations. A failure
prints the command and keeps the file in WORK.
"""
import os
import random
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEED = os.environ["HEED"]
WORK = Path(os.environ["WORK"])
SEED = int(os.environ.get("HEED_TEST_SEED", "20261119"))
EXITS = range(0, 6)
SECONDS_MAX = 120
FELL_OVER = re.compile(r"AddressSanitizer|LeakSanitizer|runtime error:|terminate called|assertion",
                       re.I)
MUTATED_FILES_MAX = 40  # of each kind, spread over the good ones

# Command (up to the file), and where good files of its kind lie. "-" is standard input. Files are
# taken as they are and mutated; a command that this binary does not have is left out and named.
FILES = [
    (["rehearse"], "tests/rehearsals/*.toml"),
    (["hear"], "-"),
]

# Needs no good file: there is none of that name, a folder, an empty file, bytes.
PATHS = [["rehearse"], ["verify"], ["rebuild"], ["policy", "check"], ["source", "check"],
         ["import"], ["backup"], ["restore"], ["index"], ["find"], ["link"], ["compare"]]


def commands():
    help_text = subprocess.run([HEED, "--help"], capture_output=True, text=True, check=True).stdout
    listed = help_text.split("Subcommands:")[1].split("Exit codes")[0]
    return set(re.findall(r"^  ([a-z]+)", listed, re.M))


def what_is_wrong(arguments, stdin=b""):
    """None, or why this answer is not one."""
    try:
        ran = subprocess.run([HEED, *map(str, arguments)], input=stdin, capture_output=True,
                             timeout=SECONDS_MAX, check=False)
    except subprocess.TimeoutExpired:
        return f"no answer in {SECONDS_MAX} s"
    said = ran.stderr.decode("utf-8", "replace")
    if ran.returncode not in EXITS:
        return f"exit {ran.returncode}: {said[-600:]}"
    if FELL_OVER.search(said):
        return said[-600:]
    if ran.returncode > 1 and not said.strip():
        return f"exit {ran.returncode} without a word"
    return None


def mutated(good, rng):
    """One small or large thing wrong with a file."""
    data = bytearray(good)
    for _ in range(rng.choice([1, 1, 2, 8])):
        at = rng.randrange(len(data) + 1)
        kind = rng.randrange(6)
        if kind == 0:
            data[at:at + 1] = bytes([rng.randrange(256)])
        elif kind == 1:
            del data[at:at + rng.choice([1, 4, 40])]
        elif kind == 2:
            data[at:at] = rng.choice([b"\xff\xfe", b"\x00", b"]", b'"', b"\n[[", b"= = ", b"999e999"])
        elif kind == 3:
            del data[at:]
        elif kind == 4:
            data[at:at] = bytes(data[at:at + 200]) * rng.choice([1, 50])
        else:
            data[at:at] = b"9" * rng.choice([20, 400])
    return bytes(data)


def odd_paths():
    empty, binary, deep, broken = (WORK / name for name in ("empty", "binary", "deep", "broken"))
    empty.write_bytes(b"")
    binary.write_bytes(random.Random(SEED).randbytes(4096))
    deep.write_bytes(b"a = " + b"[" * 100_000)
    broken.write_bytes(b"SQLite format 3\x00" + bytes(200))
    return [WORK / "absent", WORK, empty, binary, deep, broken, "/dev/null"]


def cases(have):
    for command in PATHS:
        for path in odd_paths() if command[0] in have else []:
            yield [*command, path], b""
    rng = random.Random(SEED)
    for command, where in FILES:
        if command[0] not in have:
            continue
        if where == "-":
            for size in (0, 1, 100, 10_000):
                yield command, rng.randbytes(size)
            continue
        good_ones = sorted(ROOT.glob(where))
        for number in range(MUTATED_FILES_MAX if good_ones else 0):
            good = good_ones[number % len(good_ones)]
            path = WORK / f"{number}-{good.name}"
            path.write_bytes(mutated(good.read_bytes(), rng))
            yield [*command, path], b""


def main():
    have = commands()
    absent = sorted({command[0] for command in [*PATHS, *(f[0] for f in FILES)]} - have)
    failed = ran = 0
    for arguments, stdin in cases(have):
        wrong = what_is_wrong(arguments, stdin)
        ran += 1
        if wrong:
            failed += 1
            print(f"heed {' '.join(map(str, arguments))}: {wrong}")
    print(f"    {ran} bad inputs, {failed} answered badly (seed {SEED})"
          + (f"; this binary has no {', '.join(absent)}" if absent else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
