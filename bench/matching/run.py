#!/usr/bin/env python3
"""The matching benchmark: invented people from a seed, heed over them, and its peers in the same run.

  ./dev bench matching            two million people, and every peer that can be had
  python3 bench/matching/run.py --people 10000000 --without scan,sqlite,postgres,names,watchlist,link

Prints tables with the machine's load; writes var/bench-matching/reliability.svg. A peer or data set
that is not there is named, never passed over in silence. PostgreSQL (Debian's, group bench) runs on
a socket of its own folder and is stopped afterwards; rapidfuzz, nomenklatura and Splink come from
PyPI into build/bench-venv."""
import argparse, csv, os, shutil, sqlite3, subprocess, sys, tempfile, time

import calibrate, linking, names, watchlist  # beside this file

KINDS = ("dob", "age", "wrong_dob")


def say(*words):
    print(*words, flush=True)


def run(*args, **more):
    subprocess.run(args, check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **more)


def head(title):
    say(f"\n{title:<26}{'median':>9}{'p99':>9}{'':>18}{'R@1':>8}{'R@10':>8}   load {os.getloadavg()[0]:.1f}")


def row(name, micros, r1, r10, count):
    micros = sorted(micros)
    say(f"{name:<26}{micros[len(micros) // 2]:>9.0f}{micros[int(len(micros) * .99)]:>9.0f}{'':>18}"
        f"{r1 / count:>8.3f}{r10 / count:>8.3f}  {count} queries")


def ask(folder, kind, count, search):
    """search(query) gives ids, best first."""
    with open(f"{folder}/queries_{kind}.csv") as file:
        queries = list(csv.DictReader(file))[:count]
    micros, r1, r10 = [], 0, 0
    for query in queries:
        start = time.perf_counter()
        ids = search(query)
        micros.append((time.perf_counter() - start) * 1e6)
        r1 += ids[:1] == [query["truth"]]
        r10 += query["truth"] in ids[:10]
    row(kind, micros, r1, r10, len(queries))


def sqlite(folder):
    """FTS5 with trigrams, ranked by bm25, then by the date: as it can."""
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table p using fts5(id unindexed, dob unindexed, name, tokenize='trigram')")
    with open(f"{folder}/people.csv") as file:
        db.executemany("insert into p values(?,?,?)",
                       ((r["id"], r["dob"], f"{r['given_name']} {r['surname']}") for r in csv.DictReader(file)))
    def search(q):
        name = f"{q['given_name']} {q['surname']}".replace('"', "")
        where = " OR ".join(f'"{name[i:i + 3]}"' for i in range(len(name) - 2))
        rows = db.execute("select id, dob from p where p match ? order by bm25(p) limit 200", (where,)).fetchall()
        rows.sort(key=lambda r: not (r[1] == q["dob"] or q["born_from"] <= r[1] <= q["born_to"] != ""))
        return [r[0] for r in rows[:10]]
    head("SQLite FTS5 trigram, µs")
    for kind in KINDS:
        ask(folder, kind, 25, search)


