"""Read a profile in YAML: the words of the vocabulary without prefixes, each statement with its line."""

from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from actgraph.core.prefixes import load_prefixes
from actgraph.core.suggestions import quote_text, suggest_labels
from actgraph.profile import yaml_words as words
from actgraph.profile.text import MAX_STATEMENTS, ProfileText
from actgraph.profile.yaml_tree import Mapping, Scalar, Sequence, Tree, parse_yaml
from actgraph.profile.yaml_values import UnclearValueError, read_scalar
from actgraph.profile.yaml_words import Word

_TYPE = NamedNode(load_prefixes()["rdf"] + "type")
_TOP = (words.VERSION_KEY, "base", "sources", *words.SECTIONS, *words.SINGULAR.values())
_FIRST = "If it is a profile, begin it with the line actgraph: 1. If it is a document: actgraph profile import FILE"
_OTHER_NAMES = {"name": ("label", "title"), "country": ("establishment",)}  # words that people write first
_Graph = NamedNode | DefaultGraph


class YamlStatements(NamedTuple):
    """The statements of a profile, and the line of each."""

    quads: list[Quad]
    lines: list[int]


def read_yaml(source: ProfileText) -> YamlStatements:
    """Read a profile in YAML.

    Raises:
        ProfileError: it cannot be read; the message says where and what to write.

    >>> text = "actgraph: 1\\nmodel:\\n  parameters: 12B\\n"
    >>> [quad.object.value for quad in read_yaml(ProfileText("a.yaml", text)).quads]
    ['https://w3id.org/actgraph/ns/Model', '1.2e10']
    """
    root = parse_yaml(source)
    if root.get(words.VERSION_KEY) is None:
        raise source.make_error("this YAML file is not a profile: it has no key “actgraph”", _FIRST, 1)
    return _Reader(source, root).read()


