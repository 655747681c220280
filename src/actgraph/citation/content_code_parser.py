"""Parse citations of the AI-Generated Content Code: "Section 2, Measure 1.2", "Section 1, recital (c)", "Annex 1"."""

import re
from typing import TYPE_CHECKING

from actgraph.citation.errors import make_unreadable_error

if TYPE_CHECKING:
    from actgraph.citation.protocols import NodeIndex

# The name of the code, with the words around it that name no part of it.
NAME = (
    r"(?i)(?:\b(?:of|in|under|to)\s)?(?:\bthe\s)?(?:\bEU\s)?"
    r"(?:\b(?:AI[- ]Generated )?Content Code(?: of Practice)?\b"
    r"|\b(?:Code(?: of Practice)?|CoP) on (?:the )?(?:Transparency of |marking and labell?ing of )?"
    r"AI[- ]Generated Content\b)"
)
POINT = r"(?i)(?:\b(?:point|pt|letter|lit)\b\.?\s*\(?([a-z]+|\d+)\b\)?|\(([a-z]+|\d+)\))"
_SECTIONS = ("1", "2")
# Kind → pattern, in the order in which they are tried.
_TOKENS = (
    ("sec", r"sect?(?:ion)?\b\.?\s*(\d+)\b"),
    ("com", r"com(?:mitment)?\b\.?\s*(\d+)\b"),
    ("sub", r"sub[- ]?measure\b\.?\s*(\d+\.\d+\.\d+)\b"),
    ("mea", r"mea(?:sure)?\b\.?\s*(\d+(?:\.\d+){0,2})\b"),
    ("rct", r"rec(?:ital)?\b\.?\s*\(?([a-z])\b\)?"),
    ("obj", r"objectives?\b(?:\s*\(?([a-z])\b\)?)?"),
    ("sco", r"(scope)\b"),
    ("anx", r"annex\b(?:\s*(1|i)\b)?"),
    ("icn", r"(?:icon|figure)\s*(\d+)\b"),
    ("pag", r"page\s*(\d+)\b"),
    ("lst", r"list\s*(\d+)\b"),
    ("stm", r"statement\s*(\d+)\b"),
    ("pnt", POINT.removeprefix("(?i)")),
    ("gap", r"[\s,;:.()–-]+"),
)
_WHOLES = ("rct", "obj", "sco", "anx", "pag")
_IN_NO_SECTION = ("anx", "pag")


def read_names(text: str, citation: str, index: "NodeIndex") -> list[str]:
    """Return the local names of what a text can name, in each section that it may mean.

    Args:
        text: the citation without the name of the code.
        citation: the citation as it was written, for error messages.
        index: the nodes of the graph.

    Raises:
        CitationError: the text cannot be parsed.

    >>> from actgraph.graph.day import open_day
    >>> read_names("Section 1, recital (c)", "Section 1, recital (c)", open_day("2026-11-24"))
    ['sec_1.rct_c']
    """
    names = find_names(text)
    if names is None:
        raise make_unreadable_error(text, citation, index.get_labels())
    return names


def find_names(text: str) -> list[str] | None:
    """Return the local names of what a text can name; None if it cannot be parsed.

    >>> find_names("Section 2, Measure 1.2, point (a)"), find_names("Measure 1.1.2"), find_names("")
    (['sec_2.com_1.mea_2.pnt_a'], ['sec_1.com_1.mea_1.sub_2', 'sec_2.com_1.mea_1.sub_2'], ['code'])
    >>> find_names("Commitment 2, Measure 1.1")
    """
    steps = _split_steps(text)
    if steps is None:
        return None
    kinds = [kind for kind, _ in steps]
    sections = [number for kind, number in steps if kind == "sec"]
    below = [f"{kind}_{number}" for kind, number in steps if kind in ("lst", "pnt", "icn", "stm")]
    wholes = [f"{kind}_{number}" if number else kind for kind, number in steps if kind in _WHOLES]
    measures = _join_measures({kind: number for kind, number in steps if kind in ("com", "mea", "sub")})
    repeated = any(kinds.count(kind) > 1 for kind in kinds if kind != "pnt")
    if repeated or measures is None or len(wholes) + bool(measures) > 1:
        return None
    part = [*wholes, *filter(None, [measures]), *below]
    if any(kind in _IN_NO_SECTION for kind in kinds):
        return None if sections else [".".join(part)]
    if not steps:
        return ["code"]
    if not part or (below and part == below):
        return [f"sec_{number}" for number in sections] if not below else None
    return [".".join([f"sec_{number}", *part]) for number in sections or _SECTIONS]


def _split_steps(text: str) -> list[tuple[str, str]] | None:
    """Split a text into the kinds and numbers that it names."""
    steps: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        hits = ((kind, re.compile(rf"(?i){one}", re.ASCII).match(text, at)) for kind, one in _TOKENS)
        kind, hit = next(((kind, hit) for kind, hit in hits if hit), ("", None))
        if hit is None:
            return None
        at = hit.end()
        number = (hit[hit.lastindex] if hit.lastindex else "").lower()
        if kind == "obj":
            steps += [("obj", ""), *([("pnt", number)] if number else [])]
        elif kind != "gap":
            steps.append((kind, {"sco": "", "anx": "1"}.get(kind, number)))
    return steps


def _join_measures(numbers: dict[str, str]) -> str | None:
    """Return the local name of nested parts such as "Commitment 1, Measure 1.2"; None if one is not in the other."""
    path: list[str] = []
    for kind in ("com", "mea", "sub"):
        if kind not in numbers:
            continue
        number = numbers[kind].split(".")
        if kind == "mea" and len(number) == 1:
            number = [*path, *number]
        if number[: len(path)] != path or (kind != "com" and len(number) < 2):
            return None
        path = number
    return ".".join(f"{kind}_{number}" for kind, number in zip(("com", "mea", "sub"), path, strict=False))
