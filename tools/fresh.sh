# Sourced by ./dev: proves the README's two commands on a bare Debian 12, in var/fresh. The calling
# machine lends it what its network needs (apt's sources, certificates, proxy settings, name
# resolution) by read-only bind mounts and environment; nothing here names any of them. The bare
# system is kept as an archive, so that a second proof takes minutes less.
readonly FRESH="$PWD/var/fresh"
readonly BARE="$FRESH/bare"      # debootstrap's result, never run in
readonly SYSTEM="$FRESH/system"  # a copy of it, new for each proof
readonly BORROWED=(
  /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/apt.conf.d /etc/apt/preferences.d
  /etc/apt/auth.conf.d /etc/apt/trusted.gpg.d /etc/apt/keyrings /usr/share/keyrings
  /etc/ssl/certs /usr/local/share/ca-certificates /usr/share/ca-certificates
  /etc/resolv.conf /etc/hosts /etc/npmrc /etc/pip.conf
)
readonly BORROWED_ENVIRONMENT='^(https?_proxy|no_proxy|all_proxy|.*_proxy|.*_(CA_BUNDLE|CA_CERTS|CAINFO|CERT_FILE|CERT_DIR))='

fresh_as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# Ends every mount below the system, deepest first; also what an interrupted proof left behind.
unmount_all() {
  local at
  awk -v below="$SYSTEM/" 'index($2 "/", below) == 1 { print $2 }' /proc/mounts | sort -r |
    while read -r at; do fresh_as_root umount -l "$at"; done
}

# With ca-certificates: a package that needs it could not unpack it under the borrowed certificates.
make_bare() {
  [ ! -f "$BARE/.complete" ] || return 0
  fresh_as_root rm -rf "$BARE" && mkdir -p "$BARE"
  fresh_as_root debootstrap --variant=minbase --include=ca-certificates bookworm "$BARE" "$(debian_mirror)" 2>&1 |
    awk '/^[EW]:/ { print } /^I: (Retrieving|Extracting|Configuring)/ && ++n % 60 == 0 { print "    " n " steps"; fflush() }'
  fresh_as_root touch "$BARE/.complete"
}

# Where the calling machine fetches Debian 12 from, as apt itself resolved it.
debian_mirror() {
  apt-get indextargets --format '$(CREATED_BY) $(RELEASE) $(REPO_URI)' 2>/dev/null |
    awk '$1 == "Packages" && $2 == "bookworm" { print $3; exit }'
}

borrow() { # path
  [ -e "$1" ] || return 0
  local at="$SYSTEM$1"
  if [ -d "$1" ]; then
    fresh_as_root mkdir -p "$at"
  else
    fresh_as_root mkdir -p "$(dirname "$at")"
    [ -e "$at" ] || fresh_as_root touch "$at"
  fi
  fresh_as_root mount --bind "$1" "$at"
  fresh_as_root mount -o remount,bind,ro "$at"
}

make_system() {
  unmount_all
  fresh_as_root rm -rf --one-file-system "$SYSTEM"
  fresh_as_root cp -a "$BARE" "$SYSTEM"
  # The sources are the calling machine's alone, or every package list would come twice.
  fresh_as_root rm -rf "$SYSTEM/etc/apt/sources.list" "$SYSTEM/etc/apt/sources.list.d"
  local path
  for path in "${BORROWED[@]}"; do borrow "$path"; done
  fresh_as_root mount -t proc proc "$SYSTEM/proc"
  fresh_as_root mount --rbind /dev "$SYSTEM/dev" && fresh_as_root mount --make-rslave "$SYSTEM/dev"
  # Services that a package would start have no place in the proof.
  printf '#!/bin/sh\nexit 101\n' | fresh_as_root tee "$SYSTEM/usr/sbin/policy-rc.d" >/dev/null
  fresh_as_root chmod +x "$SYSTEM/usr/sbin/policy-rc.d"
  git clone -q --no-hardlinks . "$FRESH/clone"
  fresh_as_root mv "$FRESH/clone" "$SYSTEM/heed"
  fresh_as_root chown -R root:root "$SYSTEM/heed"
}

# A compiler cache from outside changes what the proof takes, not what it proves: the same compiler
# is installed either way. Without --lend-cache the time is that of a machine that has nothing.
lend_cache() {
  local cache="${CCACHE_DIR:-$HOME/.cache/ccache}"
  [ -d "$cache" ] || return 0
  fresh_as_root mkdir -p "$SYSTEM/var/cache/ccache"
  fresh_as_root mount --bind "$cache" "$SYSTEM/var/cache/ccache"
}

inside() { # user command...
  local user="$1" environment
  shift
  mapfile -t environment < <(env | grep -iE "$BORROWED_ENVIRONMENT" || true)
  [ "$user" != root ] || environment+=(CCACHE_DIR=/var/cache/ccache)
  fresh_as_root chroot "$SYSTEM" env -i "${environment[@]}" HOME="/tmp/$user" LANG=C.UTF-8 CI=true \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    su -m -s /bin/bash "$user" -c 'mkdir -p "$HOME" && cd /heed && exec "$@"' -- bash "$@" </dev/null
}

# An ordinary user who may use sudo. The packages are there by now; one is taken away, so that the
# set-up has something to do as that user, and the build goes through once more.
as_a_user() {
  inside root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq sudo >"$FRESH/sudo.log" 2>&1
  inside root useradd --create-home handler
  echo 'handler ALL=(ALL) NOPASSWD: ALL' | fresh_as_root tee "$SYSTEM/etc/sudoers.d/handler" >/dev/null
  inside root chown -R handler:handler /heed
  inside root apt-get remove -y -qq libcli11-dev >>"$FRESH/sudo.log" 2>&1
  inside handler ./dev run --until-ready
}

prove_fresh() { # [--lend-cache]
  source tools/setup.sh
  install_packages fresh
  trap unmount_all EXIT INT TERM
  local began=$SECONDS
  mkdir -p "$FRESH" && rm -rf "$FRESH/clone"
  step "A bare Debian 12 in var/fresh" "check the network and /etc/apt; delete var/fresh" make_bare
  step "A new copy of it, and a clean clone of HEAD" "commit first; needs root or sudo" make_system
  [ "${1:-}" != --lend-cache ] || lend_cache
  step "./dev test, as root" "read above; var/fresh/system is as it was left" inside root ./dev test
  step "./dev run, as root" "read above" inside root ./dev run --until-ready
  step "./dev run again, with the same ledger" "read above" inside root ./dev run --until-ready
  step "Set-up and ./dev run, as a user with sudo" "read above and var/fresh/sudo.log" as_a_user
  say "Both commands hold on a bare Debian 12 ($(((SECONDS - began) / 60)) min, HEAD $(git rev-parse --short HEAD)${1:+, $1})"
}
