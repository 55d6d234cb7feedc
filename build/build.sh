#!/usr/bin/env bash
# Builds binaries into build/bin: build/build.sh WHAT...
#   page     the page, into frontend/dist, which the client carries
#   dev      the client for end-to-end tests; never ship it: its page server
#            takes any origin
#   linux    client and server    windows  client and server, cross-built
#   all      page, linux, windows
set -euo pipefail
cd "$(dirname "$0")/.."

out=build/bin
flags=(-trimpath -ldflags "-s -w")
mkdir -p "$out"

for what in "$@"; do
  case $what in
    page)
      build/npm.sh
      npm --prefix frontend run build
      # The bundler empties dist, and a fresh clone needs the folder to compile.
      touch frontend/dist/.gitkeep
      ;;
    dev)
      go build -tags dev,webkit2_41 -o "$out/dotchain-dev" .
      go build -o "$out/syncserver" ./syncserver/cmd/syncserver
      ;;
    linux)
      go build "${flags[@]}" -tags desktop,production,webkit2_41 -o "$out/dotchain" .
      go build "${flags[@]}" -o "$out/syncserver" ./syncserver/cmd/syncserver
      ;;
    windows)
      GOOS=windows CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -H windowsgui" \
        -tags desktop,production -o "$out/dotchain.exe" .
      GOOS=windows CGO_ENABLED=0 go build "${flags[@]}" -o "$out/syncserver.exe" ./syncserver/cmd/syncserver
      ;;
    all) "$0" page linux windows ;;
    *)
      echo "build: there is no '$what'" >&2
      exit 2
      ;;
  esac
done
