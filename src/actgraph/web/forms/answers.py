"""The answers to the form, as one request sends them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from actgraph.web.forms.document_state import DocumentState
from actgraph.web.forms.node_kinds import NodeKind, list_nodes, load_node_kinds
from actgraph.web.forms.questions import map_inputs

MAX_CHARACTERS = 2000  # of one answer
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


class AnswerError(NamedTuple):
    """What is wrong with one answer.

    Attributes:
        input: name of the input.
        what: what is wrong, one sentence without a full stop.
        todo: what to do.
    """

    input: str
    what: str
    todo: str


@dataclass(frozen=True)
class Answers:
    """The answers to the form.

    Attributes:
        values: name of an input → its values, none of them empty; what is not answered is not there.
        shown: kind of node that there can be several of → how many the form shows.
        document: what was taken from uploaded documents.

    >>> Answers({"model.label": ("M",)}).count_shown(load_node_kinds()["made"])
    1
    """

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    shown: Mapping[str, int] = field(default_factory=dict)
    document: DocumentState = field(default_factory=DocumentState)

    def get_text(self, name: str) -> str:
        """Return the first value of an input; empty if it is not answered."""
        return next(iter(self.values.get(name, ())), "")

    def count_shown(self, kind: NodeKind) -> int:
        """Count the nodes of a kind that the form shows: as many as were asked for, and all that are answered."""
        answered = {map_inputs()[name][0] for name in self.values}
        last = max((place for place, node in enumerate(list_nodes(kind), 1) if node in answered), default=1)
        return min(kind.most, max(1, last, self.shown.get(kind.name, 1)))

    def show_more(self, kind_name: str) -> "Answers":
        """Return the same answers with one more node of a kind, if there can be one more.

        >>> Answers().show_more("made").shown
        {'made': 2}
        """
        kind = load_node_kinds()[kind_name]
        return replace(self, shown={**self.shown, kind_name: min(kind.most, self.count_shown(kind) + 1)})


def find_plain_errors(answers: Answers) -> list[AnswerError]:
    """Find answers that are too long, or have signs that cannot be printed.

    >>> find_plain_errors(Answers({"model.label": ("a\\x00",)}))[0].input
    'model.label'
    """
    errors = []
    for name, values in answers.values.items():
        if any(len(value) > MAX_CHARACTERS for value in values):
            errors.append(AnswerError(name, f"this has over {MAX_CHARACTERS:,} characters", "Write it shorter."))
        elif any(CONTROL.search(value) for value in values):
            errors.append(AnswerError(name, "this has a sign that cannot be printed", "Write it again by hand."))
    return errors


def replace_controls(text: str) -> str:
    """Put a text on one line without the characters that a form refuses.

    >>> replace_controls("a\\n b\\ufeff")
    'a b'
    """
    return " ".join(CONTROL.sub(" ", text).split())
