"""Test the links of recitals: the method against links read by hand, the graph against samples."""

import csv
import math
import re
from collections import Counter

import pytest
from pyoxigraph import RdfFormat, Store

from actgraph.graph import catalog
from actgraph.graph.store_files import fill_store
from actgraph.ingest import formex, recitals, reference_graph
from actgraph.ingest.provision import Provision
from actgraph.sparql import named_queries
from tests.conftest import ROOT, SOURCES, needs_sources

SAMPLES = ROOT / "tests/samples"
OJ = SOURCES / "ai-act/oj-2024-07-12.fmx.xml"
CONSOLIDATED = SOURCES / "ai-act/consolidated-2026-07-27.fmx.xml"
TODAY = "2026-11-24"


def _read_sample(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _read_gold_set() -> dict[str, set[str]]:
    return {
        f"rct_{row['recital']}": {f"art_{one}" for one in row["articles"].split()}
        for row in _read_sample("recitals-gold.csv")
    }


@pytest.fixture(scope="module")
def pairs():
    provisions = formex.read_formex(OJ).provisions
    reasons = [item for item in provisions if item.kind == "Recital"]
    return recitals.list_candidates(reasons, [item for item in provisions if item.kind != "Recital"])


def _fit_weights(pairs, gold) -> list[float]:
    """Fit a logistic regression to the gold set by Newton's method."""
    rows = [(pair.features, float(pair.article in gold[pair.recital])) for pair in pairs if pair.recital in gold]
    size = len(rows[0][0])
    weights = [0.0] * size
    for _ in range(12):
        steps = [[0.0] * (size + 1) for _ in range(size)]
        for values, right in rows:
            chance = 1 / (1 + math.exp(-sum(map(float.__mul__, weights, values))))
            for line, value in zip(steps, values, strict=True):
                for count, other in enumerate(values):
                    line[count] += chance * (1 - chance) * value * other
                line[size] += (right - chance) * value
        weights = [old + more for old, more in zip(weights, _solve_equations(steps), strict=True)]
    return weights


def _solve_equations(lines: list[list[float]]) -> list[float]:
    for count in range(len(lines)):
        lines[count] = [value / lines[count][count] for value in lines[count]]
        for other in range(len(lines)):
            if other != count:
                factor = lines[other][count]
                lines[other] = [one - factor * two for one, two in zip(lines[other], lines[count], strict=True)]
    return [line[-1] for line in lines]


@needs_sources
def test_weights_fit_gold_set(pairs):
    assert [round(weight, 2) for weight in _fit_weights(pairs, _read_gold_set())] == list(recitals.WEIGHTS)


@needs_sources
def test_confidences_are_far_from_rounding_edges(pairs):
    """A last bit that differs between machines changes neither a written number nor the links."""
    reasons = [item for item in formex.read_formex(OJ).provisions if item.kind == "Recital"]
    both = [*pairs, *recitals.list_candidates(reasons, formex.read_formex(CONSOLIDATED).provisions)]
    unrounded = [pair.confidence for pair in both if 0.6 < pair.confidence < recitals.MOST_CONFIDENCE]
    assert min(abs(value * 100 % 1 - 0.5) for value in unrounded) > 1e-4


@pytest.fixture(scope="module")
def links():
    return _read_links("2024-07-12")


def _read_links(edition: str) -> dict[tuple[str, str], float]:
    text = (ROOT / "ontology/act" / edition / "recitals.ttl").read_text(encoding="utf-8")
    block = (
        r"ag:subject act:(\w+) ;\n  ag:predicate ag:explains ;\n  ag:object act:(\w+) ;\n  ag:confidence ([0-9.]+) ;"
    )
    return {(recital, article): float(confidence) for recital, article, confidence in re.findall(block, text)}


def test_sampled_pairs_are_in_graph(links):
    sample = _read_sample("recitals-60.csv")
    found = {(f"rct_{row['recital']}", f"art_{row['article']}"): float(row["confidence"]) for row in sample}
    assert len(found) == 60
    assert found.items() <= links.items()
    assert not {recital for recital, _ in found} & set(_read_gold_set()), (
        "what was fitted to says nothing of the precision"
    )


def _get_wilson_bounds(right: int, count: int) -> tuple[float, float]:
    z = 1.959964
    middle, half = (
        right / count + z * z / (2 * count),
        z * math.sqrt(right * (count - right) / count**3 + z * z / (4 * count * count)),
    )
    return (middle - half) / (1 + z * z / count), (middle + half) / (1 + z * z / count)


def test_document_numbers_are_current(links):
    told = " ".join((ROOT / "docs/recitals.md").read_text(encoding="utf-8").split())
    sample = _read_sample("recitals-60.csv")
    right = sum(row["right"] == "yes" for row in sample)
    low, high = _get_wilson_bounds(right, len(sample))
    assert (
        f"**{right} of {len(sample)}** right, {right / len(sample):.0%} (Wilson, 95 %: {low:.0%} to {high:.0%})" in told
    )
    for least, most in ((0.7, 0.8), (0.8, 0.9), (0.9, recitals.MOST_CONFIDENCE), (recitals.MOST_CONFIDENCE, 1.0)):
        rows = [row for row in sample if least <= float(row["confidence"]) < most]
        assert f"| {least:.2f} | {len(rows)} | {sum(row['right'] == 'yes' for row in rows)} |" in told
    assert f"threshold is {recitals.LEAST_CONFIDENCE}," in told
    gold = _read_gold_set()
    known = {(recital, article) for recital, articles in gold.items() for article in articles}
    of_gold = {link for link in links if link[0] in gold}
    assert f"{len(of_gold & known)} of its {len(of_gold)} links are right" in told
    assert f"{len(of_gold & known)} of its {len(known)} pairs are found" in told
    recital_count = Counter(recital for recital, _ in links)
    assert f"{len(links)} links from {len(recital_count)} recitals; {180 - len(recital_count)} have none" in told
    amended = _read_links("2026-07-27")
    same = len(amended.keys() & links.keys())
    assert f"as amended has {len(amended)} links, {same} of them the same. The four others" in told
    assert len(amended) - same == 4


def test_recital_explains_at_most_four_articles(links):
    assert max(Counter(recital for recital, _ in links).values()) <= recitals.MOST_LINKS


def _build_recitals(*wordings: str) -> list[Provision]:
    return [Provision(f"rct_{count}", "Recital", str(count), "", "", words) for count, words in enumerate(wordings, 1)]


LAW = [
    Provision("art_1", "Article", "1", "Apples", "", "Apples are red."),
    Provision("art_2", "Article", "2", "Pears", "", ""),
    Provision("art_2.par_1", "Paragraph", "1", "", "art_2", "Pears are green."),
    Provision("anx_I", "Annex", "I", "Plums referred to in Article 2(1)", "", "Plums are blue."),
]


def test_annex_counts_for_article_in_title():
    (_, with_plums) = recitals.list_candidates(_build_recitals("Why plums are blue."), LAW)
    assert with_plums.article == "art_2"
    assert with_plums.recital_share == 1.0
    assert with_plums.on_path


def test_recital_without_shared_words_explains_nothing():
    assert recitals.find_explained_articles(_build_recitals("Nothing."), LAW, set()) == []


def test_named_articles_are_not_computed():
    words = _build_recitals("Apples are red: apples are red. Apples.", "Pears are green.")
    assert ("rct_1", "art_1") in {pair[:2] for pair in recitals.find_explained_articles(words, LAW, set())}
    assert ("rct_1", "art_1") not in {
        pair[:2] for pair in recitals.find_explained_articles(words, LAW, {("rct_1", "art_1")})
    }


@needs_sources
def test_recitals_naming_articles():
    found = reference_graph.find_recital_citations(formex.read_formex(OJ).provisions)
    assert found == {(recital, article) for recital in ("rct_40", "rct_41") for article in ("art_5", "art_26")}


def test_no_links_without_recitals_or_articles():
    assert recitals.list_candidates([], LAW) == recitals.list_candidates(_build_recitals("Apples."), LAW[3:]) == []


def test_named_articles_come_first():
    """Only two recitals of the Act name an article, so two more references are added."""
    graphs = catalog.find_valid_graphs(TODAY)
    store = fill_store(Store(), graphs, [one.read() for one in graphs])
    act_iri = "https://w3id.org/actgraph/eli/reg/2024/1689/"
    cites = "<http://data.europa.eu/eli/ontology#cites>"
    store.load(f"<{act_iri}rct_4> {cites} <{act_iri}art_53.par_2> .".encode(), format=RdfFormat.N_TRIPLES)
    text = named_queries.bind_parameters(
        named_queries.load_named_query("recitals-of-article"), {"provision": act_iri + "art_53.par_1"}
    )
    first, *rest = list(store.query(text))
    assert [str(first[name].value).removeprefix(act_iri) for name in ("recital", "link", "via")] == [
        *("rct_4", "stated", "art_53.par_2")
    ]
    assert {row["link"].value for row in rest} == {"editorial"}, "those of Article 53 were read"
    text = named_queries.bind_parameters(
        named_queries.load_named_query("articles-of-recital"), {"recital": act_iri + "rct_4"}
    )
    assert [row["articleLabel"].value for row in store.query(text)] == ["Article 53"]
