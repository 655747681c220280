"""Build the page of the duties of Chapter V and Article 50 with the ways to show each, for signatories and others."""

from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.law.compliance_routes import find_article_50_routes, find_duty_routes
from actgraph.web.http.page import Page

COLUMNS = ("duty", "dutyLabel", "provision", "provisionLabel", "bearers", "signed", "notSigned")


def build_duties_page(day: Day) -> Page:
    """Build the page of the duties of Chapter V and Article 50 with the ways to show each.

    >>> from actgraph.graph.day import open_day
    >>> rows = build_duties_page(open_day("2026-11-24")).rows
    >>> [row["signed"] for row in rows if row["provisionLabel"] == "Article 53(1)(c)"]
    ['Adherence to a code of practice; Conformity with a harmonised standard; Conformity with common specifications']
    """
    found = [*find_duty_routes(day), *find_article_50_routes(day)]
    rows: list[Row] = [
        {
            "duty": one.iri,
            "dutyLabel": one.label,
            "provision": one.source,
            "provisionLabel": one.source_label,
            "bearers": one.bearers,
            "signed": "; ".join(way["routeLabel"] or "" for way in one.signatory_routes),
            "notSigned": "; ".join(way["routeLabel"] or "" for way in one.other_routes),
        }
        for one in found
    ]
    title = "What must be shown, and how"
    return Page("duties", "duties.html", title, {"duties": found}, rows, [one.iri for one in found], COLUMNS, rows)
