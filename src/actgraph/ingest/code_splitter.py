"""The text of a chapter of the Code of Practice → the words of each node, and on which page they stand."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from actgraph.core.errors import InputError
from actgraph.graph.day import Day
from actgraph.graph.engine import Node

PARAGRAPH = "\n\n"
AGAIN = "Save the chapter's PDF again from the Commission's page on the Code of Practice."

_HEADED = {"Commitment": "Commitment", "Measure": "Measure", "Appendix": "Appendix", "AppendixSection": "Appendix"}
_LETTERED = {"CodeObjective": r"^{}\.\s", "CodeRecital": r"^\({}\)\s"}
# Headings of no node, after the last measure. What stands under them is the chapter's own.
_ENDS = {"tra": ["Model Documentation Form"], "sas": ["Glossary", "Appendices"]}
# A paragraph that ends the recitals of the Transparency chapter without being one.
_AFTER_RECITALS = {"tra": r"^This Chapter\b"}
_HYPHENATED = re.compile(r"(?<=\w-)\n")


class Part(NamedTuple):
    """What a node itself says.

    Attributes:
        iri: the node; the chapter for what stands under no smaller node.
        words: its words without its heading and without those of the nodes under it; a line is a paragraph.
        pages: where in the words a page begins, and its printed number.
    """

    iri: str
    words: str
    pages: Sequence[tuple[int, int]]

    def page(self, at: int) -> int:
        """The printed number of the page on which a letter of the words stands.

        Args:
            at: which letter.

        >>> Part("", "before after", [(0, 4), (6, 5)]).page(7)
        5
        """
        return max(page for begin, page in self.pages if begin <= at)


class _Head(NamedTuple):
    iri: str
    pattern: str
    told: str


def cut(text: str, turns: Sequence[int], day: Day, chapter: Node, path: Path) -> list[Part]:
    """Cut the text of a chapter at its headings.

    Args:
        text: all of it, an empty line before every paragraph.
        turns: where in it each page begins.
        day: a day on which the Code holds.
        chapter: the chapter.
        path: the file, for the message.

    Raises:
        InputError: one of the headings is not in the text.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> copyright = day.node("https://w3id.org/actgraph/code-of-practice/cpy")
    >>> try:
    ...     cut("Another text.", [0], day, copyright, Path("copyright.pdf"))
    ... except InputError as error:
    ...     error.what
    'the heading “Objectives” is not in this PDF'
    """
    spans: list[tuple[str, int, int]] = []
    end = 0
    for head in _heads(day, chapter):
        found = re.compile(head.pattern, re.MULTILINE).search(text, end)
        if found is None:
            raise InputError(f"the heading “{head.told}” is not in this PDF", where=str(path), todo=AGAIN)
        end = found.end()
        spans.append((head.iri, found.start(), end))
    spans.append(("", len(text), len(text)))
    return [_part(iri, text, end, start, turns) for (iri, _, end), (_, start, _) in pairwise(spans) if iri]


def heading(title: str) -> str:
    """A pattern of a heading on lines of its own; how pypdf spaces its letters and breaks its lines does not matter.

    Args:
        title: the words of the heading.

    >>> bool(re.search(heading("Serious incident"), "Serious\\nincid ent", re.MULTILINE))
    True
    """
    return f"^{_letters(title)}$"


def _letters(title: str) -> str:
    return r"\s*".join(re.escape(letter) for letter in title if not letter.isspace())


def _heads(day: Day, chapter: Node) -> list[_Head]:
    """All headings of a chapter in the order of the text; what stands under those of no node is the chapter's own."""
    nodes = [node for node in _below(day, chapter.iri) if node.kind not in ("Form", "FormItem")]  # another document
    name = chapter.iri.rpartition("/")[2]
    before = [node for node in nodes if node.kind not in _HEADED]
    recitals = next(number for number, node in enumerate(before) if node.kind == "CodeRecital")
    measures = [node for node in nodes if node.kind in ("Commitment", "Measure")]
    appendices = [node for node in nodes if node.kind.startswith("Appendix")]
    closing = _AFTER_RECITALS.get(name)
    return [
        *map(_head, before[:recitals]),
        _Head("", heading("Recitals"), "Recitals"),
        *map(_head, before[recitals:]),
        *([_Head(chapter.iri, closing, "This Chapter")] if closing else []),
        *map(_head, measures),
        *(_Head(chapter.iri, heading(title), title) for title in _ENDS.get(name, [])),
        *map(_head, appendices),
    ]


def _below(day: Day, iri: str) -> Iterator[Node]:
    for node in day.parts(iri):
        yield node
        yield from _below(day, node.iri)


def _head(node: Node) -> _Head:
    if node.kind in _HEADED:
        title = f"{_HEADED[node.kind]} {node.number} {node.title}"
        return _Head(node.iri, heading(title), title)
    if node.kind in _LETTERED and node.number.isalpha():
        letter = _LETTERED[node.kind].format(node.number)
        title = rf"{_letters(node.title)}\.\s" if node.title else ""
        return _Head(node.iri, letter + title, node.label)
    return _Head(node.iri, heading(node.title) + r"|" + heading(node.title + "."), node.title)


def _part(iri: str, text: str, start: int, end: int, turns: Sequence[int]) -> Part:
    before = sum(turn <= start for turn in turns)
    pages = [(0, before)]
    pages += [(len(_fold(text[start:turn])), page) for page, turn in enumerate(turns, 1) if start < turn < end]
    return Part(iri, _fold(text[start:end]), pages)


def _fold(text: str) -> str:
    r"""One line for every paragraph, single spaces; a hyphen at a line's end is the word's own ("general-purpose").

    >>> _fold("of general-\npurpose  AI\n\n(1) models")
    'of general-purpose AI\n(1) models'
    """
    paragraphs = (_HYPHENATED.sub("", paragraph.strip()) for paragraph in text.split(PARAGRAPH))
    return "\n".join(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph)
