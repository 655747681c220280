"""Parse citations of the codes of practice: "Copyright Measure 1.2", and "Measure 1.2", which both codes have."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from actgraph.citation import content_code_parser
from actgraph.citation.errors import CITATION_HINT, make_unreadable_error
from actgraph.citation.labels import CODE_CHAPTERS, format_code_label, format_content_code_label
from actgraph.core.errors import CitationError, MultipleCitationsError
from actgraph.core.prefixes import CODE, CONTENT_CODE
from actgraph.core.suggestions import limit_suggestions, quote_text, suggest_labels

if TYPE_CHECKING:
    from actgraph.citation.protocols import NodeIndex

_CHAPTER = (
    r"(?i)\b(?:(transparency|tra)|(copyright|cpy)|(safety\s?(?:and|&)\s?security|s\s?&\s?s|safety|security|sas))\b"
)
_BEFORE_COMMITMENTS = (
    r"\b(?:(?i:rec(?:ital)?)\.?\s*\(?(?P<rct>[A-Za-z])\)?|(?i:objective)\s+\(?(?P<pnt>[A-Za-z])\)?"
    r"|(?P<obj>(?i:objectives))|(?P<int>(?i:introductory note)))(?!\w)"
)
_PART = r"(?i)\b(commitment|measure|appendix|com|mea|app)s?\b\.?\s*(\d+(?:\.\d+)*)"
_ONLY_FIRST = r"(?i)\b(?:app(?:endix)?|introductory note)\b"
_ONLY_SECOND = r"(?i)\bsect?(?:ion)?\b\.?\s*\d|\bsub[- ]?measure\b"  # the other code has chapters


def names_code_part(text: str) -> bool:
    """Return whether a text names a chapter, a commitment, a measure or another part of a code.

    >>> names_code_part("Measure 9.3"), names_code_part("Article 53")
    (True, False)
    """
    return any(re.search(one, text) for one in (_CHAPTER, _PART, _BEFORE_COMMITMENTS))


def parse_code_citation(text: str, code: str, citation: str, index: "NodeIndex") -> str:
    """Return the IRI of the part of a code of practice that a text names.

    Args:
        text: the citation without the name of the code.
        code: the namespace of the code that it names; empty if it names none.
        citation: the citation as it was written, for error messages.
        index: the nodes of the graph.

    Raises:
        CitationError: the text cannot be parsed, or names no part of a code, or more than one.

    >>> from actgraph.graph.day import open_day
    >>> parse_code_citation("Measure 9.3", "", "Measure 9.3", open_day("2026-11-24"))
    'https://w3id.org/actgraph/code-of-practice/sas.com_9.mea_3'
    """
    if code == CONTENT_CODE:
        return _choose_node([], content_code_parser.read_names(text, citation, index), citation, index)
    if f"{CODE}code" not in index:
        raise CitationError("the Code of Practice is not in the graph of this day", todo="Ask for a later day.")
    if code == CODE or re.search(_CHAPTER, text) or re.search(_ONLY_FIRST, text):
        return _choose_node(_read_names(text, citation, index), [], citation, index)
    if re.search(_ONLY_SECOND, text):
        return _choose_node([], content_code_parser.read_names(text, citation, index), citation, index)
    second = content_code_parser.find_names(text) or []
    in_second = any(CONTENT_CODE + name in index for name in second)
    # Points of measures of the first code are no nodes: where the second code has the point, either can be meant.
    has_point = in_second and any(".com_" in name and ".pnt_" in name for name in second)
    without_point = re.sub(content_code_parser.POINT, " ", text) if has_point else text
    try:
        first = _read_names(without_point, citation, index)
    except CitationError:
        if not in_second:
            raise
        first = []
    return _choose_node(first, second, citation, index)


def _choose_node(first: Sequence[str], second: Sequence[str], citation: str, index: "NodeIndex") -> str:
    """Return the one node among the parts of the two codes that a citation may mean."""
    kinds: list[tuple[str, Callable[[str], str], Sequence[str]]] = [
        (CODE, format_code_label, first),
        (CONTENT_CODE, format_content_code_label, second),
    ]
    found = [(base + name, write(name)) for base, write, names in kinds for name in names if base + name in index]
    if len(found) == 1:
        return found[0][0]
    if found:
        places = " or ".join(
            word
            for word, base in (("chapter", CODE), ("section", CONTENT_CODE))
            if any(base in iri for iri, _ in found)
        )
        raise MultipleCitationsError(
            f"{quote_text(citation)} is {len(found)} nodes: one in each {places} that has it",
            near=[label for _, label in found],
            todo=f"Name the {places}.",
        )
    told: list[str] = []
    for base, write, names in kinds:
        labels = [label for label, iri in index.get_labels().items() if iri.startswith(base)] if names else []
        limit = 1 if first and second else 2
        told += [label for name in names for label in suggest_labels(write(name), labels, limit=limit)]
    whole = (
        "the AI-Generated Content Code"
        if not first
        else "either code of practice"
        if second
        else "the Code of Practice"
    )
    raise CitationError(
        f"{quote_text(citation)} is no part of {whole}",
        near=limit_suggestions(dict.fromkeys(told)),
        todo=CITATION_HINT,
    )


# ---- The General-Purpose AI Code of Practice ------------------------------------------------------------------------


def _read_names(text: str, citation: str, index: "NodeIndex") -> list[str]:
    """Return the local names of what a text can name, in each chapter that it may mean."""
    chapter = re.search(_CHAPTER, text)
    text = re.sub(_CHAPTER, " ", text, count=1)
    before = re.search(_BEFORE_COMMITMENTS, text)
    # Recitals and objectives have no commitments or measures in them: "Measure 1.1, recital (a)" is an error.
    without = re.sub(_BEFORE_COMMITMENTS, " ", text, count=1) if before else re.sub(_PART, " ", text)
    rest = " ".join(re.sub(r"(?i)\bchapter\b|[\s,;:()–-]+", " ", without).split())
    points = re.findall(content_code_parser.POINT, without) if rest else []
    if rest and (not points or re.search(r"\w", re.sub(content_code_parser.POINT, " ", without))):
        raise make_unreadable_error(rest, citation, index.get_labels())
    part = _read_before_commitments(before) if before else _join_parts(re.findall(_PART, text), citation)
    chapters = [list(CODE_CHAPTERS)[(chapter.lastindex or 1) - 1]] if chapter else list(CODE_CHAPTERS)
    names = [f"{code}.{part}" if part else code for code in chapters]
    return _add_points(names, points, citation, index) if points else names


def _add_points(names: list[str], points: list[tuple[str, str]], citation: str, index: "NodeIndex") -> list[str]:
    """Add a point to local names; an error where the graph has what the point stands in, and not the point."""
    letters = [letter or number for letter, number in points]
    if names[0].endswith(".obj"):  # the points of objectives are nodes, with capital letters
        return [f"{name}.pnt_{''.join(letters).upper()}" for name in names]
    below = "".join(f".pnt_{one.lower()}" for one in letters)
    found = [name + below for name in names if CODE + name + below in index]
    wholes = [format_code_label(name) for name in names if CODE + name in index]
    if wholes and not found:
        raise CitationError(
            f"the graph has no such point of the Code of Practice: {quote_text(citation)} names nothing",
            near=limit_suggestions(wholes),
            todo="Ask for the whole part: the graph does not divide it into points.",
        )
    return found or names


def _read_before_commitments(match: re.Match[str]) -> str:
    """Return the local name, below its chapter, of a recital, an objective or the introductory note."""
    if match["rct"]:
        return f"rct_{match['rct'].lower()}"
    if match["pnt"]:
        return f"obj.pnt_{match['pnt'].upper()}"
    return match.lastgroup or ""


def _join_parts(parts: list[tuple[str, str]], citation: str) -> str:
    """Return the local name, below its chapter, of nested parts such as "Commitment 1, Measure 1.2"."""
    name = ""
    for kind, number in sorted((kind.lower()[:3], number) for kind, number in parts):
        first, *rest = number.split(".")
        if kind == "mea" and not rest and name.startswith("com_"):
            below = f"{name}.mea_{first}"
        elif kind == "mea":
            below = ".".join([f"com_{first}", *(f"mea_{step}" for step in rest)])
        else:
            below = ".".join([f"{kind}_{first}", *(f"sct_{step}" for step in rest)])
        if (name and not below.startswith(f"{name}.")) or (kind == "mea" and "." not in below):
            raise CitationError(
                f"{quote_text(citation)} is no part of the Code of Practice: Measure 1.2 stands under Commitment 1",
                todo='Write it like "Measure 9.3" or "Copyright Commitment 1, Measure 1.2".',
            )
        name = below
    return name
