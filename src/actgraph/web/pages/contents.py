"""Build the contents pages: the Act by chapter, the codes, the guidelines by area, the template, the other acts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from actgraph.citation.labels import CODE_CHAPTERS
from actgraph.core.prefixes import ACT, ALL_GUIDELINES, CODE, CONTENT_CODE, SUMMARY
from actgraph.graph.day import Day
from actgraph.graph.node import Node
from actgraph.sparql import named_queries
from actgraph.web.http.node_paths import ELI_BASE, OTHER_ACTS_PATH
from actgraph.web.http.page import Page


class ContentsGroup(NamedTuple):
    """Nodes of a text that stand together in its contents.

    Attributes:
        title: heading.
        nodes: the nodes, in the order of the text.
        head: node for the heading, if it has a page.
        groups: groups below this one.
        numbers_only: whether only the numbers of the nodes are shown.
        is_closed: whether it is closed at first, with its count.
    """

    title: str
    nodes: Sequence[Node]
    head: Node | None = None
    groups: Sequence["ContentsGroup"] = ()
    numbers_only: bool = False
    is_closed: bool = False


def build_act_page(day: Day) -> Page:
    """List the Act by chapter, with its recitals and annexes.

    >>> from actgraph.graph.day import open_day
    >>> [group.title for group in build_act_page(open_day("2026-11-24")).context["groups"]][:2]
    ['Chapter I', 'Chapter II']
    """
    title = "AI Act: Regulation (EU) 2024/1689"
    lead = "Every chapter with its sections and articles, then the annexes and the recitals."
    return _build_text_page(day, "eli/reg/2024/1689", title, lead, _group_act(day, ELI_BASE + "reg/2024/1689/oj"))


def build_amending_act_page(day: Day) -> Page:
    """List the regulation that amended the Act.

    >>> from actgraph.graph.day import open_day
    >>> len(build_amending_act_page(open_day("2026-11-24")).about)
    51
    """
    title = "Regulation (EU) 2026/1744, which amended the AI Act"
    return _build_text_page(day, "eli/reg/2026/1744", title, "", _group_act(day, ELI_BASE + "reg/2026/1744/oj"))


def build_implementing_act_page(day: Day) -> Page:
    """List the implementing regulation on the Commission's proceedings.

    >>> from actgraph.graph.day import open_day
    >>> build_implementing_act_page(open_day("2026-11-24")).title
    'Implementing Regulation (EU) 2026/1755'
    """
    title = "Implementing Regulation (EU) 2026/1755"
    return _build_text_page(
        day, "eli/reg_impl/2026/1755", title, "", _group_act(day, ELI_BASE + "reg_impl/2026/1755/oj")
    )


def build_code_page(day: Day) -> Page:
    """List the General-Purpose AI Code by chapter.

    >>> from actgraph.graph.day import open_day
    >>> [group.title for group in build_code_page(open_day("2026-11-24")).context["groups"]]
    ['Transparency chapter', 'Copyright chapter', 'Safety and Security chapter']
    """
    chapters = [day.get_node(CODE + name) for name in CODE_CHAPTERS if CODE + name in day]
    groups = [_group_code_chapter(day, chapter) for chapter in chapters]
    lead = "Three chapters, each signed on its own: 12 commitments, 40 measures, and the appendices."
    return _build_text_page(
        day, "code-of-practice", "General-Purpose AI Code of Practice", lead if groups else "", groups
    )


def build_content_code_page(day: Day) -> Page:
    """List the AI-Generated Content Code by section.

    >>> from actgraph.graph.day import open_day
    >>> [group.title for group in build_content_code_page(open_day("2026-11-24")).context["groups"]][0]
    'AI-Generated Content Code, Section 1'
    """
    parts = day.list_parts(f"{CONTENT_CODE}code")
    groups = [_group_code_chapter(day, part) for part in parts if part.kind == "CodeChapter"]
    groups += [ContentsGroup(part.label, day.list_parts(part.iri), part) for part in parts if part.kind == "Appendix"]
    lead = (
        "Two sections, each signed on its own. Section 1 for providers has 4 commitments, 17 measures and 7"
        " sub-measures. Section 2 for deployers has 4 commitments, 6 measures and 3 sub-measures; its Commitments 3"
        " and 4 bind without measures."
    )
    title = "AI-Generated Content Code: Code of Practice on Transparency of AI-Generated Content"
    return _build_text_page(day, "content-code", title, lead if groups else "", groups)


def build_guidelines_page(day: Day) -> Page:
    """List the Commission's guidelines, text by text: their sections, and their concepts by area.

    >>> from actgraph.graph.day import open_day
    >>> [group.title for group in build_guidelines_page(open_day("2026-11-24")).context["groups"]][:2]
    ['Guidelines C(2025) 5045', 'Guidelines C(2026) 5054']
    """
    rows = day.select_rows(named_queries.bind_parameters(named_queries.load_named_query("concepts"), {}))
    groups: list[ContentsGroup] = []
    for space, name in zip(ALL_GUIDELINES, _GUIDELINES, strict=True):
        text = day.get_node(space + name)
        if not text.label:
            continue
        areas: dict[str, dict[str, Node]] = {}
        for row in rows:
            if (concept := row["concept"] or "").startswith(space):
                areas.setdefault(row["areaLabel"] or "", {})[concept] = day.get_node(concept)
        under = [ContentsGroup("Sections", _list_descendants(day, text, "GuidelineSection"))]
        under += [
            ContentsGroup(f"Concepts: {area}", list(areas[area].values()), is_closed=True)
            for area in sorted(areas, key=_rank_area)
        ]
        groups.append(ContentsGroup(text.label, [], text, under))
    lead = (
        "The Commission's interpretation of the law; not binding. The Commission approved the content of C(2026) 5054"
        " on 20 July 2026. Its formal adoption was still to come; we do not know whether it has taken place. Of C(2025)"
        " 5052 the graph has the structure and what its paragraphs refer to, but no summaries."
    )
    return _build_text_page(day, "guidelines", "The Commission's guidelines", lead, groups)


def build_summary_template_page(day: Day) -> Page:
    """List the template for the public summary of training content.

    >>> from actgraph.graph.day import open_day
    >>> build_summary_template_page(open_day("2026-11-24")).about[0].rpartition("/")[2]
    'template'
    """
    template = day.get_node(SUMMARY + "template")
    groups = [ContentsGroup("", [template])] if template.label else []
    return _build_text_page(day, "training-summary", "Template for the summary of training content", "", groups)


def build_terms_page(day: Day) -> Page:
    """List the defined terms of Article 3 and of the glossaries of both codes.

    >>> from actgraph.graph.day import open_day
    >>> [group.title for group in build_terms_page(open_day("2026-11-24")).context["groups"]]
    ['AI Act, Article 3', 'Glossary of the General-Purpose AI Code', 'Glossary of the AI-Generated Content Code']
    """
    found: dict[str, list[Node]] = {}
    for row in day.select_rows(named_queries.bind_parameters(named_queries.load_named_query("definitions"), {})):
        scheme = next(title for space, title in _GLOSSARIES if (row["place"] or "").startswith(space))
        found.setdefault(scheme, []).append(day.get_node(row["term"] or ""))
    groups = [
        ContentsGroup(scheme, sorted(found[scheme], key=lambda node: node.label.lower()))
        for _, scheme in _GLOSSARIES
        if scheme in found
    ]
    return _build_text_page(
        day, "terms", "Defined terms", "What each means, in our words; the page of each tells who uses it.", groups
    )


def build_other_acts_page(day: Day) -> Page:
    """List the other acts that the Act cites.

    >>> from actgraph.graph.day import open_day
    >>> len(build_other_acts_page(open_day("2026-11-24")).about) > 100
    True
    """
    eli, rdfs = "http://data.europa.eu/eli/ontology#LegalResource", "http://www.w3.org/2000/01/rdf-schema#label"
    rows = day.select_rows(f"SELECT DISTINCT ?act ?label {{ ?act a <{eli}> ; <{rdfs}> ?label }} ORDER BY ?label")
    nodes = [day.get_node(row["act"] or "") for row in rows if (row["act"] or "").startswith(ELI_BASE)]
    return _build_text_page(
        day, OTHER_ACTS_PATH.rstrip("/"), "Other acts that the Act cites", "", [ContentsGroup("", nodes)]
    )


_GUIDELINES = ("5045", "5054", "5053", "5052")  # in the order of ALL_GUIDELINES
# In the order of the guidelines.
_AREAS = (
    *(
        "general-purpose AI models",
        "providers",
        "exemptions",
        "actors and scope of Article 50",
        "interactive AI systems",
    ),
    *("marking and detection", "emotion recognition and biometric categorisation", "deep fakes"),
    *("text on matters of public interest", "how information is given", "enforcement", "definition of an AI system"),
)


def _rank_area(area: str) -> int:
    return _AREAS.index(area) if area in _AREAS else len(_AREAS)


_GLOSSARIES = (
    (ACT, "AI Act, Article 3"),
    (CODE, "Glossary of the General-Purpose AI Code"),
    (CONTENT_CODE, "Glossary of the AI-Generated Content Code"),
    ("", "Other texts"),
)

CONTENTS_PAGES: Mapping[str, Callable[[Day], Page]] = {
    "eli/reg/2024/1689": build_act_page,
    "eli/reg/2026/1744": build_amending_act_page,
    "eli/reg_impl/2026/1755": build_implementing_act_page,
    "code-of-practice": build_code_page,
    "content-code": build_content_code_page,
    "guidelines": build_guidelines_page,
    "training-summary": build_summary_template_page,
    "terms": build_terms_page,
    "other": build_other_acts_page,
}


def _build_text_page(day: Day, path: str, title: str, lead: str, groups: Sequence[ContentsGroup]) -> Page:
    about = [node.iri for group in groups for node in _flatten_group(group)]
    data = [{"iri": iri, "label": day.get_node(iri).label, "title": day.get_node(iri).title} for iri in about]
    rows: list[dict[str, str | None]] = [dict(row) for row in data]
    facts: dict[str, Any] = {"lead": lead, "groups": groups}
    return Page(path, "contents.html", title, facts, data, about, ("iri", "label", "title"), rows)


def _flatten_group(group: ContentsGroup) -> list[Node]:
    return [*filter(None, [group.head]), *group.nodes, *(node for one in group.groups for node in _flatten_group(one))]


def _group_act(day: Day, iri: str) -> list[ContentsGroup]:
    """Group an act by chapters, or articles if it has none, then annexes and recitals."""
    parts = day.list_parts(iri)
    chapters = [_group_chapter(day, node) for node in parts if node.kind == "Chapter"]
    kinds = (("Articles", "Article", False), ("Annexes", "Annex", False), ("Recitals", "Recital", True))
    listed = [
        ContentsGroup(title, [node for node in parts if node.kind == kind], numbers_only=small)
        for title, kind, small in kinds
    ]
    return [*chapters, *(group for group in listed if group.nodes)]


def _group_chapter(day: Day, node: Node) -> ContentsGroup:
    parts = day.list_parts(node.iri)
    sections = [_group_chapter(day, part) for part in parts if part.kind == "Section"]
    return ContentsGroup(node.label, [part for part in parts if part.kind == "Article"], node, sections)


def _group_code_chapter(day: Day, chapter: Node) -> ContentsGroup:
    parts = [part for part in day.list_parts(chapter.iri) if part.kind in ("Commitment", "Appendix")]
    under = [
        ContentsGroup(part.label, [one for one in day.list_parts(part.iri) if one.kind in _CODE_PARTS], part)
        for part in parts
    ]
    return ContentsGroup(chapter.label, [], chapter, under)


# Measures stand below their commitment; where a commitment has none, its points do.
_CODE_PARTS = ("Measure", "AppendixSection", "CodePoint")


def _list_descendants(day: Day, node: Node, kind: str) -> list[Node]:
    found = []
    for part in day.list_parts(node.iri):
        if part.kind == kind:
            found += [part, *_list_descendants(day, part, kind)]
    return found
