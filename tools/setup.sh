# Sourced by ./dev: installs the Debian packages of the groups of tools/packages.txt named.
packages_of() { # group...
  awk -v groups=" $* " '!/^#/ && NF && index(groups, " " $1 " ") { print $2 }' tools/packages.txt
}

missing_of() { # package...
  local package
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
      echo "$package"
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

apt_quietly() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -qq -o Dpkg::Use-Pty=0 \
    -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" </dev/null
}

# A package set up is a line of progress; the rest goes to the log.
apt_install() { # package...
  apt_quietly install --no-install-recommends "$@" 2>&1 | tee var/log/apt.log |
    awk '/^Setting up/ && ++n % 10 == 0 { print "    " n " set up"; fflush() } /^[EW]: / { print }'
}

install_packages() { # group...
  [ -z "${HEED_SKIP_SETUP:-}" ] || return 0
  local groups="$*" wanted missing
  mapfile -t wanted < <(packages_of "$groups")
  if ! command -v dpkg-query >/dev/null || ! grep -qx 'VERSION_ID="12"' /etc/os-release; then
    say "This is not Debian 12, which the set-up knows. Heed needs what these packages bring:"
    say "    ${wanted[*]}"
    fail "Setting up" "install their like, then run again with HEED_SKIP_SETUP=1"
  fi
  mapfile -t missing < <(missing_of "${wanted[@]}")
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    fail "Setting up" "as root: apt-get install --no-install-recommends ${missing[*]}"
  fi
  step "Fetching Debian's package lists" "check the network and /etc/apt, then run again" \
    quietly apt-update apt_quietly update
  step "Installing ${#missing[@]} of ${#wanted[@]} packages: ${missing[*]}" \
    "read var/log/apt.log; check the network and free space, then run again" \
    apt_install "${missing[@]}"
}
