"""The readers of foreign texts as functions of bytes that return, or raise only on a fault of actgraph."""

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


class FuzzTarget(NamedTuple):
    """A reader to fuzz.

    Attributes:
        read: reads bytes; an exception is a fault of actgraph.
        seeds: texts that are valid, or nearly so.
        tokens: tokens of its language.
    """

    read: Callable[[bytes], object]
    seeds: Sequence[bytes]
    tokens: Sequence[bytes]


def _require(is_true: bool, message: str) -> None:
    assert is_true, message


def _fuzz_citation(data: bytes) -> None:
    from actgraph.core.errors import CitationError
    from actgraph.graph.day import open_day

    for day in map(open_day, _DAYS):
        try:
            iri = day.cite(data.decode(errors="replace"))
        except CitationError:
            continue
        assert iri in day, "what is cited is not there"


def _fuzz_query(data: bytes) -> None:
    from actgraph.core import prefixes
    from actgraph.core.errors import UnansweredError
    from actgraph.sparql import guard

    try:
        checked = guard.check_query(data.decode(errors="replace"), "a.rq", prefixes.load_prefixes())
    except UnansweredError as error:
        _require(error.kind != "failed", "a fault of ours")
    else:
        assert checked.form in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def _fuzz_profile(form: str, data: bytes) -> None:
    from actgraph.core.errors import ProfileError
    from actgraph.profile import profile

    try:
        found = profile.parse_profile(data, f"a.{form}", form)
    except ProfileError as error:
        _require(error.where.startswith(f"a.{form}"), "an error without a place")
    else:
        most = data.count(b"\n") + data.count(b"\r") + 1
        assert all(0 < line <= most for line in found.lines.values()), "a line that the text does not have"


def _fuzz_document(data: bytes) -> None:
    from actgraph.documents import draft, recognition
    from actgraph.documents.draft_writer import write_draft
    from actgraph.documents.reading import DocumentError

    try:
        readings = recognition.read_document(data, "a.doc")
    except DocumentError as error:
        _require(error.where.startswith("a.doc"), "an error without a place")
        return
    found = draft.draft_profile([draft.Document("a.doc", "00", readings)])
    for form in ("yaml", "trig"):
        written = write_draft(found, [], form).encode()
        if found.sources:
            _fuzz_profile(form, written)


def _fuzz_form(data: bytes) -> None:
    """Read a Word document whose main part is what is fuzzed."""
    from tests.support.word_forms import TYPES, pack_word

    _fuzz_document(pack_word({"[Content_Types].xml": TYPES.encode(), "word/document.xml": data}))


def _fuzz_official_file(data: bytes) -> None:
    """Read a file with the loaders of `text load` and `build`, in folders of their own."""
    from actgraph.core.errors import InputError
    from actgraph.ingest import act, wording_loader

    file, out = _make_folder() / "official", _make_folder() / "act"
    file.write_bytes(data)
    for read in (wording_loader.load_wording, lambda path: act.build_act_graphs(path, out)):
        with contextlib.suppress(InputError):
            read(file)
    left = {entry.name for entry in _make_folder().iterdir()} - {"official", "act", "data", "all.nq"}
    assert not left, f"it leaves {left}"


def _fuzz_registry(data: bytes) -> None:
    from actgraph.core.errors import RegistryError
    from actgraph.profile import registry
    from actgraph.profile.registry import RegistryPosition

    file = _make_folder() / "all.nq"
    file.write_bytes(data)
    with contextlib.suppress(RegistryError):
        for portion in registry.open_registry(str(file)).read_batches(RegistryPosition()):
            assert portion.end.bytes <= len(data), "it reads more than there is"


@functools.cache
def _make_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="actgraph-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["ACTGRAPH_DATA"] = str(folder / "data")
    return folder


def _serialize_example(form: str) -> bytes:
    """Serialise a part of an example profile."""
    from pyoxigraph import RdfFormat, parse, serialize

    formats = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS, RdfFormat.RDF_XML)
    kinds = dict(zip(("ttl", "trig", "nt", "nq", "xml", "jsonld"), (*formats, RdfFormat.JSON_LD), strict=True))
    quads = parse(path=ROOT / "examples/startup.ttl", format=RdfFormat.TURTLE)
    return serialize([quad.triple for quad in itertools.islice(quads, 12)], format=kinds[form]) or b""


def _read_seed_texts(name: str) -> list[bytes]:
    return [file.read_bytes() for file in sorted((_TEXTS / name).iterdir())]


def _read_tokens(name: str) -> list[bytes]:
    return [word for word in (_TEXTS / f"{name}.words").read_bytes().split(b"\n") if word]


@functools.cache
def list_fuzz_targets() -> dict[str, FuzzTarget]:
    """List every target by its name.

    >>> "citation" in list_fuzz_targets()
    True
    """
    kinds = {"ttl": "turtle", "trig": "turtle", "nt": "turtle", "nq": "turtle", "jsonld": "jsonld", "xml": "xml"}
    profiles = {
        f"profile {form}": FuzzTarget(
            functools.partial(_fuzz_profile, form),
            [_serialize_example(form), *_read_seed_texts(kind)],
            _read_tokens(kind),
        )
        for form, kind in kinds.items()
    }
    small = (ROOT / "tests/cases/small.fmx.xml").read_bytes()
    return {
        "citation": FuzzTarget(_fuzz_citation, _read_seed_texts("citation"), _read_tokens("citation")),
        "query": FuzzTarget(_fuzz_query, _read_seed_texts("query"), _read_tokens("query")),
        **profiles,
        "profile yaml": FuzzTarget(
            functools.partial(_fuzz_profile, "yaml"), _read_seed_texts("yaml"), _read_tokens("yaml")
        ),
        **{
            f"document {kind}": FuzzTarget(
                _fuzz_form if kind == "form" else _fuzz_document, _read_seed_texts(kind), _read_tokens(kind)
            )
            for kind in ("card", "bill", "form", "summary", "log")
        },
        "registry": FuzzTarget(_fuzz_registry, _read_seed_texts("registry"), _read_tokens("turtle")),
        "official file": FuzzTarget(
            _fuzz_official_file, [small, *_read_seed_texts("official")], _read_tokens("official")
        ),
    }
