"""Test the Commission's guidelines in the graph against their text."""

import calendar
import math
import re
from collections import Counter, defaultdict

import pytest

from actgraph.citation.labels import format_guideline_label
from actgraph.cli import _run
from actgraph.core.prefixes import ACT, BASE, GUIDELINES
from actgraph.graph.day import open_day
from actgraph.law import node_summary
from actgraph.reasoning.rules import list_rules
from tests.conftest import SOURCES
from tests.support.looping import each

DAY = open_day("2026-11-24")
LAST = 144
HEAD = """PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> """

PARTS = DAY.select_rows(
    HEAD
    + """SELECT ?node ?class ?label ?number ?title ?description ?place ?order WHERE { ?node a ?class ;
      rdfs:label ?label ; ag:number ?number ; ag:order ?order .
      FILTER(?class IN (ag:Guidelines, ag:GuidelineSection, ag:GuidelineParagraph))
      FILTER(CONTAINS(STR(?node), "/5045"))
      OPTIONAL { ?node dcterms:title ?title } OPTIONAL { ?node dcterms:description ?description }
      OPTIONAL { ?node dcterms:isPartOf ?place } }"""
)
PARTS.sort(key=lambda row: int(row["order"] or 0))
LINKS = DAY.select_rows(
    HEAD
    + """SELECT ?link ?subject ?object ?kind ?source ?named ?printed ?corrected WHERE { ?link ag:subject ?subject ;
      ag:predicate ag:refersTo ; ag:object ?object ; ag:linkKind ?kind ; dcterms:source ?source .
      FILTER(STRSTARTS(STR(?subject), "https://w3id.org/actgraph/guidelines/gpai/"))
      OPTIONAL { ?link ag:placeNamed ?named }
      OPTIONAL { ?erratum ag:concerns ?link ; ag:asPrinted ?printed ; ag:corrected ?corrected } }"""
)


def _get_local_name(iri: str) -> str:
    return iri.removeprefix(GUIDELINES).removeprefix("5045.").removeprefix(ACT)


PARAGRAPHS = {int(row["number"]): row for row in PARTS if row["class"].endswith("Paragraph")}
SECTIONS = {row["number"]: row for row in PARTS if row["class"].endswith("Section")}
LINKS_OF = defaultdict(list)
for _link in LINKS:
    LINKS_OF[int(_get_local_name(_link["subject"]).removeprefix("par_"))].append(_link)


# ---- The graph itself -----------------------------------------------------------------------------------------------


def test_counts():
    assert Counter(row["class"].rpartition("/")[2] for row in PARTS) == {
        "Guidelines": 1,
        "GuidelineSection": 35,
        "GuidelineParagraph": LAST,
    }
    assert len(LINKS) == 235


def test_paragraph_numbers_are_complete():
    assert list(PARAGRAPHS) == list(range(1, LAST + 1))
    assert [int(row["order"]) for row in PARTS] == list(range(1, len(PARTS) + 1))


def test_labels_match_names():
    for row in PARTS:
        assert row["label"] == format_guideline_label(row["node"].removeprefix(GUIDELINES))


def test_every_paragraph_has_summary():
    for number, row in PARAGRAPHS.items():
        assert 5 <= len(row["description"].split()) <= 140, number
        assert row["description"].endswith("."), number


@each("link", LINKS, ids=lambda link: _get_local_name(link["link"]))
def test_links_are_stated_in_paragraph(link):
    assert link["kind"].endswith("/stated")
    assert link["source"] == link["subject"]
    assert link["object"] != link["subject"]
    assert bool(link["named"]) == link["object"].startswith("http://data.europa.eu/")


def test_referred_provisions_exist_on_every_day():
    for day in ("2025-07-18", "2026-07-26", "2026-07-27", "2026-11-24"):
        known = open_day(day)
        missing = [link["object"] for link in LINKS if "/actgraph/" in link["object"] and link["object"] not in known]
        assert missing == [], day


