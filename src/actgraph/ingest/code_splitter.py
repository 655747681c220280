"""Split the text of a chapter of the Code of Practice into the text of each node, with page numbers."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from actgraph.core.errors import InputError
from actgraph.graph.day import Day
from actgraph.graph.node import Node

PARAGRAPH_BREAK = "\n\n"
SAVE_AGAIN = "Save the chapter's PDF again from the Commission's page on the Code of Practice."

_HEADED_KINDS = {
    "Commitment": "Commitment",
    "Measure": "Measure",
    "Appendix": "Appendix",
    "AppendixSection": "Appendix",
}
_LETTERED_KINDS = {"CodeObjective": r"^{}\.\s", "CodeRecital": r"^\({}\)\s"}
# Headings of no node, after the last measure. The text under them belongs to the chapter.
_END_HEADINGS = {"tra": ["Model Documentation Form"], "sas": ["Glossary", "Appendices"]}
# A paragraph after the recitals of the Transparency chapter, which is no recital.
_AFTER_RECITALS = {"tra": r"^This Chapter\b"}
_HYPHENATED = re.compile(r"(?<=\w-)\n")


class CodePart(NamedTuple):
    """The text of one node.

    Attributes:
        iri: the node; the chapter for text that belongs to no smaller node.
        text: its text without its heading and without the nodes under it; one line per paragraph.
        pages: pairs of the offset in the text at which a page begins, and the printed page number.
    """

    iri: str
    text: str
    pages: Sequence[tuple[int, int]]

    def find_page(self, offset: int) -> int:
        """Return the printed number of the page with the character at an offset.

        >>> CodePart("", "before after", [(0, 4), (6, 5)]).find_page(7)
        5
        """
        return max(page for begin, page in self.pages if begin <= offset)


class _Heading(NamedTuple):
    iri: str
    pattern: str
    title: str


def split_chapter(text: str, page_starts: Sequence[int], day: Day, chapter: Node, path: Path) -> list[CodePart]:
    """Split the text of a chapter at its headings.

    Args:
        text: the whole text, an empty line before each paragraph.
        page_starts: the offset in it at which each page begins.
        day: a day on which the Code holds.
        chapter: the chapter.
        path: the file, for messages.

    Raises:
        InputError: the text lacks a heading.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> copyright = day.get_node("https://w3id.org/actgraph/code-of-practice/cpy")
    >>> try:
    ...     split_chapter("Another text.", [0], day, copyright, Path("copyright.pdf"))
    ... except InputError as error:
    ...     error.what
    'the heading “Objectives” is not in this PDF'
    """
    spans: list[tuple[str, int, int]] = []
    end = 0
    for head in _list_headings(day, chapter):
        found = re.compile(head.pattern, re.MULTILINE).search(text, end)
        if found is None:
            raise InputError(f"the heading “{head.title}” is not in this PDF", where=str(path), todo=SAVE_AGAIN)
        end = found.end()
        spans.append((head.iri, found.start(), end))
    spans.append(("", len(text), len(text)))
    return [_make_part(iri, text, end, start, page_starts) for (iri, _, end), (_, start, _) in pairwise(spans) if iri]


def make_heading_pattern(title: str) -> str:
    """Return a pattern of a heading on its own lines, whatever spaces and line breaks pypdf inserts.

    >>> bool(re.search(make_heading_pattern("Serious incident"), "Serious\\nincid ent", re.MULTILINE))
    True
    """
    return f"^{_make_spaced_pattern(title)}$"


def _make_spaced_pattern(title: str) -> str:
    return r"\s*".join(re.escape(letter) for letter in title if not letter.isspace())


def _list_headings(day: Day, chapter: Node) -> list[_Heading]:
    """List all headings of a chapter in order; text under headings of no node belongs to the chapter."""
    nodes = [
        node for node in _iter_descendants(day, chapter.iri) if node.kind not in ("Form", "FormItem")
    ]  # another document
    name = chapter.iri.rpartition("/")[2]
    before = [node for node in nodes if node.kind not in _HEADED_KINDS]
    recitals = next(number for number, node in enumerate(before) if node.kind == "CodeRecital")
    measures = [node for node in nodes if node.kind in ("Commitment", "Measure")]
    appendices = [node for node in nodes if node.kind.startswith("Appendix")]
    closing = _AFTER_RECITALS.get(name)
    return [
        *map(_make_heading, before[:recitals]),
        _Heading("", make_heading_pattern("Recitals"), "Recitals"),
        *map(_make_heading, before[recitals:]),
        *([_Heading(chapter.iri, closing, "This Chapter")] if closing else []),
        *map(_make_heading, measures),
        *(_Heading(chapter.iri, make_heading_pattern(title), title) for title in _END_HEADINGS.get(name, [])),
        *map(_make_heading, appendices),
    ]


def _iter_descendants(day: Day, iri: str) -> Iterator[Node]:
    for node in day.list_parts(iri):
        yield node
        yield from _iter_descendants(day, node.iri)


def _make_heading(node: Node) -> _Heading:
    if node.kind in _HEADED_KINDS:
        title = f"{_HEADED_KINDS[node.kind]} {node.number} {node.title}"
        return _Heading(node.iri, make_heading_pattern(title), title)
    if node.kind in _LETTERED_KINDS and node.number.isalpha():
        letter = _LETTERED_KINDS[node.kind].format(node.number)
        title = rf"{_make_spaced_pattern(node.title)}\.\s" if node.title else ""
        return _Heading(node.iri, letter + title, node.label)
    return _Heading(
        node.iri, make_heading_pattern(node.title) + r"|" + make_heading_pattern(node.title + "."), node.title
    )


def _make_part(iri: str, text: str, start: int, end: int, page_starts: Sequence[int]) -> CodePart:
    before = sum(turn <= start for turn in page_starts)
    pages = [(0, before)]
    pages += [
        (len(_fold_paragraphs(text[start:turn])), page)
        for page, turn in enumerate(page_starts, 1)
        if start < turn < end
    ]
    return CodePart(iri, _fold_paragraphs(text[start:end]), pages)


def _fold_paragraphs(text: str) -> str:
    r"""Return one line per paragraph, single-spaced; a hyphen at a line end belongs to the word ("general-purpose").

    >>> _fold_paragraphs("of general-\npurpose  AI\n\n(1) models")
    'of general-purpose AI\n(1) models'
    """
    paragraphs = (_HYPHENATED.sub("", paragraph.strip()) for paragraph in text.split(PARAGRAPH_BREAK))
    return "\n".join(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph)
