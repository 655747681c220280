"""The commands that are killed while they run: how each starts, and the user's data before and after."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import build_command

ROOT = Path(__file__).resolve().parents[2]
DAY = "2026-11-24"
_SMALL_ACT = ROOT / "tests/cases/small.fmx.xml"


class KillableCommand(NamedTuple):
    """A command that changes the user's data.

    Attributes:
        name: what it does.
        build_arguments: its arguments, given the folder of the test.
        build_environment: its environment variables, given that folder.
        prepare: writes the earlier data.
        read_state: hashes the user's data, without files that a later run may remove.
        allowed_files: names that may remain in the folder at the end.
        changes_state: whether it changes the user's data.
    """

    name: str
    build_arguments: Callable[[Path], list[str]]
    build_environment: Callable[[Path], Mapping[str, str]]
    prepare: Callable[[Path], object]
    read_state: Callable[[Path], str]
    allowed_files: frozenset[str]
    changes_state: bool = True


def hash_folder(folder: Path) -> str:
    """Hash the names and contents of a folder, which may be missing.

    >>> hash_folder(Path("no-such-folder")) == hash_folder(Path("nor-this-one"))
    True
    """
    found = hashlib.sha256()
    for file in sorted(folder.rglob("*")) if folder.is_dir() else []:
        found.update(str(file.relative_to(folder)).encode() + (file.read_bytes() if file.is_file() else b""))
    return found.hexdigest()


def run_actgraph(*arguments: str, environment: Mapping[str, str]) -> str:
    """Run `actgraph` and return its output.

    Raises:
        CalledProcessError: the command failed.
    """
    done = subprocess.run(
        build_command(*arguments), env={**os.environ, **environment}, stdout=subprocess.PIPE, check=True, text=True
    )
    return done.stdout


# ---- build ---------------------------------------------------------------------------------------------------------


def _prepare_build(folder: Path) -> None:
    """Build the graphs of an earlier version of the text, and of another text that must stay."""
    before = folder / "before.fmx.xml"
    before.write_text(_SMALL_ACT.read_text("utf-8").replace("Alone.", "Before."), encoding="utf-8")
    subprocess.run(
        build_command("build", str(before), "--out", str(folder / "act")), check=True, stderr=subprocess.DEVNULL
    )
    before.unlink()
    shutil.copytree(folder / "act" / "2024-07-12", folder / "act" / "1999-01-01")  # of another text, which must stay


BUILD = KillableCommand(
    "build",
    lambda folder: ["build", str(_SMALL_ACT), "--out", str(folder / "act")],
    lambda _: {},
    _prepare_build,
    lambda folder: hash_folder(folder / "act"),
    frozenset({"act"}),
)

# ---- text load -----------------------------------------------------------------------------------------------------

_SAVE_WORDING = """
from actgraph.law import wording
from actgraph.graph.day import open_day
day = open_day("2026-11-24")
wording.save_wording([(day.editions[0].iri, day.cite("5"), "Before.")])
"""


def _hash_wording(folder: Path) -> str:
    """Hash the saved wording, read with plain sqlite3."""
    import sqlite3
    from contextlib import closing

    file = folder / "data" / "wording.sqlite"
    if not file.exists():
        return ""
    with closing(sqlite3.connect(file)) as base:  # sqlite3 rolls an unfinished transaction back, as actgraph does
        return hashlib.sha256(
            repr(base.execute("SELECT * FROM wording ORDER BY edition, iri").fetchall()).encode()
        ).hexdigest()


def _prepare_wording(folder: Path) -> None:
    environment = {**os.environ, "ACTGRAPH_DATA": str(folder / "data")}
    subprocess.run([sys.executable, "-c", _SAVE_WORDING], check=True, env=environment)


def make_text_load(sources: Path) -> KillableCommand:
    """Make the command that loads the wording of the Act from a folder of official files."""
    return KillableCommand(
        "text load",
        lambda _: ["text", "load", str(sources / "ai-act" / "oj-2024-07-12.fmx.xml")],
        lambda folder: {"ACTGRAPH_DATA": str(folder / "data")},
        _prepare_wording,
        _hash_wording,
        frozenset({"data"}),
    )


# ---- the prebuilt store --------------------------------------------------------------------------------------------


def _set_cache(folder: Path) -> dict[str, str]:
    return {"ACTGRAPH_CACHE": str(folder / "cache")}


STORE = KillableCommand(
    "making the store",
    lambda _: ["covers", "53", "--on", DAY],
    _set_cache,
    lambda _: None,
    # A half-made store may remain, but the answer must be the same.
    lambda folder: hashlib.sha256(
        run_actgraph("covers", "53", "--on", DAY, environment=_set_cache(folder)).encode()
    ).hexdigest(),
    frozenset({"cache"}),
    changes_state=False,
)

# ---- a registry ----------------------------------------------------------------------------------------------------


def _prepare_registry(folder: Path) -> None:
    sys.path.insert(0, str(ROOT))
    from tests.support import generated_profiles

    (folder / "registry.nq").write_bytes(b"".join(generated_profiles.generate_nquads(range(250))))
    (folder / "found.ndjson").write_text("of an earlier registry\n")


BULK = KillableCommand(
    "validate --bulk",
    lambda folder: ["validate", "--bulk", str(folder / "registry.nq"), "-o", str(folder / "found.ndjson"), "--on", DAY],
    lambda _: {},
    _prepare_registry,
    lambda folder: hashlib.sha256((folder / "found.ndjson").read_bytes()).hexdigest(),
    frozenset({"registry.nq", "found.ndjson"}),
)

# ---- the site ------------------------------------------------------------------------------------------------------


def _prepare_site(folder: Path) -> None:
    (folder / "public").mkdir()
    (folder / "public" / ".actgraph-site").touch()
    (folder / "public" / "index.html").write_text("before")


SITE = KillableCommand(
    "site",
    lambda folder: ["site", str(folder / "public"), "--on", DAY],
    lambda _: {},
    _prepare_site,
    lambda folder: hash_folder(folder / "public"),
    frozenset({"public"}),
)

# ---- a store of somebody else's ------------------------------------------------------------------------------------

_OLD_TRIPLE = "<urn:trial:old> <urn:trial:old> <urn:trial:old>"


def make_load(query_url: str, update_url: str) -> KillableCommand:
    """Make the command that loads a store in which two graphs are outdated."""
    from actgraph.remote import graphs as remote_graphs
    from actgraph.remote.client import RemoteStore

    remote = RemoteStore(query_url, update_url, 300)
    some = [remote_graphs.list_law_graphs()[0], remote_graphs.get_day_graph(DAY)]

    def insert_old_triples(_: Path) -> None:
        for graph in some:
            remote.run_update(f"INSERT DATA {{ GRAPH <{graph}> {{ {_OLD_TRIPLE} }} }}")

    def count_triples(_: Path) -> str:
        rows = remote.run_select("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").rows
        # One query, because the store may finish its last update between two.
        return repr(sorted((str(row["g"]), str(row["n"])) for row in rows if "#waiting" not in str(row["g"])))

    return KillableCommand(
        "load",
        lambda _: ["load", "--endpoint", query_url, "--update-endpoint", update_url, "--timeout", "1200"],
        lambda _: {},
        insert_old_triples,
        count_triples,
        frozenset(),
    )