# ---- The text, by an independent reader ------------------------------------------------------------------------------

TEXT = SOURCES / "guidelines/gpai-2025-5045.pypdf.txt"
needs_text = pytest.mark.skipif(
    not TEXT.is_file(), reason=f"{TEXT.name} is not in ../shared/sources/guidelines (a clone does not bring it)"
)

# Footnote → the paragraph that has its mark.
NOTES = dict(zip(range(1, 15), (16, 17, 17, 18, 23, 30, 32, 36, 54, 59, 60, 60, 132, 132), strict=True))
PART = re.compile(r"^(?:\((\d+)\)|(\d(?:\.\d)*|A(?:\.\d)+|Annex)[.:]) (?=\S)", re.MULTILINE)


def _read_text() -> tuple[dict[int, str], dict[int, str], dict[str, str]]:
    """Read the text of each paragraph, with its footnotes, and its section; and the titles of the sections."""
    pages = re.split(r"\.{5,}.*", TEXT.read_text(encoding="utf-8"))[-1].split("\f")  # after the contents
    bodies, notes = zip(*([*re.split(r"\n \n(?=\d+ ?[A-Z])", page), ""][:2] for page in pages), strict=True)
    texts: dict[int, str] = {}
    sections: dict[int, str] = {}
    titles: dict[str, str] = {}
    parts = PART.split("".join(bodies))[1:]
    for number, heading, words in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        if heading:
            titles[heading.replace("Annex", "A")] = " ".join(re.split(r"\n\s*\n", words)[0].split())
        elif int(number) == len(texts) + 1:
            texts[int(number)], sections[int(number)] = words, [*titles][-1]
        else:  # "Article 51(1) and (2)" over two lines
            texts[len(texts)] += f"({number}) {words}"
    parts = re.split(r"^(\d+) ?(?=[A-Z])", "\n".join(notes), flags=re.MULTILINE)[1:]
    for number, words in zip(parts[::2], parts[1::2], strict=True):
        texts[NOTES[int(number)]] += words
    return texts, sections, titles


@pytest.fixture(scope="module")
def read():
    return _read_text()


TOKEN = re.compile(r"(?:\s*(?:, )?(?:(points?\b)|(and|to)\b))*,?\s*(?:(\d+)|\((\d+)\)|\(([a-z])\))")
OTHER = re.compile(r"Articles? [\d()]+ of (?:the Charter|Directive)[^.;]*")


def _find_provisions(text: str) -> set[str]:
    """Find the provisions of the Act that a text names, as local names."""
    text = OTHER.sub("", " ".join(text.split()))
    found = {f"rct_{number}" for number in re.findall(r"[Rr]ecital (\d+)", text)}
    found |= {f"anx_{number}" for number in re.findall(r"Annex ([IVX]+)\b", text)}
    found |= {f"cpt_{number}" for number in re.findall(r"Chapter ([IVX]+)\b", text)}
    for start in re.finditer(r"\bArticles? (?=\d)", text):
        at, steps, named = start.end(), [], []
        while token := TOKEN.match(text, at):
            article, number, letter = token.groups()[2:]
            if token[2] == "to" and letter:
                named += [[*steps[:-1], chr(one)] for one in range(ord(steps[-1]) + 1, ord(letter))]
            if article:
                steps = [article]
            elif number:
                steps = [steps[0], number]
            else:
                steps = [*(step for step in steps if not step.isalpha()), letter]
            if not article and not token[2]:
                named.pop()  # "53(1), point (a)" descends: only its last step is named
            named.append(steps)
            at = token.end()
        found |= {_build_name(steps) for steps in named}
    return found


