#!/usr/bin/env python3
"""Heed is killed with SIGKILL twenty times while a call is being written down, and started again.

What was acknowledged must be there, once, and in order; the ledger must verify; checks that were
under way must come to an end. HEED is the binary; HEED_TEST_SEED chooses the moments.
"""
import http.client
import json
import os
import pathlib
import random
import re
import select
import signal
import subprocess
import sys
import tempfile
import time

ROUNDS = 20
ROOT = pathlib.Path(__file__).resolve().parents[2]


def config(folder):
    """The rehearsal force's configuration, on any free port and without a telephone."""
    text = (ROOT / "config/northmoor/heed.toml").read_text()
    text = re.sub(r"port = \d+", "port = 0", text)
    beside = ROOT / "config/northmoor"
    text = re.sub(r'"((?:\.\./|\w+\.)[^"]*\.?(?:toml|csv|policy)?)"',
                  lambda m: json.dumps(str((beside / m.group(1)).resolve()))
                  if (beside / m.group(1)).exists() else m.group(0), text)
    path = folder / "heed.toml"
    path.write_text(text)
    return path


class Heed:
    def __init__(self, binary, folder):
        self.process = subprocess.Popen(
            [binary, "serve", "--config", str(config(folder)), "--ledger", str(folder / "ledger"),
             "--rehearsal", "--starts", "2026-11-19T18:30:00Z"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.tokens = {}
        self.address = None
        while self.address is None or "b.shaw" not in self.tokens:
            line = self.process.stdout.readline()  # it ends where heed does
            if not line:
                self.process.kill()
                sys.exit("heed did not start: " + self.process.stderr.read())
            words = line.split()
            if words[0] == "ready":
                self.address = words[1].split("//")[1]
            elif words[0] == "sign-in":
                self.tokens[words[1]] = words[2]

    def ask(self, method, path, body=None, key=""):
        connection = http.client.HTTPConnection(self.address, timeout=30)
        connection.request(method, path, json.dumps(body) if body is not None else None, {
            "Authorization": "Bearer " + self.tokens["b.shaw"], "Heed-Purpose": "call_handling",
            "Content-Type": "application/json", "Idempotency-Key": key})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


def main():
    binary = os.environ["HEED"]
    seed = int(os.environ.get("HEED_TEST_SEED", "20261119"))
    print(f"seed {seed}")
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        acknowledged = []
        incident = None
        number = 0
        for _ in range(ROUNDS):
            heed = Heed(binary, folder)
            if incident is None:
                status, done = heed.ask("POST", "/v1/contacts",
                                        {"channel": "emergency_999", "line": "07700 900560"}, "open")
                assert status in (200, 201), done
                incident = done["incident"]
            for _ in range(chance.randrange(1, 12)):
                number += 1
                text = f"Entry {number}: his number is 07700 {900000 + number % 1000}"
                status, done = heed.ask("POST", f"/v1/incidents/{incident}/write_entry",
                                        {"voice": "caller", "text": text}, f"entry-{number}")
                assert status in (200, 201), done
                acknowledged.append(text)
            heed.kill()
        heed = Heed(binary, folder)
        deadline = time.monotonic() + 60
        while True:
            status, view = heed.ask("GET", f"/v1/incidents/{incident}")
            assert status == 200, view
            waiting = [c for c in view["checks"] if c["state"] in ("due", "running")]
            if not waiting or time.monotonic() > deadline:
                break
            select.select([], [], [], 0.2)
        written = [entry["text"] for entry in view["log"]]
        heed.kill()
        assert written == acknowledged, f"{len(acknowledged)} acknowledged, {len(written)} there"
        assert not waiting, f"{len(waiting)} checks never came to an end"
        verified = subprocess.run([binary, "verify", str(folder / "ledger")], capture_output=True,
                                  text=True, check=False)
        assert verified.returncode == 0, verified.stdout + verified.stderr
    print(f"{ROUNDS} kills, {len(acknowledged)} acknowledged entries all there, ledger verifies")


main()