class _Reader:
    def __init__(self, source: ProfileText, root: Mapping) -> None:
        self._source, self._root = source, root
        self._quads: list[Quad] = []
        self._lines: list[int] = []
        self._base = words.DEFAULT_BASE
        self._graphs: set[str] = set()
        self._names = frozenset(_find_names(root))

    def read(self) -> YamlStatements:
        for key, value in self._root.pairs:
            if key.text not in _TOP:
                near = suggest_labels(key.text, _TOP)
                raise self._refuse(
                    f"{quote_text(key.text)} is no section of a profile", f"Sections: {', '.join(_TOP[3:])}", key, near
                )
            if key.text == words.VERSION_KEY and not (isinstance(value, Scalar) and value.text == "1"):
                raise self._refuse("this version reads profiles of form 1", 'Write "actgraph: 1".', key)
            if key.text == "base":
                self._base = self._read_base(value)
        for key, value in self._root.pairs:
            if key.text == "sources":
                self._read_sources(value)
        singular = {one: section for section, one in words.SINGULAR.items()}
        for key, value in self._root.pairs:
            if key.text in singular:
                self._read_blocks(key.text, value, words.SECTIONS[singular[key.text]])
            elif key.text in words.SECTIONS:
                if isinstance(value, Scalar) and value.is_absent:
                    continue
                for name, node in self._require_mapping(value, f"the section {key.text}").pairs:
                    self._read_blocks(name.text, node, words.SECTIONS[key.text])
        return YamlStatements(self._quads, self._lines)

    def _read_base(self, value: Tree) -> str:
        text = value.text if isinstance(value, Scalar) else ""
        try:
            NamedNode(text)
        except ValueError:
            text = ""
        if not text.endswith(("/", "#", ":")):
            raise self._refuse("the base must be a full IRI that ends in / or #", f"base: {words.DEFAULT_BASE}", value)
        return text

    def _read_sources(self, value: Tree) -> None:
        for name, _ in self._require_mapping(value, "the section sources").pairs:
            if name.text.startswith("_:"):
                raise self._refuse("a source needs a name", "Use letters, digits, dots and hyphens.", name)
            self._graphs.add(name.text)
        for name, node in value.pairs if isinstance(value, Mapping) else ():
            self._read_blocks(name.text, node, "")

    def _read_blocks(self, name: str, value: Tree, class_: str) -> None:
        """Read a node that is written as one mapping, or as one for each source."""
        if isinstance(value, Scalar) and value.is_absent:
            value = Mapping([], value.line)
        blocks = value.items if isinstance(value, Sequence) else [value]
        if not blocks:
            raise self._refuse(f"{quote_text(name)} has an empty list", "Write keys and values below it.", value)
        is_list = isinstance(value, Sequence)
        kept = [block for block in blocks if not (is_list and isinstance(block, Scalar) and block.is_absent)]
        maps = [self._require_mapping(block, quote_text(name)) for block in kept]
        node = self._make_node(Scalar(name, value.line, is_plain=True))
        for block in maps:
            if block.get("id") is not None:
                raise self._refuse(f"{quote_text(name)} has an id", "The key is its name: leave the id out.", block)
        typed = any(block.get("type") is not None for block in maps)
        for number, block in enumerate(maps):
            implied = load_prefixes()["ag"] + class_ if class_ and not typed and not number else None
            self._read_node(node, block, DefaultGraph(), implied)

    def _read_node(self, node: NamedNode | BlankNode, block: Mapping, graph: _Graph, class_: str | None) -> None:
        graph = self._get_graph(block, graph)
        if class_ and block.get("type") is None:
            self._add(node, _TYPE, NamedNode(class_), graph, block.line)
        for key, value in block.pairs:
            if key.text == "type":
                for one in _list_items(value):
                    self._add(node, _TYPE, self._read_class(one), graph, one.line)
            elif key.text in words.GROUPS:
                group = words.load_groups()[key.text]
                for name, answer in self._require_mapping(value, f"the key {key.text}").pairs:
                    word = self._find_word(name, group, f"There is none in {key.text}. See: actgraph show tcs:template")
                    self._read_values(node, word, name, answer, graph)
            elif key.text not in words.RESERVED:
                word = self._find_word(key, words.load_words(), "All words: actgraph schema")
                self._read_values(node, word, key, value, graph)

    def _find_word(self, key: Scalar, known: "dict[str, Word] | object", todo: str) -> Word:
        assert isinstance(known, dict)
        word = known.get(key.text)
        if not isinstance(word, Word):
            what = f"{quote_text(key.text)} is no word for a property"
            near = [one for one in _OTHER_NAMES.get(key.text, ()) if one in known] or suggest_labels(key.text, known)
            raise self._refuse(what, todo, key, near)
        return word

    def _read_values(self, node: NamedNode | BlankNode, word: Word, key: Scalar, value: Tree, graph: _Graph) -> None:
        items = _list_items(value)
        if not items:
            raise self._refuse(f"{quote_text(key.text)} has an empty list", "Leave out what is not known.", key)
        for item in items:
            if isinstance(item, Sequence):
                raise self._refuse("a list stands within a list", "Write all values in one list.", item)
            line = key.line if item is value and not isinstance(item, Scalar) else item.line
            self._add(node, NamedNode(word.iri), self._read_value(word, key, item, graph), graph, line)

    def _read_value(self, word: Word, key: Scalar, item: Tree, graph: _Graph) -> NamedNode | BlankNode | Literal:
        if isinstance(item, Mapping):
            keys = {name.text for name, _ in item.pairs}
            if "value" in keys and keys <= words.LITERAL_KEYS:
                return self._read_literal(item)
            if keys == {"id"}:  # it names a node, and says nothing of it
                return self._make_node(self._require_scalar(item.get("id"), item))
            if word.kind != "node":
                what = f"the value of {quote_text(key.text)} must be a text, not a mapping"
                raise self._refuse(what, "Write the value behind the colon.", item)
            return self._read_inner_node(word, item, graph)
        assert isinstance(item, Scalar)
        if item.is_absent:
            raise self._refuse(f"{quote_text(key.text)} has no value", "Write one, or leave the key out.", item)
        try:
            return read_scalar(item.text, word, self._base, self._names)
        except UnclearValueError as error:
            raise self._refuse(f"{key.text}: {error.what}", error.todo, item, error.near) from None

    def _read_inner_node(self, word: Word, item: Mapping, graph: _Graph) -> NamedNode | BlankNode:
        name = item.get("id")
        if name is None:
            node: NamedNode | BlankNode = BlankNode()
        else:
            node = self._make_node(self._require_scalar(name, item))
        self._read_node(node, item, graph, words.get_default_class(word.classes) or None)
        return node

    def _read_literal(self, item: Mapping) -> Literal:
        said = {key.text: value.text for key, value in item.pairs if isinstance(value, Scalar) and not value.is_absent}
        try:
            if len(said) != len(item.pairs) or len(said) > 2:
                raise ValueError
            if "language" in said:
                return Literal(said["value"], language=said["language"])
            if "datatype" in said:
                name = said["datatype"]
                iri = NamedNode(name if ":" in name else load_prefixes()["xsd"] + name)
                if iri.value == load_prefixes()["rdf"] + "langString":
                    raise ValueError
                return Literal(said["value"], datatype=iri)
            return Literal(said["value"])
        except (KeyError, ValueError):
            what = "a literal needs a text, and a language or a datatype"
            raise self._refuse(what, 'Write it so: {value: "2025", datatype: gYear}.', item) from None

    def _read_class(self, item: Tree) -> NamedNode:
        if not isinstance(item, Scalar) or not (":" in item.text or words.LOCAL_NAME.fullmatch(item.text)):
            raise self._refuse("a type must be a word", "Write a class, such as Model.", item)
        try:
            if ":" in item.text:
                return NamedNode(words.expand_name(item.text, self._base))
            return NamedNode(load_prefixes()["ag"] + item.text)
        except ValueError:
            raise self._refuse(f"{quote_text(item.text)} is no class", "Write a class, such as Model.", item) from None

    def _get_graph(self, block: Mapping, graph: _Graph) -> _Graph:
        name = block.get("from")
        if name is None:
            return graph
        if not isinstance(name, Scalar):
            raise self._refuse("from: must name a source", "Write a key of the section sources.", block)
        if name.is_absent:
            return DefaultGraph()
        if name.text not in self._graphs:
            near = suggest_labels(name.text, self._graphs)
            what = f"there is no source {quote_text(name.text)}"
            raise self._refuse(what, "Name it in the section sources.", name, near)
        node = self._make_node(name)
        assert isinstance(node, NamedNode)
        return node

    def _make_node(self, name: Scalar) -> NamedNode | BlankNode:
        try:
            if name.text.startswith("_:"):
                return BlankNode(name.text[2:])
            return NamedNode(words.expand_name(name.text, self._base))
        except ValueError:
            what = f"{quote_text(name.text)} is no name of a node"
            raise self._refuse(what, "Use letters, digits, dots and hyphens.", name) from None

    def _add(
        self,
        node: NamedNode | BlankNode,
        predicate: NamedNode,
        value: NamedNode | BlankNode | Literal,
        graph: _Graph,
        line: int,
    ) -> None:
        if len(self._quads) == MAX_STATEMENTS:
            what = f"it has more than {MAX_STATEMENTS:,} statements"
            raise self._source.make_error(what, "Split it by model.", line)
        self._quads.append(Quad(node, predicate, value, graph))
        self._lines.append(line)

    def _require_mapping(self, value: Tree, what: str) -> Mapping:
        if isinstance(value, Mapping):
            return value
        raise self._refuse(f"{what} has no keys", "Write keys and values below it, further to the right.", value)

    def _require_scalar(self, name: Tree | None, item: Tree) -> Scalar:
        if isinstance(name, Scalar) and not name.is_absent:
            return name
        raise self._refuse("an id must be a name", "Write a word, such as id: licence.", item)

    def _refuse(self, what: str, todo: str, at: Tree, near: list[str] | None = None) -> Exception:
        error = self._source.make_error(what, todo, at.line)
        error.near = near or []
        return error


def _list_items(value: Tree) -> list[Tree]:
    return value.items if isinstance(value, Sequence) else [value]


def _find_names(root: Mapping) -> Iterator[str]:
    """Yield the names of all nodes that a profile describes."""
    for key, value in root.pairs:
        if key.text in words.SINGULAR.values():
            yield key.text
        elif key.text in (*words.SECTIONS, "sources") and isinstance(value, Mapping):
            yield from (name.text for name, _ in value.pairs)
    waiting: list[Tree] = [value for _, value in root.pairs]
    while waiting:
        tree = waiting.pop()
        if isinstance(tree, Mapping):
            name = tree.get("id")
            if isinstance(name, Scalar):
                yield name.text
            waiting += [value for _, value in tree.pairs]
        elif isinstance(tree, Sequence):
            waiting += tree.items
