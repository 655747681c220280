"""Build the page with what follows from the answers to the form."""

import functools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.graph.day import Day
from actgraph.profile.yaml_words import DEFAULT_BASE
from actgraph.reasoning.open_questions import OpenQuestion
from actgraph.validation.findings import Finding
from actgraph.web.forms.answers import Answers
from actgraph.web.forms.node_kinds import NodeKind, list_nodes, load_node_kinds
from actgraph.web.forms.questions import Question, map_questions
from actgraph.web.forms.statements import MODEL, PROVIDER, FormProfile
from actgraph.web.http.page import Page
from actgraph.web.pages.answer_form import FORM_PATH, list_hidden_fields
from actgraph.web.pages.profile_form import build_check_context
from actgraph.web.profile_check import ProfileCheck, profile_check_to_json

_OF_BASE = load_prefixes()["rdg"] + "qst_base-"
_BASE, _SYSTEM = "base", "system"
_NEAR = {MODEL: (PROVIDER, "representative", "evidence"), _SYSTEM: ("detection",)}
_NOT_KNOWABLE = "model.originalComputeNotKnowable"
_NOT_ASKED_ALONE = ("representative", "notification", "evidence")  # their properties are those of others, too


class Mend(NamedTuple):
    """A question of the form that mends a finding, or answers an open question.

    Attributes:
        id: its place in the page of the form.
        text: the question.
    """

    id: str
    text: str


def build_result_page(day: Day, answers: Answers, made: FormProfile, check: ProfileCheck) -> Page:
    """Build the page of the result: verdicts, findings with the questions that mend them, and the profile.

    Args:
        answers: what was answered.
        made: the profile that follows from it.
        check: the check of that profile.
    """
    questions = {one.text: one for model in check.models for one in model.questions}
    context = build_check_context(day, check) | {
        "has_lines": False,
        "hidden": list_hidden_fields(answers),
        "named": _name_node,
        "mends": functools.partial(_find_mends_of_finding, questions),
        "answered": find_answering,
        "yaml": made.to_yaml(),
        "turtle": made.to_turtle(),
    }
    context["has_system"] = any(one.kind == "AI system" for one in check.models)
    names = list(filter(None, (answers.get_text("model.label"), answers.get_text("system.label"))))
    title = f"What follows for {' and '.join(names)}" if names else "What follows from your answers"
    return Page(FORM_PATH, "form_result.html", title, context, profile_check_to_json(day, check))


def _find_mends_of_finding(questions: Mapping[str, OpenQuestion], finding: Finding) -> list[Mend]:
    asked = questions.get(finding.message)
    if asked is None:
        return find_mends(finding.node, finding.property)
    return find_answering(asked.iri, [expand_curie(one) or one for one in asked.answered_by])


def _name_node(finding: Finding) -> str:
    """Name what a finding is about; what has no name, in the words of the form."""
    local = finding.node.removeprefix(DEFAULT_BASE)
    kind = next((one for one in load_node_kinds().values() if local in list_nodes(one)), None)
    return kind.title if kind and kind.title and "://" in finding.node_label else finding.node_label


def find_mends(node: str, property_: str) -> list[Mend]:
    """Find the questions that mend a finding.

    Args:
        node: IRI of the node that it is about.
        property_: IRI of the property; empty for none.

    >>> find_mends(DEFAULT_BASE + "model", load_prefixes()["ag"] + "trainingSummary")[0].id
    'summary.exists'
    """
    local = node.removeprefix(DEFAULT_BASE)
    kind = next((one for one in load_node_kinds().values() if local in list_nodes(one)), None)
    if kind is None:
        return []
    found = _list_stating(kind, property_)
    if not found and kind.name in _NEAR:  # what another node shows for the model or the system
        near = (_list_stating(load_node_kinds()[name], property_) for name in _NEAR[kind.name])
        found = next(filter(None, near), [])
    elif not found and kind.name not in (PROVIDER, _BASE, _SYSTEM):
        found = _list_questions(kind)[:1]
    return [Mend(one.name.replace(f"{kind.name}.", f"{local}.", 1), one.text) for one in found]


def find_answering(question_iri: str, properties: Sequence[str]) -> list[Mend]:
    """Find the questions of the form that answer an open question.

    Args:
        question_iri: IRI of the open question.
        properties: IRIs of the properties that answer it.

    >>> find_answering("", [load_prefixes()["ag"] + "establishment"])[0].id
    'provider.establishment'
    """
    is_of_base = question_iri.startswith(_OF_BASE)
    asked = [kind for kind in load_node_kinds().values() if (kind.name == _BASE) == is_of_base or kind.name == MODEL]
    wanted = [one for one in asked if one.name not in _NOT_ASKED_ALONE]
    found = [one for property_ in properties for kind in wanted for one in _list_stating(kind, property_)]
    if is_of_base and any(one.node == _BASE for one in found):
        found = [one for one in found if one.node == _BASE or one.name == _NOT_KNOWABLE]
    return list(dict.fromkeys(Mend(one.name, one.text) for one in found))


def _list_questions(kind: NodeKind) -> list[Question]:
    return [one for one in map_questions().values() if one.node == kind.name]


def _list_stating(kind: NodeKind, property_: str) -> list[Question]:
    """List the questions about a kind of node whose answers state a property, or describe what it leads to."""
    found = [one for one in _list_questions(kind) if _states(one, property_)]
    children = [one for one in load_node_kinds().values() if one.of == kind.name and one.by == property_]
    return [*found, *(question for one in children for question in _list_questions(one)[:1])]


def _states(question: Question, property_: str) -> bool:
    links = [one.iri for one in question.options] if question.kind == "link" else []
    return bool(property_) and property_ in [question.no, *links, *([question.word.iri] if question.word else [])]
