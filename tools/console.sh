# Sourced by ./dev: the web console. npm comes from Debian (or is what this machine has) and fetches a
# current Node with its npm, since Debian 12's are too old for what the console is built with.
readonly CONSOLE=build/console

console_npm() {
  command -v npm >/dev/null || install_packages console
  command -v npm >/dev/null || fail "npm is missing" "apt-get install npm, then run again"
}

console_node() { # the Node of the lockfile
  local node
  for node in console/node/node_modules/node-linux-*/bin/node; do
    if [ -x "$node" ]; then echo "$PWD/$node" && return; fi
  done
  return 1
}

# Only when a lockfile has changed since. First a current Node and its npm, which any npm can fetch;
# then, by these, the packages: under an older Node npm would leave out those that ask for a newer.
# No package's own script runs.
console_install() {
  console_install_one node npm || return 1
  console_node >/dev/null || fail "no Node for this machine ($(uname -m))" "add it to console/node/package.json"
  console_install_one . "$(console_node)" "$PWD/console/node/node_modules/npm/bin/npm-cli.js"
}
console_install_one() { # folder, npm...
  local folder="console/$1" log="$PWD/var/log/npm.log"
  local mark="$folder/node_modules/.heed-lock"
  shift
  ! cmp -s "$folder/package-lock.json" "$mark" || return 0
  console_npm
  (cd "$folder" && quietly_in "$log" "$@" ci --ignore-scripts) || return 1
  cp "$folder/package-lock.json" "$mark"
}
quietly_in() { # log command...
  local log="$1"
  shift
  "$@" >"$log" 2>&1 && return
  tail -n 30 "$log"
  return 1
}

console_run() { # tool of node_modules, arguments
  local node tool="$1"
  node="$(console_node)" || return 1
  shift
  (cd console && "$node" "node_modules/$tool" "$@")
}
console_check() { console_run typescript/bin/tsc --noEmit; }
# Each file also as a browser would rather have it: compressed once, here.
console_bundle() {
  quietly vite console_run vite/bin/vite.js build --logLevel warn &&
    gzip -9 -k -f -n "$CONSOLE"/assets/*.js "$CONSOLE"/assets/*.css
}

build_console() {
  step "Console: packages of the lockfile" "read var/log/npm.log; check the network and npm's settings" console_install
  step "Console: types" "correct the first error above, or ./dev console types after a change of /v1" console_check
  step "Console: into $CONSOLE" "read var/log/vite.log" console_bundle
}

# What a browser loads first is what a control room waits for.
readonly CONSOLE_SCRIPT_MAX=200000
console_size() {
  local size
  size="$(cat "$CONSOLE"/assets/*.js | gzip -9 | wc -c)"
  say "    $((size / 1000)) kB of script, compressed"
  [ "$size" -le "$CONSOLE_SCRIPT_MAX" ]
}

# ./dev console types: from a Heed that is built, served for as long as it takes to ask it.
console_types() { # check|write
  local folder=var/console-types heed="${HEED:-$PWD/build/dev/bin/heed}" pid url status=0
  rm -rf "$folder" && mkdir -p "$folder"
  "$heed" serve --config config/northmoor/heed.toml --ledger "$folder/ledger" --rehearsal \
    --starts 2026-11-01T18:30:00Z --port 0 >"$folder/out" 2>"$folder/err" &
  pid=$!
  until grep -q '^ready' "$folder/out"; do
    kill -0 "$pid" 2>/dev/null || { cat "$folder/err"; return 1; }
    read -rt 0.1 <> <(:) || true
  done
  url="$(sed -n 's/^ready //p' "$folder/out")"
  console_run ../tools/types.mjs "$url" ${1:+"--$1"} || status=1
  kill "$pid" && wait "$pid" 2>/dev/null || true
  return "$status"
}

# The browser tests, against the binaries of HEED_BIN: real processes, a real browser, no sleeping.
# Two files at once: each has a control room of its own.
console_tests() { # [file...]
  local node files=("$@")
  node="$(console_node)" || return 1
  [ "${#files[@]}" -gt 0 ] || files=(tests/*.test.ts)
  (cd console && "$node" --disable-warning=ExperimentalWarning --test --test-concurrency=2 --test-reporter=spec "${files[@]}")
}

console_pictures() {
  local node
  node="$(console_node)" || return 1
  (cd console && "$node" --disable-warning=ExperimentalWarning tests/pictures.ts ../build/pictures)
}
pictures() {
  setup build browser
  build dev heed heed-world
  build_console
  step "Every page at its widths, light and dark, into build/pictures" "read the message above" console_pictures
}

console() { # [build|types|test]
  setup build
  case "${1:-build}" in
    build) build_console ;;
    types)
      build dev heed
      step "Console: packages of the lockfile" "read var/log/npm.log" console_install
      step "Console: types of /v1" "read var/console-types/err" console_types ""
      ;;
    test)
      setup browser
      build dev heed heed-world
      build_console
      step "Browser tests" "see the first failure above" console_tests "${@:2}"
      ;;
    *) fail "no console command '$1'" "./dev console [build|types|test]" ;;
  esac
}
