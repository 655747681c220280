"""Build the page of the form that makes a profile."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from actgraph.core.errors import ActgraphError
from actgraph.core.prefixes import get_local_name, load_prefixes
from actgraph.graph.day import open_all_editions
from actgraph.graph.vocabulary import load_vocabulary
from actgraph.profile.yaml_words import DEFAULT_BASE
from actgraph.web.forms.answer_reader import COUNT
from actgraph.web.forms.answers import AnswerError, Answers
from actgraph.web.forms.document_state import FIELD
from actgraph.web.forms.node_kinds import NodeKind, list_nodes, load_node_kinds
from actgraph.web.forms.questions import EXISTS, Option, Question, Section, load_sections, map_inputs
from actgraph.web.http.page import Page
from actgraph.web.http.requests import RequestError

FORM_PATH = "form"
_TITLE = "Describe your model in a form"

_TYPE = load_prefixes()["rdf"] + "type"


class InputView(NamedTuple):
    """An input of the form, or a group of inputs that answer one question.

    Attributes:
        id: name of the input, and of its element in the page.
        question: the question that it answers.
        values: the values that it has.
        rows: of `pairs`, each value with the name of its input and its answer.
        error: what is wrong with the answer; None if nothing is.
        place: where a document states this answer; empty if none does.
        has_sources: whether its provisions are shown: not where they are those of the question that it belongs to.
    """

    id: str
    question: Question
    values: Sequence[str]
    rows: Sequence[tuple[str, Option, str]]
    error: AnswerError | None
    place: str
    has_sources: bool


class GroupView(NamedTuple):
    """Inputs that stand together.

    Attributes:
        title: what they are about; empty if they stand for themselves.
        inputs: the inputs.
        is_document: whether the first asks whether there is the document that the others are about.
        add: the kind of node of which one more can be added behind them; None if none can.
        added_id: the first input of that one.
    """

    title: str
    inputs: Sequence[InputView]
    is_document: bool = False
    add: NodeKind | None = None
    added_id: str = ""


def build_form_page(
    answers: Answers = Answers(),  # noqa: B008
    errors: Sequence[AnswerError] = (),
    error: ActgraphError | None = None,
) -> Page:
    """Build the page of the form.

    Args:
        answers: the answers so far.
        errors: what is wrong with them.
        error: why the request cannot be answered, or the document not be read.

    >>> build_form_page().title
    'Describe your model in a form'
    """
    context: dict[str, Any] = {
        "error": error,
        "errors": [(one, map_inputs()[one.input][1]) for one in errors],
        "sections": list_section_views(load_sections(), answers, errors),
        "counts": _list_counts(answers),
        "document": answers.document,
        "carried": list(_describe_carried(answers)),
    }
    if answers.values or error:
        context["forms"] = []  # the page has no URL
    return Page(FORM_PATH, "form.html", _TITLE, context, {"error": str(error)} if error else list_question_rows())


def _describe_carried(answers: Answers) -> Iterable[str]:
    """Describe the statements that are carried along, in words."""
    labels = load_vocabulary().labels
    try:
        carried = answers.document.read_carried()
    except RequestError:  # the page says so
        return
    day = open_all_editions()
    for quad in carried:
        iri, value = quad.predicate.value, quad.object.value  # type: ignore[union-attr]
        if iri == _TYPE:
            continue
        label = labels.get(iri) or day.get_node(iri).label or get_local_name(iri)
        yield f"{label}: {labels.get(value, value.removeprefix(DEFAULT_BASE))}"


def list_question_rows() -> list[dict[str, Any]]:
    """List the questions for JSON.

    >>> list_question_rows()[0]["input"]
    'provider.label'
    """
    return [
        {
            "input": question.name,
            "section": section.title,
            "question": question.text,
            "explanation": question.help or None,
            "property": question.word.iri if question.word else load_node_kinds()[question.node].by,
            "sources": list(question.sources),
            "values": question.list_values(),
        }
        for section in load_sections()
        for question in section.questions
    ]


def list_hidden_fields(answers: Answers) -> list[tuple[str, str]]:
    """List the fields of a form that has the answers, so that the next request has them too."""
    found = [(name, value) for name, values in answers.values.items() for value in values]
    return [*found, *_list_counts(answers), (FIELD, answers.document.to_text())]


def list_section_views(
    sections: Iterable[Section], answers: Answers, errors: Sequence[AnswerError]
) -> list[tuple[Section, bool, Sequence[GroupView]]]:
    """List the sections, each with whether it is open, and what stands in it."""
    wrong = {one.input: one for one in errors}
    views: list[tuple[Section, bool, Sequence[GroupView]]] = []
    for section in sections:
        groups = list(_list_groups(section, answers, wrong))
        inputs = [one for group in groups for one in group.inputs]
        is_used = any(one.values or one.error or any(row[2] for row in one.rows) for one in inputs)
        is_open = is_used or not section.is_folded
        views.append((section, is_open, groups))
    return views


def _list_counts(answers: Answers) -> list[tuple[str, str]]:
    kinds = (kind for kind in load_node_kinds().values() if kind.most > 1)
    return [(f"{COUNT}{kind.name}", str(answers.count_shown(kind))) for kind in kinds]


def _list_groups(section: Section, answers: Answers, wrong: Mapping[str, AnswerError]) -> Iterable[GroupView]:
    for name, run in groupby(section.questions, key=lambda one: one.node):
        kind, questions = load_node_kinds()[name], list(run)
        if kind.most > 1:
            shown = answers.count_shown(kind)
            for place, node in enumerate(list_nodes(kind)[:shown], 1):
                inputs = _make_inputs(questions, node, answers, wrong)
                title = f"{kind.title} {place}" if shown > 1 else kind.title
                more = place == shown < kind.most
                first = questions[0].list_inputs(list_nodes(kind)[shown])[0] if more else ""
                yield GroupView(title, inputs, add=kind if more else None, added_id=first)
        elif questions[0].name.endswith(f".{EXISTS}"):
            yield GroupView(questions[0].text, _make_inputs(questions, name, answers, wrong), True)
        else:
            yield GroupView("", _make_inputs(questions, name, answers, wrong))


def _make_inputs(
    questions: Sequence[Question], node: str, answers: Answers, wrong: Mapping[str, AnswerError]
) -> list[InputView]:
    views, leader = [], questions[0]
    for one in questions:
        leader = leader if one.follows else one
        has_sources = bool(one.sources) and (one is leader or one.sources != leader.sources)
        views.append(_make_input(one, node, answers, wrong)._replace(has_sources=has_sources))
    return views


def _make_input(question: Question, node: str, answers: Answers, wrong: Mapping[str, AnswerError]) -> InputView:
    names = question.list_inputs(node)
    id_ = f"{node}.{question.name.partition('.')[2]}"
    places = [answers.document.find_place(name, answers.values.get(name, ())) for name in names]
    errors = [wrong[name] for name in names if name in wrong]
    options = zip(names, question.options, strict=True) if question.kind == "pairs" else ()
    rows = [(name, option, answers.get_text(name)) for name, option in options]
    values = [] if rows else answers.values.get(id_, [])
    place = "; ".join(dict.fromkeys(filter(None, places)))
    return InputView(id_, question, values, rows, next(iter(errors), None), place, True)
