"""Test Implementing Regulation (EU) 2026/1755: its page, read by two readers, and citations of it."""

import re
from collections import Counter

import pytest
from pyoxigraph import RdfFormat, parse

from actgraph.cli import _run
from actgraph.core.errors import CitationError, InputError
from actgraph.core.prefixes import IMPLEMENTING, load_prefixes, shorten_iri
from actgraph.graph import catalog, day
from actgraph.ingest import act, related_acts, xhtml
from tests.conftest import ROOT, SOURCES, damaged, needs_sources
from tests.oracle import page as oracle
from tests.support.looping import each

FOLDER = SOURCES / "implementing-acts"
PAGE = FOLDER / "reg-2026-1755.xhtml"
OTHER = FOLDER / "reg-2025-454.xhtml"  # of another act, which is not read
DAY = day.open_day("2026-11-24")
OF = "of Implementing Regulation (EU) 2026/1755"


def _read_page(path):
    return related_acts.find_related_act(path).read_page(path)


# ---- Read by hand from the official text ----------------------------------------------------------------------------


@needs_sources
def test_counts():
    published, found = _read_page(PAGE)
    assert published == "2026-07-21"
    counts = {"Recital": 6, "Chapter": 5, "Article": 15, "Paragraph": 64, "Point": 24}
    assert Counter(item.kind for item in found) == counts | {"Annex": 1, "Subparagraph": 3, "AnnexPoint": 4}
    paragraphs = Counter(item.parent for item in found if item.kind == "Paragraph")
    assert [paragraphs[f"art_{number}"] for number in range(1, 16)] == [0, 4, 6, 3, 3, 2, 7, 11, 6, 5, 5, 2, 2, 8, 0]
    points = Counter(item.parent for item in found if item.kind in ("Point", "AnnexPoint"))
    assert points == {
        "art_1": 2,
        "art_3.par_6": 3,
        "art_8.par_3": 5,
        "art_9.par_4": 3,
        "art_10.par_3": 4,
        "art_11.par_3": 2,
        "art_11.par_5": 2,
        "art_14.par_5": 3,
        "anx_1.sub_2": 4,
    }
    chapters = {item.name: item.parent for item in found if item.kind == "Article"}
    assert [chapters[f"art_{number}"] for number in (1, 2, 4, 5, 6, 7, 11, 12, 15)] == [
        *("cpt_I", "cpt_II", "cpt_II", "cpt_III", "cpt_III", "cpt_IV", "cpt_IV", "cpt_V", "cpt_V"),
    ]


@pytest.mark.parametrize(
    ("name", "label", "title", "place", "anchor"),
    [
        ("rct_4", "Recital 4", "", "", "rct_4"),
        ("cpt_III", "Chapter III", "PROCEEDINGS", "", "cpt_III"),
        ("art_7", "Article 7", "Written observations on preliminary findings", "cpt_IV", "art_7"),
        ("art_7.par_2", "Article 7(2)", "", "art_7", "007.002"),
        ("art_3.par_6.pnt_a", "Article 3(6)(a)", "", "art_3.par_6", "003.006"),
        ("art_8.par_11", "Article 8(11)", "", "art_8", "008.011"),
        ("art_1.pnt_b", "Article 1(b)", "", "art_1", "art_1"),
        ("art_15", "Article 15", "Entry into force", "cpt_V", "art_15"),
        ("anx_1", "Annex", "Format and length of observations submitted pursuant to Article 7", "", "anx_1"),
        ("anx_1.sub_2.pnt_c", "Annex, second subparagraph, point (c)", "", "anx_1.sub_2", "anx_1"),
    ],
)
def test_a_node_of_each_kind(name, label, title, place, anchor):
    node = DAY.get_node(IMPLEMENTING + name)
    assert (node.label, node.title) == (f"{label} {OF}", title)
    assert node.page == f"https://eur-lex.europa.eu/eli/reg_impl/2026/1755/oj/eng#{anchor}"
    assert node.number == name.rpartition("_")[2]
    whole = "http://data.europa.eu/eli/reg_impl/2026/1755/oj"
    rows = DAY.select_rows(f"SELECT ?place {{ <{node.iri}> <{load_prefixes()['eli']}is_part_of> ?place }}")
    assert [row["place"] for row in rows] == [IMPLEMENTING + place if place else whole]


