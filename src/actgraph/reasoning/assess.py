"""Assess what is owed as regards models, AI systems and deployments: status, dates, routes and proof of each duty."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple

from actgraph.core.errors import InputError
from actgraph.core.prefixes import expand_curie, shorten_iri
from actgraph.graph.node import Node
from actgraph.profile.schema import get_term_value
from actgraph.reasoning import duty_law, law_facts, what_if
from actgraph.reasoning.derived import DerivedProfile, expand_node
from actgraph.reasoning.doubt_index import DoubtIndex
from actgraph.reasoning.duty_counts import KINDS, OWED, DutyCounts, build_duty_counts, get_status
from actgraph.reasoning.duty_law import OpenRoute
from actgraph.reasoning.estimates import list_estimate_warnings
from actgraph.reasoning.open_questions import (
    OpenQuestion,
    find_settled_obligations,
    find_start_questions,
    get_first_date,
    load_question,
)
from actgraph.reasoning.proof import ProofBuilder, ProofStep
from actgraph.reasoning.reservations import Reservation, list_unknown_lists, load_reservation
from actgraph.reasoning.upcoming import find_upcoming_duties


class AssessedDuty(NamedTuple):
    """One obligation as regards one model, AI system or deployment.

    Attributes:
        obligation: the node of the obligation.
        provision: the node of the provision that lays it down.
        status: one of `duty_counts.STATUS_NAMES`. `applies`: it binds on the day; `comply by`: it must be met by the
            later day of a transition (Article 111(3)); `applies from`: it binds from a later day.
        since: the date from which it binds, ISO 8601; empty if it does not bind, or if it is unknown since when.
        enforceable_from: the date from which a breach can be fined; empty in the same cases.
        unless: what would turn the status, where it rests on a criterion or a presumption.
        limited_to_modification: whether it is owed for the modification only.
        routes: the open ways to demonstrate compliance.
        measures: IRIs of the measures of the code that serve to show it, if a code is such a way.
        evidence: labels of the evidence in the profile.
        missing_evidence: CURIEs of the properties by which the profile would name evidence, if it has none.
        proof: the steps behind the status.
        questions: the questions that would settle its status or its start date, if that is unknown.
        limited_to_notice: whether a fitting notice that does not hamper the work is enough (Article 50(4)).
    """

    obligation: Node
    provision: Node
    status: str
    since: str
    enforceable_from: str
    unless: Sequence[Reservation]
    limited_to_modification: bool
    routes: Sequence[OpenRoute]
    measures: Sequence[str]
    evidence: Sequence[str]
    missing_evidence: Sequence[str]
    proof: Sequence[ProofStep]
    questions: Sequence[OpenQuestion]
    limited_to_notice: bool = False


class AssessedModel(NamedTuple):
    """One model, AI system or deployment of a profile, and what its provider or deployer owes.

    Attributes:
        iri: IRI of the model.
        label: its name.
        providers: IRI and name of each provider, or of the deployer, by the facts given.
        has_no_provider: whether nobody counts as its provider, by the facts given. If this is false and there are no
            providers, it is unknown who provides the model.
        conclusions: what the rules conclude about the model itself, each with its proof.
        duties: one for each obligation, in the order of the Act.
        counts: how many of them there are by verdict, and when more of them bind.
        ceiling: the highest fine in euro by the turnover stated; empty if none, or more than one, follows.
        warnings: where an estimate of its compute can turn out above a threshold, and by how much.
        not_known: which list of the Commission is not known.
        reliefs: IRIs of the reliefs that the size of the provider gives.
        questions: all open questions of the model.
        kind: `model`, `AI system` or `deployment`.
        supervised_by_office: whether the AI Office alone supervises it; None if that is unknown, or for a model.
    """

    iri: str
    label: str
    providers: Sequence[tuple[str, str]]
    has_no_provider: bool
    conclusions: Sequence[Sequence[ProofStep]]
    duties: Sequence[AssessedDuty]
    counts: DutyCounts
    ceiling: str
    warnings: Sequence[str]
    not_known: Sequence[str]
    reliefs: Sequence[str]
    questions: Sequence[OpenQuestion]
    kind: str = "model"
    supervised_by_office: bool | None = None


_REPORTED_CLASSES = (
    *("ag:GeneralPurposeModel", "ag:NotGeneralPurposeModel", "ag:ModelWithSystemicRisk", "ag:NotPresumedModel"),
    *("ag:ModelOfModifier", "ag:ModelOfLesserModifier", "ag:OpenSourceRelease", "ag:NotOpenSourceRelease"),
    *("ag:LegacyModel", "ag:ModelUnderContentSection1", "ag:UnderContentSection1", "ag:UnderContentSection2"),
)
_KINDS = {shorten_iri(iri): kind for iri, kind in KINDS.items()}
_CLASSES_WITHOUT_PROVIDER = ("ag:NotGeneralPurposeModel", "ag:ModelOfLesserModifier")
_REPORTED_PROPERTIES = {
    "model": ("ag:isProvidedBy", "ag:placedOn", "ag:notificationDueBy"),
    "AI system": ("ag:isUnderAct", "ag:reachesUnionOn"),
    "deployment": ("ag:isUnderAct",),
}


def assess_models(derived: DerivedProfile, locate: Callable[[Triple], str] = lambda triple: "") -> list[AssessedModel]:
    """Assess the models, AI systems and deployments of a profile.

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
    doubts = DoubtIndex(what_if.find_doubts(derived), proofs)
    return [
        _assess_model(derived, proofs, _list_obligations(derived, kind), doubts, model, _KINDS[kind])
        for kind in _KINDS
        for model in derived.get_subjects("rdf:type", expand_node(kind))
        if isinstance(model, NamedNode)
    ]


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
    kinds = [one for one in _KINDS if derived.get_subjects("rdf:type", expand_node(one))] or ["ag:AssessedModel"]
    known = list({one.iri: one for kind in kinds for one in _list_obligations(derived, kind)}.values())
    found = [one.iri for one in known if iri in (one.iri, one.source) or one.source.startswith(f"{iri}.")]
    if not found:
        label = derived.day.get_node(iri).label or shorten_iri(iri)
        raise InputError(
            f"{label} lays down no duty of a provider that assess knows",
            where="--why",
            near=[derived.day.get_node(one.source).label for one in known],
        )
    return found


