"""What people write → IRI: "Art. 53(1), point (a)", "Annex XI, Section 2", "recital 110", "Copyright Measure 1.2".

Reading is done in two steps: the words become a head and steps below it, then the steps are walked down among the nodes
that the graph has, since only they say whether "(a)" is a paragraph or a point, and under which subparagraph it stands.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from actgraph import near, nodes
from actgraph.errors import CitationError
from actgraph.label import ORDINALS, code_label
from actgraph.names import BASE, expand

ACT = BASE + "eli/reg/2024/1689/"
CODE = BASE + "code-of-practice/"
GUIDELINES = BASE + "guidelines/gpai/"


class Known(Protocol):
    """The nodes that a citation can name."""

    def __contains__(self, iri: str) -> bool: ...

    def labels(self) -> dict[str, str]:
        """Label → IRI of every node, asked for only to find near misses."""
        ...


class Step(NamedTuple):
    """One step down: its kind (`par`, `pnt`, `sub`, `sct`; empty where the words do not say) and its number."""

    kind: str
    number: str


def read(words: str, known: Known) -> str:
    """Read one citation.

    Args:
        words: what somebody wrote; a full IRI or a short name such as `act:art_53` is read too.
        known: the nodes of the graph.

    Returns:
        The IRI of the node.

    Raises:
        CitationError: it names nothing that the graph has, more than one thing, or another act; near misses are told.

    >>> from actgraph.graph import on
    >>> read("Art. 53(1), point (a)", on("2026-11-24"))
    'https://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_1.pnt_a'
    """
    written = " ".join(unicodedata.normalize("NFKC", words).split()).strip(" .,;:")
    if not written:
        raise CitationError("an empty citation", todo=_HOW)
    iri = written if written.startswith(("http://", "https://")) else expand(written)
    if iri is not None:
        if iri in known:
            return iri
        raise CitationError(f"{written} is no node of the graph", near=near.misses(written, known.labels()))
    text = _OWN_ACT.sub(" ", written)
    if other := _OTHER_ACT.search(text):
        raise CitationError(
            f"“{written}” names a provision of another act ({other.group()})",
            todo="The graph holds the AI Act (Regulation (EU) 2024/1689), the Code of Practice and their links.",
        )
    text = ", ".join(reversed(re.split(r"\s+(?:of|to|under|in)\s+(?:the\s+)?", text.strip(" ,"))))
    found = _code(text, known, written) or _guidelines(text, known, written)
    return found or nodes.walk(*_act(text, written, known), written, known)


_HOW = 'Write it like "53(1)(a)", "Annex XI, Section 2", "recital 110", "Copyright Commitment 1" or "Measure 9.3".'
_OWN_ACT = re.compile(
    r"\b(?:of\s+|in\s+|under\s+)?(?:the\s+)?(?:EU\s+)?"
    r"(?:AI[ -]?Act|Artificial Intelligence Act|AIA|Regulation \(EU\) (?:No )?2024/1689)(?!\w)",
    re.IGNORECASE,
)
_OTHER_ACT = re.compile(
    r"\b(?:Directive|Regulation|Decision)\b.*?\d+/\d+(?:/E[CU]C?)?|\b(?:GDPR|DSA|TFEU|TEU|Charter)\b", re.IGNORECASE
)

# ---- The Code of Practice and the guidelines ------------------------------------------------------------------------

_CHAPTER = re.compile(
    r"\b(?:(transparency|tra)|(copyright|cpy)|(safety\s*(?:and|&)\s*security|s\s*&\s*s|safety|security|sas))\b",
    re.IGNORECASE,
)
_PART = re.compile(r"\b(commitment|measure|appendix|com|mea|app)s?\b\.?\s*(\d+(?:\.\d+)*)", re.IGNORECASE)


def _code(text: str, known: Known, written: str) -> str | None:
    chapter = _CHAPTER.search(text)
    parts = _PART.findall(text)
    if not parts:
        if chapter and re.fullmatch(r"[\s,()]*(?:chapter)?[\s,()]*", _CHAPTER.sub("", text, count=1), re.IGNORECASE):
            return _known(CODE + _chapter(chapter), known, written)
        if re.fullmatch(r"(?:general-purpose ai )?code(?: of practice)?", text, re.IGNORECASE):
            return _known(CODE + "code", known, written)
        return None
    rest = re.sub(r"\bchapter\b|[\s,()]+", "", _PART.sub("", _CHAPTER.sub("", text, count=1)), flags=re.IGNORECASE)
    if rest:
        raise CitationError(f"cannot read “{rest}” in “{written}”", todo=_HOW)
    kind, number = parts[-1]
    name = _part_name(kind.lower()[:3], number)
    chapters = [_chapter(chapter)] if chapter else ["tra", "cpy", "sas"]
    candidates = [f"{code}.{name}" for code in chapters if f"{CODE}{code}.{name}" in known]
    if len(candidates) > 1:
        raise CitationError(
            f"“{written}” is {len(candidates)} nodes: one in each chapter that has it",
            near=[code_label(name) for name in candidates],
            todo="Name the chapter.",
        )
    if not candidates:
        raise CitationError(
            f"“{written}” is no part of the Code of Practice", near=near.misses(written, known.labels()), todo=_HOW
        )
    return CODE + candidates[0]


def _part_name(kind: str, number: str) -> str:
    first, *rest = number.split(".")
    if kind == "mea":
        return ".".join([f"com_{first}", *(f"mea_{step}" for step in rest)])
    return ".".join([f"{kind}_{first}", *(f"sct_{step}" for step in rest)])


def _chapter(found: re.Match[str]) -> str:
    return ("tra", "cpy", "sas")[[bool(group) for group in found.groups()].index(True)]


def _guidelines(text: str, known: Known, written: str) -> str | None:
    found = re.search(r"\bguidelines?\b[\s,:]*(section|sec\.?|paragraph|par\.?|point)?\s*\(?(\d+(?:\.\d+)*)\)?", text, re.I)
    if not found:
        return None
    kind = "sec" if (found[1] or "").lower().startswith("sec") or "." in found[2] else "par"
    return _known(f"{GUIDELINES}5045.{kind}_{found[2]}", known, written)


def _known(iri: str, known: Known, written: str) -> str:
    if iri in known:
        return iri
    raise CitationError(f"“{written}” is read as {iri}, which is not in the graph of this day")


# ---- The Act --------------------------------------------------------------------------------------------------------

_ROMAN = r"[ivxl]+"
_TOKEN = re.compile(
    rf"""(?P<art>\b(?:articles?|arts?)\b\.?\s*(?P<art_n>\d+[a-z]?\b))
      | (?P<rct>\b(?:recitals?|rec)\b\.?\s*\(?(?P<rct_n>\d+)\)?)
      | (?P<anx>\b(?:annex|anx)\b\.?\s*(?P<anx_n>{_ROMAN}\b|\d+))
      | (?P<cpt>\b(?:chapter|ch)\b\.?\s*(?P<cpt_n>{_ROMAN}\b|\d+))
      | (?P<sct>\b(?:section|sec|sect)\b\.?\s*(?P<sct_n>\d+|[a-z]\b))
      | (?P<sub>\b(?P<sub_n>{"|".join(ORDINALS)})\s+(?:sub-?|un-?numbered\s+)?paragraph\b)
      | (?P<par>(?:\b(?:paragraph|para|par)\b\.?|§)\s*\(?(?P<par_n>\d+[a-z]?)\b\)?)
      | (?P<pnt>\b(?:point|pt|letter|lit|item|definition)\b\.?\s*\(?(?P<pnt_n>\d+(?:\.\d+)*[a-z]?|[a-z]+)\b\)?)
      | (?P<bracket>\(\s*(?P<bracket_n>\d+[a-z]?|[a-z]+)\s*\))
      | (?P<dot>\.\s*(?P<dot_n>\d+[a-z]?|[a-z]{{1,2}})\b)
      | (?P<bare>\b(?P<bare_n>\d+[a-z]?)(?![\w]))
      | (?P<gap>[\s,;]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_HEADS = ("art", "rct", "anx", "cpt")


def _act(text: str, written: str, known: Known) -> tuple[str, Sequence[Step]]:
    """The head ("art_53") and the steps below it."""
    steps = list(_steps(text, written, known))
    heads = [step for step in steps if step.kind in _HEADS]
    if len(heads) > 1 and {step.kind for step in heads} != {"cpt", "art"}:
        raise CitationError(f"“{written}” names more than one provision", todo="Ask for one at a time.")
    head = heads[-1] if heads else steps[0]
    if not heads and head.kind:
        raise CitationError(f"“{written}” does not say of which article or annex", todo=_HOW)
    kind = head.kind or "art"
    number = roman(head.number) if kind in ("anx", "cpt") else head.number
    return f"{kind}_{number}", [step for step in steps if step not in heads and step is not head]


def _steps(text: str, written: str, known: Known) -> Iterator[Step]:
    place, first = 0, True
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None or (token.lastgroup == "bare" and not first):
            raise CitationError(
                f"cannot read “{text[place:]}” in “{written}”", near=near.misses(written, known.labels()), todo=_HOW
            )
        place = token.end()
        kind = next(name for name, value in token.groupdict().items() if value is not None and not name.endswith("_n"))
        if kind == "gap":
            continue
        number = token[f"{kind}_n"].lower()
        first = False
        if kind == "sub":
            yield Step("sub", str(ORDINALS.index(number) + 1))
        elif kind == "sct" and number.isalpha():
            yield Step("sct", number.upper())
        else:
            yield from (Step("" if kind in ("bracket", "dot", "bare") else kind, part) for part in number.split("."))


def roman(number: str) -> str:
    """A roman number as the law prints it, from roman or arabic digits.

    >>> roman("xi"), roman("5")
    ('XI', 'V')
    """
    if not number.isdigit():
        return number.upper()
    rest, written = int(number), ""
    for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        count, rest = divmod(rest, value)
        written += letters * count
    return written
