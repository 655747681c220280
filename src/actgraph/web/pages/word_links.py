"""Link the citations and the defined terms in the official wording of a page."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from actgraph.core.errors import CitationError
from actgraph.core.prefixes import CODE
from actgraph.graph.day import Day
from actgraph.graph.node import Node
from actgraph.web.http.node_paths import ELI_BASE

_NUMBER = r"\d+[a-z]{0,2}(?:\(\w{1,4}\))*"
_AND = r"(?:, |,? and |,? or | to )"
# What the texts print before one number, or before several.
_CITATION = re.compile(
    rf"\b(?P<kind>Articles?|[Pp]aragraphs?|[Rr]ecitals?|Annex(?:es)?|Measures?|Commitments?)\s"
    rf"(?P<numbers>(?:{_NUMBER}|[IVX]+\b|\(\d+\)|\d+(?:\.\d+)*)"
    rf"(?:{_AND}(?:{_NUMBER}|[IVX]+\b|\(\d+\)|\d+(?:\.\d+)*))*)"
)
_ONE_NUMBER = re.compile(rf"{_NUMBER}(?:\.\d+)*|[IVX]+\b|\(\d+\)")
# Behind a citation: another act, or another article, that the number belongs to.
_OF_ANOTHER = re.compile(
    r"(?:\(\w+\))*(?:,? (?:(?:\w+ )?(?:sub)?paragraphs?|points?) ?[\w(), ]{0,40}?)?,? "
    r"(?:TFEU|TEU|of (?!this (?:Regulation|Article)\b|the AI Act\b)|thereof)"
)
_SINGULARS = {"annexes": "Annex", "paragraphs": "paragraph", "recitals": "recital"}
_KINDS = {
    **{name: name.capitalize() for name in ("article", "annex", "measure", "commitment")},
    **{f"{name}s": name.capitalize() for name in ("article", "measure", "commitment")},
    **{name: name for name in ("paragraph", "recital")},
    **_SINGULARS,
}


class Piece(NamedTuple):
    """A piece of a text.

    Attributes:
        words: its words.
        iri: what it cites or uses; empty for plain words.
        kind: `cites` or `term`; empty for plain words.
    """

    words: str
    iri: str = ""
    kind: str = ""


def link_words(
    text: str, page: Node, cited: Collection[str], terms: Sequence[Node], day: Day
) -> Sequence[Sequence[Piece]]:
    """Split a text into lines of pieces, with what it cites and the first use of each defined term.

    Args:
        text: official wording of a part of the page.
        page: node of the page; "paragraph 1" is one of its own.
        cited: what the graph says that the page cites; nothing else of another place is linked.
        terms: defined terms that the graph says that the part uses.

    Returns:
        For each line its pieces; their words joined are the line.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> article = day.get_node(day.cite("53"))
    >>> lines = link_words("as set out in Annex XI;", article, [day.cite("Annex XI")], [], day)
    >>> [piece.words for piece in lines[0] if piece.iri]
    ['Annex XI']
    """
    names = {term.label.lower(): term.iri for term in terms if term.label}
    return [list(_split_line(line, page, cited, names, day)) for line in text.splitlines()]


def _split_line(line: str, page: Node, cited: Collection[str], names: dict[str, str], day: Day) -> Iterator[Piece]:
    at = 0
    for start, end, iri in _find_citations(line, page, cited, day):
        yield from _mark_terms(line[at:start], names)
        yield Piece(line[start:end], iri, "cites")
        at = end
    yield from _mark_terms(line[at:], names)


def _mark_terms(words: str, names: dict[str, str]) -> Iterator[Piece]:
    """Mark the first use of each term; a longer term comes before a shorter one that it contains."""
    while words:
        pattern = "|".join(rf"{re.escape(name)}s?" for name in sorted(names, key=len, reverse=True))
        hit = re.search(rf"(?<![\w-])({pattern})(?![\w-])", words, re.IGNORECASE) if names else None
        if hit is None:
            yield Piece(words)
            return
        if hit.start():
            yield Piece(words[: hit.start()])
        said = hit[0].lower()
        iri = names.pop(said) if said in names else names.pop(said.removesuffix("s"))
        yield Piece(hit[0], iri, "term")
        words = words[hit.end() :]


def _find_citations(line: str, page: Node, cited: Collection[str], day: Day) -> list[tuple[int, int, str]]:
    """Find the citations of a line, in its order: start, end, and what is cited."""
    found = [*_find_provisions(line, page, cited, day), *_find_acts(line, cited, day)]
    return [
        one for place, one in enumerate(sorted(found)) if all(one[0] >= other[1] for other in sorted(found)[:place])
    ]


def _find_acts(line: str, cited: Collection[str], day: Day) -> Iterator[tuple[int, int, str]]:
    for iri in cited:
        label = day.get_node(iri).label
        if iri.startswith(ELI_BASE) and label:
            yield from ((hit.start(), hit.end(), iri) for hit in re.finditer(rf"{re.escape(label)}(?!\w)", line))


def _find_provisions(line: str, page: Node, cited: Collection[str], day: Day) -> Iterator[tuple[int, int, str]]:
    for hit in _CITATION.finditer(line):
        if _OF_ANOTHER.match(line, hit.end()):
            continue
        kind = _KINDS[hit["kind"].lower()]
        numbers = list(_ONE_NUMBER.finditer(line, hit.start("numbers"), hit.end("numbers")))
        for place, number in enumerate(numbers):
            iri = _find_cited(kind, number[0], page, cited, day)
            if iri:
                # One number is linked with its kind, of several each by itself.
                yield (number.start() if place or len(numbers) > 1 else hit.start()), number.end(), iri


def _find_cited(kind: str, number: str, page: Node, cited: Collection[str], day: Day) -> str:
    if kind == "paragraph":
        own = f"{page.iri}.par_{number}"
        return own if page.kind == "Article" and own in day else ""
    name = f"{kind} {number.strip('()') if kind == 'recital' else number}"
    if page.iri.startswith(CODE) and kind in ("Measure", "Commitment"):
        name = f"{_CHAPTER_NAMES.get(page.iri.removeprefix(CODE)[:3], '')} {name}"
    try:
        iri = day.cite(name)
    except CitationError:
        return ""
    if iri == page.iri or not _is_cited(iri, cited):
        return ""
    return iri


_CHAPTER_NAMES: Mapping[str, str] = {"tra": "Transparency", "cpy": "Copyright", "sas": "Safety and Security"}


def _is_cited(iri: str, cited: Collection[str]) -> bool:
    """Return whether the graph says that the page cites a node, a part of it or what it is part of."""
    return any(one == iri or one.startswith(f"{iri}.") or iri.startswith(f"{one}.") for one in cited)
