#!/usr/bin/env bash
# Makes a Debian or Ubuntu machine ready: build/setup.sh SET...
#   common  what building and running needs
#   test    what the tests need besides
# Looks for each program or library and installs only what is missing, through
# apt when it may (root, or sudo without a password). Otherwise it names the
# packages and ends with 1.
set -euo pipefail
cd "$(dirname "$0")/.."

# package: the command that succeeds when what we want of it is there
common=(
  'build-essential: command -v gcc && command -v make'
  'pkg-config: command -v pkg-config'
  'libgtk-3-dev: pkg-config --exists gtk+-3.0'
  'libwebkit2gtk-4.1-dev: pkg-config --exists webkit2gtk-4.1'
  'postgresql: command -v pg_ctl || ls /usr/lib/postgresql/*/bin/initdb || [ -n "${DOTCHAIN_PG_BIN:-}" ]'
)
test=(
  'xvfb: command -v Xvfb'
  'xauth: command -v xauth'
  'xdotool: command -v xdotool'
  'imagemagick: command -v import'
  'dbus: command -v dbus-daemon'
  'fonts-dejavu-core: ls /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'
  'chromium: command -v chromium'
  'libxml2-utils: command -v xmllint'
)

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# at_least WANT HAVE: whether version HAVE is WANT or newer.
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

command -v go >/dev/null || fail "Go 1.26 or newer is needed and no Go is here: https://go.dev/dl/"
go_version=$(cd / && GOTOOLCHAIN=local go env GOVERSION)
at_least 1.26 "${go_version#go}" || fail "Go 1.26 or newer is needed and $go_version is here: https://go.dev/dl/"
command -v node >/dev/null || fail "Node 20.19 or newer is needed and no Node is here: https://nodejs.org/"
node_version=$(node --version)
at_least 20.19 "${node_version#v}" || fail "Node 20.19 or newer is needed and $node_version is here: https://nodejs.org/"
command -v npm >/dev/null || fail "npm is needed and is not here; it comes with Node: https://nodejs.org/"

missing() {
  local row
  for row in "$@"; do
    bash -c "${row#*: }" >/dev/null 2>&1 || printf '%s\n' "${row%%: *}"
  done
}

rows=()
for set in "$@"; do
  case $set in
    common) rows+=("${common[@]}") ;;
    test) rows+=("${test[@]}") ;;
    *) fail "there is no set '$set'; there are common and test" ;;
  esac
done
mapfile -t packages < <(missing "${rows[@]}")
if [ ${#packages[@]} -eq 0 ]; then
  say "nothing is missing ($go_version, node $node_version)"
  exit 0
fi

sudo=()
if [ "$(id -u)" -ne 0 ]; then sudo=(sudo -n); fi
if ! command -v apt-get >/dev/null; then
  fail "these are missing, by their Debian names; install what your system calls them: ${packages[*]}"
fi
if [ ${#sudo[@]} -gt 0 ] && ! sudo -n true 2>/dev/null; then
  fail "packages are missing; install them and run this again:
  sudo apt-get install ${packages[*]}"
fi

say "installing with apt: ${packages[*]}"
apt() { "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 -o Acquire::Retries=5 -o DPkg::Lock::Timeout=300 "$@"; }
mkdir -p build/log
if ! { apt update && apt install -y --no-install-recommends "${packages[@]}"; } >build/log/setup.log 2>&1; then
  tail -n 20 build/log/setup.log >&2
  fail "apt did not install them; the whole output is in build/log/setup.log"
fi
mapfile -t packages < <(missing "${rows[@]}")
[ ${#packages[@]} -eq 0 ] || fail "apt installed everything, and still of no use here: ${packages[*]}"
say "done"
