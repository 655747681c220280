"""Test the citation parser: every label, a table of spellings, errors, and arbitrary text."""

import functools
import itertools
import time
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import actgraph
from actgraph.citation import parser
from actgraph.citation.errors import CITATION_HINT
from actgraph.citation.labels import CODE_CHAPTERS, ORDINALS, format_code_label
from actgraph.core import suggestions
from actgraph.core.errors import CitationError
from actgraph.core.prefixes import BASE, expand_curie, load_prefixes, shorten_iri
from actgraph.graph.day import Day, open_all_editions, open_day
from tests.conftest import ROOT
from tests.support.looping import each

DAY = open_day("2026-11-24")
FIRST = open_day("2024-08-01")
ACT = f"{BASE}eli/reg/2024/1689/"
CODE = f"{BASE}code-of-practice/"
CASES = tomllib.loads((ROOT / "tests/data/citations.toml").read_text(encoding="utf-8"))
# Half of a character, as a shell can hand it over: no text file has it.
ERRORS = [*CASES["errors"], ("act:\ud800", "is no node of the graph", "")]
LONGEST_MESSAGE = 420

many = settings(
    max_examples=200,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


# ---- Every node -----------------------------------------------------------------------------------------------------


def _list_nodes(day: Day) -> list[tuple[str, str]]:
    rows = day.select_rows(
        f"SELECT DISTINCT ?iri ?label WHERE {{ ?iri <{load_prefixes()['ag']}order> ?order"
        f" OPTIONAL {{ ?iri <{load_prefixes()['rdfs']}label> ?label }} }}"
    )
    return [(row["iri"] or "", row["label"] or "") for row in rows]


@pytest.mark.parametrize("day", [open_all_editions(), FIRST, DAY], ids=lambda day: day.date or "all editions")
def test_every_node_is_cited_by_label_and_iri(day):
    nodes = _list_nodes(day)
    assert len(nodes) > 1600
    wrong = [
        (words, iri)
        for iri, label in nodes
        for words in (label, label.upper(), shorten_iri(iri), iri)
        if day.cite(words) != iri
    ]
    assert wrong == []


_PROVIDERS = (
    "PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"
    " SELECT ?name { ?provider a ag:Provider ; rdfs:label ?name }"
)


def test_providers_are_cited_by_name():
    names = [row["name"] for row in open_all_editions().select_rows(_PROVIDERS)]
    assert len(names) > 30
    for name in names:
        assert open_all_editions().get_node(parser.parse_citation(name.lower(), open_all_editions())).label == name


def test_labels_are_unique():
    labels = [label for _, label in _list_nodes(open_all_editions())]
    others = ("term ", *(row["name"] for row in open_all_editions().select_rows(_PROVIDERS)))
    told = [label for label in open_all_editions().get_labels() if not label.startswith(others)]
    assert len(labels) == len(set(labels)) == len(told)


# ---- Spellings ------------------------------------------------------------------------------------------------------


@each(("words", "name"), [(words, name) for name, ways in CASES["ways"].items() for words in ways])
def test_citation_resolves_to_node(words, name):
    assert shorten_iri(DAY.cite(words)) == name


def test_amended_provision_resolves_on_its_days():
    assert shorten_iri(FIRST.cite("10(5)")) == "act:art_10.par_5"
    with pytest.raises(CitationError, match="Article 75a does not hold on 2024-08-01: it holds from 2026-07-27"):
        FIRST.cite("75a")


def test_cite_function():
    assert actgraph.cite("recital 110") == f"{ACT}rct_110"
    assert actgraph.cite("recital 181") is None
    with pytest.raises(CitationError):
        actgraph.cite("recital 181", strict=True)


# ---- Errors ---------------------------------------------------------------------------------------------------------


@each(("words", "told", "miss"), ERRORS, ids=[words[:40] for words, _, _ in ERRORS])
def test_citation_error_names_problem_and_remedy(words, told, miss):
    with pytest.raises(CitationError) as caught:
        DAY.cite(words)
    assert told in str(caught.value)
    assert miss in " ".join(caught.value.near)
    assert caught.value.near or caught.value.todo
    assert len(str(caught.value)) <= LONGEST_MESSAGE


ACTS = (
    "The graph holds Regulation (EU) 2024/1689 (the AI Act), Regulation (EU) 2026/1744, Implementing Regulation (EU)"
    " 2026/1755 and both codes. An act that they name is found by its ELI, like"
    " http://data.europa.eu/eli/dir/2019/790/oj."
)


@each("case", CASES["told"], ids=lambda case: case[0])
def test_citation_error_text_is_exact(case):
    words, *told = (line.replace("HOW", CITATION_HINT).replace("ACTS", ACTS) for line in case)
    with pytest.raises(CitationError) as caught:
        parser.parse_citation(words, DAY)
    assert str(caught.value) == "\n".join(told)


@each("marked", CASES["unread"])
def test_error_shows_where_citation_becomes_unreadable(marked):
    words, piece = marked.replace("|", ""), marked.split("|")[1]
    with pytest.raises(CitationError) as caught:
        parser.parse_citation(words, _build_partial_index())
    assert caught.value.what == f"cannot read “{piece}” in {suggestions.quote_text(words)}"


@each("marked", CASES["other_acts"])
def test_error_names_other_act(marked):
    words, act = marked.replace("|", ""), marked.split("|")[1]
    with pytest.raises(CitationError) as caught:
        parser.parse_citation(words, _build_partial_index())
    assert caught.value.what == f"{suggestions.quote_text(words)} names a provision of another act ({act})"


@pytest.mark.parametrize(
    "words",
    [
        "guidelines sectionx 2",
        "guidelines point17",
        "guidelines, annexA.1",
        "guidelines paragraphx 17",
        "guidelines para17",
        "guidelines sec2",
        "guidelines secx2",
    ],
)
def test_missing_guideline_place_is_error(words):
    with pytest.raises(CitationError, match="as a place in the Commission's guidelines"):
        parser.parse_citation(words, _build_partial_index())


def test_longest_citation_is_accepted():
    with pytest.raises(CitationError, match=r"^cannot read"):
        DAY.cite("x" * 300)
    with pytest.raises(CitationError) as told:
        parser.parse_citation("x" * 301, DAY)
    assert str(told.value) == f"301 characters are too long for a citation\n  {CITATION_HINT}"


def test_label_is_read_without_final_sign():
    class Known:
        def get_labels(self):
            return {"Example, Inc.": f"{BASE}example"}

    assert parser.parse_citation("example, inc.", Known()) == f"{BASE}example"


@pytest.mark.parametrize("words", ["", "“.”"])
def test_empty_citation_is_reported_as_empty(words):
    with pytest.raises(CitationError) as told:
        parser.parse_citation(words, DAY)
    assert str(told.value) == f"an empty citation\n  {CITATION_HINT}"


def test_unprintable_characters_become_one_sign():
    with pytest.raises(CitationError, match="“xy�z”"):
        DAY.cite("xy\x01z")


@pytest.mark.parametrize("words", ["Measure 1.1", "Commitment 1"])
def test_ambiguous_measure_suggests_both_codes(words):
    with pytest.raises(CitationError) as caught:
        DAY.cite(words)
    sections = [f"AI-Generated Content Code, Section {number}, {words}" for number in (1, 2)]
    assert caught.value.near == [*(f"{chapter} {words}" for chapter in CODE_CHAPTERS.values()), *sections]


@pytest.mark.parametrize("words", ["Measure 1.1", "Commitment 1"])
def test_ambiguous_measure_suggests_first_code_alone_before_the_second(words):
    with pytest.raises(CitationError) as caught:
        open_day("2026-06-09").cite(words)
    assert caught.value.near == [f"{chapter} {words}" for chapter in CODE_CHAPTERS.values()]


def test_second_code_citation_fails_before_the_code():
    with pytest.raises(CitationError, match="does not hold on 2026-06-09: it holds from 2026-06-10"):
        open_day("2026-06-09").cite("AI-Generated Content Code, Section 1, Measure 1.1")


@pytest.mark.parametrize(
    ("words", "name", "told"),
    [
        ("Article 1(21) of Regulation (EU) 2026/1744", "omn:art_1.pnt_21", "another act (Regulation (EU) 2026/1744)"),
        ("omn:art_1", "omn:art_1", "is no node of the graph"),
        ("guidelines 17", "gdl:5045.par_17", "paragraph 17 of the Commission's guidelines C(2025) 5045"),
        ("paragraph 17 of the guidelines", "gdl:5045.par_17", "paragraph 17 of the Commission's guidelines"),
        ("Commission's guidelines, section 2.1", "gdl:5045.sec_2.1", "section 2.1 of the Commission's guidelines"),
        ("guidelines 145", "gdl:5045.par_145", "Guidelines C(2025) 5045, paragraph 145, which the graph"),
        ("guidelines, Annex B.1", "gdl:5045.sec_B.1", "as a place in the Commission's guidelines"),
        ("guidelines, section 7", "gdl:5045.sec_7", "Guidelines C(2025) 5045, section 7, which the graph"),
    ],
)
def test_unknown_text_is_not_read_as_known(words, name, told):
    """It resolves once the graph has that text; until then the error names the text."""
    if expand_curie(name) in DAY:
        assert shorten_iri(DAY.cite(words)) == name
    else:
        with pytest.raises(CitationError) as caught:
            DAY.cite(words)
        assert told in str(caught.value)


def test_code_citation_fails_before_the_code():
    with pytest.raises(CitationError, match=r"Safety and Security Measure 9\.3 does not hold on 2024-08-01"):
        FIRST.cite("Measure 9.3")
    with pytest.raises(CitationError) as told:
        FIRST.cite("Measure 1.1")
    assert str(told.value) == "the Code of Practice is not in the graph of this day\n  Ask for a later day."


def test_template_citation_fails_before_the_template():
    with pytest.raises(CitationError, match=r"section 2\.3 does not hold on 2024-08-01: it holds from 2025-07-24"):
        FIRST.cite("Training summary, field 2.3")


def test_whole_code_citation_fails_before_the_code():
    with pytest.raises(CitationError, match="does not hold on 2024-08-01: it holds from 2025-07-10"):
        FIRST.cite("Code of Practice")


@pytest.mark.parametrize("piece", ["(", "a ", "of ", "1.", "Regulation ", "first ", "Measure 1.", "\u3000", "\ufdfa"])
def test_citation_parsing_is_fast(piece):
    start = time.process_time()
    for count in (50_000, 300):
        with pytest.raises(CitationError) as caught:
            DAY.cite((piece * count)[:count])
        assert len(str(caught.value)) <= LONGEST_MESSAGE
    assert time.process_time() - start < 2


# ---- Arbitrary text -------------------------------------------------------------------------------------------------


class _PartialIndex:
    """A day's nodes with only some labels, as suggestions are slow with all of them."""

    def __init__(self, day: Day) -> None:
        self._labels = day.get_labels()
        self._iris = frozenset(self._labels.values())
        self.list_ancestors = day.list_ancestors

    def __contains__(self, iri: str) -> bool:
        return iri in self._iris

    def get_labels(self) -> dict[str, str]:
        return dict(itertools.islice(self._labels.items(), 0, None, 50))


@functools.cache
def _build_partial_index() -> _PartialIndex:
    return _PartialIndex(open_all_editions())


PIECES = (
    "Article |Art. |art |Annex |annex|Recital |recital(|Chapter |Section |, Section |Appendix |Commitment |Measure |"
    "Copyright |Transparency |S&S |Safety and Security |chapter|Code of Practice| of | of the | in | to |, |; |: |. |.|"
    "53|55|1|2|9.3|1.2.1|11|XI|III|V|0|999|5|75a|(|)|(1)|(a)|(i)|(ii)|(63)|a|i|point |points |, point (a)| paragraph 1|"
    "first |second | subparagraph| paragraph| lit. |§|AI Act|Regulation (EU) 2024/1689|Regulation |2016/679|"
    "Directive|GDPR|guidelines |act:|cop:|http://|art_53|and |-|/|–|“|\u00a0|\u200b|Ⅺ|５３|½|İ|ß|\x00|\x1b|\ud800"
).split("|")


@many
@given(st.text(max_size=320) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_text_is_node_or_error(words):
    answer: object = None
    try:
        answer = parser.parse_citation(words, _build_partial_index())
    except CitationError as error:
        answer = error
    if isinstance(answer, CitationError):
        assert len(str(answer)) <= LONGEST_MESSAGE
        assert all(line.isprintable() for line in str(answer).splitlines())
    else:
        assert isinstance(answer, str)
        assert answer in _build_partial_index()


HEADS = {
    "art": ["Article {}", "Art. {}", "art {}", "ART.{}"],
    "rct": ["Recital {}", "recital ({})", "Rec. {}"],
    "anx": ["Annex {}", "annex {}"],
    "cpt": ["Chapter {}", "ch. {}"],
}
BELOW = {
    "par": ["({})", " ({})", ".{}", ", paragraph {}", " par. {}", ", para ({})"],
    "pnt": ["({})", " ({})", ".{}", ", point ({})", " point {})", " lit. {}", " letter {}"],
    "sub": [", {} subparagraph", " {} sub-paragraph"],
    "sct": [", Section {}", " Sec. {}", " section {}"],
}
NUMBERED = [", point {}", " point {}", " {}", ", {}"]  # right under an annex or a section
SPACES = [" ", "  ", "\t", "\u00a0", "\u202f"]


@st.composite
def _draw_citation(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a node and one of its many spellings."""
    iri = draw(
        st.sampled_from(
            sorted(iri for iri in _build_partial_index()._iris if iri.startswith((ACT, CODE)) and "/prv_" not in iri)
        )
    )
    words = _draw_code_citation(draw, iri) if iri.startswith(CODE) else _draw_act_citation(draw, iri)
    words = draw(st.sampled_from([words, words.lower(), words.upper(), f"“{words}”", f" {words}.", f"{words} AI Act"]))
    return iri, "".join(draw(st.sampled_from(SPACES)) if letter == " " else letter for letter in words)


def _draw_act_citation(draw: st.DrawFn, iri: str) -> str:
    head, *below = [step.split("_") for step in iri.removeprefix(ACT).split(".")]
    whole, part, before = draw(st.sampled_from(HEADS[head[0]])).format(head[1]), "", head[0]
    for kind, number in below:
        ways = BELOW[kind]
        if before in ("anx", "sct") and kind == "pnt" and number.isdigit():
            ways = NUMBERED
        elif before in ("anx", "sct", "sub"):
            ways = [way for way in ways if way != ".{}"]
        part += draw(st.sampled_from(ways)).format(ORDINALS[int(number) - 1] if kind == "sub" else number)
        before = kind
    upside_down = part.startswith((", p", ", S", " p", " l", " s")) and draw(st.booleans())
    return f"{part.strip(' ,')} of {whole}" if upside_down else whole + part


def _draw_code_citation(draw: st.DrawFn, iri: str) -> str:
    name = iri.removeprefix(CODE)
    if name == "code":
        return "Code of Practice"
    chapter, _, part = name.partition(".")
    if chapter == "mdf" and not part:
        return draw(st.sampled_from(["Model Documentation Form", "the Model Documentation Form"]))
    if chapter == "mdf":
        number = part.removeprefix("itm_")
        ways = ["Model Documentation Form, item {}", "Form item {}", "item {} of the Model Documentation Form"]
        return draw(st.sampled_from(ways)).format(number)
    titles = {"tra": ["Transparency"], "cpy": ["Copyright"], "sas": ["Safety and Security", "Safety & Security", "S&S"]}
    title = draw(st.sampled_from(titles[chapter]))
    if not part:
        return f"{title} chapter"
    said = format_code_label(name).removeprefix(CODE_CHAPTERS[chapter]).strip()
    return draw(
        st.sampled_from(["{0} {1}", "{0} Chapter, {1}", "{1} of the {0} chapter", "{1} ({0})", "{0}: {1}"])
    ).format(title, said)


@many
@given(_draw_citation())
def test_every_spelling_resolves_to_node(pair):
    iri, words = pair
    assert parser.parse_citation(words, _build_partial_index()) == iri
