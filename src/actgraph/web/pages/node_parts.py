"""Build the parts of a page in the order of its text, each with its words and the line that stands beside it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import Literal

from actgraph.core.prefixes import ACT, load_prefixes
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.graph.node import Node
from actgraph.law import references, timeline, wording
from actgraph.law.adopted_paragraphs import find_adopted_paragraph
from actgraph.law.code_statements import get_force
from actgraph.law.compliance_routes import DutyRoutes, find_routes_without_text
from actgraph.law.coverage import Coverage
from actgraph.law.links import get_sort_key
from actgraph.law.summaries import find_summary
from actgraph.web.http.node_paths import FRAGMENT_KINDS, format_fragment
from actgraph.web.pages.word_links import Piece, link_words

# What a text itself says that it covers; any other kind is our reading and is never shown as the text's.
TEXT_LINK_KINDS = ("declared", "stated")
_NUMBER_FORMATS = {
    **dict.fromkeys(("Paragraph", "GuidelineParagraph", "NoticePoint", "FormItem"), "{}."),
    **dict.fromkeys(("Point", "AnnexPoint", "CodePoint", "CodeRecital"), "({})"),
    "Subparagraph": "subpara. {}",
}
_OTHER_DATES = ", but parts of it from another day"


class OpenWays(NamedTuple):
    """Duties that are shown in the same ways.

    Attributes:
        signatories: the kinds of ways that are open to signatories of a code that covers them.
        others: the kinds of ways that are open to others.
        duties: the duties.
    """

    signatories: Sequence[str]
    others: Sequence[str]
    duties: Sequence[DutyRoutes]


class PagePart(NamedTuple):
    """A part of a page.

    Attributes:
        depth: how deep it stands under the node of the page, which has 0.
        fragment: fragment of the part on the page; empty for the node of the page.
        mark: its number as the text prints it, or the last part of its label.
        role: what a provision mainly does.
        force: mandatory, encouraged or optional, for a part of the AI-Generated Content Code.
        summary: what it says, in our words.
        limits: for a sentence of that code, its conditions, exceptions and page.
        lines: its own official wording, if the user has loaded it, in lines of pieces.
        covering: the commitments that cover it, as a code itself says.
        addressing: the commitments and measures that address it, as we read them.
        is_uncovered: whether it belongs to what no commitment covers.
        dates: since when it applies, where that is not so for the whole page.
        ways: the duties that it lays down, by the ways that are open to show them.
        notes: for a paragraph of guidelines, what it lays down in our reading.
        naming: for a paragraph of guidelines, what it refers to.
        referring: for a paragraph of guidelines, the parts of texts that refer to it.
        adopted: the paragraph of C(2025) 7719 that matches it, in words, where the user has loaded both texts.
    """

    node: Node
    depth: int
    fragment: str
    mark: str
    role: str
    force: str
    summary: str
    limits: Sequence[str]
    lines: Sequence[Sequence[Piece]]
    covering: Sequence[Node]
    addressing: Sequence[Node]
    is_uncovered: bool
    dates: Sequence[str]
    ways: Sequence[OpenWays]
    notes: Sequence[Node]
    naming: Sequence[Row]
    referring: Sequence[Row]
    adopted: str


class PageFacts(NamedTuple):
    """What is known of all parts of a page.

    Attributes:
        coverage: what covers the provision and its parts.
        annotations: our statements about the node and its parts.
        duties: the duties of the node and its parts.
        dates: since when the node applies, in lines.
        cited: what the node and its parts cite.
    """

    coverage: Coverage
    annotations: Sequence[Row]
    duties: Sequence[DutyRoutes]
    dates: Sequence[str]
    cited: frozenset[str]


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


def build_page_parts(day: Day, iri: str, facts: PageFacts) -> Sequence[PagePart]:
    """Build the parts of a page in the order of its text; the first is the node of the page itself.

    Args:
        iri: node of the page.

    >>> from actgraph.law.coverage import find_coverage
    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> facts = PageFacts(find_coverage(day, day.cite("53")), [], [], [], frozenset())
    >>> parts = {part.mark: part for part in build_page_parts(day, day.cite("53"), facts)}
    >>> [node.label for node in parts["(c)"].covering]
    ['Copyright Commitment 1']
    """
    page = day.get_node(iri)
    nodes = list(list_page_nodes(day, iri))
    words = wording.get_own_wordings(day, nodes)
    covering, addressing = _group_covering_parts(day, facts.coverage)
    uncovered = tuple(f"{row['provision']}." for row in facts.coverage.uncovered)
    terms, notes = _find_terms(day, nodes), _group_notes(day, facts.annotations)
    unknown = find_routes_without_text(day)
    of_page = [line.removesuffix(_OTHER_DATES) for line in facts.dates]
    found = []
    for node in map(day.get_node, nodes):
        dates = timeline.describe_application(day, node.iri) if iri.startswith(ACT) and node != page else []
        naming = references.find_references_of_part(day, node.iri) if node.kind in _NOTED_KINDS else []
        cited = facts.cited.union(row["iri"] or "" for row in naming)
        found.append(
            PagePart(
                node=node,
                depth=_count_steps(day, node, page),
                fragment="" if node == page else format_fragment(node.iri, page.iri),
                mark=_format_mark(node),
                role=day.get_node(node.role).label if node.role else "",
                force=get_force(day, node.iri),
                summary=find_summary(day, node.iri),
                limits=_describe_limits(day, node) if node.kind in _LIMITED_KINDS else (),
                lines=link_words(words.get(node.iri, ""), page, cited, terms.get(node.iri, []), day),
                covering=covering.get(node.iri, []),
                addressing=addressing.get(node.iri, []),
                is_uncovered=f"{node.iri}.".startswith(uncovered),
                dates=[] if [line.removesuffix(_OTHER_DATES) for line in dates] == of_page else dates,
                ways=_group_duties([duty for duty in facts.duties if duty.source == node.iri], unknown),
                notes=notes.get(node.iri, []) if node.kind in _NOTED_KINDS else [],
                adopted=adopted.description if (adopted := find_adopted_paragraph(day, node.iri)) else "",
                naming=naming,
                referring=references.find_parts_referring_to(day, node.iri) if node.kind in _NOTED_KINDS else [],
            )
        )
    return found


def group_later_dates(parts: Sequence[PagePart]) -> Sequence[tuple[str, Sequence[Node]]]:
    """Group the parts of a page that apply from another day than the page, without parts of these.

    Returns:
        Since or from when, and the parts.

    >>> group_later_dates([])
    []
    """
    found: dict[str, list[Node]] = {}
    for part in parts:
        for line in part.dates:
            nodes = found.setdefault(line.removesuffix(_OTHER_DATES).removeprefix("applies "), [])
            if not any(part.node.iri.startswith(f"{node.iri}.") for node in nodes):
                nodes.append(part.node)
    return list(found.items())


def _group_duties(duties: Sequence[DutyRoutes], unknown: Collection[str]) -> Sequence[OpenWays]:
    found: dict[tuple[tuple[str, ...], ...], list[DutyRoutes]] = {}
    for duty in duties:
        ways = tuple(
            tuple(dict.fromkeys(row["kindLabel"] or "" for row in routes if row["route"] not in unknown))
            for routes in (duty.signatory_routes, duty.other_routes)
        )
        found.setdefault(ways, []).append(duty)
    return [OpenWays(signatories, others, of) for (signatories, others), of in found.items()]


_LIMITED_KINDS = ("CodeStatement", "CodePoint")
_NOTED_KINDS = ("GuidelineParagraph", "NoticePoint")


def _count_steps(day: Day, node: Node, page: Node) -> int:
    steps = 0
    while node.iri != page.iri:
        node, steps = day.get_node(node.parent), steps + 1
    return steps


def _format_mark(node: Node) -> str:
    return _NUMBER_FORMATS.get(node.kind, "").format(node.number) or node.label.rpartition(", ")[2]


def _group_covering_parts(day: Day, coverage: Coverage) -> tuple[dict[str, list[Node]], dict[str, list[Node]]]:
    """Group the parts of codes by the provision that they cover, and by that which they address as we read them."""
    found: tuple[dict[str, set[str]], dict[str, set[str]]] = defaultdict(set), defaultdict(set)
    for row in coverage.rows:
        if row["link"] in TEXT_LINK_KINDS:
            found[0][row["provision"] or ""].add(row["commitment"] or row["measure"] or "")
        elif row["link"] == "editorial":
            found[1][row["provision"] or ""].add(row["measure"] or row["commitment"] or "")

    def sort(parts: set[str]) -> list[Node]:
        return [day.get_node(iri) for iri in sorted(parts, key=lambda iri: get_sort_key(day, iri))]

    covering, addressing = ({iri: sort(parts) for iri, parts in group.items()} for group in found)
    return covering, addressing


def _group_notes(day: Day, rows: Sequence[Row]) -> Mapping[str, list[Node]]:
    found: dict[str, list[Node]] = defaultdict(list)
    for row in rows:
        if row["relation"] == "laid down here":
            found[row["about"] or ""].append(day.get_node(row["entity"] or ""))
    return found


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
