"""Build the page of a node: a provision, a part of a code or of guidelines, a term, or one of our statements."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from actgraph.core.errors import CitationError
from actgraph.core.prefixes import ACT, CODE, CODES
from actgraph.graph.day import Day, open_all_editions
from actgraph.graph.node import Node
from actgraph.law import compliance_routes, loading_hints, wording
from actgraph.law.coverage import Coverage, can_have_coverage, describe_provision_role, find_coverage
from actgraph.law.diagrams import mapping, neighbourhood
from actgraph.law.links import get_sort_key
from actgraph.law.milestones import get_calendar
from actgraph.law.node_summary import build_node_summary
from actgraph.law.timeline import build_timeline, merge_timeline_rows
from actgraph.web.http.node_paths import FRAGMENT_KINDS, parse_node_path
from actgraph.web.http.page import Page, PictureDrawer
from actgraph.web.pages import node_facts
from actgraph.web.pages.contents_tree import find_place
from actgraph.web.pages.mapping_matrix import find_commitment
from actgraph.web.pages.node_parts import TEXT_LINK_KINDS, PageFacts, build_page_parts, group_later_dates
from actgraph.web.pages.node_sections import (
    group_statements,
    list_coverage_links,
    list_explanations,
    list_incoming_references,
)

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
    duties = compliance_routes.find_node_routes(day, iri)
    cited = frozenset(
        filter(None, [row["cited"] for row in seen.outgoing_references] + [row["iri"] for row in seen.part_references])
    )
    facts = PageFacts(found, seen.annotations, duties, seen.application_dates, cited)
    parts = build_page_parts(day, iri, facts)
    about = [part.node.iri for part in parts]
    return Page(
        path=path,
        template="node.html",
        title=f"{node.label}: {node.title}" if node.title else node.label,
        context={
            "view": seen,
            "of_code": iri.startswith(CODES),
            "place": find_place(day, iri),
            "parts": parts,
            "later": group_later_dates(parts),
            "pages": [one for one in seen.parts if one.kind not in FRAGMENT_KINDS],
            "loading_command": loading_hints.find_loading_command(day, iri),
            "has_words": any(wording.get_own_wordings(day, about)),
            "text": next((one for one in TEXTS if path.startswith(f"{one[0]}/")), None),
            "role": describe_provision_role(day, iri) if iri.startswith(ACT) else "",
            "in_force_since": _find_entry_date(day, iri) if seen.application_dates else "",
            "covering": _group_by_part(day, iri, found, TEXT_LINK_KINDS),
            "addressing": _group_by_part(day, iri, found, ("editorial",)),
            "uncovered": found.uncovered,
            "coverage": list_coverage_links(day, iri, found),
            "recitals": list_explanations(day, seen.recitals),
            "explains": list_explanations(day, seen.explained_articles),
            "citation": node_facts.format_node_citation(day, node),
            "duties": duties,
            "routes": compliance_routes.list_route_uses(day, duties),
            "form": node_facts.find_form_items(day, iri, found),
            "changes": node_facts.describe_node_changes(seen),
            "statements": group_statements(seen.annotations),
            "incoming": list_incoming_references(seen),
            "facts": node_facts.find_node_facts(day, iri, seen),
            "kind": node_facts.describe_node_kind(day, iri),
            "dates": merge_timeline_rows(build_timeline(day, iri).rows) if seen.application_dates else [],
            "is_mapping": mapping.can_draw_mapping(day, iri),
        },
        data=seen.as_json(),
        about=about,
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


def _group_by_part(day: Day, iri: str, coverage: Coverage, kinds: Sequence[str]) -> list[tuple[Node, list[Node]]]:
    """Group links of some kinds by the commitment that covers, or for a code by its part.

    Returns:
        Parts of codes in their order, each with the provisions in theirs.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for row in coverage.rows:
        if row["link"] in kinds:
            part = row["measure"] or row["commitment"] or ""
            found[part if iri.startswith(CODES) else find_commitment(day, part)].add(row["provision"] or "")
    return [
        (day.get_node(part), sorted(map(day.get_node, provisions), key=lambda node: node.sort_key))
        for part, provisions in sorted(found.items(), key=lambda item: get_sort_key(day, item[0]))
    ]


def _find_entry_date(day: Day, iri: str) -> str:
    """Find the day since which a provision stands in the Act, as an ISO 8601 date."""
    return get_calendar(day).get_start_date(iri)
