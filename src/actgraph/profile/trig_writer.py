"""Write a profile as TriG, or as Turtle where it has no named graphs, with comments."""

import re
from collections.abc import Iterator, Sequence

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.profile.profile import GENID
from actgraph.profile.remarks import Remarks, format_comments
from actgraph.profile.yaml_names import find_base
from actgraph.profile.yaml_words import LOCAL_NAME

_TYPE = load_prefixes()["rdf"] + "type"
_XSD = load_prefixes()["xsd"]
_OWN_PREFIX = "my"
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+\.[0-9]+|[0-9]+)[eE][+-]?[0-9]+")
_BLANK = re.compile(re.escape(GENID) + r"b\d+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029]')


def write_trig(quads: Sequence[Quad], remarks: Remarks | None = None) -> str:
    """Write a profile as TriG.

    Args:
        quads: its statements; blank nodes as `Profile.quads` has them.
        remarks: comments.

    >>> from actgraph.profile.profile import parse_profile
    >>> data = b"<urn:p/m> a <https://w3id.org/actgraph/ns/Model> ; <https://w3id.org/actgraph/ns/parameters> 7.0e9 ."
    >>> print(write_trig(parse_profile(data, "a.ttl", "ttl").quads))
    @prefix ag: <https://w3id.org/actgraph/ns/> .
    @prefix my: <urn:p/> .
    <BLANKLINE>
    my:m a ag:Model ;
      ag:parameters 7.0e9 .
    <BLANKLINE>
    """
    writer = _Writer(quads, remarks or Remarks())
    body = list(writer.write_body())
    return "\n".join([*format_comments(writer.remarks.head), *writer.write_prefixes(), *body]) + "\n"


class _Writer:
    def __init__(self, quads: Sequence[Quad], remarks: Remarks) -> None:
        self.remarks = remarks
        self._quads = quads
        self._used: set[str] = set()
        subjects = (quad.subject.value for quad in quads)  # type: ignore[union-attr]
        self._base = find_base(iri for iri in subjects if shorten_iri(iri) == iri)

    def write_prefixes(self) -> list[str]:
        known = {**load_prefixes(), _OWN_PREFIX: self._base}
        return [f"@prefix {name}: <{known[name]}> ." for name in sorted(self._used)]

    def write_body(self) -> Iterator[str]:
        graphs: dict[NamedNode | DefaultGraph, dict[str, list[Quad]]] = {DefaultGraph(): {}}
        for quad in self._quads:
            assert isinstance(quad.graph_name, NamedNode | DefaultGraph)
            nodes = graphs.setdefault(quad.graph_name, {})
            nodes.setdefault(quad.subject.value, []).append(quad)  # type: ignore[union-attr]
        for graph, nodes in graphs.items():
            indent = "" if isinstance(graph, DefaultGraph) else "  "
            lines = []
            for quads in nodes.values():
                lines += ["", *self._write_node(quads, indent)]
            if isinstance(graph, DefaultGraph):
                yield from lines
            else:
                yield from ["", f"{self._write_iri(graph.value)} {{", *lines[1:], "}"]
        for iri, remarks in self.remarks.nodes.items():
            yield from ["", *format_comments([f"{self._write_iri(iri)}", *remarks])]
        if self.remarks.tail:
            yield from ["", *format_comments(self.remarks.tail)]

    def _write_node(self, quads: Sequence[Quad], indent: str) -> Iterator[str]:
        by_property: dict[str, list[Quad]] = {}
        for quad in sorted(quads, key=lambda one: one.predicate.value != _TYPE):
            by_property.setdefault(quad.predicate.value, []).append(quad)
        for number, (predicate, values) in enumerate(by_property.items()):
            begin = f"{indent}{self._write_term(values[0].subject)} " if not number else f"{indent}  "
            name = "a" if predicate == _TYPE else self._write_iri(predicate)
            end = "." if number == len(by_property) - 1 else ";"
            written = " , ".join(self._write_term(quad.object) for quad in values)
            told = dict.fromkeys(filter(None, (self.remarks.values.get(quad) for quad in values)))
            remark = f"  # {'; '.join(told)}" if told else ""
            yield f"{begin}{name} {written} {end}{remark}"

    def _write_term(self, term: object) -> str:
        if isinstance(term, Literal):
            return self._write_literal(term)
        assert isinstance(term, NamedNode)
        return self._write_iri(term.value)

    def _write_iri(self, iri: str) -> str:
        if _BLANK.fullmatch(iri):
            return f"_:{iri[len(GENID) :]}"
        if iri.startswith(self._base) and LOCAL_NAME.fullmatch(iri[len(self._base) :]):
            self._used.add(_OWN_PREFIX)
            return f"{_OWN_PREFIX}:{iri[len(self._base) :]}"
        short = shorten_iri(iri)
        if short == iri:
            return f"<{iri}>"
        self._used.add(short.partition(":")[0])
        return short

    def _write_literal(self, value: Literal) -> str:
        if value.language:
            return f"{_quote(value.value)}@{value.language}"
        kind = value.datatype.value
        if kind == f"{_XSD}string":
            return _quote(value.value)
        if kind == f"{_XSD}boolean" and value.value in ("true", "false"):
            return value.value
        if kind == f"{_XSD}double" and _DOUBLE.fullmatch(value.value):
            return value.value
        return f"{_quote(value.value)}^^{self._write_iri(kind)}"


def _quote(text: str) -> str:
    return '"' + _ESCAPED.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04X}"), text) + '"'
