# Every target in one line; the work is in build/*.sh. CI runs `make check`.
SHELL := /bin/bash
.DEFAULT_GOAL := help

GTK     := webkit2_41
WAILS   := go tool -modfile=build/tools.mod wails
LINT    := go tool -modfile=build/lint.mod golangci-lint
# What make generate writes; committed, and make check fails when it differs.
GENERATED := frontend/src/wailsjs syncserver/internal/postgres/schema.sql

.NOTPARALLEL:
.PHONY: help run test test-full sim fleet check lint generated generate bench bench-fleet build pictures clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build and open the windows of a unit, its commander, the agency, a supplier and the admin (without a display: play the main job into build/demo/)
	@build/run.sh

test: ## Every test, on a fixed time budget (about ten minutes on 2 cores)
	@build/test.sh

test-full: ## Every test at full size
	@DOTCHAIN_FULL=1 build/test.sh

DEVICE_DAYS ?= 1000000
sim: ## Live through a million device-days in the simulation (DEVICE_DAYS=n: another number)
	@go run ./desktop/cmd/sim -device-days $(DEVICE_DAYS)

check: test lint generated ## What CI runs: test, lint, generated files unchanged

lint: ## Linters of the Go code (those of the page run in make test)
	$(LINT) run ./...

generated: generate
	@git diff --exit-code -- $(GENERATED)
	@new=$$(git ls-files --others --exclude-standard -- $(GENERATED)); \
	if [ -n "$$new" ]; then echo "generated and not committed: $$new" >&2; exit 1; fi

generate: ## Write the window's bindings and the database's schema.sql anew
	$(WAILS) generate module -tags $(GTK)
	go generate ./syncserver/internal/postgres

DEVICES ?= 50
FOR ?= 60s
MODE ?= load
fleet: ## Devices without windows at a server of their own (DEVICES=50 FOR=60s MODE=load, soak or storm)
	@go run ./desktop/cmd/fleet -devices $(DEVICES) -for $(FOR) -mode $(MODE)

bench: ## Print one JSON line per figure
	@go run ./desktop/cmd/bench

bench-fleet: ## 2,000 devices reconnect at once over TLS: seconds, statements, memory of the server (two minutes)
	@go run ./desktop/cmd/bench -only fleet

build: ## Client and server for Linux and Windows, into build/bin/
	@build/build.sh all

PICTURES := catalogue cart-offline sign signed-offline queue return approved-timeline parked-order cases case fleet supplier-respond receive-count certificate pay dashboard courier-answered
pictures: ## Take the pictures of the documentation anew (plays the main job)
	build/build.sh page dev
	npm --prefix frontend run --silent demo
	for p in $(PICTURES); do cp build/demo/[0-9][0-9]-$$p.png docs/pictures/$$p.png; done

clean: ## Remove what was built (the data of make run, .dev/, stays)
	rm -rf build/bin build/demo build/log build/cache build/test-report.txt
	find frontend/dist -mindepth 1 ! -name .gitkeep -delete
