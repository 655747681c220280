"""Find the open questions of a duty: what must be settled before its status or its start date is known."""

from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import NamedNode

from actgraph.core.prefixes import expand_curie, load_prefixes, shorten_iri
from actgraph.graph.day import Day
from actgraph.profile.profile import Profile
from actgraph.profile.schema import get_term_value
from actgraph.reasoning.derived import DerivedProfile, expand_node
from actgraph.reasoning.proof import ProofBuilder
from actgraph.reasoning.what_if import Doubt

# They leave open from when a duty of systemic risk binds, even if its status is known.
_START_QUESTIONS = (expand_curie("rdg:qst_earlier-release"), expand_curie("rdg:qst_designation-day"))


class OpenQuestion(NamedTuple):
    """A question that must be settled before more can be said.

    Attributes:
        iri: IRI of the question; of the shape if a statement cannot be read or contradicts another.
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


def build_doubt_question(proofs: ProofBuilder, doubt: Doubt) -> OpenQuestion:
    """Build the question what a statement means that cannot be read, or which of several contradictory ones is right.

    Args:
        proofs: gives the labels of nodes and the places of statements.
        doubt: the statements.
    """
    first = doubt.triples[0]
    said, values = proofs.get_label(first.subject), [proofs.get_label(one.object) for one in doubt.triples]
    paths = dict.fromkeys(one.predicate for one in doubt.triples)
    if len(paths) == 1:
        said += f": {proofs.get_label(first.predicate)}"
    else:
        values = [f"{proofs.get_label(one.predicate)} {proofs.get_label(one.object)}" for one in doubt.triples]
    where = ", ".join(dict.fromkeys(filter(None, map(proofs.locate, doubt.triples))))
    if len(values) > 1:
        asks = f"which of {', '.join(values)}?"
    else:
        asks = f"{values[0]} cannot be read"
        near = [shorten_iri(one) for one in doubt.meant]
        asks += f"; did you mean {' or '.join(near)}?" if near else "; what is meant?"
    text = f"{said}: {asks}{f' ({where})' if where else ''}"
    return OpenQuestion(doubt.shape.iri, text, [Profile.format_node(one) for one in paths], doubt.shape.sources[0])


def format_hanging_duties(doubt: Doubt, day: Day) -> str:
    """Format the duties whose verdict hangs on a statement: "Articles 53(1)(a), 54(1)"; empty if there are none.

    >>> from actgraph.graph.day import open_day
    >>> from actgraph.profile.schema import load_shapes
    >>> shape = next(iter(load_shapes().values()))
    >>> doubt = Doubt([], shape, [], frozenset(["urn:m.duty_53.1.a", "urn:m.duty_54.1"]), frozenset(), frozenset())
    >>> format_hanging_duties(doubt, open_day("2026-11-28"))
    'Articles 53(1)(a), 54(1)'
    """
    names = {duty.rpartition(".duty_")[2] for duty in doubt.duties}
    nodes = [day.get_node(day.get_node(f"{load_prefixes()['rdg']}obl_{name}").source) for name in names]
    labels = [one.label.removeprefix("Article ") for one in sorted(nodes, key=lambda one: (one.order, one.iri))]
    return f"Article{'s' if len(labels) > 1 else ''} {', '.join(labels)}" if labels else ""


def get_first_date(derived: DerivedProfile, node: NamedNode, curie: str) -> str:
    """Get the first date that a duty has for a property; empty if it has none.

    Args:
        derived: the profile with everything that follows from it.
        node: the duty as regards a model.
        curie: the property.
    """
    return min((one.value for one in derived.get_objects(node, curie)), default="")


def find_start_questions(
    derived: DerivedProfile, node: NamedNode, model_questions: Sequence[OpenQuestion]
) -> list[OpenQuestion]:
    """Find the questions that leave open from when a duty binds; they leave no doubt that it binds.

    Args:
        derived: the profile with everything that follows from it.
        node: the duty as regards a model.
        model_questions: the open questions of the model.
    """
    if not derived.has_triple(node, "rdf:type", expand_node("ag:DutyOfSystemicRisk")):
        return []
    obligation = get_term_value(derived.get_objects(node, "ag:duty")[0])
    asks = [one for one in model_questions if one.iri in _START_QUESTIONS]
    return [one for one in asks if obligation in find_settled_obligations(derived.day, one.iri)]


def find_undated_duties(day: Day, classes: Set[tuple[str, str]], asked: Iterable[tuple[str, str]]) -> set[str]:
    """Find the duties of which a question leaves open from when they bind, as `find_start_questions` does for one.

    Args:
        day: the graph of the day.
        classes: IRI of a node and of a class that it has.
        asked: IRI of a model and of a question that is open for it.

    >>> from actgraph.graph.day import open_day
    >>> find_undated_duties(open_day("2026-11-26"), frozenset(), [("urn:m", _START_QUESTIONS[0])])
    set()
    """
    found = {
        f"{model}.duty_{obligation.partition('obl_')[2]}"
        for model, question in asked
        if question in _START_QUESTIONS
        for obligation in find_settled_obligations(day, question)
    }
    return {duty for duty in found if (duty, expand_curie("ag:DutyOfSystemicRisk")) in classes}
