"""Test the references in the graph against a second reader and against references read by hand."""

import csv
import re
from collections import defaultdict
from functools import cache

import pyoxigraph as ox
import pytest
from lxml import html

from actgraph.ingest import xhtml
from tests.conftest import ROOT, SOURCES, needs_sources
from tests.oracle.references import find_references
from tests.oracle.tokens import SELF, tokenize_wording

BEFORE, AFTER = "2024-07-12", "2026-07-27"
PAGES = {BEFORE: SOURCES / "ai-act/oj-2024-07-12.html", AFTER: SOURCES / "ai-act/consolidated-2026-07-27.html"}
FILES = {
    BEFORE: ["ontology/act/2024-07-12/references.ttl", "ontology/act/recitals.references.ttl"],
    AFTER: ["ontology/act/2026-07-27/references.ttl"],
}
ACT, AG = "https://w3id.org/actgraph/eli/reg/2024/1689/", "https://w3id.org/actgraph/ns/"
CITES = ox.NamedNode("http://data.europa.eu/eli/ontology#cites")
SAMPLES = ROOT / "tests/samples"

# Drawn by random.Random(3) from the articles of 2026 and the recitals that have a word of reference.
DRAWN = {
    AFTER: "art_30 art_75a art_70 art_16 art_48 art_75c art_60a art_77 art_75 art_8 art_2 art_113 art_104 art_33 "
    "art_71 art_29 art_24 art_88 art_51 art_78",
    BEFORE: "rct_46 rct_63 rct_166 rct_126 rct_2",
}

# (edition, subject, object, place) that only one of the two readers has, and why; an outdated entry fails.
TEU, TFEU = (f"http://data.europa.eu/eli/treaty/{name}_2016/oj" for name in ("teu", "tfeu"))
PROTOCOL = (
    "the second reader leaves out the articles of protocols annexed to the Treaties, and names the Treaties alone"
)
EXPLAINED: dict[tuple[str, str, str, str], str] = {
    (BEFORE, "rct_40", TEU, ""): PROTOCOL,
    (BEFORE, "rct_41", TEU, ""): PROTOCOL,
    **{(BEFORE, "rct_40", act, "Protocol No 21, Article 6a"): PROTOCOL for act in (TEU, TFEU)},
    **{(BEFORE, "rct_41", act, "Protocol No 22, Article 2"): PROTOCOL for act in (TEU, TFEU)},
    **{(BEFORE, "rct_41", act, "Protocol No 22, Article 2a"): PROTOCOL for act in (TEU, TFEU)},
}

# What an edition names but lacks: Annex VIII, Section B, point 9 was deleted, the list that names it was not.
DANGLING = {BEFORE: set(), AFTER: {("art_49.par_4.pnt_b", "Section B, point 9 of Annex VIII")}}

Edge = tuple[str, str, str]  # subject, object, place


@cache
def load_graph_edges(edition: str) -> frozenset[Edge]:
    store = ox.Store()
    for file in FILES[edition]:
        store.load(path=str(ROOT / file), format=ox.RdfFormat.TURTLE)
    cited = {
        (get_local_name(quad.subject), get_local_name(quad.object))
        for quad in store.quads_for_pattern(None, CITES, None)
    }
    places = defaultdict(set)
    for quad in store.quads_for_pattern(None, ox.NamedNode(f"{AG}predicate"), CITES):
        link = quad.subject
        subject, act = (get_local_name(get_object(store, link, name)) for name in ("subject", "object"))
        named = store.quads_for_pattern(link, ox.NamedNode(f"{AG}placeNamed"), None)
        places[subject, act] |= {found.object.value for found in named} or {""}
    elsewhere = {pair for pair in cited if pair[1].startswith("http")}
    assert elsewhere == {pair for pair in places if pair[1].startswith("http")}, "each other act has its ag:Link"
    return frozenset((*pair, place) for pair in cited for place in places.get(pair, {""}))


def get_object(store: ox.Store, link, name: str):
    (quad,) = store.quads_for_pattern(link, ox.NamedNode(AG + name), None)
    return quad.object


def get_local_name(node) -> str:
    return node.value.removeprefix(ACT)


@cache
def read_oracle_edges(edition: str) -> frozenset[Edge]:
    found = find_references(PAGES[edition])
    assert found.edition == edition
    pairs = ((subject, to if isinstance(to, tuple) else (to, "")) for subject, to in found.edges)
    return frozenset((subject, act, order_from_whole(place)) for subject, (act, place) in pairs)


