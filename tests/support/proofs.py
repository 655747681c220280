"""Proofs that take minutes: each keeps, beside its result, the hash of all that it depends on.

A test is part of a proof by `@pytest.mark.proof("name")`. If the hash in `tests/proofs/NAME.json` matches today's files
and packages, the tests of the proof are left out; otherwise they run. `make prove` always runs them, and keeps the new
result if all of them passed.
"""

import datetime
import functools
import hashlib
import json
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests/proofs"

_DATA = ("ontology/**/*.ttl", "shapes/*.ttl", "queries/*/*.rq")
_NAMED = "queries/*.rq"  # the named queries, of which rules and shapes know nothing
_ROOMS = ("core", "citation", "graph", "sparql", "profile", "reasoning")
# What each proof depends on: files below the project, and packages by their installed version.
FILES = {
    "baseline-agrees": (
        *(f"src/actgraph/{room}/**/*.py" for room in (*_ROOMS, "validation")),
        *_DATA,
        "benchmarks/checking.py",
        "benchmarks/reference.py",
        "examples/*",
        "tests/project/test_benchmarks.py",
    ),
    "bulk-memory": (
        "src/actgraph/**/*.py",
        *_DATA,
        "tests/support/generated_profiles.py",
        "tests/validation/test_bulk.py",
    ),
    "container-runs": (
        "docs/deploy.md",
        "pyproject.toml",
        "src/actgraph/cli/serve.py",
        "src/actgraph/web/app.py",
        "src/actgraph/web/server.py",
        "tests/support/containers.py",
        "tests/web/test_container.py",
    ),
    "crash-recovery": (
        "src/actgraph/**/*",
        *_DATA,
        "examples/*",
        "tests/robustness/*.py",
        "tests/support/sparql_stores.py",
    ),
    "engine-lives": (
        "src/actgraph/core/sparql_tokens.py",
        *(f"src/actgraph/sparql/{name}.py" for name in ("canonical", "guard", "query_size")),
        "tests/sparql/test_query_size.py",
        "tests/support/query_shapes.py",
    ),
    "engines-agree": (
        *(f"src/actgraph/{room}/**/*.py" for room in (*_ROOMS, "validation")),
        *_DATA,
        "examples/complete*.ttl",
        "tests/cases/profiles/*",
        "tests/support/generated_profiles.py",
        "tests/support/profile_cases.py",
        "tests/support/random_profiles.py",
        "tests/validation/shacl/*.py",
    ),
    "graph-consistent": (
        *(f"src/actgraph/{room}/**/*.py" for room in _ROOMS),
        *_DATA,
        "tests/cases/checks/*",
        "tests/cases/shapes/*",
        "tests/ontology/test_checks.py",
        "tests/ontology/test_ontology.py",
        "tests/validation/test_shapes.py",
    ),
    "hostile-files": (
        "src/actgraph/**/*.py",
        *(f"tests/robustness/{name}*.py" for name in ("canary_server", "hostile", "subprocess_runner", "test_hostile")),
        "tests/robustness/pdf_parts.py",
        "tests/support/word_forms.py",
    ),
    "input-shapes": (
        *(f"src/actgraph/{room}/*.py" for room in ("profile", "ingest")),
        "tests/robustness/*shape*.py",
        "tests/robustness/pdf_parts.py",
    ),
    "locked-packages": ("pyproject.toml", "requirements/*", "tests/project/test_supply_chain.py"),
    "maintainer-page": (
        "src/actgraph/**/*",
        *_DATA,
        _NAMED,
        "docs/maintainer.md",
        "examples/*",
        "tests/ingest/test_maintainer_page.py",
    ),
    "near-rules": (
        *(f"src/actgraph/{room}/**/*.py" for room in _ROOMS),
        *_DATA,
        "tests/cases/near/*",
        "tests/cases/rules/*",
        "tests/data/near_profiles.toml",
        "tests/reasoning/test_rules_near.py",
        "tests/support/near_rules.py",
        "tests/support/rule_cases.py",
    ),
    "rdflib-agrees": (
        *(f"src/actgraph/{room}/**/*.py" for room in ("core", "citation", "graph", "sparql")),
        *_DATA,
        _NAMED,
        "tests/data/query_cases.toml",
        "tests/sparql/test_named_queries.py",
    ),
    "reasoner-agrees": (
        *(f"src/actgraph/{room}/**/*.py" for room in _ROOMS),
        *_DATA,
        "tests/reasoning/test_owl.py",
    ),
    "rules-hold": (
        *(f"src/actgraph/{room}/**/*.py" for room in _ROOMS),
        *_DATA,
        "queries/coverage-of-provision.rq",
        "tests/cases/rules/*",
        "tests/reasoning/test_rules_together.py",
        "tests/support/random_profiles.py",
        "tests/support/rule_cases.py",
    ),
    "server-stands": (
        *(f"src/actgraph/{room}/**/*.py" for room in ("core", "profile", "sparql", "web")),
        "src/actgraph/cli/serve.py",
        "tests/robustness/server_attacks.py",
        "tests/robustness/test_server_attacks.py",
        "tests/robustness/test_slow_clients.py",
        "tests/support/live_server.py",
    ),
    "site-stands": (
        "src/actgraph/**/*",
        *_DATA,
        _NAMED,
        "tests/support/link_checker.py",
        "tests/web/test_site.py",
    ),
    "store-damage": (
        "src/actgraph/core/atomic.py",
        "src/actgraph/graph/*.py",
        "tests/robustness/damaged_store.py",
        "tests/robustness/test_damaged_store.py",
    ),
    "stores-agree": (
        *(f"src/actgraph/{room}/**/*.py" for room in (*_ROOMS, "validation", "remote")),
        *_DATA,
        _NAMED,
        "examples/complete*.ttl",
        "tests/cases/profiles/*",
        "tests/cases/rules/*",
        "tests/data/query_cases.toml",
        "tests/remote/*.py",
        "tests/support/near_rules.py",
        "tests/support/profile_cases.py",
        "tests/support/rule_cases.py",
        "tests/support/sparql_stores.py",
    ),
}
PACKAGES = {
    "baseline-agrees": ("pyoxigraph", "pyshacl", "rdflib"),
    "bulk-memory": ("pyoxigraph",),
    "container-runs": (),
    "crash-recovery": ("pyoxigraph", "oxigraph"),
    "engine-lives": ("pyoxigraph", "rdflib"),
    "engines-agree": ("pyoxigraph", "pyshacl", "rdflib"),
    "graph-consistent": ("owlready2", "pyoxigraph", "pyshacl", "rdflib"),
    "hostile-files": ("lxml", "pyoxigraph", "pypdf", "pyyaml", "rdflib"),
    "input-shapes": ("lxml", "pyoxigraph", "pypdf"),
    "locked-packages": ("uv",),
    "maintainer-page": ("pyoxigraph", "lxml"),
    "near-rules": ("pyoxigraph",),
    "rdflib-agrees": ("pyoxigraph", "rdflib"),
    "reasoner-agrees": ("owlready2", "pyoxigraph"),
    "rules-hold": ("hypothesis", "pyoxigraph"),
    "server-stands": ("anyio", "h11", "pyoxigraph", "starlette", "uvicorn"),
    "site-stands": ("jinja2", "pyoxigraph"),
    "store-damage": ("pyoxigraph",),
    "stores-agree": ("pyoxigraph", "oxigraph"),
}

