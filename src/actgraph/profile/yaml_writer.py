"""Write a profile as YAML, with comments; what YAML cannot say is refused with a list."""

from collections.abc import Callable, Mapping, Sequence

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from actgraph.core.errors import ProfileError
from actgraph.core.prefixes import expand_curie, get_local_name, load_prefixes, shorten_iri
from actgraph.profile import yaml_words as words
from actgraph.profile.profile import GENID
from actgraph.profile.remarks import Remarks, format_comments
from actgraph.profile.yaml_layout import find_inner_nodes
from actgraph.profile.yaml_names import find_base, format_cited, write_class
from actgraph.profile.yaml_text import quote_text, write_key, write_word
from actgraph.profile.yaml_values import UnclearValueError, read_scalar
from actgraph.profile.yaml_words import LITERAL_KEYS, LOCAL_NAME, Word

_TYPE = load_prefixes()["rdf"] + "type"
_AG = load_prefixes()["ag"]
_TOP_CLASSES = {_AG + class_: section for section, class_ in words.SECTIONS.items() if class_}
_MAX_REFUSED = 10
_INDENT = "  "
_Block = dict[NamedNode, list[Quad]]


def write_yaml(
    quads: Sequence[Quad], remarks: Remarks | None = None, name: str = "profile", locate: Callable[[Quad], str] = str
) -> str:
    """Write a profile as YAML.

    Args:
        quads: its statements; blank nodes as `Profile.quads` has them.
        remarks: comments.
        name: the name of the profile in messages.
        locate: tells where a statement stands, for messages.

    Raises:
        ProfileError: YAML cannot say some of them; the message lists them.

    >>> from actgraph.profile.profile import parse_profile
    >>> data = b"<urn:p/m> a <https://w3id.org/actgraph/ns/Model> ; <https://w3id.org/actgraph/ns/parameters> 7.0e9 ."
    >>> print(write_yaml(parse_profile(data, "a.ttl", "ttl").quads))
    actgraph: 1
    base: urn:p/
    <BLANKLINE>
    models:
      m:
        parameters: 7.0e9
    <BLANKLINE>
    """
    writer = _Writer(quads, remarks or Remarks())
    if refused := writer.find_refused():
        listed = [f"{locate(quad)}: {reason}" for quad, reason in refused[:_MAX_REFUSED]]
        more = f"\n  … and {len(refused) - _MAX_REFUSED} more" if len(refused) > _MAX_REFUSED else ""
        what = f"{len(refused)} statements cannot be said in YAML" if len(refused) > 1 else "YAML cannot say this"
        raise ProfileError(what, where=name, todo="\n  ".join(listed) + more)
    return writer.write()


