"""What people write → IRI: "Art. 53(1), point (a)", "Annex XI, Section 2", "recital 110", "Copyright Measure 1.2".

Reading is done in two steps: the words become a head and steps below it, then the steps are walked down among the nodes
that the graph has, since only they say whether "(a)" is a paragraph or a point, and under which subparagraph it stands.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from actgraph import near, nodes
from actgraph.errors import CitationError
from actgraph.label import ORDINALS, code_label
from actgraph.names import BASE, expand
from actgraph.nodes import Step

if TYPE_CHECKING:
    from actgraph.known import Known

ACT = BASE + "eli/reg/2024/1689/"
CODE = BASE + "code-of-practice/"
GUIDELINES = BASE + "guidelines/gpai/"


def read(words: str, known: "Known") -> str:
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
    written = " ".join(_normal(words).split()).strip(" .,;:")
    if not written:
        raise CitationError("an empty citation", todo=_HOW)
    iri = written if written.startswith(("http://", "https://")) else expand(written)
    if iri is not None:
        if iri in known:
            return iri
        raise CitationError(f"{written} is no node of the graph", near=near.misses(written, known.labels()))
    if re.fullmatch(_PLAIN, written):  # most citations are: the other patterns need not be compiled
        number, *below = re.findall(r"[0-9]+[a-z]*|\b[a-z]+", written.replace("Article", ""))
        return nodes.walk(f"art_{number}", [Step("", part) for part in below], written, known)
    text = re.sub(_OWN_ACT, " ", written)
    if other := re.search(_OTHER_ACT, text):
        raise CitationError(
            f"“{written}” names a provision of another act ({other.group()})",
            todo="The graph holds the AI Act (Regulation (EU) 2024/1689), the Code of Practice and their links.",
        )
    text = ", ".join(reversed(re.split(r"\s+(?:of|to|under|in)\s+(?:the\s+)?", text.strip(" ,"))))
    found = _code(text, known, written) or _guidelines(text, known, written)
    return found or nodes.walk(*_act(text, written, known), written, known)


def _normal(words: str) -> str:
    if words.isascii():
        return words
    import unicodedata

    return unicodedata.normalize("NFKC", words)


_HOW = 'Write it like "53(1)(a)", "Annex XI, Section 2", "recital 110", "Copyright Commitment 1" or "Measure 9.3".'
_PLAIN = r"(?:Art(?:icle |\. ?))?[0-9]+[a-z]?(?: ?\([0-9a-z]+\))*"
_OWN_ACT = (
    r"(?i)\b(?:of\s+|in\s+|under\s+)?(?:the\s+)?(?:EU\s+)?"
    r"(?:AI[ -]?Act|Artificial Intelligence Act|AIA|Regulation \(EU\) (?:No )?2024/1689)(?!\w)"
)
_OTHER_ACT = r"(?i)\b(?:Directive|Regulation|Decision)\b.*?\d+/\d+(?:/E[CU]C?)?|\b(?:GDPR|DSA|TFEU|TEU|Charter)\b"

# ---- The Code of Practice and the guidelines ------------------------------------------------------------------------

_CHAPTER = (
    r"(?i)\b(?:(transparency|tra)|(copyright|cpy)|(safety\s*(?:and|&)\s*security|s\s*&\s*s|safety|security|sas))\b"
)
_PART = r"(?i)\b(commitment|measure|appendix|com|mea|app)s?\b\.?\s*(\d+(?:\.\d+)*)"


def _code(text: str, known: "Known", written: str) -> str | None:
    chapter = re.search(_CHAPTER, text)
    parts = re.findall(_PART, text)
    if not parts:
        if chapter and re.fullmatch(
            r"[\s,()]*(?:chapter)?[\s,()]*", re.sub(_CHAPTER, "", text, count=1), re.IGNORECASE
        ):
            return _known(CODE + _chapter(chapter), known, written)
        if re.fullmatch(r"(?:general-purpose ai )?code(?: of practice)?", text, re.IGNORECASE):
            return _known(CODE + "code", known, written)
        return None
    rest = re.sub(
        r"\bchapter\b|[\s,()]+", "", re.sub(_PART, "", re.sub(_CHAPTER, "", text, count=1)), flags=re.IGNORECASE
    )
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


def _guidelines(text: str, known: "Known", written: str) -> str | None:
    found = re.search(r"(?i)\bguidelines?\b[\s,:]*(sec\w*\.?|par\w*\.?|point)?\s*\(?(\d+(?:\.\d+)*)\)?", text)
    if not found:
        return None
    kind = "sec" if (found[1] or "").lower().startswith("sec") or "." in found[2] else "par"
    iri = f"{GUIDELINES}5045.{kind}_{found[2]}"
    if iri in known:
        return iri
    part = "section" if kind == "sec" else "paragraph"
    raise CitationError(
        f"“{written}” is read as {part} {found[2]} of the Commission's guidelines C(2025) 5045, which the graph of this"
        " day does not have"
    )


def _known(iri: str, known: "Known", written: str) -> str:
    if iri in known:
        return iri
    raise CitationError(f"“{written}” is read as {iri}, which is not in the graph of this day")


# ---- The Act --------------------------------------------------------------------------------------------------------

# Kind → pattern, of lower-case text. Strings: they are compiled when a citation needs them, not at every start.
_TOKENS = (
    ("art", r"art(?:icle)?s?\b\.?\s*(\d+[a-z]?\b)"),
    ("rct", r"rec(?:ital)?s?\b\.?\s*\(?(\d+)\b\)?"),
    ("anx", r"ann?e?x\b\.?\s*([ivx]+\b|\d+\b)"),
    ("cpt", r"ch(?:apter)?\b\.?\s*([ivx]+\b|\d+\b)"),
    ("sct", r"sect?(?:ion)?\b\.?\s*(\d+\b|[a-z]\b)"),
    ("sub", r"([a-z]+)\s+(?:sub-?|unnumbered\s+)?paragraph\b"),
    ("par", r"(?:par(?:a|agraph)?\b\.?|§)\s*\(?(\d+[a-z]?)\b\)?"),
    ("pnt", r"(?:point|pt|letter|lit|item|definition)\b\.?\s*\(?(\d+(?:\.\d+)*[a-z]?|[a-z]+)\b\)?"),
    ("", r"\(\s*(\d+[a-z]*|[a-z]+)\s*\)"),
    ("", r"\.\s*(\d+[a-z]?|[a-z]{1,2})\b"),
    ("bare", r"(\d+[a-z]?)\b"),
    ("gap", r"([\s,;]+)"),
)
_HEADS = ("art", "rct", "anx", "cpt")


def _act(text: str, written: str, known: "Known") -> tuple[str, Sequence[Step]]:
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


def _steps(text: str, written: str, known: "Known") -> Iterator[Step]:
    text = text.lower()
    place, first = 0, True
    while place < len(text):
        kind, token = next(
            ((kind, token) for kind, one in _TOKENS if (token := re.compile(one, re.ASCII).match(text, place))),
            ("", None),
        )
        if token is None or (kind == "bare" and not first) or (kind == "sub" and token[1] not in ORDINALS):
            raise CitationError(
                f"cannot read “{text[place:]}” in “{written}”", near=near.misses(written, known.labels()), todo=_HOW
            )
        place = token.end()
        if kind == "gap":
            continue
        first = False
        if kind == "sub":
            yield Step("sub", str(ORDINALS.index(token[1]) + 1))
        elif kind == "sct":
            yield Step("sct", token[1].upper())
        else:
            yield from (Step("" if kind == "bare" else kind, part) for part in token[1].split("."))


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
