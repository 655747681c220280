"""Build the tree of a node and its parts on one page, each with its wording, coverage and references."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import Literal

from actgraph.core.prefixes import CODES, load_prefixes
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.graph.node import Node
from actgraph.law import annotations, wording
from actgraph.law.code_statements import get_force
from actgraph.law.coverage import FORCE, Coverage, describe_coverage_link, describe_provision_role
from actgraph.law.summaries import find_summary
from actgraph.web.http.node_paths import FRAGMENT_KINDS, format_fragment


class CoverageLink(NamedTuple):
    """A link between a part of a code and a provision that it covers.

    Attributes:
        subject: the part of the code.
        provision: the provision.
        role: what the provision mainly does; some provisions are no duties.
        kind: declared, stated, editorial, computed or derived.
        force: mandatory, encouraged or optional, for a part of the AI-Generated Content Code.
        description: how it covers, and where that is written.
        source: IRI of the page that states it.
    """

    subject: Node
    provision: Node
    role: str
    kind: str
    description: str
    source: str
    force: str = ""


class PagePart(NamedTuple):
    """A part of a page, from the node of the page down to its last point.

    Attributes:
        fragment: fragment of the part on the page; empty for the node of the page.
        role: what a provision mainly does.
        force: mandatory, encouraged or optional, for a part of the AI-Generated Content Code.
        summary: what it says, in our words.
        limits: for a sentence of that code, its conditions, exceptions and page.
        wording: its own official wording, if the user has loaded it.
        annotations: our statements about it.
        links: what covers it, or what it covers, the strongest kind first.
        cites: outgoing references.
        cited_by: incoming references.
        terms: the defined terms that its own wording uses.
        parts: parts below it on the same page.
        pages: parts below it that have a page of their own.
    """

    node: Node
    fragment: str
    role: str
    force: str
    summary: str
    limits: Sequence[str]
    wording: str
    annotations: Sequence[Row]
    links: Sequence[CoverageLink]
    cites: Sequence[Row]
    cited_by: Sequence[Row]
    terms: Sequence[Node]
    parts: Sequence["PagePart"]
    pages: Sequence[Node]


class PartDetails(NamedTuple):
    """The content of all parts of a page, by node.

    Attributes:
        wording: result of `wording.get_own_wordings`.
        annotations: rows of `annotations.find_annotations`.
        links: coverage links.
        cites: outgoing references.
        cited_by: incoming references.
        terms: the defined terms that its wording uses.
    """

    wording: Mapping[str, str]
    annotations: Mapping[str, Sequence[Row]]
    links: Mapping[str, Sequence[CoverageLink]]
    cites: Mapping[str, Sequence[Row]]
    cited_by: Mapping[str, Sequence[Row]]
    terms: Mapping[str, Sequence[Node]]


def list_page_nodes(day: Day, iri: str) -> Iterator[str]:
    """List a node and all parts of it that stand on its page.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [day.get_node(one).label for one in list_page_nodes(day, day.cite("Article 56"))][:3]
    ['Article 56', 'Article 56(1)', 'Article 56(2)']
    """
    yield iri
    for part in day.list_parts(iri):
        if part.kind in FRAGMENT_KINDS:
            yield from list_page_nodes(day, part.iri)


def build_part_tree(day: Day, iri: str, coverage: Coverage, cites: Sequence[Row], cited_by: Sequence[Row]) -> PagePart:
    """Build the tree of the parts of a page.

    Args:
        iri: node of the page.
        coverage: what covers it, or what it covers.
        cites: outgoing references of it and its parts.
        cited_by: incoming references of it and its parts.

    >>> from actgraph.law.coverage import find_coverage
    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> page = build_part_tree(day, day.cite("53"), find_coverage(day, day.cite("53")), [], [])
    >>> page.parts[0].parts[2].links[0].description
    'Copyright chapter, page 4'
    """
    nodes = list(list_page_nodes(day, iri))
    said = PartDetails(
        wording=wording.get_own_wordings(day, nodes),
        annotations=_group_by("about", annotations.find_annotations(day, iri)),
        links=_group_links(day, iri, coverage),
        cites=_group_by("from", cites),
        cited_by=_group_by("cited", cited_by),
        terms=_find_terms(day, nodes),
    )
    return _build_part(day, day.get_node(iri), day.get_node(iri), said)


def _build_part(day: Day, node: Node, page: Node, details: PartDetails) -> PagePart:
    under = day.list_parts(node.iri)
    return PagePart(
        node=node,
        fragment="" if node == page else format_fragment(node.iri, page.iri),
        role=day.get_node(node.role).label if node.role else "",
        force=get_force(day, node.iri),
        summary=find_summary(day, node.iri),
        limits=_describe_limits(day, node) if node.kind in _LIMITED_KINDS else (),
        wording=details.wording.get(node.iri, ""),
        annotations=details.annotations.get(node.iri, []),
        links=details.links.get(node.iri, []),
        cites=details.cites.get(node.iri, []),
        cited_by=details.cited_by.get(node.iri, []),
        terms=details.terms.get(node.iri, []),
        parts=[_build_part(day, one, page, details) for one in under if one.kind in FRAGMENT_KINDS],
        pages=[one for one in under if one.kind not in FRAGMENT_KINDS],
    )


_STRENGTH = ("declared", "stated", "editorial", "computed", "derived")


def _group_links(day: Day, iri: str, coverage: Coverage) -> Mapping[str, Sequence[CoverageLink]]:
    """Group the links by the part that shows them: the page's own node for a code, the provision for law."""
    of_code = iri.startswith(CODES)
    links: dict[str, list[CoverageLink]] = defaultdict(list)
    for number, row in enumerate(coverage.rows):
        subject, provision = row["measure"] or row["commitment"] or "", row["provision"] or ""
        # The kind has a column of its own.
        how = describe_coverage_link(day, row).removeprefix(row["link"] or "").lstrip(",: ")
        told = "; ".join(filter(None, [how, coverage.narrowing_notes.get(number, "")]))
        does = describe_provision_role(day, provision)
        nodes, kind, source = (day.get_node(subject), day.get_node(provision)), row["link"] or "", row["source"] or ""
        link = CoverageLink(*nodes, does, kind, told, source, row.get(FORCE) or "")
        links[iri if of_code else provision].append(link)
    return {one: sorted(of, key=lambda link: _STRENGTH.index(link.kind)) for one, of in links.items()}