# ---- An independent reader ------------------------------------------------------------------------------------------


@needs_sources
def test_independent_reader_agrees():
    """A reader of the plain lines finds the same names, numbers, titles and words in the same order."""
    found = [(item.name, item.number, item.title, item.wording) for item in _read_page(PAGE)[1]]
    assert found == [tuple(line) for line in oracle.read_page(PAGE)]


@needs_sources
def test_graph_matches_independent_reader():
    quads = list(parse(path=ROOT / "ontology/act/implementing-2026-1755.ttl", format=RdfFormat.TURTLE))
    facts = {
        name: {quad.subject.value: quad.object.value for quad in quads if quad.predicate.value == iri}
        for name, iri in {
            "number": f"{load_prefixes()['ag']}number",
            "title": f"{load_prefixes()['dcterms']}title",
            "order": f"{load_prefixes()['ag']}order",
        }.items()
    }
    lines = oracle.read_page(PAGE)
    assert facts["number"] == {IMPLEMENTING + line.name: line.number for line in lines}
    assert facts["title"] == {IMPLEMENTING + line.name: line.title for line in lines if line.title}
    assert facts["order"] == {IMPLEMENTING + line.name: str(order) for order, line in enumerate(lines, 1)}


@needs_sources
def test_anchors_are_ids_of_page():
    ids = set(re.findall(r'\bid="([^"]+)"', PAGE.read_text(encoding="utf-8")))
    text = (ROOT / "ontology/act/implementing-2026-1755.ttl").read_text(encoding="utf-8")
    assert set(re.findall(r"/eng#([\w.]+)>", text)) <= ids


# ---- Wrong pages ----------------------------------------------------------------------------------------------------


@needs_sources
@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b">2026/1755<", b">2026/1756<", "not Regulation .EU. 2026/1755 but 2026/1756"),
        (b'id="rct_5"', b'id="rct_4"', "rct_4 is there twice"),
        (b"</html>", b"", "the file is cut off"),
        (b'id="art_', b'id="act_', "there is no article in this page"),
        (b'id="anx_', b'id="app_', "there is no annex in this page"),
        (b">EN<", b">FR<", "the language is FR"),
    ],
)
def test_wrong_page_is_named(tmp_path, old, new, message):
    with pytest.raises(InputError, match=message):
        xhtml.read_act_page(damaged(PAGE, tmp_path, old, new), "2026/1755")


SMALL = (ROOT / "tests/cases/small.fmx.xml").read_text(encoding="utf-8")


