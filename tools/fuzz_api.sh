# Sourced by ./dev: thousands of requests made from the OpenAPI document, against the real server on
# a rehearsal ledger of its own, as a handler and as a supervisor. Whatever is sent, no answer is a
# server's error, and each is as the document says. The tool comes from PyPI into a place of its own.

fuzz_stop() { [ -z "${fuzz_heed:-}" ] || { kill "$fuzz_heed" 2>/dev/null && wait "$fuzz_heed"; } || true; }

fuzz_api() { # [examples [seed]]
  local examples="${1:-20}" seed="${2:-20261119}" folder=var/fuzz/api
  build release heed
  mkdir -p "$folder"
  [ -x "$folder/venv/bin/schemathesis" ] ||
    step "Installing schemathesis into $folder/venv" "see var/log/schemathesis.log; it needs PyPI" \
      quietly schemathesis fuzz_install "$folder"
  rm -rf "$folder"/ledger*
  trap fuzz_stop EXIT
  build/release/bin/heed serve --config config/northmoor/heed.toml --ledger "$folder/ledger" \
    --rehearsal --port 0 > "$folder/heed.out" 2> "$folder/heed.err" &
  fuzz_heed=$!
  until grep -q '^sign-in' "$folder/heed.out"; do
    kill -0 "$fuzz_heed" 2>/dev/null || fail "Heed did not start" "read $folder/heed.err"
    read -rt 0.1 <> <(:) || true
  done
  local url login
  url=$(sed -n 's/^ready //p' "$folder/heed.out")
  for login in l.adeyemi s.khan; do
    step "As $login, $examples examples an operation, seed $seed" \
      "the failing request stands above as curl; ./dev fuzz api $examples $seed makes it again" \
      fuzz_as "$login" "$url" "$examples" "$seed"
  done
  fuzz_stop
  trap - EXIT
}

fuzz_install() { python3 -m venv "$1/venv" && "$1/venv/bin/pip" -q install schemathesis==4.32.5; }

# An incident that is there, so that what is sent reaches what lies behind the door.
fuzz_incident() { # token url
  curl -s -X POST "$2/v1/contacts" -H "Authorization: Bearer $1" -H 'Heed-Purpose: call_handling' \
    -H "Idempotency-Key: fuzz-$RANDOM$RANDOM" -H 'Content-Type: application/json' \
    -d '{"channel": "emergency_999", "line": "07700 900118"}' |
    sed -n 's/.*"reference":"\([^"]*\)".*/\1/p'
}

fuzz_as() { # login url examples seed
  local token handler incident
  token=$(sed -n "s/^sign-in $1 \([^ ]*\) .*/\1/p" var/fuzz/api/heed.out)
  handler=$(sed -n 's/^sign-in l.adeyemi \([^ ]*\) .*/\1/p' var/fuzz/api/heed.out)
  incident=$(fuzz_incident "$handler" "$2")
  [ -n "$incident" ] || return 1
  printf '[parameters]\n"path.incident" = "%s"\n' "$incident" > var/fuzz/api/schemathesis.toml
  # Passwords cost a third of a second each, and a WebSocket is no request.
  (cd var/fuzz/api && venv/bin/schemathesis run "$2/v1/openapi.json" --url "$2" \
    -H "Authorization: Bearer $token" -H 'Heed-Purpose: supervision' \
    -H 'Heed-Reason: a machine tries whatever can be sent' \
    --exclude-path /v1/live --exclude-path /v1/session --exclude-path /v1/session/again \
    --exclude-path /v1/session/demonstration \
    --checks not_a_server_error,content_type_conformance,response_schema_conformance \
    --phases examples,coverage,fuzzing --max-examples "$3" --seed "$4" --no-color \
    --generation-database none --request-timeout 20 --workers 1)
}
