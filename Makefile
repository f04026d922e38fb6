# Two targets are enough to begin: `make run` and `make test`. `make help` lists them all.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

CITY ?= mantova
PORT ?= 8000
PEOPLE ?= 1000
PY := .venv/bin
# A start takes half as long when what Python compiled is kept, whatever the caller's shell says.
export PYTHONDONTWRITEBYTECODE :=
SAY := printf '\033[1m▸ %s\033[0m\n'

WEB_SOURCES := $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o -path web/verify -prune -o -type f -print 2>/dev/null) $(shell find web/verify/src -type f 2>/dev/null)

.PHONY: help run test check bench build test-python test-web test-postgresql fix clean lock api

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: build ## Set up and run the demo city: make run [CITY=firenze] [PORT=8000] [PEOPLE=1000]
	@MANTO_DEMO=1 MANTO_LOG_LEVEL=$${MANTO_LOG_LEVEL:-WARNING} MANTO_CITY=$(CITY) $(PY)/manto up --port $(PORT) --people $(PEOPLE)

build: .venv/.ready web/dist/index.html ## Set up Python and build the app

test: build web/verify/node_modules/.ready tests/records/judge/node_modules/.ready ## Set up and pass all tests, browser tests included
	@scripts/test

check: build web/node_modules/.ready web/verify/node_modules/.ready ## Lint, types, storeys, translations, contract, docs
	@scripts/check

bench: build ## Measure the hot paths, as ratios beside named peers
	@scripts/bench

fix: build ## Format, and mend what the linters can mend
	@$(PY)/ruff check --fix -q . ; $(PY)/ruff format -q .

lock: .venv/.ready ## Choose the newest versions that pyproject.toml allows, and pin them with hashes
	@$(PY)/uv pip compile -q --upgrade pyproject.toml --extra city --extra polars --extra rerank --extra pkcs11 --group dev --universal --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --python-version 3.11 -o requirements.lock

api: build ## Describe the API anew for the app: web/src/api/schema.d.ts
	@$(PY)/manto openapi > web/openapi.json && npm --prefix web run -s api && rm web/openapi.json

clean: ## Remove everything that was made here, the city's data too
	@rm -rf .venv var site web/dist web/node_modules web/verify/node_modules tests/records/judge/node_modules

.venv/.ready: requirements.lock pyproject.toml
	@scripts/need python
	@$(SAY) "Python packages (once, about half a minute)"
	@scripts/python-packages
	@touch $@

web/node_modules/.ready: web/package-lock.json
	@scripts/need node
	@$(SAY) "Packages of the app (once, about half a minute)"
	@# Not `npm ci`: it refuses a lock made where the builds for other platforms cannot be had. This keeps to the lock too.
	@npm --prefix web install --no-save --no-audit --no-fund --loglevel=error
	@touch $@

web/verify/node_modules/.ready: web/verify/package-lock.json
	@scripts/need node
	@npm --prefix web/verify ci --no-audit --no-fund --loglevel=error
	@touch $@

tests/records/judge/node_modules/.ready: tests/records/judge/package-lock.json
	@scripts/need node
	@npm --prefix tests/records/judge ci --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/index.html: web/node_modules/.ready $(WEB_SOURCES)
	@$(SAY) "Building the app"
	@npm --prefix web run -s build
	@touch $@
