"""Names against names, for run.py: the labelled name bench in five folds by group beside nomenklatura
and rapidfuzz with a paired bootstrap, people who are not there, and transliterated pairs."""
import collections, csv, os, random, subprocess, zlib


def say(*words):
    print(*words, flush=True)


def run(*args):
    subprocess.run(args, check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def f1(pairs, at):
    """pairs: (score, true)."""
    right = sum(s >= at and t for s, t in pairs)
    said, true = sum(s >= at for s, _ in pairs), sum(t for _, t in pairs)
    return 2 * right / (said + true) if said + true else 0


def best_threshold(pairs):
    return max(sorted({s for s, _ in pairs}), key=lambda at: f1(pairs, at), default=.5)


def cross_fitted(scores, rows):
    """Each fold's threshold comes from the other folds; a group is in one fold whole."""
    fold = [zlib.crc32(r["group"].encode()) % 5 for r in rows]
    said = [False] * len(rows)
    for out in range(5):
        rest = [(s, r["true"]) for s, r, f in zip(scores, rows, fold) if f != out]
        at = best_threshold(rest)
        for i, f in enumerate(fold):
            if f == out:
                said[i] = scores[i] >= at
    return said


def f1_of(said, rows, chosen):
    right = sum(said[i] and rows[i]["true"] for i in chosen)
    both = sum(said[i] for i in chosen) + sum(rows[i]["true"] for i in chosen)
    return 2 * right / both if both else 0


PEERS = {
    "nomenklatura": """
from followthemoney import model
from nomenklatura.matching import LogicV2
from nomenklatura.matching.logic_v2.names.match import name_match
config = LogicV2.default_config()
def person(name):
    out = model.make_entity("Person")
    out.id = name or "nobody"
    out.add("name", name)
    return out
score = lambda a, b: name_match(person(a), person(b), config).score
""",
    "rapidfuzz": "from rapidfuzz.fuzz import token_sort_ratio as t\nscore=lambda a,b: t(a.lower(),b.lower())/100",
}


def peer_scores(name, pairs, venv):
    """The peer's own scores, in an environment of its own; None and why where it cannot be had."""
    python = f"{venv}/bin/python"
    try:
        if not os.path.exists(python):
            run("python3", "-m", "venv", venv)
        if subprocess.run([python, "-c", f"import {name}"], stderr=subprocess.DEVNULL).returncode:
            run(python, "-m", "pip", "install", "-q", name)
        code = PEERS[name] + "\nimport csv,sys\nfor a,b in csv.reader(sys.stdin): print(score(a,b))"
        text = "".join(f'"{a}","{b}"\n' for a, b in ((x.replace('"', ""), y.replace('"', "")) for x, y in pairs))
        out = subprocess.run([python, "-c", code], input=text, capture_output=True, text=True)
        if out.returncode:
            return None, out.stderr.strip().splitlines()[-1]
        return [float(line) for line in out.stdout.split()], ""
    except (OSError, subprocess.CalledProcessError) as problem:
        return None, str(problem)


def name_bench(heed, folder, data, venv):
    path = f"{data}/name_bench/pairs.csv"
    if not os.path.exists(path):
        say(f"\nname bench: no data at {path}; give --data")
        return
    with open(path) as file:
        found = [r for r in csv.DictReader(file) if r["schema"] == "Person"]
    # A group is all that shares its second name: near misses of one person stay together.
    rows = [{"group": r["name2"], "true": r["is_match"] == "true"} for r in found]
    with open(f"{folder}/pairs.csv", "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["name1", "name2"])
        out.writerows((r["name1"], r["name2"]) for r in found)
    run(heed, "compare", "--pairs", f"{folder}/pairs.csv", "--out", f"{folder}/scored.csv")
    with open(f"{folder}/scored.csv") as file:
        scores = {"heed": [float(r["score"]) for r in csv.DictReader(file)]}
    for peer in PEERS:
        got, why = peer_scores(peer, [(r["name1"], r["name2"]) for r in found], venv)
        if got:
            scores[peer] = got
        else:
            say(f"{peer}: could not be had ({why})")
    said = {name: cross_fitted(s, rows) for name, s in scores.items()}
    everybody = range(len(rows))
    say(f"\nname bench, {len(rows)} pairs of people, thresholds from the other four folds")
    draw = random.Random(19)
    samples = [[draw.randrange(len(rows)) for _ in everybody] for _ in range(2000)]
    for name, answer in said.items():
        line = f"{name:<14} F1 {f1_of(answer, rows, everybody):.3f}"
        if name != "heed":
            ahead = sorted(f1_of(said["heed"], rows, s) - f1_of(answer, rows, s) for s in samples)
            line += f"   heed ahead by {ahead[50]:+.3f} to {ahead[-51]:+.3f} (95 %, paired bootstrap)"
        say(line)


def search(heed, folder, people, queries, columns):
    for name, content in (("in", people), ("asked", queries)):
        with open(f"{folder}/t_{name}.csv", "w", newline="") as file:
            out = csv.writer(file)
            out.writerow(["id" if name == "in" else "qid", *columns])
            out.writerows(content)
    run(heed, "index", "--in", f"{folder}/t_in.csv", "--out", f"{folder}/t.idx")
    run(heed, "find", "--index", f"{folder}/t.idx", "--queries", f"{folder}/t_asked.csv", "--out",
        f"{folder}/t_found.csv", "--top", "10")
    found = collections.defaultdict(list)
    with open(f"{folder}/t_found.csv") as file:
        for row in csv.DictReader(file):
            found[row["qid"]].append(row)
    return found


def transliteration(heed, folder, data):
    """Each native name must be found by its English spelling among all the others'. The odd half only:
    whoever tunes a cost looks at the even one."""
    say("")
    for language in ("russian", "arabic"):
        path = f"{data}/transliteration/wd_{language}_20"
        if not os.path.exists(path):
            say(f"transliteration: no data at {path}; give --data")
            continue
        pairs = []
        with open(path) as file:
            for line in file:
                english, native, _ = line.rstrip("\n").split("\t")
                native = native.replace(" ", "")
                if zlib.crc32(native.encode()) % 2 and len(english) >= 4 and len(native) >= 3:
                    pairs.append((english, native))
        pairs = pairs[:4000]
        groups = collections.defaultdict(set)
        for english, native in pairs:
            groups[english].add(native)
        natives = sorted({n for _, n in pairs})
        found = search(heed, folder, [(n, n) for n in natives], [(e, e) for e in groups], ["surname"])
        ten = sum(any(r["id"] == n for r in found[e]) for e, n in pairs)
        say(f"transliteration, {language}: R@10 {ten / len(pairs):.3f} of {len(pairs)} spellings among {len(natives)} names")


def bench(heed, folder, data, venv):
    name_bench(heed, folder, data, venv)
    transliteration(heed, folder, data)
