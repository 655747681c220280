"""The contents of each text: the Act by chapter, the Code, the guidelines by area, the template, the other acts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from actgraph.citation.labels import CHAPTERS
from actgraph.core.prefixes import ACT, CODE, GUIDELINES, SUMMARY
from actgraph.graph.day import Day
from actgraph.graph.engine import Node
from actgraph.sparql import named_queries
from actgraph.web.http.node_paths import ELSEWHERE, OTHER_ACTS
from actgraph.web.http.page import Page


class Group(NamedTuple):
    """Nodes of a text that are listed together.

    Attributes:
        title: over them.
        nodes: in the order of the text.
        head: the node that they stand under, where that has a page; None where they have none.
        groups: smaller ones under it.
        small: whether only their numbers are told.
    """

    title: str
    nodes: Sequence[Node]
    head: Node | None = None
    groups: Sequence["Group"] = ()
    small: bool = False


def act(day: Day) -> Page:
    """The Act by chapter, with its recitals and annexes.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph.day import on
    >>> [group.title for group in act(on("2026-11-24")).facts["groups"]][:2]
    ['Chapter I', 'Chapter II']
    """
    title = "AI Act: Regulation (EU) 2024/1689"
    lead = "Every chapter with its sections and articles, then the annexes and the recitals."
    return _text(day, "eli/reg/2024/1689", title, lead, _law(day, ELSEWHERE + "reg/2024/1689/oj"))


def amending(day: Day) -> Page:
    """The regulation that amended the Act.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph.day import on
    >>> len(amending(on("2026-11-24")).about)
    51
    """
    title = "Regulation (EU) 2026/1744, which amended the AI Act"
    return _text(day, "eli/reg/2026/1744", title, "", _law(day, ELSEWHERE + "reg/2026/1744/oj"))


def implementing(day: Day) -> Page:
    """The implementing regulation on the Commission's proceedings.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph.day import on
    >>> implementing(on("2026-11-24")).title
    'Implementing Regulation (EU) 2026/1755'
    """
    title = "Implementing Regulation (EU) 2026/1755"
    return _text(day, "eli/reg_impl/2026/1755", title, "", _law(day, ELSEWHERE + "reg_impl/2026/1755/oj"))


def code(day: Day) -> Page:
    """The Code of Practice by chapter.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph.day import on
    >>> [group.title for group in code(on("2026-11-24")).facts["groups"]]
    ['Transparency chapter', 'Copyright chapter', 'Safety and Security chapter']
    """
    chapters = [day.node(CODE + name) for name in CHAPTERS if CODE + name in day]
    groups = [_of_code(day, chapter) for chapter in chapters]
    lead = "Three chapters, each signed on its own: 12 commitments, 40 measures, and the appendices."
    return _text(day, "code-of-practice", "General-Purpose AI Code of Practice", lead if groups else "", groups)


def guidelines(day: Day) -> Page:
    """The Commission's guidelines: their sections, and their concepts by area.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph.day import on
    >>> [group.title for group in guidelines(on("2026-11-24")).facts["groups"]][1:3]
    ['Concepts: general-purpose AI models', 'Concepts: providers']
    """
    text = day.node(GUIDELINES + "5045")
    groups = [Group("Sections", _down(day, text, "GuidelineSection"))] if text.label else []
    areas: dict[str, dict[str, Node]] = {}
    for row in day.rows(named_queries.bind(named_queries.named("concepts"), {})):
        areas.setdefault(row["areaLabel"] or "", {})[row["concept"] or ""] = day.node(row["concept"] or "")
    groups += [Group(f"Concepts: {area}", list(areas[area].values())) for area in sorted(areas, key=_AREAS.index)]
    lead = "Guidelines C(2025) 5045: the Commission's view of the law, and no law."
    return _text(day, "guidelines", "The Commission's guidelines", lead, groups)


def summary(day: Day) -> Page:
    """The template for the public summary of training content.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph.day import on
    >>> summary(on("2026-11-24")).about[0].rpartition("/")[2]
    'template'
    """
    template = day.node(SUMMARY + "template")
    groups = [Group("", [template])] if template.label else []
    return _text(day, "training-summary", "Template for the summary of training content", "", groups)


def terms(day: Day) -> Page:
    """The defined terms of Article 3 and of the Code's glossary.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph.day import on
    >>> [group.title for group in terms(on("2026-11-24")).facts["groups"]]
    ['AI Act, Article 3', "The Code's glossary"]
    """
    found: dict[str, list[Node]] = {}
    for row in day.rows(named_queries.bind(named_queries.named("definitions"), {})):
        scheme = "AI Act, Article 3" if (row["place"] or "").startswith(ACT) else "The Code's glossary"
        found.setdefault(scheme, []).append(day.node(row["term"] or ""))
    groups = [Group(scheme, sorted(nodes, key=lambda node: node.label.lower())) for scheme, nodes in found.items()]
    return _text(
        day, "terms", "Defined terms", "What each means, in our words; the page of each tells who uses it.", groups
    )


def others(day: Day) -> Page:
    """The other acts that the Act cites.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph.day import on
    >>> len(others(on("2026-11-24")).about) > 100
    True
    """
    eli, rdfs = "http://data.europa.eu/eli/ontology#LegalResource", "http://www.w3.org/2000/01/rdf-schema#label"
    rows = day.rows(f"SELECT DISTINCT ?act ?label {{ ?act a <{eli}> ; <{rdfs}> ?label }} ORDER BY ?label")
    nodes = [day.node(row["act"] or "") for row in rows if (row["act"] or "").startswith(ELSEWHERE)]
    return _text(day, OTHER_ACTS.rstrip("/"), "Other acts that the Act cites", "", [Group("", nodes)])


# In the order in which the guidelines come to them.
_AREAS = ("general-purpose AI models", "providers", "exemptions", "enforcement")

PAGES: Mapping[str, Callable[[Day], Page]] = {
    "eli/reg/2024/1689": act,
    "eli/reg/2026/1744": amending,
    "eli/reg_impl/2026/1755": implementing,
    "code-of-practice": code,
    "guidelines": guidelines,
    "training-summary": summary,
    "terms": terms,
    "other": others,
}


def _text(day: Day, path: str, title: str, lead: str, groups: Sequence[Group]) -> Page:
    about = [node.iri for group in groups for node in _nodes(group)]
    data = [{"iri": iri, "label": day.node(iri).label, "title": day.node(iri).title} for iri in about]
    rows: list[dict[str, str | None]] = [dict(row) for row in data]
    facts: dict[str, Any] = {"lead": lead, "groups": groups}
    return Page(path, "contents.html", title, facts, data, about, ("iri", "label", "title"), rows)


def _nodes(group: Group) -> list[Node]:
    return [*filter(None, [group.head]), *group.nodes, *(node for one in group.groups for node in _nodes(one))]


def _law(day: Day, iri: str) -> list[Group]:
    """An act: its chapters, or its articles where it has none; then annexes and recitals."""
    parts = day.parts(iri)
    chapters = [_chapter(day, node) for node in parts if node.kind == "Chapter"]
    kinds = (("Articles", "Article", False), ("Annexes", "Annex", False), ("Recitals", "Recital", True))
    listed = [Group(title, [node for node in parts if node.kind == kind], small=small) for title, kind, small in kinds]
    return [*chapters, *(group for group in listed if group.nodes)]


def _chapter(day: Day, node: Node) -> Group:
    parts = day.parts(node.iri)
    sections = [_chapter(day, part) for part in parts if part.kind == "Section"]
    return Group(node.label, [part for part in parts if part.kind == "Article"], node, sections)


def _of_code(day: Day, chapter: Node) -> Group:
    parts = [part for part in day.parts(chapter.iri) if part.kind in ("Commitment", "Appendix")]
    under = [
        Group(part.label, [one for one in day.parts(part.iri) if one.kind in ("Measure", "AppendixSection")], part)
        for part in parts
    ]
    return Group(chapter.label, [], chapter, under)


def _down(day: Day, node: Node, kind: str) -> list[Node]:
    found = []
    for part in day.parts(node.iri):
        if part.kind == kind:
            found += [part, *_down(day, part, kind)]
    return found
