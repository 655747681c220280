"""The violation that a SHACL engine reports, as in the W3C's validation report."""

from typing import NamedTuple

from actgraph.validation.shacl.shapes_graph import Term


class Violation(NamedTuple):
    """A constraint that a node does not meet.

    Attributes:
        shape: IRI of the shape, or its blank node.
        component: IRI of the constraint component.
        focus: the focus node.
        property: where it is not the property of the shape's path, else None.
        value: the offending value; None where one is missing or there are too many.
    """

    shape: Term
    component: str
    focus: Term
    property: Term | None = None
    value: Term | None = None
