#!/usr/bin/env bash
# Every test there is, step by step, each timed; a table at the end, which
# build/test-report.txt keeps. A step that fails does not stop the next one; the
# whole fails at the end. DOTCHAIN_FULL=1 runs everything at full size.
set -uo pipefail
cd "$(dirname "$0")/.."

logs=build/log
report=build/test-report.txt
mkdir -p "$logs"
rm -f "$logs"/test-*.log

# Of each package; only what hangs ever reaches it, also where many share a machine.
timeout=60m
device_days=10000
bench=()
if [ -n "${DOTCHAIN_FULL:-}" ]; then
  timeout=120m
  device_days=100000
  bench=(-bench . -benchtime 1x)
fi
export DOTCHAIN_FULL="${DOTCHAIN_FULL:-}"

# Classifiers and schemas that tests read and the project does not copy.
if [ -z "${DOTCHAIN_DATA:-}" ] && [ -d ../shared/data ]; then
  DOTCHAIN_DATA=$(cd ../shared/data && pwd)
fi
export DOTCHAIN_DATA="${DOTCHAIN_DATA:-}"

table=()
failed=0
began=$SECONDS

# step NAME COMMAND...: runs it, shows it, keeps its output.
step() {
  local name=$1 from=$SECONDS result=ok log
  shift
  log=$logs/test-${name// /-}.log
  printf '\n== %s\n' "$name"
  "$@" 2>&1 | tee "$log"
  if [ "${PIPESTATUS[0]}" -ne 0 ]; then
    result=FAILED
    failed=1
  fi
  table+=("$(printf '%-16s %6d s   %s' "$name" $((SECONDS - from)) "$result")")
  [ "$result" = ok ]
}

windows() { GOOS=windows CGO_ENABLED=0 go build ./... && GOOS=windows CGO_ENABLED=0 go vet ./...; }
go_tests() {
  go test -race -json -timeout "$timeout" -p "$(nproc)" ${bench[@]+"${bench[@]}"} ./... \
    | go run ./build/testlog -raw "$logs/go-test.json"
}
# simulate starts the simulation without the race detector, beside the steps that follow;
# simulated waits for its end. (A step is a shell of its own: the result goes by a file.)
simulate() {
  rm -f "$logs"/simulation.*
  (
    go run ./desktop/cmd/sim -device-days "$device_days" >"$logs/simulation.out" 2>&1
    echo $? >"$logs/simulation.end"
  ) &
}
simulated() {
  while [ ! -s "$logs/simulation.end" ]; do sleep 1; done
  cat "$logs/simulation.out"
  return "$(cat "$logs/simulation.end")"
}
page() { npm --prefix frontend run --silent "$@"; }

finish() {
  {
    printf '%s\n' "${table[@]}"
    printf '%-16s %6d s   %s\n' total $((SECONDS - began)) "$([ $failed -eq 0 ] && echo ok || echo FAILED)"
    local left
    left=$(sed -n 's/^.*LEFT OUT: */  /p' "$logs"/test-*.log | sort -u)
    if [ -n "$left" ]; then
      printf '\nleft out (reference data: %s)\n%s\n' "${DOTCHAIN_DATA:-absent, name its folder in DOTCHAIN_DATA}" "$left"
    fi
  } >"$report"
  printf '\n'
  cat "$report"
  exit $failed
}

# Without these nothing below means anything.
step setup build/setup.sh common test || finish
step 'page packages' build/npm.sh || finish

step 'page build' build/build.sh page
step vet go vet ./...
step windows windows
step 'go test' go_tests
simulate
step 'page check' page check
step 'page test' page test
step simulation simulated
step binaries build/build.sh dev linux
step e2e page e2e -- --lang uk,en
step window page e2e:window
finish
