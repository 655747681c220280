"""Read the answers to the form from the body of a request; they are kept in memory only."""

import re
from typing import NamedTuple

from starlette.datastructures import FormData, UploadFile

from actgraph.core.suggestions import suggest_labels
from actgraph.profile.text import clip_message
from actgraph.web.forms.answers import Answers
from actgraph.web.forms.document_state import FIELD, parse_document_state
from actgraph.web.forms.node_kinds import load_node_kinds
from actgraph.web.forms.questions import map_inputs
from actgraph.web.http.requests import RequestError

ACTIONS = ("check", "edit", "add", "import", "drop", "yaml", "ttl")
FILE, ACTION, COUNT = "file", "action", "count."
MAX_FIELDS = 1000  # that a form has; ours has fewer
_HINT = "Open the form, and send it from there."


class SentForm(NamedTuple):
    """What a request sends.

    Attributes:
        answers: the answers.
        action: one of ACTIONS: what the button asks for.
        about: the kind of node that it asks for more of; empty for other actions.
        file_name: name of the uploaded file; empty if none was chosen.
        data: its bytes.
    """

    answers: Answers
    action: str
    about: str
    file_name: str
    data: bytes


def take_answers(fields: FormData) -> SentForm:
    """Take the answers from the fields of a form.

    Raises:
        RequestError: there is a field that the form has not, or one has more values than it can have.

    >>> take_answers(FormData([("model.label", "M"), ("model.significantGenerality", "")])).answers.values
    {'model.label': ['M']}
    """
    values: dict[str, list[str]] = {}
    shown: dict[str, int] = {}
    others: dict[str, str] = {}
    file: UploadFile | None = None
    for name, value in fields.multi_items():
        if isinstance(value, UploadFile):
            if name != FILE or file is not None:
                raise _make_field_error(name)
            file = value
        elif name in map_inputs():
            _add_value(values, name, value)
        elif name.startswith(COUNT) and name.removeprefix(COUNT) in load_node_kinds() and value.isdecimal():
            shown[name.removeprefix(COUNT)] = int(value[:3])
        elif name in (ACTION, FIELD) and name not in others:
            others[name] = value
        else:
            raise _make_field_error(name)
    action, _, about = others.get(ACTION, "check").partition(" ")
    if action not in ACTIONS or (action == "add") != (about in load_node_kinds()):
        raise RequestError(400, f"there is no action “{clip_message(others[ACTION])}”", _HINT)
    answers = Answers(values, shown, parse_document_state(others.get(FIELD, "")))
    name = clip_message(re.split(r"[/\\]", file.filename or "")[-1]) if file else ""
    return SentForm(answers, action, about, name, file.file.read() if file else b"")


def _add_value(values: dict[str, list[str]], name: str, text: str) -> None:
    text = text.strip(" \t\r\n")
    if not text:
        return
    _, question = map_inputs()[name]
    found = values.setdefault(name, [])
    if found and question.kind != "many":
        raise RequestError(400, f"the field “{name}” is there more than once", _HINT)
    allowed = question.list_values()
    if allowed is not None and text not in allowed:
        what = f"“{clip_message(text)}” is none of the values of “{name}”"
        raise RequestError(400, what, f"Values: {', '.join(allowed)}", suggest_labels(text, allowed))
    if text not in found:
        found.append(text)


def _make_field_error(name: str) -> RequestError:
    return RequestError(
        400, f"there is no field “{clip_message(name)}” of that kind", _HINT, suggest_labels(name, [*map_inputs()])
    )
