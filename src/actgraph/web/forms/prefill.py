"""Fill in the form from an uploaded document; what it has no question for is carried along."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from actgraph.core.prefixes import load_prefixes
from actgraph.documents.disagreements import describe_disagreement, find_disagreements
from actgraph.documents.draft import Document, Draft, draft_profile
from actgraph.documents.importer import refuse_empty_draft
from actgraph.documents.reading import DocumentError
from actgraph.documents.reading_process import read_in_process
from actgraph.profile.trig_writer import write_trig
from actgraph.profile.yaml_values import UnclearValueError
from actgraph.profile.yaml_words import DEFAULT_BASE
from actgraph.web.forms.answers import CONTROL, Answers, replace_controls
from actgraph.web.forms.document_state import DocumentState
from actgraph.web.forms.node_kinds import list_nodes, load_node_kinds
from actgraph.web.forms.questions import EXISTS, NO, YES, Question, map_inputs, map_questions
from actgraph.web.forms.statements import MODEL, state_answer

_TYPE = load_prefixes()["rdf"] + "type"
_LABEL = NamedNode(load_prefixes()["rdfs"] + "label")
_MODEL_CLASS, _BASE_MODEL = (NamedNode(load_prefixes()["ag"] + name) for name in ("Model", "baseModel"))
_EVIDENCE = "evidence"
_MAX_UNUSED = 100
_MAX_STATE_CHARACTERS = 400_000  # of what travels with each request
_MAX_TEXT = 200
_Found = dict[tuple[str, str], list[Quad]]


def fill_in(answers: Answers, data: bytes, name: str) -> Answers:
    """Fill in what is not answered yet from a document.

    Args:
        answers: what is answered; it stays.
        data: the document.
        name: its name.

    Raises:
        DocumentError: it cannot be read, or nothing can be taken from it.

    >>> filled = fill_in(Answers(), b"---\\nlicense: mit\\nbase_model: a/b\\n---\\n# M 7B\\n", "README.md")
    >>> filled.values["base.label"], filled.document.places["base.label"]
    (['a/b'], (['a/b'], 'README.md, line 3'))
    """
    sha = hashlib.sha256(data).hexdigest()
    draft = draft_profile([Document(name, sha, read_in_process(data, name))], is_one_model=True)
    refuse_empty_draft(draft)
    filled = _merge(answers, draft, name, sha)
    if len(filled.document.to_text()) > _MAX_STATE_CHARACTERS:
        what = "it states more than the form can carry"
        raise DocumentError(what, where=name, todo="Import it by the command: actgraph profile import FILE")
    return filled


def _merge(answers: Answers, draft: Draft, name: str, sha: str) -> Answers:
    names = _name_nodes(draft, {map_inputs()[name][0] for name in answers.values})
    renamed = {_rename(quad, names): source.place for quad, source in draft.sources.items()}
    by_property: _Found = {}
    for quad in renamed:
        local = quad.subject.value.removeprefix(DEFAULT_BASE)  # type: ignore[union-attr]
        by_property.setdefault((local, quad.predicate.value), []).append(quad)
    values, places = dict(answers.values), dict(answers.document.places)
    differing = [replace_controls(describe_disagreement(one)) for one in find_disagreements(draft)]
    taken: set[Quad] = set()
    for input_, texts, quads in _find_answers(by_property, set(names.values()), replace_controls(name)):
        taken.update(quads)
        place = f"{replace_controls(name)}, {replace_controls(renamed[quads[0]])}"
        if input_ in values and not _mean_same(input_, values[input_], texts):
            differing.append(
                f"{place} states {', '.join(map(replace_controls, texts))}; your answer stays: {_join(values[input_])}"
            )
        elif input_ not in values:
            values[input_], places[input_] = texts, (texts, place)
    unused = [_describe_unused(*one) for one in draft.unmapped[:_MAX_UNUSED]]
    if (more := len(draft.unmapped) - _MAX_UNUSED) > 0:
        unused.append(f"and {more} more fields")
    unused += [
        f"{replace_controls(name)}: {replace_controls(other)} (another model; it goes into your profile as it is)"
        for other in _list_other_models(draft, names)
    ]
    carried = [*answers.document.read_carried(), *(quad for quad in renamed if quad not in taken)]
    state = DocumentState(
        files=[*answers.document.files, (name, sha)],
        places=places,
        carried=write_trig(list(dict.fromkeys(carried))) if carried else "",
        unused=[*answers.document.unused, *unused],
        differing=[*answers.document.differing, *differing],
    )
    return replace(answers, values=values, document=state)


def _name_nodes(draft: Draft, answered: Set[str]) -> dict[str, str]:
    """Name the nodes of a draft as the form does, where it asks about them: IRI → name in the form.

    Args:
        draft: the draft.
        answered: names of the nodes that are described already; where there can be several, they are others.
    """
    linked: dict[tuple[str, str], list[str]] = {}
    for quad in draft.sources:
        if isinstance(quad.object, NamedNode):
            linked.setdefault((quad.subject.value, quad.predicate.value), []).append(quad.object.value)  # type: ignore[union-attr]
    iris = {MODEL: draft.main_models[0]} if draft.main_models else {}
    for kind in load_node_kinds().values():
        if kind.name != MODEL:
            of = iris.get(kind.of or MODEL, "")
            found = dict.fromkeys(one for by in kind.found_by or [kind.by] for one in linked.get((of, by), ()))
            free = [one for one in found if one not in iris.values()]
            slots = [node for node in list_nodes(kind) if kind.most == 1 or node not in answered]
            iris |= dict(zip(slots, free, strict=False))
    return {iri: node for node, iri in iris.items()}


def _list_other_models(draft: Draft, names: Mapping[str, str]) -> list[str]:
    """List what the models are called that the form does not ask about and that are the base of none."""
    models = [one.subject for one in draft.sources if one.predicate.value == _TYPE and one.object == _MODEL_CLASS]
    bases = {one.object for one in draft.sources if one.predicate == _BASE_MODEL}
    others = [one for one in models if one not in bases and getattr(one, "value", "") not in names]
    labels = {one.subject: str(getattr(one.object, "value", "")) for one in draft.sources if one.predicate == _LABEL}
    return list(dict.fromkeys(labels.get(one, str(one)) for one in others))


def _rename(quad: Quad, names: Mapping[str, str]) -> Quad:
    value = _rename_node(quad.object, names) if isinstance(quad.object, NamedNode) else quad.object
    return Quad(_rename_node(quad.subject, names), quad.predicate, value, DefaultGraph())  # type: ignore[arg-type]


def _rename_node(node: NamedNode, names: Mapping[str, str]) -> NamedNode:
    if node.value in names:
        return NamedNode(DEFAULT_BASE + names[node.value])
    local = node.value.removeprefix(DEFAULT_BASE)
    is_ours = local != node.value and any(local in list_nodes(kind) for kind in load_node_kinds().values())
    return NamedNode(f"{DEFAULT_BASE}document.{local}") if is_ours else node


def _find_answers(found: _Found, nodes: set[str], file_name: str) -> Iterator[tuple[str, list[str], list[Quad]]]:
    """Yield what statements answer: the input, its values, and the statements, which need not be carried along.

    Args:
        found: the statements of each node and property.
        nodes: names of the nodes that are described.
        file_name: name of the document, which is that of evidence without a title.
    """
    for kind in load_node_kinds().values():
        for node in list_nodes(kind):
            if node not in nodes:
                continue
            described = [one for one in found.get((node, _TYPE), ()) if one.object == NamedNode(kind.class_)]
            links = found.get((kind.of, kind.by), ()) if kind.of else ()
            described += [one for one in links if one.object == NamedNode(DEFAULT_BASE + node)]
            answers = [
                one
                for question in map_questions().values()
                if question.node == kind.name
                for one in _find_answer(question, node, found)
            ]
            if f"{kind.name}.{EXISTS}" in map_questions():
                answers.append((f"{node}.{EXISTS}", [YES], described))
            elif kind.name == _EVIDENCE and f"{node}.title" not in [one[0] for one in answers]:
                answers.append((f"{node}.title", [file_name], described))
            elif answers:
                answers[0][2].extend(described)
            yield from (one for one in answers if one[2])


def _find_answer(question: Question, node: str, found: _Found) -> Iterator[tuple[str, list[str], list[Quad]]]:
    if question.word is None:
        return
    inputs = question.list_inputs(node)
    quads = found.get((node, question.word.iri), [])
    if question.kind == "link":
        for option in question.options:
            target = NamedNode(DEFAULT_BASE + option.node)
            stated = [one for one in found.get((node, option.iri), ()) if one.object == target]
            if stated:
                yield inputs[0], [option.value], stated
                return
    elif question.kind == "pairs":
        for input_, option in zip(inputs, question.options, strict=True):
            for property_, answer in ((question.word.iri, YES), (question.no, NO)):
                stated = [one for one in found.get((node, property_), ()) if one.object == NamedNode(option.iri)]
                if stated:
                    yield input_, [answer], stated
                    break
    elif question.options:
        pairs = [
            (option.value, quad)
            for option in question.options
            for quad in quads
            if quad.object == NamedNode(option.iri)
        ]
        if pairs and (question.kind == "many" or len(pairs) == 1):
            yield inputs[0], [value for value, _ in pairs], [quad for _, quad in pairs]
    elif len(quads) == 1 and (text := _write_text(question, quads[0])):
        yield inputs[0], [text], quads[:]


def _write_text(question: Question, quad: Quad) -> str:
    """Write a value as the answer that states it; empty if no answer does."""
    value = quad.object
    if question.kind == "yesno":
        return {"true": YES, "false": NO}.get(getattr(value, "value", ""), "")
    if question.word is not None and question.word.kind == "address" and isinstance(value, NamedNode):
        return value.value
    is_text = isinstance(value, Literal) and not value.language and not CONTROL.search(value.value)
    return value.value if is_text and isinstance(value, Literal) else ""


def _mean_same(name: str, answer: Sequence[str], texts: Sequence[str]) -> bool:
    """Tell whether an answer states what a document states."""
    try:
        return set(answer) == set(texts) or set(state_answer(name, answer)) == set(state_answer(name, texts))
    except UnclearValueError:  # the answer cannot be read, and that is told at its field
        return False


def _describe_unused(file: str, place: str, field: str, text: str, reason: str) -> str:
    where = ", ".join(filter(None, (replace_controls(file), replace_controls(place))))
    said = replace_controls(text)
    short = said if len(said) <= _MAX_TEXT else f"{said[: _MAX_TEXT - 1]}…"
    return f"{where}: {f'{replace_controls(field)}: ' if field else ''}{short} ({replace_controls(reason)})"


def _join(values: Sequence[str]) -> str:
    return ", ".join(map(replace_controls, values))
