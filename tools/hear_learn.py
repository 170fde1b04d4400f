#!/usr/bin/env python3
"""Teaches the learnt listener (policy/hearing/learnt.txt) from the corpus's hands that are not held
out, with `heed hear --learn`.

    ./dev hear-learn [--heed PATH] [--without HAND] [--policy FOLDER]

--without leaves one hand out, to measure on it what was learnt from the others.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import hearing_corpus  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--heed", default=str(ROOT / "build/release/bin/heed"))
    parser.add_argument("--without", default="")
    parser.add_argument("--policy", default=str(ROOT / "policy/hearing"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "lessons.jsonl"
        with source.open("w") as out:
            for file in sorted((ROOT / "tests/hearing/corpus").glob("*.txt")):
                if file.stem in hearing_corpus.HELD_OUT or file.stem == options.without:
                    continue
                for block in hearing_corpus.read_file(file)[0]:
                    out.write(json.dumps(block, ensure_ascii=False) + "\n")
        subprocess.run([options.heed, "hear", "--learn", source, "--policy", options.policy], check=True)


if __name__ == "__main__":
    main()