@needs_sources
@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ({"a": PAGE, "b": PAGE}, r"b\.xhtml: a second file of Implementing Regulation \(EU\) 2026/1755"),
        ({"a": None}, r"a\.xhtml:\d+: the file is cut off"),
    ],
    ids=["twice", "cut off"],
)
def test_refused_build_writes_nothing(tmp_path, pages, message):
    (tmp_path / "a.fmx.xml").write_text(SMALL, encoding="utf-8")
    for name, page in pages.items():
        data = page.read_bytes() if page else PAGE.read_bytes()[:40000]
        (tmp_path / f"{name}.xhtml").write_bytes(data)
    with pytest.raises(InputError, match=message):
        act.build_act_graphs(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@needs_sources
def test_page_of_other_act_is_skipped_or_refused(tmp_path):
    (tmp_path / "a.fmx.xml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "b.xhtml").write_bytes(OTHER.read_bytes())
    written = act.build_act_graphs(tmp_path, tmp_path / "out")
    assert written
    assert not any(path.name.startswith("implementing") for path in written)
    with pytest.raises(InputError, match=r"reg-2025-454\.xhtml: the page is of no act that is read"):
        act.build_act_graphs(OTHER, tmp_path / "other")


# ---- Citations ------------------------------------------------------------------------------------------------------

CITED = {
    "art_7.par_2": [
        f"Article 7(2) {OF}",
        f"Art. 7(2) {OF}",
        f"paragraph 2 of Article 7 {OF}",
        "Implementing Regulation (EU) 2026/1755, Article 7(2)",
        "Article 7(2) of the Commission Implementing Regulation (EU) 2026/1755",
        "Article 7(2) of Regulation (EU) 2026/1755",
        "ipr:art_7.par_2",
        f"{IMPLEMENTING}art_7.par_2",
    ],
    "art_3.par_6.pnt_a": [f"Article 3(6)(a) {OF}", f"Article 3(6), point (a), {OF}"],
    "art_1.pnt_b": [f"Article 1(b) {OF}"],
    "cpt_IV": [f"Chapter IV {OF}", f"chapter 4 {OF}"],
    "rct_4": [f"Recital 4 {OF}", f"recital (4) {OF}"],
    "anx_1": [f"Annex {OF}", "the Annex to Implementing Regulation (EU) 2026/1755"],
    "anx_1.sub_2.pnt_c": [f"Annex, point (c), {OF}", f"point (c) of the Annex {OF}"],
}


@each(("words", "name"), [(words, name) for name, all_ in CITED.items() for words in all_])
def test_citation_resolves_to_node(words, name):
    assert shorten_iri(DAY.cite(words)) == f"ipr:{name}"


def test_each_label_cites_its_node():
    labels = {label: iri for label, iri in DAY.get_labels().items() if iri.startswith(IMPLEMENTING)}
    assert len(labels) == 122
    assert {label: DAY.cite(label) for label in labels} == labels


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (f"Article 16 {OF}", "there is no Article 16 in Implementing Regulation (EU) 2026/1755"),
        (f"Article 7(8) {OF}", f"Article 7 {OF} has no such part"),
        (f"Annex I {OF}", "there is no Annex I in Implementing Regulation (EU) 2026/1755"),
        (f"Copyright Measure 1.1 {OF}", "cannot read “Copyright Measure 1.1”"),
        ("Article 5 of Implementing Regulation (EU) 2025/454", "another act (Regulation (EU) 2025/454)"),
        ("Article 5 of Regulation (EU) 2026/1755, AI Act", "another act (Regulation (EU) 2026/1755)"),
        ("Annex", "cannot read “Annex”"),
    ],
)
def test_missing_provision_is_error(words, told):
    with pytest.raises(CitationError) as caught:
        DAY.cite(words)
    assert told in str(caught.value)


@pytest.mark.parametrize("words", [f"Article 7(2) {OF}", "ipr:art_7.par_2"])
def test_error_names_entry_into_force(words):
    with pytest.raises(CitationError) as caught:
        day.open_day("2026-08-09").cite(words)
    assert f"Article 7(2) {OF} does not hold on 2026-08-09: it holds from 2026-08-10 on" in caught.value.what
    assert "--on 2026-08-10" in caught.value.todo
    assert shorten_iri(day.open_day("2026-08-10").cite(words)) == "ipr:art_7.par_2"


def test_show_lists_place_and_parts(capsys):
    assert _run(["show", f"Article 7 {OF}", "--on", "2026-11-24"]) == 0
    out = capsys.readouterr().out
    assert f"place:         Implementing Regulation (EU) 2026/1755 › Chapter IV {OF}" in out
    assert [f"  Article 7({number}) {OF}" in out for number in range(1, 9)] == [True] * 7 + [False]


def test_edition_matches_catalogue():
    (edition,) = [one for one in catalog.list_editions(catalog.load_catalog()) if "2026/1755" in one.label]
    assert day.open_all_editions().is_in_edition(f"{IMPLEMENTING}art_7", edition)
    assert edition.start == "2026-08-10"
