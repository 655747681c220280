"""Write a draft as a profile in YAML or TriG, or as a list for programs."""

import json
import re
from collections.abc import Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode

from actgraph.core.prefixes import get_local_name, load_prefixes, shorten_iri
from actgraph.core.tables import to_one_line
from actgraph.documents.disagreements import describe_disagreement, find_disagreements, list_single_valued
from actgraph.documents.draft import BASE, Draft
from actgraph.documents.questions import Question
from actgraph.documents.reading import DocumentError
from actgraph.documents.tables import load_table
from actgraph.profile.remarks import Remarks
from actgraph.profile.text import MAX_STATEMENTS
from actgraph.profile.trig_writer import write_trig
from actgraph.profile.yaml_tree import MAX_YAML_CHARACTERS
from actgraph.profile.yaml_words import get_default_class, list_values, load_words
from actgraph.profile.yaml_writer import write_yaml

FORMATS = ("yaml", "trig", "json")
_MAX_LEFT_OUT = 200
_MAX_TEXT = 300  # characters of a value that is left out
_EXAMPLE_NODES = {  # in YAML and in TriG; the sign … is refused as a value
    "licence": (
        "{title: Name of the licence, permits: […], hasTerm: […]}",
        '[ dcterms:title "Name of the licence" ; ag:permits … ; ag:hasTerm … ]',
    ),
    "madeAvailable": (
        "{channel: …, onUnionMarket: true, date: YYYY-MM-DD}",
        '[ ag:channel … ; ag:onUnionMarket true ; ag:date "YYYY-MM-DD"^^<http://www.w3.org/2001/XMLSchema#date> ]',
    ),
}
_EXAMPLES = {  # by word or kind of value; the numbers that are asked for are amounts of compute
    "boolean": "true or false",
    "number": "such as 1.8e23",
    "day": "such as 2026-02-02",
    "establishment": 'such as "DK"',
}
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def write_draft(draft: Draft, questions: Sequence[Question], form: str) -> str:
    """Write a draft.

    Args:
        draft: the draft.
        questions: what it leaves open.
        form: one of FORMATS.

    Raises:
        DocumentError: the draft is larger than a profile may be.

    >>> from actgraph.documents.draft import Document, draft_profile
    >>> from actgraph.documents.reading import Field, Reading
    >>> reading = Reading("hub-card", [Field("license", "mit", "line 2")])
    >>> written = write_draft(draft_profile([Document("card.md", "00", [reading])]), [], "json")
    >>> json.loads(written)["statements"][-1]["value"]
    'mit'
    """
    if form == "json":
        return json.dumps(_build_dict(draft, questions), ensure_ascii=False, indent=2) + "\n"
    text = _write_profile(draft, questions, form)
    if len(draft.quads) > MAX_STATEMENTS or (form == "yaml" and len(text) > MAX_YAML_CHARACTERS):
        raise DocumentError(
            f"the draft would have {len(draft.quads):,} statements, more than a profile may have",
            todo="Import the files of one model at a time.",
        )
    return text


def _write_profile(draft: Draft, questions: Sequence[Question], form: str) -> str:
    remarks = Remarks(
        head=_describe_draft(draft, form),
        values={quad: _clean(source.place) for quad, source in draft.sources.items()},
        nodes=_describe_questions(questions, _list_providers(draft), form),
        tail=_list_left_out(draft),
    )
    return write_yaml(draft.quads, remarks) if form == "yaml" else write_trig(draft.quads, remarks)


def _describe_draft(draft: Draft, form: str) -> list[str]:
    lines = ["Draft of a profile, made from:"]
    for one in draft.documents:
        titles = " and ".join(dict.fromkeys(load_table(reading.table).title for reading in one.readings))
        lines.append(f"- {_clean(one.name)}: {titles}")
    return [
        *lines,
        "The comment after each statement shows where it stands in the source file. Check each statement against that",
        "place. To answer a question, delete the sign # before one of the lines below it and write your answer on that",
        "line"
        + (", in place of the sign …" if form == "trig" else "")
        + ". Anything that you leave out is unknown, and not “no”.",
        "Then: actgraph validate FILE, and actgraph assess FILE.",
        *(_clean(describe_disagreement(one)) for one in find_disagreements(draft)),
        "",
    ]


