"""Search: what people type, slips of spelling and all, and whatever else may come in an address."""

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
def test_spelling_is_forgiven_and_said(written, shown):
    found = search_nodes(DAY, written)
    assert found.corrected_query == shown
    assert found.hits == search_nodes(DAY, shown).hits != []


@pytest.mark.parametrize(
    "written", ["copyright policy", "systemic risks", "Article 53", "what is a provider?", "FINES"]
)
def test_words_that_are_there_stay_as_they_are(written):
    assert search_nodes(DAY, written).corrected_query == ""


@pytest.mark.parametrize("written", ["53(1)(c)", "Artcle 53(1)(c)", "art. 53(1), point (c)", "act:art_53.par_1.pnt_c"])
def test_a_citation_is_the_answer(written):
    assert search_nodes(DAY, written).answer.iri == f"{ACT}art_53.par_1.pnt_c"


def test_a_citation_of_another_day_says_so():
    found = search_nodes(DAY, "10(5)")
    assert found.answer is None
    assert found.not_in_force.iri == f"{ACT}art_10.par_5"
    assert "2026-07-26" in found.problem


def test_a_citation_of_several_gives_them():
    found = search_nodes(DAY, "Measure 1.1")
    assert [one.label.split(" Measure")[0] for one in found.candidates] == [
        "Transparency",
        "Copyright",
        "Safety and Security",
    ]
    assert found.problem


def test_a_provision_that_is_nowhere_has_near_misses_alone():
    found = search_nodes(DAY, "Article 999")
    assert found.hits == []
    assert "Article 99" in found.suggestions


def test_nothing_found_leaves_the_word_out():
    found = search_nodes(DAY, "xyzzyx")
    assert (found.hits, found.total, found.ignored_words) == ([], 0, ["xyzzyx"])


def test_words_that_nothing_has_together_find_what_has_some():
    found = search_nodes(DAY, "watermarks turnover chairs lobbying")
    assert found.is_partial
    assert found.hits


@pytest.mark.parametrize("label", ["Mistral AI", "Commitment", "Harmonised standard"])
def test_the_label_itself_stands_first(label):
    assert search_nodes(DAY, label).hits[0].label.lower() == label.lower()


def test_what_is_alike_stands_in_the_order_of_the_text():
    found = [hit.iri for hit in search_nodes(DAY, "Article").hits if hit.kind == "Article"]
    assert found == sorted(found, key=lambda iri: DAY.get_node(iri).order)


def test_kinds_are_told_apart():
    kinds = {hit.iri.rpartition("/")[2]: hit.kind for hit in search_nodes(DAY, "downstream provider").hits}
    assert kinds["act.downstream-provider"] == "Defined term"
    assert "Concept of the guidelines" in kinds.values()
    assert search_nodes(DAY, "ag:Commitment").answer.kind == "Class"


def test_no_more_than_the_most_are_told_and_all_are_counted():
    found = search_nodes(DAY, "article")
    assert len(found.hits) == MAX_HITS < found.total


def test_a_day_finds_what_holds_on_it():
    early = open_day("2026-07-26")
    assert search_nodes(early, "10(5)").answer.label == "Article 10(5)"
    assert not any("art_75a" in hit.iri for hit in search_nodes(early, "Article 75a").hits)


def test_too_long_is_said():
    found = search_nodes(DAY, "a" * (MAX_QUERY_LENGTH + 1))
    assert str(MAX_QUERY_LENGTH + 1) in found.problem
    assert found.hits == ()


@pytest.mark.parametrize("written", ["", "   ", "\x00\x1b\t\n", "\u200b"])
def test_nothing_asked_is_no_fault(written):
    assert search_nodes(DAY, written).total == 0


# What the full-text engine would take for its own language, beside what a word may be.
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


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.text(max_size=MAX_QUERY_LENGTH + 20), st.lists(_PIECES, max_size=12).map(" ".join)))
def test_whatever_is_written_is_answered(written):
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
def test_no_operator_reaches_the_engine(written, plain):
    """Each is found as its words are: were it an operator, the engine would find otherwise, or fail."""
    assert search_nodes(DAY, written).hits == search_nodes(DAY, plain).hits != []


def test_what_is_written_together_is_looked_for_together():
    found = search_nodes(DAY, "Measure 1.1")
    assert "Safety and Security Measure 1.1" in [hit.label for hit in found.hits]
    assert not any(hit.label.endswith((" Measure 1.4", " Measure 5.1")) for hit in found.hits)


def test_threads_share_an_index():
    words = ["fine", "copyright", "systemic risk", "downstreem", "53"] * 8
    alone = [search_nodes(DAY, one).hits for one in words]
    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda one: search_nodes(DAY, one).hits, words))
    assert together == alone
