# Sourced by ./dev and tools/test.sh: the checks that need no running program.
layers_check() { python3 tools/check_layers.py; }

format_check() {
  local wrong
  wrong="$(cpp_files | xargs clang-format-19 --dry-run 2>&1 | sed -n 's/:.*\[-Wclang-format.*//p' | sort -u)"
  [ -z "$wrong" ] && return
  printf '    %s\n' $wrong
  return 1
}

# What differs from main, or all files; headers are checked through the files that include them.
tidy_files() { # [--all]
  if [ "${1:-}" = --all ]; then
    cpp_files | grep '\.cc$' || true
    return
  fi
  local base
  base="$(git merge-base HEAD origin/main 2>/dev/null || git merge-base HEAD main 2>/dev/null || echo HEAD)"
  { git diff --name-only --diff-filter=d "$base" && git ls-files -o --exclude-standard; } |
    sort -u | grep -E '^(src|world|tests|bench)/.*\.cc$' || true
}

tidy_check() { # [--all]
  local files
  mapfile -t files < <(tidy_files "$@")
  say "    ${#files[@]} files"
  [ "${#files[@]}" -eq 0 ] && return
  printf '%s\n' "${files[@]}" |
    xargs -P "$(jobs_at_once)" -n 1 clang-tidy-19 -p build/dev --quiet 2>&1 |
    awk '!/warnings generated|Suppressed|Use -header-filter|^$/'
}
