# Everything one does with Hilo on a laptop. `make` lists the targets; docs/developers.md explains.
# Needs Python 3.11 or later and Node 20.19 or later; Java, Maven and Chromium for all tests.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
WORKERS ?= 2
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
WEB_SOURCES := $(shell find web/src web/public web/scripts docs/manuals 2>/dev/null) \
	$(wildcard web/*.html web/*.ts web/*.json)

.PHONY: help
help: ## List these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# run ---------------------------------------------------------------------------------

.PHONY: run web engine dynamodb-local
run: $(INSTALLED) $(WEB_BUILT) $(if $(filter-out moto,$(HILO_ENGINE)),dynamodb-local) ## Serve Hilo on http://localhost:8000 (HILO_PORT, HILO_ENGINE, HILO_WORKERS, HILO_DATA, HILO_DEMO)
	@exec $(PY) -m infra.local

web: $(WEB_BUILT) ## Build the web client

engine: $(INSTALLED) ## Fetch DynamoDB Local and ElasticMQ (Java and Maven) and versitygw (Go)
	@$(PY) -m infra.local.engines

dynamodb-local: $(INSTALLED)
	@$(PY) -m infra.local.engines dynamodb_local

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

.PHONY: keycloak test test-web test-infra test-python engine-where-possible incidents faults durability bench bench-desk
test: test-web test-infra test-python ## Run every test; HILO_TEST_ALL=1 fails where Java, Maven or Chromium is missing

test-web: $(NODE_MODULES) ## Only the tests of the web client
	@cd web && npm test --silent

test-infra: $(INFRA_INSTALLED) ## Only the tests of the deployment's templates
	@$(PY_INFRA) -m pytest --timeout=600 --confcutdir=tests/infra tests/infra

# Functions as they are deployed are tried where .venv-infra is there, as test-infra leaves it.
# Browsers get the machine for themselves; what needs none is shared by WORKERS processes.
test-python: $(INSTALLED) $(WEB_BUILT) engine-where-possible ## Only pytest; ARGS="tests/unit -k status" narrows it
ifdef ARGS
	@$(PY) -m pytest $(ARGS)
else
	@status=0; \
	$(PY) -m pytest --numprocesses=$(WORKERS) --dist=loadfile --ignore=tests/e2e tests || status=$$?; \
	$(PY) -m pytest tests/e2e || status=$$?; \
	exit $$status
endif

# Where they cannot be fetched, pytest leaves their tests out and names the packages.
engine-where-possible: $(INSTALLED)
	@if command -v java >/dev/null && command -v mvn >/dev/null; then \
		$(PY) -m infra.local.engines dynamodb_local elasticmq >/dev/null || true; fi
	@if command -v go >/dev/null; then \
		$(PY) -m infra.local.engines versitygw >/dev/null || true; fi

KEYCLOAK := 26.7.3
KEYCLOAK_AT := $(CURDIR)/.build/keycloak-$(KEYCLOAK)

keycloak: $(INSTALLED) $(WEB_BUILT) ## Come in and leave by Keycloak, which Maven fetches once (190 MB)
	@[ -d $(KEYCLOAK_AT) ] || { mkdir -p .build; \
		mvn -B -q dependency:copy -DoutputDirectory=$(CURDIR)/.build \
			-Dartifact=org.keycloak:keycloak-quarkus-dist:$(KEYCLOAK):zip; \
		$(PY) -m zipfile -e .build/keycloak-quarkus-dist-$(KEYCLOAK).zip .build; \
		chmod +x $(KEYCLOAK_AT)/bin/*.sh; rm .build/keycloak-quarkus-dist-$(KEYCLOAK).zip; }
	@HILO_KEYCLOAK=$(KEYCLOAK_AT) $(PY) -m pytest tests/e2e/keycloak.py

incidents: $(INSTALLED) ## Stage five incidents for a reader: logs and figures under .build/incidents
	@$(PY) -m tests.incidents .build/incidents --answers .build/incidents-answers.json $(ARGS)

faults: $(INSTALLED) dynamodb-local ## Run 20,000 messages through injected faults; ARGS="--messages 2000 --seed 7" narrows it
	@$(PY) -m tests.faults $(ARGS)

durability: $(INSTALLED) ## Kill the product ten times in the middle of traffic; ARGS="--engine dynamodb-local" takes the other engine
	@$(PY) -m tests.durability $(ARGS)

bench: $(INSTALLED) engine-where-possible ## Measure units, growth, latency, bursts and cold starts
	@$(PY) -m tests.bench

bench-desk: $(INSTALLED) $(WEB_BUILT) ## Measure the desk in Chromium with very many chats, messages and hours
	@$(PY) -m tests.bench.desk $(ARGS)

# deploy ------------------------------------------------------------------------------

# HILO_PREFIX, HILO_DOMAIN_NAME, HILO_CERTIFICATE_ARN, HILO_ALARM_EMAIL, HILO_ACCOUNT,
# HILO_ADMIN_EMAIL and HILO_ADMIN_NAME choose; docs/manuals/despliegue.md explains.
.PHONY: deploy deployables administrator provider-app destroy cost synth layers
deploy: $(INSTALLED) ## Deploy into the account of the present credentials, or upgrade it
	@$(PY) -m infra.deployment.rollout.deploy

deployables: layers $(WEB_BUILT) $(INFRA_INSTALLED)

administrator: $(INSTALLED) ## Another one-time password, where the first was not used
	@$(PY) -m infra.deployment.rollout.administrator

provider-app: $(INSTALLED) ## Store the secrets of the provider's application
	@$(PY) -m infra.deployment.rollout.provider_app

destroy: $(INSTALLED) ## Remove the product; its data only with HILO_DESTROY_DATA=1
	@$(PY) -m infra.deployment.rollout.destroy

cost: $(INSTALLED) ## Print what a month costs in the cloud, step by step, and how to lower it
	@$(PY) -m infra.cost

synth: $(INFRA_INSTALLED) ## Write the deployment's templates to cdk.out, without an account
	@$(PY_INFRA) -m infra.cdk

layers: $(INSTALLED) ## Build the layers of third-party packages into .build/layers
	@$(PY) -m infra.deployment.layers .build/layers

# keep --------------------------------------------------------------------------------

BACKUP := $(PY) -m infra.backup

.PHONY: backup restore
backup: $(INSTALLED) ## Copy every table into the empty FOLDER; ARGS="--prefix hilo-"
	@$(BACKUP) export "$(or $(FOLDER),$(error Name a folder: make backup FOLDER=...))" $(ARGS)

restore: $(INSTALLED) ## Bring the tables of FOLDER back into empty ones; ARGS="--replace hilo-" empties them
	@$(BACKUP) restore "$(or $(FOLDER),$(error Name a folder: make restore FOLDER=...))" $(ARGS)

.PHONY: audit-verify
audit-verify: $(INSTALLED) ## Verify the audit of a deployment, entry by entry; ARGS="--prefix hilo-"
	@$(PY) -m infra.audit $(ARGS)

.PHONY: advisories
advisories: $(INSTALLED) ## Ask for known vulnerabilities of what is deployed; says so where nobody answers
	@$(PY) -m infra.advisories

.PHONY: four-eyes-off
four-eyes-off: $(INSTALLED) ## Let no change take a second person, where nobody is left to be it; ARGS='--reason "..."'
	@$(PY) -m infra.four_eyes $(ARGS)

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

.PHONY: openapi manual-pictures fmt lock clean
manual-pictures: $(INSTALLED) $(WEB_BUILT) ## Take the pictures of the manuals anew, from the running product
	@$(PY) -m tests.e2e.manual docs/manuals/imagenes

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
