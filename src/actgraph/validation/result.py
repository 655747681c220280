"""What the engines of shapes give: one validation result each."""

from collections.abc import Iterable
from typing import NamedTuple

from pyoxigraph import Triple

from actgraph.profile.schema import RdfTerm, load_shapes


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
        source: replaces the sources of the shape if it is not empty: IRIs, separated by a space.
        included: IRIs of the shapes whose results at the same node are part of this one (`sh:detail`).
        statements: the triples of the profile that disagree, as they are written.
        meant: the IRIs that may be meant in place of an unknown one, the nearest first.
        question: IRI of the question of the graph that it asks; empty if it asks none.
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
    included: tuple[str, ...] = ()
    statements: tuple[Triple, ...] = ()
    meant: tuple[str, ...] = ()
    question: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """The IRIs of the provisions, measures or paragraphs behind the result, also of those that are part of it."""
        own = tuple(self.source.split()) or load_shapes()[self.shape].sources
        others = [load_shapes()[shape].sources for shape in self.included]
        return tuple(dict.fromkeys([*own, *(one[0] for one in others), *(source for one in others for source in one)]))


def merge_results(results: Iterable[ValidationResult]) -> list[ValidationResult]:
    """Merge the results of one profile that say of one node that the same thing is missing: Act and Code ask for it.

    The shape that includes the findings of others says so by `ag:includesFindingsOf`.

    >>> from actgraph.core.prefixes import expand_curie
    >>> from pyoxigraph import NamedNode
    >>> names = ("shp:Representative-written", "shp:Representative-mandate")
    >>> merged = merge_results(ValidationResult(expand_curie(name), "", NamedNode("urn:r")) for name in names)
    >>> [(one.shape, one.included) == (expand_curie(names[1]), (expand_curie(names[0]),)) for one in merged]
    [True]
    """
    found = list(results)
    reported = {(one.shape, one.focus_node) for one in found}
    merged, included = [], set()
    for one in found:
        also = tuple(name for name in load_shapes()[one.shape].included if (name, one.focus_node) in reported)
        included |= {(name, one.focus_node) for name in also}
        merged.append(one._replace(included=also) if also else one)
    return [one for one in merged if (one.shape, one.focus_node) not in included]
