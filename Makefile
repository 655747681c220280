# The whole developer manual. Each target says what it does; `make` alone lists them.
PY = .venv/bin/python
COMPILE = .venv/bin/uv pip compile -q $(UP) --no-config --universal --python-version 3.11 --generate-hashes \
  --annotation-style line --custom-compile-command "make lock"

help:        ## list the targets
	@grep -E '^[a-z]+: .*##' Makefile | sed 's/:.*##/:/'

setup:       ## a virtual environment with all that development needs
	python3 -m venv .venv && .venv/bin/pip install -q -e ".[dev]"

test:        ## the quick tests
	$(PY) -m pytest

slow:        ## the slow ones too
	$(PY) -m pytest -m "slow or not slow"

lint:        ## format, lint, types
	.venv/bin/ruff format . && .venv/bin/ruff check . && .venv/bin/ruff check -q --preview --select PLW1514 . && .venv/bin/mypy

golden:      ## write the golden rows anew; read the difference before you commit it
	$(PY) -m pytest -n 0 tests/sparql/test_named_queries.py --accept; git add -N tests/golden; git diff tests/golden

build:       ## make ontology/act/ from the official files
	.venv/bin/actgraph build ../shared/sources

picture:     ## draw the README's picture
	$(PY) docs/picture.py

shots:       ## take the README's pictures of pages, in Chromium
	$(PY) docs/shots.py

readings:    ## write docs/readings.md and the table of docs/reading.md; fails where a text is not the one that was read
	$(PY) docs/readings.py

rules:       ## write docs/rules.md, every rule with what it stands on, and queries/rule-patterns.json
	$(PY) docs/rules.py

docs:        ## build the documentation site in docs/_build/; a warning is an error
	.venv/bin/sphinx-build -q -W --keep-going -b html docs docs/_build

coverage:    ## write docs/coverage.md: what is in the graph, part by part, and what is not
	$(PY) docs/coverage.py

lock:        ## write requirements/ anew, keeping what still fits; UP=-U for the newest of everything
	$(COMPILE) pyproject.toml --all-extras -o requirements/dev.txt
	$(COMPILE) pyproject.toml -c requirements/dev.txt --extra bench --extra dask --extra dl --extra junit --extra remote --extra web -o requirements/all.txt
	$(COMPILE) pyproject.toml -c requirements/dev.txt -o requirements/core.txt
	$(PY) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' | \
	  $(COMPILE) - -c requirements/dev.txt -o requirements/build.txt

licences:    ## write docs/licences.md: every locked dependency with its licence; fails where one is not allowed
	$(PY) docs/licences.py

audit:       ## ask the databases of known vulnerabilities about what is locked
	$(PY) requirements/audit.py

sbom:        ## write what an installation consists of to dist/, as CycloneDX
	.venv/bin/uv run -q --no-project requirements/sbom.py

oldest:      ## the quick tests with the oldest versions that are allowed, on Python 3.11; T="tests/cli/test_cli.py" for a few
	bash requirements/versions oldest $(T)

newest:      ## the quick tests with the newest versions that are allowed, on the newest Python here; T as above
	bash requirements/versions newest $(T)

bench:       ## measure everything against its baselines, in turn: some 15 minutes; ROW="covers site" for a few
	$(PY) -m benchmarks $(ROW)

robustness:  ## try to break it, and write docs/trust.md: some 30 minutes
	$(PY) -m tests.robustness --write

fuzz:        ## look for texts that break a reader: an hour for each; needs atheris
	.venv/bin/pip install -q atheris && $(PY) -m tests.robustness.fuzz --seconds 3600

mutants:     ## change one thing at a time in the code, and name what no test sees: long
	$(PY) -m tests.robustness.mutants

prove:       ## run the slow proofs and keep their results; PROVE=changed runs those whose files changed since they last ran
	$(PY) -m pytest -m proof --prove $(or $(PROVE),all)

ci:          ## what CI runs
	bash .ci/run

.PHONY: help setup test slow lint golden build picture shots rules readings docs coverage lock licences audit sbom oldest newest bench robustness fuzz prove mutants ci
