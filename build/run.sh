#!/usr/bin/env bash
# One command from a fresh clone to the open windows of a unit, its commander, the
# agency, a supplier and the admin. With no display it plays the life of an order
# through the real application on a virtual screen and writes build/demo/. Ctrl-C
# stops what it started; the data stays in .dev/ for the next time.
set -euo pipefail
cd "$(dirname "$0")/.."

data=.dev
profiles=(unit commander agency supplier admin)

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  echo "run: there is no display; the main job is played on a virtual one and build/demo/ will hold its pictures"
  build/setup.sh common test
  build/build.sh page dev linux
  exec npm --prefix frontend run demo
fi

build/setup.sh common
build/build.sh page linux

started=()
stop() {
  trap - EXIT INT TERM
  # The last started first: windows before the server they talk to.
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do kill "${started[i]}" 2>/dev/null || true; done
  wait
}
trap stop EXIT
trap 'stop; exit 130' INT TERM

mkdir -p "$data"
rm -f "$data/ready" # the server writes it once everything below .dev is there
build/bin/syncserver demo --data "$data" &
server=$!
started+=("$server")
until [ -e "$data/ready" ]; do
  kill -0 "$server" 2>/dev/null || { echo "run: the server ended; its last words are above" >&2; exit 1; }
  sleep 0.2
done

windows=()
for p in "${profiles[@]}"; do
  build/bin/dotchain --profile "$data/profiles/$p" --demo "$data/tickets.json" &
  windows+=("$!")
  started+=("$!")
done
echo "run: five windows are open; close them, or press Ctrl-C here, to stop everything"
wait "${windows[@]}"
