#!/usr/bin/env python3
"""Teaches the learnt listener (policy/hearing/learnt.txt) and the second ear (second_ear.txt) from
the corpus's hands that are not held out, with `heed hear --learn`.

    ./dev hear-learn [--heed PATH] [--without HANDS] [--policy FOLDER] [--out FOLDER] [--second-only]

--without leaves hands out, to measure on them what was learnt from the others.
"""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import hearing_corpus  # noqa: E402

# Hands whose texts the phrases were written from: phrases are righter on them than on anybody
# else's, so what they teach of the phrases counts for less.
ECHOED = ("h0", "t1", "t2", "t3")
ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--heed", default=str(ROOT / "build/release/bin/heed"))
    parser.add_argument("--without", default="")
    parser.add_argument("--out", default="", help="the folder that the weights go to (default: the policy's)")
    parser.add_argument("--second-only", action="store_true", help="leave learnt.txt as it is")
    parser.add_argument("--echo", type=float, default=0.5,
                        help="what a hand counts that phrases were written from")
    parser.add_argument("--policy", default=str(ROOT / "policy/hearing"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out_folder = folder if options.second_only else options.out
        source = pathlib.Path(folder) / "lessons.jsonl"
        with source.open("w") as out:
            for file in sorted((ROOT / "tests/hearing/corpus").glob("*.txt")):
                if file.stem in hearing_corpus.HELD_OUT or file.stem in options.without.split(","):
                    continue
                for block in hearing_corpus.read_file(file)[0]:
                    block["weight"] = options.echo if file.stem in ECHOED else 1
                    out.write(json.dumps(block, ensure_ascii=False) + "\n")
        where = ["--out", out_folder] if out_folder else []
        subprocess.run([options.heed, "hear", "--learn", source, "--policy", options.policy, *where], check=True)
        if options.second_only:
            shutil.copy(pathlib.Path(folder) / "second_ear.txt", options.out or options.policy)


if __name__ == "__main__":
    main()
