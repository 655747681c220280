"""All that is known of one node: its place, parts, coverage, references, dates, amendments and official wording."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from actgraph.core.prefixes import BASE, CODES, CONTENT_CODE, load_prefixes
from actgraph.graph import catalog
from actgraph.graph.day import Day, open_all_editions, open_day
from actgraph.graph.engine import Row
from actgraph.graph.node import Node
from actgraph.law import amendments, annotations, definitions, loading_hints, references, timeline, wording
from actgraph.law.adopted_paragraphs import AdoptedParagraph, find_adopted_paragraph
from actgraph.law.code_statements import find_statements, get_force
from actgraph.law.coverage import Coverage, can_have_coverage, describe_coverage_link, find_coverage
from actgraph.law.summaries import find_summary
from actgraph.sparql import named_queries

COLUMNS = (
    *(
        "iri",
        "label",
        "kind",
        "number",
        "title",
        "place",
        "role",
        "description",
        "summary",
        "source",
        "page",
        "edition",
    ),
)


_LEGISLATION = BASE + "eli/"
_AMENDMENT_KEYS = ("amendment", "relation", *amendments.COLUMNS[:-3], "editionBefore", "editionAfter")
_COVERAGE_KEYS = ("iri", "part", "link", "via", "source", "narrowed")
_EXPLANATION_KEYS = ("iri", "link", "confidence", "via", "source")
_REFERENCE_KEYS = ("iri", "place", "source")
_ERRATUM_KEYS = ("erratum", "asPrinted", "corrected", "description", "source")


class NodeSummary(NamedTuple):
    """All that is known of a node.

    Attributes:
        node: the node itself.
        ancestors: the nodes that it stands under, the nearest last.
        parts: the nodes directly under it.
        role: what the provision mainly does, in words.
        summary: what it says, in our words.
        source: the label of the page it is written on.
        application_dates: since or from when the provision applies, in lines.
        covering_parts: for a provision, a row per link: who, how, where.
        covered_provisions: for a part of a code, a row per link.
        recitals: for an article, a row per recital that explains it, those that name it first.
        explained_articles: for a recital, a row per article.
        outgoing_references: for a provision, a row per reference of it and its parts.
        incoming_references: the provisions and recitals that cite it or a part of it, or this other act.
        part_references: for a part of a code, of the guidelines or of the template, what its own words refer to.
        referring_parts: the parts of these texts whose own words refer to it.
        defined_terms: the terms that it defines.
        used_terms: the defined terms that its own words use.
        term_users: for a defined term, the provisions that use it.
        amendments: of it, of its parts and of its wholes.
        errata: errors of its text or of its file.
        annotations: our editorial statements about it and its parts.
        facts: for a statement of ours, what it says and what is said of it.
        force: for a part of the AI-Generated Content Code, whether it is mandatory, encouraged or optional.
        statements: for a part of that code, its sentences, rows of `statements-of-code`.
        wording: the official words, where the user has loaded them.
        adopted: for a paragraph of C(2025) 5045, the matching one of C(2025) 7719, where the user has loaded both.
        loading_hint: one line on how to load the official words.
        basis: the editions that the answer rests on.
    """

    node: Node
    ancestors: Sequence[Node]
    parts: Sequence[Node]
    role: str
    summary: str
    source: str
    application_dates: Sequence[str]
    covering_parts: Sequence[dict[str, str]]
    covered_provisions: Sequence[dict[str, str]]
    recitals: Sequence[dict[str, str]]
    explained_articles: Sequence[dict[str, str]]
    outgoing_references: Sequence[Row]
    incoming_references: Sequence[Row]
    part_references: Sequence[Row]
    referring_parts: Sequence[Row]
    defined_terms: Sequence[Node]
    used_terms: Sequence[Node]
    term_users: Sequence[Node]
    amendments: Sequence[Row]
    errata: Sequence[Row]
    annotations: Sequence[Row]
    facts: Sequence[Row]
    force: str
    statements: Sequence[Row]
    wording: str
    adopted: AdoptedParagraph | None
    loading_hint: str
    basis: str

    def as_row(self) -> dict[str, str | None]:
        """Return the columns of `COLUMNS`; None for an empty value.

        >>> day = open_day("2026-11-24")
        >>> build_node_summary(day, day.cite("53(2)")).as_row()["role"]
        'exemption'
        """
        node = self.node
        return {
            **{name: str(getattr(node, name)) or None for name in COLUMNS if name in Node._fields and name != "role"},
            "place": node.parent or None,
            "role": self.role or None,
            "summary": self.summary or None,
            "edition": self.basis,
        }

    def as_json(self) -> dict[str, Any]:
        """Return the row with ancestors, parts, links and wording.

        >>> day = open_day("2026-11-24")
        >>> [term["label"] for term in build_node_summary(day, day.cite("Article 3(68)")).as_json()["defines"]]
        ['downstream provider']
        """
        short = ("iri", "label", "title")
        return {
            **self.as_row(),
            "places": [{name: getattr(one, name) for name in short} for one in self.ancestors],
            "parts": [{name: getattr(one, name) for name in short} for one in self.parts],
            "applies": list(self.application_dates),
            "coveredBy": [{key: row[key] or None for key in _COVERAGE_KEYS} for row in self.covering_parts],
            "covers": [{key: row[key] or None for key in _COVERAGE_KEYS} for row in self.covered_provisions],
            "recitals": [{key: row[key] or None for key in _EXPLANATION_KEYS} for row in self.recitals],
            "explains": [{key: row[key] or None for key in _EXPLANATION_KEYS} for row in self.explained_articles],
            "cites": [{key: row[key] for key in ("from", "cited", "place")} for row in self.outgoing_references],
            "citedBy": [{key: row.get(key) for key in ("from", "cited", "place")} for row in self.incoming_references],
            "refersTo": [{key: row[key] for key in _REFERENCE_KEYS} for row in self.part_references],
            "referredToBy": [{key: row[key] for key in _REFERENCE_KEYS} for row in self.referring_parts],
            "defines": [
                {"iri": one.iri, "label": one.label, "definition": one.description} for one in self.defined_terms
            ],
            "usesTerms": [{"iri": one.iri, "label": one.label} for one in self.used_terms],
            "usedBy": [{name: getattr(one, name) for name in short} for one in self.term_users],
            "amendments": [{key: row[key] for key in _AMENDMENT_KEYS} for row in self.amendments],
            "errata": [{key: row[key] for key in _ERRATUM_KEYS} for row in self.errata],
            "readings": [dict(row) for row in self.annotations],
            "facts": [dict(row) for row in self.facts],
            "wording": self.wording or None,
            **({"adopted": self.adopted.as_json()} if self.adopted else {}),
            **({"force": self.force or None} if self.node.iri.startswith(CONTENT_CODE) else {}),
            **({"statements": [dict(row) for row in self.statements]} if self.statements else {}),
        }


def build_node_summary(day: Day, iri: str, *, history: bool = False, language: str = "en") -> NodeSummary:
    """Summarise a node on a day.

    Args:
        history: include the amendments of all editions, not only those made by that day.
        language: that of the official wording, `en` or `fr`.

    >>> day = open_day("2026-11-24")
    >>> [place.label for place in build_node_summary(day, day.cite("53(1)(c)")).ancestors]
    ['Chapter V', 'Chapter V, Section 2', 'Article 53', 'Article 53(1)']
    """
    node = day.get_node(iri)
    of_code, linked = iri.startswith(CODES), can_have_coverage(day, iri)
    of_act = linked and not of_code
    found = find_coverage(day, iri) if linked else Coverage([], [], {})
    links = [
        _build_coverage_row(day, iri, row, of_code, found.narrowing_notes.get(number, ""))
        for number, row in enumerate(found.rows)
        if of_code or row["provision"] == iri
    ]
    return NodeSummary(
        node=node,
        ancestors=day.list_ancestors(iri),
        parts=day.list_parts(iri),
        role=day.get_node(node.role).label if node.role else "",
        summary=find_summary(day, iri),
        source=day.get_node(node.source).label if node.source in day else node.source,
        application_dates=timeline.describe_application(day, iri) if of_act else [],
        covering_parts=[] if of_code else links,
        covered_provisions=links if of_code else [],
        recitals=_find_explanations(day, "recitals-of-article", "recital", provision=iri)
        if node.kind == "Article"
        else [],
        explained_articles=_find_explanations(day, "articles-of-recital", "article", recital=iri)
        if node.kind == "Recital"
        else [],
        outgoing_references=references.find_references_of_provision(day, iri) if of_act else [],
        incoming_references=references.find_references_to_provision(day, iri)
        if of_act
        else references.find_references_to_act(day, iri)
        if node.kind == "LegalResource"
        else [],
        part_references=references.find_references_of_part(day, iri),
        referring_parts=references.find_parts_referring_to(day, iri),
        defined_terms=definitions.find_defined_terms(day, iri),
        used_terms=definitions.find_used_terms(day, iri),
        term_users=definitions.find_provisions_using_term(day, iri),
        # Recitals are not amended.
        amendments=(
            amendments.find_amendments(open_all_editions() if history else day, iri)
            if iri.startswith(_LEGISLATION) and node.kind != "Recital"
            else []
        ),
        errata=annotations.find_errata(day, iri),
        annotations=annotations.find_annotations(day, iri),
        facts=annotations.find_annotation_facts(day, iri),
        force=get_force(day, iri),
        statements=find_statements(day, iri),
        wording=wording.get_wording(day, iri, language),
        adopted=find_adopted_paragraph(day, iri),
        loading_hint=loading_hints.explain_how_to_load(day, iri, language),
        basis=day.basis,
    )


def find_days_with_node(citation: str) -> list[Day]:
    """Find the last day of each edition that has a node, or today for an edition that is in force.

    Args:
        citation: the citation.

    Raises:
        CitationError: no edition has it.

    >>> [day.date for day in find_days_with_node("10(5)")]
    ['2026-07-26']
    """
    everything = open_all_editions()
    iri = everything.cite(citation)
    today = catalog.parse_date(None)
    last = [
        edition.end or max(today, edition.start)
        for edition in everything.editions
        if everything.is_in_edition(iri, edition)
    ]
    return [open_day(day) for day in last] or [open_day()]  # what no edition has holds always


def serialize_node(day: Day, citation: str, rdf_format: str) -> str:
    """Serialize the triples about one node in an RDF format.

    Args:
        rdf_format: ttl, nt or jsonld.

    Raises:
        CitationError: it names no node of the day.
        KeyError: the format is another.

    >>> "ag:appliesBy act:mls_2025-08-02.chapters ;" in serialize_node(open_day("2026-11-24"), "53(1)", "ttl")
    True
    """
    from rdflib import Graph

    out = Graph()
    for prefix, namespace in load_prefixes().items():
        out.bind(prefix, namespace, replace=True)
    for quad in day.find_outgoing(day.cite(citation)):
        out.parse(data=f"{quad.subject} {quad.predicate} {quad.object} .", format="nt")
    names = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld"}
    return out.serialize(format=names[rdf_format]).strip()


def _build_coverage_row(day: Day, iri: str, row: Row, of_code: bool, narrowing_note: str) -> dict[str, str]:
    part = row["measure"] or row["commitment"] or ""
    other = row["provision"] or "" if of_code else part
    facts = {name: row[name] or "" for name in ("link", "via", "source")}
    by = f"by {day.get_node(part).label}" if of_code and part != iri else ""
    told = "; ".join(filter(None, [by, describe_coverage_link(day, row), narrowing_note]))
    return {
        "iri": other,
        "label": day.get_node(other).label,
        "part": part,
        **facts,
        "narrowed": narrowing_note,
        "told": told,
    }


def _find_explanations(day: Day, query_name: str, other: str, **params: str) -> list[dict[str, str]]:
    found = []
    for row in day.select_rows(named_queries.bind_parameters(named_queries.load_named_query(query_name), params)):
        facts = {name: row[name] or "" for name in _EXPLANATION_KEYS if name != "iri"}
        named = {"stated": f": it names {row['viaLabel']}", "editorial": f": {row['viaLabel']}"}
        sure = f", confidence {row['confidence']}" if row["confidence"] else ""
        told = f"{row['link']}{named.get(row['link'] or '', '')}{sure}"
        found.append({"iri": row[other] or "", "label": row[f"{other}Label"] or "", **facts, "told": told})
    return found
