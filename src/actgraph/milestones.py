"""The dates that the law sets, and the rule by which they reach a provision (docs/dates.md)."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from actgraph import graph, queries
from actgraph.graph import Day
from actgraph.names import expand, prefixes

# In this order things happen on the same day.
_KINDS = ("entryIntoForce", "application", "cutOff", "transition", "powerFrom", "implementingAct", "deadline")

WHOLE_ACT = "http://data.europa.eu/eli/reg/2024/1689/oj"


class Milestone(NamedTuple):
    """A date that a provision sets.

    Attributes:
        kind: the local name of its kind, such as `application`.
        concerns: the provisions that it is about; the whole Act stands for all.
        excepted: parts of them that it does not reach.
        named: the provisions that its condition names.
        actors: whom it matters to.
    """

    iri: str
    date: str
    kind: str
    kind_label: str
    label: str
    description: str
    condition: str
    source: str
    source_label: str
    checked: str
    concerns: frozenset[str]
    excepted: frozenset[str]
    named: frozenset[str]
    actors: frozenset[str]


class Reach(NamedTuple):
    """A milestone as it reaches a provision.

    Attributes:
        milestone: the milestone.
        via: what the milestone concerns: the provision itself, a whole or a part of it.
        date: the day for this provision: never before it stood in the Act.
        note: why the rule gives this date, where that is not plain.
    """

    milestone: Milestone
    via: str
    date: str
    note: str = ""


class Calendar:
    """The dates of a day's law, and what each provision gets of them.

    Args:
        day: the graph of the day.

    >>> day = graph.on("2026-11-24")
    >>> [reach.date for reach in Calendar(day).applies(day.cite("Article 4a"))]
    ['2026-07-27']
    """

    def __init__(self, day: Day) -> None:
        self.day = day
        self.milestones = _milestones(day)
        self._place: dict[str, str] = {}
        self._parts: dict[str, list[str]] = {}
        for row in day.rows(_PLACES):
            self._place[row["node"] or ""] = row["place"] or ""
            self._parts.setdefault(row["place"] or "", []).append(row["node"] or "")
        self._serves = {row["annex"] or "": row["provision"] or "" for row in day.rows(_ANNEXES)}

    def __contains__(self, iri: str) -> bool:
        """Whether the IRI is a provision of the Act."""
        return iri in self._place

    def chain(self, iri: str) -> list[str]:
        """A provision and the wholes that it stands in, the nearest first, the Act last."""
        chain = [iri]
        while place := self._place.get(chain[-1]):
            chain.append(place)
        return chain

    def around(self, iri: str) -> list[str]:
        """A provision, its wholes and, for an annex, the provision that it is made for with its wholes."""
        chain = self.chain(iri)
        return chain + [place for made_for in self._made_for(chain) for place in self.chain(made_for)]

    def parts(self, iri: str) -> Sequence[str]:
        """What stands directly under a provision, in the order of the text."""
        return self._parts.get(iri, [])

    def since(self, iri: str) -> str:
        """The day since which a provision stands in the Act."""
        return _since()[iri]

    def enters(self, iri: str) -> Reach:
        """The entry into force that made a provision law."""
        since = self.since(iri)
        (found,) = [one for one in self.of_kind("entryIntoForce") if one.date == since]
        return Reach(found, WHOLE_ACT, since)

    def of_kind(self, kind: str) -> list[Milestone]:
        """The milestones of a kind, in the order of their dates."""
        return [one for one in self.milestones if one.kind == kind]

    def applies(self, iri: str) -> list[Reach]:
        """From when a provision applies: one date, or one for each condition; none for a recital.

        The milestone that names the provision or its nearest whole counts, unless it leaves the provision out: then the
        next. An annex applies with the provision that it is made for. Nothing applies before it stood in the Act.

        Args:
            iri: a provision of the day.
        """
        chain = self.chain(iri)
        if iri.rpartition("/")[2].startswith("rct_"):
            return []
        made_for = self._made_for(chain)
        if made_for:
            note = f"applies with {self.day.node(made_for[0]).label}, for which the annex is made"
            found = [reach._replace(note=note) for reach in self.applies(made_for[0])]
        else:
            found = self._nearest(chain)
        return list(dict.fromkeys(self._not_before(iri, reach) for reach in found))

    def reaches(self, iri: str) -> list[Reach]:
        """The other milestones that concern a provision: itself, a whole of it, or a part.

        Args:
            iri: a provision of the day.
        """
        chain, under = self.around(iri), list(self._under(iri))
        found = []
        for one in self.milestones:
            if one.kind in ("application", "entryIntoForce") or one.excepted.intersection(chain):
                continue
            above = [place for place in chain if place in one.concerns][:1]
            below = [place for place in under if place in one.concerns] if not above else []
            found += [Reach(one, place, one.date) for place in above or below]
        return _meant(found, chain)

    def _made_for(self, chain: Sequence[str]) -> list[str]:
        return [self._serves[place] for place in chain if place in self._serves]

    def _under(self, iri: str) -> Iterator[str]:
        for part in self.parts(iri):
            yield part
            yield from self._under(part)

    def sets(self, iri: str) -> list[Milestone]:
        """The milestones that a provision or a part of it sets."""
        return [one for one in self.milestones if iri in self.chain(one.source)]

    def _nearest(self, chain: Sequence[str]) -> list[Reach]:
        left_out = ""
        for place in chain:
            found = [one for one in self.of_kind("application") if place in one.concerns]
            reaching = [one for one in found if not one.excepted.intersection(chain)]
            if reaching:
                return _meant([Reach(one, place, one.date, left_out) for one in reaching], chain)
            for one in found[:1]:
                left_out = f"left out of what {one.source_label} says of {self.day.node(place).label}"
        return []

    def _not_before(self, iri: str, reach: Reach) -> Reach:
        if reach.date >= self.since(iri):
            return reach
        entry, one = self.enters(iri), reach.milestone
        inserted = entry.milestone._replace(
            kind=one.kind, kind_label=one.kind_label, label="What came with the amendment applies"
        )
        via = "the Act" if reach.via == WHOLE_ACT else self.day.node(reach.via).label
        why = f"{via} has applied since {reach.date} ({one.source_label}); this stands in the Act since {entry.date}"
        return Reach(inserted, iri, entry.date, "; ".join(filter(None, [reach.note, why])))


@functools.cache
def calendar(day: Day) -> Calendar:
    """The calendar of a day, made once."""
    return Calendar(day)


def _meant(found: list[Reach], chain: Iterable[str]) -> list[Reach]:
    """Of dates with conditions, a provision that one of the conditions names has that one alone."""
    own = {reach.milestone.kind for reach in found if reach.milestone.named.intersection(chain)}

    def meant(reach: Reach) -> bool:
        one = reach.milestone
        return one.kind not in own or not one.named or bool(one.named.intersection(chain))

    return list(filter(meant, found))


def _milestones(day: Day) -> list[Milestone]:
    links: dict[str, dict[str, set[str]]] = {}
    for row in day.rows(_LINKS):
        links.setdefault(row["milestone"] or "", {}).setdefault(row["link"] or "", set()).add(row["node"] or "")
    rows = [{name: value or "" for name, value in row.items()} for row in queries.ask("milestones", day, {})]

    def of(iri: str, link: str) -> frozenset[str]:
        return frozenset(links[iri].get(expand(link) or "", ()))

    found = [
        Milestone(
            iri=row["milestone"],
            date=row["date"],
            kind=row["kind"].removeprefix(prefixes()["ag"]),
            kind_label=row["kindLabel"],
            label=row["label"],
            description=row["description"],
            condition=row["condition"],
            source=row["source"],
            source_label=row["sourceLabel"],
            checked=row["lastChecked"],
            concerns=of(row["milestone"], "ag:concerns"),
            excepted=of(row["milestone"], "ag:exceptFor"),
            named=of(row["milestone"], "ag:conditionOn"),
            actors=of(row["milestone"], "ag:mattersTo"),
        )
        for row in rows
        if row["issued"] <= day.day
    ]
    return sorted(found, key=lambda one: (one.date, _KINDS.index(one.kind), one.iri))


@functools.cache
def _since() -> dict[str, str]:
    """Provision → the first day of the first edition that has it."""
    starts = {one.iri: one.edition.start for one in graph.everything().graphs if one.edition}
    found: dict[str, str] = {}
    for row in graph.everything().rows(_EDITIONS):
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
