"""What a provider owes for its models: each obligation with its status, since when, how it can be shown, and why."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple

from actgraph.core.errors import InputError
from actgraph.core.prefixes import expand, shorten
from actgraph.graph.day import Day
from actgraph.graph.engine import Node
from actgraph.reasoning import law_facts
from actgraph.reasoning.contradictions import behind
from actgraph.reasoning.derived import Derived
from actgraph.reasoning.open_questions import Question, behind_start, question, settles, start, which
from actgraph.reasoning.proof import Reason, Reasons
from actgraph.sparql import named_queries

STATUS = {"ag:applies": "applies", "ag:isExempt": "exempt", "ag:doesNotApply": "does not apply"}
UNKNOWN = "unknown"


class Route(NamedTuple):
    """A way to show a duty that is open to the provider.

    Attributes:
        iri: of the route.
        label: what it is.
        presumption: whether conformity is presumed from it.
    """

    iri: str
    label: str
    presumption: bool


class Duty(NamedTuple):
    """One obligation as regards one model.

    Attributes:
        obligation: the node of the obligation.
        provision: the node of the provision that lays it down.
        status: `applies`, `exempt`, `does not apply` or `unknown`.
        since: the day from which it binds, ISO 8601; empty where it does not, or where the days stated contradict.
        enforceable: the day from which a breach can be fined; likewise.
        limited: whether it is owed for the modification alone.
        routes: the ways to show it that are open.
        measures: IRIs of the measures of the Code that go to show it, where the Code is such a way.
        evidence: what the profile has that goes to show it.
        missing: short names of the properties by which the profile would name evidence, where there is none.
        reasons: the chain behind the status.
        questions: what would settle it, or since when it binds, where that is unknown.
    """

    obligation: Node
    provision: Node
    status: str
    since: str
    enforceable: str
    limited: bool
    routes: Sequence[Route]
    measures: Sequence[str]
    evidence: Sequence[str]
    missing: Sequence[str]
    reasons: Sequence[Reason]
    questions: Sequence[Question]


class Model(NamedTuple):
    """One model of a profile, and what its provider owes for it.

    Attributes:
        iri: of the model.
        label: its name.
        providers: who provides it by the facts given: IRI and name of each.
        nobody: whether nobody counts as its provider, by the facts given; where there are no providers and this is
            false, who provides it is unknown.
        findings: what the rules say of it as a whole, each with its chain.
        duties: one for each obligation, in the order of the Act.
        ceiling: the highest fine in euro, empty where it has no provider.
        at_least: whether the ceiling is only known not to be lower.
        reliefs: IRIs of what the size of the provider makes lighter.
        questions: all that is asked of it.
    """

    iri: str
    label: str
    providers: Sequence[tuple[str, str]]
    nobody: bool
    findings: Sequence[Sequence[Reason]]
    duties: Sequence[Duty]
    ceiling: str
    at_least: bool
    reliefs: Sequence[str]
    questions: Sequence[Question]


_CLASSES = (
    *("ag:GeneralPurposeModel", "ag:NotGeneralPurposeModel", "ag:ModelWithSystemicRisk", "ag:NotPresumedModel"),
    *("ag:ModelOfModifier", "ag:ModelOfLesserModifier", "ag:OpenSourceRelease", "ag:NotOpenSourceRelease"),
    *("ag:LegacyModel",),
)
_UNPROVIDED = ("ag:NotGeneralPurposeModel", "ag:ModelOfLesserModifier")
_VALUES = ("ag:isProvidedBy", "ag:placedOn", "ag:notificationDueBy")


def assess(derived: Derived, where: Callable[[Triple], str] = lambda triple: "") -> list[Model]:
    """The models of a profile, each with what its provider owes for it.

    Args:
        derived: the profile with all that follows from it.
        where: from a statement of the profile to its place, such as `apertus.trig:12`.

    >>> from actgraph.graph import day
    >>> term = lambda name: NamedNode(expand(name) or "")
    >>> stated = [Triple(NamedNode("urn:m"), term("rdf:type"), term("ag:Model"))]
    >>> found = assess(Derived(stated, day.on("2026-11-24")))[0]
    >>> found.duties[0].provision.label, found.duties[0].status, len(found.duties)
    ('Article 52(1)', 'unknown', 16)
    """
    reasons = Reasons(derived, where)
    obligations = _obligations(derived)
    models = derived.subjects("rdf:type", _term("ag:AssessedModel"))
    return [_model(derived, reasons, obligations, model) for model in models if isinstance(model, NamedNode)]


def obligations_of(derived: Derived, provision: str) -> list[str]:
    """The obligations that an assessment knows and that a provision, or a part of it, lays down.

    Args:
        derived: a profile with what follows from it.
        provision: IRI of the provision, or of the obligation itself.

    Raises:
        InputError: there is none.

    >>> from actgraph.graph import day as graph
    >>> day = graph.on("2026-11-24")
    >>> [shorten(one) for one in obligations_of(Derived([], day), day.cite("55(1)(a)"))]
    ['rdg:obl_55.1.a']
    """
    known = _obligations(derived)
    found = [one.iri for one in known if provision in (one.iri, one.source) or one.source.startswith(f"{provision}.")]
    if not found:
        label = derived.day.node(provision).label or shorten(provision)
        raise InputError(
            f"{label} lays down no duty of a provider that assess knows",
            where="--why",
            near=[derived.day.node(one.source).label for one in known],
        )
    return found


def _obligations(derived: Derived) -> list[Node]:
    nodes = {str(one.subject.value) for one in derived.law if one.predicate.value == expand("ag:dutyClass")}  # type: ignore[union-attr]
    day = derived.day
    return sorted(map(day.node, nodes), key=lambda one: (day.node(one.source).order, one.iri))


def _model(derived: Derived, reasons: Reasons, obligations: Sequence[Node], model: NamedNode) -> Model:
    asked = [question(derived.day, one.value) for one in derived.objects(model, "ag:asks")]
    concluded = [Triple(model, _term("rdf:type"), _term(one)) for one in _CLASSES]
    found = [reasons.of(one) for one in concluded if derived.holds(model, "rdf:type", one.object)]  # type: ignore[arg-type]
    found += [
        reasons.of(Triple(model, _term(name), value)) for name in _VALUES for value in derived.objects(model, name)
    ]
    providers = derived.objects(model, "ag:isProvidedBy")
    duties = [_duty(derived, reasons, model, one, asked) for one in obligations]
    unprovided = any(derived.holds(model, "rdf:type", _term(one)) for one in _UNPROVIDED)
    more = {one.words: one for duty in duties for one in duty.questions if one not in asked}
    return Model(
        iri=model.value,
        label=reasons.label(model),
        providers=[(one.value, reasons.label(one)) for one in providers],
        nobody=unprovided and not providers and not any(one.iri == expand("rdg:qst_provider") for one in asked),
        findings=found,
        duties=duties,
        ceiling=derived.value(model, "ag:fineCeiling"),
        at_least=not any(derived.objects(one, "ag:turnover") for one in providers),
        reliefs=[relief.value for one in providers for relief in derived.objects(one, "ag:relievedBy")],
        questions=[*asked, *more.values()],
    )


def _duty(derived: Derived, reasons: Reasons, model: NamedNode, obligation: Node, asked: Sequence[Question]) -> Duty:
    node = NamedNode(f"{model.value}.duty_{obligation.iri.partition('obl_')[2]}")
    statuses = derived.objects(node, "ag:dutyStatus")
    status = STATUS[shorten(statuses[0].value)] if statuses else UNKNOWN
    applies = status == "applies"
    open_questions = [one for one in asked if obligation.iri in settles(derived.day, one.iri)]
    if statuses and not applies:
        doubtful = behind(derived, Triple(node, _term("ag:dutyStatus"), statuses[0]))
        open_questions += [which(derived, reasons, *one) for one in doubtful]
        status = UNKNOWN if doubtful else status
    undated = behind_start(derived, reasons, node, asked) if applies else []
    routes = [_route(derived.day, one.value) for one in derived.objects(node, "ag:openRoute")] if applies else []
    evidence = [reasons.label(one) for one in derived.objects(node, "ag:foundEvidence")]
    kinds = _kinds(derived.day, obligation.iri)
    adherence = any(one.iri.endswith(".code") for one in routes)
    return Duty(
        obligation=obligation,
        provision=derived.day.node(obligation.source),
        status=status,
        since=start(derived, node, "ag:boundFrom") if applies and not undated else "",
        enforceable=start(derived, node, "ag:enforceableFrom") if applies and not undated else "",
        limited=derived.value(node, "ag:limitedToModification") == "true",
        routes=routes,
        measures=_measures(derived.day, obligation) if adherence else [],
        evidence=evidence,
        missing=kinds if applies and not evidence else [],
        reasons=reasons.of(Triple(node, _term("ag:dutyStatus"), statuses[0])) if statuses else [],
        questions=open_questions if status == UNKNOWN else undated,
    )


# What the law alone answers is asked once, however many models a profile has.
@lru_cache(maxsize=1000)
def _kinds(day: Day, obligation: str) -> Sequence[str]:
    """Short names of the properties by which a profile names evidence for a duty."""
    says = expand("ag:evidenceFor")
    found = [one for one in law_facts.facts(day) if one.predicate.value == says and one.object == NamedNode(obligation)]
    return [shorten(one.subject.value) for one in sorted(found, key=str)]  # type: ignore[union-attr]


@lru_cache(maxsize=1000)
def _route(day: Day, iri: str) -> Route:
    presumed = day.answer(f"ASK {{ <{iri}> <{expand('ag:presumption')}> true }}")
    return Route(iri, day.node(iri).label, presumed is True)


@lru_cache(maxsize=1000)
def _measures(day: Day, obligation: Node) -> Sequence[str]:
    """The measures of the chapter that go to show a duty: those that name it or were read so, else all."""
    chapters = tuple(
        f"{one.object.value}."  # type: ignore[union-attr]
        for one in law_facts.facts(day)
        if one.predicate.value == expand("ag:codeChapter") and one.subject == NamedNode(obligation.iri)
    )
    rows = named_queries.ask("coverage-of-provision", day, {"provision": obligation.source})
    own = [row for row in rows if (row["measure"] or "").startswith(chapters)]
    near = [row for row in own if row["link"] != "derived"] or own
    return tuple(dict.fromkeys(row["measure"] or "" for row in near))


def _term(name: str) -> NamedNode:
    return NamedNode(expand(name) or "")
