# The whole developer manual. Each target says what it does; `make` alone lists them.
PY = .venv/bin/python

help:        ## list the targets
	@grep -E '^[a-z]+: .*##' Makefile | sed 's/:.*##/:/'

setup:       ## a virtual environment with all that development needs
	python3 -m venv .venv && .venv/bin/pip install -q -e ".[dev]"

test:        ## the quick tests
	$(PY) -m pytest

slow:        ## the slow ones too
	$(PY) -m pytest -m "slow or not slow"

lint:        ## format, lint, types
	.venv/bin/ruff format . && .venv/bin/ruff check . && .venv/bin/mypy

golden:      ## write the golden rows anew; read the difference before you commit it
	$(PY) -m pytest -n 0 tests/test_queries.py --accept; git diff tests/golden

build:       ## make ontology/act/ from the official files
	.venv/bin/actgraph build ../shared/sources

picture:     ## draw the README's picture
	$(PY) docs/picture.py

shots:       ## take the README's pictures of pages, in Chromium
	$(PY) docs/shots.py

rules:       ## write docs/rules.md: every rule with what it stands on
	$(PY) docs/rules.py

coverage:    ## write docs/coverage.md: what is in the graph, part by part, and what is not
	$(PY) docs/coverage.py

bench:       ## measure everything against its baselines, in turn: some 15 minutes; ROW="covers site" for a few
	$(PY) -m benchmarks $(ROW)

ci:          ## what CI runs
	bash .ci/run

.PHONY: help setup test slow lint golden build picture shots rules coverage bench ci
