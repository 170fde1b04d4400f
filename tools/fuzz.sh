# Sourced by ./dev: inputs of arbitrary bytes, found by coverage, with clang 19's libFuzzer under the
# sanitizers. What it found interesting stays in var/fuzz/ROOM and is where the next run begins.
readonly FUZZED=(matching)

run_fuzz() { # room [executions]
  local room="${1:-}" runs="${2:-10000000}" corpus
  if [ "$room" = hearing ]; then # texts need the corpus to be mutated from, and a bound on time
    build release heed_fuzz_hearing
    step "${2:-30} seconds of mutated texts" "the text printed above fails again with the same seed" \
      build/release/bin/heed_fuzz_hearing "${@:2}"
    return
  fi
  [[ " ${FUZZED[*]} " == *" $room "* ]] || fail "Nothing to fuzz in '$room'" "one of: ${FUZZED[*]} hearing"
  corpus="var/fuzz/$room"
  mkdir -p "$corpus"
  step "Configuring build/fuzz" "read var/log/configure.log" quietly configure cmake -G Ninja \
    -S . -B build/fuzz -DCMAKE_CXX_COMPILER=clang++-19 -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_CXX_FLAGS_DEBUG="-g1 -O1 -Wno-deprecated-declarations" -DHEED_FUZZ=ON # in libstdc++ itself
  step "Building the fuzzer of $room" "correct the first error above" \
    compile fuzz "heed_fuzz_$room"
  step "$runs executions" "the input that failed is in var/fuzz; run the program on it alone" \
    "build/fuzz/bin/heed_fuzz_$room" -runs="$runs" -max_len=4096 -timeout=20 -print_final_stats=1 \
    -verbosity=0 -artifact_prefix="var/fuzz/" "$corpus"
}

# The promise of the people index against the twin that weighs everybody, our reading of letters
# against ICU's and of numbers against libphonenumber's, at length.
run_property() { # [cases]
  build release heed_matching_test
  local phones=() twin=build/bench-venv/bin/python
  if [ -x "$twin" ] && "$twin" -c 'import phonenumbers' 2>/dev/null; then
    mkdir -p var/property
    "$twin" tools/phones_twin.py "${1:-100000}" 20261125 >var/property/phones_uk.csv
    phones=(HEED_PHONES=var/property/phones_uk.csv)
  else
    echo "no phonenumbers in build/bench-venv (pip install phonenumbers): the 400 numbers kept here"
  fi
  step "${1:-100000} random cases" "the case printed above fails again with the same seed" \
    env HEED_MATCHING_CASES="${1:-100000}" "${phones[@]}" build/release/bin/heed_matching_test \
    --gtest_filter='PeopleIndexProperty.*:NearWords.*:Fold.*:Phone.*'
}