def _list_obligations(derived: DerivedProfile, kind: str) -> list[Node]:
    day = derived.day
    found = law_facts.list_assessed_obligations(day)[expand_curie(kind) or kind]
    return sorted(map(day.get_node, found), key=lambda one: (day.get_node(one.source).order, one.iri))


def _assess_model(
    derived: DerivedProfile,
    proofs: ProofBuilder,
    obligations: Sequence[Node],
    doubts: DoubtIndex,
    model: NamedNode,
    kind: str,
) -> AssessedModel:
    questions = [load_question(derived.day, one.value) for one in derived.get_objects(model, "ag:asks")]
    concluded = [Triple(model, expand_node("rdf:type"), expand_node(one)) for one in _REPORTED_CLASSES]
    open_classes = doubts.get_open_classes(model.value)
    found = [
        proofs.build_proof(one)
        for one in concluded
        if derived.has_triple(model, "rdf:type", one.object)  # type: ignore[arg-type]
        and get_term_value(one.object) not in open_classes
    ]
    found += [
        proofs.build_proof(Triple(model, expand_node(name), value))
        for name in _REPORTED_PROPERTIES[kind]
        for value in derived.get_objects(model, name)
    ]
    providers = derived.get_objects(model, "ag:isProvidedBy" if kind == "model" else "ag:isBorneBy")
    ceilings = derived.get_objects(model, "ag:fineCeiling")
    duties = [_assess_duty(derived, proofs, model, one, doubts, questions) for one in obligations]
    later = find_upcoming_duties(derived)
    verdicts = [(one.status, one.since or later.get(_name_duty(model, one.obligation), "")) for one in duties]
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
        counts=build_duty_counts(model.value, proofs.get_label(model), verdicts),
        ceiling=ceilings[0].value if len(ceilings) == 1 else "",
        warnings=list_estimate_warnings(derived, model),
        not_known=list_unknown_lists(one for duty in duties for one in duty.unless),
        reliefs=[relief.value for one in providers for relief in derived.get_objects(one, "ag:relievedBy")],
        questions=[*questions, *more.values()],
        kind=kind,
        supervised_by_office=_find_supervision(derived, model),
    )


