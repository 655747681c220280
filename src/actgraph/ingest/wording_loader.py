"""Load the wording of an official file into the user's own copy."""

from pathlib import Path

from actgraph.core.errors import InputError
from actgraph.core.prefixes import ACT, load_prefixes
from actgraph.graph import catalog
from actgraph.graph.day import Day, open_day
from actgraph.ingest import (
    code_pdf,
    content_code_splitter,
    content_code_text,
    formex,
    guidelines,
    related_acts,
    source_file,
    xhtml,
)
from actgraph.ingest.provision import Provision
from actgraph.law import wording

Row = tuple[str, str, str]  # the key of the edition (`wording.make_edition_key`), the IRI of the node, and its text

_SNIFF_BYTES = 4096  # enough bytes to recognise the format
_LANGUAGES = {"EN": "en", "FR": "fr"}  # what a file says, and how the user names it
_LANGUAGE_NOTES = {"en": "", "fr": ", in French"}


def load_wording(file: Path) -> tuple[str, int]:
    """Read one official file and store its wording.

    Args:
        file: Formex or EUR-Lex HTML, in English or French; a chapter of the General-Purpose AI Code as PDF; the
            AI-Generated Content Code as PDF or as text taken from it; or guidelines of the Commission as PDF, C(2026)
            5054 also as text taken from it. Recognised by content, not by name.

    Returns:
        The label of the edition, and the number of nodes with wording.

    Raises:
        InputError: it is no such file, cannot be read completely, or is of an edition that the graph does not have.
    """
    label, words = read_wording(file)
    return label, wording.save_wording(words)


def read_wording(file: Path) -> tuple[str, list[Row]]:
    """Read one official file, and compare it with the graph.

    Args:
        file: as for `load_wording`.

    Returns:
        The label of the edition, and for each node with wording the key of the edition, its IRI, and the text.

    Raises:
        InputError: as for `load_wording`.
    """
    with source_file.wrap_read_errors(file):
        return _read_file(file, source_file.read_official_file(file)[:_SNIFF_BYTES])


def _read_file(file: Path, start: bytes) -> tuple[str, list[Row]]:
    if content_code_text.is_content_code(file):
        return _read_content_code(file)
    if not start.lstrip().startswith(b"<") and (known := guidelines.identify_guidelines(file)):
        edition = _find_edition(known.edition, file)
        return edition.label, [
            (edition.iri, *row) for row in guidelines.read_guidelines(file, known, _open_day(edition))
        ]
    if start.startswith(b"%PDF"):
        return _read_code_chapter(file)
    printed = source_file.detect_language(file) or "EN"
    language = _LANGUAGES.get(printed)
    if language is None:
        raise InputError(
            f"its language is {printed}; actgraph reads English and French",
            where=str(file),
            todo=source_file.SAVE_AGAIN,
        )
    if b"<COMBINED.FMX" in start or b"<CONS.ACT" in start:
        date, provisions = formex.read_formex(file)[:2]
    elif b"<html" in start.lower() and (other := related_acts.find_related_act(file)):
        _, provisions = other.read_page(file, language=printed)
        edition, base = _find_edition(other.name, file), load_prefixes()[other.law.prefix]
        return edition.label + _LANGUAGE_NOTES[language], _collect_words(edition, provisions, file, language, base)
    elif b"<html" in start.lower():
        date, provisions = xhtml.read_act_page(file, language=printed)
    else:
        raise InputError(
            "none of the official files: no Formex, no EUR-Lex HTML, no PDF",
            where=str(file),
            todo="Save it again from EUR-Lex, or the PDF of a code or of guidelines from the Commission's page.",
        )
    recitals = [item for item in provisions if item.kind == "Recital"]
    rest = [item for item in provisions if item.kind != "Recital"]
    edition = _find_edition(f"act.{date}", file)
    words = _collect_words(edition, rest, file, language)
    if recitals:
        words += _collect_words(_find_edition("recitals", file), recitals, file, language)
    return edition.label + _LANGUAGE_NOTES[language], words


def _read_code_chapter(file: Path) -> tuple[str, list[Row]]:
    edition = _find_edition("code", file)
    day = _open_day(edition)
    if not code_pdf.identify_chapter(file, day):
        raise InputError(
            "this PDF is no chapter of the Code of Practice and none of the guidelines that the graph has",
            where=str(file),
            todo="Save the PDF of a code or of guidelines again from the Commission's page.",
        )
    return edition.label, [(edition.iri, *row) for row in code_pdf.read_chapter(file, day)]


def _read_content_code(file: Path) -> tuple[str, list[Row]]:
    edition = _find_edition("content-code", file)
    day = _open_day(edition)
    parts, headings = content_code_splitter.split_code(content_code_text.read_content_code(file))
    try:
        content_code_splitter.check_structure(headings, day)
    except InputError as error:
        error.where = str(file)
        raise
    words = content_code_splitter.join_wording(parts, day)
    return edition.label, [(edition.iri, *row) for row in words.items()]


def _collect_words(
    edition: catalog.Edition, provisions: list[Provision], file: Path, language: str, base: str = ACT
) -> list[Row]:
    """Return the rows to store, after checking that the file has exactly the provisions of the graph."""
    day = _open_day(edition)
    held = {iri for iri in day.get_labels().values() if iri.startswith(base) and day.is_in_edition(iri, edition)}
    words = {base + item.name: item.wording for item in provisions}
    if lacks := sorted((day.get_node(iri) for iri in held - set(words)), key=lambda node: node.order):
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
    return [(wording.make_edition_key(edition.iri, language), iri, text) for iri, text in words.items()]


def _open_day(edition: catalog.Edition) -> Day:
    with source_file.lift_limits():  # the first question opens the store, or builds it
        day = open_day(edition.start)
        day.get_labels()
        return day


def _find_edition(name: str, file: Path) -> catalog.Edition:
    for edition in catalog.list_editions(catalog.load_catalog()):
        if edition.iri.rpartition("edition.")[2].startswith(name):
            return edition
    known = ", ".join(edition.label for edition in catalog.list_editions(catalog.load_catalog()))
    raise InputError(
        f"it is of an edition that the graph does not have ({name.removeprefix('act.')})",
        where=str(file),
        todo=f"The graph has: {known}.",
    )
