"""An official file of whatever kind → the wording that is kept for its user."""

from pathlib import Path

from actgraph import catalog, graph, wording
from actgraph.build import code_pdf, formex, xhtml
from actgraph.build.provision import Provision
from actgraph.errors import InputError
from actgraph.names import BASE

ACT = BASE + "eli/reg/2024/1689/"
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
    try:
        with file.open("rb") as stream:
            start = stream.read(_LOOK)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", where=str(file)) from error
    if start.startswith(b"%PDF"):
        day = graph.on(_edition("code").start)
        return _edition("code").label, wording.keep(_edition("code").iri, code_pdf.read(file, day))
    if b"<COMBINED.FMX" in start or b"<CONS.ACT" in start:
        date, provisions = formex.read(file)
    elif b"<html" in start.lower():
        try:
            date, provisions = xhtml.read(file)
        except ValueError as error:
            raise InputError(str(error), where=str(file)) from error
    else:
        raise InputError(
            "none of the official files: no Formex, no EUR-Lex HTML, no PDF",
            where=str(file),
            todo="Save it again from EUR-Lex, or the Code's chapter from the Commission's page.",
        )
    return _keep(date, provisions)


def _keep(date: str, provisions: list[Provision]) -> tuple[str, int]:
    edition = _edition(f"act.{date}")
    recitals = [item for item in provisions if item.kind == "Recital"]
    rest = [item for item in provisions if item.kind != "Recital"]
    count = wording.keep(edition.iri, [(ACT + item.name, item.wording) for item in rest])
    if recitals:
        count += wording.keep(_edition("recitals").iri, [(ACT + item.name, item.wording) for item in recitals])
    return edition.label, count


def _edition(name: str) -> catalog.Edition:
    for edition in catalog.editions(catalog.graphs()):
        if edition.iri.rpartition("edition.")[2].startswith(name):
            return edition
    raise InputError(f"the graph has no edition {name}", todo="Build it first: actgraph build SOURCES.")
