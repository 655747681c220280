"""Make the statements of a profile from the answers to the form."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.core.suggestions import quote_text
from actgraph.graph.day import open_all_editions
from actgraph.profile.remarks import Remarks
from actgraph.profile.trig_writer import write_trig
from actgraph.profile.yaml_values import UnclearValueError, read_scalar
from actgraph.profile.yaml_words import DEFAULT_BASE
from actgraph.profile.yaml_writer import write_yaml
from actgraph.validation.country_codes import find_country_code
from actgraph.web.forms.answers import AnswerError, Answers, find_plain_errors, replace_controls
from actgraph.web.forms.node_kinds import NodeKind, list_nodes, load_node_kinds
from actgraph.web.forms.questions import EXISTS, YES, Question, map_inputs, map_questions

MODEL, PROVIDER = "model", "provider"
_TYPE = load_prefixes()["rdf"] + "type"
_TITLE = load_prefixes()["dcterms"] + "title"
_DOCUMENT = expand_curie("ag:ofDocument") or ""
_NAMED_FIRST = {
    "representative": "label",
    "notice": "title",
    "marking": "title",
    "detection": "title",
    "evidence": "title",
}
_OF_MODIFICATION = (
    "computeOfModification",
    "onBehalfOfOriginalProvider",
    "significantChange",
    "originalComputeNotKnowable",
)
_ERROR = expand_curie("ag:estimationError") or ""
_ABOUT = re.compile(r"(?:about|around|approximately|approx\.|roughly|circa|ca\.|some|[~≈])\s*(?=\d)", re.IGNORECASE)
_NEAR = re.compile(r"(?:maybe|about|around|up to)?\s*(?:±|\+\s?/?\s?[-–−]|plus or minus)?\s*", re.IGNORECASE)
_REFUSAL = re.compile(
    r"(?:no(?:ne|thing|t)?|never|we (?:do not|don[’']t|have no(?:t|ne)?)|n\.?/?a\.?)\b", re.IGNORECASE
)


class FormProfile(NamedTuple):
    """The profile that follows from the answers.

    Attributes:
        quads: its statements.
        errors: answers that state nothing, because they cannot be read.
        remarks: where a document states what is stated.
    """

    quads: Sequence[Quad]
    errors: Sequence[AnswerError]
    remarks: Remarks

    def to_yaml(self) -> str:
        """Write the profile as YAML."""
        return write_yaml(self.quads, self.remarks)

    def to_turtle(self) -> str:
        """Write the profile as Turtle."""
        return write_trig(self.quads, self.remarks)


def make_profile(answers: Answers) -> FormProfile:
    """Make the profile that follows from the answers: what is not answered is not stated.

    Raises:
        RequestError: what is carried along from a document cannot be read.

    >>> made = make_profile(Answers({"model.label": ["M"], "model.parameters": ["7B"], "made.date": ["soon"]}))
    >>> [quad.object.value for quad in made.quads if "parameters" in quad.predicate.value]
    ['7e9']
    >>> made.errors[0].input
    'made.date'
    """
    errors = {one.input: one for one in (*find_plain_errors(answers), *_find_details_of_nothing(answers))}
    carried = answers.document.read_carried()
    stated: dict[Quad, str] = {}
    for question in map_questions().values():
        for node in list_nodes(load_node_kinds()[question.node]):
            for name in question.list_inputs(node):
                values = answers.values.get(name, ())
                if not values or name in errors:
                    continue
                place = answers.document.find_place(name, values)
                try:
                    stated |= dict.fromkeys(_state(question, node, name, values), place)
                except UnclearValueError as error:
                    near = f" Did you mean {' or '.join(error.near)}?" if error.near else ""
                    errors[name] = AnswerError(name, error.what, f"{error.todo}{near}")
    nodes = _find_nodes(answers)
    names = {quad.subject.value for quad in (*stated, *carried) if quad.predicate.value == _TITLE}  # type: ignore[union-attr]
    described = [one for node, kind in nodes.items() for one in _describe_node(node, kind, names)]
    quads = list(dict.fromkeys([*described, *stated, *carried]))
    order = {DEFAULT_BASE + node: place for place, node in enumerate(nodes)}
    quads.sort(key=lambda quad: (order.get(quad.subject.value, len(order)), quad.predicate.value != _TYPE))  # type: ignore[union-attr]
    head = [
        f"From {replace_controls(name)} (sha256 {replace_controls(sha)}), and from answers to the form."
        for name, sha in answers.document.files
    ]
    places = {quad: replace_controls(place) for quad, place in stated.items() if place}
    return FormProfile(quads, list(errors.values()), Remarks(head=head, values=places))


def _find_details_of_nothing(answers: Answers) -> Iterator[AnswerError]:
    """Find answers about what nobody says that there is, and one that is about something else."""
    whole, part = (answers.get_text(f"{MODEL}.{word}") for word in ("ownCompute", _OF_MODIFICATION[0]))
    if whole and whole == part:
        todo = "Write the compute of original and modification together, or empty this field."
        yield AnswerError(f"{MODEL}.ownCompute", "this is the amount of the modification alone", todo)
    for name in answers.values:
        node, question = map_inputs()[name]
        if question.about and f"{node}.{EXISTS}" not in answers.values:
            todo = f"Tick “Yes” at “{question.about}”, or empty this field."
            yield AnswerError(name, "you have not said that this document exists", todo)
        elif question.node in _NAMED_FIRST and question.follows:
            first = f"{node}.{_NAMED_FIRST[question.node]}"
            if first not in answers.values:
                todo = f"Answer “{map_inputs()[first][1].text}”, or empty this field."
                yield AnswerError(name, "you have not said what this is about", todo)


def state_answer(name: str, values: Sequence[str]) -> list[Quad]:
    """State what one answer says.

    Args:
        name: name of the input.
        values: its values.

    Raises:
        UnclearValueError: they cannot be read.

    >>> [quad.object.value for quad in state_answer("model.parameters", ["7 billion"])]
    ['7e9']
    """
    node, question = map_inputs()[name]
    return list(_state(question, node, name, values))


def _state(question: Question, node: str, name: str, values: Sequence[str]) -> Iterator[Quad]:
    """Yield what an answer states."""
    if question.kind == EXISTS or question.word is None:
        return  # the node is described, which states it
    property_ = question.word.iri
    if question.kind == "pairs":
        option = next(one for one in question.options if name.endswith(f".{one.value}"))
        yield _make_quad(node, property_ if values[0] == YES else question.no, NamedNode(option.iri))
    elif question.kind == "yesno":
        yield _make_quad(node, property_, Literal(values[0] == YES))
    elif question.kind == "link":
        option = next(one for one in question.options if one.value == values[0])
        yield _make_quad(node, option.iri, NamedNode(DEFAULT_BASE + option.node))
    elif question.options:
        for option in question.options:
            if option.value in values:
                yield _make_quad(node, property_, NamedNode(option.iri))
    else:
        for text in [part.strip() for part in values[0].split(";")] if question.is_list else values:
            if text:
                yield _make_quad(node, property_, _read_text(question, text))


def _read_text(question: Question, text: str) -> NamedNode | BlankNode | Literal:
    assert question.word is not None
    if question.codes:
        code = text.upper() if text.upper() in question.codes else find_country_code(text)
        if code not in question.codes:
            raise UnclearValueError(f"{quote_text(text)} is no code of a country", "Write two letters, such as DK.")
        return Literal(code)
    if question.word.iri == _ERROR:
        text = _read_error(text)
    elif question.word.kind == "number" and (about := _ABOUT.match(text)):
        what = f"“{about[0].strip()}” makes no amount more exact"
        raise UnclearValueError(
            what, f"Leave it out: {text[about.end() :]}. You can say how far an estimate may be off."
        )
    elif question.word.kind == "text" and _REFUSAL.match(text):
        raise UnclearValueError(f"{quote_text(text)} says that there is none", "Leave empty what there is not.")
    return read_scalar(text, question.word, DEFAULT_BASE, ())


def _read_error(text: str) -> str:
    """Read how far an estimate may be off: a percentage, or a share below one."""
    text = _NEAR.sub("", text, count=1).strip()
    number = text.rstrip("% ").replace(",", ".")
    if not text.endswith("%") and not re.fullmatch(r"0?\.\d+", number):
        raise UnclearValueError(f"{quote_text(text)} is no percentage", "Write a percentage, such as 20 %.")
    return text


def _find_nodes(answers: Answers) -> dict[str, NodeKind]:
    """Find the nodes that are described: those with an answer, what they belong to, and what they are linked to."""
    answered = {name.partition(".")[0] for name in answers.values}
    for question in map_questions().values():
        if question.kind == "link":
            chosen = answers.get_text(question.list_inputs(question.node)[0])
            answered |= {one.node for one in question.options if one.value == chosen}
    if any(f"{MODEL}.{word}" in answers.values for word in _OF_MODIFICATION):
        answered.add("base")
    found = {MODEL} if answers.values or answers.document.carried else set()
    for kind in load_node_kinds().values():
        for node in list_nodes(kind):
            if node in answered:
                found.add(node)
                parent = kind
                while parent.of:
                    found.add(parent.of)
                    parent = load_node_kinds()[parent.of]
    return {node: kind for kind in load_node_kinds().values() for node in list_nodes(kind) if node in found}


def _describe_node(node: str, kind: NodeKind, named: set[str]) -> Iterator[Quad]:
    """Yield what is stated of a node because it is described at all.

    Args:
        named: IRIs of the nodes that have a title.
    """
    yield _make_quad(node, _TYPE, NamedNode(kind.class_))
    if kind.of:
        yield _make_quad(kind.of, kind.by, NamedNode(DEFAULT_BASE + node))
    for property_, other in kind.states.items():
        yield _make_quad(node, property_, NamedNode(DEFAULT_BASE + other))
    exists = map_questions().get(f"{kind.name}.{EXISTS}")
    if exists and kind.document:
        yield _make_quad(node, _DOCUMENT, NamedNode(kind.document))
    if exists and DEFAULT_BASE + node not in named:
        title = exists.title or open_all_editions().get_node(kind.document).label
        yield _make_quad(node, _TITLE, Literal(title))


def _make_quad(node: str, property_: str, value: NamedNode | BlankNode | Literal) -> Quad:
    return Quad(NamedNode(DEFAULT_BASE + node), NamedNode(property_), value, DefaultGraph())
