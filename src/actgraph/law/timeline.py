"""The timeline of a day: all dates, those of one provision, or those that matter to one kind of actor."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from actgraph.core import suggestions
from actgraph.core.errors import CitationError, InputError
from actgraph.core.prefixes import shorten
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.law.application_dates import WHOLE_ACT, Milestone, Reach
from actgraph.law.coverage import can_cover
from actgraph.law.milestones import Calendar, calendar

COLUMNS = (
    *("date", "state", "kind", "label", "condition", "provision", "provisionLabel", "relation", "via", "viaLabel"),
    *("note", "milestone", "description", "concerns", "exceptFor", "source", "sourceLabel", "lastChecked"),
)


_MOST = 7  # provisions told in one line; rows have them all


class Timeline(NamedTuple):
    """The answer to `timeline`.

    Attributes:
        title: what was asked for.
        summary: since or from when the provision applies, a line each; empty where none was asked for.
        rows: the dates in their order, with the columns of `COLUMNS`.
    """

    title: str
    summary: Sequence[str]
    rows: list[Row]


class Entry(NamedTuple):
    """Rows that tell the same date of several provisions, as people read them: once.

    Attributes:
        row: the last of them, with the columns of `COLUMNS`.
        provisions: the labels of all.
    """

    row: Row
    provisions: Sequence[str]

    @property
    def words(self) -> str:
        """What happens, to what, and on what condition.

        >>> row = dict.fromkeys(COLUMNS) | {"relation": "part", "label": "The Act applies"}
        >>> Entry(row, ["Article 5(2)", "Article 5(3)"]).words
        'Article 5(2); Article 5(3): The Act applies'
        """
        more = [f"{len(self.provisions) - _MOST} more"] if len(self.provisions) > _MOST else []
        of = f"{'; '.join([*self.provisions[:_MOST], *more])}: " if self.row["relation"] == "part" else ""
        condition = f", {self.row['condition']}" if self.row["condition"] else ""
        return f"{of}{self.row['label']}{condition}"

    @property
    def why(self) -> str:
        """The provision that sets the date, how it reaches what was asked for, and when that was checked.

        >>> Entry(dict.fromkeys(COLUMNS) | {"sourceLabel": "Article 113", "lastChecked": "2026-11-24"}, []).why
        'Article 113; checked 2026-11-24'
        """
        through = f"for {self.row['viaLabel']}" if self.row["relation"] == "whole" else ""
        checked = f"checked {self.row['lastChecked']}"
        return "; ".join(filter(None, [self.row["sourceLabel"], through, self.row["note"], checked]))


def timeline(day: Day, words: str | None = None) -> Timeline:
    """The dates of a day's law.

    Args:
        day: the graph of the day.
        words: a citation or a kind of actor; all dates where there is none.

    Raises:
        InputError: it is neither, or a part of the Code.

    >>> from actgraph.graph.day import on
    >>> timeline(on("2026-11-24"), "Article 6(2)").summary
    ['applies from 2027-12-02, as regards AI systems that are high-risk under Article 6(2) and Annex III']
    """
    dates = calendar(day)
    if words is None:
        return Timeline("All dates", [], [_row(day, one, one.date) for one in dates.milestones])
    names = _actors(day)
    actors = [iri for iri, (_, known) in names.items() if _plain(words) in known]
    if actors:
        title = "Dates for the " + ", the ".join(names[iri][0] for iri in actors)
        found = [one for one in dates.milestones if one.actors.intersection(actors)]
        return Timeline(title, [], [_row(day, one, one.date) for one in found])
    return _of_provision(day, dates, _provision(day, dates, words, [label for label, _ in names.values()]))


def applies(day: Day, iri: str) -> list[str]:
    """Since or from when a provision applies, a line for each condition; none for a recital.

    Args:
        day: the graph of the day.
        iri: a provision of the Act.

    >>> from actgraph.graph.day import on
    >>> applies(on("2026-11-24"), on("2026-11-24").cite("Article 53"))
    ['applies since 2025-08-02']
    """
    dates = calendar(day)
    own = dates.applies(iri)
    otherwise = ", but parts of it from another day" if any(_otherwise(dates, iri, own)) else ""
    return [
        f"{'applies since' if reach.date <= day.day else 'applies from'} {reach.date}"
        + (f", {reach.milestone.condition}" if reach.milestone.condition else "")
        + otherwise
        for reach in own
    ]


def entries(rows: Sequence[Row]) -> list[Entry]:
    """Rows as people read them: those that differ in their provision alone are told once.

    Args:
        rows: of a `Timeline`.

    >>> from actgraph.graph.day import on
    >>> found = timeline(on("2026-11-24"), "Article 5")
    >>> len(entries(found.rows)) < len(found.rows)
    True
    """
    same = ("date", "relation", "milestone", "condition", "note")
    found: dict[tuple[str | None, ...], Entry] = {}
    for row in rows:
        key = tuple(row[name] for name in same) if row["relation"] == "part" else (str(len(found)), "")
        before = found[key].provisions if key in found else []
        found[key] = Entry(row, [*before, row["provisionLabel"] or ""])
    return list(found.values())


def _of_provision(day: Day, dates: Calendar, iri: str) -> Timeline:
    node = day.node(iri)
    own, above = dates.applies(iri), dates.around(iri)
    rows = [_reach(day, iri, iri, reach) for reach in [dates.enters(iri), *own]]
    rows += [_reach(day, iri, iri if one.via in above else one.via, one) for one in dates.reaches(iri)]
    rows += [_reach(day, iri, part, dates.enters(part)) for part in _later(dates, iri)]
    otherwise = list(_otherwise(dates, iri, own))
    rows += [_reach(day, iri, part, reach) for part, found in otherwise for reach in found]
    told = {row["milestone"] for row in rows}
    rows += [{**_row(day, one, one.date), "relation": "sets"} for one in dates.sets(iri) if one.iri not in told]
    order = {one.iri: place for place, one in enumerate(dates.milestones)}
    rows.sort(key=lambda row: (row["date"] or "", order[row["milestone"] or ""], row["relation"] == "part"))
    title = f"{node.label}  {node.title}".strip()
    return Timeline(title, applies(day, iri) or ["explains; has no date of application"], rows)


def _later(dates: Calendar, iri: str) -> Iterator[str]:
    """The parts that came into the Act later than the whole."""
    for part in dates.parts(iri):
        if dates.since(part) > dates.since(iri):
            yield part
        else:
            yield from _later(dates, part)


def _otherwise(dates: Calendar, iri: str, whole: Sequence[Reach]) -> Iterator[tuple[str, Sequence[Reach]]]:
    """The parts that apply from another day than their whole."""
    for part in dates.parts(iri):
        found: Sequence[Reach] = dates.applies(part)
        if _days(found) <= _days(whole):
            found = whole
        else:
            yield part, found
        yield from _otherwise(dates, part, found)


def _days(found: Sequence[Reach]) -> set[tuple[str, str]]:
    return {(reach.date, reach.milestone.iri) for reach in found}


def _reach(day: Day, asked: str, provision: str, reach: Reach) -> Row:
    return {
        **_row(day, reach.milestone, reach.date),
        "provision": provision,
        "provisionLabel": day.node(provision).label,
        "relation": "part" if provision != asked else "itself" if reach.via == asked else "whole",
        "via": reach.via,
        "viaLabel": "the Act" if reach.via == WHOLE_ACT else day.node(reach.via).label,
        "note": reach.note or None,
    }


def _row(day: Day, one: Milestone, date: str) -> Row:
    return {
        **dict.fromkeys(COLUMNS),
        "date": date,
        "state": "past" if date < day.day else "today" if date == day.day else "to come",
        "kind": one.kind_label,
        "label": one.label,
        "condition": one.condition or None,
        "milestone": one.iri,
        "description": one.description,
        "concerns": " ".join(sorted(one.concerns)),
        "exceptFor": " ".join(sorted(one.excepted)) or None,
        "source": one.source,
        "sourceLabel": one.source_label,
        "lastChecked": one.checked,
    }


def _provision(day: Day, dates: Calendar, words: str, actors: Sequence[str]) -> str:
    try:
        iri = day.cite(words)
    except CitationError:
        if re.search(r"\d|:|(?i:article|annex|chapter|recital|section|appendix)", words):
            raise
        raise InputError(
            f"{suggestions.quoted(words)} is neither a provision nor one to whom dates matter",
            near=suggestions.misses(words, actors),
            todo=f"Name a provision of the Act, or one of: {'; '.join(actors)}.",
        ) from None
    if iri not in dates:
        todo = "Name a provision of the Act."
        if can_cover(day, iri):
            todo = f"Ask for a provision of the Act that it covers: actgraph covers '{shorten(iri)}'"
        raise InputError(
            f"{day.node(iri).label or suggestions.quoted(words)} has no dates: they are those of the Act", todo=todo
        )
    return iri


def _actors(day: Day) -> dict[str, tuple[str, set[str]]]:
    """Kind of actor → its name, and all names that people write."""
    found: dict[str, tuple[str, set[str]]] = {}
    for row in day.rows(_ACTORS):
        label = row["label"] or ""
        known = found.setdefault(row["actor"] or "", (label, {_plain(label)}))[1]
        if row["other"]:
            known.add(_plain(row["other"]))
    return found


def _plain(words: str) -> str:
    """A name in small letters, without its article, in the singular."""
    return " ".join(re.sub(r"s\b", "", word) for word in words.lower().removeprefix("the ").split())


_ACTORS = (
    "PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"
    " PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?actor ?label ?other WHERE {"
    " ?actor a ag:Actor ; rdfs:label ?label . OPTIONAL { ?actor skos:altLabel ?other } } ORDER BY ?label ?other"
)
