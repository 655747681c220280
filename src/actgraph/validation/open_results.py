"""Build results for what leaves verdicts open: questions that the rules ask, and statements that cannot be read."""

import functools
from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode, Quad, Triple

from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.core.suggestions import truncate_name
from actgraph.graph.day import Day
from actgraph.graph.node import Node
from actgraph.profile.schema import SH
from actgraph.reasoning.open_questions import format_hanging_duties
from actgraph.reasoning.what_if import Doubt
from actgraph.validation.result import ValidationResult

ASKS = NamedNode(load_prefixes()["ag"] + "asks")


def build_question_results(derived: Iterable[Triple], day: Day) -> list[ValidationResult]:
    """Build a result for each open question that the rules derived: an unknown duty is no pass.

    >>> from actgraph.graph.day import open_day
    >>> asked = NamedNode(load_prefixes()["rdg"] + "qst_own-compute")
    >>> triple = Triple(NamedNode("urn:m"), NamedNode(load_prefixes()["ag"] + "asks"), asked)
    >>> [result.remedy for result in build_question_results([triple], open_day("2026-11-24"))]
    ['State what answers it: ag:ownCompute.']
    """
    found = []
    for triple in derived:
        if triple.predicate == ASKS and isinstance(triple.object, NamedNode):
            question, by = _load_question(triple.object.value, day.undated)
            found.append(
                ValidationResult(
                    shape=load_prefixes()["shp"] + "Model-question",
                    component=SH + "MaxCountConstraintComponent",
                    focus_node=triple.subject,
                    path=by[0] if by else "",
                    message=question.description,
                    remedy=f"State what answers it: {', '.join(map(shorten_iri, by))}.",
                    source=question.source,
                    question=triple.object.value,
                )
            )
    return found


@functools.lru_cache(maxsize=1000)
def _load_question(iri: str, day: Day) -> tuple[Node, Sequence[str]]:
    """Load a question and the properties that answer it."""
    answered = load_prefixes()["ag"] + "answeredBy"
    by = sorted(_get_object_text(quad) for quad in day.find_outgoing(iri) if quad.predicate.value == answered)
    return day.get_node(iri), by


def build_doubt_results(doubts: Iterable[Doubt], day: Day) -> list[ValidationResult]:
    """Build a result for each statement that cannot be read, or that contradicts another, on which a verdict hangs.

    >>> from actgraph.graph.day import open_day
    >>> build_doubt_results([], open_day("2026-11-24"))
    []
    """
    found = []
    for doubt in doubts:
        first = doubt.triples[0]
        hanging = format_hanging_duties(doubt, day)
        if hanging:
            first_words = f"{shorten_iri(first.predicate.value)} {truncate_name(shorten_iri(_get_object_text(first)))}"
            alone = len(doubt.triples) == 1
            what = f"{first_words} cannot be read" if alone else "Statements contradict each other"
            found.append(
                ValidationResult(
                    shape=load_prefixes()["shp"] + "Model-question",
                    component=SH + "MaxCountConstraintComponent",
                    focus_node=first.subject,
                    path=first.predicate.value,
                    value=first.object if alone else None,
                    triple=first,
                    message=f"{what}. The verdicts on {hanging} depend on {'it' if alone else 'them'}.",
                    remedy=_suggest_remedy(doubt),
                    source=doubt.shape.sources[0],
                    meant=tuple(doubt.meant),
                    statements=tuple(doubt.triples) if len(doubt.triples) > 1 else (),
                )
            )
    return found


def _suggest_remedy(doubt: Doubt) -> str:
    from actgraph.validation import value_remedies  # imported here: few profiles need it

    written = value_remedies.suggest_value(doubt.shape, doubt.triples[0].object) if len(doubt.triples) == 1 else ""
    near = f" Did you mean {' or '.join(map(shorten_iri, doubt.meant))}?" if doubt.meant else ""
    return written or f"{doubt.shape.remedy or 'State what is meant.'}{near}"


def _get_object_text(quad: Quad | Triple) -> str:
    return str(getattr(quad.object, "value", ""))
