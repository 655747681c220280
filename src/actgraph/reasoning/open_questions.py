"""What has to be settled before more can be said of a duty: its status, or since when it binds."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import expand, prefixes, shorten
from actgraph.graph.day import Day
from actgraph.profile.schema import Shape, text
from actgraph.reasoning.contradictions import behind
from actgraph.reasoning.derived import Derived
from actgraph.reasoning.proof import Reasons

_OF_DUTIES = ("ag:dutyOf", "ag:duty", "ag:dutyStatus", "ag:openRoute")
# They open since when a duty of systemic risk binds, be its status known.
_OF_START = (expand("rdg:qst_earlier-release"), expand("rdg:qst_designation-day"))


class Question(NamedTuple):
    """What has to be settled before more can be said.

    Attributes:
        iri: of the question.
        words: the question.
        answered_by: short names of the properties that answer it.
        source: IRI of the provision that makes it matter.
    """

    iri: str
    words: str
    answered_by: Sequence[str]
    source: str


@lru_cache(maxsize=1000)
def question(day: Day, iri: str) -> Question:
    """A question of the graph.

    Args:
        day: the graph of the day.
        iri: of the question.

    >>> from actgraph.graph import day
    >>> question(day.on("2026-11-26"), f"{prefixes()['rdg']}qst_condition-met").answered_by
    ['ag:conditionMetOn']
    """
    node = day.node(iri)
    heads = f"PREFIX ag: <{prefixes()['ag']}>"
    rows = day.rows(f"{heads} SELECT ?by {{ <{iri}> ag:answeredBy ?by }} ORDER BY ?by")
    return Question(iri, node.description, [shorten(row["by"] or "") for row in rows], node.source)


@lru_cache(maxsize=1000)
def settles(day: Day, question: str) -> frozenset[str]:
    """The obligations whose status, or whose day, a question settles.

    Args:
        day: the graph of the day.
        question: IRI of the question.

    >>> from actgraph.graph import day
    >>> [shorten(one) for one in settles(day.on("2026-11-26"), f"{prefixes()['rdg']}qst_condition-met")]
    ['rdg:obl_52.1']
    """
    heads = f"PREFIX ag: <{prefixes()['ag']}>"
    return frozenset(row["what"] or "" for row in day.rows(f"{heads} SELECT ?what {{ <{question}> ag:settles ?what }}"))


def which(derived: Derived, reasons: Reasons, stated: Triple, shape: Shape) -> Question:
    """What to ask where a profile contradicts itself, or states what cannot be.

    Args:
        derived: the profile with all that follows from it.
        reasons: tells what its nodes are called.
        stated: a statement of the profile.
        shape: the shape by which there is one value, or by which it cannot be.
    """
    # No example: it would be that of doubtful.behind.
    name = shorten(stated.predicate.value)
    values = list(map(reasons.label, derived.objects(stated.subject, name)))  # type: ignore[arg-type]
    asks = f"which of {', '.join(values)}?" if len(values) > 1 else f"what, as it cannot be {values[0]}?"
    words = f"{reasons.label(stated.subject)}: {reasons.label(stated.predicate)}: {asks}"
    return Question(shape.iri, words, [name], shape.sources[0])


def start(derived: Derived, node: NamedNode, name: str) -> str:
    """The first day that a duty has of a property; empty where it has none.

    Args:
        derived: the profile with all that follows from it.
        node: the duty as regards a model.
        name: short name of the property.
    """
    # No example: it would be that of assess.
    return min((one.value for one in derived.objects(node, name)), default="")


def behind_start(derived: Derived, reasons: Reasons, node: NamedNode, asked: Sequence[Question]) -> list[Question]:
    """What leaves open since when a duty binds; that it binds at all is not lifted by it.

    Args:
        derived: the profile with all that follows from it.
        reasons: tells what its nodes are called.
        node: the duty as regards a model.
        asked: what is asked of the model.
    """
    # No example: it would take a profile of ten lines. tests/test_assess.py has them.
    obligation = text(derived.objects(node, "ag:duty")[0])
    of_risk = derived.holds(node, "rdf:type", _term("ag:DutyOfSystemicRisk"))
    asks = [one for one in asked if one.iri in _OF_START] if of_risk else []
    found = [one for one in asks if obligation in settles(derived.day, one.iri)]
    day = Literal(start(derived, node, "ag:boundFrom"), datatype=_term("xsd:date"))
    bound = Triple(node, _term("ag:boundFrom"), day)
    for premise in (one for way in derived.why(bound)[:1] for one in way.premises):
        name = shorten(premise.predicate.value)
        if name == "ag:boundFrom":
            found += behind_start(derived, reasons, premise.subject, asked)  # type: ignore[arg-type]
        elif name not in _OF_DUTIES:
            found += [which(derived, reasons, *one) for one in behind(derived, premise)]
    return [one for place, one in enumerate(found) if one not in found[:place]]


def _term(name: str) -> NamedNode:
    return NamedNode(expand(name) or "")
