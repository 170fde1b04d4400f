"""A public watch list (OFAC), for run.py: its people found under names typed wrong and under their other
names, and 20,000 invented people who are not on it."""
import collections, csv, datetime, os, random, re, string, subprocess

import names  # beside this file


def say(*words):
    print(*words, flush=True)


def split_name(text):
    family, _, given = text.partition(",")
    return given.strip(), family.strip()


def people_of(data):
    """{id: (given, family, date of birth or "")} of individuals, and [(id, other name)]."""
    people, other = {}, []
    with open(f"{data}/ofac/sdn.csv", encoding="latin-1") as file:
        for r in csv.reader(file):
            if len(r) < 12 or r[2].strip() != "individual":
                continue
            born = ""
            if found := re.search(r"DOB (\d{1,2} \w{3} \d{4})\b", r[11]):
                born = datetime.datetime.strptime(found[1], "%d %b %Y").date().isoformat()
            people[r[0]] = (*split_name(r[1]), born)
    with open(f"{data}/ofac/alt.csv", encoding="latin-1") as file:
        other = [(r[0], *split_name(r[3])) for r in csv.reader(file) if len(r) > 3 and r[0] in people]
    return people, other


def spoilt(draw, name):
    """One letter left out, doubled, changed or swapped with the next, not the first."""
    at = [i for i in range(1, len(name)) if name[i].isalpha()]
    if not at:
        return name
    i = draw.choice(at)
    return draw.choice((name[:i] + name[i + 1:], name[:i] + name[i] + name[i:],
                        name[:i] + draw.choice(string.ascii_lowercase) + name[i + 1:],
                        name[:i - 1] + name[i] + name[i - 1] + name[i + 1:] if i > 1 else name[:i] + name[i + 1:]))


def row(name, found, asked, with_band):
    ten = sum(any(r["id"].split("#")[0] == truth for r in found[q]) for q, truth in asked)
    line = f"{name:<40} R@10 {ten / len(asked):.4f} of {len(asked)}"
    if with_band:
        sure = sum(any(r["id"].split("#")[0] == truth and r["band"] in ("strong", "exact") for r in found[q])
                   for q, truth in asked)
        line += f", strong {sure / len(asked):.3f}"
    say(line)


def bench(heed, people_program, folder, data):
    if not os.path.isdir(f"{data}/ofac"):
        say(f"\nwatch list: no data at {data}/ofac; give --data")
        return
    people, other = people_of(data)
    draw = random.Random(29)
    # Half of the other names are on the list as well, as records of their own; the rest are asked for.
    draw.shuffle(other)
    known, asked_other = other[::2], other[1::2]
    listed = [(i, *p) for i, p in people.items()]
    listed += [(f"{i}#{n}", g, f, people[i][2]) for n, (i, g, f) in enumerate(known)]
    queries, kinds = [], collections.defaultdict(list)

    def ask(kind, truth, given, family, born):
        queries.append((f"q{len(queries)}", given, family, born))
        kinds[kind].append((queries[-1][0], truth))
    for i, (given, family, born) in people.items():
        g, f = spoilt(draw, given), spoilt(draw, family)
        ask("two errors, no date of birth", i, g, f, "")
        if born:
            ask("two errors and the date of birth", i, g, f, born)
            ask("the name and the date of birth", i, given, family, born)
    for i, given, family in asked_other:
        ask("another name of the list, no date", i, given, family, "")
        if people[i][2]:
            ask("another name and the date of birth", i, given, family, people[i][2])
    own = f"{folder}/absent"
    os.makedirs(own, exist_ok=True)
    subprocess.run([people_program, own, "41000", "20000", "31"], check=True)
    with open(f"{own}/queries_absent.csv") as file:
        for r in csv.DictReader(file):
            ask("absent", "", r["given_name"], r["surname"], r["dob"])
    found = names.search(heed, folder, listed, queries, ["given_name", "surname", "dob"])
    say(f"\nwatch list: {len(people)} people under {len(listed)} names")
    for kind, asked in kinds.items():
        if kind != "absent":
            row(kind, found, asked, "date of birth" in kind)
    strong = sum(any(r["band"] in ("strong", "exact") for r in found[q]) for q, _ in kinds["absent"])
    say(f"invented people who are not there: {strong} of {len(kinds['absent'])} strong or better")
