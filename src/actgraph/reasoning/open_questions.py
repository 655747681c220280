"""Find the open questions of a duty: what must be settled before its status or its start date is known."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import expand_curie, load_prefixes, shorten_iri
from actgraph.graph.day import Day
from actgraph.profile.schema import Shape, get_term_value
from actgraph.reasoning.contradictions import find_contradictions
from actgraph.reasoning.derived import DerivedProfile, expand_node
from actgraph.reasoning.proof import ProofBuilder

_DUTY_PROPERTIES = ("ag:dutyOf", "ag:duty", "ag:dutyStatus", "ag:openRoute")
# They leave open from when a duty of systemic risk binds, even if its status is known.
_START_QUESTIONS = (expand_curie("rdg:qst_earlier-release"), expand_curie("rdg:qst_designation-day"))


class OpenQuestion(NamedTuple):
    """A question that must be settled before more can be said.

    Attributes:
        iri: IRI of the question; of the shape if values contradict each other or are impossible.
        text: the question in words.
        answered_by: the properties that answer it, as CURIEs.
        source: IRI of the provision that makes it matter.
    """

    iri: str
    text: str
    answered_by: Sequence[str]
    source: str


@lru_cache(maxsize=1000)
def load_question(day: Day, iri: str) -> OpenQuestion:
    """Load a question of the graph.

    >>> from actgraph.graph.day import open_day
    >>> load_question(open_day("2026-11-26"), f"{load_prefixes()['rdg']}qst_condition-met").answered_by
    ['ag:conditionMetOn']
    """
    node = day.get_node(iri)
    heads = f"PREFIX ag: <{load_prefixes()['ag']}>"
    rows = day.select_rows(f"{heads} SELECT ?by {{ <{iri}> ag:answeredBy ?by }} ORDER BY ?by")
    return OpenQuestion(iri, node.description, [shorten_iri(row["by"] or "") for row in rows], node.source)


@lru_cache(maxsize=1000)
def find_settled_obligations(day: Day, question_iri: str) -> frozenset[str]:
    """Find the obligations whose status or start date a question settles.

    >>> from actgraph.graph.day import open_day
    >>> question_iri = f"{load_prefixes()['rdg']}qst_condition-met"
    >>> [shorten_iri(iri) for iri in find_settled_obligations(open_day("2026-11-26"), question_iri)]
    ['rdg:obl_52.1']
    """
    heads = f"PREFIX ag: <{load_prefixes()['ag']}>"
    return frozenset(
        row["what"] or "" for row in day.select_rows(f"{heads} SELECT ?what {{ <{question_iri}> ag:settles ?what }}")
    )


def build_value_question(derived: DerivedProfile, proofs: ProofBuilder, triple: Triple, shape: Shape) -> OpenQuestion:
    """Build the question which value is right, where a profile states contradictory or impossible ones.

    Args:
        derived: the profile with everything that follows from it.
        proofs: gives the labels of nodes.
        triple: a triple of the profile with one of these values.
        shape: the shape that allows one value, or that the value violates.
    """
    name = shorten_iri(triple.predicate.value)
    values = list(map(proofs.get_label, derived.get_objects(triple.subject, name)))  # type: ignore[arg-type]
    asks = f"which of {', '.join(values)}?" if len(values) > 1 else f"what, as it cannot be {values[0]}?"
    text = f"{proofs.get_label(triple.subject)}: {proofs.get_label(triple.predicate)}: {asks}"
    return OpenQuestion(shape.iri, text, [name], shape.sources[0])


def get_first_date(derived: DerivedProfile, node: NamedNode, curie: str) -> str:
    """Get the first date that a duty has for a property; empty if it has none.

    Args:
        derived: the profile with everything that follows from it.
        node: the duty as regards a model.
        curie: the property.
    """
    return min((one.value for one in derived.get_objects(node, curie)), default="")


def find_start_questions(
    derived: DerivedProfile, proofs: ProofBuilder, node: NamedNode, model_questions: Sequence[OpenQuestion]
) -> list[OpenQuestion]:
    """Find the questions that leave open from when a duty binds; they leave no doubt that it binds.

    Args:
        derived: the profile with everything that follows from it.
        proofs: gives the labels of nodes.
        node: the duty as regards a model.
        model_questions: the open questions of the model.
    """
    obligation = get_term_value(derived.get_objects(node, "ag:duty")[0])
    of_risk = derived.has_triple(node, "rdf:type", expand_node("ag:DutyOfSystemicRisk"))
    asks = [one for one in model_questions if one.iri in _START_QUESTIONS] if of_risk else []
    found = [one for one in asks if obligation in find_settled_obligations(derived.day, one.iri)]
    day = Literal(get_first_date(derived, node, "ag:boundFrom"), datatype=expand_node("xsd:date"))
    bound = Triple(node, expand_node("ag:boundFrom"), day)
    for premise in (one for way in derived.get_derivations(bound)[:1] for one in way.premises):
        name = shorten_iri(premise.predicate.value)
        if name == "ag:boundFrom":
            found += find_start_questions(derived, proofs, premise.subject, model_questions)  # type: ignore[arg-type]
        elif name not in _DUTY_PROPERTIES:
            found += [build_value_question(derived, proofs, *one) for one in find_contradictions(derived, premise)]
    return [one for place, one in enumerate(found) if one not in found[:place]]
