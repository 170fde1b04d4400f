#!/usr/bin/env python3
"""What the stated probability is worth: said against true, and the two numbers it stands on.

  python3 bench/matching/calibrate.py        fits them on people of seed 20, which run.py never reports

Both numbers (weight_counts and nobody_counts of src/matching/people_index.cc) are chosen by log loss
over five kinds of question about somebody on record, and as many as make one in sixteen about
somebody who is not."""
import argparse, collections, csv, math, os, subprocess, sys

ABSENT_SHARE = 1 / 16


def load(path, absent_share):
    """{(kind, query): [(probability, weight, right)]}, with that share of people who are not there."""
    found = collections.defaultdict(list)
    with open(path) as file:
        for r in csv.DictReader(file):
            found[r["kind"], int(r["query"])].append(
                (float(r["probability"]), float(r["weight"]), r["right"] == "1"))
    absent = [k for k in found if k[0] == "absent"]
    there = len(found) - len(absent)
    keep = set(sorted(absent)[:round(there * absent_share / (1 - absent_share))])
    return {k: v for k, v in found.items() if k[0] != "absent" or k in keep}


def bins(pairs):
    """Ten bins of (said, true, count), and the error: the mean distance, each candidate counting once."""
    out, error = [], 0
    for b in range(10):
        inside = [(p, t) for p, t in pairs if b / 10 <= p < (b + 1) / 10 or (b == 9 and p >= 1)]
        if inside:
            said, true = (sum(x[i] for x in inside) / len(inside) for i in (0, 1))
            out.append((said, true, len(inside)))
            error += abs(said - true) * len(inside) / len(pairs)
    return out, error


def middle(pairs):
    inside = [t for p, t in pairs if .4 <= p < .6]
    return sum(inside) / len(inside) if inside else float("nan"), len(inside)


def stated(found, people, counts, nobody):
    pairs = []
    for candidates in found.values():
        odds = [2 ** (counts * weight) for _, weight, _ in candidates]
        total = sum(odds) + people * 2 ** nobody
        pairs += [(o / total, right) for o, (_, _, right) in zip(odds, candidates)]
    return pairs


def loss(pairs):
    return -sum(math.log(max(1e-9, p if t else 1 - p)) for p, t in pairs) / len(pairs)


def main():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", default=f"{root}/build/release/bin")
    parser.add_argument("--people", type=int, default=2000000)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--folder", default=f"{root}/var/bench-matching-fit")
    a = parser.parse_args()
    os.makedirs(a.folder, exist_ok=True)
    subprocess.run([f"{a.bin}/heed_matching_people", a.folder, str(a.people), "3000", str(a.seed)], check=True)
    subprocess.run([f"{a.bin}/heed_matching_timing", a.folder, "--build"], check=True, stdout=subprocess.DEVNULL)
    found = load(f"{a.folder}/observed.csv", ABSENT_SHARE)
    tried = sorted((loss(stated(found, a.people, c / 10, n / 5)), c / 10, n / 5)
                   for c in range(9, 18) for n in range(-25, 6))
    for log_loss, counts, nobody in tried[:5]:
        pairs = stated(found, a.people, counts, nobody)
        print(f"weight_counts {counts:.1f} nobody_counts {nobody:+.1f}: log loss {log_loss:.5f}, error "
              f"{bins(pairs)[1]:.4f}, of .4 to .6 true {middle(pairs)[0]:.2f}")


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    main()
