"""Build the page of the vocabulary: every class, property and individual, its meaning and its use."""

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from actgraph.core.prefixes import expand_curie, load_prefixes, shorten_iri
from actgraph.core.tables import TableRow
from actgraph.graph import vocabulary
from actgraph.graph.day import Day
from actgraph.reasoning import allowed_terms
from actgraph.web.http.node_paths import VOCABULARY_PATH
from actgraph.web.http.page import Page
from actgraph.web.pages.table_cells import Cell

COLUMNS = (
    *("iri", "label", "kind", "group", "definition", "example", "parents", "children", "domain", "range", "types"),
    *("source", "alignments", "axiom", "derived", "stated", "used"),
)
_SHORT_NAME = re.compile(r"\b[a-z][a-z-]*:[A-Za-z]\w*(?:[.-]\w+)*")


class VocabularyTerm(NamedTuple):
    """A term of the vocabulary as the page shows it; other terms are given by IRI.

    Attributes:
        kind: class, object property, datatype property, annotation property, or individual.
        group: heading that it stands under.
        examples: from the graph, in short names.
        parents: its superclasses or superproperties.
        children: its subclasses or subproperties.
        domain: classes of its subjects.
        range: classes or datatypes of its values.
        types: classes of an individual.
        members: individuals of a class that the vocabulary itself declares.
        sources: provisions that define it or lay it down.
        alignments: short name of the relation, and term of another vocabulary.
        axiom: whether an OWL axiom defines the class.
        derived: whether only rules may state it.
        stated: whether a profile may state it.
        used: number of instances of a class, or of statements with a property, in the graph of the day.
    """

    iri: str
    label: str
    kind: str
    group: str
    definition: str
    examples: Sequence[str]
    parents: Sequence[str]
    children: Sequence[str]
    domain: Sequence[str]
    range: Sequence[str]
    types: Sequence[str]
    members: Sequence[str]
    sources: Sequence[str]
    alignments: Sequence[tuple[str, str]]
    axiom: bool
    derived: bool
    stated: bool
    used: int


class ClassBranch(NamedTuple):
    """A class with its subclasses.

    Attributes:
        branches: the subclasses.
    """

    term: VocabularyTerm
    branches: Sequence["ClassBranch"]


CLASSES, INDIVIDUALS, OTHER_TERMS = "Classes", "Individuals", "Terms of others"
_GROUPS = (
    *(CLASSES, "Object properties", "Datatype properties", "Annotation properties", INDIVIDUALS),
    *("Classes that rules derive", "Properties that rules derive", OTHER_TERMS),
)
_ALIGNMENT_PROPERTIES = ("skos:closeMatch", "skos:exactMatch", "owl:equivalentClass", "owl:equivalentProperty")


@functools.lru_cache(maxsize=8)  # the page is the same for every request
def build_vocabulary_page(day: Day) -> Page:
    """Build the page of all terms of the vocabulary.

    >>> from actgraph.graph.day import open_day
    >>> rows = build_vocabulary_page(open_day("2026-11-24")).rows
    >>> [row["label"] for row in rows if row["iri"].endswith("/Commitment")]
    ['Commitment']
    """
    found = list_vocabulary_terms(day)
    groups = {name: [one for one in found if one.group == name] for name in _GROUPS}
    data = [_term_to_json(one) for one in found]
    rows: list[TableRow] = [{name: _format_value(row[name]) for name in COLUMNS} for row in data]
    facts = {
        "groups": groups,
        "tree": _build_tree(groups[CLASSES]),
        "pieces": split_short_names,
        "anchor": format_anchor,
        "ours": load_prefixes()["ag"],
        "labels": {one.iri: one.label for one in found},
    }
    ours = [one.iri for one in found if one.iri.startswith(load_prefixes()["ag"])]
    return Page(VOCABULARY_PATH, "vocabulary.html", "Vocabulary", facts, data, ours, COLUMNS, rows)


