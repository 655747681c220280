"""An official file of whatever kind → the wording that is kept for its user."""

from pathlib import Path

from actgraph.core.errors import InputError
from actgraph.core.prefixes import ACT, prefixes
from actgraph.graph import catalog
from actgraph.graph import day as graph
from actgraph.ingest import code_pdf, formex, related_acts, source_file, xhtml
from actgraph.ingest.provision import Provision
from actgraph.law import wording

_LOOK = 4096  # bytes: enough of a file to see its kind


def load(file: Path) -> tuple[str, int]:
    """Read one official file and keep its words.

    Args:
        file: Formex, EUR-Lex HTML, or a chapter of the Code as PDF; told by its contents, not by its name.

    Returns:
        The label of the edition, and of how many nodes there are words now.

    Raises:
        InputError: it is none of them, cannot be read whole, or is of an edition that the graph does not have.
    """
    with source_file.reading(file):
        return _load(file, source_file.data(file)[:_LOOK])


def _load(file: Path, start: bytes) -> tuple[str, int]:
    if start.startswith(b"%PDF"):
        edition = _edition("code", file)
        words = [(edition.iri, *row) for row in code_pdf.read(file, graph.on(edition.start))]
        return edition.label, wording.keep(words)
    if b"<COMBINED.FMX" in start or b"<CONS.ACT" in start:
        date, provisions = formex.read(file)[:2]
    elif b"<html" in start.lower() and (other := related_acts.of(file)):
        _, provisions = other.read(file)
        edition = _edition(other.name, file)
        return edition.label, wording.keep(_words(edition, provisions, file, prefixes()[other.law.prefix]))
    elif b"<html" in start.lower():
        date, provisions = xhtml.read(file)
    else:
        raise InputError(
            "none of the official files: no Formex, no EUR-Lex HTML, no PDF",
            where=str(file),
            todo="Save it again from EUR-Lex, or the Code's chapter from the Commission's page.",
        )
    recitals = [item for item in provisions if item.kind == "Recital"]
    rest = [item for item in provisions if item.kind != "Recital"]
    words = _words(_edition(f"act.{date}", file), rest, file)
    if recitals:
        words += _words(_edition("recitals", file), recitals, file)
    return _edition(f"act.{date}", file).label, wording.keep(words)


def _words(
    edition: catalog.Edition, provisions: list[Provision], file: Path, base: str = ACT
) -> list[tuple[str, str, str]]:
    """What is to be kept, once it is held against the graph: a copy that lacks a part of the text is told by it."""
    day = graph.on(edition.start)
    held = {iri for iri in day.labels().values() if iri.startswith(base) and day.holds(iri, edition)}
    words = {base + item.name: item.wording for item in provisions}
    if lacks := sorted((day.node(iri) for iri in held - set(words)), key=lambda node: node.order):
        more = f" and {len(lacks) - 1} more" if len(lacks) > 1 else ""
        raise InputError(
            f"{lacks[0].label}{more} of the {edition.label} cannot be found in it",
            where=str(file),
            todo="The file is damaged or has another layout: save it again from EUR-Lex.",
        )
    if extra := [iri for iri in words if iri not in held]:
        raise InputError(
            f"it has {extra[0].removeprefix(base)}, which the graph of the {edition.label} does not have",
            where=str(file),
            todo="The file is damaged or has another layout: save it again from EUR-Lex.",
        )
    return [(edition.iri, iri, text) for iri, text in words.items()]


def _edition(name: str, file: Path) -> catalog.Edition:
    for edition in catalog.editions(catalog.graphs()):
        if edition.iri.rpartition("edition.")[2].startswith(name):
            return edition
    known = ", ".join(edition.label for edition in catalog.editions(catalog.graphs()))
    raise InputError(
        f"it is of an edition that the graph does not have ({name.removeprefix('act.')})",
        where=str(file),
        todo=f"The graph has: {known}.",
    )
