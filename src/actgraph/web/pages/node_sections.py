"""Collect what stands in the closed sections of a page: links of codes, guidelines, rules, doubts and references."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from actgraph.core.prefixes import ACT, CODES
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.graph.node import Node
from actgraph.law.coverage import FORCE, Coverage, describe_coverage_link, describe_provision_role
from actgraph.law.node_summary import NodeSummary

_STRENGTH = ("declared", "stated", "editorial", "computed", "derived")
# Kinds of our statements that tell what is open, or what may be wrong.
_DOUBT_KINDS = ("Contradiction", "Gap of the mapping", "Overtaken by later law", "Question", "Reservation")
_CONCEPT, _EXAMPLE = "Concept of the guidelines", "Example of the guidelines"


class CoverageLink(NamedTuple):
    """A link between a part of a code and a provision that it covers.

    Attributes:
        subject: the part of the code.
        provision: the provision.
        role: what the provision mainly does; some provisions are no duties.
        kind: declared, stated, editorial, computed or derived.
        description: how it covers, and where that is written.
        source: IRI of the page that states it.
        force: mandatory, encouraged or optional, for a part of the AI-Generated Content Code.
    """

    subject: Node
    provision: Node
    role: str
    kind: str
    description: str
    source: str
    force: str


class Statements(NamedTuple):
    """Our statements about a node and its parts, by what they tell; rows of `readings-of-node`.

    Attributes:
        rules: duties, powers, exemptions, periods and other rules.
        concepts: concepts of the Commission's guidelines.
        example_count: how many examples of the guidelines stand on the pages of these concepts.
        doubts: open questions, reservations, contradictions, gaps, and what later law has overtaken.
    """

    rules: Sequence[Row]
    concepts: Sequence[Row]
    example_count: int
    doubts: Sequence[Row]


def list_coverage_links(day: Day, iri: str, coverage: Coverage) -> Sequence[CoverageLink]:
    """List the links of a provision and its parts, or of a part of a code, the strongest kind of each first.

    Args:
        coverage: what covers the node, or what it covers.

    >>> from actgraph.graph.day import open_day
    >>> from actgraph.law.coverage import find_coverage
    >>> day = open_day("2026-11-24")
    >>> iri = day.cite("53(1)(c)")
    >>> list_coverage_links(day, iri, find_coverage(day, iri))[0].description
    'Copyright chapter, page 4'
    """
    links = []
    for number, row in enumerate(coverage.rows):
        subject, provision = row["measure"] or row["commitment"] or "", row["provision"] or ""
        # The kind has a column of its own.
        how = describe_coverage_link(day, row).removeprefix(row["link"] or "").lstrip(",: ")
        told = "; ".join(filter(None, [how, coverage.narrowing_notes.get(number, "")]))
        nodes, kind = (day.get_node(subject), day.get_node(provision)), row["link"] or ""
        role = describe_provision_role(day, provision)
        links.append(CoverageLink(*nodes, role, kind, told, row["source"] or "", row.get(FORCE) or ""))
    if iri.startswith(CODES):
        return sorted(links, key=lambda link: _STRENGTH.index(link.kind))
    return sorted(links, key=lambda link: (link.provision.order, _STRENGTH.index(link.kind)))


def group_statements(rows: Sequence[Row]) -> Statements:
    """Group our statements about a node by what they tell, each once.

    Args:
        rows: rows of `readings-of-node`.

    >>> row = {"entity": "rdg:ask_1", "kind": "Question"}
    >>> group_statements([row, row]).doubts
    [{'entity': 'rdg:ask_1', 'kind': 'Question'}]
    """
    once = {row["entity"]: row for row in reversed(rows)}
    found = list(reversed(once.values()))
    return Statements(
        rules=[row for row in found if row["kind"] not in (*_DOUBT_KINDS, _CONCEPT, _EXAMPLE)],
        concepts=[row for row in found if row["kind"] == _CONCEPT],
        example_count=sum(row["kind"] == _EXAMPLE for row in found),
        doubts=[row for row in found if row["kind"] in _DOUBT_KINDS],
    )


class Explanation(NamedTuple):
    """A recital that explains an article, or an article that a recital explains.

    Attributes:
        reasons: which parts of the article, and who says so.
        is_computed: whether nothing but similar wording tells it.
    """

    node: Node
    reasons: Sequence[str]
    is_computed: bool


_REASONS = {"stated": "it names", "editorial": "our reading:", "computed": "similar in wording to"}


def list_explanations(day: Day, rows: Sequence[Mapping[str, str]]) -> Sequence[Explanation]:
    """List what explains an article, or what a recital explains, each once; what is only similar in wording comes last.

    Args:
        rows: the recitals or the explained articles of a `NodeSummary`.

    >>> from actgraph.graph.day import open_day
    >>> from actgraph.law.node_summary import build_node_summary
    >>> day = open_day("2026-11-24")
    >>> found = list_explanations(day, build_node_summary(day, day.cite("56")).recitals)
    >>> found[0].node.label, found[0].reasons
    ('Recital 107', ['our reading: Article 56(2)(b)'])
    """
    reasons: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        of = reasons.setdefault(row["iri"], {}).setdefault(_REASONS[row["link"]], [])
        if (label := day.get_node(row["via"]).label) and label not in of:
            of.append(label)
    found = [
        Explanation(
            day.get_node(iri),
            [f"{words} {', '.join(of)}".rstrip(": ") for words, of in told.items()],
            list(told) == [_REASONS["computed"]],
        )
        for iri, told in reasons.items()
    ]
    return sorted(found, key=lambda one: (one.is_computed, not one.node.iri.startswith(ACT), one.node.order))


def list_incoming_references(summary: NodeSummary) -> Sequence[Mapping[str, str | None]]:
    """List what cites a provision or a part of it, and the parts of codes and guidelines that refer to it, each once.

    >>> from actgraph.graph.day import open_day
    >>> from actgraph.law.node_summary import build_node_summary
    >>> day = open_day("2026-11-24")
    >>> [row["label"] for row in list_incoming_references(build_node_summary(day, day.cite("Annex XII")))][:2]
    ['Article 53(1)(b)(ii)', 'Article 53(6)']
    """
    rows = [{"iri": row["from"], "label": row["fromLabel"]} for row in summary.incoming_references]
    rows += [{"iri": row["iri"], "label": row["label"]} for row in summary.referring_parts]
    return list({row["iri"]: row for row in rows}.values())
