"""The milestones of a day's law, and the dates that each provision gets from them."""

import functools
from collections.abc import Iterator, Sequence

from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.graph.day import Day, open_all_editions
from actgraph.law.application_dates import WHOLE_ACT, ApplicationRule, Milestone, ProvisionDate, filter_by_condition
from actgraph.sparql import named_queries

# The order of milestones on the same day.
_KIND_ORDER = ("entryIntoForce", "application", "cutOff", "transition", "powerFrom", "implementingAct", "deadline")


class Calendar(ApplicationRule):
    """The milestones of a day's law, and the dates that each provision gets from them.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [reach.date for reach in Calendar(day).find_application_dates(day.cite("Article 4a"))]
    ['2026-07-27']
    """

    def __init__(self, day: Day) -> None:
        self.day = day
        place: dict[str, str] = {}
        self._parts: dict[str, list[str]] = {}
        for row in day.select_rows(_PLACES):
            place[row["node"] or ""] = row["place"] or ""
            self._parts.setdefault(row["place"] or "", []).append(row["node"] or "")
        serves = {row["annex"] or "": row["provision"] or "" for row in day.select_rows(_ANNEXES)}
        super().__init__(_load_milestones(day), place, serves, _load_start_dates().__getitem__)

    def __contains__(self, iri: str) -> bool:
        """Return whether the IRI is a provision of the Act.

        >>> from actgraph.graph.day import open_day
        >>> "https://w3id.org/actgraph/eli/reg/2024/1689/art_53" in get_calendar(open_day("2026-11-24"))
        True
        """
        return iri in self._parents

    def list_governing_provisions(self, iri: str) -> list[str]:
        """List a provision and its ancestors; for an annex, also the provision it is made for and its ancestors.

        >>> from actgraph.graph.day import open_day
        >>> day = open_day("2026-11-24")
        >>> iris = get_calendar(day).list_governing_provisions(day.cite("53(2)"))
        >>> [day.get_node(iri).label for iri in iris if iri in day]
        ['Article 53(2)', 'Article 53', 'Chapter V, Section 2', 'Chapter V']
        """
        chain = self.list_ancestors(iri)
        return chain + [
            place for made_for in self.find_annex_provisions(chain) for place in self.list_ancestors(made_for)
        ]

    def list_parts(self, iri: str) -> Sequence[str]:
        """List the direct parts of a provision, in the order of the text.

        >>> from actgraph.graph.day import open_day
        >>> day = open_day("2026-11-24")
        >>> [day.get_node(part).label for part in get_calendar(day).list_parts(day.cite("Article 55"))]
        ['Article 55(1)', 'Article 55(2)', 'Article 55(3)']
        """
        return self._parts.get(iri, [])

    def find_entry_into_force(self, iri: str) -> ProvisionDate:
        """Find the entry into force that made a provision law.

        Raises:
            KeyError: it is none.

        >>> from actgraph.graph.day import open_day
        >>> day = open_day("2026-11-24")
        >>> get_calendar(day).find_entry_into_force(day.cite("Article 75a")).date
        '2026-07-27'
        """
        since = self.get_start_date(iri)
        return ProvisionDate(self.find_entry_milestone(since), WHOLE_ACT, since)

    def find_other_dates(self, iri: str) -> list[ProvisionDate]:
        """Find the other milestones that concern a provision: itself, its whole, or a part.

        >>> from actgraph.graph.day import open_day
        >>> day = open_day("2026-11-24")
        >>> [(reach.milestone.kind, reach.date) for reach in get_calendar(day).find_other_dates(day.cite("Article 88"))]
        [('powerFrom', '2026-08-02')]
        """
        chain, under = self.list_governing_provisions(iri), list(self._walk_parts(iri))
        found = []
        for one in self.milestones:
            if one.kind in ("application", "entryIntoForce") or one.exceptions.intersection(chain):
                continue
            above = [place for place in chain if place in one.concerns][:1]
            below = [place for place in under if place in one.concerns] if not above else []
            found += [ProvisionDate(one, place, one.date) for place in above or below]
        return filter_by_condition(found, chain)

    def _walk_parts(self, iri: str) -> Iterator[str]:
        for part in self.list_parts(iri):
            yield part
            yield from self._walk_parts(part)

    def find_milestones_set_by(self, iri: str) -> list[Milestone]:
        """Find the milestones that a provision or a part of it sets.

        >>> from actgraph.graph.day import open_day
        >>> day = open_day("2026-11-24")
        >>> [one.date for one in get_calendar(day).find_milestones_set_by(day.cite("111(3)"))]
        ['2025-08-02', '2027-08-02']
        """
        return [one for one in self.milestones if iri in self.list_ancestors(one.source)]


