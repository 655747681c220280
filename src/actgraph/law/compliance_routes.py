"""Find how a duty of Chapter V or of Article 50 can be shown, by signatories of a code and by others."""

import functools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from actgraph.core.prefixes import ACT, CODE, CONTENT_CODE, load_prefixes
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.graph.node import Node
from actgraph.law import links, timeline
from actgraph.sparql import named_queries


class DutyRoutes(NamedTuple):
    """A duty of Chapter V or of Article 50 with the ways to show compliance.

    Attributes:
        iri: IRI of the duty.
        label: name of the duty.
        description: the duty in our words.
        bearers: who owes it.
        models: models it is limited to; empty for all.
        source: IRI of the provision.
        source_label: label of the provision.
        signatory_routes: ways of a signatory of the chapter or section that covers it, rows of `routes-of-duty`.
        other_routes: ways of a provider that adheres to no code, likewise.
        expectations: what the Commission expects of a provider that adheres to no code, by paragraph.
        measures: the measures of the code that address it, as we read them.
        applies: since when or from when its provision applies, one sentence each.
    """

    iri: str
    label: str
    description: str
    bearers: str
    models: str
    source: str
    source_label: str
    signatory_routes: list[Row]
    other_routes: list[Row]
    expectations: dict[str, Row]
    measures: list[Node]
    applies: list[str]

    @property
    def has_code_route(self) -> bool:
        """Whether adherence to a code, as it stands on the day, shows the duty."""
        return any(_get_kind(way) == "adherence" for way in self.signatory_routes)


class RouteUse(NamedTuple):
    """A way to show compliance, and the duties that it is open for.

    Attributes:
        row: row of `routes-of-duty`.
        description: the way in our words.
        none_known_on: the day of our last look for a text that opens it, where we know of none; empty otherwise.
        signatories: provisions of the duties that signatories of a code can show this way.
        others: provisions of the duties that a provider that adheres to no code can show this way.
    """

    row: Row
    description: str
    none_known_on: str
    signatories: list[Node]
    others: list[Node]


def list_route_uses(day: Day, duties: Sequence[DutyRoutes]) -> list[RouteUse]:
    """List the ways to show some duties, each once: first those that are open, then those that no text opens yet.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> uses = list_route_uses(day, find_node_routes(day, day.cite("53(1)(c)")))
    >>> [(use.row["kindLabel"], bool(use.none_known_on)) for use in uses][::3]
    [('adherence to a code', False), ('common specification', True)]
    """
    found: dict[str, RouteUse] = {}
    unknown = find_routes_without_text(day)
    for duty in duties:
        for routes, is_signatory in ((duty.signatory_routes, True), (duty.other_routes, False)):
            for row in routes:
                iri = row["route"] or ""
                if iri not in found:
                    found[iri] = RouteUse(row, day.get_node(iri).description, unknown.get(iri, ""), [], [])
                provisions = found[iri].signatories if is_signatory else found[iri].others
                if (provision := day.get_node(duty.source)) not in provisions:
                    provisions.append(provision)
    return sorted(found.values(), key=lambda use: bool(use.none_known_on))


@functools.lru_cache(maxsize=8)
def find_routes_without_text(day: Day) -> Mapping[str, str]:
    """Find the ways that no text opens yet, as far as we know, each with the day of our last look (ISO 8601).

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> find_routes_without_text(day)[day.cite("rdg:rte_40.standard")]
    '2026-10-06'
    """
    known = load_prefixes()["ag"] + "noneKnownOn"
    rows = day.select_rows(f"SELECT ?route ?date {{ ?route <{known}> ?date }} ORDER BY ?route")
    return {row["route"] or "": row["date"] or "" for row in rows}


