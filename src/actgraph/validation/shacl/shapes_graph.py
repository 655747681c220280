"""The statements of shapes, as the other modules look them up."""

from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

Term = NamedNode | BlankNode | Literal | Triple  # the last as the engine has it: shapes have none
SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"


class UnsupportedShapeError(Exception):
    """A shape, or a part of one, that is not put into a query here; pyshacl can do more.

    Args:
        shape: of which something cannot be done.
        reason: the reason, in a few words.
    """

    def __init__(self, shape: Term, reason: str) -> None:
        super().__init__(f"{to_sparql_term(shape)}: {reason}")


class ShapesGraph:
    """What some shapes state.

    Args:
        triples: of the shapes.

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
        """Every node of which something is stated."""
        # No example: it would be that of the class.
        return list(self._said)

    def get_statements(self, node: Term) -> dict[str, list[Term]]:
        """What is stated of a node: IRI of each property → its values.

        Args:
            node: a shape, or a part of one.
        """
        return self._said.get(node, {})

    def get_values(self, node: Term, property: str) -> Sequence[Term]:
        """The values of a property.

        Args:
            node: a shape, or a part of one.
            property: its IRI.
        """
        return self.get_statements(node).get(property, [])

    def get_value(self, node: Term, property: str) -> Term | None:
        """The value of a property that has one at most.

        Args:
            node: a shape.
            property: its IRI.

        Raises:
            UnsupportedShapeError: there are several.
        """
        found = self.get_values(node, property)
        if len(found) > 1:
            raise UnsupportedShapeError(node, f"there are several values of {property}")
        return found[0] if found else None

    def is_true(self, node: Term, property: str) -> bool:
        """Whether a property is true.

        Args:
            node: a shape.
            property: its IRI.
        """
        # SHACL means the term `true`, not the value ("1" is none); the parser keeps what is written.
        return Literal(True) in self.get_values(node, property)

    def get_list_items(self, head: Term) -> Sequence[Term]:
        """The members of a list.

        Args:
            head: its first node, or rdf:nil.

        Raises:
            UnsupportedShapeError: it is no list, or has no end.
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
        """Whether a shape is switched off.

        Args:
            shape: a node or a property shape.
        """
        return self.is_true(shape, SH + "deactivated")


def to_sparql_term(term: Term) -> str:
    """A term as SPARQL writes it; a blank node cannot be named in a query, and is only shown.

    Args:
        term: any.

    >>> to_sparql_term(NamedNode("a:b"))
    '<a:b>'
    """
    return str(term)
