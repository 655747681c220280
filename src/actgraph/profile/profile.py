"""Read a provider's profile from a file or standard input; nothing is fetched and nothing is executed."""

import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from actgraph.core import suggestions
from actgraph.core.errors import ProfileError
from actgraph.core.prefixes import BASE, shorten_iri
from actgraph.profile import amounts, answers, declared_prefixes, formats, limits
from actgraph.profile import source as profile_source
from actgraph.profile import text as profile_text

GENID = BASE + ".well-known/genid/"
_Term = NamedNode | Literal | BlankNode | Triple


@dataclass(frozen=True)
class Profile:
    """The triples of a profile and their line numbers.

    Attributes:
        name: the path as given, or `standard input`.
        quads: its quads, without duplicates. Blank nodes are replaced by IRIs: GENID followed by `b1`, `b2` … in order
            of first occurrence. Named graphs are kept.
        lines: triple → the line, from 1, on which its object begins; the first one if the triple is repeated. Empty
            for RDF/XML and JSON-LD.
        node_lines: subject → the line of its first triple.
        notes: one sentence for each value that is converted or ignored, and one where fields are named without answers.
        wrong_prefixes: the well-known prefixes that stand for another namespace than their names say.
        is_yaml: whether it is written in YAML.
    """

    name: str
    quads: tuple[Quad, ...] = field(repr=False)
    lines: Mapping[Triple, int] = field(repr=False)
    node_lines: Mapping[NamedNode, int] = field(repr=False)
    notes: tuple[str, ...]
    wrong_prefixes: tuple[declared_prefixes.WrongPrefix, ...] = ()
    is_yaml: bool = False

    @classmethod
    def read(cls, source: str | os.PathLike[str], format_name: str | None = None) -> "Profile":
        """Read a profile from a file, or from standard input; arguments and errors as for `read_profile`.

        >>> from actgraph.core import paths
        >>> len(Profile.read(paths.get_data_path("examples", "startup.ttl")).triples) > 10
        True
        """
        return read_profile(os.fspath(source), format_name)

    @functools.cached_property
    def _first_lines(self) -> dict[tuple[_Term, NamedNode], int]:
        firsts: dict[tuple[_Term, NamedNode], int] = {}
        for triple, line in self.lines.items():
            firsts.setdefault((triple.subject, triple.predicate), line)
        return firsts

    def find_line(
        self, subject: NamedNode, predicate: NamedNode | None = None, object: NamedNode | Literal | None = None
    ) -> int | None:
        """Find the line, from 1, to report for a triple, a property or a node.

        Args:
            subject: the node.
            predicate: None for the node itself.
            object: None, or a value that the profile does not have, for the first value of the property.

        Returns:
            The line of the triple, otherwise that of the node's first triple, otherwise None.

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
        """The triples without their graphs and without duplicates, in the order of `quads`.

        >>> len(parse_profile(b"<a:g> { <a:a> <a:b> 1 } <a:h> { <a:a> <a:b> 1 }", "a.trig", "trig").triples)
        1
        """
        return tuple(dict.fromkeys(quad.triple for quad in self.quads))

    def write_words(self, text: str) -> str:
        """Write the words of a message as the profile has them: without prefixes if it is YAML.

        >>> parse_profile(b"actgraph: 1\\nmodel:", "a.yaml", "yaml").write_words("link it by ag:licence")
        'link it by licence'
        """
        if not self.is_yaml:
            return text
        from actgraph.profile.yaml_snippets import write_yaml_words  # imported here: profiles in RDF do not need it

        return write_yaml_words(text)

    @property
    def has_graphs(self) -> bool:
        """Whether statements stand in named graphs."""
        return any(isinstance(quad.graph_name, NamedNode) for quad in self.quads)

    def format_location(self, triple: Triple) -> str:
        """Format the position of a triple as `file:line`, or as `file` if its line is unknown.

        >>> profile = parse_profile(b"<a:a> <a:b> 1 ;\\n <a:c> 2 .", "a.ttl", "ttl")
        >>> [profile.format_location(triple) for triple in profile.triples]
        ['a.ttl:1', 'a.ttl:2']
        """
        line = self.lines.get(triple)
        return self.name if line is None else f"{self.name}:{line}"

    @staticmethod
    def format_node(node: NamedNode) -> str:
        """Format a node for a message: as a prefixed name, a full IRI, or `_:b1` for a blank node; never long.

        >>> profile = parse_profile(b"[] a <https://w3id.org/actgraph/ns/Model> .", "a.ttl", "ttl")
        >>> profile.format_node(profile.quads[0].subject), profile.format_node(profile.quads[0].object)
        ('_:b1', 'ag:Model')
        """
        name = f"_:{node.value[len(GENID) :]}" if node.value.startswith(GENID) else shorten_iri(node.value)
        return suggestions.truncate_name(name)


def read_profile(source: str, format_name: str | None = None) -> Profile:
    """Read a profile from a file or from standard input.

    Args:
        source: a path, or `-` for standard input.
        format_name: one of `source.FORMAT_NAMES`; None to detect it from the file extension, or from the first
            characters of standard input.

    Raises:
        ProfileError: the profile cannot be read; the message says where and why.

    >>> read_profile("no-such.ttl")
    Traceback (most recent call last):
    actgraph.core.errors.ProfileError: no-such.ttl: there is no such file
    """
    data, name, found = profile_source.read_source(source, format_name)
    return parse_profile(data, name, found)


def parse_profile(data: bytes, name: str, format_name: str) -> Profile:
    """Parse a profile.

    Args:
        data: UTF-8.
        name: the name of the profile in messages.
        format_name: one of `source.FORMAT_NAMES`.

    Raises:
        ProfileError: the profile cannot be read; the message says where and why.

    >>> len(parse_profile(b"<a:a> <a:b> 1 , 2 .", "a.ttl", "ttl").quads)
    2
    """
    text = profile_text.decode_profile(data, name)
    reading = formats.parse_rdf(text, format_name)
    if not reading.quads:
        raise ProfileError(
            "there is no statement in it", where=f"{name}:1", todo="See how one begins: actgraph profile new"
        )
    limits.check_limits(reading, name)
    lines: dict[Triple, int] = {}
    nodes: dict[NamedNode, int] = {}
    notes: list[str] = []
    quads: dict[Quad, None] = {}
    skolemized = _skolemize(reading.quads)
    named = answers.find_named_fields(skolemized)
    for index, quad in enumerate(skolemized):
        line = reading.lines[index] if reading.lines else None
        where = name if line is None else f"{name}:{line}"
        if quad in named.answered:
            continue
        if quad == named.unanswered and quad not in quads:
            notes.append(f"{where}: {answers.NOTE}")
        if amount := amounts.convert_amount(quad):
            original, double = _format_literal(amount.original), _format_literal(amount.double)
            notes.append(f"{where}: {shorten_iri(quad.predicate.value)} {original} is read as {double}")
            quad = Quad(quad.subject, quad.predicate, amount.double, quad.graph_name)
        quads[quad] = None
        if line is not None and isinstance(quad.subject, NamedNode):
            lines.setdefault(quad.triple, line)
            nodes.setdefault(quad.subject, line)
    prefixes = declared_prefixes.find_wrong_prefixes(text) if format_name in ("ttl", "trig") else ()
    return Profile(name, tuple(quads), lines, nodes, (*reading.notes, *notes), prefixes, format_name == "yaml")


def _format_literal(literal: Literal) -> str:
    return f"{suggestions.truncate_text(literal.value)} ({shorten_iri(literal.datatype.value)})"


def _skolemize(quads: list[Quad]) -> list[Quad]:
    """Replace blank nodes by new IRIs that the profile does not use yet (RDF 1.1 Concepts, section 3.5)."""
    if not any(isinstance(part, BlankNode) for quad in quads for part in (quad.subject, quad.object, quad.graph_name)):
        return quads
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
