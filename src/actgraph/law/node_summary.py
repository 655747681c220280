"""One node as people look at it: its place, its parts, what covers it, its official wording."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from actgraph.core.prefixes import BASE, CODE
from actgraph.graph import catalog
from actgraph.graph import day as graph
from actgraph.graph.day import Day
from actgraph.graph.engine import Node, Row
from actgraph.law import amendments as amended
from actgraph.law import annotations, definitions, incoming_references, references, timeline, wording
from actgraph.law.coverage import Coverage, can_cover, covers, told_link
from actgraph.sparql import named_queries

COLUMNS = ("iri", "label", "kind", "number", "title", "place", "role", "description", "source", "page", "edition")


_LAW = BASE + "eli/"
_AMENDMENT = ("amendment", "relation", *amended.COLUMNS[:-3], "editionBefore", "editionAfter")
_LINK = ("iri", "part", "link", "via", "source", "narrowed")
_EXPLAINS = ("iri", "link", "confidence", "via", "source")
_REFERENCE = ("iri", "place", "source")
_ERRATUM = ("erratum", "asPrinted", "corrected", "description", "source")


class View(NamedTuple):
    """What `show` tells.

    Attributes:
        node: the node itself.
        places: the nodes that it stands under, the nearest last.
        parts: the nodes directly under it.
        role: what the provision mainly does, in words.
        source: the label of the page it is written on.
        applies: since or from when the provision applies, a line each.
        covered_by: for a provision, a row a link: who, how, where.
        covers: for a part of the Code, a row a link.
        recitals: for an article, a row a recital that explains it, those that name it first.
        explains: for a recital, a row an article.
        cites: for a provision, what it and its parts cite, a row a reference.
        cited_by: the provisions and recitals that cite it or a part of it, or this other act.
        refers_to: for a part of the Code, of the guidelines or of the template, what its own words refer to.
        referred_to_by: the parts of these texts whose own words refer to it.
        defines: the terms that it defines.
        uses: the defined terms that its own words use.
        used_by: for a defined term, the provisions that use it.
        amendments: what was done to it, to its parts and to what it is part of, a row each.
        errata: errors of its text or of its file, a row each.
        readings: what we read into it and its parts, a row a statement.
        facts: for a statement of ours, what it says and what is said of it, a row each.
        wording: the official words, where the user has loaded them.
        how_to_load: one line that says how to.
        basis: the editions that the answer rests on.
    """

    node: Node
    places: Sequence[Node]
    parts: Sequence[Node]
    role: str
    source: str
    applies: Sequence[str]
    covered_by: Sequence[dict[str, str]]
    covers: Sequence[dict[str, str]]
    recitals: Sequence[dict[str, str]]
    explains: Sequence[dict[str, str]]
    cites: Sequence[Row]
    cited_by: Sequence[Row]
    refers_to: Sequence[Row]
    referred_to_by: Sequence[Row]
    defines: Sequence[Node]
    uses: Sequence[Node]
    used_by: Sequence[Node]
    amendments: Sequence[Row]
    errata: Sequence[Row]
    readings: Sequence[Row]
    facts: Sequence[Row]
    wording: str
    how_to_load: str
    basis: str

    def as_row(self) -> dict[str, str | None]:
        """The columns of `COLUMNS`; None where there is nothing to tell.

        >>> day = graph.on("2026-11-24")
        >>> view(day, day.cite("53(2)")).as_row()["role"]
        'exemption'
        """
        node = self.node
        return {
            **{name: str(getattr(node, name)) or None for name in COLUMNS if name not in ("place", "role", "edition")},
            "place": node.place or None,
            "role": self.role or None,
            "edition": self.basis,
        }

    def as_json(self) -> dict[str, Any]:
        """The row with what stands around the node: places, parts, links, wording.

        >>> day = graph.on("2026-11-24")
        >>> [term["label"] for term in view(day, day.cite("Article 3(68)")).as_json()["defines"]]
        ['downstream provider']
        """
        short = ("iri", "label", "title")
        return {
            **self.as_row(),
            "places": [{name: getattr(one, name) for name in short} for one in self.places],
            "parts": [{name: getattr(one, name) for name in short} for one in self.parts],
            "applies": list(self.applies),
            "coveredBy": [{key: row[key] or None for key in _LINK} for row in self.covered_by],
            "covers": [{key: row[key] or None for key in _LINK} for row in self.covers],
            "recitals": [{key: row[key] or None for key in _EXPLAINS} for row in self.recitals],
            "explains": [{key: row[key] or None for key in _EXPLAINS} for row in self.explains],
            "cites": [{key: row[key] for key in ("from", "cited", "place")} for row in self.cites],
            "citedBy": [{key: row.get(key) for key in ("from", "cited", "place")} for row in self.cited_by],
            "refersTo": [{key: row[key] for key in _REFERENCE} for row in self.refers_to],
            "referredToBy": [{key: row[key] for key in _REFERENCE} for row in self.referred_to_by],
            "defines": [{"iri": one.iri, "label": one.label, "definition": one.description} for one in self.defines],
            "usesTerms": [{"iri": one.iri, "label": one.label} for one in self.uses],
            "usedBy": [{name: getattr(one, name) for name in short} for one in self.used_by],
            "amendments": [{key: row[key] for key in _AMENDMENT} for row in self.amendments],
            "errata": [{key: row[key] for key in _ERRATUM} for row in self.errata],
            "readings": [dict(row) for row in self.readings],
            "facts": [dict(row) for row in self.facts],
            "wording": self.wording or None,
        }


def view(day: Day, iri: str, *, history: bool = False) -> View:
    """Look at one node on a day.

    Args:
        day: the graph of the day.
        iri: a node of it.
        history: tell the amendments that all editions know of, not only those that were made by that day.

    >>> day = graph.on("2026-11-24")
    >>> [place.label for place in view(day, day.cite("53(1)(c)")).places]
    ['Chapter V', 'Chapter V, Section 2', 'Article 53', 'Article 53(1)']
    """
    node = day.node(iri)
    of_code, linked = iri.startswith(CODE), can_cover(day, iri)
    of_act = linked and not of_code
    found = covers(day, iri) if linked else Coverage([], [], {})
    links = [
        _link(day, iri, row, of_code, found.narrowed.get(number, ""))
        for number, row in enumerate(found.rows)
        if of_code or row["provision"] == iri
    ]
    return View(
        node=node,
        places=day.places(iri),
        parts=day.parts(iri),
        role=day.node(node.role).label if node.role else "",
        source=day.node(node.source).label if node.source in day else node.source,
        applies=timeline.applies(day, iri) if of_act else [],
        covered_by=[] if of_code else links,
        covers=links if of_code else [],
        recitals=_explains(day, "recitals-of-article", "recital", provision=iri) if node.kind == "Article" else [],
        explains=_explains(day, "articles-of-recital", "article", recital=iri) if node.kind == "Recital" else [],
        cites=references.cites(day, iri) if of_act else [],
        cited_by=references.cited_by(day, iri)
        if of_act
        else references.citing(day, iri)
        if node.kind == "LegalResource"
        else [],
        refers_to=incoming_references.refers_to(day, iri),
        referred_to_by=incoming_references.referred_to_by(day, iri),
        defines=definitions.defined_by(day, iri),
        uses=definitions.used_by(day, iri),
        used_by=definitions.users(day, iri),
        # Recitals are not amended.
        amendments=(
            amended.of(graph.everything() if history else day, iri)
            if iri.startswith(_LAW) and node.kind != "Recital"
            else []
        ),
        errata=annotations.errata(day, iri),
        readings=annotations.readings(day, iri),
        facts=annotations.facts(day, iri),
        wording=wording.of(day, iri),
        how_to_load=wording.how_to_load(day, iri),
        basis=day.basis,
    )


def days(words: str) -> list[Day]:
    """The last day of each edition of the text, today for one that holds, that has a node.

    Args:
        words: the citation.

    Raises:
        CitationError: no edition has it.

    >>> [day.day for day in days("10(5)")]
    ['2026-07-26']
    """
    everything = graph.everything()
    iri = everything.cite(words)
    today = catalog.day_of(None)
    last = [
        edition.end or max(today, edition.start) for edition in everything.editions if everything.holds(iri, edition)
    ]
    return [graph.on(day) for day in last] or [graph.on()]  # what no edition has holds always


def triples(day: Day, words: str, form: str) -> str:
    """The triples about one node in an RDF format.

    Args:
        day: the graph of the day.
        words: the citation.
        form: ttl, nt or jsonld.

    Raises:
        CitationError: it names no node of the day.
        KeyError: the format is another.

    >>> "ag:appliesBy act:mls_2025-08-02.chapters ;" in triples(graph.on("2026-11-24"), "53(1)", "ttl")
    True
    """
    from rdflib import Graph

    from actgraph.core.prefixes import prefixes

    out = Graph()
    for prefix, namespace in prefixes().items():
        out.bind(prefix, namespace, replace=True)
    for quad in day.about(day.cite(words)):
        out.parse(data=f"{quad.subject} {quad.predicate} {quad.object} .", format="nt")
    names = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld"}
    return out.serialize(format=names[form]).strip()


def _link(day: Day, iri: str, row: Row, of_code: bool, narrowed: str) -> dict[str, str]:
    part = row["measure"] or row["commitment"] or ""
    other = row["provision"] or "" if of_code else part
    facts = {name: row[name] or "" for name in ("link", "via", "source")}
    by = f"by {day.node(part).label}" if of_code and part != iri else ""
    told = "; ".join(filter(None, [by, told_link(day, row), narrowed]))
    return {"iri": other, "label": day.node(other).label, "part": part, **facts, "narrowed": narrowed, "told": told}


def _explains(day: Day, query: str, other: str, **params: str) -> list[dict[str, str]]:
    found = []
    for row in day.rows(named_queries.bind(named_queries.named(query), params)):
        facts = {name: row[name] or "" for name in _EXPLAINS if name != "iri"}
        named = {"stated": f": it names {row['viaLabel']}", "editorial": f": {row['viaLabel']}"}
        sure = f", confidence {row['confidence']}" if row["confidence"] else ""
        told = f"{row['link']}{named.get(row['link'] or '', '')}{sure}"
        found.append({"iri": row[other] or "", "label": row[f"{other}Label"] or "", **facts, "told": told})
    return found
