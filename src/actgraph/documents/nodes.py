"""The nodes of a draft: which of several files are the same, and what they are called."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import NamedTuple

from actgraph.documents.tables import load_kinds
from actgraph.documents.values import Term

_LEGAL_FORM = re.compile(
    r"[,\s]+(?:GmbH|AG|SE|KG|UG|B\.?\s?V\.?|N\.?\s?V\.?|Inc\.?|LLC|L\.L\.C\.|Ltd\.?|Limited|PLC|Corp\.?|Corporation|"
    r"S\.?A\.?S\.?|S\.?A\.?R\.?L\.?|S\.?A\.?|S\.?p\.?A\.?|S\.?r\.?l\.?|Lda\.?|Oy|AB|A/S|ApS|AS|sp\. z o\.o\.|"
    r"OÜ|d\.o\.o\.)\s*$",
    re.IGNORECASE,
)
_MAIN = " "  # no name is a space
_MAX_SLUG = 40  # characters of a name in an IRI


class Node(NamedTuple):
    """A node within one file: kind, key, and what it hangs under."""

    kind: str
    key: str
    parent: "Node | None" = None


MAIN = Node("model", "")


class Source(NamedTuple):
    """Where a statement comes from.

    Attributes:
        file: the name of the file.
        place: where it stands in it.
        field: the field of the format.
    """

    file: str
    place: str
    field: str


class Statement(NamedTuple):
    """A statement of a file, before its nodes have names.

    Attributes:
        node: its subject.
        term: short name of the property.
        value: a value, or another node.
        source: where it comes from.
    """

    node: Node
    term: str
    value: Term | Node
    source: Source


def normalize_name(text: str) -> str:
    """Return the letters, digits and telling signs of a name in small letters: names that are equal then mean the same.

    >>> normalize_name("Llama-3 8B") == normalize_name("llama 3, 8b")
    True
    >>> normalize_name("Command R+"), normalize_name("Phi-3.5"), normalize_name("Phi 35.")
    ('commandr+', 'phi3.5', 'phi35')
    """
    plain = re.sub(r"(?<![0-9])\.|\.(?![0-9])", "", unicodedata.normalize("NFKC", text).casefold())
    return "".join(sign for sign in plain if sign.isalnum() or sign in ".+#")


def make_slug(text: str) -> str:
    """Make a local name of an IRI from a text.

    >>> make_slug("Granite 4.0 H Small"), make_slug("日本"), make_slug("Łódź AI")
    ('granite-4.0-h-small', '', 'odz-ai')
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"\.{2,}", ".", re.sub(r"[^a-z0-9.]+", "-", plain)).strip("-.")[:_MAX_SLUG].rstrip("-.")


