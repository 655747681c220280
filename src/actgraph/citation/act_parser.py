"""The AI Act, and the acts that amend and implement it: the words of a citation → steps → the node they lead to."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from actgraph.citation.labels import AMENDING_ACT, IMPLEMENTING_ACT, ORDINALS, act_label, roman
from actgraph.core import suggestions
from actgraph.core.errors import CitationError
from actgraph.core.prefixes import ACT, AMENDING, IMPLEMENTING

if TYPE_CHECKING:
    from actgraph.citation.protocols import Known

_OTHERS = {AMENDING: AMENDING_ACT, IMPLEMENTING: IMPLEMENTING_ACT}

# What a citation may leave unsaid between a whole and its point: a later subparagraph, the section of an annex.
_UNSAID = [f"sub_{number}" for number in range(2, 20)] + [f"sct_{number}" for number in "123456ABCDEF"]


class Step(NamedTuple):
    """One step down: its kind and its number.

    The kind is `par`, `pnt`, `sub`, `sct`, `nth` ("second paragraph", numbered or not), or empty where the words do not
    say. The heads, from which the steps go down, are `art`, `rct`, `anx` and `cpt`.

    Attributes:
        kind: one of these.
        number: as local names have it, such as `1a`, `XI` or `3.1`.
    """

    kind: str
    number: str


class _Place(NamedTuple):
    iri: str
    first_sub: bool  # "first subparagraph" was said: its points stand under the whole


# Kind → pattern, in any case. Strings: they are compiled when a citation needs them, not at every start.
_NTH = r"(\d+(?:st|nd|rd|th)|[a-z]+)\s"
_TOKENS = (
    ("art", r"art(?:icle)?\.?\s*(\d+[a-z]?)\b"),
    ("rct", r"rec(?:ital)?\.?\s*\(?(\d+)\b\)?"),
    ("anx", r"ann?e?x\b(?:\.?\s*([ivx]+|\d+)\b)?"),
    ("cpt", r"ch(?:ap(?:ter)?)?\b\.?\s*([ivx]+|\d+)\b"),
    ("sct", r"sect?(?:ion)?\b\.?\s*(\d+|[a-z])\b"),
    ("sub", _NTH + r"sub[- ]?par(?:a(?:graph)?)?\b\.?"),
    ("sub", r"sub[- ]?par(?:a(?:graph)?)?\b\.?\s*\(?(\d+)\b\)?"),
    ("nth", _NTH + r"(?:unnumbered\s)?para(?:graph)?\b\.?"),
    ("par", r"(?:par(?:a(?:graph)?)?\b\.?|§)\s*\(?(\d+[a-z]?)\b\)?"),
    ("pnt", r"(?:point|pt|letter|lit|item|definition)\b\.?\s*\(?(\d+(?:\.\d+)*[a-z]?|[a-z]+)\b\)?"),
    ("", r"\(\s*(\d+[a-z]*|[a-z]+)\s*\)"),
    ("", r"\.\s*(\d+[a-z]?|(?!pt\b|ch\b)[a-z]{1,2}|[ivx]+)\b"),
    ("bare", r"(\d+(?:\.\d+)*[a-z]?)\b"),
    ("gap", r"([\s,;:.]+)"),
)
_HEADS = ("art", "rct", "anx", "cpt")
_ONLY_ANNEX = Step("anx", "1")  # without a number: a roman one is never written so
_START = Step("start", "")
_BEFORE_BARE = ("start", "anx", "sct")  # "53", "Annex III 1(a)", "Section 1, 2(d)"


def find(text: str, written: str, known: "Known", base: str = ACT) -> str:
    """The IRI of the provision that some words name.

    Args:
        text: the words, from the whole down: "Annex III, point 1(a)".
        written: the citation, for the message.
        known: the nodes of the graph.
        base: the namespace of the act that is meant.

    Raises:
        CitationError: they cannot be read, or there is no such provision, or more than one.

    >>> from actgraph.graph.day import on
    >>> find("Annex XI, Section 2", "Annex XI, Section 2", on("2026-11-24"))
    'https://w3id.org/actgraph/eli/reg/2024/1689/anx_XI.sct_2'
    """
    steps = list(_steps(text, written, known))
    heads = [step for step in steps if step.kind in _HEADS]
    if base == ACT and _ONLY_ANNEX in heads:
        raise suggestions.unread(text, written, known.labels())
    if not heads:
        raise CitationError(
            f"{suggestions.quoted(written)} does not say of which article, annex or chapter", todo=suggestions.HOW
        )
    chapter = next((step for step in heads if step.kind == "cpt"), None)
    head = next((step for step in heads if step.kind != "cpt"), heads[0])
    if len(heads) > 1 and not (len(heads) == 2 and chapter and head.kind == "art"):
        raise suggestions.several(written, suggestions.few(map(_label, heads)))
    at = steps.index(head)
    below = [step for step in steps[at + 1 :] + steps[:at] if step not in heads]
    if len(heads) == 1 or not chapter:
        return walk(base + _name(head), below, written, known)
    # "Chapter V, Section 2, Article 53": the whole is said with its part, and has to be true.
    whole = walk(base + _name(chapter), [step for step in below if step.kind == "sct"], written, known)
    part = walk(base + _name(head), [step for step in below if step.kind != "sct"], written, known)
    if all(place.iri != whole for place in known.places(part)):
        label = _told(whole)
        raise CitationError(
            f"{suggestions.quoted(written)} contradicts itself: {_label(head)} does not stand in {label}",
            near=[_label(head), label],
        )
    return part


def _steps(text: str, written: str, known: "Known") -> Iterator[Step]:
    at, gap, before = 0, "", _START
    while at < len(text):
        kind, token = next(
            ((kind, token) for kind, one in _TOKENS if (token := re.compile(one, re.ASCII | re.I).match(text, at))),
            ("", None),
        )
        number = _number(kind, token[1] or "") if token else ""
        if not token or not number or (kind == "bare" and before.kind not in _BEFORE_BARE):
            raise suggestions.unread(text[at:], written, known.labels())
        at = token.end()
        if kind == "gap":
            gap = number
            continue
        for part in number.split("."):
            step = Step("art" if kind == "bare" and before is _START else kind.removeprefix("bare"), part)
            if "," in gap and not step.kind and _beside(step, before):
                raise suggestions.several(written, suggestions.misses(written, known.labels()))
            yield step
            gap, before = "", step


def _beside(step: Step, before: Step) -> bool:
    """Whether "(h), (i)" is a list, while "(1), (a)" goes down."""
    return before.kind in ("", "par", "pnt") and step.number[0].isdigit() == before.number[0].isdigit()


def _number(kind: str, said: str) -> str:
    """A number as local names have it; empty where it is none."""
    said = said.lower()
    if kind in ("anx", "cpt"):
        return roman(said) or _ONLY_ANNEX.number
    if kind == "sct":
        return said.upper()
    if kind in ("sub", "nth"):
        ordinal = str(ORDINALS.index(said) + 1) if said in ORDINALS else said.rstrip("stndrh")
        return ordinal if ordinal.isdigit() else ""
    return said


def _name(step: Step) -> str:
    return f"{step.kind}_{step.number}"


def _label(step: Step) -> str:
    return act_label(_name(step))


def walk(head: str, steps: Sequence[Step], written: str, known: "Known") -> str:
    """The IRI of the one node that the steps lead to.

    Args:
        head: IRI of the article, recital, chapter or annex.
        steps: the steps below it.
        written: the citation, for the message.
        known: the nodes of the graph.

    Raises:
        CitationError: there is no such node, or more than one.

    >>> from actgraph.graph.day import on
    >>> walk(f"{ACT}art_53", [Step("par", "1"), Step("pnt", "a")], "53(1)(a)", on("2026-11-24"))
    'https://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_1.pnt_a'
    """
    if head not in known:
        base, name = head[: head.rindex("/") + 1], head[head.rindex("/") + 1 :]
        of_kind = base + name[: name.index("_") + 1]
        alike = [
            label for label, iri in known.labels().items() if iri.startswith(of_kind) and "." not in iri[len(base) :]
        ]
        told = suggestions.misses(_told(head), alike)
        act = _OTHERS.get(base, "the AI Act of this day")
        raise CitationError(
            f"there is no {suggestions.clipped(act_label(name))} in {act}",
            near=told,
            todo="" if told else suggestions.HOW,
        )
    places = [_Place(head, False)]
    for step in steps:
        further = [below for place in places for below in _below(place, step, known)]
        if not further:
            raise _nothing(places[0].iri, written, known)
        places = further
    found = list(dict.fromkeys(place.iri for place in places))
    if len(found) > 1:
        raise CitationError(
            f"{suggestions.quoted(written)} can be {len(found)} nodes", near=suggestions.few(map(_told, found))
        )
    return found[0]


def _below(place: _Place, step: Step, known: "Known") -> Iterator[_Place]:
    iri = place.iri
    if step.kind in ("sub", "nth"):
        if f"{iri}.sub_{step.number}" in known:
            yield _Place(f"{iri}.sub_{step.number}", step.number == "1")
        elif f"{iri}.par_{step.number}" in known:
            if step.kind == "nth":
                yield _Place(f"{iri}.par_{step.number}", False)
        elif step.number == "1" and not place.first_sub:  # the only one is no node of its own
            yield _Place(iri, True)
        return
    if place.first_sub:
        iri = iri.removesuffix(".sub_1")
    kinds = [step.kind] if step.kind else ["par", "pnt"]
    if step.kind == "par" and "/anx_" in iri:
        kinds = ["pnt"]  # some call them paragraphs
    exact = [f"{iri}.{kind}_{step.number}" for kind in kinds if f"{iri}.{kind}_{step.number}" in known]
    if exact:  # under two subparagraphs the first is meant, as its points are cited
        yield _Place(exact[0], False)
    elif "." not in iri[iri.rindex("/") :] and f"{iri}.sub_{step.number}" in known:
        yield _Place(f"{iri}.sub_{step.number}", False)  # "113(3)": the third of unnumbered paragraphs
    elif "pnt" in kinds and not place.first_sub:
        for unsaid in _UNSAID:
            if f"{iri}.{unsaid}.pnt_{step.number}" in known:
                yield _Place(f"{iri}.{unsaid}.pnt_{step.number}", False)


def _nothing(iri: str, written: str, known: "Known") -> CitationError:
    start = iri + "."
    below = [label for label, one in known.labels().items() if one.startswith(start) and "." not in one[len(start) :]]
    if not below:
        return CitationError(
            f"{_told(iri)} has no parts: {suggestions.quoted(written)} names nothing", near=[_told(iri)]
        )
    told = suggestions.misses(written, below) or suggestions.few(below)
    return CitationError(f"{_told(iri)} has no such part: {suggestions.quoted(written)} names nothing", near=told)


def _told(iri: str) -> str:
    """The citation of a provision, with its act where that is not the AI Act."""
    base, name = iri[: iri.rindex("/") + 1], iri[iri.rindex("/") + 1 :]
    return act_label(name) + (f" of {_OTHERS[base]}" if base in _OTHERS else "")
