#!/usr/bin/env python3
"""`heed serve --lan`: TLS by a certificate whose fingerprint is printed; nobody without a password.

HEED is the binary, WORK a folder to write in.
"""
import hashlib
import http.client
import json
import os
import pathlib
import re
import ssl
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONFIG = ["--config", str(ROOT / "config/northmoor/heed.toml")]
PASSWORD = "three words apart"


def main():
    binary, folder = os.environ["HEED"], pathlib.Path(os.environ["WORK"])
    ledger = ["--ledger", str(folder / "ledger")]
    with open(folder / "heed.err", "w", encoding="utf-8") as log:
        heed = subprocess.Popen([binary, "serve", *CONFIG, *ledger, "--rehearsal", "--lan",
                                 "--port", "0"], stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        ready = heed.stdout.readline()
        if not ready:
            sys.exit(f"heed did not start: {folder / 'heed.err'}")
        port = int(re.fullmatch(r"ready https://0\.0\.0\.0:(\d+)", ready.strip()).group(1))
        printed = heed.stdout.readline().split()[1]
        served = ssl.get_server_certificate(("127.0.0.1", port))
        seen = hashlib.sha256(ssl.PEM_cert_to_DER_cert(served)).hexdigest()
        assert printed.replace(":", "").lower() == seen, (printed, seen)

        trusts = ssl.create_default_context()
        trusts.check_hostname, trusts.verify_mode = False, ssl.CERT_NONE  # its fingerprint was seen

        def ask(method, path, body=None):
            connection = http.client.HTTPSConnection("localhost", port, timeout=60, context=trusts)
            connection.request(method, path, json.dumps(body) if body else None,
                               {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            return answer

        assert ask("GET", "/v1/session/demonstration").status == 404
        login = {"login": "b.shaw"}
        assert ask("POST", "/v1/session/demonstration", login).status == 404
        assert ask("GET", "/v1/incidents").status == 401
        login["password"] = PASSWORD
        assert ask("POST", "/v1/session", login).status == 401
        subprocess.run([binary, "user", "add", "b.shaw", *CONFIG, *ledger], input=PASSWORD + "\n",
                       text=True, check=True, stdout=subprocess.DEVNULL)
        signed_in = ask("POST", "/v1/session", login)
        assert signed_in.status == 201, signed_in.status
        assert "Secure" in signed_in.headers["Set-Cookie"], signed_in.headers["Set-Cookie"]
    finally:
        heed.terminate()
        rest = heed.communicate()[0]
    assert "sign-in" not in rest, "a token was printed off loopback"
    assert heed.returncode == 0, heed.returncode
    print("TLS with the printed fingerprint; nobody is let in without a password")


main()
