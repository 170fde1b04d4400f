"""Linking without labels, for run.py: FEBRL 3 and 4 and splink_fake against their labels, beside Splink
(PyPI, in an environment of its own); and invented people of whom one row in five is a second record."""
import collections, csv, itertools, os, re, resource, subprocess, time


def say(*words):
    print(*words, flush=True)


FEBRL = """[columns]
rec_id = "id"
given_name = "given_name"
surname = "family_name"
street_number = "identifier"
address_1 = "text"
address_2 = "text"
suburb = "text"
postcode = "postcode"
state = "category"
date_of_birth = "date"
soc_sec_id = "identifier"
"""
SPLINK_FAKE = """[columns]
unique_id = "id"
first_name = "given_name"
surname = "family_name"
dob = "date"
city = "category"
email = "email"
"""
INVENTED = """[columns]
id = "id"
given_name = "given_name"
surname = "family_name"
dob = "date"
phone = "phone"
email = "email"
"""

# Splink by its own guide: comparisons made for names, dates and e-mails; u from random pairs, m by EM.
SPLINK = """
import csv, json, sys
import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
job = json.load(sys.stdin)
frames = [pd.read_csv(p, skipinitialspace=True, dtype=str).rename(columns=lambda c: c.strip()) for p in job["files"]]
compare = [cl.NameComparison(job["given"]), cl.NameComparison(job["family"])]
compare += [cl.LevenshteinAtThresholds(c, [1, 2]) for c in job["close"]]
compare += [cl.EmailComparison(c) for c in job["email"]] + [cl.ExactMatch(c) for c in job["same"]]
settings = SettingsCreator(
    link_type="link_only" if len(frames) > 1 else "dedupe_only", unique_id_column_name=job["id"],
    comparisons=compare, blocking_rules_to_generate_predictions=[block_on(*r) for r in job["block"]])
api = DuckDBAPI()
try:
    linker = Linker(frames if len(frames) > 1 else frames[0], settings, db_api=api)
except TypeError:
    tables = [api.register(f) for f in frames]
    linker = Linker(tables if len(tables) > 1 else tables[0], settings)
linker.training.estimate_probability_two_random_records_match([block_on(*r) for r in job["sure"]], recall=.8)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
for rule in job["train"]:
    linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
out = linker.inference.predict(threshold_match_probability=.5).as_pandas_dataframe()
pairs = csv.writer(sys.stdout)
for a, b in zip(out[job["id"] + "_l"], out[job["id"] + "_r"]):
    pairs.writerow([a, b])
"""


def f1(said, true):
    return 2 * len(said & true) / (len(said) + len(true))


def pairs_within(groups):
    return {frozenset(p) for g in groups.values() for p in itertools.combinations(g, 2)}


