# The one entry point. `make demo` and `make test` are all that a newcomer needs.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
PORT ?= 8000
RUN := .venv/bin/python
MANAGE := $(RUN) manage.py
export PYTHONUNBUFFERED := 1
# Compiled modules are kept, whatever the environment says: without them each of the dozen processes of `make test`
# compiles 3,600 modules and rewrites the assertions of 290 files again.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX ?= $(CURDIR)/var/bytecode
.PHONY: help demo start test journeys check fmt messages snapshot races bench install lock

help: ## what there is
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: ## the environment, from the lock
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or later is needed: $(PYTHON) was not found."; exit 1; }
	@if [ ! -L .venv ]; then $(PYTHON) .ci/bootstrap.py; fi

demo: install ## a site with two years of data on http://localhost:8000 (PORT=8123 moves it)
	@$(RUN) .ci/serve.py demo --port $(PORT)

start: install ## the first real day: an empty site in var/site
	@$(RUN) .ci/serve.py site --port $(PORT)

check: install ## lint, types, import contracts, translations, migrations
	@$(RUN) .ci/check.py

test: check ## everything but the browser journeys, on SQLite and on PostgreSQL
	@$(RUN) .ci/suite.py

journeys: install ## stories in a real browser, with an accessibility check
	@$(RUN) -m pytest tests/journeys -m journey

races: install ## threads and processes against real databases
	@$(RUN) -m pytest tests/races

bench: install ## the figures, as ratios beside a bare view on the same machine
	@$(RUN) -m tests.bench

fmt: install ## format code and templates
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .
	@git ls-files '*.html' | grep -v '^tests/' | xargs .venv/bin/djade --target-version 5.2 || true

messages: install ## extract the sentences to translate
	@$(MANAGE) messages

snapshot: install ## renew the committed OpenAPI document
	@$(MANAGE) openapi

lock: install ## renew requirements.lock from pyproject.toml
	@$(RUN) -m pip install -q uv
	@$(RUN) -m uv pip compile pyproject.toml --all-extras --universal -p 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
