#!/usr/bin/env python3
"""How far two people who label the same contacts agree: the ceiling for any score on the corpus.

    hearing_agreement.py [--differences N] [FILE...]

FILE is a second labelling (tests/hearing/corpus/second/<hand>.txt; all of them where none is given),
compared contact by contact with tests/hearing/corpus/<hand>.txt. A text that differs from the first
file's is a mistake and ends the run. Labels are the same by the rules of hear_score.py, paired one
to one; `who` is the share of pairs alike in kind and words that also name the same person, and tells
a doubt about whom from a doubt about what. F1 is twice the pairs over all labels of both: it favours
neither labeller. For benign and child at risk, kappa takes out what chance alone would agree on.
"""
import argparse
import collections
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import hear_score  # noqa: E402
import hearing_corpus  # noqa: E402

CORPUS = pathlib.Path(__file__).resolve().parent.parent / "tests/hearing/corpus"
ONE = {kind: kind[:-2] if kind == "wishes" else kind[:-1] for kind in hear_score.SAME}
PERSON = {"identifiers": "of", "ages": "who", "cues": "about"}


def pairs(first, second, same):
    """Pairs of labels, each used once; those with the same borders first, as the surest."""
    found, free = [], list(second)
    exact = sorted(first, key=lambda a: not any((a["start"], a["end"]) == (b["start"], b["end"]) for b in second))
    for label in exact:
        fits = [b for b in free if same(label, b)]
        if fits:
            best = min(fits, key=lambda b: abs(label["start"] - b["start"]) + abs(label["end"] - b["end"]))
            free.remove(best)
            found.append((label, best))
    return found, free


def regardless_of_person(kind):
    person, same = PERSON.get(kind), hear_score.SAME[kind]
    return (lambda a, b: same(a, {**b, person: a[person]})) if person else same


class Count:
    def __init__(self):
        self.first = self.second = self.both = self.alike = 0

    def row(self, name):
        total = self.first + self.second
        f1 = 2 * self.both / total if total else float("nan")
        share = lambda of: f"{self.both / of:6.3f}" if of else "     -"  # noqa: E731
        who = f"{self.both / self.alike:6.3f}" if self.alike else "     -"
        numbers = f"{self.first:6}{self.second:7}{self.both:6}"
        return f"  {name:26}{numbers} {share(self.first)} {share(self.second)} {f1:6.3f} {who}"


def compare(contacts):
    counts, differences = collections.defaultdict(Count), []
    for one, two in contacts:
        for kind, same in hear_score.SAME.items():
            field = {"undertakings": "what", "wishes": "kind", **hear_score.LABEL}.get(kind)
            names = lambda x: [kind] + ([f"{ONE[kind]} {x[field]}"] if field else [])  # noqa: E731
            matched, extra = pairs(one[kind], two[kind], same)
            alike, _ = pairs(one[kind], two[kind], regardless_of_person(kind))
            for label in one[kind]:
                for name in names(label):
                    counts[name].first += 1
            for label in two[kind]:
                for name in names(label):
                    counts[name].second += 1
            for label, _ in matched:
                for name in names(label):
                    counts[name].both += 1
            for label, _ in alike:
                for name in names(label):
                    counts[name].alike += 1
            used = {id(label) for label, _ in matched}
            differences += [("first only", one, kind, x) for x in one[kind] if id(x) not in used]
            differences += [("second only", two, kind, x) for x in extra]
        for flag in set(one["flags"]) | set(two["flags"]):
            for name in ("flags", f"flag {flag}"):
                counts[name].first += flag in one["flags"]
                counts[name].second += flag in two["flags"]
                counts[name].both += flag in one["flags"] and flag in two["flags"]
    return counts, differences


def kappa(contacts, field):
    total = len(contacts)
    agreed = sum(one[field] == two[field] for one, two in contacts) / total
    yes_one = sum(one[field] for one, _ in contacts) / total
    yes_two = sum(two[field] for _, two in contacts) / total
    chance = yes_one * yes_two + (1 - yes_one) * (1 - yes_two)
    return agreed, (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def read_pairs(path):
    first_file = CORPUS / path.name
    if not first_file.exists():
        sys.exit(f"{path}: there is no {first_file} to compare it with")
    first, wrong = hearing_corpus.read_file(first_file)
    second, more = hearing_corpus.read_file(path)
    if wrong or more:
        sys.exit("\n".join(wrong + more))
    by_id = {block["id"]: block for block in first}
    for block in second:
        one = by_id.get(block["id"])
        if one is None or one["text"] != block["text"] or one["at"] != block["at"]:
            sys.exit(f"{path}: {block['id']} has not the text and time it has in {first_file}")
    return [(by_id[block["id"]], block) for block in second]


def report(title, contacts, show):
    counts, differences = compare(contacts)
    print(f"{title}: {len(contacts)} contacts labelled twice")
    print(f"  {'':26}{'first':>6}{'second':>7}{'both':>6}  of 1st of 2nd     F1    who")
    for name in sorted(counts, key=lambda n: (" " in n, n)):
        print(counts[name].row(name))
    for field in ("benign", "child_at_risk"):
        agreed, beyond = kappa(contacts, field)
        print(f"  {field:26}agree {agreed:.3f}, kappa {beyond:.3f}")
    for side, contact, kind, item in differences[:show]:
        detail = {k: v for k, v in item.items() if k not in ("quote", "start", "end") and v}
        print(f"{side} {contact['id']} {ONE[kind]} {detail}: '{item['quote']}'")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--differences", type=int, default=0)
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    files = options.files or sorted((CORPUS / "second").glob("*.txt"))
    if not files:
        sys.exit(f"no second labelling in {CORPUS / 'second'}")
    everything = []
    for path in files:
        contacts = read_pairs(path)
        everything += contacts
        report(path.stem, contacts, options.differences)
    if len(files) > 1:
        report("together", everything, 0)


if __name__ == "__main__":
    main()
