"""Test the files of `ontology/`: they load without a warning, offline, and are consistent."""

import functools
import io
import logging
import re
import shutil
import subprocess
import warnings
import xml.etree.ElementTree as ET
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, URIRef

from actgraph.core.prefixes import expand_curie, load_prefixes, shorten_iri
from actgraph.graph import catalog
from actgraph.graph.day import open_all_editions, open_day
from actgraph.profile import profile
from actgraph.profile.answers import is_field
from actgraph.reasoning import owl
from actgraph.reasoning.derived import DerivedProfile, build_day_facts
from tests.conftest import ROOT
from tests.support.looping import each

ONTOLOGY = ROOT / "ontology"
FILES = sorted(ONTOLOGY.rglob("*.ttl"))
ROOT_IRI = URIRef("https://w3id.org/actgraph/")


@pytest.fixture(scope="module")
def parsed():
    return {path: Graph().parse(path) for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ONTOLOGY)))
def test_files_load_without_warning(path, caplog, parsed):
    import owlready2

    with warnings.catch_warnings(), caplog.at_level(logging.WARNING):
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="rdflib")
        triples = len(Graph().parse(path))
        quads = list(parse(path=path, format=RdfFormat.TURTLE))
        # owlready2 would fetch imports: it gets the file without them, as our reader gives it.
        # It knows N-Triples by a short first line.
        lines = (parsed[path] - _select_imports(parsed[path])).serialize(format="nt").splitlines()
        text = "\n".join(sorted(lines, key=len)).encode()
        loaded = owlready2.World().get_ontology("https://w3id.org/actgraph/").load(fileobj=io.BytesIO(text))
    assert triples == len(quads) > 0
    assert len(loaded.graph) >= len(parsed[path] - _select_imports(parsed[path]))
    assert caplog.records == []


def _select_imports(graph: Graph) -> Graph:
    found = Graph()
    for triple in graph.triples((None, OWL.imports, None)):
        found.add(triple)
    return found


