# Sourced by ./dev: the first command of the README. Starts the stand-in sources and Heed on
# loopback, lets the first caller ring, and leaves the console and /v1 open until Ctrl-C.

run_stop() {
  local pid
  for pid in "${run_heed:-}" "${run_world:-}"; do
    [ -z "$pid" ] || { kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; } || true
  done
  run_heed="" run_world=""
}

# run_await FILE WORDS PID: until the file has the words, or the process has ended; what it wrote
# last may come to the file a moment later.
run_await() {
  local ended=0
  until grep -q "$2" "$1" 2>/dev/null; do
    kill -0 "$3" 2>/dev/null || ended=$((ended + 1))
    [ "$ended" -lt 20 ] || return 1
    read -rt 0.1 <> <(:) || true
  done
}

run_say_loopback() { # url, what heed printed
  say "Open $1 in a browser (rehearsal: nobody in it exists). Sign in there as one of the list:"
  say "  PC Bryn Shaw     takes calls without the certificate; the caller is on his line"
  say "  Sgt Samira Khan  supervises the room"
  say "  DI Carla Ruiz    public protection, on call"
  say "Then 'Go on with the case' on the incidents' page: three weeks later, he rings again."
  say ""
  say "For programs, /v1 with a token:"
  sed -n 's/^sign-in \([^ ]*\) \([^ ]*\) (\(.*\)): \(.*\)/  \1  \4 (\3): \2/p' "$2" | head -n 3
  say "  curl -H 'Authorization: Bearer <token>' -H 'Heed-Purpose: call_handling' $1/v1/incidents"
}

# Nobody on a network is let in without a password.
run_say_lan() { # url, fingerprint
  local login
  say "Open $1 in a browser of this network (rehearsal: nobody in it exists)."
  say "Its certificate was made here. Go on only if the browser shows this SHA-256 fingerprint:"
  say "  $2"
  say "Nobody is let in without a password. Give each person one, from another terminal:"
  for login in b.shaw s.khan c.ruiz; do
    say "  build/release/bin/heed user add $login --config config/northmoor/heed.toml \\"
    say "    --ledger var/run/ledger"
  done
}

# Under which others on this network reach what listens on every address.
run_at_this_machine() { # url
  printf '%s\n' "${1/0.0.0.0/$(hostname)}"
}

run() { # [--fresh] [--lan] [--until-ready]
  local fresh="" once="" lan="" word
  for word in "$@"; do
    case "$word" in
      --fresh) fresh=yes ;;
      --lan) lan=yes ;;
      --until-ready) once=yes ;;
      *) fail "no option '$word'" "./dev run [--fresh] [--lan] [--until-ready]" ;;
    esac
  done
  build release heed heed-world
  build_console
  local folder=var/run bin=build/release/bin
  [ -z "$fresh" ] || rm -rf "$folder"
  mkdir -p "$folder"
  local again=""
  [ ! -d "$folder/ledger" ] || again=yes
  trap run_stop EXIT
  trap 'run_stop; exit 0' INT TERM

  say "Starting the stand-in sources and the telephone switch (invented people, loopback only)"
  "$bin/heed-world" --data world/data --certificates "$folder/certificates" \
    --connections "$folder/connections.toml" --now 2026-11-01T18:30:00Z \
    > "$folder/world.out" 2> "$folder/world.err" &
  run_world=$!
  run_await "$folder/world.out" '^ready' "$run_world" ||
    fail "the stand-ins did not start" "read $folder/world.err"
  local telephone control
  telephone=$(sed -n 's/.*telephone=\([^, ]*\),\([^ ]*\).*/\1/p' "$folder/world.out")
  control=$(sed -n 's/.*telephone=\([^, ]*\),\([^ ]*\).*/\2/p' "$folder/world.out")

  # Every stand-in's second address is its control: their clocks move along with the case's.
  local clocks
  mapfile -t clocks < <(sed -n 's/^ready //p' "$folder/world.out" | grep -o '[^ =]*=[^ ]*' | sed 's/.*,//')
  local options=(--config config/northmoor/heed.toml --ledger "$folder/ledger" --rehearsal
    --starts 2026-11-01T18:30:00Z --telephone "$telephone"
    --connections "$folder/connections.toml" --console "$CONSOLE"
    --acts config/northmoor/acts.toml --control "$control" --clocks "${clocks[@]}")
  if [ -z "$again" ]; then
    say "Starting Heed; the first caller is ringing"
  else
    say "Starting Heed on the ledger of the last run (./dev run --fresh begins anew)"
  fi
  [ -z "$lan" ] || options+=(--lan)
  [ -z "$once" ] || options+=(--until-ready)
  : > "$folder/heed.out"
  "$bin/heed" serve "${options[@]}" > >(tee "$folder/heed.out" | sed '/^sign-in/d; /^ready/d; /^certificate/d') \
    2> "$folder/heed.err" &
  run_heed=$!
  run_await "$folder/heed.out" '^ready' "$run_heed" || fail "Heed did not start" "read $folder/heed.err"
  local url
  url=$(sed -n 's/^ready //p' "$folder/heed.out")
  say ""
  if [ -n "$lan" ]; then
    run_await "$folder/heed.out" '^certificate' "$run_heed" ||
      fail "Heed showed no certificate" "read $folder/heed.err"
    run_say_lan "$(run_at_this_machine "$url")" "$(sed -n 's/^certificate //p' "$folder/heed.out")"
  else
    run_say_loopback "$url" "$folder/heed.out"
  fi
  [ -n "$once" ] || say "Ctrl-C stops everything that was started"
  wait "$run_heed" || fail "Heed stopped" "read $folder/heed.err"
  run_heed=""
  run_stop
  trap - EXIT INT TERM
}
