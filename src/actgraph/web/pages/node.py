"""The page of a node: a provision, a part of the Code or the guidelines, a term, a statement of ours."""

import functools
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from actgraph.core.errors import CitationError
from actgraph.core.prefixes import ACT, CODE
from actgraph.graph.day import Day, everything
from actgraph.graph.engine import Node, Row
from actgraph.law import amendments, wording
from actgraph.law.coverage import COLUMNS, Coverage, can_cover, covers, role_of
from actgraph.law.diagrams import mapping, neighbourhood
from actgraph.law.links import place
from actgraph.law.node_summary import View, view
from actgraph.law.timeline import entries, timeline
from actgraph.sparql import named_queries
from actgraph.web.http.node_paths import node_at
from actgraph.web.http.page import Draw, Page
from actgraph.web.pages import compliance_routes, node_facts
from actgraph.web.pages.mapping_matrix import commitment
from actgraph.web.pages.node_parts import nodes_of, whole

BY_TEXT = ("declared", "stated")  # what a text itself says it covers; anything else is ours, and never told as that
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


def page(day: Day, path: str) -> Page:
    """The page of a node.

    Args:
        day: the graph of the day.
        path: the name of the node below the base.

    Raises:
        CitationError: there is no such node on that day.

    >>> from actgraph.graph.day import on
    >>> page(on("2026-11-24"), "eli/reg/2024/1689/art_53").title
    'Article 53: Obligations for providers of general-purpose AI models'
    """
    iri = node_at(path)
    if iri not in day:
        raise _not_there(day, path, iri)
    seen = view(day, iri)
    node = seen.node
    found = covers(day, iri) if can_cover(day, iri) else Coverage([], [], {})
    return Page(
        path=path,
        template="node.html",
        title=f"{node.label}: {node.title}" if node.title else node.label,
        facts={
            "view": seen,
            "whole": whole(day, iri, found, seen.cites, seen.cited_by),
            "of_code": iri.startswith(CODE),
            "has_words": any(wording.own(day, list(nodes_of(day, iri)))),
            "text": next((one for one in TEXTS if path.startswith(f"{one[0]}/")), None),
            "by_text": BY_TEXT,
            "role": role_of(day, iri) if iri.startswith(ACT) else "",
            "covering": _commitments(day, [row for row in found.rows if row["link"] in BY_TEXT]),
            "addressing": _commitments(day, [row for row in found.rows if row["link"] == "editorial"]),
            "uncovered": found.uncovered,
            "recitals": grouped(seen.recitals),
            "explains": grouped(seen.explains),
            "citation": citation(day, node),
            "routes": compliance_routes.routes(day, iri),
            "form": form_items(day, iri, found),
            "changes": changes(seen),
            "facts": node_facts.facts(day, iri, seen),
            "kind": node_facts.kind(day, iri),
            "dates": entries(timeline(day, iri).rows) if seen.applies else [],
        },
        data=seen.as_json(),
        about=list(nodes_of(day, iri)),
        columns=COLUMNS if found.rows or found.uncovered else (),
        rows=found.table(),
        node=iri,
        draw=_picture(day, iri),
    )


def _not_there(day: Day, path: str, iri: str) -> CitationError:
    if iri in everything():
        try:
            day.cite(iri)
        except CitationError as error:  # says since or until when it holds
            return CitationError(error.what, todo="Choose the edition or the day above.")
    return CitationError(f"there is no page “{path}” on {day.day}")


def _picture(day: Day, iri: str) -> Draw:
    """Of a chapter what is mapped to it, or what it is mapped to; of anything else what stands around it."""
    if mapping.is_chapter(day, iri) and CODE + "code" in day:
        return partial(mapping.mapping, day, iri)
    return partial(neighbourhood.neighbourhood, day, iri)


def _commitments(day: Day, rows: Sequence[Row]) -> list[str]:
    found = {commitment(day, row["measure"] or row["commitment"] or "") for row in rows}
    return sorted(found, key=lambda iri: place(day, iri))


def citation(day: Day, node: Node) -> str:
    """How to cite a node: its label, the edition that it is of, and its IRI.

    Args:
        day: the graph of the day.
        node: a node of it.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> citation(day, day.node(day.cite("53")))
    'Article 53, AI Act as amended on 27 July 2026, https://w3id.org/actgraph/eli/reg/2024/1689/art_53'
    """
    of = next((edition.label for edition in day.editions if day.holds(node.iri, edition)), "")
    return ", ".join(filter(None, [node.label, of, node.iri]))


def grouped(rows: Sequence[Mapping[str, str]]) -> list[tuple[Mapping[str, str], list[str]]]:
    """The first row of each node, and what all of its rows tell.

    Args:
        rows: with `iri` and `told`.

    >>> grouped([{"iri": "a", "told": "x"}, {"iri": "b", "told": "y"}, {"iri": "a", "told": "z"}])[0][1]
    ['x', 'z']
    """
    found: dict[str, tuple[Mapping[str, str], list[str]]] = {}
    for row in rows:
        found.setdefault(row["iri"], (row, []))[1].append(row["told"])
    return list(found.values())


def form_items(day: Day, iri: str, found: Coverage) -> list[Row]:
    """The items of the Model Documentation Form that serve a provision, or a provision that a commitment covers.

    Args:
        day: the graph of the day.
        iri: a provision, commitment or measure.
        found: what covers it, or what it covers.

    Returns:
        A row an item and provision, with the columns of the query `form-items`.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> len(form_items(day, day.cite("53(1)(c)"), Coverage([], [], {})))
    0
    """
    if not iri.startswith((ACT, CODE)) or CODE + "code" not in day:
        return []
    named = {row["provision"] or "" for row in found.rows} if iri.startswith(CODE) else {iri}
    return [row for row in _form(day) if any(_within(row["provision"] or "", one) for one in named)]


@functools.lru_cache(maxsize=8)  # each page of a provision asks
def _form(day: Day) -> list[Row]:
    return day.rows(named_queries.bind(named_queries.named("form-items"), {}))


def _within(one: str, other: str) -> bool:
    return one == other or one.startswith(other + ".")


def changes(seen: View) -> list[dict[str, Any]]:
    """The amendments of a node with both editions: the words before and after, and what of them changed.

    Args:
        seen: the node.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> [row["told"] for row in changes(view(day, day.cite("4a")))]
    ['inserted on 27 July 2026 by Article 1(6) of Regulation (EU) 2026/1744']
    """
    if not seen.node.iri.startswith(ACT) or seen.node.kind == "Recital":  # recitals are not amended
        return []
    found = []
    for change in _changes(seen.node):
        row = change.row
        found.append(
            {
                "provision": row["provision"],
                "label": row["provisionLabel"],
                "told": amendments.told(row),
                "point": row["point"],
                "action": row["action"],
                "before": change.before,
                "after": change.after,
                "pieces": amendments.pieces(change.before, change.after) if change.before and change.after else [],
            }
        )
    return found


def _changes(node: Node) -> Sequence[amendments.Change]:
    one, *later = amendments.editions()
    kinds = named_queries.named("coverage-of-provision").params[0].kinds
    # There is none later as long as nothing has amended the Act.
    return amendments.between(one, later[-1], node.iri).changes if later and node.kind in kinds else []
