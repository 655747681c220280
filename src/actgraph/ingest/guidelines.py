"""Read the wording of the Commission's guidelines from the user's own copy."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from actgraph.core.errors import InputError
from actgraph.core.prefixes import AI_SYSTEM_GUIDELINES, ARTICLE_50_GUIDELINES, GUIDELINES, PROHIBITED_GUIDELINES
from actgraph.graph.day import Day
from actgraph.graph.node import Node
from actgraph.ingest import guideline_pdf, guideline_splitter, guideline_text, pdf_pieces, source_file

_COVER_LENGTH = 3000  # characters
_COVER_NUMBER = re.compile(r"C\((20\d\d)\)(\d{4})final")
_COVER_WORDS = re.compile(r"^EUROPEAN\s+COMMISSION\s", re.MULTILINE)


class GuidelineFile(NamedTuple):
    """What is known of guidelines before their file is read.

    Attributes:
        number: their number, as `C(2025) 5045`.
        edition: the last part of the IRI of their edition.
        iri: their node.
        has_paragraphs: whether the graph has their paragraphs.
        is_text_read: whether text that was taken from their PDF is read too.
    """

    number: str
    edition: str
    iri: str
    has_paragraphs: bool = True
    is_text_read: bool = False


_KNOWN = (
    GuidelineFile("C(2025) 5045", "guidelines.5045", GUIDELINES + "5045"),
    GuidelineFile("C(2025) 7719", "guidelines.7719", GUIDELINES + "7719", has_paragraphs=False),
    GuidelineFile("C(2025) 5053", "guidelines.5053", AI_SYSTEM_GUIDELINES + "5053"),
    GuidelineFile("C(2026) 5054", "guidelines.5054", ARTICLE_50_GUIDELINES + "5054", is_text_read=True),
    GuidelineFile("C(2025) 5052", "guidelines.5052", PROHIBITED_GUIDELINES + "5052"),
)


def identify_guidelines(path: Path) -> GuidelineFile | None:
    """Identify guidelines by the number on their cover.

    Args:
        path: a PDF, or text that was taken from one.

    Raises:
        InputError: the file cannot be read, or is a damaged or encrypted PDF; or it is text taken from the PDF of
            guidelines, with faults that the PDF does not have.
    """
    is_pdf = _is_pdf(path)
    if is_pdf:
        cover = pdf_pieces.read_cover_text(path)
    else:
        cover = source_file.read_official_file(path)[:_COVER_LENGTH].decode("utf-8", "replace")
        cover = cover if _COVER_WORDS.search(cover) else ""  # other text can name guidelines at its beginning too
    printed = _COVER_NUMBER.search("".join(cover.split()))
    found = next((one for one in _KNOWN if printed and one.number == f"C({printed[1]}) {printed[2]}"), None)
    if found and not is_pdf and not found.is_text_read:
        raise InputError(
            f"this is text taken from the PDF of Guidelines {found.number}; its numbers and footnotes can be displaced",
            where=str(path),
            todo="Give the PDF itself.",
        )
    return found


def read_guidelines(path: Path, known: GuidelineFile, day: Day) -> list[tuple[str, str]]:
    """Read the words of each paragraph of guidelines.

    Args:
        path: the file that `identify_guidelines` has identified.
        known: what it is.
        day: a day on which they hold.

    Returns:
        The IRI and the words of every paragraph, in order; footnotes are lines at the end.

    Raises:
        InputError: the file is damaged, or its paragraphs are not those of the graph.
    """
    text = guideline_pdf.read_pdf_lines(path) if _is_pdf(path) else guideline_text.read_text_lines(path)
    name = f"Guidelines {known.number}"
    if not known.has_paragraphs:
        words = guideline_splitter.split_paragraphs(text, name, {}, path)
        return [(f"{known.iri}.par_{number}", said) for number, said in words.items()]
    nodes = list(_iter_parts(day, known.iri))
    paragraphs = {int(node.number): node.iri for node in nodes if node.kind == "GuidelineParagraph"}
    words = guideline_splitter.split_paragraphs(text, name, _find_headings(nodes), path, last=max(paragraphs))
    return [(paragraphs[number], said) for number, said in words.items()]


def _is_pdf(path: Path) -> bool:
    return source_file.read_official_file(path).startswith(b"%PDF")


def _iter_parts(day: Day, iri: str) -> Iterator[Node]:
    for node in day.list_parts(iri):
        if node.kind in ("GuidelineSection", "GuidelineParagraph"):
            yield node
            yield from _iter_parts(day, node.iri)


def _find_headings(nodes: Sequence[Node]) -> dict[int, list[tuple[str, str]]]:
    """Map each paragraph to the number and title of the sections that begin right before it."""
    found: dict[int, list[tuple[str, str]]] = {}
    sections: list[tuple[str, str]] = []
    for node in nodes:
        if node.kind == "GuidelineSection":
            sections.append((node.number, node.title))
        else:
            found[int(node.number)], sections = sections, []
    return found
