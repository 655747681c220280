"""Apply the one-third rule (guidelines C(2025) 5045, paragraphs 60 to 64) to a modification, by the project's rules."""

from collections.abc import Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import Day
from actgraph.graph.vocabulary import load_vocabulary
from actgraph.profile.amounts import format_double
from actgraph.profile.profile import parse_profile
from actgraph.profile.trig_writer import write_trig
from actgraph.profile.yaml_words import DEFAULT_BASE
from actgraph.reasoning.assess import AssessedModel, assess_models
from actgraph.reasoning.assess_text import list_model_conclusions
from actgraph.reasoning.derived import DerivedProfile, expand_node
from actgraph.reasoning.open_questions import OpenQuestion
from actgraph.reasoning.proof import ProofStep
from actgraph.reasoning.reservations import Reservation, load_reservation
from actgraph.reasoning.rules import get_rule

PROVIDER, LESSER, SAME, OTHER, OPEN = "provider", "lesser", "same", "other", "open"
_AG = load_prefixes()["ag"]
_MODEL, _BASE = NamedNode(f"{DEFAULT_BASE}model"), NamedNode(f"{DEFAULT_BASE}base")
_LABEL = NamedNode(load_prefixes()["rdfs"] + "label")
_FIGURES = (f"{_AG}ownCompute", f"{_AG}cumulativeCompute")
_RDG = load_prefixes()["rdg"]
_OF_SHARE = ("no-change", "on-behalf")  # what turns a verdict that rests on compute
_BY_CHANGE = "modifier-by-change"
_CLASSES = {PROVIDER: f"{_AG}ModelOfModifier", LESSER: f"{_AG}ModelOfLesserModifier"}


class ModifierVerdict(NamedTuple):
    """What the one-third rule gives for one modification.

    Attributes:
        kind: `provider`: its modifier should count as provider of the modified model; `lesser`: it should not;
            `same`: the modification is that of the original provider, so the rule is not about it; `other`: the
            original is no general-purpose AI model, so it is not about it either; `open`.
        summary: what the rule says, with its qualifiers; empty where it is open.
        proof: the steps behind it.
        unless: what would turn it.
        questions: what would settle it.
    """

    kind: str
    summary: str
    proof: Sequence[ProofStep]
    unless: Sequence[Reservation]
    questions: Sequence[OpenQuestion]


class RangeOfVerdicts(NamedTuple):
    """The verdicts for the figures of the original model, and for what they can be within their stated error.

    Attributes:
        stated: for the figures themselves.
        lowest: with the lowest figures; None if no error is stated.
        highest: with the highest figures; None if no error is stated.
    """

    stated: ModifierVerdict
    lowest: ModifierVerdict | None
    highest: ModifierVerdict | None

    @property
    def is_settled(self) -> bool:
        """Whether the verdict is the same for all of them, and not open."""
        ends = [one.kind for one in (self.lowest, self.highest) if one]
        return self.stated.kind != OPEN and all(kind == self.stated.kind for kind in ends)


def check_modification(day: Day, quads: Sequence[Quad]) -> RangeOfVerdicts:
    """Apply the rule to a profile of `model` and its original, `base`.

    Args:
        day: the day of the law.
        quads: the statements of the profile.

    >>> from actgraph.graph.day import open_day
    >>> from actgraph.web.forms.answers import Answers
    >>> from actgraph.web.forms.statements import make_profile
    >>> told = {"model.computeOfModification": ["4e24"], "model.originalComputeNotKnowable": ["yes"]}
    >>> check_modification(open_day("2026-11-24"), make_profile(Answers(told)).quads).stated.kind
    'provider'
    """
    error = next((float(one.object.value) for one in quads if _is_error(one)), 0.0)  # type: ignore[union-attr]
    stated = _judge(day, quads)
    if not error:
        return RangeOfVerdicts(stated, None, None)
    lowest, highest = (_judge(day, [_scale(one, factor) for one in quads]) for factor in (1 - error, 1 + error))
    return RangeOfVerdicts(stated, lowest, highest)


def _judge(day: Day, quads: Sequence[Quad]) -> ModifierVerdict:
    read = parse_profile(write_trig(_complete(quads)).encode(), "your answers", "ttl")
    derived = DerivedProfile(read.triples, day)
    model = next(one for one in assess_models(derived) if one.iri == _MODEL.value)
    told = {text for text, _ in list_model_conclusions(model)}
    labels = load_vocabulary().labels
    kind = next((kind for kind, class_ in _CLASSES.items() if labels[class_] in told), OPEN)
    if kind == OPEN and derived.has_triple(_MODEL, "rdf:type", expand_node("ag:SameModel")):
        return ModifierVerdict(SAME, "", [], [], [])
    if kind == OPEN and derived.has_triple(_BASE, "rdf:type", expand_node("ag:NotGeneralPurposeModel")):
        return ModifierVerdict(OTHER, "", [], [], [])
    if kind == OPEN:
        return ModifierVerdict(OPEN, "", [], [], _list_questions(model))
    proof = next(one for one in model.conclusions if one[0].words.endswith(f": {labels[_CLASSES[kind]]}"))
    summary = get_rule(proof[0].rule.rpartition("/")[2]).summary
    rule = proof[0].rule.rpartition("/")[2]
    unless = {one.text: one for duty in model.duties for one in duty.unless}
    if kind == PROVIDER:  # its duties have reservations of their own
        unless = {name: load_reservation(day, f"{_RDG}rsv_{name}") for name in _OF_SHARE} if rule != _BY_CHANGE else {}
    return ModifierVerdict(kind, summary, proof, list(unless.values()), [])


def _list_questions(model: AssessedModel) -> list[OpenQuestion]:
    """List the open questions that the rule depends on: those about the original and the modification."""
    wanted = ("base-", "modification-compute", "on-behalf", "crossing", "estimate")
    start = load_prefixes()["rdg"] + "qst_"
    return [one for one in model.questions if one.iri.removeprefix(start).startswith(wanted)]


def _complete(quads: Sequence[Quad]) -> list[Quad]:
    """Add the names of the two models, and that one is the base of the other."""
    type_ = NamedNode(load_prefixes()["rdf"] + "type")
    named = {one.subject for one in quads if one.predicate == _LABEL}
    found = dict.fromkeys(quads)
    for node, name in ((_MODEL, "the modified model"), (_BASE, "the original model")):
        found[Quad(node, type_, NamedNode(f"{_AG}Model"))] = None
        if node not in named:
            found[Quad(node, _LABEL, Literal(name))] = None
    found[Quad(_MODEL, NamedNode(f"{_AG}baseModel"), _BASE)] = None
    return list(found)


def _is_error(quad: Quad) -> bool:
    return quad.subject == _BASE and quad.predicate.value == f"{_AG}estimationError"


def _scale(quad: Quad, factor: float) -> Quad:
    if quad.subject != _BASE or quad.predicate.value not in _FIGURES:
        return quad
    assert isinstance(quad.object, Literal)
    figure = format_double(float(quad.object.value) * factor)
    return Quad(quad.subject, quad.predicate, Literal(figure, datatype=quad.object.datatype))
