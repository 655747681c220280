"""Test the rooms of the package: each imports only from rooms below it."""

import ast
import importlib
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter

from tests.conftest import ROOT

SOURCE = ROOT / "src/actgraph"
# From the lowest room up (docs/architecture.md): a room imports only from rooms before it.
ROOMS = (
    "core",
    "citation",
    "graph",
    "sparql",
    "profile",
    "law",
    "reasoning",
    "validation",
    "documents",
    "ingest",
    "remote",
    "web",
    "cli",
)
# Lower rooms that a room may not use.
NOT_FOR = {
    "web": {"ingest"},
    "remote": {"ingest"},
    "ingest": {"reasoning", "validation"},
}
WRITERS = "actgraph.documents.writers"  # the one part of `documents` that may conclude something
ONLY_IN = {"click": ("cli",), "starlette": ("web",), "jinja2": ("web",), "uvicorn": ("cli", "web")}
MAX_LINES = 300

MODULES = {
    ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in SOURCE.rglob("*.py")
}
PACKAGES = {name for name, path in MODULES.items() if path.name == "__init__.py"}


def find_imports(module):
    """Yield each module that a module imports anywhere; of other packages the top-level name."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def get_room(module):
    return module.split(".")[1] if module.count(".") else ""


def is_public(module):
    """Return whether `__all__` names a module and each package above it."""
    parts = module.split(".")
    for depth in range(2, len(parts)):
        package = importlib.import_module(".".join(parts[:depth]))
        if parts[depth] not in getattr(package, "__all__", ()):
            return False
    return True


def find_breaches(module):
    """Yield a message for each import against the order of the rooms."""
    room = get_room(module)
    for imported in find_imports(module):
        top, other = imported.split(".")[0], get_room(imported)
        if top in ONLY_IN and room not in ONLY_IN[top]:
            yield f"{module} imports {top}, which is for {'/ and '.join(ONLY_IN[top])}/ alone"
        if top != "actgraph" or other == room or module in {"actgraph", "actgraph.__main__"}:
            continue
        if room == "documents" and other in ("reasoning", "validation") and not module.startswith(WRITERS):
            yield f"{module} imports {imported}: what reads documents concludes nothing"
        if other not in ROOMS:
            yield f"{module} imports the face of the package"
        elif ROOMS.index(other) > ROOMS.index(room) or other in NOT_FOR.get(room, ()):
            yield f"{module} imports {imported}, which is no room for {room}/"
        elif imported in PACKAGES:
            yield f"{module} imports the face of the room {imported}"
        elif not is_public(imported):
            yield f"{module} imports {imported}, which {other}/ does not name in its __all__"


def find_cycle():
    graph = {
        module: {imported for imported in find_imports(module) if imported in MODULES and imported not in PACKAGES}
        for module in MODULES
        if module not in PACKAGES
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [" -> ".join(error.args[1])]
    return []


def test_rooms_keep_import_order_and_size():
    breaches = [breach for module in sorted(MODULES) for breach in find_breaches(module)]
    breaches += find_cycle()
    for module, path in sorted(MODULES.items()):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        breaches += [f"{module} has {lines} lines"] if lines > MAX_LINES else []
    assert not breaches, "\n".join(breaches)


def test_package_consists_of_rooms():
    shown = {path.name for path in SOURCE.iterdir() if path.name != "__pycache__"}
    assert shown == {*ROOMS, "__init__.py", "__main__.py", "py.typed"}


def test_rooms_have_charter_and_existing_modules():
    wrong = []
    for name in sorted(PACKAGES - {"actgraph"}):
        package = importlib.import_module(name)
        if not package.__doc__ or not package.__doc__.strip().splitlines()[0].endswith("."):
            wrong.append(f"{name} has no charter")
        wrong += [
            f"{name}.{one} is not there" for one in getattr(package, "__all__", ()) if f"{name}.{one}" not in MODULES
        ]
    assert not wrong, "\n".join(wrong)


def test_import_actgraph_imports_nothing_heavy():
    heavy = ("rdflib", "pyoxigraph", "lxml", "click")
    code = f"import sys, actgraph; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_covers_imports_no_rdflib():
    """The user of the main command waits for its imports."""
    code = (
        "import sys; from actgraph.cli import _run; _run(['covers', '53']);"
        "heavy = ('rdflib', 'lxml', 'sqlite3', 'hashlib', 'json');"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)"
    )
    for _ in range(2):  # the first run may have to build the store
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
