# Sourced by ./dev: the tests of the rooms that have threads, under the thread sanitizer. Not part of
# CI: it is a build of its own, as long as the whole of CI.
readonly THREADED=(base net journal checks desk server)

run_threads() {
  local room targets=() status=0
  for room in "${THREADED[@]}"; do targets+=("heed_${room}_test"); done
  build threads "${targets[@]}"
  export TSAN_OPTIONS="halt_on_error=0:exitcode=66:suppressions=$PWD/tools/threads.supp"
  for room in "${THREADED[@]}"; do
    [ -x "build/threads/bin/heed_${room}_test" ] || continue
    step "$room" "each report above names two accesses; neither may be unguarded" \
      "build/threads/bin/heed_${room}_test" --gtest_brief=1 || status=1
  done
  return "$status"
}