def _build_name(steps: list[str]) -> str:
    article, *below = steps
    if article == "113":
        return ".".join(["art_113.sub_3", *(f"pnt_{step}" for step in below)])
    kinds = ["pnt" if step.isalpha() or article == "3" else "par" for step in below]
    return ".".join([f"art_{article}", *(f"{kind}_{step}" for kind, step in zip(kinds, below, strict=True))])


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Article 53(1), points (a) and (b), AI Act", {"art_53.par_1.pnt_a", "art_53.par_1.pnt_b"}),
        ("Article 51(1) and (2) AI Act, the only", {"art_51.par_1", "art_51.par_2"}),
        ("Articles 3(9) and (10), and recital 97", {"art_3.pnt_9", "art_3.pnt_10", "rct_97"}),
        ("Articles 53(1) and 55(1); Article 113, point (b)", {"art_53.par_1", "art_55.par_1", "art_113.sub_3.pnt_b"}),
        ("Article 3(49), points (a) to (c), AI Act", {f"art_3.pnt_49.pnt_{letter}" for letter in "abc"}),
        ("Article 51(1), point (a), AI Act. 27", {"art_51.par_1.pnt_a"}),
        ("Article 4(3) of Directive (EU) 2019/790", set()),
    ],
)
def test_scan_finds_provisions(words, names):
    assert _find_provisions(words) == names


def _find_places(text: str) -> set[str]:
    """Find the places of the guidelines that a text names, as printed."""
    text = " ".join(text.split())
    found = {f"paragraph {number}" for number in re.findall(r"\bparagraph (\d+)\b(?!, point)", text)}
    for first, second in re.findall(r"\bSections? (\d(?:\.\d)*)(?: and (\d(?:\.\d)*))?", text):
        found |= {f"Section {number}" for number in (first, second) if number}
    for first, second in re.findall(r"\bAnnex(?:es)? (A\.\d(?:\.\d)?)(?: and (A\.\d))?", text):
        found |= {f"Annex {number}" for number in (first, second) if number}
    return found


def _get_printed_place(link: dict[str, str | None]) -> str:
    kind, _, number = _get_local_name(link["object"]).partition("_")
    name = "paragraph" if kind == "par" else "Annex" if number.startswith("A") else "Section"
    return link["printed"] or f"{name} {number}"


@needs_text
def test_text_has_same_numbers_and_titles(read):
    _, sections, titles = read
    assert list(sections) == list(PARAGRAPHS)
    assert titles == {number: row["title"] for number, row in SECTIONS.items()}


@needs_text
def test_each_paragraph_is_in_its_section(read):
    for number, section in read[1].items():
        assert PARAGRAPHS[number]["place"] == f"{GUIDELINES}5045.sec_{section}", number


@needs_text
@each("number", range(1, LAST + 1))
def test_named_places_are_references(number, read):
    """Compare provisions and own places, both ways."""
    text, links = read[0][number], LINKS_OF[number]
    assert {_get_local_name(link["object"]) for link in links if link["object"].startswith(ACT)} == _find_provisions(
        text
    )
    places = {_get_printed_place(link) for link in links if link["object"].startswith(GUIDELINES)}
    unsure = {"paragraph 80"} if number == 82 else set()  # 80, or 83: it is left out
    assert places | unsure == _find_places(text)


@needs_text
def test_other_acts_match_text(read):
    found = {
        (int(_get_local_name(link["subject"])[4:]), link["named"], link["object"]) for link in LINKS if link["named"]
    }
    assert found == {
        (36, "Article 41", "http://data.europa.eu/eli/treaty/char_2016/oj"),
        (75, "Article 4(3)", "http://data.europa.eu/eli/dir/2019/790/oj"),
    }
    for number, place, _ in found:
        assert re.search(rf"{re.escape(place)} of (the Charter|Directive \(EU\) 2019/790)", read[0][number])


