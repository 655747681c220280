"""The page of a node: a provision, a part of the Code or the guidelines, a term, a statement of ours."""

import functools
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from actgraph.core.errors import CitationError
from actgraph.core.prefixes import ACT, CODE
from actgraph.graph.day import Day, open_all_editions
from actgraph.graph.engine import Node, Row
from actgraph.law import amendments, wording
from actgraph.law.coverage import COLUMNS, Coverage, can_have_coverage, describe_provision_role, find_coverage
from actgraph.law.diagrams import mapping, neighbourhood
from actgraph.law.links import get_sort_key
from actgraph.law.node_summary import NodeSummary, build_node_summary
from actgraph.law.timeline import build_timeline, merge_timeline_rows
from actgraph.sparql import named_queries
from actgraph.web.http.node_paths import parse_node_path
from actgraph.web.http.page import Page, PictureDrawer
from actgraph.web.pages import compliance_routes, node_facts
from actgraph.web.pages.mapping_matrix import find_commitment
from actgraph.web.pages.node_parts import build_part_tree, list_page_nodes

TEXT_LINK_KINDS = (
    "declared",
    "stated",
)  # what a text itself says it covers; anything else is ours, and never told as that
# The page of the text that a node is of, and how the text is called.
TEXTS = (
    ("eli/reg/2024/1689", "AI Act"),
    ("eli/reg/2026/1744", "Regulation (EU) 2026/1744"),
    ("eli/reg_impl/2026/1755", "Implementing Regulation (EU) 2026/1755"),
    ("code-of-practice", "Code of Practice"),
    ("guidelines", "Guidelines"),
    ("training-summary", "Template for the summary"),
    ("terms", "Defined terms"),
    ("other", "Other acts"),
)


def build_node_page(day: Day, path: str) -> Page:
    """The page of a node.

    Args:
        day: the graph of the day.
        path: the name of the node below the base.

    Raises:
        CitationError: there is no such node on that day.

    >>> from actgraph.graph.day import open_day
    >>> build_node_page(open_day("2026-11-24"), "eli/reg/2024/1689/art_53").title
    'Article 53: Obligations for providers of general-purpose AI models'
    """
    iri = parse_node_path(path)
    if iri not in day:
        raise _make_not_found_error(day, path, iri)
    seen = build_node_summary(day, iri)
    node = seen.node
    found = find_coverage(day, iri) if can_have_coverage(day, iri) else Coverage([], [], {})
    return Page(
        path=path,
        template="node.html",
        title=f"{node.label}: {node.title}" if node.title else node.label,
        context={
            "view": seen,
            "whole": build_part_tree(day, iri, found, seen.outgoing_references, seen.incoming_references),
            "of_code": iri.startswith(CODE),
            "has_words": any(wording.get_own_wordings(day, list(list_page_nodes(day, iri)))),
            "text": next((one for one in TEXTS if path.startswith(f"{one[0]}/")), None),
            "by_text": TEXT_LINK_KINDS,
            "role": describe_provision_role(day, iri) if iri.startswith(ACT) else "",
            "covering": _find_commitments(day, [row for row in found.rows if row["link"] in TEXT_LINK_KINDS]),
            "addressing": _find_commitments(day, [row for row in found.rows if row["link"] == "editorial"]),
            "uncovered": found.uncovered,
            "recitals": group_by_node(seen.recitals),
            "explains": group_by_node(seen.explained_articles),
            "citation": format_node_citation(day, node),
            "routes": compliance_routes.find_node_routes(day, iri),
            "form": find_form_items(day, iri, found),
            "changes": describe_node_changes(seen),
            "facts": node_facts.find_node_facts(day, iri, seen),
            "kind": node_facts.describe_node_kind(day, iri),
            "dates": merge_timeline_rows(build_timeline(day, iri).rows) if seen.application_dates else [],
        },
        data=seen.as_json(),
        about=list(list_page_nodes(day, iri)),
        columns=COLUMNS if found.rows or found.uncovered else (),
        rows=found.to_rows(),
        node=iri,
        draw=_choose_picture(day, iri),
    )


def _make_not_found_error(day: Day, path: str, iri: str) -> CitationError:
    if iri in open_all_editions():
        try:
            day.cite(iri)
        except CitationError as error:  # says since or until when it holds
            return CitationError(error.what, todo="Choose the edition or the day above.")
    return CitationError(f"there is no page “{path}” on {day.date}")


