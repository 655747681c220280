"""Assess what a provider owes for its models: the status, dates, routes and proof of each obligation."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple

from actgraph.core.errors import InputError
from actgraph.core.prefixes import expand_curie, shorten_iri
from actgraph.graph.day import Day
from actgraph.graph.node import Node
from actgraph.reasoning import law_facts
from actgraph.reasoning.contradictions import find_contradictions
from actgraph.reasoning.derived import DerivedProfile, expand_node
from actgraph.reasoning.open_questions import (
    OpenQuestion,
    build_value_question,
    find_settled_obligations,
    find_start_questions,
    get_first_date,
    load_question,
)
from actgraph.reasoning.proof import ProofBuilder, ProofStep
from actgraph.sparql import named_queries

STATUSES = {"ag:applies": "applies", "ag:isExempt": "exempt", "ag:doesNotApply": "does not apply"}
UNKNOWN = "unknown"


class OpenRoute(NamedTuple):
    """A way to demonstrate compliance with a duty that is open to the provider.

    Attributes:
        iri: IRI of the route.
        label: its label.
        presumption: whether it gives a presumption of conformity.
    """

    iri: str
    label: str
    presumption: bool


class AssessedDuty(NamedTuple):
    """One obligation as regards one model.

    Attributes:
        obligation: the node of the obligation.
        provision: the node of the provision that lays it down.
        status: `applies`, `exempt`, `does not apply` or `unknown`.
        since: the date from which it binds, ISO 8601; empty if it does not bind, or if the dates stated contradict each
            other.
        enforceable_from: the date from which a breach can be fined; empty in the same cases.
        limited_to_modification: whether it is owed for the modification only.
        routes: the open ways to demonstrate compliance.
        measures: IRIs of the measures of the Code that serve to show it, if the Code is such a way.
        evidence: labels of the evidence in the profile.
        missing_evidence: CURIEs of the properties by which the profile would name evidence, if it has none.
        proof: the steps behind the status.
        questions: the questions that would settle its status or its start date, if that is unknown.
    """

    obligation: Node
    provision: Node
    status: str
    since: str
    enforceable_from: str
    limited_to_modification: bool
    routes: Sequence[OpenRoute]
    measures: Sequence[str]
    evidence: Sequence[str]
    missing_evidence: Sequence[str]
    proof: Sequence[ProofStep]
    questions: Sequence[OpenQuestion]


class AssessedModel(NamedTuple):
    """One model of a profile, and what its provider owes for it.

    Attributes:
        iri: IRI of the model.
        label: its name.
        providers: IRI and name of each provider, by the facts given.
        has_no_provider: whether nobody counts as its provider, by the facts given. If this is false and there are no
            providers, it is unknown who provides the model.
        conclusions: what the rules conclude about the model itself, each with its proof.
        duties: one for each obligation, in the order of the Act.
        ceiling: the highest fine in euro by the turnover stated; empty if none, or more than one, follows.
        reliefs: IRIs of the reliefs that the size of the provider gives.
        questions: all open questions of the model.
    """

    iri: str
    label: str
    providers: Sequence[tuple[str, str]]
    has_no_provider: bool
    conclusions: Sequence[Sequence[ProofStep]]
    duties: Sequence[AssessedDuty]
    ceiling: str
    reliefs: Sequence[str]
    questions: Sequence[OpenQuestion]


_REPORTED_CLASSES = (
    *("ag:GeneralPurposeModel", "ag:NotGeneralPurposeModel", "ag:ModelWithSystemicRisk", "ag:NotPresumedModel"),
    *("ag:ModelOfModifier", "ag:ModelOfLesserModifier", "ag:OpenSourceRelease", "ag:NotOpenSourceRelease"),
    *("ag:LegacyModel",),
)
_CLASSES_WITHOUT_PROVIDER = ("ag:NotGeneralPurposeModel", "ag:ModelOfLesserModifier")
_REPORTED_PROPERTIES = ("ag:isProvidedBy", "ag:placedOn", "ag:notificationDueBy")


def assess_models(derived: DerivedProfile, locate: Callable[[Triple], str] = lambda triple: "") -> list[AssessedModel]:
    """Assess the models of a profile.

    Args:
        derived: the profile with everything that follows from it.
        locate: returns the place of a triple of the profile, such as `apertus.trig:12`.

    >>> from actgraph.graph.day import open_day
    >>> stated = [Triple(NamedNode("urn:m"), expand_node("rdf:type"), expand_node("ag:Model"))]
    >>> found = assess_models(DerivedProfile(stated, open_day("2026-11-24")))[0]
    >>> found.duties[0].provision.label, found.duties[0].status, len(found.duties)
    ('Article 52(1)', 'unknown', 16)
    """
    proofs = ProofBuilder(derived, locate)
    obligations = _list_obligations(derived)
    models = derived.get_subjects("rdf:type", expand_node("ag:AssessedModel"))
    return [_assess_model(derived, proofs, obligations, model) for model in models if isinstance(model, NamedNode)]


def find_assessed_obligations(derived: DerivedProfile, iri: str) -> list[str]:
    """Find the assessed obligations that a provision or a part of it lays down.

    Args:
        derived: a profile with everything that follows from it.
        iri: IRI of the provision, or of the obligation itself.

    Raises:
        InputError: the provision lays down no such obligation.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [shorten_iri(one) for one in find_assessed_obligations(DerivedProfile([], day), day.cite("55(1)(a)"))]
    ['rdg:obl_55.1.a']
    """
    known = _list_obligations(derived)
    found = [one.iri for one in known if iri in (one.iri, one.source) or one.source.startswith(f"{iri}.")]
    if not found:
        label = derived.day.get_node(iri).label or shorten_iri(iri)
        raise InputError(
            f"{label} lays down no duty of a provider that assess knows",
            where="--why",
            near=[derived.day.get_node(one.source).label for one in known],
        )
    return found


def _list_obligations(derived: DerivedProfile) -> list[Node]:
    nodes = {str(one.subject.value) for one in derived.law_facts if one.predicate.value == expand_curie("ag:dutyClass")}  # type: ignore[union-attr]
    day = derived.day
    return sorted(map(day.get_node, nodes), key=lambda one: (day.get_node(one.source).order, one.iri))


def _assess_model(
    derived: DerivedProfile, proofs: ProofBuilder, obligations: Sequence[Node], model: NamedNode
) -> AssessedModel:
    questions = [load_question(derived.day, one.value) for one in derived.get_objects(model, "ag:asks")]
    concluded = [Triple(model, expand_node("rdf:type"), expand_node(one)) for one in _REPORTED_CLASSES]
    found = [proofs.build_proof(one) for one in concluded if derived.has_triple(model, "rdf:type", one.object)]  # type: ignore[arg-type]
    found += [
        proofs.build_proof(Triple(model, expand_node(name), value))
        for name in _REPORTED_PROPERTIES
        for value in derived.get_objects(model, name)
    ]
    providers = derived.get_objects(model, "ag:isProvidedBy")
    ceilings = derived.get_objects(model, "ag:fineCeiling")
    duties = [_assess_duty(derived, proofs, model, one, questions) for one in obligations]
    unprovided = any(derived.has_triple(model, "rdf:type", expand_node(one)) for one in _CLASSES_WITHOUT_PROVIDER)
    more = {one.text: one for duty in duties for one in duty.questions if one not in questions}
    return AssessedModel(
        iri=model.value,
        label=proofs.get_label(model),
        providers=[(one.value, proofs.get_label(one)) for one in providers],
        has_no_provider=unprovided
        and not providers
        and not any(one.iri == expand_curie("rdg:qst_provider") for one in questions),
        conclusions=found,
        duties=duties,
        ceiling=ceilings[0].value if len(ceilings) == 1 else "",
        reliefs=[relief.value for one in providers for relief in derived.get_objects(one, "ag:relievedBy")],
        questions=[*questions, *more.values()],
    )


def _assess_duty(
    derived: DerivedProfile,
    proofs: ProofBuilder,
    model: NamedNode,
    obligation: Node,
    model_questions: Sequence[OpenQuestion],
) -> AssessedDuty:
    node = NamedNode(f"{model.value}.duty_{obligation.iri.partition('obl_')[2]}")
    statuses = derived.get_objects(node, "ag:dutyStatus")
    status = STATUSES[shorten_iri(statuses[0].value)] if statuses else UNKNOWN
    applies = status == "applies"
    open_questions = [
        one for one in model_questions if obligation.iri in find_settled_obligations(derived.day, one.iri)
    ]
    if statuses and not applies:
        doubtful = find_contradictions(derived, Triple(node, expand_node("ag:dutyStatus"), statuses[0]))
        open_questions += [build_value_question(derived, proofs, *one) for one in doubtful]
        status = UNKNOWN if doubtful else status
    undated = find_start_questions(derived, proofs, node, model_questions) if applies else []
    routes = (
        [_load_route(derived.day, one.value) for one in derived.get_objects(node, "ag:openRoute")] if applies else []
    )
    evidence = [proofs.get_label(one) for one in derived.get_objects(node, "ag:foundEvidence")]
    kinds = _find_evidence_properties(derived.day, obligation.iri)
    adherence = any(one.iri.endswith(".code") for one in routes)
    return AssessedDuty(
        obligation=obligation,
        provision=derived.day.get_node(obligation.source),
        status=status,
        since=get_first_date(derived, node, "ag:boundFrom") if applies and not undated else "",
        enforceable_from=get_first_date(derived, node, "ag:enforceableFrom") if applies and not undated else "",
        limited_to_modification=derived.get_value(node, "ag:limitedToModification") == "true",
        routes=routes,
        measures=_find_measures(derived.day, obligation) if adherence else [],
        evidence=evidence,
        missing_evidence=kinds if applies and not evidence else [],
        proof=proofs.build_proof(Triple(node, expand_node("ag:dutyStatus"), statuses[0])) if statuses else [],
        questions=open_questions if status == UNKNOWN else undated,
    )


# Cached, because the answer depends on the law only, however many models a profile has.
@lru_cache(maxsize=1000)
def _find_evidence_properties(day: Day, obligation: str) -> Sequence[str]:
    """Find the properties, as CURIEs, by which a profile names evidence for a duty."""
    says = expand_curie("ag:evidenceFor")
    found = [
        one
        for one in law_facts.load_law_facts(day)
        if one.predicate.value == says and one.object == NamedNode(obligation)
    ]
    return [shorten_iri(one.subject.value) for one in sorted(found, key=str)]  # type: ignore[union-attr]


@lru_cache(maxsize=1000)
def _load_route(day: Day, iri: str) -> OpenRoute:
    presumed = day.query(f"ASK {{ <{iri}> <{expand_curie('ag:presumption')}> true }}")
    return OpenRoute(iri, day.get_node(iri).label, presumed is True)


@lru_cache(maxsize=1000)
def _find_measures(day: Day, obligation: Node) -> Sequence[str]:
    """Find the measures of the Code's chapter that serve to show a duty: those that name it or we read so, else all."""
    chapters = tuple(
        f"{one.object.value}."  # type: ignore[union-attr]
        for one in law_facts.load_law_facts(day)
        if one.predicate.value == expand_curie("ag:codeChapter") and one.subject == NamedNode(obligation.iri)
    )
    rows = named_queries.run_named_query("coverage-of-provision", day, {"provision": obligation.source})
    own = [row for row in rows if (row["measure"] or "").startswith(chapters)]
    near = [row for row in own if row["link"] != "derived"] or own
    return tuple(dict.fromkeys(row["measure"] or "" for row in near))
