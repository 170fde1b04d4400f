#!/usr/bin/env python3
"""The matching benchmark: invented people from a seed, `heed index` and `heed find` over them, and a
peer in the same run; speed, recall, calibration, and the quality of linking.

  python3 bench/matching/run.py --bin build/release/bin [--people 200000] [--queries 300]
      [--seed 19] [--data ../data] [--folder var/bench-matching]

Prints tables; writes reliability.svg into the folder. A peer or data set that is not there is named.
"""
import argparse, collections, csv, os, re, sqlite3, subprocess, time

KINDS = ("phone", "dob", "age", "wrong_dob", "swapped", "nickname", "absent")


def run(*args):
    subprocess.run(args, check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def queries_of(folder, kind):
    with open(f"{folder}/queries_{kind}.csv") as file:
        return list(csv.DictReader(file))


def find(heed, folder, kind):
    """Results by query id, with the column `truth` kept from heed."""
    queries = queries_of(folder, kind)
    with open(f"{folder}/asked.csv", "w", newline="") as file:
        out = csv.DictWriter(file, [c for c in queries[0] if c != "truth"], extrasaction="ignore")
        out.writeheader()
        out.writerows(queries)
    run(heed, "find", "--index", f"{folder}/people.idx", "--queries", f"{folder}/asked.csv",
        "--out", f"{folder}/found.csv", "--top", "10")
    found = collections.defaultdict(list)
    with open(f"{folder}/found.csv") as file:
        for row in csv.DictReader(file):
            found[row["qid"]].append(row)
    return queries, found


def print_row(name, micros, r1, r10, note=""):
    micros = sorted(micros)
    print(f"{name:<28}{micros[len(micros) // 2]:>10.0f}{micros[int(len(micros) * .99)]:>10.0f}"
          f"{r1:>8.3f}{r10:>8.3f}  {note}", flush=True)


def heed_table(heed, folder):
    observed = []
    print(f"{'heed':<28}{'median µs':>10}{'p99 µs':>10}{'R@1':>8}{'R@10':>8}")
    for kind in KINDS:
        queries, found = find(heed, folder, kind)
        rows = [(q, found[q["qid"]]) for q in queries]
        r1 = sum(f[0]["id"] == q["truth"] for q, f in rows) / len(rows)
        r10 = sum(any(x["id"] == q["truth"] for x in f[:10]) for q, f in rows) / len(rows)
        bands = sum(x["band"] == "strong" and x["id"] != q["truth"] for q, f in rows for x in f)
        incomplete = sum(f[0]["status"] == "incomplete" for _, f in rows)
        print_row(kind, [int(f[0]["micros"]) for _, f in rows], r1, r10,
                  f"strong but another's: {bands}, incomplete: {incomplete}")
        if kind != "phone":
            observed += [(float(x["probability"]), x["id"] == q["truth"]) for q, f in rows for x in f]
    return observed


def sqlite_table(folder, people):
    """SQLite FTS5 with the trigram tokenizer, ranked by bm25: names only, as it can."""
    db = sqlite3.connect(":memory:")
    try:
        db.execute("create virtual table p using fts5(id unindexed, dob unindexed, name, tokenize='trigram')")
    except sqlite3.OperationalError as problem:
        print("SQLite FTS5 trigram: absent here:", problem)
        return
    with open(f"{folder}/people.csv") as file:
        db.executemany("insert into p values(?,?,?)",
                       ((r["id"], r["dob"], f"{r['given_name']} {r['surname']}") for r in csv.DictReader(file)))
    print(f"{'SQLite FTS5 trigram':<28}{'median µs':>10}{'p99 µs':>10}{'R@1':>8}{'R@10':>8}")
    for kind in ("dob", "age", "wrong_dob"):
        micros, r1, r10 = [], 0, 0
        queries = queries_of(folder, kind)[:50]
        for query in queries:
            name = f"{query['given_name']} {query['surname']}".replace('"', "")
            grams = {name[i:i + 3] for i in range(len(name) - 2)}
            where = " or ".join(f'"{gram}"' for gram in grams)
            start = time.perf_counter()
            rows = db.execute("select id, dob from p where p match ? order by bm25(p) limit 200",
                              (where,)).fetchall()
            rows.sort(key=lambda r: not (r[1] == query["dob"] or
                                         query["born_from"] <= r[1] <= query["born_to"] != ""))
            micros.append((time.perf_counter() - start) * 1e6)
            ids = [r[0] for r in rows[:10]]
            r1 += ids[:1] == [query["truth"]]
            r10 += query["truth"] in ids
        print_row(kind, micros, r1 / len(queries), r10 / len(queries))


def reliability(observed, path):
    bins, error = [], 0
    for b in range(10):
        inside = [(p, t) for p, t in observed if b / 10 <= p < (b + 1) / 10 or (b == 9 and p == 1)]
        if inside:
            mean = sum(p for p, _ in inside) / len(inside)
            true = sum(t for _, t in inside) / len(inside)
            error += abs(mean - true) * len(inside) / len(observed)
            bins.append((mean, true, len(inside)))
    print("\nprobability said, true, pairs")
    for mean, true, count in bins:
        print(f"{mean:.3f} {true:.3f} {count}")
    print(f"calibration error {error:.4f}")
    dots = "".join(f'<circle cx="{40 + 300 * m:.1f}" cy="{340 - 300 * t:.1f}" r="5"><title>{n} pairs'
                   f"</title></circle>" for m, t, n in bins)
    with open(path, "w") as file:
        file.write('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 380 380" font-family="sans-serif" '
                   'font-size="11"><rect width="380" height="380" fill="white"/>'
                   '<path d="M40 40V340H340M40 340L340 40" stroke="grey" fill="none"/>'
                   f'{dots}<text x="120" y="370">probability said</text>'
                   '<text x="10" y="30">share that was true</text></svg>\n')


def linking(heed, folder, data):
    febrl = f"{data}/febrl"
    if not os.path.isdir(febrl):
        print(f"linking: no FEBRL data at {febrl}; give --data")
        return
    with open(f"{folder}/febrl.toml", "w") as file:
        file.write('[columns]\nrec_id = "id"\ngiven_name = "given_name"\nsurname = "family_name"\n'
                   'street_number = "identifier"\naddress_1 = "text"\naddress_2 = "text"\nsuburb = "text"\n'
                   'postcode = "postcode"\nstate = "category"\ndate_of_birth = "date"\n'
                   'soc_sec_id = "identifier"\n')
    for name, files, extra in (("FEBRL 4", ("dataset4a", "dataset4b"), ["--one-to-one"]),
                               ("FEBRL 3", ("dataset3",), [])):
        paths = [f"{febrl}/{f}.csv" for f in files]
        start = time.perf_counter()
        run(heed, "link", *paths, "--schema", f"{folder}/febrl.toml", "--out", f"{folder}/pairs.csv", *extra)
        seconds = time.perf_counter() - start
        groups = collections.defaultdict(list)
        for path in paths:
            with open(path) as file:
                for row in csv.reader(file, skipinitialspace=True):
                    if match := re.match(r"rec-(\d+)-", row[0]):
                        groups[match[1]].append(row[0])
        truth = {frozenset((a, b)) for g in groups.values() for i, a in enumerate(g) for b in g[i + 1:]}
        with open(f"{folder}/pairs.csv") as file:
            said = {frozenset((r["left_id"], r["right_id"])) for r in csv.DictReader(file)
                    if float(r["probability"]) >= .5}
        print(f"{name}: F1 {2 * len(said & truth) / (len(said) + len(truth)):.4f} at .5, {seconds:.1f} s")


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    root = os.path.dirname(os.path.dirname(here))
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", default=f"{root}/build/release/bin")
    parser.add_argument("--people", type=int, default=200000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--data", default=f"{os.path.dirname(root)}/data")
    parser.add_argument("--folder", default=f"{root}/var/bench-matching")
    a = parser.parse_args()
    os.makedirs(a.folder, exist_ok=True)
    heed = f"{a.bin}/heed"
    run(f"{a.bin}/heed_bench_matching_people", a.folder, str(a.people), str(a.queries), str(a.seed))
    start = time.perf_counter()
    run(heed, "index", "--in", f"{a.folder}/people.csv", "--out", f"{a.folder}/people.idx")
    size = os.path.getsize(f"{a.folder}/people.idx")
    print(f"{a.people} people indexed in {time.perf_counter() - start:.1f} s, {size / a.people:.0f} bytes each")
    observed = heed_table(heed, a.folder)
    sqlite_table(a.folder, a.people)
    reliability(observed, f"{a.folder}/reliability.svg")
    linking(heed, a.folder, a.data)


if __name__ == "__main__":
    main()