def link(heed, folder, schema, files, *extra):
    with open(f"{folder}/link.toml", "w") as file:
        file.write(schema)
    start, before = time.perf_counter(), os.times()
    subprocess.run([heed, "link", *files, "--schema", f"{folder}/link.toml", "--out", f"{folder}/pairs.csv",
                    *extra], check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    after = os.times()
    with open(f"{folder}/pairs.csv") as file:
        said = {frozenset((r["left_id"], r["right_id"])) for r in csv.DictReader(file)
                if float(r["probability"]) >= .5}
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return said, f"{time.perf_counter() - start:.1f} s ({used:.1f} s of processor)"


def splink(venv, job):
    import json
    python = f"{venv}/bin/python"
    if not os.path.exists(python):
        subprocess.run(["python3", "-m", "venv", venv], check=True)
    if subprocess.run([python, "-c", "import splink, pandas"], stderr=subprocess.DEVNULL).returncode:
        subprocess.run([python, "-m", "pip", "install", "-q", "splink", "pandas"], check=True)
    start = time.perf_counter()
    out = subprocess.run([python, "-c", SPLINK], input=json.dumps(job), capture_output=True, text=True)
    if out.returncode:
        return None, (out.stderr.strip().splitlines() or ["no word why"])[-1]
    return ({frozenset(r) for r in csv.reader(out.stdout.splitlines()) if len(r) == 2},
            f"{time.perf_counter() - start:.1f} s")


def compared(name, ours, theirs, true):
    said, took = ours
    say(f"{name:<12} heed   F1 {f1(said, true):.4f} at .5, {took}")
    said, took = theirs
    say(f"{'':<12} Splink " + (f"F1 {f1(said, true):.4f} at .5, {took}" if said is not None else f"could not: {took}"))


def febrl(heed, folder, data, venv):
    for name, files, extra in (("FEBRL 4", ("dataset4a", "dataset4b"), ["--one-to-one"]),
                               ("FEBRL 3", ("dataset3",), [])):
        paths = [f"{data}/febrl/{f}.csv" for f in files]
        groups = collections.defaultdict(list)
        for path in paths:
            with open(path) as file:
                for cells in csv.reader(file, skipinitialspace=True):
                    if match := re.match(r"rec-(\d+)-", cells[0]):
                        groups[match[1]].append(cells[0])
        job = {"files": paths, "id": "rec_id", "given": "given_name", "family": "surname", "email": [],
               "close": ["date_of_birth", "soc_sec_id", "address_1", "suburb", "postcode"], "same": ["state"],
               "block": [["soc_sec_id"], ["date_of_birth"], ["given_name", "surname"], ["postcode", "surname"],
                         ["given_name", "postcode"]],
               "sure": [["soc_sec_id"]], "train": [["date_of_birth"], ["soc_sec_id"]]}
        compared(name, link(heed, folder, FEBRL, paths, *extra), splink(venv, job), pairs_within(groups))


def splink_fake(heed, folder, data, venv):
    path = f"{data}/splink_fake/fake_1000.csv"
    groups = collections.defaultdict(list)
    with open(path) as file:
        for row in csv.DictReader(file):
            groups[row["cluster"]].append(row["unique_id"])
    job = {"files": [path], "id": "unique_id", "given": "first_name", "family": "surname", "close": ["dob"],
           "email": ["email"], "same": ["city"],
           "block": [["first_name", "city"], ["surname"], ["dob"], ["email"]],
           "sure": [["first_name", "surname", "dob"], ["email"]], "train": [["first_name", "surname"], ["dob"]]}
    compared("splink_fake", link(heed, folder, SPLINK_FAKE, [path]), splink(venv, job), pairs_within(groups))


def invented(heed, people, folder, rows):
    """Four fifths of the rows are people, one fifth second records: names with one or two errors, the date
    of birth, and neither telephone nor e-mail."""
    own = f"{folder}/link-{rows}"
    os.makedirs(own, exist_ok=True)
    subprocess.run([people, own, str(rows * 4 // 5), str(rows // 5), "23"], check=True)
    columns, true = ["id", "given_name", "surname", "dob", "phone", "email"], set()
    with open(f"{own}/all.csv", "w", newline="") as out:
        out = csv.writer(out)
        out.writerow(columns)
        with open(f"{own}/people.csv") as file:
            out.writerows([r[c] for c in columns] for r in csv.DictReader(file))
        with open(f"{own}/queries_dob.csv") as file:
            for r in csv.DictReader(file):
                out.writerow(["q" + r["qid"], r["given_name"], r["surname"], r["dob"], "", ""])
                true.add(frozenset(("q" + r["qid"], r["truth"])))
    said, took = link(heed, own, INVENTED, [f"{own}/all.csv"])
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    say(f"{rows} rows, {len(true)} true pairs: F1 {f1(said, true):.4f} at .5, {took}, at most {most:.0f} MB so far")


def bench(heed, people, folder, data, venv, sizes):
    say(f"\nlinking, load {os.getloadavg()[0]:.1f}")
    for name, part in (("febrl", febrl), ("splink_fake", splink_fake)):
        if os.path.isdir(f"{data}/{name}"):
            part(heed, folder, data, venv)
        else:
            say(f"{name}: no data at {data}/{name}; give --data")
    for rows in sizes:
        invented(heed, people, folder, rows)