_LIMITED_KINDS = ("CodeStatement", "CodePoint")


def _describe_limits(day: Day, node: Node) -> list[str]:
    """Describe the conditions and exceptions of a sentence or a point of a code, and its page."""
    found = []
    for name, title in (("condition", "Condition"), ("exception", "Exception")):
        values = sorted(
            str(quad.object.value)
            for quad in day.find_outgoing(node.iri)
            if quad.predicate.value == load_prefixes()["ag"] + name and isinstance(quad.object, Literal)
        )
        found += [f"{title}: {value.rstrip('.')}." for value in values]
    page = day.get_node(node.source).label.rpartition(", ")[2]
    return [*found, f"{page[:1].upper()}{page[1:]}."] if page else found


def _find_terms(day: Day, nodes: Sequence[str]) -> Mapping[str, Sequence[Node]]:
    values = " ".join(f"<{iri}>" for iri in nodes)
    ag, skos = load_prefixes()["ag"], load_prefixes()["skos"]
    rows = day.select_rows(
        f"SELECT ?node ?term {{ VALUES ?node {{ {values} }} ?node <{ag}usesTerm> ?term . ?term a <{skos}Concept> }}"
        " ORDER BY ?term"
    )
    found: dict[str, list[Node]] = defaultdict(list)
    for row in rows:
        found[row["node"] or ""].append(day.get_node(row["term"] or ""))
    return found


def _group_by(name: str, rows: Sequence[Row]) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.get(name) or ""].append(row)  # references to other acts name no part
    return found
