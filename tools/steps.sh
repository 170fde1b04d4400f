# Sourced by ./dev: saying what is done, and what to do when it fails.
mkdir -p var/log build
export PYTHONDONTWRITEBYTECODE=1
export CCACHE_MAXSIZE="${CCACHE_MAXSIZE:-5G}"

say() { printf '%s\n' "$*"; }
fail() { # what, what to do
  printf 'FAILED: %s. What to do: %s\n' "$1" "$2" >&2
  exit 1
}

# step "what is done" "what to do when it fails" command...
step() {
  local what="$1" remedy="$2" began=$SECONDS
  shift 2
  say "==> $what"
  "$@" || fail "$what" "$remedy"
  local took=$((SECONDS - began))
  [ "$took" -lt 3 ] || say "    done in ${took}s"
}

# quietly NAME command...: output goes to var/log/NAME.log and is shown only when it fails.
quietly() {
  local log="var/log/$1.log"
  shift
  "$@" >"$log" 2>&1 && return
  tail -n 40 "$log"
  say "    (all of it: $log)"
  return 1
}

# One compiler for each core, and 2 GB of memory for each: the files with Beast need it.
jobs_at_once() {
  local cores memory_gb
  cores="$(nproc)"
  memory_gb="$(awk '/MemTotal/ {print int($2 / 2000000)}' /proc/meminfo)"
  [ "$memory_gb" -ge 1 ] || memory_gb=1
  echo "${HEED_JOBS:-$((cores < memory_gb ? cores : memory_gb))}"
}

# On a terminal Ninja keeps to one line; elsewhere every 25th line of progress is enough.
compile() { # preset [target...]
  local preset="$1"
  shift
  local ninja=(ninja -C "build/$preset" -j "$(jobs_at_once)" "$@")
  export NINJA_STATUS='    [%f/%t] '
  if [ -t 1 ]; then
    "${ninja[@]}"
  else
    "${ninja[@]}" 2>&1 | awk '!/^ *\[[0-9]+\/[0-9]+\]/ || /FAILED/ || ++n % 25 == 0 { print; fflush() }'
  fi
}
