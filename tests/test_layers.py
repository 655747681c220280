"""The house: every module stands above all that it imports, and none is too large."""

import ast
import subprocess
import sys

import pytest

from tests.conftest import ROOT

SOURCE = ROOT / "src/actgraph"

# From the ground up; the modules of one line import none of each other.
FLOORS = [
    ["errors", "hyperlinks", "beside", "following"],
    ["paths", "near", "label", "known", "sparql", "files", "build.acts"],
    [
        "names",
        "remote.http",
        "query_text",
        "answers",
        "build.provision",
        "build.wording",
        "shacl.shapes",
        "build.official",
        "build.groups",
        "build.likeness",
    ],
    [
        "guard",
        "remote.client",
        "nodes",
        "noting",
        "catalog",
        "render",
        "application",
        "patterns",
        "vocabulary",
        "context",
    ],
    ["shacl.datatypes", "shacl.path", "shacl.violation", "build.page", "profile_text"],
    ["shacl.values", "shacl.reference"],
    [
        "shacl.conformance",
        "profile_reader",
        "profile_source",
        "profile_amounts",
        "build.formex",
        "build.xhtml",
        "build.amending",
        "build.phrases",
        "build.place",
    ],
    [
        "shacl.checks",
        "profile_lines",
        "profile_json",
        "profile_xml",
        "citation",
        "elsewhere",
        "store_files",
        "store_memory",
        "dataset",
        "reasoner",
        "findings",
        "rule_terms",
        "build.amendments",
    ],
    ["rules", "shacl.joined", "profile_syntax", "build.walker"],
    ["shacl.engine", "ways", "profile_bounds", "results", "sarif", "junit", "build.references"],
    ["engines", "profile", "nquads", "reports", "shacl_report", "build.turtle"],
    ["build.reference_graph", "build.recitals", "build.terms", "build.application"],
    ["build.others"],
    ["store_make"],
    ["store", "sparql_results"],
    ["graph", "chosen"],
    ["asking", "remote.graphs"],
    ["worker", "workers", "remote.asking"],
    ["queries", "search", "terms", "wording", "referring", "chains", "lawbase", "build.code_cut"],
    ["statable", "links", "shaped", "remote.rules"],
    ["hygiene", "apart", "remote.shapes"],
    ["remote.copy"],
    ["remote.words"],
    ["derived", "coverage", "amended", "cites", "reading", "sssom", "statements", "build.code_pdf", "milestones"],
    ["reasons", "tell", "doubtful", "lawstore"],
    ["batch", "questions"],
    ["registry", "assess", "validate", "timeline", "build.text", "build.code_references"],
    ["bulk_work", "view", "told_assess", "remote.validate", "build.code_graph", "pictures.svg"],
    [
        "assess_rows",
        "bulk",
        "build.act",
        "pictures.timeline",
        "pictures.mapping",
        "pictures.neighbours",
        "pictures.written",
    ],
    ["cli.options", "cli.changes", "cli.told_chains", "cli.told_reading", "pictures.neighbourhood"],
    ["cli.told", "cli.bulk"],
    [
        "web.addresses",
        "web.cells",
        "web.assets",
        "web.checking",
        "web.requests",
        "web.media",
        "web.monitor",
        "web.headers",
    ],
    ["web.posted", "web.protocol", "web.service", "web.desk"],
    ["web.links", "web.parts", "web.facts", "web.showing"],
    ["web.page"],
    ["web.wrong", "web.mapping"],
    [
        "web.contents",
        "web.dates",
        "web.home",
        "web.azindex",
        "web.duties",
        "web.node",
        "web.profile",
        "web.searching",
        "web.sparql_page",
        "web.tables",
        "web.vocabulary_page",
    ],
    ["web.pages", "web.write"],
    ["web.respond", "web.site"],
    ["web.endpoint", "web.profile_post"],
    ["web.app"],
    [
        "cli.read",
        "cli.compare",
        "cli.query",
        "cli.maintain",
        "cli.explore",
        "cli.dates",
        "cli.draw",
        "cli.export",
        "cli.load",
        "cli.assess",
        "cli.check",
        "cli.profile",
        "cli.serve",
    ],
]
# The faces of the packages: they import what they show when it is asked for.
FACES = {"", "build", "cli", "pictures", "remote", "shacl", "web"}
LEVEL = {module: level for level, modules in enumerate(FLOORS) for module in modules}

MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix("__init__").rstrip("."): path
    for path in SOURCE.rglob("*.py")
}


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "actgraph":
            base = node.module.partition(".")[2]
            for alias in node.names:
                inner = f"{base}.{alias.name}".lstrip(".")
                yield inner if inner in MODULES else base
        elif isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[2] for alias in node.names if alias.name.startswith("actgraph"))


def test_every_module_has_a_floor():
    assert set(MODULES) - FACES == set(LEVEL)


@pytest.mark.parametrize("module", sorted(LEVEL))
def test_stands_above_what_it_imports(module):
    for imported in _imports(MODULES[module]):
        assert imported not in FACES, f"{module} imports the face of a package"
        assert LEVEL[imported] < LEVEL[module], f"{module} imports {imported}"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_no_module_is_over_300_lines(module):
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("module", [name for name in sorted(LEVEL) if not name.startswith("cli")])
def test_the_core_imports_no_click(module):
    assert "import click" not in MODULES[module].read_text(encoding="utf-8")


def test_import_actgraph_imports_nothing_heavy():
    heavy = ("rdflib", "pyoxigraph", "lxml", "click")
    code = f"import sys, actgraph; print([name for name in {heavy} if name in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_covers_imports_no_rdflib():
    """The main command is asked for cold: what it imports is what its user waits for."""
    code = (
        "import sys; from actgraph.cli import _run; _run(['covers', '53']);"
        "heavy = ('rdflib', 'lxml', 'sqlite3', 'hashlib', 'json');"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)"
    )
    for _ in range(2):  # the first run may have to make the store
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
