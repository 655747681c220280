"""What the engines of shapes give: one validation result each."""

from typing import NamedTuple

from pyoxigraph import Triple

from actgraph.profile.schema import RdfTerm


class ValidationResult(NamedTuple):
    """A validation result (SHACL, section 3.6.2).

    Attributes:
        shape: IRI of the shape (`sh:sourceShape`).
        component: IRI of the constraint component (`sh:sourceConstraintComponent`).
        focus_node: the node that was validated.
        path: IRI of the property; empty if there is none.
        value: the offending value; None if something is missing.
        triple: the triple of the profile that is wrong; None if something is missing.
        message: replaces the message of the shape if it is not empty.
        remedy: replaces the remedy of the shape if it is not empty.
        source: replaces the sources of the shape if it is not empty.
    """

    shape: str
    component: str
    focus_node: RdfTerm
    path: str = ""
    value: RdfTerm | None = None
    triple: Triple | None = None
    message: str = ""
    remedy: str = ""
    source: str = ""