def test_errata_are_shifted_by_numbers_in_place_of_bullets():
    errata = {(link["printed"], link["corrected"]) for link in LINKS if link["printed"]}
    paragraphs = {(old, new) for old, new in errata if old.startswith("paragraph")}
    assert {int(new.split()[1]) for _, new in paragraphs} == {29, 32, 63, 118, 119}
    for old, new in paragraphs:
        number = int(new.split()[1])
        assert old == f"paragraph {number - sum(number > one for one in (21, 42, 59))}"
    assert errata - paragraphs == {
        ("Section 3.2", "Section 3.1.3"),
        ("Section 3.3", "Section 3.2"),
        ("Article 52(1)", "Article 51(2)"),  # footnote 6: the threshold
    }


def test_erratum_agrees_with_link():
    for link in LINKS:
        if link["corrected"]:
            kind, number = link["corrected"].split()
            names = _find_provisions(link["corrected"]) or {f"{kind[:3].lower()}_{number}"}
            assert {_get_local_name(link["object"])} == names


# ---- What stands on a paragraph, against its text --------------------------------------------------------------------

STATEMENTS: dict[str, tuple[str, set[int]]] = {  # what it says, and the paragraphs that it cites
    _get_local_name(row["node"]): (row["description"], {number}) for number, row in PARAGRAPHS.items()
}
for _row in DAY.select_rows(
    HEAD
    + """SELECT ?node ?label ?description ?source WHERE { ?node rdfs:label ?label ; dcterms:description ?description ;
      dcterms:source ?source . FILTER(CONTAINS(STR(?node), "/5045.")) FILTER(CONTAINS(STR(?source), "/5045.par_")) }"""
):
    _words = f"{_row['label']}. {_row['description']}"
    STATEMENTS.setdefault(_get_local_name(_row["node"]), (_words, set()))[1].add(int(_row["source"].split("par_")[1]))
RULES = {
    rule.iri: (rule.summary, {int(source.split("par_")[1]) for source in rule.sources if "/5045.par_" in source})
    for rule in list_rules()
    if "/5045.par_" in str(rule.sources)
}

# What is a place, and no amount.
CITATION = re.compile(
    r"\b(?:articles?|recitals?|paragraphs?|sections?|annex|footnote) (?:a\.)?\d[\d.]*(?:\(\w+\))*"
    r"(?: and \d+\(\w+\)| to \d+)?"
    r"|the number \d+|guidelines \([^)]+\)|\(eu\) \d+/\d+|of 2025"
)
AMOUNT = re.compile(
    rf"\d+ (?:{'|'.join(calendar.month_name[1:]).lower()})(?: \d{{4}})?|first year|a third(?! countr)"
    r"|(?:two|three|six|ten) (?:weeks|months|years|significant)|\d+(?:[.,]\d+)*(?: [bm]illion|%)?"
)
OURS = {
    "par_24": {"24 july 2025"},  # when the template came that it announces
    **{name: {"83"} for name in ("par_82", "con_licence-distribution", "exa_82.2")},  # which paragraph can be meant
    "par_106": {"10 august 2026"},  # since when an act is in force that it announces
    # Days of Article 111(3), which these rules name as a source too.
    **{
        f"{BASE}rules/binds-from-{name}": {"2 august 2025", "2 august 2027"}
        for name in ("condition", "condition-unknown", "designation")
    },
}


def _write_amounts_alike(text: str) -> str:
    text = " ".join(text.lower().split())
    return text.replace("10^", "10").replace(" %", "%").replace("one third", "a third")


@needs_text
@each("name", STATEMENTS | RULES)
def test_amounts_stand_in_cited_paragraph(name, read):
    """Compare numbers, dates, periods and shares."""
    words, numbers = (STATEMENTS | RULES)[name]
    text = _write_amounts_alike(" ".join(read[0][number] for number in numbers))
    amounts = set(AMOUNT.findall(CITATION.sub("", _write_amounts_alike(words))))
    missing = {one for one in amounts if not re.search(rf"(?<![\d.,]){re.escape(one)}(?!\d|[.,]\d)", text)}
    assert missing == OURS.get(name, set())


def _list_stems(text: str) -> set[str]:
    return {word[:6] for word in re.findall("[a-z]{4,}", re.sub(r"-\s+", "-", text).lower())}


