"""Test the defined terms of Article 3 and of the Code's glossary, and the provisions that use them."""

import csv
import re
from itertools import takewhile

import pytest
from pypdf import PdfReader

from actgraph.core.prefixes import ACT, expand_curie
from actgraph.graph.day import open_day
from actgraph.ingest import formex, term_usage
from actgraph.law import definitions
from tests.conftest import ROOT, SOURCES, needs_sources
from tests.support.looping import each

DAYS = {"2024-07-12": "2025-01-01", "2026-07-27": "2026-11-24"}  # edition → a day of it
FORMEX = {
    "2024-07-12": SOURCES / "ai-act/oj-2024-07-12.fmx.xml",
    "2026-07-27": SOURCES / "ai-act/consolidated-2026-07-27.fmx.xml",
}
CHAPTER = SOURCES / "code-of-practice"


def _find_definitions(day, scheme):
    ask = f"SELECT ?term ?place WHERE {{ ?term <{expand_curie('ag:definedIn')}> ?place }} ORDER BY ?term"
    rows = open_day(day).select_rows(ask)
    return {row["term"]: row["place"] for row in rows if row["term"].startswith(expand_curie(f"trm:{scheme}."))}


@pytest.mark.parametrize(("day", "count"), [("2024-08-01", 68), ("2026-07-26", 68), ("2026-07-27", 70)])
def test_every_definition_is_term(day, count):
    places = _find_definitions(day, "act").values()
    points = {node.iri for node in open_day(day).list_parts(ACT + "art_3")}
    assert set(places) == points
    assert len(places) == len(points) == count


@pytest.mark.parametrize("day", DAYS.values())
def test_every_term_is_found_by_name(day):
    on = open_day(day)
    for term in [*_find_definitions(day, "act"), *(_find_definitions(day, "sas") if day > "2025-07-10" else [])]:
        node = on.get_node(term)
        assert (node.kind, on.cite(f"term {node.label}"), on.cite(term)) == ("Concept", term, term)
        assert node.description


@pytest.mark.parametrize(
    ("words", "name"),
    [("term Provider", "act.provider"), ("AI system", "act.AI-system"), ("SME", None), ("near miss", "sas.near-miss")],
)
def test_term_is_cited_by_name(words, name):
    name = name or "act.micro-small-and-medium-sized-enterprise"
    assert open_day("2026-11-24").cite(words) == expand_curie(f"trm:{name}")


@pytest.fixture(scope="module")
def provisions():
    return {
        edition: {item.name: item for item in formex.read_formex(file).provisions} for edition, file in FORMEX.items()
    }


@needs_sources
@pytest.mark.parametrize("edition", FORMEX)
def test_terms_have_names_of_act(edition, provisions):
    for term in term_usage.read_term_forms(edition):
        told = provisions[edition][term.defined_in].wording.partition(" means")[0].replace("‘real-time’", "real-time")
        names = re.findall(r"‘([^’]*)’", told)
        node = open_day(DAYS[edition]).get_node(expand_curie(f"trm:{term.name}"))
        assert names[0] == node.label
        assert set(names) <= set(term.forms)


