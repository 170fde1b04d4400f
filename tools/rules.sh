# Sourced by ./dev: each rule of policy/ changed in turn; the rehearsals must notice each change.
run_rules() { # [rule...]
  local files status=0 rule
  mapfile -t files < <(find tests/rehearsals -name '*.toml' | sort)
  build release heed
  if [ $# -eq 0 ]; then
    build/release/bin/heed policy try "${files[@]}" || status=$?
  fi
  for rule in "$@"; do
    build/release/bin/heed policy try --rule "$rule" "${files[@]}" || status=$?
  done
  [ "$status" -ne 1 ] || fail "Some changes survive" \
    "write a rehearsal that fails with each, or take the rule out of policy/"
  return "$status"
}