def order_from_whole(place: str) -> str:
    """Write a place as the graph does, from the whole to the part; the second reader keeps the order of the text."""
    written = ", ".join(reversed(re.split(r" of (?:the )?", place)))
    written = re.sub(r"^(Article \S+, points?) (\d+)$", r"\1 (\2)", written)
    return re.sub(r"^(Annex, points?) \((\d+)\)", r"\1 \2", written)


def read_sample(name: str, edition: str) -> set[Edge]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as rows:
        return {
            (row["subject"], row["object"], order_from_whole(row["place"]))
            for row in csv.DictReader(rows)
            if row["edition"] == edition
        }


def drop_repeated_acts(edges) -> set[Edge]:
    """Drop the mention of a whole act next to one of its provisions, which implies it."""
    placed = {(subject, to) for subject, to, place in edges if place}
    return {edge for edge in edges if edge[2] or edge[:2] not in placed}


def select_drawn(edges, edition: str) -> set[Edge]:
    return {edge for edge in drop_repeated_acts(edges) if edge[0].split(".")[0] in DRAWN[edition].split()}


def assert_same_edges(found: set, expected: set, who: str) -> None:
    lines = [f"only {who}: {edge}" for edge in sorted(found - expected)]
    lines += [f"not {who}: {edge}" for edge in sorted(expected - found)]
    assert not lines, "\n" + "\n".join(lines)


@needs_sources
@pytest.mark.parametrize("edition", PAGES)
def test_graph_and_oracle_agree(edition):
    explained = {tuple(edge) for date, *edge in EXPLAINED if date == edition}
    graph, oracle = drop_repeated_acts(load_graph_edges(edition)), drop_repeated_acts(read_oracle_edges(edition))
    assert_same_edges(graph ^ explained, oracle, "in the graph")


@pytest.mark.parametrize("edition", PAGES)
def test_sampled_articles_have_exact_references(edition):
    assert_same_edges(
        select_drawn(load_graph_edges(edition), edition),
        drop_repeated_acts(read_sample("references-20-articles.csv", edition)),
        "in the graph",
    )


@needs_sources
@pytest.mark.parametrize("edition", PAGES)
def test_oracle_is_right_in_sampled_articles(edition):
    assert_same_edges(
        select_drawn(read_oracle_edges(edition), edition),
        drop_repeated_acts(read_sample("references-20-articles.csv", edition)),
        "in the oracle",
    )


@pytest.mark.parametrize("edition", PAGES)
def test_sampled_edges(edition):
    """A hundred edges of the second reader, drawn by random.Random(2689) from both editions, were all right."""
    edges = load_graph_edges(edition)
    cited = edges | {(subject, to, "") for subject, to, _ in edges}
    assert not read_sample("references-100-edges.csv", edition) - cited


@needs_sources
@pytest.mark.parametrize("edition", PAGES)
def test_dangling_references_are_known(edition):
    assert find_references(PAGES[edition]).dangling == DANGLING[edition]


@needs_sources
@pytest.mark.parametrize("edition", PAGES)
def test_no_reference_to_missing_node(edition):
    names = {provision.name for provision in xhtml.read_act_page(PAGES[edition])[1]}
    for subject, to, _ in load_graph_edges(edition):
        assert subject in names
        assert to in names or to.startswith("http://data.europa.eu/eli/"), (subject, to)
        assert subject != to


@needs_sources
def test_footnotes_name_acts():
    """The Official Journal names each act in full in a footnote at its first citation, newer ones by ELI."""
    acts = {to for _, to, _ in read_oracle_edges(BEFORE)}
    printed = set()
    for note in html.parse(PAGES[BEFORE]).xpath("//p[@class='oj-note']"):
        words = " ".join(note.text_content().split()).partition(") ")[2].strip()
        first = next(iter(tokenize_wording(words)), None)
        named = first.value[0] if first and first.is_a == "act" else ""
        assert named in {*acts, SELF, ""}, words
        if eli := re.search(r"ELI: (http://data\.europa\.eu/eli/[\w/]+)", words):
            assert eli[1] == named or named == SELF, words
            printed.add(named)
    assert len(printed) == 3


@needs_sources
@pytest.mark.parametrize(("edition", "count"), [(BEFORE, 1), (AFTER, 2)])
def test_annex_prints_act_elis(edition, count):
    found = set()
    for provision in xhtml.read_act_page(PAGES[edition])[1]:
        for eli in re.findall(r"ELI: (http://data\.europa\.eu/eli/[\w/]+)", provision.wording):
            if not eli.endswith("reg/2024/1689/oj"):
                found.add((provision.name, eli, ""))
    assert len(found) == count
    assert found <= read_oracle_edges(edition)
