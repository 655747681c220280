"""Look up the triples of a shapes graph."""

from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

Term = NamedNode | BlankNode | Literal | Triple  # shapes have no Triple; pyoxigraph's type includes it
SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"


class UnsupportedShapeError(Exception):
    """A shape that cannot be compiled to a query; pyshacl may support it.

    Args:
        shape: the shape or the part of it that is not supported.
        reason: why, in a few words.
    """

    def __init__(self, shape: Term, reason: str) -> None:
        super().__init__(f"{to_sparql_term(shape)}: {reason}")


class ShapesGraph:
    """A shapes graph, indexed by subject and property (SHACL, section 1.4).

    >>> from pyoxigraph import RdfFormat, parse
    >>> found = ShapesGraph(parse("<a:s> <http://www.w3.org/ns/shacl#minCount> 1 .", format=RdfFormat.TURTLE))
    >>> [term.value for term in found.get_values(NamedNode("a:s"), SH + "minCount")]
    ['1']
    """

    def __init__(self, triples: Iterable[Quad | Triple]) -> None:
        self._said: dict[Term, dict[str, list[Term]]] = {}
        for one in triples:
            values = self._said.setdefault(one.subject, {}).setdefault(one.predicate.value, [])
            if one.object not in values:
                values.append(one.object)

    def list_subjects(self) -> Sequence[Term]:
        """List the nodes that have triples."""
        return list(self._said)

    def get_statements(self, node: Term) -> dict[str, list[Term]]:
        """Return the properties of a node, by IRI, with their values."""
        return self._said.get(node, {})

    def get_values(self, node: Term, property: str) -> Sequence[Term]:
        """Return the values of a property of a node."""
        return self.get_statements(node).get(property, [])

    def get_value(self, node: Term, property: str) -> Term | None:
        """Return the only value of a property; None if there is none.

        Raises:
            UnsupportedShapeError: there are several values.
        """
        found = self.get_values(node, property)
        if len(found) > 1:
            raise UnsupportedShapeError(node, f"there are several values of {property}")
        return found[0] if found else None

    def is_true(self, node: Term, property: str) -> bool:
        """Return whether the value of a property is true."""
        # SHACL requires the term `true`; "1" does not count, and the parser keeps the lexical form.
        return Literal(True) in self.get_values(node, property)

    def get_list_items(self, head: Term) -> Sequence[Term]:
        """Return the members of an RDF list, given by its first node or rdf:nil.

        Raises:
            UnsupportedShapeError: the list is malformed or cyclic.
        """
        found, seen = [], set()
        while head != NamedNode(RDF + "nil"):
            first, rest = self.get_values(head, RDF + "first"), self.get_values(head, RDF + "rest")
            if head in seen or len(first) != 1 or len(rest) != 1:
                raise UnsupportedShapeError(head, "this is no list")
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        return found

    def is_deactivated(self, shape: Term) -> bool:
        """Return whether a shape is deactivated (SHACL, section 2.1.6)."""
        return self.is_true(shape, SH + "deactivated")


def to_sparql_term(term: Term) -> str:
    """Write a term in SPARQL; a blank node only for display, since a query cannot name it.

    >>> to_sparql_term(NamedNode("a:b"))
    '<a:b>'
    """
    return str(term)