@each("path", FILES, ids=lambda path: str(path.relative_to(ONTOLOGY)))
def test_prefixes_match_list(path):
    declared = dict(re.findall(r"^@prefix (\w+): <([^>]*)> \.$", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert declared.items() <= load_prefixes().items()


def test_every_file_is_in_catalogue():
    listed = {file for graph in catalog.load_catalog() for file in (graph.file, *graph.parts)}
    assert {str(path.relative_to(ONTOLOGY)) for path in FILES} - {"actgraph.ttl"} == listed


def test_files_match_catalogue(parsed):
    for one in catalog.load_catalog():
        assert list(parsed[ONTOLOGY / one.file].subjects(RDF.type, OWL.Ontology)) == [URIRef(one.iri)]


def test_imports_resolve_offline(parsed):
    """Protégé reads catalog-v001.xml: each import must be our file of that ontology."""
    space = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"
    entries = ET.parse(ONTOLOGY / "catalog-v001.xml").getroot().iter(f"{space}uri")
    files = {URIRef(entry.get("name")): ONTOLOGY / entry.get("uri") for entry in entries}
    for iri, path in files.items():
        assert (iri, RDF.type, OWL.Ontology) in parsed[path]
    waiting, seen = [ROOT_IRI], set()
    while waiting:
        iri = waiting.pop()
        seen.add(iri)
        waiting += [found for found in parsed[files[iri]].objects(iri, OWL.imports) if found not in seen]
    today = {URIRef(graph.iri) for graph in catalog.find_valid_graphs("2026-11-24")}
    assert seen - {ROOT_IRI} == today | _list_parts(), "the root imports what holds today, and all parts of it"
    assert set(files) - {ROOT_IRI} - _list_parts() == {URIRef(graph.iri) for graph in catalog.load_catalog()}


def _list_parts() -> set[URIRef]:
    """List the ontologies that are parts of a graph and have their own file."""
    found = Graph().parse(ONTOLOGY / "catalog.ttl")
    return {part for part in found.subjects(DCTERMS.isPartOf) if isinstance(part, URIRef)}


JARS = Path("/usr/share/java")


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("javac") is None or not (JARS / "owlapi-distribution.jar").exists(),
    reason="no Java compiler, or no OWL API (Debian: default-jdk-headless, libowlapi-java)",
)
def test_owlapi_opens_ontology():
    """The OWL API, which Protégé uses, opens the root and finds each import on disk: all OWL 2 DL but dates, months."""
    command = ["java", "-cp", f"{JARS}/*", str(ROOT / "tests/owlapi/Load.java"), str(ONTOLOGY)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    told = done.stdout.splitlines()
    assert told[0] == f"ontologies {len(catalog.find_valid_graphs('2026-11-24')) + len(_list_parts()) + 1}"
    assert int(told[1].removeprefix("individuals ")) > 1900
    assert [line for line in told[3:] if not re.search("xsd:(date|gYearMonth)", line)] == []


DAYS = ["2024-08-01", "2026-01-01", "2026-11-24"]


@pytest.mark.slow
@pytest.mark.proof("graph-consistent")
@pytest.mark.parametrize("day", DAYS)
def test_ontology_is_consistent(day):
    assert owl.is_consistent(owl.load_axioms(catalog.find_valid_graphs(day)))


@pytest.mark.slow
@pytest.mark.proof("graph-consistent")
def test_all_editions_are_consistent():
    assert owl.is_consistent(owl.load_axioms(catalog.load_catalog()))


CLASHES = {
    "two classes": "act:art_53 a ag:Annex .",
    "law as code": "act:art_53 ag:covers act:art_55 .",
    "code as law": "cop:cpy.com_1 ag:covers cop:tra.com_1 .",
    "guidelines as code": "gdl:5045.par_17 ag:covers act:art_55 .",
    "law as guidelines": "act:art_53 a ag:GuidelinePart .",
    "two numbers": 'act:art_53 ag:number "54" .',
    "number": "act:art_53 ag:number 53 .",
    "two kinds of link": "cop:cpy.com_1.lnk_1 ag:linkKind ag:stated . ag:stated owl:differentFrom ag:declared .",
}


@pytest.mark.slow
@pytest.mark.proof("graph-consistent")
@pytest.mark.parametrize("clash", CLASHES.values(), ids=CLASHES)
def test_planted_clash_is_found(clash):
    heads = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in load_prefixes().items())
    assert not owl.is_consistent(owl.load_axioms(catalog.find_valid_graphs("2026-11-24"), heads + clash))


def test_owl_view_has_no_dates():
    text = "\n".join(str(quad) for quad in owl.load_axioms(catalog.load_catalog()))
    assert not re.search(r"XMLSchema#(date|gYear|gYearMonth|duration)>", text)


def test_short_names():
    assert shorten_iri("https://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_1") == "act:art_53.par_1"
    assert expand_curie("nothing:x") is None
    assert shorten_iri("https://example.org/x") == "https://example.org/x"


FIRST = ["as published", "recitals", "General-Purpose AI Code", "guidelines C(2025) 5045"]
LATER = ["recitals", "General-Purpose AI Code", "guidelines C(2025) 5045", "C(2025) 7719", "Template"]
EARLIER = ["as published", *LATER]
NEWEST = ["AI-Generated Content Code", "C(2026) 5054", "C(2025) 5053", "C(2025) 5052"]


@each(
    ("day", "labels"),
    [
        ("2024-08-01", ["as published", "recitals"]),
        ("2025-07-09", ["as published", "recitals"]),
        ("2025-07-10", ["as published", "recitals", "General-Purpose AI Code"]),
        ("2025-07-17", ["as published", "recitals", "General-Purpose AI Code"]),
        ("2025-07-18", FIRST),
        ("2025-07-23", FIRST),
        ("2025-07-24", [*FIRST, "Template"]),
        ("2025-07-28", [*FIRST, "Template"]),
        ("2025-07-29", [*FIRST, "Template", "C(2025) 5053", "C(2025) 5052"]),
        ("2025-11-18", [*FIRST, "Template", "C(2025) 5053", "C(2025) 5052"]),
        ("2025-11-19", [*EARLIER, "C(2025) 5053", "C(2025) 5052"]),
        ("2026-06-09", [*EARLIER, "C(2025) 5053", "C(2025) 5052"]),
        ("2026-06-10", [*EARLIER, "AI-Generated Content Code", "C(2025) 5053", "C(2025) 5052"]),
        ("2026-07-19", [*EARLIER, "AI-Generated Content Code", "C(2025) 5053", "C(2025) 5052"]),
        ("2026-07-26", [*EARLIER, "AI-Generated Content Code", "C(2026) 5054", "C(2025) 5053", "C(2025) 5052"]),
        ("2026-07-27", ["as amended", *LATER, "2026/1744", *NEWEST]),
        ("2026-11-24", ["as amended", *LATER, "2026/1744", "2026/1755", *NEWEST]),
    ],
)
def test_day_selects_editions(day, labels):
    found = [edition.label for edition in catalog.list_editions(catalog.find_valid_graphs(day))]
    assert len(found) == len(labels)
    assert all(label in edition for label, edition in zip(labels, found, strict=True))


AG = load_prefixes()["ag"]
CORE = Graph().parse(catalog.read_core(), format="turtle")
TERMS = sorted(term for term in set(CORE.subjects()) if term.startswith(AG))


@each("term", TERMS, ids=shorten_iri)
def test_every_term_has_label_definition_example(term):
    for said in (RDFS.label, SKOS.definition):
        assert CORE.value(term, said, any=False)
    examples = [str(example) for example in CORE.objects(term, SKOS.example)]
    assert examples
    for example in examples:
        assert _is_shown(_build_pattern(example, term)), (
            f"{example}: neither in the graph nor in examples/ or shapes/, nor does it follow from an example"
        )


def _build_pattern(example: str, term: URIRef) -> str:
    """Build the pattern that must match for an example, a node or a statement, to show the term."""
    subject, *rest = example.split(" ", 2)
    if not rest:
        return f"<{expand_curie(subject)}> a/rdfs:subClassOf* <{term}>"
    predicate, value = rest
    node = expand_curie(value) if re.fullmatch(r"\w+:\S+", value) else None
    assert str(term) in (expand_curie(predicate), node), "it shows another term"
    same = f"<{node}>" if node else f"?value FILTER(STR(?value) = STR({value}))"
    return f"<{expand_curie(subject)}> <{expand_curie(predicate)}> {same}"


def _is_shown(pattern: str) -> bool:
    asked = "".join(f"PREFIX {name}: <{iri}> " for name, iri in load_prefixes().items()) + f"ASK {{ {pattern} }}"
    return open_all_editions().query(asked) or bool(_build_example_store().query(asked))


@functools.cache
def _build_example_store() -> Store:
    """Build a store of the vocabulary, the shapes, and the profiles of `examples/` with their conclusions."""
    day, store = open_day("2026-11-24"), Store()
    store.bulk_load(catalog.read_core(), format=RdfFormat.TURTLE)
    for shapes in (ROOT / "shapes").glob("*.ttl"):
        store.bulk_extend(Quad(*quad.triple) for quad in parse(path=shapes, format=RdfFormat.TURTLE))
    for path in sorted({*(ROOT / "examples").glob("*.ttl"), *(ROOT / "examples").glob("*.trig")}):
        derived = DerivedProfile(profile.read_profile(str(path)).triples, day)
        store.extend(Quad(*triple) for triple in [*derived.stated, *derived.derived_triples, *build_day_facts(day)])
    return store


OURS = {f"{AG}{name}" for name in ("actItself", "anyPerson", "otherQuantity")}
OF_THE_TEXTS = [
    URIRef(AG + name) for name in ("Actor", "ModelKind", "RouteKind", "Quantity", "CodeStatus", "ConceptArea")
]


@pytest.mark.parametrize("kind", OF_THE_TEXTS, ids=shorten_iri)
def test_legal_terms_name_their_provision(kind):
    """The sources are in every edition; queries/checks/edge-to-nowhere.rq checks those of other files on their days."""
    for term in map(str, CORE.subjects(RDF.type, kind)):
        assert _is_shown(f"<{term}> dcterms:source ?source . ?source rdfs:label ?label") != (term in OURS), term


def test_named_provisions_are_in_every_edition():
    named = {str(source) for term in TERMS for source in CORE.objects(term, DCTERMS.source)}
    assert len(named) > 40
    for day in ("2024-08-01", "2026-11-24"):
        assert [source for source in named if source not in open_day(day)] == []


# ---- Headers, domains and ranges, definitions ------------------------------------------------------------------------

# The files that declare terms, the catalogue and the root; the catalogue has title and source of the others.
VOCABULARY = sorted((ONTOLOGY / "core").glob("*.ttl")) + sorted(ONTOLOGY.glob("*.ttl"))
VANN = "http://purl.org/vocab/vann/"
HEADER = (
    *(DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.issued, DCTERMS.modified, DCTERMS.license),
    *(OWL.versionIRI, OWL.versionInfo, DCTERMS.bibliographicCitation),
    *(URIRef(VANN + "preferredNamespacePrefix"), URIRef(VANN + "preferredNamespaceUri")),
)
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
DECLARED = (OWL.Class, *PROPERTIES)


def _find_declared(graph: Graph) -> set[URIRef]:
    return {term for kind in DECLARED for term in graph.subjects(RDF.type, kind) if isinstance(term, URIRef)}


def test_only_vocabulary_declares_terms(parsed):
    """Fields of the template and items of the form are properties too: a profile states their answers with them."""
    fields = {term for path in FILES for term in _find_declared(parsed[path]) if is_field(str(term))}
    assert {path for path in FILES if _find_declared(parsed[path]) - fields} <= set(VOCABULARY)
    assert len(VOCABULARY) == 12


@each("path", VOCABULARY, ids=lambda path: str(path.relative_to(ONTOLOGY)))
def test_ontology_header_is_complete(path, parsed):
    graph = parsed[path]
    (ontology,) = graph.subjects(RDF.type, OWL.Ontology)
    assert [name for name in HEADER if len(list(graph.objects(ontology, name))) != 1] == []
    release = version("actgraph")
    assert str(graph.value(ontology, OWL.versionInfo)) == release
    assert str(graph.value(ontology, OWL.versionIRI)) == f"{ontology.rstrip('/')}/{release}"
    cited = str(graph.value(ontology, DCTERMS.bibliographicCitation))
    assert cited.endswith(f"Version {release}. {ontology}")
    prefix, namespace = (str(graph.value(ontology, name)) for name in HEADER[-2:])
    assert load_prefixes()[prefix] == namespace
    assert graph.value(ontology, DCTERMS.issued) <= graph.value(ontology, DCTERMS.modified)


@each("path", VOCABULARY, ids=lambda path: str(path.relative_to(ONTOLOGY)))
def test_properties_have_domain_and_range(path, parsed):
    graph = parsed[path]
    for term in {term for kind in PROPERTIES for term in graph.subjects(RDF.type, kind)}:
        missing = {
            word for word, name in (("domain", RDFS.domain), ("range", RDFS.range)) if (term, name, None) not in graph
        }
        note = str(graph.value(term, SKOS.scopeNote, default=""))
        if term.startswith(AG):
            assert set(re.findall(r"\b[Nn]o (domain|range)\b", note)) == missing, shorten_iri(term)
        else:
            assert note.endswith("; we add none."), shorten_iri(term)
            assert (term, RDFS.isDefinedBy, None) in graph


@each("path", VOCABULARY, ids=lambda path: str(path.relative_to(ONTOLOGY)))
def test_every_class_has_definition(path, parsed):
    classes = {term for term in parsed[path].subjects(RDF.type, OWL.Class) if isinstance(term, URIRef)}
    assert {term for term in classes if (term, SKOS.definition, None) not in parsed[path]} == set()


RANGES = {
    **dict.fromkeys(("freeText", "textWithLinks", "figure"), RDFS.Literal),
    **dict.fromkeys(("entries", "spanOfMonths"), f"{AG}Dataset"),
    "yesOrNo": XSD.boolean,
    "calendarDate": XSD.date,
    "monthOfYear": XSD.gYearMonth,
    "severalChoices": f"{AG}Modality",
    "rangeAndText": f"{AG}DataSize",
}


def test_fields_and_items_are_properties_of_their_kind_of_value(parsed):
    fields = {(path, term) for path in FILES for term in _find_declared(parsed[path]) if is_field(str(term))}
    assert len(fields) == 55 + 45
    for path, term in fields:
        graph = parsed[path]
        kind = graph.value(term, URIRef(f"{AG}valueKind"), any=False).removeprefix(AG)
        in_words = term.endswith("fld_2.3.domains")
        range_ = RDFS.Literal if in_words else URIRef(RANGES[kind])
        declared = OWL.ObjectProperty if range_.startswith(AG) else OWL.DatatypeProperty
        assert {one for one in PROPERTIES if (term, RDF.type, one) in graph} == {declared}, term
        assert list(graph.objects(term, RDFS.range)) == [range_], term
        assert list(graph.objects(term, RDFS.domain)) == [URIRef(f"{AG}Evidence")], term


def test_terms_are_declared_once(parsed):
    counts = Counter(term for path in VOCABULARY for term in _find_declared(parsed[path]))
    assert [term for term, number in counts.items() if number > 1] == []
    subjects = Counter(
        term for path in VOCABULARY[:7] for term in {term for term in parsed[path].subjects() if term.startswith(AG)}
    )
    assert subjects[URIRef(f"{AG}declared")] == 1
    assert [term for term, number in subjects.items() if number > 1] == []


@pytest.mark.parametrize("path", VOCABULARY[:7], ids=lambda path: path.stem)
def test_vocabulary_files_import_used_terms(path, parsed):
    files = {next(parsed[path].subjects(RDF.type, OWL.Ontology)): path for path in VOCABULARY}
    (start,) = parsed[path].subjects(RDF.type, OWL.Ontology)
    waiting, reached = [start], set()
    while waiting:
        iri = waiting.pop()
        reached.add(iri)
        waiting += [found for found in parsed[files[iri]].objects(iri, OWL.imports) if found not in reached]
    known = {term for iri in reached for term in parsed[files[iri]].subjects()}
    used = {term for triple in parsed[path] for term in triple if term.startswith(AG) and isinstance(term, URIRef)}
    assert used - known - {URIRef(AG)} == set()