class _Writer:
    def __init__(self, quads: Sequence[Quad], remarks: Remarks) -> None:
        self._remarks = remarks
        self._blocks: dict[str, dict[NamedNode | DefaultGraph, _Block]] = {}
        self._classes: dict[str, set[str]] = {}
        self._quads = quads
        for quad in quads:
            subject = quad.subject.value  # type: ignore[union-attr]
            of_graph = self._blocks.setdefault(subject, {}).setdefault(_as_graph(quad.graph_name), {})
            of_graph.setdefault(quad.predicate, []).append(quad)
            if quad.predicate.value == _TYPE:
                self._classes.setdefault(subject, set()).add(getattr(quad.object, "value", ""))
        graphs = (quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode))
        self._graphs = dict.fromkeys(graphs)
        self._base = find_base([*self._blocks, *self._graphs])
        self._names = frozenset(self._name(iri) for iri in self._blocks)
        inner = find_inner_nodes(quads)
        self._inner = {iri: link for iri, link in inner.items() if iri not in self._remarks.nodes}
        self._words = words.invert_words()

    def find_refused(self) -> list[tuple[Quad, str]]:
        return [(quad, reason) for quad in self._quads if (reason := self._find_reason(quad))]

    def _find_reason(self, quad: Quad) -> str:
        """Return why YAML cannot say a statement; empty if it can."""
        if isinstance(quad.graph_name, BlankNode) or getattr(quad.graph_name, "value", "").startswith(GENID):
            return "a graph without a name is not written"
        if quad.predicate.value == _TYPE:
            if not isinstance(quad.object, NamedNode):
                return "a class must be an IRI"
        elif quad.predicate.value not in self._words:
            return f"{shorten_iri(quad.predicate.value)} is no word of the vocabulary"
        terms = [quad.subject, quad.object, quad.graph_name, getattr(quad.object, "datatype", None)]
        like_short = [term.value for term in terms if isinstance(term, NamedNode) and expand_curie(term.value)]
        return f"{like_short[0]} cannot be told from a short name" if like_short else ""

    def _find_section(self, iri: str) -> str:
        found = [section for class_, section in _TOP_CLASSES.items() if class_ in self._classes.get(iri, ())]
        return found[0] if found else "nodes"

    def write(self) -> str:
        lines = [*format_comments(self._remarks.head), f"{words.VERSION_KEY}: 1"]
        if self._base != words.DEFAULT_BASE:
            lines.append(f"base: {write_word(self._base)}")
        sections: dict[str, list[str]] = {}
        for iri in self._blocks:
            if iri not in self._inner and iri not in self._graphs:
                sections.setdefault(self._find_section(iri), []).append(iri)
        if self._graphs:
            lines += ["", "sources:"]
            for iri in self._graphs:
                lines += self._write_source(iri)
        for section in words.SECTIONS:
            if section in sections:
                lines += ["", f"{section}:"]
                for number, iri in enumerate(sections[section]):
                    lines += ([""] if number else []) + self._write_top_node(iri, section)
        lines += ["", *format_comments(self._remarks.tail)] if self._remarks.tail else []
        return "\n".join(lines) + "\n"

    def _write_source(self, iri: str) -> list[str]:
        blocks = self._blocks.get(iri, {})
        name = write_key(self._name(iri))
        if not blocks:
            return [f"{_INDENT}{name}: {{}}"]
        return [f"{_INDENT}{name}:", *self._write_blocks(iri, blocks, 2, "")]

    def _write_top_node(self, iri: str, section: str) -> list[str]:
        name = write_key(self._name(iri))
        class_ = words.SECTIONS[section]
        remarks = self._remarks.nodes.get(iri, ())
        lines = self._write_blocks(iri, self._blocks[iri], 2, _AG + class_ if class_ else "", bool(remarks))
        if remarks:  # answers stand in a mapping of their own, which names no source
            lines += [f"{_INDENT * 2}-", *format_comments(remarks, _INDENT * 3)]
        return [f"{_INDENT}{name}:", *lines] if lines else [f"{_INDENT}{name}: {{}}"]

    def _write_blocks(
        self,
        iri: str,
        blocks: Mapping[NamedNode | DefaultGraph, _Block],
        depth: int,
        implied: str,
        is_list: bool = False,
    ) -> list[str]:
        """Write a node: one mapping, or a list with one mapping for each graph."""
        types = [(graph, _get_types(block)) for graph, block in blocks.items()]
        stated = [(graph, one) for graph, one in types if one]
        order = sorted(blocks, key=lambda graph: not (stated and graph == stated[0][0]))
        is_implied = len(stated) == 1 and stated[0][1] == [implied]
        if not implied and not stated:
            is_implied = True
        is_list = is_list or len(order) > 1
        lines: list[str] = []
        for graph in order:
            body = self._write_body(blocks[graph], depth + is_list, not is_implied)
            if isinstance(graph, NamedNode):
                body.insert(0, f"{_INDENT * (depth + is_list)}from: {write_key(self._name(graph.value))}")
            if not is_implied and not stated and graph == order[0]:
                body.insert(0, f"{_INDENT * (depth + is_list)}type: []")
            if is_list:
                body = body or [f"{_INDENT * (depth + 1)}{{}}"]
                body[0] = f"{_INDENT * depth}- {body[0].lstrip()}"
            lines += body
        return lines

    def _write_body(self, block: _Block, depth: int, with_types: bool) -> list[str]:
        indent = _INDENT * depth
        lines: list[str] = []
        groups: dict[str, list[str]] = {}
        for predicate, quads in block.items():
            if predicate.value == _TYPE:
                if with_types:
                    lines += self._write_values("type", None, quads, depth)
                continue
            name = self._words[predicate.value]
            group, space, inner = name.partition(" ")
            word = words.get_word(name)
            if space:
                groups.setdefault(group, []).extend(self._write_values(inner, word, quads, depth + 1))
            else:
                lines += self._write_values(name, word, quads, depth)
        for group, inside in groups.items():
            lines += [f"{indent}{group}:", *inside]
        return lines

    def _write_values(self, key: str, word: Word | None, quads: Sequence[Quad], depth: int) -> list[str]:
        indent = _INDENT * depth
        simple = [quad for quad in quads if not self._is_inner(quad)]
        if len(simple) == len(quads):
            texts = [self._write_value(word, quad) for quad in quads]
            remarks = list(dict.fromkeys(filter(None, (self._remarks.values.get(quad) for quad in quads))))
            remark = f"  # {'; '.join(remarks)}" if remarks else ""
            written = texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"
            if len(written) <= 110 or len(texts) == 1:
                return [f"{indent}{key}: {written}{remark}"]
        if len(quads) == 1:
            return [f"{indent}{key}:", *self._write_inner(quads[0], word, depth + 1)]
        lines = [f"{indent}{key}:"]
        for quad in quads:
            if self._is_inner(quad):
                inside = self._write_inner(quad, word, depth + 2)
                lines += [f"{indent}{_INDENT}- {inside[0].lstrip()}", *inside[1:]]
            else:
                remark = self._remarks.values.get(quad, "")
                lines.append(f"{indent}{_INDENT}- {self._write_value(word, quad)}{f'  # {remark}' if remark else ''}")
        return lines

    def _is_inner(self, quad: Quad) -> bool:
        return isinstance(quad.object, NamedNode) and self._inner.get(quad.object.value) == quad

    def _write_inner(self, quad: Quad, word: Word | None, depth: int) -> list[str]:
        """Write a node in place of the value that names it."""
        iri = quad.object.value  # type: ignore[union-attr]
        (block,) = self._blocks[iri].values()
        default = words.get_default_class(word.classes) if word else ""
        types = _get_types(block)
        lines = self._write_body(block, depth, types != [default] and bool(types))
        if not iri.startswith(GENID):
            remark = self._remarks.values.get(quad, "")
            lines.insert(0, f"{_INDENT * depth}id: {write_key(self._name(iri))}{f'  # {remark}' if remark else ''}")
        if default and not types:
            lines.insert(0, f"{_INDENT * depth}type: []")
        keys = {line.strip().partition(":")[0] for line in lines}
        if keys == {"id"} or (keys <= LITERAL_KEYS and "value" in keys):  # else read as a reference, or as a literal
            lines.insert(0, f"{_INDENT * depth}type: [{', '.join(map(write_class, types))}]")
        return lines or [f"{_INDENT * depth}{{}}"]

    def _write_value(self, word: Word | None, quad: Quad) -> str:
        value = quad.object
        if word is None:  # a class
            assert isinstance(value, NamedNode)
            return write_class(value.value)
        if isinstance(value, Literal):
            return self._write_literal(word, value)
        assert isinstance(value, NamedNode)
        if word.kind not in ("node", "any", "address"):  # where a text is expected
            return f"{{id: {write_word(self._name(value.value))}}}"
        return self._write_node_name(word, value)

    def _write_node_name(self, word: Word, value: NamedNode) -> str:
        known = words.list_values(word)
        if (local := get_local_name(value.value)) in known and known[local] == value.value:
            return local
        name = self._name(value.value)
        for written in (name if value.value in self._blocks else "", *format_cited(word, value.value)):
            if written and self._reads_back(word, written, value):
                return write_word(written)
        name = self._name(value.value)
        return write_word(name) if self._reads_back(word, name, value) else f"{{id: {write_word(name)}}}"

    def _write_literal(self, word: Word, value: Literal) -> str:
        if value.language:
            return f"{{value: {quote_text(value.value)}, language: {value.language}}}"
        if self._reads_back(word, value.value, value):
            is_text = word.kind in ("text", "any") or value.datatype.value == load_prefixes()["xsd"] + "string"
            return quote_text(value.value) if is_text else write_word(value.value)
        local = value.datatype.value.removeprefix(load_prefixes()["xsd"])
        name = local if LOCAL_NAME.fullmatch(local) else value.datatype.value
        return f"{{value: {quote_text(value.value)}, datatype: {write_word(name)}}}"

    def _reads_back(self, word: Word, text: str, value: NamedNode | Literal) -> bool:
        try:
            read = read_scalar(text, word, self._base, self._names)
            return (NamedNode(GENID + read.value) if isinstance(read, BlankNode) else read) == value
        except UnclearValueError:
            return False

    def _name(self, iri: str) -> str:
        """Return the name of a node below the base, or its full IRI."""
        if iri.startswith(GENID):
            return f"_:{iri[len(GENID) :]}"
        local = iri.removeprefix(self._base)
        return local if local != iri and LOCAL_NAME.fullmatch(local) else iri


def _as_graph(graph: NamedNode | BlankNode | DefaultGraph) -> NamedNode | DefaultGraph:
    return graph if isinstance(graph, NamedNode) else DefaultGraph()


def _get_types(block: _Block) -> list[str]:
    return [quad.object.value for quad in block.get(NamedNode(_TYPE), ())]  # type: ignore[union-attr]
