# Everything one does with Hilo on a laptop. `make` lists the targets; docs/developers.md explains.
# Needs Python 3.11 or later and Node 20.19 or later; Java, Maven and Chromium for all tests.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
VENV_INFRA := .venv-infra
PY_INFRA := JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=1 $(VENV_INFRA)/bin/python
OPENAPI := $(PY) -m chalicelib.api.openapi | $(PY) -m json.tool --no-ensure-ascii

# Files that stand for finished steps, so that a second run starts at once.
INSTALLED := $(VENV)/.installed
INFRA_INSTALLED := $(VENV_INFRA)/.installed
NODE_MODULES := web/node_modules/.package-lock.json
WEB_BUILT := web/dist/.built
WEB_SOURCES := $(shell find web/src web/public web/scripts 2>/dev/null) \
	$(wildcard web/*.html web/*.ts web/*.json)

.PHONY: help
help: ## List these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# run ---------------------------------------------------------------------------------

.PHONY: run web engine
run: $(INSTALLED) $(WEB_BUILT) $(if $(filter-out moto,$(HILO_ENGINE)),engine) ## Serve Hilo on http://localhost:8000 (HILO_PORT, HILO_ENGINE, HILO_DATA, HILO_DEMO)
	@exec $(PY) -m infra.local

web: $(WEB_BUILT) ## Build the web client

engine: $(INSTALLED) ## Fetch DynamoDB Local and ElasticMQ (needs Java and Maven)
	@$(PY) -m infra.local.engines

# set up ------------------------------------------------------------------------------

$(INSTALLED): requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Hilo needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version 2>&1 || true)." >&2; \
		echo "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) makes no virtual environments: install the Debian package python3-venv." >&2; exit 1; }
	@echo "Installing Python packages into $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

$(INFRA_INSTALLED): infra/requirements.lock | $(INSTALLED)
	@echo "Installing the CDK into $(VENV_INFRA) ..."
	@$(PYTHON) -m venv $(VENV_INFRA)
	@$(VENV_INFRA)/bin/python -m pip install --quiet --disable-pip-version-check -r infra/requirements.lock
	@touch $@

$(NODE_MODULES): web/package-lock.json
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null || { \
		echo "Hilo needs Node 20.19 or later; found: $$(node --version 2>/dev/null || echo none)." >&2; exit 1; }
	@echo "Installing web packages ..."
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(WEB_BUILT): $(NODE_MODULES) $(WEB_SOURCES)
	@echo "Building the web client ..."
	@cd web && npm run --silent build
	@touch $@

# test --------------------------------------------------------------------------------

.PHONY: test test-web test-infra test-python engine-where-possible faults bench
test: test-web test-infra test-python ## Run every test; HILO_TEST_ALL=1 fails where Java, Maven or Chromium is missing

test-web: $(NODE_MODULES) ## Only the tests of the web client
	@cd web && npm test --silent

test-infra: $(INFRA_INSTALLED) ## Only the tests of the deployment's templates
	@$(PY_INFRA) -m pytest --timeout=600 --confcutdir=tests/infra tests/infra

# Functions as they are deployed are tried where .venv-infra is there, as test-infra leaves it.
test-python: $(INSTALLED) $(WEB_BUILT) engine-where-possible ## Only pytest; ARGS="tests/unit -k status" narrows it
	@$(PY) -m pytest $(ARGS)

# Where they cannot be fetched, pytest leaves their tests out and names the packages.
engine-where-possible: $(INSTALLED)
	@if command -v java >/dev/null && command -v mvn >/dev/null; then \
		$(PY) -m infra.local.engines >/dev/null || true; fi

faults: $(INSTALLED) engine ## Run 20,000 messages through injected faults; ARGS="--messages 2000 --seed 7" narrows it
	@$(PY) -m tests.faults $(ARGS)

bench: $(INSTALLED) engine-where-possible ## Measure units, latency, bursts and cold starts
	@$(PY) -m tests.bench

# deploy ------------------------------------------------------------------------------

.PHONY: cost synth layers
cost: $(INSTALLED) ## Print what a month costs in the cloud, step by step, and how to lower it
	@$(PY) -m infra.cost

synth: $(INFRA_INSTALLED) ## Write the deployment's templates to cdk.out, without an account
	@$(PY_INFRA) -m infra.cdk

layers: $(INSTALLED) ## Build the layers of third-party packages into .build/layers
	@$(PY) -m infra.deployment.layers .build/layers

# check -------------------------------------------------------------------------------

.PHONY: check check-format check-lint check-types check-imports check-files check-web check-api
check: check-format check-lint check-types check-imports check-files check-web check-api ## Run every check that needs no running product

check-format: $(INSTALLED)
	@$(VENV)/bin/ruff format --check .

check-lint: $(INSTALLED)
	@$(VENV)/bin/ruff check .

check-types: $(INSTALLED)
	@$(VENV)/bin/mypy

check-imports: $(INSTALLED)
	@$(VENV)/bin/lint-imports

check-files: $(INSTALLED)
	@$(PY) -m pytest tests/unit/test_repository_files.py

check-web: $(NODE_MODULES)
	@cd web && npm run --silent check

check-api: $(INSTALLED) $(NODE_MODULES)
	@new=$$(mktemp -d); trap 'rm -rf "$$new"' EXIT; \
	$(OPENAPI) > "$$new/openapi.json"; \
	web/node_modules/.bin/openapi-typescript "$$new/openapi.json" -o "$$new/schema.d.ts" >/dev/null; \
	{ diff -u web/openapi.json "$$new/openapi.json" && diff -u web/src/api/schema.d.ts "$$new/schema.d.ts"; } || { \
		echo "The API and its description or types have drifted: run make openapi and commit." >&2; exit 1; }

# write -------------------------------------------------------------------------------

.PHONY: openapi fmt lock clean
openapi: $(INSTALLED) $(NODE_MODULES) ## Write the API's description and the web client's types of it
	@new=$$(mktemp); trap 'rm -f "$$new"' EXIT; $(OPENAPI) > "$$new"; cat "$$new" > web/openapi.json
	@cd web && npm run --silent api:types

fmt: $(INSTALLED) $(NODE_MODULES) ## Format everything
	@$(VENV)/bin/ruff check --fix-only --quiet .
	@$(VENV)/bin/ruff format .
	@cd web && npm run --silent format

lock: ## Write the locks anew from requirements.txt and requirements-dev.txt
	@PYTHON=$(PYTHON) .ci/lock

clean: ## Remove everything that was built, installed or fetched (demo data in .local stays)
	rm -rf $(VENV) $(VENV_INFRA) .build cdk.out web/node_modules web/dist infra/local/lib
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