@needs_sources
def test_editions_share_unchanged_definitions(provisions):
    def get_own(item):
        return f"{item.wording} {item.title}".rstrip(" .;")  # a point added after the last one changes its stop

    before, after = (
        {name: get_own(item) for name, item in found.items() if name.startswith("art_3.pnt_")}
        for found in provisions.values()
    )
    differ = {name.split(".")[1] for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    apart = {
        place
        for path in (ROOT / "ontology/reading").glob("definitions/*.ttl")
        for place in re.findall(r"ag:definedIn act:art_3\.(\w+)", path.read_text(encoding="utf-8"))
    }
    assert apart == differ == {"pnt_14", "pnt_14a", "pnt_14b"}


@needs_sources
def test_glossary_is_complete():
    """In the plain text each entry begins a line, on the page that its term names."""
    text = (CHAPTER / "safety-security.txt").read_text(encoding="utf-8")
    pages = {}
    for page in text[text.rindex("\nGlossary\n") : text.index("\nAppendices\n")].split("\f"):
        if page.strip():
            pages[page.strip().rsplit("\n", 1)[-1]] = re.findall(r"^‘([^’\n]+)", page, re.MULTILINE)
    pages["30"].pop()  # a sentence about "model" that begins a line
    on = open_day("2026-11-24")
    terms_of = {}
    for term, place in _find_definitions("2026-11-24", "sas").items():
        terms_of.setdefault(on.get_node(place).number, []).append(on.get_node(term).label)
    assert {page: len(found) for page, found in terms_of.items()} == {page: len(found) for page, found in pages.items()}
    for page, entries in pages.items():
        left = set(terms_of[page])
        for entry in entries:
            # The left column is narrow: a line has the beginning of a long term and of its meaning.
            label = max(sorted(left), key=lambda label: len(_get_common_prefix(label, entry)))
            assert _get_common_prefix(label, entry).startswith(re.split(r"(?<=[ -])", label)[0].rstrip(")"))
            left.remove(label)
        assert not left


def _get_common_prefix(one, other):
    return "".join(left for left, right in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


@needs_sources
def test_glossary_size_matches_pdf():
    """In the PDF an entry begins with a quotation mark at the left edge of a page."""
    entries = []

    def visit(text, _matrix, place, _font, _size):
        if text.startswith("‘") and place[4] < 100:  # points; the second column begins at 178
            entries.append(text)

    for page in PdfReader(CHAPTER / "safety-security.pdf").pages[28:33]:
        page.extract_text(visitor_text=visit)
    assert len(entries) == len(_find_definitions("2026-11-24", "sas")) == 35


def test_glossary_terms_are_not_in_article_3():
    """The glossary says that the Act's definition prevails: no term is in both, and a check looks for one."""
    on = open_day("2026-11-24")
    plain = [
        {on.get_node(term).label.lower() for term in _find_definitions("2026-11-24", scheme)}
        for scheme in ("act", "sas")
    ]
    assert plain[0] & plain[1] == set()
    assert (
        on.query(f"ASK {{ <{expand_curie('trm:act')}> <{expand_curie('ag:prevails')}> <{expand_curie('trm:sas')}> }}")
        is True
    )


def _find_uses(edition, provision):
    day = open_day(DAYS[edition])
    return {node.iri.removeprefix(expand_curie("trm:")) for node in definitions.find_used_terms(day, ACT + provision)}


def _read_sample(name):
    with open(ROOT / "tests/samples" / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@each(
    "row",
    [*_read_sample("terms.csv"), *_read_sample("terms-second-reader.csv")],
    ids=lambda row: f"{row['provision']}-{row['term']}",
)
def test_sampled_uses_are_found(row):
    assert (row["term"] in _find_uses(row["edition"], row["provision"])) == (row["verdict"] == "right")


@each("row", _read_sample("terms-of-provisions.csv"), ids=lambda row: row["provision"])
def test_sampled_provisions_have_all_terms(row):
    assert _find_uses(row["edition"], row["provision"]) == set(row["terms"].split())


def test_definition_does_not_use_its_term():
    for edition, day in DAYS.items():
        for term in term_usage.read_term_forms(edition):
            for place in [
                ACT + term.defined_in,
                *(part.iri for part in open_day(day).list_parts(ACT + term.defined_in)),
            ]:
                assert term.name not in _find_uses(edition, place.removeprefix(ACT))
    assert "act.downstream-provider" not in _find_uses("2026-07-27", "art_3.pnt_68")
    assert "act.general-purpose-AI-system" in _find_uses("2026-07-27", "art_3.pnt_68")


FOUND = {
    "A downstream provider asks.": ["downstream-provider"],
    "The PROVIDERS’ duties; a provider’s duty.": ["provider"],
    "High-risk AI systems.": ["AI-system"],
    "A systemic risk; a risk-based view.": ["systemic-risk"],
    "It is placed, with care, on the market.": [],
    "They place a new AI system on the Union market.": ["AI-system", "placing-on-the-market"],
    "It was made available on the market or put into service.": [
        "making-available-on-the-market",
        "putting-into-service",
    ],
    "It is made available or put into service on a national market.": [
        "making-available-on-the-market",
        "putting-into-service",
    ],
    "Very large platforms have providers; those providers are also obliged.": ["provider"],
    "Those providers are also obliged.": [],
    "Non-personal data.": ["non-personal-data"],
    "Special categories of personal data and other personal data.": [
        "personal-data",
        "special-categories-of-personal-data",
    ],
    "Law-enforcement authorities.": ["law-enforcement-authority"],
    "For law enforcement purposes.": ["law-enforcement"],
    "Law enforcement, immigration or asylum authorities.": ["law-enforcement-authority"],
    "Market surveillance and data protection authorities.": ["market-surveillance-authority"],
    "Each is subject to a data subject’s wish.": [],
    "The subjects of the trial.": ["subject"],
    "Economic operators and other operators.": ["operator"],
    "Economic operators.": [],
    "The ‘real-time’ remote biometric identification system.": ["real-time-remote-biometric-identification-system"],
    "Training, validation and testing data sets.": ["testing-data", "training-data", "validation-data-set"],
    "Data sets for training, validation and testing.": ["testing-data", "training-data", "validation-data-set"],
    "They recall the AI system.": ["AI-system", "recall-of-an-AI-system"],
    "We recall the guidelines, and withdraw a proposal.": [],
    "Conformity assessment bodies.": ["conformity-assessment-body"],
    "Notified bodies and notifying authorities.": ["notified-body", "notifying-authority"],
    "Floating point operations.": ["floating-point-operation"],
    "General-purpose AI models and systems.": ["general-purpose-AI-model", "general-purpose-AI-system"],
}


@each("words", FOUND)
def test_terms_are_found_in_phrases(words):
    found = term_usage.TermFinder(term_usage.read_term_forms("2026-07-27")).find_terms(words)
    assert found == sorted(f"act.{name}" for name in FOUND[words])


def test_terms_of_other_edition_are_not_found():
    assert term_usage.TermFinder(term_usage.read_term_forms("2024-07-12")).find_terms("An SME.") == []
    assert term_usage.TermFinder(term_usage.read_term_forms("2026-07-27")).find_terms("An SME.") == [
        "act.micro-small-and-medium-sized-enterprise"
    ]
