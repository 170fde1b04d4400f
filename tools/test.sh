# Sourced by ./dev: the tests. What CI runs is the list below and nothing else.
source tools/checks.sh
source tools/setup.sh
source tools/console.sh
export UBSAN_OPTIONS="print_stacktrace=1:${UBSAN_OPTIONS:-}"
readonly RESULTS=var/test

# function | what it does | what to do when it fails. A stage calls `counted PASSED FAILED`.
readonly STAGES=(
  "stage_layers|Layers and form|move the code or the arrow: src/layers.txt"
  "stage_tools|The checks themselves: each sees a violation of each kind|mend it in tools/"
  "stage_format|Format|./dev fmt"
  "stage_console|Console: types and build|./dev console; read var/log/npm.log and var/log/vite.log"
  "stage_build|Build with address and undefined-behaviour sanitizers|correct the first error above"
  "stage_unit|Unit, property and contract tests|./dev test ROOM runs one room's tests alone"
  "stage_rehearsals|Rehearsals, each as it is written and as two of its twins|heed rehearse FILE says what was missed"
  "stage_browser|The console in a browser, against the real server|./dev console test tests/NAME.test.ts runs one"
  "stage_smoke|The binary itself: kills, bad input|run the script of tests/smoke named above alone"
)
readonly HEED="$PWD/build/check/bin/heed"
# Played once more with the sources as processes, over TLS, on a SQLite ledger: those that ask them
# most, and that have them fail.
readonly OVER_PROCESSES=(case_with_heed contact_2 source_down faults_are_no_trace)
readonly TWINS=(7 20261119)  # seeds: other names, numbers, dates and wording, ending the same

counted() { echo "$1 $2" >>"$RESULTS/counts"; }
one() { if "$@"; then counted 1 0; else counted 0 1 && return 1; fi; }

stage_layers() { one layers_check; }
stage_format() { one format_check; }
stage_tools() {
  local log="$RESULTS/tools.log" ran failed=0
  python3 -m unittest discover -s tools -p '*_test.py' >"$log" 2>&1 || failed=1
  [ "$failed" -eq 0 ] || cat "$log"
  ran="$(sed -n 's/^Ran \([0-9]*\) tests.*/\1/p' "$log")"
  counted $((${ran:-1} - failed)) "$failed"
  return "$failed"
}

stage_console() {
  one console_built && one console_size
}
console_built() { console_install && console_check && console_bundle; }

stage_build() {
  quietly configure cmake --preset check && compile check && return
  counted 0 1
  return 1
}

stage_unit() { # [filter]
  rm -rf "$RESULTS/gtest" && mkdir -p "$RESULTS/gtest"
  local status=0
  GTEST_OUTPUT="json:$PWD/$RESULTS/gtest/" GTEST_BRIEF=1 ctest --test-dir build/check \
    -j "$(jobs_at_once)" --output-on-failure --no-tests=error \
    --output-junit "$PWD/$RESULTS/ctest.xml" || status=1
  counted $(python3 tools/count_tests.py "$RESULTS/ctest.xml" "$RESULTS/gtest")
  return "$status"
}

