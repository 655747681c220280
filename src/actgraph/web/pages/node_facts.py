"""Collect what the page of a node shows besides its parts: facts, kind, citation, form items and amendments."""

import functools
from collections.abc import Sequence
from typing import Any

from actgraph.core.prefixes import ACT, ALL_GUIDELINES, CODE, CODES, SUMMARY, split_iris
from actgraph.graph import vocabulary
from actgraph.graph.day import Day, open_day
from actgraph.graph.engine import Row
from actgraph.graph.internal_queries import load_internal_query
from actgraph.graph.node import Node
from actgraph.law import amendments
from actgraph.law.coverage import Coverage
from actgraph.law.node_summary import NodeSummary
from actgraph.law.summaries import find_summary
from actgraph.sparql import named_queries

_MAX_ROWS = 200


def find_node_facts(day: Day, iri: str, summary: NodeSummary) -> list[Row]:
    """Find the triples of a node and those that point to it; none for parts of a text, whose pages show them otherwise.

    Args:
        summary: the summary that `actgraph show` prints.

    Returns:
        Rows with `direction` (says, or is said), `property`, `propertyLabel`, `value` and `valueLabel`.

    >>> from actgraph.graph.day import open_day
    >>> from actgraph.law.node_summary import build_node_summary
    >>> day = open_day("2026-11-24")
    >>> iri = day.cite("xAI")
    >>> "is named by" in {row["propertyLabel"] for row in find_node_facts(day, iri, build_node_summary(day, iri))}
    False
    """
    if summary.facts:
        return [dict(row) for row in summary.facts]
    if summary.node.order and iri.startswith((ACT, *CODES, *ALL_GUIDELINES, SUMMARY)):
        return []
    query = load_internal_query("statements-about-node", node=f"<{iri}>", limit=str(_MAX_ROWS))
    return day.select_rows(query)


def describe_node_kind(day: Day, iri: str) -> str:
    """Name the kind of a node.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> describe_node_kind(day, day.cite("recital 110"))
    'Recital'
    """
    return vocabulary.describe_kind(day.get_node(iri))


def format_node_citation(day: Day, node: Node) -> str:
    """Format the citation of a node: its label, its edition and its IRI.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> format_node_citation(day, day.get_node(day.cite("53")))
    'Article 53, AI Act as amended on 27 July 2026, https://w3id.org/actgraph/eli/reg/2024/1689/art_53'
    """
    of = next((edition.label for edition in day.editions if day.is_in_edition(node.iri, edition)), "")
    return ", ".join(filter(None, [node.label, of, node.iri]))


def find_form_items(day: Day, iri: str, coverage: Coverage) -> list[Row]:
    """Find the items of the Model Documentation Form that serve a provision, or a provision that a commitment covers.

    Args:
        iri: a provision, commitment or measure.
        coverage: what covers it, or what it covers.

    Returns:
        One row per item and provision, with the columns of the query `form-items`.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> len(find_form_items(day, day.cite("53(1)(c)"), Coverage([], [], {})))
    0
    """
    if not iri.startswith((ACT, CODE)) or CODE + "code" not in day:
        return []
    named = {row["provision"] or "" for row in coverage.rows} if iri.startswith(CODE) else {iri}
    return [row for row in _load_form_items(day) if any(_is_within(row["provision"] or "", one) for one in named)]


@functools.lru_cache(maxsize=8)  # every page of a provision needs it
def _load_form_items(day: Day) -> list[Row]:
    rows = day.select_rows(named_queries.bind_parameters(named_queries.load_named_query("form-items"), {}))
    return [
        {**row, "provision": iri, "provisionLabel": label}
        for row in rows
        for iri, label in zip(
            split_iris(row["provision"] or ""), (row["provisionLabel"] or "").split("; "), strict=True
        )
    ]


def _is_within(iri: str, whole: str) -> bool:
    return iri == whole or iri.startswith(whole + ".")


def describe_node_changes(summary: NodeSummary) -> list[dict[str, Any]]:
    """Describe the amendments of a node, with the wording before and after, their difference, and our sentences.

    >>> from actgraph.graph.day import open_day
    >>> from actgraph.law.node_summary import build_node_summary
    >>> day = open_day("2026-11-24")
    >>> [row["told"] for row in describe_node_changes(build_node_summary(day, day.cite("4a")))]
    ['inserted on 27 July 2026 by Article 1(6) of Regulation (EU) 2026/1744']
    """
    if not summary.node.iri.startswith(ACT) or summary.node.kind == "Recital":  # recitals are not amended
        return []
    found = []
    first, *_, last = [open_day(edition.start) for edition in amendments.list_act_editions().values()]
    for change in _find_changes(summary.node):
        row = change.row
        provision = row["provision"] or ""
        found.append(
            {
                "provision": row["provision"],
                "label": row["provisionLabel"],
                "told": amendments.format_amendment(row),
                "date": row["date"],
                "point": row["point"],
                "action": row["action"],
                "before": change.before,
                "after": change.after,
                "summary_before": find_summary(first, provision) if provision in first else "",
                "summary_after": find_summary(last, provision) if provision in last else "",
                "pieces": amendments.diff_words(change.before, change.after) if change.before and change.after else [],
            }
        )
    return found


def _find_changes(node: Node) -> Sequence[amendments.ProvisionChange]:
    one, *later = amendments.list_act_editions()
    kinds = named_queries.load_named_query("coverage-of-provision").params[0].kinds
    # Without an amending act there is no later edition.
    return amendments.diff_editions(one, later[-1], node.iri).changes if later and node.kind in kinds else []
