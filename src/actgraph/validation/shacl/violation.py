"""What an engine of SHACL reports, as the W3C's report has it."""

from typing import NamedTuple

from actgraph.validation.shacl.shapes_graph import Term


class Violation(NamedTuple):
    """A constraint that a node does not meet.

    Attributes:
        shape: the shape, IRI or blank node.
        component: IRI of the kind of constraint.
        focus: the node.
        property: where it is another than that of the shape's path; None where it is not.
        value: the offending value; None where something is missing, or there is too much.
    """

    shape: Term
    component: str
    focus: Term
    property: Term | None = None
    value: Term | None = None