PROGRAMS = {"stores-agree": ("virtuoso-t",)}


@functools.cache
def compute_hash(name: str) -> str:
    """Hash the names and bytes of the files of a proof, and the versions of its packages."""
    found = hashlib.sha256()
    for path in sorted({path for pattern in FILES[name] for path in ROOT.glob(pattern) if path.is_file()}):
        if "__pycache__" not in path.parts:
            found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    for package in PACKAGES[name]:
        found.update(f"{package} {version(package)}\0".encode())
    for program in PROGRAMS.get(name, ()):
        found.update(f"{program} {read_version(program)}\0".encode())
    return found.hexdigest()


def read_version(program: str) -> str:
    """Ask a program for its version; empty where it is not installed."""
    if shutil.which(program) is None:
        return ""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def read_record(name: str) -> dict[str, Any]:
    """Read what was kept of a proof; empty where nothing was."""
    file = FOLDER / f"{name}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def is_kept(name: str) -> bool:
    """Whether a proof holds as it was kept: nothing that it depends on has changed since."""
    return read_record(name).get("hash") == compute_hash(name)


def keep_proof(name: str, tests: int, seconds: float) -> None:
    """Write the result of a proof all of whose tests have passed."""
    FOLDER.mkdir(exist_ok=True)
    record = {
        "hash": compute_hash(name),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "tests": tests,
        "seconds": round(seconds),
        "packages": {package: version(package) for package in PACKAGES[name]},
    }
    (FOLDER / f"{name}.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def describe_proofs() -> list[str]:
    """Say of each proof, in a line, whether it is kept and from which day."""
    lines = []
    for name in FILES:
        record = read_record(name)
        what = f"kept from {record['date']}, {record['tests']} tests" if is_kept(name) else "outdated, so its tests run"
        lines.append(f"proof {name}: {what}")
    return lines