def list_vocabulary_terms(day: Day) -> list[VocabularyTerm]:
    """List the terms group by group: classes in the order of their tree, others by label.

    >>> from actgraph.graph.day import open_day
    >>> [term.used for term in list_vocabulary_terms(open_day("2026-11-24")) if term.label == "Commitment"]
    [20]
    """
    said, known, used = _find_statements(day), vocabulary.load_vocabulary(), _count_uses(day)
    may = allowed_terms.load_allowed_terms(day)
    sub = {iri: _collect_values(facts, "rdfs:subClassOf", "rdfs:subPropertyOf") for iri, facts in said.items()}
    children: dict[str, list[str]] = {}
    members: dict[str, list[str]] = {}
    for iri, above in sub.items():
        for one in above:
            children.setdefault(one, []).append(iri)
    for iri, classes in known.individuals.items():
        for one in classes:
            members.setdefault(one, []).append(iri)
    axioms = _find_defined_classes(day)
    found = []
    for iri in (*known.classes, *known.properties, *known.individuals):
        facts = said.get(iri, {})
        derived = iri in may.reserved
        kind = _classify_term(known, iri)
        found.append(
            VocabularyTerm(
                iri=iri,
                label=known.labels.get(iri) or shorten_iri(iri),
                kind=kind,
                group=_choose_group(iri, kind, derived),
                definition=" ".join(_collect_values(facts, "skos:definition")),
                examples=_collect_values(facts, "skos:example"),
                parents=sub.get(iri, []),
                children=sorted(children.get(iri, [])),
                domain=_collect_values(facts, "rdfs:domain"),
                range=_collect_values(facts, "rdfs:range"),
                types=list(known.individuals.get(iri, ())),
                members=sorted(members.get(iri, [])),
                sources=_collect_values(facts, "dcterms:source"),
                alignments=[(name, other) for name in _ALIGNMENT_PROPERTIES for other in _collect_values(facts, name)],
                axiom=iri in axioms,
                derived=derived,
                stated=iri in may.properties or iri in may.classes,
                used=used.get((kind, iri), 0),
            )
        )
    order = _rank_in_tree(found)
    return sorted(found, key=lambda one: (_GROUPS.index(one.group), order.get(one.iri, 0), one.label.lower(), one.iri))


def format_anchor(iri: str) -> str:
    """Return the fragment of a term: its local name, or the short name of a term of another vocabulary.

    >>> format_anchor("https://w3id.org/actgraph/ns/covers"), format_anchor("http://purl.org/dc/terms/title")
    ('covers', 'dcterms-title')
    """
    return (
        iri.removeprefix(load_prefixes()["ag"])
        if iri.startswith(load_prefixes()["ag"])
        else shorten_iri(iri).replace(":", "-")
    )


def split_short_names(text: str) -> list[Cell]:
    """Split a text into cells, with links for the terms that it names by short name.

    Args:
        text: a definition or an example.

    >>> [(piece.text, bool(piece.iri)) for piece in split_short_names("under ag:covers: yes")]
    [('under ', False), ('ag:covers', True), (': yes', False)]
    """
    found, end = [], 0
    for name in _SHORT_NAME.finditer(text):
        iri = expand_curie(name[0])
        if iri:
            found += [Cell(text[end : name.start()]), Cell(name[0], iri=iri)]
            end = name.end()
    return [piece for piece in [*found, Cell(text[end:])] if piece.text]


def _find_statements(day: Day) -> Mapping[str, Mapping[str, list[str]]]:
    """Find all statements of the vocabulary and its alignments about each term, in one query."""
    grf = load_prefixes()["grf"]
    rows = day.select_rows(
        f"SELECT ?term ?says ?what {{ VALUES ?graph {{ <{grf}core> <{grf}alignments> }}"
        " GRAPH ?graph { ?term ?says ?what FILTER(ISIRI(?term) && !ISBLANK(?what)) } }"
    )
    found: dict[str, dict[str, list[str]]] = {}
    for row in sorted(rows, key=lambda row: row["what"] or ""):  # ORDER BY in the engine takes twice as long
        values = found.setdefault(row["term"] or "", {}).setdefault(shorten_iri(row["says"] or ""), [])
        values.append(row["what"] or "")
    return found


