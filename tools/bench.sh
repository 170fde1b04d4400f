# Sourced by ./dev: the benchmarks, each beside its peer in one run.
run_benchmarks() { # [filter]
  [ -d bench ] || fail "There are no benchmarks yet" "see bench/ in a later version"
  build release
  local program
  for program in build/release/bin/heed_bench_*"$1"*; do
    step "$(basename "$program")" "see the output above" "$program"
  done
}