@pytest.fixture(scope="module")
def stems(read):
    return {number: _list_stems(text) for number, text in read[0].items()}


@needs_text
@each("name", STATEMENTS)
def test_cited_paragraph_is_about_it(name, stems):
    """One of the paragraphs cited is among the five that share most of its words, rare ones counting more."""
    words, numbers = STATEMENTS[name]
    spread = Counter(stem for one in stems.values() for stem in one)
    ours = _list_stems(words) & set(spread)
    shared = {
        number: sum(math.log(LAST / spread[stem]) for stem in ours & one) / math.log(len(one))
        for number, one in stems.items()
    }
    assert numbers & set(sorted(shared, key=lambda number: -shared[number])[:5])


# ---- The commands ----------------------------------------------------------------------------------------------------


@each(
    ("words", "name"),
    [
        ("guidelines 63", "par_63"),
        ("guidelines, paragraph 63", "par_63"),
        ("Guidelines C(2025) 5045, paragraph 63", "par_63"),
        ("guidelines 2.3.1", "sec_2.3.1"),
        ("guidelines, section 2", "sec_2"),
        ("section 3.2 of the Commission's guidelines", "sec_3.2"),
        ("guidelines, Annex A.2.1", "sec_A.2.1"),
        ("Annex A.3 of the guidelines", "sec_A.3"),
        ("guidelines A.1", "sec_A.1"),
        ("guidelines, annex", "sec_A"),
        ("gdl:5045.par_63", "par_63"),
    ],
)
def test_citation_names_guideline(words, name):
    assert DAY.cite(words) == f"{GUIDELINES}5045.{name}"


def test_guidelines_are_cited_as_whole():
    assert DAY.cite("guidelines") == DAY.cite("the Commission's guidelines C(2025) 5045") == f"{GUIDELINES}5045"


def test_show_paragraph(capsys):
    assert _run(["show", "guidelines 63", "--on", "2026-11-24"]) == 0
    told = capsys.readouterr().out
    assert "Guidelines C(2025) 5045, section 3 › Guidelines C(2025) 5045, section 3.2" in told
    assert "more than a third" in told
    assert "actgraph text get guidelines-5045. Or save the PDF from https://" in told


def test_show_lists_errata(capsys):
    assert _run(["show", "guidelines 63", "--on", "2026-11-24"]) == 0
    told = capsys.readouterr().out
    assert "paragraph 118  (stated, Guidelines C(2025) 5045, paragraph 63; the text has “paragraph 115”)" in told


def test_show_summarises_untitled_parts(capsys):
    assert _run(["show", "guidelines, section 3.2", "--on", "2026-11-24"]) == 0
    parts = capsys.readouterr().out.partition("\nParts\n")[2].partition("\n\n")[0]
    assert "paragraph 63  Under the Commission's indicative criterion" in parts
    assert "section 3.2.1  Downstream modifiers becoming providers of general-purpose AI models\n" in parts
    assert all(len(line) <= 110 for line in parts.splitlines() if ", section " not in line)


def test_show_section():
    one = node_summary.build_node_summary(DAY, DAY.cite("guidelines, section 3.2"))
    assert one.node.title == "Downstream modifiers as providers of general-purpose AI models"
    assert [part.number for part in one.parts] == [*map(str, range(60, 68)), "3.2.1", "3.2.2"]
    assert (one.covered_provisions, one.covering_parts) == ([], [])


def test_covers_refuses_guidelines(capsys):
    assert _run(["covers", "guidelines 17", "--on", "2026-11-24"]) == 2
    told = capsys.readouterr().err
    assert "Guidelines C(2025) 5045, paragraph 17 is neither a provision of the Act nor a part of a code" in told


def test_guidelines_are_unknown_before_publication(capsys):
    assert _run(["show", "guidelines 17", "--on", "2025-07-17"]) == 2
    assert "holds from 2025-07-18 on" in capsys.readouterr().err
