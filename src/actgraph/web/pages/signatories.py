"""Build the page of the signatories: the latest list of each code, and what changed between its lists."""

from collections.abc import Sequence
from typing import NamedTuple

from actgraph.core.prefixes import CODES
from actgraph.graph.catalog import format_date
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.law import signatories
from actgraph.law.signatories import ListEntry, SignatoryList
from actgraph.sparql import named_queries
from actgraph.web.http.page import Page
from actgraph.web.pages.tables import build_table_page

COLUMNS = ("code", "codeLabel", "provider", "providerLabel", "status", "chapters", "note", "restsOn", "restsOnLabel")


class CodeSignatories(NamedTuple):
    """What the page shows of one code.

    Attributes:
        iri: the code.
        name: its name.
        anchor: id of its section on the page.
        chapters: IRI → short name of each chapter or section that can be signed.
        latest: the last list up to the day; None if there is none.
        changes: from each list to the next, the latest first.
        refusals: who declined to sign.
    """

    iri: str
    name: str
    anchor: str
    chapters: dict[str, str]
    latest: SignatoryList | None
    changes: Sequence[signatories.ListChange]
    refusals: Sequence[Row]


def build_signatories_page(day: Day) -> Page:
    """Build the page of who signed which chapters of each code, by the last list up to the day, and who refused.

    Its table as JSON and CSV has every name that a list of a code ever had, with what is known of the day.

    >>> from actgraph.graph.day import open_day
    >>> [row["status"] for row in build_signatories_page(open_day("2026-07-31")).rows if row["providerLabel"] == "xAI"]
    ['listed']
    """
    codes = [_describe_code(day, f"{space}code") for space in CODES if f"{space}code" in day]
    more = {"template": "signatories.html", "codes": codes, "describe_cell": describe_cell, "in_words": format_date}
    return build_table_page(
        "signatories", f"Signatories on {format_date(day.date)}", "", COLUMNS, list_rows(day), **more
    )


def list_rows(day: Day) -> list[Row]:
    """List what is known of each name on the day, in one row with its chapters.

    >>> from actgraph.graph.day import open_day
    >>> len(list_rows(open_day("2025-01-01")))
    0
    """
    if not any(f"{space}code" in day for space in CODES):
        return []
    query = named_queries.load_named_query("listed-on")
    rows: dict[tuple[str | None, ...], Row] = {}
    for row in day.select_rows(named_queries.bind_parameters(query, {"day": day.date})):  # one row per chapter
        key = tuple(row[name] for name in COLUMNS if name != "chapters")
        before = rows.get(key, {}).get("chapters")
        chapters = "; ".join(filter(None, [before, row["chapterLabel"]]))
        rows[key] = {name: row.get(name) for name in COLUMNS} | {"chapters": chapters or None}
    return list(rows.values())


def describe_cell(entry: ListEntry, chapter: str) -> str:
    """Describe in words what a list says of a name and a chapter.

    >>> describe_cell(ListEntry("urn:e", "urn:p", "A", frozenset(["urn:c"]), "", False), "urn:c")
    'signed'
    """
    if not entry.chapters:
        return "not known"
    if chapter not in entry.chapters:
        return "not listed"
    return "not certain" if entry.in_doubt else "signed"


def _describe_code(day: Day, code: str) -> CodeSignatories:
    name = day.get_node(code).label.removesuffix(" of Practice")
    lists = signatories.find_lists(day, code)
    return CodeSignatories(
        iri=code,
        name=name,
        anchor=name.lower().replace(" ", "-"),
        chapters={iri: _shorten_label(day.get_node(iri).label) for iri in signatories.list_chapters(day, code)},
        latest=lists[-1] if lists else None,
        changes=signatories.compare_lists(lists),
        refusals=signatories.find_refusals(day, code),
    )


def _shorten_label(label: str) -> str:
    """Shorten "Transparency chapter" or "AI-Generated Content Code, Section 1" to what a column's head needs."""
    return label.removesuffix(" chapter").rpartition(", ")[2]
