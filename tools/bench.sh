# Sourced by ./dev: the benchmarks, each beside its peer in one run.
run_benchmarks() { # [filter]
  build release
  local program
  for program in build/release/bin/heed_bench_*"$1"*; do
    [ -x "$program" ] || continue
    step "$(basename "$program")" "see the output above" "$program"
  done
  for program in bench/*"$1"*/run.py; do
    [ -f "$program" ] || continue
    step "$program" "see the output above; its --help has smaller sizes" python3 "$program"
  done
}
