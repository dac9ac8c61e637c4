# Each target sets the machine up first, which is quick when there is nothing to do.
# PROFILE=debug builds faster and runs slower: make run PROFILE=debug
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help
PROFILE ?= release

ifeq ($(PROFILE),release)
  BUILD := cargo leptos build --release --split --precompress
else ifeq ($(PROFILE),debug)
  BUILD := cargo leptos build --split
else
  $(error PROFILE is '$(PROFILE)'; it may be release or debug)
endif

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: build ## build, load the demo catalogue into an empty database, serve on 127.0.0.1:3000
	@target/$(PROFILE)/mintreu seed --if-empty
	@exec target/$(PROFILE)/mintreu serve

.PHONY: build
build: ## leave the build in target/release/mintreu and target/site
	@scripts/setup build
	@. scripts/env.sh && $(BUILD)

.PHONY: test
test: ## Rust tests on SQLite and PostgreSQL, then the browser suite
	@scripts/setup test
	@scripts/test

.PHONY: check
check: ## the gate: format, clippy native and wasm32, layering, docs, licenses, advisories
	@scripts/setup check
	@scripts/check

# cargo-leptos names files by their hash once, and not again when they change under its watch.
.PHONY: watch
watch: export LEPTOS_HASH_FILES := false
watch: ## debug build of the demo that rebuilds and reloads on every change
	@scripts/setup build
	@. scripts/env.sh && cargo leptos build --split
	@target/debug/mintreu seed --if-empty
	@. scripts/env.sh && exec cargo leptos watch --split -- serve

.PHONY: bench
bench: ## the benchmarks, as a table
	@scripts/setup bench
	@. scripts/env.sh && exec scripts/bench

.PHONY: clean
clean: ## forget what was built here; the tools in the cache stay
	rm -rf target/* end2end/test-results end2end/playwright-report end2end/blob-report