class NodeNamer:
    """Give each node of several files its local name; nodes that mean the same get the same.

    Two models are the same if they have a name in common. If a file need not name its model, such as a log, it is the
    only other. Two providers are the same if their names differ in the legal form alone.

    Args:
        statements: number of the file and statement.
        nameless: the numbers of the files that need not name their model.
        is_one_model: whether the main model of each file is the same, whatever it is called there.
    """

    def __init__(
        self, statements: Sequence[tuple[int, Statement]], nameless: Collection[int] = (), is_one_model: bool = False
    ) -> None:
        self._nameless = nameless
        self._is_one_model = is_one_model
        self._labels: dict[tuple[int, Node], list[str]] = {}
        for number, said in statements:
            is_name = said.term == load_kinds()[said.node.kind].name
            if is_name and not isinstance(said.value, Node):
                self._labels.setdefault((number, said.node), []).append(said.value.value)
        self._models = self._join_models([(number, said.node) for number, said in statements])
        self._names: dict[tuple[object, ...], str] = {}
        self._used: set[str] = set()

    def _join_models(self, nodes: Sequence[tuple[int, Node]]) -> dict[tuple[int, Node], int]:
        """Number the models; those that mean the same have the same number."""
        roots = ((number, self._find_model(node)) for number, node in nodes)
        models = list(dict.fromkeys((number, root) for number, root in roots if root))
        joined: dict[tuple[int, Node], int] = {}
        known: list[set[str]] = []
        for one in models:
            names = {normalize_name(name) for name in [*self._labels.get(one, ()), one[1].key]} - {""}
            if self._is_one_model and not one[1].key:
                names.add(_MAIN)
            if names:
                same = [index for index, others in enumerate(known) if others & names] or [len(known)]
                if same[0] == len(known):
                    known.append(set())
                # a name in common joins all of them, in whatever order the files are given
                known[same[0]] |= names.union(*(known[index] for index in same))
                for index in same[1:]:
                    known[index] = set()
                    joined |= {other: same[0] for other, number in joined.items() if number == index}
                joined[one] = same[0]
        numbers = set(joined.values())
        for one in models:
            if one not in joined:
                is_only = len(numbers) == 1 and one[0] in self._nameless
                joined[one] = next(iter(numbers)) if is_only else len(known)
                known.append(set())
                numbers.add(joined[one])
        return joined

    @staticmethod
    def _find_model(node: Node) -> Node | None:
        while node.parent is not None:
            node = node.parent
        return node if node.kind == "model" else None

    def _identify(self, number: int, node: Node) -> tuple[object, ...]:
        if node.kind == "model":
            return ("model", self._models[number, node])
        if node.kind == "base" and (model := self._find_described_base(number, node)) is not None:
            return ("model", model)
        kind = load_kinds()[node.kind]
        if kind.shared and node.key:  # without a name, it is that of its model alone
            label = next(iter(self._labels.get((number, node), ())), "")
            return (kind.class_, normalize_name(_LEGAL_FORM.sub("", label)) or node.key)
        if node.parent is None:
            return (node.kind, node.key)
        return (node.kind, node.key, *self._identify(number, node.parent))

    def _find_described_base(self, number: int, node: Node) -> int | None:
        """Find the model of these files that is the base model of another: by its name, with or without its account."""
        names = {
            normalize_name(name) for label in self._find_labels(number, node) for name in (label, label.split("/")[-1])
        }
        own = self._find_model(node)
        for (other, model), found in self._models.items():
            known = {normalize_name(name) for name in (*self._labels.get((other, model), ()), model.key)} - {""}
            if known & names and found != (self._models[number, own] if own else None):
                return found
        return None

    def name_node(self, number: int, node: Node) -> str:
        """Name a node of a file.

        Args:
            number: of the file.
            node: the node.
        """
        identity = self._identify(number, node)
        if identity not in self._names:
            self._names[identity] = self.make_unique(self._suggest_name(number, node))
        return self._names[identity]

    def _suggest_name(self, number: int, node: Node) -> str:
        label = make_slug(next(iter(self._find_labels(number, node)), node.key))
        if node.kind in ("model", "provider", "supplier"):
            return label or node.kind
        if node.parent is None or node.kind in ("base", "dataset", "listed"):
            return f"{node.kind}.{label}" if label else node.kind
        parent = self.name_node(number, node.parent)
        ending = make_slug(node.key)
        return f"{parent}.{node.kind}.{ending}" if ending else f"{parent}.{node.kind}"

    def _find_labels(self, number: int, node: Node) -> list[str]:
        """Find what a file calls a node; a model that it does not name, what the first of the others calls it."""
        if node.kind != "model" or (number, node) in self._labels:
            return self._labels.get((number, node), [])
        same = (one for one, model in self._models.items() if model == self._models[number, node])
        return next((self._labels[one] for one in same if one in self._labels), [])

    def make_unique(self, name: str) -> str:
        """Return a name that no other node has."""
        found, count = name, 1
        while found in self._used:
            count += 1
            found = f"{name}-{count}"
        self._used.add(found)
        return found