def _list_providers(draft: Draft) -> list[str]:
    """List the names of the providers in the draft, as a profile in YAML refers to them."""
    class_ = load_prefixes()["ag"] + "Provider"
    found = (quad.subject for quad in draft.quads if getattr(quad.object, "value", "") == class_)
    return list(dict.fromkeys(node.value.removeprefix(BASE) for node in found if isinstance(node, NamedNode)))


def _describe_questions(questions: Sequence[Question], providers: Sequence[str], form: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in questions:
        cited = f" ({', '.join(one.sources)})" if one.sources else ""
        found.setdefault(one.node, []).append(f"Question: {_clean(one.text)}{cited}")
        found[one.node] += [_suggest_answer(one.node, word, providers, form) for word in one.answered_by]
    return found


def _suggest_answer(node: str, property_: str, providers: Sequence[str], form: str) -> str:
    """Write the beginning of an answer: the values to choose from, the providers of the draft, or an example."""
    name = get_local_name(property_)
    word = load_words()[name]
    is_trig = form == "trig"
    known = [shorten_iri(iri) if is_trig else value for value, iri in list_values(word).items()]
    value, told = "", _EXAMPLES.get(name) or _EXAMPLES.get(word.kind, "")
    if name in _EXAMPLE_NODES:
        value, told = _EXAMPLE_NODES[name][is_trig], ""
    elif get_default_class(word.classes).endswith("Provider") and providers:
        value, *others = [f"my:{one}" if is_trig else one for one in providers]
        told = f"or {', '.join(others)}" if others else ""
    elif known and property_ in list_single_valued():
        told = f"one of: {', '.join(known)}"
    elif known:
        told = f"any of: {' , '.join(known)}" if is_trig else f"any of: [{', '.join(known)}]"
    if is_trig:
        said = f"my:{node.removeprefix(BASE)} {shorten_iri(property_)} {value or '…'} ."
    else:
        said = f"{name}: {value}".rstrip()
    return f"{said}  # {told}" if told else said


def _list_left_out(draft: Draft) -> list[str]:
    if not draft.unmapped:
        return []
    lines = ["Fields of the documents that are not used above:"]
    for one in draft.unmapped[:_MAX_LEFT_OUT]:
        where = f"{one.file}, {one.place}" if one.place else one.file
        field = f"{_clean(one.field)}: " if one.field else ""
        lines.append(f"- {_clean(where)}: {field}{_clip(one.text)} ({_clean(one.reason)})")
    if more := len(draft.unmapped) - _MAX_LEFT_OUT:
        lines += [f"- and {more} more: actgraph profile import FILE -f json"] if more > 0 else []
    return lines


def _clean(text: str) -> str:
    return " ".join(_UNPRINTABLE.sub(" ", to_one_line(text)).split())


def _clip(text: str) -> str:
    text = _clean(text)
    return text if len(text) <= _MAX_TEXT else f"{text[: _MAX_TEXT - 1]}…"


def _build_dict(draft: Draft, questions: Sequence[Question]) -> dict[str, Any]:
    hashes = {one.name: one.sha256 for one in draft.documents}
    statements = []
    for quad, source in draft.sources.items():
        value: dict[str, Any] = {"value": getattr(quad.object, "value", "")}
        if isinstance(quad.object, Literal) and not quad.object.datatype.value.endswith("#string"):
            value["datatype"] = quad.object.datatype.value
        assert isinstance(quad.subject, NamedNode)
        statements.append(
            {
                "subject": quad.subject.value,
                "property": quad.predicate.value,
                **value,
                "file": source.file,
                "sha256": hashes[source.file],
                "place": source.place,
                "field": source.field,
            }
        )
    return {
        "statements": statements,
        "disagreements": [one._asdict() for one in find_disagreements(draft)],
        "notStated": [one._asdict() for one in draft.unmapped],
        "questions": [
            {
                "node": one.node,
                "question": one.text,
                "answeredBy": list(one.answered_by),
                "sources": list(one.sources),
            }
            for one in questions
        ],
    }
