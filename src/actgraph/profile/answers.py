"""Fields of the template and items of the form, as a profile names and answers them.

A field or an item is the property that takes its answer. `ag:contains` may still name it without an answer.
"""

from collections.abc import Iterable
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad

from actgraph.core.prefixes import load_prefixes

_CONTAINS = load_prefixes()["ag"] + "contains"
FIELD_SPACES = (load_prefixes()["tcs"] + "fld_", load_prefixes()["cop"] + "mdf.itm_")
NOTE = (
    "ag:contains names fields or items without their answers: this version reads them as filled in, a later one will"
    " not; state the answers"
)


class NamedFields(NamedTuple):
    """What `ag:contains` says of fields and items in a profile.

    Attributes:
        answered: the statements about a field whose answer is stated too: the answer decides, and they are not read.
        unanswered: the first statement about one without an answer; None if there is none.
    """

    answered: frozenset[Quad]
    unanswered: Quad | None


def is_field(iri: str) -> bool:
    """Tell whether an IRI is that of a field of the template or of an item of the form.

    >>> is_field(load_prefixes()["tcs"] + "fld_2.1.used"), is_field(load_prefixes()["act"] + "anx_XI")
    (True, False)
    """
    return iri.startswith(FIELD_SPACES)


def find_named_fields(quads: Iterable[Quad]) -> NamedFields:
    """Find the statements by which `ag:contains` names fields and items.

    >>> from pyoxigraph import Literal
    >>> field, document = NamedNode(load_prefixes()["tcs"] + "fld_0.version"), NamedNode("urn:d")
    >>> named, answer = Quad(document, NamedNode(_CONTAINS), field), Quad(document, field, Literal("1.0"))
    >>> [find_named_fields(some).unanswered is None for some in ([named], [named, answer])]
    [False, True]
    """
    naming, answers = [], set()
    for quad in quads:
        if quad.predicate.value == _CONTAINS:
            if isinstance(quad.object, NamedNode) and is_field(quad.object.value):
                naming.append(quad)
        elif is_field(quad.predicate.value):
            answers.add((quad.subject, quad.predicate))
    answered = frozenset(quad for quad in naming if (quad.subject, quad.object) in answers)
    return NamedFields(answered, next((quad for quad in naming if quad not in answered), None))
