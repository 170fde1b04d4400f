#!/usr/bin/env python3
"""Scores what `heed hear` heard against the labelled corpus: precision and recall by kind and
meaning, false flags, misses listed. Beside it, unless --alone, a plain list of the labels' own
words as keywords.

    ./dev hear-score [--held-out] [--misses N] [--only MEANING] [--hands a,b] [--heed PATH] [--alone]

Without --held-out the held-out hands (never used for tuning) are left alone; with it only
they are scored, and nothing but counts is printed unless --misses is given as well.

Agreed definitions: a cue or an age is found when meaning (or overlapping band) and person are the
same and the spans overlap by half the shorter; an identifier when kind, value and person are (a name with or without its title: the hands differ); a deadline
when the time is (the day, where only a part of the day is known); an undertaking when what is promised
is, and a wish when its kind is. One found for one labelled; more than one finding of the same thing in the same
words counts once.
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import hearing_corpus  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
CRYING = {"child", "possible_child", "exploitation", "coercion", "domestic_abuse"}


def overlaps(a, b):
    shared = min(a["end"], b["end"]) - max(a["start"], b["start"])
    return shared > 0 and 2 * shared >= min(a["end"] - a["start"], b["end"] - b["start"])


TITLE = re.compile(r"^(mr|mrs|ms|miss|dr)\.? ", re.I)


def same_identifier(a, b):
    value = a["value"].lower() == b["value"].lower()
    if a["kind"] == "name":
        value = TITLE.sub("", a["value"]).lower() == TITLE.sub("", b["value"]).lower()
    if a["kind"] == "address":
        value = overlaps(a, b)
    return a["kind"] == b["kind"] and value and a["of"] == b["of"] and overlaps(a, b)


def same_time(a, b):
    if a["at"] == b["at"]:
        return True
    loose = "part_of_day" in (a["precision"], b["precision"]) or "day" in (a["precision"], b["precision"])
    return loose and hearing_corpus_day(a["at"]) == hearing_corpus_day(b["at"])


def hearing_corpus_day(at):
    import datetime
    return datetime.datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(hearing_corpus.LONDON).date()


SAME = {
    "identifiers": same_identifier,
    "ages": lambda a, b: a["who"] == b["who"] and a["low"] <= b["high"] and b["low"] <= a["high"] and overlaps(a, b),
    "deadlines": lambda a, b: same_time(a, b) and overlaps(a, b),
    "cues": lambda a, b: a["meaning"] == b["meaning"] and a["about"] == b["about"] and overlaps(a, b),
    "undertakings": lambda a, b: a["what"] == b["what"] and overlaps(a, b),
    "wishes": lambda a, b: a["kind"] == b["kind"] and overlaps(a, b),
}
LABEL = {"identifiers": "kind", "cues": "meaning"}


class Tally:
    def __init__(self):
        self.found = self.labelled = self.said = self.right = 0

    def row(self, name):
        recall = self.found / self.labelled if self.labelled else float("nan")
        precision = self.right / self.said if self.said else float("nan")
        return f"  {name:24}{self.labelled:6}{self.said:6}   recall {recall:5.3f}   precision {precision:5.3f}"


def score(contacts, heard, misses):
    tallies = collections.defaultdict(Tally)
    missed = []
    for contact in contacts:
        got = heard[contact["id"]]
        for kind, same in SAME.items():
            labels, said = contact[kind], got[kind]
            used = [False] * len(said)
            for label in labels:
                names = [kind] + ([f"{kind[:-1]} {label[LABEL[kind]]}"] if kind in LABEL else [])
                hit = next((i for i, s in enumerate(said) if not used[i] and same(label, s)), None)
                if hit is None:
                    hit = next((i for i, s in enumerate(said) if same(label, s)), None)
                if hit is not None:
                    used[hit] = True
                for name in names:
                    tallies[name].labelled += 1
                    tallies[name].found += hit is not None
                if hit is None:
                    missed.append(("missed", contact, kind, label))
            for i, s in enumerate(said):
                right = used[i] or any(same(label, s) for label in labels)
                for name in [kind] + ([f"{kind[:-1]} {s[LABEL[kind]]}"] if kind in LABEL else []):
                    tallies[name].said += 1
                    tallies[name].right += right
                if not right:
                    missed.append(("false", contact, kind, s))
    return tallies, missed


def flags(contacts, heard):
    lines = []
    at_risk = [c for c in contacts if c["child_at_risk"]]
    flagged = [c for c in at_risk if {f["name"] for f in heard[c["id"]]["flags"]} & {"child", "possible_child"}]
    benign = [c for c in contacts if c["benign"]]
    cried = [c for c in benign if {f["name"] for f in heard[c["id"]]["flags"]} & CRYING]
    obliged = [c for c in benign
               if {f["name"] for f in heard[c["id"]]["flags"] if f.get("force") == "obliges"} & CRYING]
    any_obliged = [c for c in benign if any(f.get("force") == "obliges" for f in heard[c["id"]]["flags"])]
    lines.append(f"  child at risk: {len(flagged)} of {len(at_risk)} flagged ({len(flagged) / max(1, len(at_risk)):.3f})")
    lines.append(f"  benign: {len(cried)} of {len(benign)} raise a child, exploitation, coercion or abuse flag "
                 f"({len(cried) / max(1, len(benign)):.3f}), {len(obliged)} one that obliges; {len(any_obliged)} any that obliges")
    names = sorted({f for c in contacts for f in c["flags"]} | {f["name"] for c in contacts for f in heard[c["id"]]["flags"]})
    for name in names:
        wanted = [c for c in contacts if name in c["flags"]]
        raised = [c for c in contacts if name in {f["name"] for f in heard[c["id"]]["flags"]}]
        both = [c for c in wanted if c in raised]
        lines.append(f"  flag {name:20}{len(wanted):5}{len(raised):6}   recall {len(both) / max(1, len(wanted)):5.3f}   "
                     f"precision {len(both) / max(1, len(raised)):5.3f}")
    unheard = [c for c in at_risk if c not in flagged]
    return lines, unheard, cried


# ---- the plain keyword list that every police system has ----

def keywords(training):
    words = collections.defaultdict(set)
    for contact in training:
        for cue in contact["cues"]:
            words[cue["meaning"]].add(cue["quote"].lower())
    return words


def keyword_heard(contact, words):
    text = contact["text"].lower()
    out = {kind: [] for kind in SAME}
    out["flags"] = []
    for meaning, phrases in words.items():
        for phrase in phrases:
            for match in re.finditer(r"(?<!\w)" + re.escape(phrase) + r"(?!\w)", text):
                out["cues"].append({"meaning": meaning, "about": "caller", "start": match.start(), "end": match.end()})
    for match in re.finditer(r"(?:\+44|0)[\d ]{9,13}\d", contact["text"]):
        out["identifiers"].append({"kind": "phone", "value": hearing_corpus.canonical("phone", match.group()) if
                                   9 <= len(re.sub(r"\D", "", match.group()).lstrip("0")) <= 12 else "", "of": "suspect",
                                   "start": match.start(), "end": match.end()})
    for match in re.finditer(r"[\w.+-]+@[\w-]+\.[\w.]+", contact["text"]):
        out["identifiers"].append({"kind": "email", "value": match.group().lower(), "of": "suspect",
                                   "start": match.start(), "end": match.end()})
    present = {cue["meaning"] for cue in out["cues"]}
    if "child" in present:
        out["flags"].append({"name": "child", "force": "prompts"})
    for name in present & CRYING:
        out["flags"].append({"name": name, "force": "prompts"})
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--misses", type=int, default=-1)
    parser.add_argument("--only", default="")
    parser.add_argument("--hands", default="")
    parser.add_argument("--heed", default="")
    parser.add_argument("--policy", default=str(ROOT / "policy/hearing"))
    parser.add_argument("--alone", action="store_true")
    options = parser.parse_args()
    corpus = ROOT / "tests/hearing/corpus"
    files = [f for f in sorted(corpus.glob("*.txt")) if (f.stem in hearing_corpus.HELD_OUT) == options.held_out]
    if options.hands:
        files = [f for f in files if f.stem in options.hands.split(",")]
    contacts = []
    for file in files:
        blocks, _ = hearing_corpus.read_file(file)
        contacts += blocks
    if not contacts:
        sys.exit("no corpus files for that choice")
    heed = options.heed or next((str(p) for p in (ROOT / f"build/{x}/bin/heed" for x in ("release", "dev", "check")) if p.exists()), "")
    if not heed:
        sys.exit("heed is not built: run ./dev build")
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder) / "in.jsonl", pathlib.Path(folder) / "out.jsonl"
        fields = ("id", "at", "channel", "voice", "text")
        source.write_text("".join(json.dumps({k: c[k] for k in fields}) + "\n" for c in contacts))
        subprocess.run([heed, "hear", "--in", source, "--out", target, "--policy", options.policy], check=True, stdout=subprocess.DEVNULL)
        heard = {row["id"]: row for row in map(json.loads, target.read_text().splitlines())}
    tallies, missed = score(contacts, heard, options.misses)
    hands = collections.Counter(c["hand"] for c in contacts)
    print(f"{len(contacts)} contacts, hands {', '.join(f'{k} {v}' for k, v in hands.items())}: labelled, heard")
    for name in sorted(tallies, key=lambda n: (" " in n, n)):
        print(tallies[name].row(name))
    lines, unheard, cried = flags(contacts, heard)
    print("\n".join(lines))
    if not options.alone:
        train = []
        for file in sorted(corpus.glob("*.txt")):
            if file.stem not in hearing_corpus.HELD_OUT:
                train += hearing_corpus.read_file(file)[0]
        if options.held_out:
            words = keywords(train)
            plain = {c["id"]: keyword_heard(c, words) for c in contacts}
        else:  # leave the contact's own hand out, or the list would have seen its words
            by_hand = {h: keywords([c for c in train if c["hand"] != h]) for h in hands}
            plain = {c["id"]: keyword_heard(c, by_hand[c["hand"]]) for c in contacts}
        tallies, _ = score(contacts, plain, 0)
        print("a plain keyword list of the corpus's own phrases, on the same contacts")
        for name in ("identifiers", "cues"):
            print(tallies[name].row(name))
        print("\n".join(flags(contacts, plain)[0][:2]))
    show = options.misses if options.misses >= 0 else (0 if options.held_out else 0)
    for contact in unheard[:show]:
        print(f"CHILD NOT HEARD {contact['id']}: {contact['text'][:300]}")
    for contact in cried[:show]:
        print(f"CRIED WOLF {contact['id']} {[f['name'] for f in heard[contact['id']]['flags']]}: {contact['text'][:300]}")
    count = 0
    for what, contact, kind, item in missed:
        if options.only and options.only not in (kind, item.get("meaning"), item.get("kind")):
            continue
        if count >= show:
            break
        count += 1
        detail = {k: v for k, v in item.items() if k not in ("quote", "start", "end")}
        around = contact["text"][max(0, item["start"] - 60):item["start"]] + "[" + contact["text"][item["start"]:item["end"]] + "]" + contact["text"][item["end"]:item["end"] + 50]
        print(f"{what} {contact['id']} {contact['voice'][:7]} {kind[:-1]} {json.dumps(detail, ensure_ascii=False)}: {around!r}")


if __name__ == "__main__":
    main()