# One line a rehearsal, the misses below it; the counts are taken from those lines.
rehearse() { # how it is played, in words; options of `heed rehearse` and files...
  local log="$RESULTS/rehearse.log" status=0
  "$HEED" rehearse "${@:2}" >"$log" 2>&1 || status=$?
  if [ "$status" -eq 0 ]; then
    say "    $(grep -c "^ok " "$log") as expected$1"
  else
    grep -v "^ok " "$log"
  fi
  local passed failed
  passed="$(grep -c '^ok ' "$log" || true)"
  failed="$(grep -c '^FAILED ' "$log" || true)"
  [ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1 # it fell over
  counted "$passed" "$failed"
  return "$status"
}

stage_rehearsals() {
  local files seed status=0
  mapfile -t files < <(find tests/rehearsals -name '*.toml' 2>/dev/null | sort)
  if [ "${#files[@]}" -eq 0 ]; then say "    none yet" && return; fi
  rehearse "" "${files[@]}" || status=1
  for seed in "${TWINS[@]}"; do
    rehearse ", as twins of seed $seed" --twin "$seed" "${files[@]}" || status=1
  done
  local processes=("${OVER_PROCESSES[@]/#/tests/rehearsals/}")
  rehearse ", over processes" --processes "${processes[@]/%/.toml}" || status=1
  return "$status"
}

stage_browser() {
  local log="$PWD/$RESULTS/browser.log" status=0 passed failed
  one env HEED="$HEED" bash -c 'source tools/steps.sh; source tools/console.sh; console_types check' || status=1
  HEED_BIN="$PWD/build/check/bin" console_tests >"$log" 2>&1 || status=1
  grep 'key presses\|key to' "$log" | sed 's/^[^a-z]*/    /' || true
  [ "$status" -eq 0 ] || grep -v '^ℹ' "$log" | head -n 120
  passed="$(sed -n 's/^ℹ pass //p' "$log")"
  failed="$(sed -n 's/^ℹ fail //p' "$log")"
  counted "${passed:-0}" "${failed:-1}"
  return "$status"
}

# Each script is given the binary as HEED and a folder of its own to write in.
stage_smoke() {
  local script status=0 folder
  for script in tests/smoke/*; do
    [ -x "$script" ] && [ -f "$script" ] || continue
    folder="$PWD/$RESULTS/smoke/$(basename "$script")"
    rm -rf "$folder" && mkdir -p "$folder"
    say "    $script"
    one env HEED="$HEED" WORK="$folder" "$script" || status=1
  done
  return "$status"
}

# Only what the filter names, of the quick kinds; the rest of CI's list is left out.
run_filtered() { # filter
  local filter="$1"
  if [ -f "src/$filter/CMakeLists.txt" ] || [ -f "$filter/CMakeLists.txt" ]; then
    step "Building $filter with sanitizers" "correct the first error above" \
      stage_filtered_build "heed_${filter}_test"
    step "Tests of $filter" "see the first failure above" "build/check/bin/heed_${filter}_test"
    return
  fi
  step "Building with sanitizers" "correct the first error above" stage_filtered_build
  local program ran=0
  for program in build/check/bin/heed_*_test; do
    "$program" --gtest_list_tests --gtest_filter="*$filter*" 2>/dev/null | grep -q . || continue
    ran=$((ran + 1))
    step "$(basename "$program"): *$filter*" "see the first failure above" \
      "$program" --gtest_brief=1 --gtest_filter="*$filter*"
  done
  local files
  mapfile -t files < <(find tests/rehearsals -name "*$filter*.toml" 2>/dev/null | sort)
  if [ "${#files[@]}" -gt 0 ]; then
    ran=$((ran + 1))
    step "Rehearsals *$filter*" "see what was missed above" "$HEED" rehearse "${files[@]}"
  fi
  [ "$ran" -gt 0 ] || fail "Nothing is called $filter" "name a room of src/ or part of a test's name"
}
stage_filtered_build() { quietly configure cmake --preset check && compile check "$@"; }

run_stage() { # function | what | remedy
  local function what remedy
  IFS='|' read -r function what remedy <<<"$1"
  say "==> $what"
  local began=$SECONDS
  if "$function"; then
    say "    passed in $((SECONDS - began))s"
    return
  fi
  say "FAILED: $what. What to do: $remedy"
  return 1
}

run_tests() { # [filter]
  mkdir -p "$RESULTS" && : >"$RESULTS/counts"
  if [ -n "$1" ]; then run_filtered "$1" && return; fi
  local stage failed_stages=0
  for stage in "${STAGES[@]}"; do
    run_stage "$stage" && continue
    failed_stages=$((failed_stages + 1))
    [[ "$stage" != stage_build* ]] || break # nothing after it can run
  done
  say ""
  awk '{ passed += $1; failed += $2 } END { printf "%d passed, %d failed\n", passed, failed }' \
    "$RESULTS/counts"
  [ "$failed_stages" -eq 0 ]
}