def _choose_picture(day: Day, iri: str) -> PictureDrawer:
    """Of a chapter what is mapped to it, or what it is mapped to; of anything else what stands around it."""
    if mapping.can_draw_mapping(day, iri) and CODE + "code" in day:
        return partial(mapping.draw_mapping, day, iri)
    return partial(neighbourhood.draw_neighbourhood, day, iri)


def _find_commitments(day: Day, rows: Sequence[Row]) -> list[str]:
    found = {find_commitment(day, row["measure"] or row["commitment"] or "") for row in rows}
    return sorted(found, key=lambda iri: get_sort_key(day, iri))


def format_node_citation(day: Day, node: Node) -> str:
    """How to cite a node: its label, the edition that it is of, and its IRI.

    Args:
        day: the graph of the day.
        node: a node of it.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> format_node_citation(day, day.get_node(day.cite("53")))
    'Article 53, AI Act as amended on 27 July 2026, https://w3id.org/actgraph/eli/reg/2024/1689/art_53'
    """
    of = next((edition.label for edition in day.editions if day.is_in_edition(node.iri, edition)), "")
    return ", ".join(filter(None, [node.label, of, node.iri]))


def group_by_node(rows: Sequence[Mapping[str, str]]) -> list[tuple[Mapping[str, str], list[str]]]:
    """The first row of each node, and what all of its rows tell.

    Args:
        rows: with `iri` and `told`.

    >>> group_by_node([{"iri": "a", "told": "x"}, {"iri": "b", "told": "y"}, {"iri": "a", "told": "z"}])[0][1]
    ['x', 'z']
    """
    found: dict[str, tuple[Mapping[str, str], list[str]]] = {}
    for row in rows:
        found.setdefault(row["iri"], (row, []))[1].append(row["told"])
    return list(found.values())


def find_form_items(day: Day, iri: str, coverage: Coverage) -> list[Row]:
    """The items of the Model Documentation Form that serve a provision, or a provision that a commitment covers.

    Args:
        day: the graph of the day.
        iri: a provision, commitment or measure.
        coverage: what covers it, or what it covers.

    Returns:
        A row an item and provision, with the columns of the query `form-items`.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> len(find_form_items(day, day.cite("53(1)(c)"), Coverage([], [], {})))
    0
    """
    if not iri.startswith((ACT, CODE)) or CODE + "code" not in day:
        return []
    named = {row["provision"] or "" for row in coverage.rows} if iri.startswith(CODE) else {iri}
    return [row for row in _load_form_items(day) if any(_is_within(row["provision"] or "", one) for one in named)]


@functools.lru_cache(maxsize=8)  # each page of a provision asks
def _load_form_items(day: Day) -> list[Row]:
    return day.select_rows(named_queries.bind_parameters(named_queries.load_named_query("form-items"), {}))


def _is_within(iri: str, whole: str) -> bool:
    return iri == whole or iri.startswith(whole + ".")


def describe_node_changes(summary: NodeSummary) -> list[dict[str, Any]]:
    """The amendments of a node with both editions: the words before and after, and what of them changed.

    Args:
        summary: the node.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [row["told"] for row in describe_node_changes(build_node_summary(day, day.cite("4a")))]
    ['inserted on 27 July 2026 by Article 1(6) of Regulation (EU) 2026/1744']
    """
    if not summary.node.iri.startswith(ACT) or summary.node.kind == "Recital":  # recitals are not amended
        return []
    found = []
    for change in _find_changes(summary.node):
        row = change.row
        found.append(
            {
                "provision": row["provision"],
                "label": row["provisionLabel"],
                "told": amendments.format_amendment(row),
                "point": row["point"],
                "action": row["action"],
                "before": change.before,
                "after": change.after,
                "pieces": amendments.diff_words(change.before, change.after) if change.before and change.after else [],
            }
        )
    return found


def _find_changes(node: Node) -> Sequence[amendments.ProvisionChange]:
    one, *later = amendments.list_act_editions()
    kinds = named_queries.load_named_query("coverage-of-provision").params[0].kinds
    # There is none later as long as nothing has amended the Act.
    return amendments.diff_editions(one, later[-1], node.iri).changes if later and node.kind in kinds else []