def _find_supervision(derived: DerivedProfile, model: NamedNode) -> bool | None:
    told = derived.get_value(model, "ag:isSupervisedByAIOffice") if duty_law.has_sole_competence(derived.day) else ""
    return {"true": True, "false": False}.get(told)


def _name_duty(model: NamedNode, obligation: Node) -> str:
    return f"{model.value}.duty_{obligation.iri.partition('obl_')[2]}"


def _assess_duty(
    derived: DerivedProfile,
    proofs: ProofBuilder,
    model: NamedNode,
    obligation: Node,
    doubts: DoubtIndex,
    model_questions: Sequence[OpenQuestion],
) -> AssessedDuty:
    node = NamedNode(_name_duty(model, obligation))
    statuses = derived.get_objects(node, "ag:dutyStatus")
    since = get_first_date(derived, node, "ag:boundFrom")
    doubtful = doubts.list_verdict_questions(node.value)
    status = get_status(
        [one.value for one in statuses],
        since,
        is_legacy=_is_in_transition(derived, model, node),
        is_doubtful=bool(doubtful),
        date=derived.day.date,
    )
    owed = status in OWED
    undated = doubts.list_start_questions(node.value) if owed else []
    undated += find_start_questions(derived, node, model_questions) if owed else []
    settled = [one for one in model_questions if obligation.iri in find_settled_obligations(derived.day, one.iri)]
    routes = (
        [duty_law.load_route(derived.day, one.value) for one in derived.get_objects(node, "ag:openRoute")]
        if owed
        else []
    )
    evidence = [proofs.get_label(one) for one in derived.get_objects(node, "ag:foundEvidence")]
    kinds = duty_law.find_evidence_properties(derived.day, obligation.iri)
    if not derived.has_triple(model, "rdf:type", expand_node("ag:AssessedModel")):  # Article 50(2): each is needed
        lacking = [kind for kind in kinds if not derived.get_objects(model, kind)]
    else:
        lacking = [] if evidence else list(kinds)
    adherence = any(one.iri.endswith(".code") for one in routes)
    return AssessedDuty(
        obligation=obligation,
        provision=derived.day.get_node(obligation.source),
        status=status,
        since=since if owed and not undated else "",
        enforceable_from=get_first_date(derived, node, "ag:enforceableFrom") if owed and not undated else "",
        unless=[
            load_reservation(derived.day, one.value)
            for one in derived.get_objects(node, "ag:unless")
            if status != "unknown" and one.value in derived.day
        ],
        limited_to_modification=derived.get_value(node, "ag:limitedToModification") == "true",
        routes=routes,
        measures=duty_law.find_measures(derived.day, obligation) if adherence else [],
        evidence=evidence,
        missing_evidence=lacking if owed else [],
        proof=proofs.build_proof(Triple(node, expand_node("ag:dutyStatus"), statuses[0])) if statuses else [],
        questions=[*settled, *doubtful] if status == "unknown" else undated,
        limited_to_notice=derived.get_value(node, "ag:limitedToNotice") == "true",
    )


def _is_in_transition(derived: DerivedProfile, model: NamedNode, duty: NamedNode) -> bool:
    """Tell whether a transition gives time for a duty: of a model by Article 111(3), of a system by Article 111(4)."""
    is_legacy = derived.has_triple(model, "rdf:type", expand_node("ag:LegacyModel"))
    return is_legacy or derived.has_triple(duty, "rdf:type", expand_node("ag:DutyInTransition"))
