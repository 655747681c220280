"""What one file states: its fields, turned into statements by the mapping table of their format."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pyoxigraph import NamedNode

from actgraph.core.prefixes import expand_curie
from actgraph.documents.licences import find_licence_key
from actgraph.documents.nodes import Node, Source, Statement, normalize_name
from actgraph.documents.reading import Field, Reading
from actgraph.documents.tables import Row, load_kinds, load_table
from actgraph.documents.values import Term, UnclearError, is_not_applicable, read_value

_SETTLED = ("provider", "licence")
_DOCUMENTS = ("documentation", "downstream")
_FORMS = ("summary", *_DOCUMENTS)
_ALL_NOT = "nothing but N/A is answered, which does not show that the model has this documentation"
_NO_ROW = "actgraph does not use this field"
_NO_WORD = "the vocabulary has no word for it"


class Unmapped(NamedTuple):
    """A field that states nothing in the draft.

    Attributes:
        file: the name of the file.
        place: where it stands in it.
        field: the field; empty for a part that could not be read.
        text: what stands there.
        reason: why it states nothing, a sentence without a full stop.
    """

    file: str
    place: str
    field: str
    text: str
    reason: str


class FileDraft:
    """The statements of one file.

    Args:
        name: the name of the file.

    Attributes:
        unmapped: the fields that state nothing.
    """

    def __init__(self, name: str) -> None:
        self._file = name
        self._statements: dict[tuple[Node, str, Term | Node], Source] = {}
        self._models: list[Node] = []
        self.unmapped: list[Unmapped] = []

    def add_reading(self, reading: Reading) -> None:
        """Add what a reader found."""
        table = load_table(reading.table)
        self._models += [Node("model", normalize_name(name)) for name in reading.models]
        for one in reading.fields:
            rows = table.rows.get(one.name, ())
            if not rows:
                self._leave_out(one, _NO_ROW)
            for row in rows:
                self._add_field(one, replace(row, of=kind) if (kind := reading.kinds.get(row.of)) else row)
        for part in reading.unread:
            self.unmapped.append(Unmapped(self._file, *map(_replace_halves, (part.place, "", part.text, part.reason))))

    def settle_statements(self) -> list[Statement]:
        """Return the statements; what is said of a provider or licence without a name is said of the only named one."""
        found = [Statement(*said, source) for said, source in self._statements.items()]
        found = _place_models(self._share_statements(self._leave_out_empty(found)))
        named = {kind: {one.node for one in found if one.node.kind == kind and one.node.key} for kind in _SETTLED}
        only = {kind: nodes.pop() for kind, nodes in named.items() if len(nodes) == 1}
        if not only:
            return found

        def settle(node: Node) -> Node:
            if node.kind in only and not node.key:
                return only[node.kind]
            return node._replace(parent=settle(node.parent)) if node.parent else node

        settled = [
            one._replace(node=settle(one.node), value=settle(one.value) if isinstance(one.value, Node) else one.value)
            for one in found
        ]
        return list({(one.node, one.term, one.value): one for one in reversed(settled)}.values())[::-1]

    def _leave_out_empty(self, found: list[Statement]) -> list[Statement]:
        """Leave out documents of which each answer is N/A: that an answer is not applicable makes no document."""
        answers: dict[Node, list[Statement]] = {}
        for one in found:
            if one.node.kind in _DOCUMENTS and one.term != "rdf:type":
                answers.setdefault(one.node, []).append(one)
        empty = [
            node
            for node, said in answers.items()
            if not any(isinstance(one.value, Node) or not is_not_applicable(one.value.value) for one in said)
        ]
        for one in (said for node in empty for said in answers[node]):
            if not any(
                said.term == one.term for node, others in answers.items() if node not in empty for said in others
            ):
                self._leave_out(
                    Field(one.source.field, str(getattr(one.value, "value", "")), one.source.place), _ALL_NOT
                )
        return [one for one in found if one.node not in empty and one.value not in empty]

    def _share_statements(self, found: list[Statement]) -> list[Statement]:
        """Say of each of several models what is said of the main one; what hangs under it, they have in common."""
        if len(self._models) < 2:
            return found
        main = Node("model", "")

        def share(node: Node, model: Node) -> Node:
            if node == main:
                return model
            return node._replace(parent=share(node.parent, model)) if node.parent else node

        shared: dict[Statement, None] = {}
        for one in found:
            each = _is_each(one.value) or _is_each(one.node)
            for model in self._models if one.node == main or each else self._models[:1]:
                under = model if each else self._models[0]
                value = share(one.value, under) if isinstance(one.value, Node) else one.value
                shared.setdefault(one._replace(node=share(one.node, model), value=value))
        return list({(one.node, one.term, one.value): one for one in reversed(list(shared))}.values())[::-1]

    def _add_field(self, one: Field, row: Row) -> None:
        if not row.term:
            self._leave_out(one, row.note or _NO_WORD)
            return
        try:
            values = read_value(one.value, row.read, row.choice)
        except UnclearError as error:
            self._leave_out(one, str(error))
            return
        source = Source(self._file, one.place, one.name)
        named = source._replace(place=one.named_at or one.place)
        node = _find_node(one, row, values)
        self._begin_node(node, row.link, source)
        for value in values:
            other = self._name_node(row.names, value, node, source, named) if row.names else value
            self._statements.setdefault((node, row.term, other), named if row.keyed else source)

    def _name_node(self, kind: str, name: Term, about: Node, source: Source, named: Source) -> Node:
        """State the node that a value names; its name may stand elsewhere."""
        node = Node(kind, normalize_name(name.value), _find_parent(kind, about))
        self._begin_node(node, "", source)
        if term := load_kinds()[kind].name:
            self._statements.setdefault((node, term, name), named)
        return node

    def _leave_out(self, one: Field, reason: str) -> None:
        said = Unmapped(self._file, *map(_replace_halves, (one.place, one.name, one.value, reason)))
        if self.unmapped[-5:].count(said) == 0:  # several rows refuse one field for one reason
            self.unmapped.append(said)

    def _begin_node(self, node: Node, link: str, source: Source) -> None:
        """State the class of a node and what leads to it."""
        kind = load_kinds()[node.kind]
        class_ = NamedNode(expand_curie(kind.class_) or kind.class_)
        self._statements.setdefault((node, "rdf:type", class_), source)
        if node.parent is not None:
            self._begin_node(node.parent, "", source)
            if link := link or kind.link:
                self._statements.setdefault((node.parent, link.format(key=node.key), node), source)


def _place_models(found: Sequence[Statement]) -> list[Statement]:
    """Give what makes a thing the model of a form, its class and the link to the form, the place of its own name."""
    names = {one.node: one.source for one in reversed(found) if one.node.kind == "model" and one.term == "rdfs:label"}
    links = [one for one in found if isinstance(one.value, Node) and one.value.kind in _FORMS and one.node in names]
    forms = {one.node for one in links}
    return [
        one._replace(source=names[one.node])
        if one.node in forms and (one.term == "rdf:type" or (isinstance(one.value, Node) and one.value.kind in _FORMS))
        else one
        for one in found
    ]


def _is_each(value: Term | Node | None) -> bool:
    """Tell whether a value is a node that each of several models has for itself, or hangs under one."""
    while isinstance(value, Node):
        if load_kinds()[value.kind].each:
            return True
        value = value.parent
    return False


def _replace_halves(text: str) -> str:
    """Replace halves of characters, which no file can have; JSON lets them be written."""
    return text.encode("utf-8", "replace").decode()


def _find_node(one: Field, row: Row, values: Sequence[Term]) -> Node:
    """Find the node that a row is about."""
    about = _find_context(*one.about)
    if row.keyed:
        text = values[0].value
        key = find_licence_key(text) if row.of == "licence" else ""
        return Node(row.of, key or normalize_name(text), _find_parent(row.of, about))
    return about if about.kind == row.of else Node(row.of, row.key, _find_parent(row.of, about))


def _find_context(kind: str, key: str) -> Node:
    """Find the node that a field is about."""
    if kind == "model":
        return Node(kind, normalize_name(key))
    key = key if kind == "size" else normalize_name(key)
    return Node(kind, key, _find_parent(kind, Node("model", "")))


def _find_parent(kind: str, about: Node) -> Node | None:
    """Find what a node of a kind hangs under, in the context of another node."""
    parent = load_kinds()[kind].parent
    context: Node | None = about
    while context is not None:
        if context.kind == parent:
            return context
        context = context.parent
    return Node(parent, "", _find_parent(parent, about)) if parent else None