@functools.lru_cache(maxsize=8)  # every page of a provision needs it
def find_duty_routes(day: Day) -> list[DutyRoutes]:
    """Find the ways to show the duties of Chapter V, in the order of the text.

    >>> from actgraph.graph.day import open_day
    >>> duties = find_duty_routes(open_day("2026-11-24"))
    >>> duty = next(duty for duty in duties if duty.source_label == "Article 53(1)(c)")
    >>> [way["kindLabel"] for way in duty.other_routes]
    ['harmonised standard', 'common specification', 'alternative adequate means of compliance']
    """
    found: dict[str, DutyRoutes] = {}
    for row in day.select_rows(named_queries.bind_parameters(named_queries.load_named_query("routes-of-duty"), {})):
        duty = found.setdefault(row["duty"] or "", _make_duty(day, row))
        (duty.other_routes if _get_kind(row) != "adherence" else duty.signatory_routes).append(row)
    if CODE + "code" not in day:
        for duty in found.values():
            duty.signatory_routes.clear()  # the Act opens the way, but there is no code yet
        return list(found.values())
    for duty in found.values():
        # Alternative means are for providers that adhere to no code; a signatory of the chapter has the other ways.
        # A duty with no other way, as in Articles 53(4) and 55(2), is only for providers that adhere to no code.
        alone = all(_get_kind(way) == "alternativeMeans" for way in duty.other_routes)
        closed = {"alternativeMeans"} if duty.signatory_routes or alone else set()
        duty.signatory_routes.extend(way for way in duty.other_routes if _get_kind(way) not in closed)
    for row in day.select_rows(
        named_queries.bind_parameters(named_queries.load_named_query("routes-of-non-signatory"), {})
    ):
        for paragraph in (row["expectationSource"] or "").split():  # concerns every duty
            for duty in found.values():
                duty.expectations[paragraph] = row
    return list(found.values())


@functools.lru_cache(maxsize=8)
def find_article_50_routes(day: Day) -> list[DutyRoutes]:
    """Find the ways to show the duties of Article 50, in the order of the text; fulfilling it shows each.

    >>> from actgraph.graph.day import open_day
    >>> found = find_article_50_routes(open_day("2026-11-24"))
    >>> sorted({duty.source_label for duty in found if not duty.has_code_route})
    ['Article 50(1)', 'Article 50(3)']
    """
    found: dict[str, DutyRoutes] = {}
    there = f"{CONTENT_CODE}code" in day
    query = named_queries.load_named_query("routes-of-article-50")
    for row in day.select_rows(named_queries.bind_parameters(query, {})):
        duty = found.setdefault(row["duty"] or "", _make_duty(day, row))
        is_code = _get_kind(row) == "adherence"
        if not is_code:
            duty.other_routes.append(row)
        if there or (not is_code and f"{CODE}code" in day):
            duty.signatory_routes.insert(0 if is_code else len(duty.signatory_routes), row)
    return list(found.values())


def find_node_routes(day: Day, iri: str) -> list[DutyRoutes]:
    """Find the ways to show the duties of a provision and its parts, or one duty.

    Args:
        iri: a provision or a duty.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [duty.label for duty in find_node_routes(day, day.cite("53(1)(c)"))]
    ['Policy to comply with Union law on copyright and related rights']
    """
    if not iri.startswith((ACT, load_prefixes()["rdg"])):
        return []
    return [
        duty
        for duty in [*find_duty_routes(day), *find_article_50_routes(day)]
        if iri == duty.iri or duty.source == iri or duty.source.startswith(iri + ".")
    ]


def _get_kind(route: Row) -> str:
    return (route["kind"] or "").removeprefix(load_prefixes()["ag"])


def _make_duty(day: Day, row: Row) -> DutyRoutes:
    told = {name: row[name] or "" for name in ("duty", "dutyLabel", "bearers", "modelsLabel", "source", "sourceLabel")}
    return DutyRoutes(
        iri=told["duty"],
        label=told["dutyLabel"],
        description=day.get_node(told["duty"]).description,
        bearers=told["bearers"],
        models=told["modelsLabel"],
        source=told["source"],
        source_label=told["sourceLabel"],
        signatory_routes=[],
        other_routes=[],
        expectations={},
        measures=_find_measures(day, told["source"]),
        applies=timeline.describe_application(day, told["source"]),
    )


def _find_measures(day: Day, provision: str) -> list[Node]:
    """Find the measures that address a provision or its parts, as we read them, in the order of the code."""
    rows = day.select_rows(
        named_queries.bind_parameters(named_queries.load_named_query("coverage-of-provision"), {"provision": provision})
    )
    found = {row["measure"] or "" for row in rows if row["link"] == "editorial" and row["measure"]}
    return [day.get_node(iri) for iri in sorted(found, key=lambda iri: links.get_sort_key(day, iri))]