@functools.lru_cache(maxsize=8)
def get_calendar(day: Day) -> Calendar:
    """Return the calendar of a day, built once.

    >>> from actgraph.graph.day import open_day
    >>> get_calendar(open_day("2026-11-24")) is get_calendar(open_day("2026-11-24"))
    True
    """
    return Calendar(day)


def _load_milestones(day: Day) -> list[Milestone]:
    links: dict[str, dict[str, set[str]]] = {}
    for row in day.select_rows(_LINKS):
        links.setdefault(row["milestone"] or "", {}).setdefault(row["link"] or "", set()).add(row["node"] or "")
    rows = [
        {name: value or "" for name, value in row.items()}
        for row in named_queries.run_named_query("milestones", day, {})
    ]

    def get_linked_provisions(iri: str, link: str) -> frozenset[str]:
        return frozenset(links[iri].get(expand_curie(link) or "", ()))

    found = [
        Milestone(
            iri=row["milestone"],
            date=row["date"],
            kind=row["kind"].removeprefix(load_prefixes()["ag"]),
            kind_label=row["kindLabel"],
            label=row["label"],
            description=row["description"],
            condition=row["condition"],
            source=row["source"],
            source_label=row["sourceLabel"],
            last_checked=row["lastChecked"],
            concerns=get_linked_provisions(row["milestone"], "ag:concerns"),
            exceptions=get_linked_provisions(row["milestone"], "ag:exceptFor"),
            condition_provisions=get_linked_provisions(row["milestone"], "ag:conditionOn"),
            actors=get_linked_provisions(row["milestone"], "ag:mattersTo"),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.date, _KIND_ORDER.index(one.kind), one.iri))


@functools.cache
def _load_start_dates() -> dict[str, str]:
    """Map each provision to the first day of the first edition that has it."""
    starts = {one.iri: one.edition.start for one in open_all_editions().graphs if one.edition}
    found: dict[str, str] = {}
    for row in open_all_editions().select_rows(_EDITIONS):
        node, start = row["node"] or "", starts.get(row["graph"] or "", "")
        if start and start < found.get(node, "9"):
            found[node] = start
    return found


_HEAD = (
    "PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX eli: <http://data.europa.eu/eli/ontology#>"
    " PREFIX act: <https://w3id.org/actgraph/eli/reg/2024/1689/> "
)
_OF_THE_ACT = "FILTER(STRSTARTS(STR(?node), STR(act:)))"
_PLACES = (
    f"{_HEAD} SELECT ?node ?place WHERE {{ ?node eli:is_part_of ?place ; ag:order ?order . {_OF_THE_ACT} }}"
    " ORDER BY ?order"
)
_ANNEXES = f"{_HEAD} SELECT ?annex ?provision WHERE {{ ?annex ag:appliesWith ?provision }}"
_LINKS = (
    f"{_HEAD} SELECT ?milestone ?link ?node WHERE {{ ?milestone a ag:Milestone ; ?link ?node ."
    " FILTER(?link IN (ag:concerns, ag:exceptFor, ag:conditionOn, ag:mattersTo)) }"
)
_EDITIONS = f"{_HEAD} SELECT ?node ?graph WHERE {{ GRAPH ?graph {{ ?node eli:is_part_of ?place . {_OF_THE_ACT} }} }}"
