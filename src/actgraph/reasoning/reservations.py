"""Load the reservations of verdicts: what would turn a verdict that rests on a criterion or a presumption."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.graph.day import Day


class Reservation(NamedTuple):
    """A circumstance that turns a verdict.

    Attributes:
        iri: IRI of the reservation.
        text: what would have to be so; it continues a sentence that begins with "unless".
        sources: IRIs of the provisions, in the order of the law.
        answered_by: the properties by which a profile says whether it is so, as CURIEs.
    """

    iri: str
    text: str
    sources: Sequence[str]
    answered_by: Sequence[str]


@lru_cache(maxsize=1000)
def load_reservation(day: Day, iri: str) -> Reservation:
    """Load a reservation of the graph.

    >>> from actgraph.graph.day import open_day
    >>> load_reservation(open_day("2026-11-28"), f"{load_prefixes()['rdg']}rsv_capabilities").text.partition(",")[0]
    'the model has capabilities that match or exceed those recorded in the most advanced general-purpose AI models'
    """
    node = day.get_node(iri)

    def list_values(curie: str) -> list[str]:
        prefix, _, name = curie.partition(":")
        rows = day.select_rows(f"SELECT ?one {{ <{iri}> <{load_prefixes()[prefix]}{name}> ?one }} ORDER BY ?one")
        return [row["one"] or "" for row in rows]

    sources = sorted(
        list_values("dcterms:source"),
        key=lambda one: (day.get_node(one).label.startswith("Guid"), day.get_node(one).order, one),
    )
    return Reservation(iri, node.description, sources, list(map(shorten_iri, list_values("ag:answeredBy"))))


def list_unknown_lists(reservations: Iterable[Reservation]) -> list[str]:
    """Say that the list of designated models is not known, where a designation would turn a verdict (Article 52(6)).

    >>> list_unknown_lists([])
    []
    """
    if not any(one.iri == f"{load_prefixes()['rdg']}rsv_designation" for one in reservations):
        return []
    return [
        "whether the model is on the Commission's list of models with systemic risk (Article 52(6));"
        " we have no such list, and a missing name would prove nothing"
    ]
