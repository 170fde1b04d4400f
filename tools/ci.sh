# Sourced by ./dev: CI as it will be, and how long it takes.
readonly MINUTES_MAX=25

run_ci() {
  local folder="$PWD/var/ci" began=$SECONDS status=0
  rm -rf "$folder" && mkdir -p "$folder"
  step "Cloning HEAD into var/ci" "commit first; uncommitted work is not in it" \
    git clone -q --no-hardlinks . "$folder/heed"
  CCACHE_DISABLE=1 bash "$folder/heed/.ci/run" || status=$?
  local took=$((SECONDS - began))
  say "CI took $((took / 60)) min $((took % 60)) s on $(nproc) cores (limit $MINUTES_MAX min)"
  [ "$took" -le $((MINUTES_MAX * 60)) ] || fail "CI is too slow" "see which step above took longest"
  return "$status"
}