def _count_uses(day: Day) -> dict[tuple[str, str], int]:
    """Count how often the graph uses each class, property and individual."""
    ag = load_prefixes()["ag"]
    properties = day.select_rows("SELECT ?term (COUNT(*) AS ?n) { ?s ?term ?o } GROUP BY ?term")
    classes = day.select_rows("SELECT ?term (COUNT(*) AS ?n) { ?s a ?term } GROUP BY ?term")
    own = day.select_rows(
        f"SELECT ?term (COUNT(*) AS ?n) {{ ?term a ?class FILTER(STRSTARTS(STR(?class), '{ag}'))"
        f" FILTER(STRSTARTS(STR(?term), '{ag}')) ?s ?p ?term }} GROUP BY ?term"
    )
    kinds = ((CLASS, classes), (INDIVIDUAL, own), *((f"{one} property", properties) for one in _PROPERTY_KINDS))
    return {(kind, row["term"] or ""): int(row["n"] or 0) for kind, rows in kinds for row in rows}


CLASS, INDIVIDUAL = "class", "individual"
_PROPERTY_KINDS = ("object", "datatype", "annotation")


def _find_defined_classes(day: Day) -> frozenset[str]:
    owl = load_prefixes()["owl"]
    rows = day.select_rows(f"SELECT DISTINCT ?term {{ ?term <{owl}equivalentClass> ?axiom FILTER(ISBLANK(?axiom)) }}")
    return frozenset(row["term"] or "" for row in rows)


def _classify_term(known: vocabulary.Vocabulary, iri: str) -> str:
    if iri in known.classes:
        return CLASS
    return f"{known.properties[iri].kind} property" if iri in known.properties else INDIVIDUAL


def _choose_group(iri: str, kind: str, derived: bool) -> str:
    if not iri.startswith(load_prefixes()["ag"]):
        return OTHER_TERMS
    if kind == INDIVIDUAL:
        return INDIVIDUALS
    if derived:
        return "Classes that rules derive" if kind == CLASS else "Properties that rules derive"
    return CLASSES if kind == CLASS else f"{kind.replace('property', 'properties').capitalize()}"


def _build_tree(classes: Sequence[VocabularyTerm]) -> list[ClassBranch]:
    """Build the tree of classes, each under its first superclass in the list, or at the top if it has none."""
    known = {one.iri for one in classes}
    under: dict[str, list[VocabularyTerm]] = {}
    for one in sorted(classes, key=lambda one: (one.label.lower(), one.iri)):
        under.setdefault(next((iri for iri in one.parents if iri in known), ""), []).append(one)

    def build_branches(iri: str) -> list[ClassBranch]:
        return [ClassBranch(one, build_branches(one.iri)) for one in under.get(iri, [])]

    return build_branches("")


def _rank_in_tree(terms: Sequence[VocabularyTerm]) -> dict[str, int]:
    def flatten(branches: Iterable[ClassBranch]) -> Iterable[str]:
        for branch in branches:
            yield branch.term.iri
            yield from flatten(branch.branches)

    return {
        iri: place for place, iri in enumerate(flatten(_build_tree([one for one in terms if one.group == CLASSES])))
    }


def _collect_values(statements: Mapping[str, Sequence[str]], *names: str) -> list[str]:
    return [value for name in names for value in statements.get(name, ())]


def _term_to_json(term: VocabularyTerm) -> dict[str, object]:
    said = term._asdict()
    said["example"], said["source"] = said.pop("examples"), said.pop("sources")
    said["alignments"] = [{"relation": name, "term": iri} for name, iri in term.alignments]
    return {name: said[name] for name in COLUMNS}


def _format_value(value: object) -> str | None:
    if isinstance(value, list):
        return " ".join(f"{one['relation']} {one['term']}" if isinstance(one, dict) else one for one in value) or None
    return str(value).lower() if isinstance(value, bool) else str(value) or None