class Postgres:
    """A server of one run, on a socket in a folder of its own, without a port."""
    def __init__(self):
        self.bin = "/usr/lib/postgresql/15/bin"
        self.folder = tempfile.mkdtemp(prefix="heed-bench-pg-")
        self.user = [] if os.getuid() else ["runuser", "-u", "postgres", "--"]
        if self.user:
            shutil.chown(self.folder, "postgres")
        run(*self.user, f"{self.bin}/initdb", "-D", f"{self.folder}/data", "-U", "bench", "--auth=trust")
        run(*self.user, f"{self.bin}/pg_ctl", "-D", f"{self.folder}/data", "-w", "-l", f"{self.folder}/log", "-o",
            f"-k {self.folder} -c listen_addresses= -c fsync=off -c shared_buffers=256MB "
            "-c maintenance_work_mem=256MB -c jit=off", "start")
        self.psql = subprocess.Popen(
            [*self.user, "psql", "-h", self.folder, "-U", "bench", "-d", "postgres", "-qAt", "-F", "\t"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def ask(self, sql):
        self.psql.stdin.write(sql + ";\n\\echo <end>\n")
        self.psql.stdin.flush()
        rows = []
        for line in self.psql.stdout:
            if line == "<end>\n":
                return rows
            rows.append(line.rstrip("\n").split("\t"))
        raise RuntimeError("psql ended")

    def stop(self):
        self.psql.stdin.close()
        self.psql.wait()
        run(*self.user, f"{self.bin}/pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def postgres(folder):
    if not os.path.exists("/usr/lib/postgresql/15/bin/initdb"):
        say("\nPostgreSQL 15: not installed (./dev setup bench)")
        return
    server = Postgres()
    try:
        server.ask("create extension pg_trgm; create extension fuzzystrmatch;"
                   "create table p(id text, g text, m text, f text, dob date, sex text, phone text, email text, postcode text)")
        with open(f"{folder}/people.csv") as file:
            server.psql.stdin.write("copy p from stdin with (format csv);\n")
            next(file)
            shutil.copyfileobj(file, server.psql.stdin)
            server.psql.stdin.write("\\.\n")
        server.ask("create index on p(dmetaphone(f), dob); create index on p(f, dob); create index on p(dob);"
                   "create index on p using gin((g || ' ' || f) gin_trgm_ops); analyze p")
        text = lambda s: "'" + s.replace("'", "''") + "'"
        def when(q):
            return (f"abs(dob - date {text(q['dob'])})" if q["dob"]
                    else f"case when dob between {text(q['born_from'])} and {text(q['born_to'])} then 0 else 9999 end")
        def order(q):
            return (f"order by similarity(g || ' ' || f, {text(q['given_name'] + ' ' + q['surname'])}) "
                    f"- least(.4, .4 * ({when(q)})) desc limit 10")
        def blocking(q):
            days = (f"dob = {text(q['dob'])}" if q["dob"]
                    else f"(dob between {text(q['born_from'])} and {text(q['born_to'])} and dmetaphone(f) = dmetaphone({text(q['surname'])}))")
            return [r[0] for r in server.ask(f"select id from p where {days} or f = {text(q['surname'])} {order(q)}")]
        def trigrams(q):
            name = text(q["given_name"] + " " + q["surname"])
            return [r[0] for r in server.ask(f"select id from p where (g || ' ' || f) % {name} {order(q)}")]
        for title, search in (("PostgreSQL blocking, µs", blocking), ("PostgreSQL pg_trgm, µs", trigrams)):
            head(title)
            for kind in KINDS:
                ask(folder, kind, 25, search)
    finally:
        server.stop()


def reliability(folder):
    """Ten bins of what was said against what was true; other shares of absent people beside it."""
    path = f"{folder}/observed.csv"
    say("")
    for share in (0, calibrate.ABSENT_SHARE, 1 / 6):
        pairs = [(p, t) for c in calibrate.load(path, share).values() for p, _, t in c]
        found, error = calibrate.bins(pairs)
        true, count = calibrate.middle(pairs)
        say(f"of those asked for {share:.3f} on no record: calibration error {error:.4f}, the mean of the bins "
            f"{sum(abs(s - t) for s, t, _ in found) / len(found):.3f}; of .4 to .6 true {true:.2f} ({count})")
        if share == calibrate.ABSENT_SHARE:
            bins = found
    say("probability said, true, candidates (one in sixteen on no record)")
    for mean, true, count in bins:
        say(f"{mean:.3f}  {true:.3f}  {count}")
    dots = "".join(f'<circle cx="{40 + 300 * m:.1f}" cy="{340 - 300 * t:.1f}" r="5"><title>{n} candidates'
                   f"</title></circle>" for m, t, n in bins)
    with open(f"{folder}/reliability.svg", "w") as file:
        file.write('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 380 380" font-family="sans-serif" '
                   'font-size="11"><rect width="380" height="380" fill="white"/>'
                   '<path d="M40 40V340H340M40 340L340 40" stroke="grey" fill="none"/>'
                   f'{dots}<text x="120" y="370">probability said</text>'
                   '<text x="10" y="30">share that was true</text></svg>\n')


def data_beside(root):
    """`data` or `shared/data` beside the clone, or further up."""
    above = os.path.dirname(root)
    while True:
        for folder in (f"{above}/data", f"{above}/shared/data"):
            if os.path.isdir(folder):
                return folder
        if above == os.path.dirname(above):
            return f"{os.path.dirname(root)}/data"
        above = os.path.dirname(above)


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    root = os.path.dirname(os.path.dirname(here))
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", default=f"{root}/build/release/bin")
    parser.add_argument("--people", type=int, default=2000000)
    parser.add_argument("--queries", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--scan", type=int, default=100, help="queries of the exhaustive scan")
    parser.add_argument("--data", default=data_beside(root))
    parser.add_argument("--folder", default=f"{root}/var/bench-matching")
    parser.add_argument("--without", default="", help="of scan,sqlite,postgres,names,watchlist,link")
    parser.add_argument("--link-rows", default="50000", help="sizes of invented files to link, with commas")
    a = parser.parse_args()
    without = a.without.split(",")
    os.makedirs(a.folder, exist_ok=True)
    heed = f"{a.bin}/heed"
    run(f"{a.bin}/heed_matching_people", a.folder, str(a.people), str(a.queries), str(a.seed))
    say(f"{a.people} people, seed {a.seed}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    start, before = time.perf_counter(), os.times()
    run(heed, "index", "--in", f"{a.folder}/people.csv", "--out", f"{a.folder}/people.idx")
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    size = os.path.getsize(f"{a.folder}/people.idx")
    say(f"indexed from CSV in {time.perf_counter() - start:.1f} s ({used:.1f} s of processor), "
        f"{size / a.people:.0f} bytes a person")
    scan = [] if "scan" in without else ["--scan", str(a.scan)]
    subprocess.run([f"{a.bin}/heed_matching_timing", a.folder, "--pairs", "--live", *scan], check=True)
    reliability(a.folder)
    sizes = [int(n) for n in a.link_rows.split(",") if n]
    people, venv = f"{a.bin}/heed_matching_people", f"{root}/build/bench-venv"
    for name, part in (("sqlite", lambda: sqlite(a.folder)), ("postgres", lambda: postgres(a.folder)),
                       ("names", lambda: names.bench(heed, a.folder, a.data, venv)),
                       ("watchlist", lambda: watchlist.bench(heed, people, a.folder, a.data)),
                       ("link", lambda: linking.bench(heed, people, a.folder, a.data, venv, sizes))):
        if name not in without:
            part()
    say(f"\nload at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    main()
