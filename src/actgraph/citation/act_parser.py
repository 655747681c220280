"""Parse citations of the AI Act and of the acts that amend and implement it: text → steps → node."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from actgraph.citation.errors import CITATION_HINT, make_multiple_error, make_unreadable_error
from actgraph.citation.labels import AMENDING_ACT, IMPLEMENTING_ACT, ORDINALS, format_act_label, to_roman
from actgraph.core.errors import CitationError
from actgraph.core.prefixes import ACT, AMENDING, IMPLEMENTING
from actgraph.core.suggestions import limit_suggestions, quote_text, suggest_labels, truncate_text

if TYPE_CHECKING:
    from actgraph.citation.protocols import NodeIndex

_RELATED_ACTS = {AMENDING: AMENDING_ACT, IMPLEMENTING: IMPLEMENTING_ACT}

# Steps that a citation may leave out above a point: a later subparagraph, the section of an annex.
_IMPLIED_STEPS = [f"sub_{number}" for number in range(2, 20)] + [f"sct_{number}" for number in "123456ABCDEF"]


class CitationStep(NamedTuple):
    """One step of a citation: the kind of division and its number.

    Attributes:
        kind: `par`, `pnt`, `sub`, `sct`, `nth` ("second paragraph", numbered or not), or empty where the text does not
            say; `art`, `rct`, `anx` or `cpt` for the head, where the steps start.
        number: as local names have it, such as `1a`, `XI` or `3.1`.
    """

    kind: str
    number: str


class _Position(NamedTuple):
    iri: str
    first_sub: bool  # the text says "first subparagraph"; its points are direct parts of the paragraph


# Kind → pattern, case-insensitive. They are strings so that they are compiled only when a citation needs them.
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
_ONLY_ANNEX = CitationStep("anx", "1")  # the only annex of an act; numbered annexes have roman numbers
_START = CitationStep("start", "")
_BEFORE_BARE = ("start", "anx", "sct")  # "53", "Annex III 1(a)", "Section 1, 2(d)"


def parse_act_citation(text: str, citation: str, index: "NodeIndex", base: str = ACT) -> str:
    """Return the IRI of the provision that a text names.

    Args:
        text: from the whole to its part: "Annex III, point 1(a)".
        citation: the citation as it was written, for error messages.
        index: the nodes of the graph.
        base: the namespace of the act.

    Raises:
        CitationError: the text cannot be parsed, or names no provision, or more than one.

    >>> from actgraph.graph.day import open_day
    >>> parse_act_citation("Annex XI, Section 2", "Annex XI, Section 2", open_day("2026-11-24"))
    'https://w3id.org/actgraph/eli/reg/2024/1689/anx_XI.sct_2'
    """
    steps = list(_parse_steps(text, citation, index))
    heads = [step for step in steps if step.kind in _HEADS]
    if base == ACT and _ONLY_ANNEX in heads:
        raise make_unreadable_error(text, citation, index.get_labels())
    if not heads:
        raise CitationError(
            f"{quote_text(citation)} does not say of which article, annex or chapter",
            todo=CITATION_HINT,
        )
    chapter = next((step for step in heads if step.kind == "cpt"), None)
    head = next((step for step in heads if step.kind != "cpt"), heads[0])
    if len(heads) > 1 and not (len(heads) == 2 and chapter and head.kind == "art"):
        raise make_multiple_error(citation, limit_suggestions(map(_format_step, heads)))
    at = steps.index(head)
    below = [step for step in steps[at + 1 :] + steps[:at] if step not in heads]
    if len(heads) == 1 or not chapter:
        return resolve_steps(base + _format_local_name(head), below, citation, index)
    # "Chapter V, Section 2, Article 53" is valid only where the article is in that chapter and section.
    whole = resolve_steps(
        base + _format_local_name(chapter), [step for step in below if step.kind == "sct"], citation, index
    )
    part = resolve_steps(
        base + _format_local_name(head), [step for step in below if step.kind != "sct"], citation, index
    )
    if all(place.iri != whole for place in index.list_ancestors(part)):
        label = _format_provision(whole)
        raise CitationError(
            f"{quote_text(citation)} contradicts itself: {_format_step(head)} does not stand in {label}",
            near=[_format_step(head), label],
        )
    return part


def _parse_steps(text: str, citation: str, index: "NodeIndex") -> Iterator[CitationStep]:
    at, gap, before = 0, "", _START
    while at < len(text):
        kind, token = next(
            ((kind, token) for kind, one in _TOKENS if (token := re.compile(one, re.ASCII | re.I).match(text, at))),
            ("", None),
        )
        number = _normalize_number(kind, token[1] or "") if token else ""
        if not token or not number or (kind == "bare" and before.kind not in _BEFORE_BARE):
            raise make_unreadable_error(text[at:], citation, index.get_labels())
        at = token.end()
        if kind == "gap":
            gap = number
            continue
        for part in number.split("."):
            step = CitationStep("art" if kind == "bare" and before is _START else kind.removeprefix("bare"), part)
            if "," in gap and not step.kind and _is_list(step, before):
                raise make_multiple_error(citation, suggest_labels(citation, index.get_labels()))
            yield step
            gap, before = "", step


def _is_list(step: CitationStep, previous: CitationStep) -> bool:
    """Return whether two steps are a list, as "(h), (i)" is; "(1), (a)" is a path downwards."""
    return previous.kind in ("", "par", "pnt") and step.number[0].isdigit() == previous.number[0].isdigit()


def _normalize_number(kind: str, text: str) -> str:
    """Return a number as local names have it, or an empty string for what is no number."""
    text = text.lower()
    if kind in ("anx", "cpt"):
        return to_roman(text) or _ONLY_ANNEX.number
    if kind == "sct":
        return text.upper()
    if kind in ("sub", "nth"):
        ordinal = str(ORDINALS.index(text) + 1) if text in ORDINALS else text.rstrip("stndrh")
        return ordinal if ordinal.isdigit() else ""
    return text


def _format_local_name(step: CitationStep) -> str:
    return f"{step.kind}_{step.number}"


def _format_step(step: CitationStep) -> str:
    return format_act_label(_format_local_name(step))


def resolve_steps(head: str, steps: Sequence[CitationStep], citation: str, index: "NodeIndex") -> str:
    """Return the IRI of the one node that the steps lead to.

    Args:
        head: IRI of the article, recital, chapter or annex.
        steps: the steps below it.
        citation: the citation as it was written, for error messages.
        index: the nodes of the graph.

    Raises:
        CitationError: there is no such node, or more than one.

    >>> from actgraph.graph.day import open_day
    >>> steps = [CitationStep("par", "1"), CitationStep("pnt", "a")]
    >>> resolve_steps(f"{ACT}art_53", steps, "53(1)(a)", open_day("2026-11-24"))
    'https://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_1.pnt_a'
    """
    if head not in index:
        base, name = head[: head.rindex("/") + 1], head[head.rindex("/") + 1 :]
        of_kind = base + name[: name.index("_") + 1]
        alike = [
            label
            for label, iri in index.get_labels().items()
            if iri.startswith(of_kind) and "." not in iri[len(base) :]
        ]
        told = suggest_labels(_format_provision(head), alike)
        act = _RELATED_ACTS.get(base, "the AI Act of this day")
        raise CitationError(
            f"there is no {truncate_text(format_act_label(name))} in {act}",
            near=told,
            todo="" if told else CITATION_HINT,
        )
    places = [_Position(head, False)]
    for step in steps:
        further = [below for place in places for below in _find_below(place, step, index)]
        if not further:
            raise _make_no_part_error(places[0].iri, citation, index)
        places = further
    found = list(dict.fromkeys(place.iri for place in places))
    if len(found) > 1:
        raise CitationError(
            f"{quote_text(citation)} can be {len(found)} nodes",
            near=limit_suggestions(map(_format_provision, found)),
        )
    return found[0]


def _find_below(position: _Position, step: CitationStep, index: "NodeIndex") -> Iterator[_Position]:
    iri = position.iri
    if step.kind in ("sub", "nth"):
        if f"{iri}.sub_{step.number}" in index:
            yield _Position(f"{iri}.sub_{step.number}", step.number == "1")
        elif f"{iri}.par_{step.number}" in index:
            if step.kind == "nth":
                yield _Position(f"{iri}.par_{step.number}", False)
        elif step.number == "1" and not position.first_sub:  # an only subparagraph has no node of its own
            yield _Position(iri, True)
        return
    if position.first_sub:
        iri = iri.removesuffix(".sub_1")
    kinds = [step.kind] if step.kind else ["par", "pnt"]
    if step.kind == "par" and "/anx_" in iri:
        kinds = ["pnt"]  # people call the points of an annex paragraphs
    exact = [f"{iri}.{kind}_{step.number}" for kind in kinds if f"{iri}.{kind}_{step.number}" in index]
    if exact:  # where two subparagraphs have such a point, the first is meant, as the law cites it
        yield _Position(exact[0], False)
    elif "." not in iri[iri.rindex("/") :] and f"{iri}.sub_{step.number}" in index:
        yield _Position(f"{iri}.sub_{step.number}", False)  # "113(3)": the third of unnumbered paragraphs
    elif "pnt" in kinds and not position.first_sub:
        for unsaid in _IMPLIED_STEPS:
            if f"{iri}.{unsaid}.pnt_{step.number}" in index:
                yield _Position(f"{iri}.{unsaid}.pnt_{step.number}", False)


def _make_no_part_error(iri: str, citation: str, index: "NodeIndex") -> CitationError:
    start = iri + "."
    below = [
        label for label, one in index.get_labels().items() if one.startswith(start) and "." not in one[len(start) :]
    ]
    if not below:
        return CitationError(
            f"{_format_provision(iri)} has no parts: {quote_text(citation)} names nothing",
            near=[_format_provision(iri)],
        )
    told = suggest_labels(citation, below) or limit_suggestions(below)
    return CitationError(f"{_format_provision(iri)} has no such part: {quote_text(citation)} names nothing", near=told)


def _format_provision(iri: str) -> str:
    """Write the citation of a provision, with the name of its act where that is not the AI Act."""
    base, name = iri[: iri.rindex("/") + 1], iri[iri.rindex("/") + 1 :]
    return format_act_label(name) + (f" of {_RELATED_ACTS[base]}" if base in _RELATED_ACTS else "")
