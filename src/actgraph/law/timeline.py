"""The timeline of a day: all dates, those of one provision, or those that matter to one kind of actor."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from actgraph.core import suggestions
from actgraph.core.errors import CitationError, InputError
from actgraph.core.prefixes import shorten_iri
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.law.application_dates import WHOLE_ACT, Milestone, ProvisionDate
from actgraph.law.coverage import can_have_coverage
from actgraph.law.milestones import Calendar, get_calendar

COLUMNS = (
    *("date", "state", "kind", "label", "condition", "provision", "provisionLabel", "relation", "via", "viaLabel"),
    *("note", "milestone", "description", "concerns", "exceptFor", "source", "sourceLabel", "lastChecked"),
)


_MAX_PROVISIONS = 7  # provisions named in one line; the rows have all


class Timeline(NamedTuple):
    """The dates of one subject.

    Attributes:
        title: the subject.
        summary: since or from when the provision applies, a line each; empty where none was asked for.
        rows: the dates in their order, with the columns of `COLUMNS`.
    """

    title: str
    summary: Sequence[str]
    rows: list[Row]


class TimelineEntry(NamedTuple):
    """Rows that give the same date for several provisions, to be shown once.

    Attributes:
        row: the last of them, with the columns of `COLUMNS`.
        provisions: the labels of all.
    """

    row: Row
    provisions: Sequence[str]

    @property
    def text(self) -> str:
        """Describe what happens, to what, and on what condition.

        >>> row = dict.fromkeys(COLUMNS) | {"relation": "part", "label": "The Act applies"}
        >>> TimelineEntry(row, ["Article 5(2)", "Article 5(3)"]).text
        'Article 5(2); Article 5(3): The Act applies'
        """
        more = [f"{len(self.provisions) - _MAX_PROVISIONS} more"] if len(self.provisions) > _MAX_PROVISIONS else []
        of = f"{'; '.join([*self.provisions[:_MAX_PROVISIONS], *more])}: " if self.row["relation"] == "part" else ""
        condition = f", {self.row['condition']}" if self.row["condition"] else ""
        return f"{of}{self.row['label']}{condition}"

    @property
    def source_note(self) -> str:
        """Describe the provision that sets the date, how it reaches the subject, and when that was checked.

        >>> row = dict.fromkeys(COLUMNS) | {"sourceLabel": "Article 113", "lastChecked": "2026-11-24"}
        >>> TimelineEntry(row, []).source_note
        'Article 113; checked 2026-11-24'
        """
        through = f"for {self.row['viaLabel']}" if self.row["relation"] == "whole" else ""
        checked = f"checked {self.row['lastChecked']}"
        return "; ".join(filter(None, [self.row["sourceLabel"], through, self.row["note"], checked]))


def build_timeline(day: Day, subject: str | None = None) -> Timeline:
    """Build the timeline of all dates, of a provision, or of a kind of actor.

    Args:
        subject: a citation or a kind of actor; all dates where there is none.

    Raises:
        InputError: it is neither, or a part of a code.

    >>> from actgraph.graph.day import open_day
    >>> build_timeline(open_day("2026-11-24"), "Article 6(2)").summary
    ['applies from 2027-12-02, as regards AI systems that are high-risk under Article 6(2) and Annex III']
    """
    dates = get_calendar(day)
    if subject is None:
        return Timeline("All dates", [], [_build_milestone_row(day, one, one.date) for one in dates.milestones])
    names = _load_actor_names(day)
    actors = [iri for iri, (_, known) in names.items() if _normalize_name(subject) in known]
    if actors:
        title = "Dates for the " + ", the ".join(names[iri][0] for iri in actors)
        found = [one for one in dates.milestones if one.actors.intersection(actors)]
        return Timeline(title, [], [_build_milestone_row(day, one, one.date) for one in found])
    return _build_provision_timeline(
        day, dates, _resolve_provision(day, dates, subject, [label for label, _ in names.values()])
    )


def describe_application(day: Day, iri: str) -> list[str]:
    """Describe since or from when a provision applies, in a line per condition; none for a recital.

    >>> from actgraph.graph.day import open_day
    >>> describe_application(open_day("2026-11-24"), open_day("2026-11-24").cite("Article 53"))
    ['applies since 2025-08-02']
    """
    dates = get_calendar(day)
    own = dates.find_application_dates(iri)
    otherwise = ", but parts of it from another day" if any(_find_deviating_parts(dates, iri, own)) else ""
    return [
        f"{'applies since' if reach.date <= day.date else 'applies from'} {reach.date}"
        + (f", {reach.milestone.condition}" if reach.milestone.condition else "")
        + otherwise
        for reach in own
    ]


def merge_timeline_rows(rows: Sequence[Row]) -> list[TimelineEntry]:
    """Merge rows that differ in their provision alone.

    Args:
        rows: of a `Timeline`.

    >>> from actgraph.graph.day import open_day
    >>> found = build_timeline(open_day("2026-11-24"), "Article 5")
    >>> len(merge_timeline_rows(found.rows)) < len(found.rows)
    True
    """
    same = ("date", "relation", "milestone", "condition", "note")
    found: dict[tuple[str | None, ...], TimelineEntry] = {}
    for row in rows:
        key = tuple(row[name] for name in same) if row["relation"] == "part" else (str(len(found)), "")
        before = found[key].provisions if key in found else []
        found[key] = TimelineEntry(row, [*before, row["provisionLabel"] or ""])
    return list(found.values())


def _build_provision_timeline(day: Day, calendar: Calendar, iri: str) -> Timeline:
    node = day.get_node(iri)
    own, above = calendar.find_application_dates(iri), calendar.list_governing_provisions(iri)
    rows = [_build_provision_row(day, iri, iri, reach) for reach in [calendar.find_entry_into_force(iri), *own]]
    rows += [
        _build_provision_row(day, iri, iri if one.via in above else one.via, one)
        for one in calendar.find_other_dates(iri)
    ]
    rows += [
        _build_provision_row(day, iri, part, calendar.find_entry_into_force(part))
        for part in _find_inserted_parts(calendar, iri)
    ]
    otherwise = list(_find_deviating_parts(calendar, iri, own))
    rows += [_build_provision_row(day, iri, part, reach) for part, found in otherwise for reach in found]
    told = {row["milestone"] for row in rows}
    rows += [
        {**_build_milestone_row(day, one, one.date), "relation": "sets"}
        for one in calendar.find_milestones_set_by(iri)
        if one.iri not in told
    ]
    order = {one.iri: place for place, one in enumerate(calendar.milestones)}
    rows.sort(key=lambda row: (row["date"] or "", order[row["milestone"] or ""], row["relation"] == "part"))
    title = f"{node.label}  {node.title}".strip()
    return Timeline(title, describe_application(day, iri) or ["explains; has no date of application"], rows)


def _find_inserted_parts(calendar: Calendar, iri: str) -> Iterator[str]:
    """Find the parts that came into the Act later than their whole."""
    for part in calendar.list_parts(iri):
        if calendar.get_start_date(part) > calendar.get_start_date(iri):
            yield part
        else:
            yield from _find_inserted_parts(calendar, part)


def _find_deviating_parts(
    calendar: Calendar, iri: str, whole_dates: Sequence[ProvisionDate]
) -> Iterator[tuple[str, Sequence[ProvisionDate]]]:
    """Find the parts that apply from another day than their whole."""
    for part in calendar.list_parts(iri):
        found: Sequence[ProvisionDate] = calendar.find_application_dates(part)
        if _collect_date_keys(found) <= _collect_date_keys(whole_dates):
            found = whole_dates
        else:
            yield part, found
        yield from _find_deviating_parts(calendar, part, found)


def _collect_date_keys(dates: Sequence[ProvisionDate]) -> set[tuple[str, str]]:
    return {(reach.date, reach.milestone.iri) for reach in dates}


def _build_provision_row(day: Day, subject: str, provision: str, provision_date: ProvisionDate) -> Row:
    return {
        **_build_milestone_row(day, provision_date.milestone, provision_date.date),
        "provision": provision,
        "provisionLabel": day.get_node(provision).label,
        "relation": "part" if provision != subject else "itself" if provision_date.via == subject else "whole",
        "via": provision_date.via,
        "viaLabel": "the Act" if provision_date.via == WHOLE_ACT else day.get_node(provision_date.via).label,
        "note": provision_date.note or None,
    }


def _build_milestone_row(day: Day, milestone: Milestone, date: str) -> Row:
    return {
        **dict.fromkeys(COLUMNS),
        "date": date,
        "state": "past" if date < day.date else "today" if date == day.date else "to come",
        "kind": milestone.kind_label,
        "label": milestone.label,
        "condition": milestone.condition or None,
        "milestone": milestone.iri,
        "description": milestone.description,
        "concerns": " ".join(sorted(milestone.concerns)),
        "exceptFor": " ".join(sorted(milestone.exceptions)) or None,
        "source": milestone.source,
        "sourceLabel": milestone.source_label,
        "lastChecked": milestone.last_checked,
    }


def _resolve_provision(day: Day, calendar: Calendar, citation: str, actors: Sequence[str]) -> str:
    try:
        iri = day.cite(citation)
    except CitationError:
        if re.search(r"\d|:|(?i:article|annex|chapter|recital|section|appendix)", citation):
            raise
        raise InputError(
            f"{suggestions.quote_text(citation)} is neither a provision nor one to whom dates matter",
            near=suggestions.suggest_labels(citation, actors),
            todo=f"Name a provision of the Act, or one of: {'; '.join(actors)}.",
        ) from None
    if iri not in calendar:
        todo = "Name a provision of the Act."
        if can_have_coverage(day, iri):
            todo = f"Ask for a provision of the Act that it covers: actgraph covers '{shorten_iri(iri)}'"
        raise InputError(
            f"{day.get_node(iri).label or suggestions.quote_text(citation)} has no dates: they are those of the Act",
            todo=todo,
        )
    return iri


def _load_actor_names(day: Day) -> dict[str, tuple[str, set[str]]]:
    """Map each kind of actor to its name, and to all names that people write."""
    found: dict[str, tuple[str, set[str]]] = {}
    for row in day.select_rows(_ACTORS):
        label = row["label"] or ""
        known = found.setdefault(row["actor"] or "", (label, {_normalize_name(label)}))[1]
        if row["other"]:
            known.add(_normalize_name(row["other"]))
    return found


def _normalize_name(name: str) -> str:
    """Return a name in lower case, without its article, in the singular."""
    return " ".join(re.sub(r"s\b", "", word) for word in name.lower().removeprefix("the ").split())


_ACTORS = (
    "PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"
    " PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?actor ?label ?other WHERE {"
    " ?actor a ag:Actor ; rdfs:label ?label . OPTIONAL { ?actor skos:altLabel ?other } } ORDER BY ?label ?other"
)
