"""Build the page of a node: a provision, a part of a code or of guidelines, a term, or one of our statements."""

from collections.abc import Sequence
from functools import partial

from actgraph.core.errors import CitationError
from actgraph.core.prefixes import ACT, CODE, CODES
from actgraph.graph.day import Day, open_all_editions
from actgraph.graph.engine import Row
from actgraph.law import compliance_routes, wording
from actgraph.law.coverage import Coverage, can_have_coverage, describe_provision_role, find_coverage
from actgraph.law.diagrams import mapping, neighbourhood
from actgraph.law.links import get_sort_key
from actgraph.law.node_summary import build_node_summary
from actgraph.law.timeline import build_timeline, merge_timeline_rows
from actgraph.web.http.node_paths import parse_node_path
from actgraph.web.http.page import Page, PictureDrawer
from actgraph.web.pages import node_facts
from actgraph.web.pages.mapping_matrix import find_commitment
from actgraph.web.pages.node_parts import build_part_tree, list_page_nodes

# What a text itself says that it covers; any other kind is our reading and is never shown as the text's.
TEXT_LINK_KINDS = ("declared", "stated")
# The page of the text that a node belongs to, and the name of the text.
TEXTS = (
    ("eli/reg/2024/1689", "AI Act"),
    ("eli/reg/2026/1744", "Regulation (EU) 2026/1744"),
    ("eli/reg_impl/2026/1755", "Implementing Regulation (EU) 2026/1755"),
    ("code-of-practice", "General-Purpose AI Code"),
    ("content-code", "AI-Generated Content Code"),
    ("guidelines", "Guidelines"),
    ("training-summary", "Template for the summary"),
    ("terms", "Defined terms"),
    ("other", "Other acts"),
)


def build_node_page(day: Day, path: str) -> Page:
    """Build the page of a node.

    Args:
        path: name of the node below the base.

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
            "of_code": iri.startswith(CODES),
            "has_words": any(wording.get_own_wordings(day, list(list_page_nodes(day, iri)))),
            "text": next((one for one in TEXTS if path.startswith(f"{one[0]}/")), None),
            "by_text": TEXT_LINK_KINDS,
            "role": describe_provision_role(day, iri) if iri.startswith(ACT) else "",
            "covering": _find_commitments(day, [row for row in found.rows if row["link"] in TEXT_LINK_KINDS]),
            "addressing": _find_commitments(day, [row for row in found.rows if row["link"] == "editorial"]),
            "uncovered": found.uncovered,
            "recitals": node_facts.group_by_node(seen.recitals),
            "explains": node_facts.group_by_node(seen.explained_articles),
            "citation": node_facts.format_node_citation(day, node),
            "routes": compliance_routes.find_node_routes(day, iri),
            "form": node_facts.find_form_items(day, iri, found),
            "changes": node_facts.describe_node_changes(seen),
            "facts": node_facts.find_node_facts(day, iri, seen),
            "kind": node_facts.describe_node_kind(day, iri),
            "dates": merge_timeline_rows(build_timeline(day, iri).rows) if seen.application_dates else [],
        },
        data=seen.as_json(),
        about=list(list_page_nodes(day, iri)),
        columns=found.columns if found.rows or found.uncovered else (),
        rows=found.to_rows(),
        node=iri,
        draw=_choose_picture(day, iri),
    )


def _make_not_found_error(day: Day, path: str, iri: str) -> CitationError:
    if iri in open_all_editions():
        try:
            day.cite(iri)
        except CitationError as error:  # the message says from or until when it holds
            return CitationError(error.what, todo="Choose the edition or the day above.")
    return CitationError(f"there is no page “{path}” on {day.date}")


def _choose_picture(day: Day, iri: str) -> PictureDrawer:
    """Choose the picture: the mapping for a chapter, the neighbourhood for other nodes."""
    if mapping.can_draw_mapping(day, iri) and CODE + "code" in day:
        return partial(mapping.draw_mapping, day, iri)
    return partial(neighbourhood.draw_neighbourhood, day, iri)


def _find_commitments(day: Day, rows: Sequence[Row]) -> list[str]:
    found = {find_commitment(day, row["measure"] or row["commitment"] or "") for row in rows}
    return sorted(found, key=lambda iri: get_sort_key(day, iri))
