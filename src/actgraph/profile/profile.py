"""A provider's profile, read from a file or from standard input, safely: nothing is fetched, nothing is run."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from actgraph.core import suggestions
from actgraph.core.errors import ProfileError
from actgraph.core.prefixes import BASE, shorten_iri
from actgraph.profile import amounts, formats, limits
from actgraph.profile import source as profile_source
from actgraph.profile import text as profile_text

GENID = BASE + ".well-known/genid/"
_Term = NamedNode | Literal | BlankNode | Triple


@dataclass(frozen=True)
class Profile:
    """The statements of a profile, and where they stand.

    Attributes:
        name: the path as given, or `standard input`.
        quads: its statements, each once; a blank node has become an IRI, GENID with `b1`, `b2` … in the order in which
            they are first read. A named graph is kept.
        lines: of each statement, from 1: where its object stands, or begins; the first where it stands more than once.
            Empty for RDF/XML and JSON-LD.
        node_lines: of each subject, the line of its first statement.
        notes: what is read otherwise than written, or not read, a sentence each.
    """

    name: str
    quads: tuple[Quad, ...]
    lines: Mapping[Triple, int] = field(repr=False)
    node_lines: Mapping[NamedNode, int] = field(repr=False)
    notes: tuple[str, ...]

    @functools.cached_property
    def _first_lines(self) -> dict[tuple[_Term, NamedNode], int]:
        firsts: dict[tuple[_Term, NamedNode], int] = {}
        for triple, line in self.lines.items():
            firsts.setdefault((triple.subject, triple.predicate), line)
        return firsts

    def find_line(
        self, subject: NamedNode, predicate: NamedNode | None = None, object: NamedNode | Literal | None = None
    ) -> int | None:
        """The line to show for a statement or a node, or None where there is none.

        Args:
            subject: the node.
            predicate: the property; None for the node itself.
            object: the value; None, or one that does not stand there, for the first of the property.

        Returns:
            The line of the statement, else of the node's first one, from 1.

        >>> profile = parse_profile(b"<a:a> <a:b> 1 ;\\n <a:c> 2 .", "a.ttl", "ttl")
        >>> profile.find_line(NamedNode("a:a"), NamedNode("a:c")), profile.find_line(NamedNode("a:a"), NamedNode("a:d"))
        (2, 1)
        """
        line = None
        if predicate is not None and object is not None:
            line = self.lines.get(Triple(subject, predicate, object))
        if predicate is not None and line is None:
            line = self._first_lines.get((subject, predicate))
        return self.node_lines.get(subject) if line is None else line

    @functools.cached_property
    def triples(self) -> tuple[Triple, ...]:
        """The statements without their graphs, each once, in the order of `quads`.

        >>> len(parse_profile(b"<a:g> { <a:a> <a:b> 1 } <a:h> { <a:a> <a:b> 1 }", "a.trig", "trig").triples)
        1
        """
        return tuple(dict.fromkeys(quad.triple for quad in self.quads))

    def format_location(self, triple: Triple) -> str:
        """The place of a statement, file and line, as a message begins; only the file where nobody knows the line.

        Args:
            triple: a statement of the profile.

        >>> profile = parse_profile(b"<a:a> <a:b> 1 ;\\n <a:c> 2 .", "a.ttl", "ttl")
        >>> [profile.format_location(triple) for triple in profile.triples]
        ['a.ttl:1', 'a.ttl:2']
        """
        line = self.lines.get(triple)
        return self.name if line is None else f"{self.name}:{line}"

    @staticmethod
    def format_node(node: NamedNode) -> str:
        """What to call a node in a message: its IRI, short where a prefix fits; a blank node `_:b1`.

        Args:
            node: of this profile, or any other.

        >>> profile = parse_profile(b"[] a <https://w3id.org/actgraph/ns/Model> .", "a.ttl", "ttl")
        >>> profile.format_node(profile.quads[0].subject), profile.format_node(profile.quads[0].object)
        ('_:b1', 'ag:Model')
        """
        return f"_:{node.value[len(GENID) :]}" if node.value.startswith(GENID) else shorten_iri(node.value)


def read_profile(source: str, format_name: str | None = None) -> Profile:
    """Read a profile from a file or from standard input.

    Args:
        source: a path, or `-` for standard input.
        format_name: `ttl`, `trig`, `nt`, `nq`, `xml` or `jsonld`; None to go by the file's ending, on standard input by the
            first characters.

    Raises:
        ProfileError: it cannot be read; the message says where and why.

    >>> read_profile("no-such.ttl")
    Traceback (most recent call last):
    actgraph.core.errors.ProfileError: no-such.ttl: there is no such file
    """
    data, name, found = profile_source.read_source(source, format_name)
    return parse_profile(data, name, found)


def parse_profile(data: bytes, name: str, format_name: str) -> Profile:
    """Read a profile from bytes.

    Args:
        data: UTF-8.
        name: what to call it in messages.
        format_name: `ttl`, `trig`, `nt`, `nq`, `xml` or `jsonld`.

    Raises:
        ProfileError: it cannot be read; the message says where and why.

    >>> len(parse_profile(b"<a:a> <a:b> 1 , 2 .", "a.ttl", "ttl").quads)
    2
    """
    reading = formats.parse_rdf(profile_text.decode_profile(data, name), format_name)
    if not reading.quads:
        raise ProfileError(
            "there is no statement in it", where=f"{name}:1", todo="See how one begins: actgraph profile new"
        )
    limits.check_limits(reading, name)
    lines: dict[Triple, int] = {}
    nodes: dict[NamedNode, int] = {}
    notes: list[str] = []
    quads: dict[Quad, None] = {}
    for index, quad in enumerate(_skolemize(reading.quads)):
        line = reading.lines[index] if reading.lines else None
        if amount := amounts.convert_amount(quad):
            where = name if line is None else f"{name}:{line}"
            notes.append(
                f"{where}: {shorten_iri(quad.predicate.value)} {_format_literal(amount.original)} is read as {_format_literal(amount.double)}"
            )
            quad = Quad(quad.subject, quad.predicate, amount.double, quad.graph_name)
        quads[quad] = None
        if line is not None and isinstance(quad.subject, NamedNode):
            lines.setdefault(quad.triple, line)
            nodes.setdefault(quad.subject, line)
    return Profile(name, tuple(quads), lines, nodes, (*reading.notes, *notes))


def _format_literal(literal: Literal) -> str:
    return f"{suggestions.truncate_text(literal.value)} ({shorten_iri(literal.datatype.value)})"


def _skolemize(quads: list[Quad]) -> list[Quad]:
    """The statements with IRIs in the place of blank nodes, none of them an IRI that the profile has already."""
    parts = {part.value for quad in quads for part in quad if isinstance(part, NamedNode)}
    given: dict[BlankNode, NamedNode] = {}
    number = 0

    def to_iri(term: BlankNode) -> NamedNode:
        nonlocal number
        if term not in given:
            number += 1
            while f"{GENID}b{number}" in parts:
                number += 1
            given[term] = NamedNode(f"{GENID}b{number}")
        return given[term]

    return [Quad(*(to_iri(part) if isinstance(part, BlankNode) else part for part in quad)) for quad in quads]
