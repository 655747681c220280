"""What reads texts of others, each as a function of bytes: it returns, or raises what is no error of the reader."""

import atexit
import contextlib
import functools
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.robustness.killed_commands import ROOT

_TEXTS = Path(__file__).parent / "texts"
_DAYS = ("2025-01-01", "2026-11-24")


class Target(NamedTuple):
    """Something that reads.

    Attributes:
        read: reads some bytes; what it raises is a fault of ours.
        seeds: texts that it reads without an error, or nearly so.
        words: pieces of its language.
    """

    read: Callable[[bytes], object]
    seeds: Sequence[bytes]
    words: Sequence[bytes]


def _must(holds: bool, what: str) -> None:
    assert holds, what


def _cite(data: bytes) -> None:
    from actgraph.core.errors import CitationError
    from actgraph.graph.day import open_day

    for day in map(open_day, _DAYS):
        try:
            iri = day.cite(data.decode(errors="replace"))
        except CitationError:
            continue
        assert iri in day, "what is cited is not there"


def _query(data: bytes) -> None:
    from actgraph.core import prefixes
    from actgraph.core.errors import UnansweredError
    from actgraph.sparql import guard

    try:
        checked = guard.check_query(data.decode(errors="replace"), "a.rq", prefixes.load_prefixes())
    except UnansweredError as error:
        _must(error.kind != "failed", "a fault of ours")
    else:
        assert checked.form in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def _profile(form: str, data: bytes) -> None:
    from actgraph.core.errors import ProfileError
    from actgraph.profile import profile

    try:
        found = profile.parse_profile(data, f"a.{form}", form)
    except ProfileError as error:
        _must(error.where.startswith(f"a.{form}"), "an error without a place")
    else:
        most = data.count(b"\n") + data.count(b"\r") + 1
        assert all(0 < line <= most for line in found.lines.values()), "a line that the text does not have"


def _official(data: bytes) -> None:
    """As `text load` and `build` read it, with folders of their own."""
    from actgraph.core.errors import InputError
    from actgraph.ingest import act, wording_loader

    file, out = _folder() / "official", _folder() / "act"
    file.write_bytes(data)
    for read in (wording_loader.load_wording, lambda path: act.build_act_graphs(path, out)):
        with contextlib.suppress(InputError):
            read(file)
    left = {entry.name for entry in _folder().iterdir()} - {"official", "act", "data", "all.nq"}
    assert not left, f"it leaves {left}"


def _registry(data: bytes) -> None:
    from actgraph.core.errors import RegistryError
    from actgraph.profile import registry
    from actgraph.profile.registry import RegistryPosition

    file = _folder() / "all.nq"
    file.write_bytes(data)
    with contextlib.suppress(RegistryError):
        for portion in registry.open_registry(str(file)).read_batches(RegistryPosition()):
            assert portion.end.bytes <= len(data), "it reads more than there is"


@functools.cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="actgraph-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["ACTGRAPH_DATA"] = str(folder / "data")
    return folder


def _example(form: str) -> bytes:
    """Some of a profile in a form."""
    from pyoxigraph import RdfFormat, parse, serialize

    formats = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS, RdfFormat.RDF_XML)
    kinds = dict(zip(("ttl", "trig", "nt", "nq", "xml", "jsonld"), (*formats, RdfFormat.JSON_LD), strict=True))
    quads = parse(path=ROOT / "examples/startup.ttl", format=RdfFormat.TURTLE)
    return serialize([quad.triple for quad in itertools.islice(quads, 12)], format=kinds[form]) or b""


def _texts(name: str) -> list[bytes]:
    return [file.read_bytes() for file in sorted((_TEXTS / name).iterdir())]


def _words(name: str) -> list[bytes]:
    return [word for word in (_TEXTS / f"{name}.words").read_bytes().split(b"\n") if word]


@functools.cache
def all_of() -> dict[str, Target]:
    """Every target by its name.

    >>> "citation" in all_of()
    True
    """
    kinds = {"ttl": "turtle", "trig": "turtle", "nt": "turtle", "nq": "turtle", "jsonld": "jsonld", "xml": "xml"}
    profiles = {
        f"profile {form}": Target(functools.partial(_profile, form), [_example(form), *_texts(kind)], _words(kind))
        for form, kind in kinds.items()
    }
    small = (ROOT / "tests/cases/small.fmx.xml").read_bytes()
    return {
        "citation": Target(_cite, _texts("citation"), _words("citation")),
        "query": Target(_query, _texts("query"), _words("query")),
        **profiles,
        "registry": Target(_registry, _texts("registry"), _words("turtle")),
        "official file": Target(_official, [small, *_texts("official")], _words("official")),
    }
