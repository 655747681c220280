"""Test the search: typed words, misspellings, and arbitrary input."""

import concurrent.futures

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actgraph.core.prefixes import ACT
from actgraph.graph.day import open_day
from actgraph.law.search import MAX_HITS, MAX_QUERY_LENGTH, search_nodes

DAY = open_day("2026-11-24")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("copywright polcy", "copyright policy"),
        ("systemc risk", "systemic risk"),
        ("downstreem provider", "downstream provider"),
        ("oblgiation", "obligation"),
        ("transparen", "transparency"),
        ("Artcle 53(1)(c)", "article 53(1)(c)"),
    ],
)
def test_misspelling_is_corrected_and_reported(written, shown):
    found = search_nodes(DAY, written)
    assert found.corrected_query == shown
    assert found.hits == search_nodes(DAY, shown).hits != []


@pytest.mark.parametrize(
    "written", ["copyright policy", "systemic risks", "Article 53", "what is a provider?", "FINES"]
)
def test_known_words_are_not_corrected(written):
    assert search_nodes(DAY, written).corrected_query == ""


@pytest.mark.parametrize("written", ["53(1)(c)", "Artcle 53(1)(c)", "art. 53(1), point (c)", "act:art_53.par_1.pnt_c"])
def test_citation_finds_its_node(written):
    assert search_nodes(DAY, written).answer.iri == f"{ACT}art_53.par_1.pnt_c"


def test_citation_of_other_day_says_so():
    found = search_nodes(DAY, "10(5)")
    assert found.answer is None
    assert found.not_in_force.iri == f"{ACT}art_10.par_5"
    assert "2026-07-26" in found.problem


def test_ambiguous_citation_gives_all_nodes():
    found = search_nodes(DAY, "Measure 1.1")
    assert [one.label.split(" Measure")[0] for one in found.candidates] == [
        "Transparency",
        "Copyright",
        "Safety and Security",
        "AI-Generated Content Code, Section 1,",
        "AI-Generated Content Code, Section 2,",
    ]
    assert found.problem


def test_unknown_provision_gives_only_suggestions():
    found = search_nodes(DAY, "Article 999")
    assert found.hits == []
    assert "Article 99" in found.suggestions


def test_word_without_hits_is_dropped():
    found = search_nodes(DAY, "xyzzyx")
    assert (found.hits, found.total, found.ignored_words) == ([], 0, ["xyzzyx"])


def test_partial_matches_are_found():
    found = search_nodes(DAY, "watermarks turnover chairs lobbying")
    assert found.is_partial
    assert found.hits


@pytest.mark.parametrize("label", ["Mistral AI", "Commitment", "Harmonised standard"])
def test_exact_label_ranks_first(label):
    assert search_nodes(DAY, label).hits[0].label.lower() == label.lower()


def test_equal_hits_are_in_text_order():
    found = [hit.iri for hit in search_nodes(DAY, "Article").hits if hit.kind == "Article"]
    assert found == sorted(found, key=lambda iri: DAY.get_node(iri).order)


def test_hits_have_kinds():
    kinds = {hit.iri.rpartition("/")[2]: hit.kind for hit in search_nodes(DAY, "downstream provider").hits}
    assert kinds["act.downstream-provider"] == "Defined term"
    assert "Concept of the guidelines" in kinds.values()
    assert search_nodes(DAY, "ag:Commitment").answer.kind == "Class"


def test_hits_are_limited_but_all_counted():
    found = search_nodes(DAY, "article")
    assert len(found.hits) == MAX_HITS < found.total


def test_search_finds_nodes_of_day():
    early = open_day("2026-07-26")
    assert search_nodes(early, "10(5)").answer.label == "Article 10(5)"
    assert not any("art_75a" in hit.iri for hit in search_nodes(early, "Article 75a").hits)


def test_too_long_search_says_so():
    found = search_nodes(DAY, "a" * (MAX_QUERY_LENGTH + 1))
    assert str(MAX_QUERY_LENGTH + 1) in found.problem
    assert found.hits == ()


@pytest.mark.parametrize("written", ["", "   ", "\x00\x1b\t\n", "\u200b"])
def test_empty_search_is_no_error(written):
    assert search_nodes(DAY, written).total == 0


# Operators of the full-text engine, next to ordinary words.
_PIECES = st.sampled_from(
    [
        '"',
        "'",
        "*",
        "(",
        ")",
        "^",
        ":",
        "-",
        "+",
        "{",
        "}",
        "AND",
        "OR",
        "NOT",
        "NEAR(",
        "label:",
        "iri :",
        "53",
        "é",
        "ß",
    ]
)


@settings(max_examples=80)
@given(st.one_of(st.text(max_size=MAX_QUERY_LENGTH + 20), st.lists(_PIECES, max_size=12).map(" ".join)))
def test_any_text_is_answered(written):
    found = search_nodes(DAY, written)
    assert len(found.hits) <= MAX_HITS
    assert len(found.hits) <= found.total


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ('provider" OR "fine', "provider or fine"),
        ("fine NOT provider", "fine not provider"),
        ("label:provider", "label-provider"),
        ("provider*", "provider"),
        ("provider^2", "provider-2"),
        ("NEAR(provider fine, 2)", "near-provider fine 2"),
    ],
)
def test_fts_operators_are_escaped(written, plain):
    """Each finds what its words find; as an operator it would find something else, or fail."""
    assert search_nodes(DAY, written).hits == search_nodes(DAY, plain).hits != []


def test_joined_words_are_searched_as_phrase():
    found = search_nodes(DAY, "Measure 1.1")
    assert "Safety and Security Measure 1.1" in [hit.label for hit in found.hits]
    assert not any(hit.label.endswith((" Measure 1.4", " Measure 5.1")) for hit in found.hits)


def test_search_is_thread_safe():
    words = ["fine", "copyright", "systemic risk", "downstreem", "53"] * 8
    alone = [search_nodes(DAY, one).hits for one in words]
    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda one: search_nodes(DAY, one).hits, words))
    assert together == alone
