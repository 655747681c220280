"""How a duty can be shown: by who has signed the Code, and by who has not."""

import functools
from typing import NamedTuple

from actgraph.citation.labels import CHAPTERS
from actgraph.core.prefixes import ACT, CODE, prefixes
from actgraph.graph.day import Day
from actgraph.graph.engine import Node, Row
from actgraph.law import timeline
from actgraph.sparql import named_queries


class Duty(NamedTuple):
    """A duty of Chapter V with the ways in which it can be shown.

    Attributes:
        iri: of the duty.
        label: what it is.
        description: in our words.
        bearers: who owes it.
        models: for which models, where that is narrower than all.
        source: IRI of the provision.
        source_label: its label.
        signed: the ways of who has signed the chapter that covers it, rows of `routes-of-duty`.
        others: the ways of who adheres to no code, likewise.
        expected: what the Commission expects of who adheres to no code, by paragraph; empty where nothing.
        measures: the measures of the Code that address it, as we read them.
        applies: since or from when its provision applies, a line each.
    """

    iri: str
    label: str
    description: str
    bearers: str
    models: str
    source: str
    source_label: str
    signed: list[Row]
    others: list[Row]
    expected: dict[str, Row]
    measures: list[Node]
    applies: list[str]

    @property
    def by_code(self) -> bool:
        """Whether adherence to the Code as it stands on the day is a way to show it."""
        return any(_kind(way) == "adherence" for way in self.signed)


@functools.lru_cache(maxsize=8)  # each page of a provision asks
def duties(day: Day) -> list[Duty]:
    """The duties of Chapter V that can be shown, in the order of the text.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph.day import on
    >>> duty = next(duty for duty in duties(on("2026-11-24")) if duty.source_label == "Article 53(1)(c)")
    >>> [way["kindLabel"] for way in duty.others]
    ['harmonised standard', 'common specification', 'alternative adequate means of compliance']
    """
    found: dict[str, Duty] = {}
    for row in day.rows(named_queries.bind(named_queries.named("routes-of-duty"), {})):
        duty = found.setdefault(row["duty"] or "", _duty(day, row))
        (duty.others if _kind(row) != "adherence" else duty.signed).append(row)
    if CODE + "code" not in day:
        for duty in found.values():
            duty.signed.clear()  # the Act opens the way, and there is nothing yet to adhere to
        return list(found.values())
    for duty in found.values():
        # Other means are for who adheres to no code: a signatory of a chapter that covers the duty has the rest.
        # Where a duty can be shown by nothing else, as those of Articles 53(4) and 55(2), it is theirs alone.
        alone = all(_kind(way) == "alternativeMeans" for way in duty.others)
        closed = {"alternativeMeans"} if duty.signed or alone else set()
        duty.signed.extend(way for way in duty.others if _kind(way) not in closed)
    for row in day.rows(named_queries.bind(named_queries.named("routes-of-non-signatory"), {})):
        if row["expectationSource"]:
            found[row["duty"] or ""].expected[row["expectationSource"]] = row
    return list(found.values())


def routes(day: Day, iri: str) -> list[Duty]:
    """The duties of a provision and its parts, or the duty itself, with the ways in which they can be shown.

    Args:
        day: the graph of the day.
        iri: a provision or a duty.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> [duty.label for duty in routes(day, day.cite("53(1)(c)"))]
    ['Policy to comply with Union copyright law']
    """
    if not iri.startswith((ACT, prefixes()["rdg"])):
        return []
    return [duty for duty in duties(day) if iri == duty.iri or duty.source == iri or duty.source.startswith(iri + ".")]


def _kind(way: Row) -> str:
    return (way["kind"] or "").removeprefix(prefixes()["ag"])


def _duty(day: Day, row: Row) -> Duty:
    told = {name: row[name] or "" for name in ("duty", "dutyLabel", "bearers", "modelsLabel", "source", "sourceLabel")}
    return Duty(
        iri=told["duty"],
        label=told["dutyLabel"],
        description=day.node(told["duty"]).description,
        bearers=told["bearers"],
        models=told["modelsLabel"],
        source=told["source"],
        source_label=told["sourceLabel"],
        signed=[],
        others=[],
        expected={},
        measures=_measures(day, told["source"]),
        applies=timeline.applies(day, told["source"]),
    )


def _measures(day: Day, provision: str) -> list[Node]:
    """The measures that address a provision or a part of it, as we read them, in the order of the Code."""
    rows = day.rows(named_queries.bind(named_queries.named("coverage-of-provision"), {"provision": provision}))
    found = {row["measure"] or "" for row in rows if row["link"] == "editorial" and row["measure"]}
    chapters = list(CHAPTERS)
    return sorted(
        (day.node(iri) for iri in found), key=lambda node: (chapters.index(node.iri.removeprefix(CODE)[:3]), node.order)
    )
