"""Test `actgraph build`: complete, reproducible output and refused input."""

import re
from collections import Counter
from pathlib import Path

import pytest

from actgraph.core.errors import InputError
from actgraph.ingest import act, formex, xhtml
from tests.conftest import ROOT, SOURCES, needs_sources

ACT = SOURCES / "ai-act"
OJ = ACT / "oj-2024-07-12.fmx.xml"
CONSOLIDATED = ACT / "consolidated-2026-07-27.fmx.xml"


@needs_sources
@pytest.mark.parametrize(
    ("file", "counts"),
    [
        (
            OJ,
            {"Article": 113, "Paragraph": 500, "Point": 467, "Recital": 180, "Annex": 13, "Chapter": 13, "Section": 16},
        ),
        (CONSOLIDATED, {"Article": 119, "Paragraph": 552, "Point": 521, "Annex": 14, "Chapter": 13, "Section": 16}),
    ],
    ids=["as published", "as amended"],
)
def test_counts(file, counts):
    found = Counter(item.kind for item in formex.read_formex(file).provisions)
    assert {kind: found[kind] for kind in counts} == counts


@needs_sources
def test_definitions_of_both_editions():
    before, after = ({item.name for item in formex.read_formex(file).provisions} for file in (OJ, CONSOLIDATED))
    articles = {name for name in after - before if re.fullmatch(r"art_\w+", name)}
    assert articles == {"art_4a", "art_60a", "art_75a", "art_75b", "art_75c", "art_75d"}
    assert [
        sum(name.startswith("art_3.pnt_") and name.count(".") == 1 for name in names) for names in (before, after)
    ] == [
        68,
        70,
    ]
    gone = ("art_10.par_5", "anx_I.sct_A.pnt_1", "anx_VIII.sct_B.pnt_7", "anx_VIII.sct_B.pnt_9")
    assert all(name in before and name not in after for name in gone)


@needs_sources
@pytest.mark.parametrize(
    ("formex_file", "html_file"),
    [(OJ, "oj-2024-07-12.html"), (CONSOLIDATED, "consolidated-2026-07-27.html")],
    ids=["as published", "as amended"],
)
def test_formex_and_html_agree(formex_file, html_file):
    """Two independent readers of two official files of one text agree on structure, titles and every word."""
    edition, (date, others) = formex.read_formex(formex_file), xhtml.read_act_page(ACT / html_file)
    assert edition.date == date
    assert [item[:5] for item in edition.provisions] == [item[:5] for item in others]
    assert {item.name: item.wording for item in edition.provisions} == {item.name: item.wording for item in others}


@needs_sources
def test_committed_files_are_current(tmp_path):
    said = []
    written = act.build_act_graphs(SOURCES, tmp_path, said.append)
    assert {path.relative_to(tmp_path) for path in written} == {
        path.relative_to(ROOT / "ontology/act") for path in (ROOT / "ontology/act").rglob("*.ttl")
    }
    for path in written:
        assert path.read_bytes() == (ROOT / "ontology/act" / path.relative_to(tmp_path)).read_bytes(), path
    assert len([line for line in said if not line.startswith("skipped ")]) == 17, "it says how far it is"
    french = {str(file) for file in (SOURCES / "ai-act/fr").iterdir()}
    assert {line.split(":")[0].removeprefix("skipped ") for line in said if line.startswith("skipped ")} <= french


@needs_sources
def test_one_file_builds_its_content(tmp_path):
    """The builder needs no other file."""
    for name, files in {
        "oj-2024-07-12.fmx.xml": {
            *("recitals.ttl", "recitals.references.ttl", "recitals.terms.ttl", "2024-07-12/terms.ttl"),
            *("2024-07-12/structure.ttl", "2024-07-12/references.ttl", "2024-07-12/recitals.ttl"),
            "2024-07-12/application.ttl",
        },
        "consolidated-2026-07-27.fmx.xml": {
            *("2026-07-27/structure.ttl", "2026-07-27/references.ttl", "2026-07-27/amendments.ttl"),
            "2026-07-27/terms.ttl",
        },
        "amending-reg-2026-1744.xhtml": {"amending-2026-1744.ttl"},
        "../implementing-acts/reg-2026-1755.xhtml": {
            "implementing-2026-1755.ttl",
            "implementing-2026-1755.application.ttl",
        },
    }.items():
        written = act.build_act_graphs(ACT / name, tmp_path / name)
        assert {str(path.relative_to(tmp_path / name)) for path in written} == files
        for path in written:
            assert path.read_bytes() == (ROOT / "ontology/act" / path.relative_to(tmp_path / name)).read_bytes()


@needs_sources
def test_rebuild_gives_same_bytes(tmp_path):
    first = {path: path.read_bytes() for path in act.build_act_graphs(SOURCES, tmp_path)}
    assert {path: path.read_bytes() for path in act.build_act_graphs(SOURCES, tmp_path)} == first


SMALL = (ROOT / "tests/cases/small.fmx.xml").read_text(encoding="utf-8")


def _write_formex(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "a.fmx.xml"
    path.write_text(text, encoding="utf-8")
    return path


def test_small_act_is_built(tmp_path):
    """An invented act with every form of points, subparagraphs and deleted text."""
    found = formex.read_formex(_write_formex(tmp_path, SMALL))
    assert found.date == "2024-07-12"
    assert [(item.name, item.title, item.wording) for item in found.provisions] == [
        ("rct_1", "", "A reason with 10^25."),
        ("cpt_I", "FIRST THINGS", ""),
        ("cpt_I.sct_1", "More of them", ""),
        ("art_1", "Numbered", ""),
        ("art_1.par_1", "", "Alone."),
        ("art_1.par_2", "", ""),
        ("art_1.par_2.sub_1", "", "Before a list:"),
        ("art_1.par_2.pnt_a", "", "one, with:"),
        ("art_1.par_2.pnt_a.pnt_i", "", "an inner one;"),
        ("art_1.par_2.pnt_b", "", "two."),
        ("art_1.par_2.sub_2", "", "After the list:"),
        ("art_1.par_2.sub_2.pnt_a", "", "again."),
        ("art_2", "Not numbered", ""),
        ("art_2.sub_1", "", "It is added: ‘3. Quoted.’;"),
        ("art_2.sub_2", "", "A second one."),
        ("anx_I", "A list", "Words before."),
        ("anx_I.pnt_1", "", "a dash,"),
        ("anx_I.pnt_2", "", "a dash."),
        ("anx_II", "Parts", ""),
        ("anx_II.sct_A", "of things", ""),
        ("anx_II.sct_A.pnt_1", "", "first;"),
        ("anx_II.sct_1", "With a title", ""),
        ("anx_II.sct_1.pnt_3", "Heading", ""),
        ("anx_II.sct_1.pnt_3.pnt_1", "", "nested."),
    ]
    assert next(item.number for item in found.provisions if item.name.endswith("pnt_3.pnt_1")) == "3.1"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text[: len(text) // 2], r"a\.fmx\.xml:\d+: not well-formed XML, perhaps cut off"),
        (lambda text: "<html/>", r"a\.fmx\.xml:1: no Formex of an act: its first element is html"),
        (
            lambda text: text.replace("<TI.ART>", "<TI.NEW/><TI.ART>", 1),
            r"a\.fmx\.xml:\d+: element TI\.NEW is not known",
        ),
        (lambda text: text.replace("1689", "1690"), r"this is not Regulation \(EU\) 2024/1689"),
        (lambda text: text.replace("CHAPTER I", "TITLE I"), r":\d+: a division called TITLE \(element DIVISION\)"),
        (lambda text: text.replace("Section A.", "Part A."), r":\d+: a group of an annex called “Part”"),
        (lambda text: text.replace("<NO.P>(b)</NO.P>", ""), r":\d+: a Point without a number that can be read"),
        (lambda text: text.replace("(b)", "(a)"), r":\d+: a second art_1\.par_2\.pnt_a"),
        (lambda text: text.replace('<?CLG.MDFC IDREF="O001001M001000"?>', ""), r":\d+: the deletion O\w+ has no end"),
        (lambda text: text.replace("<P>ANNEX I</P>", ""), r":\d+: an annex without a heading"),
        (lambda text: text.replace("ISO=", "X="), "does not say from when"),
        (lambda text: "", "not well-formed"),
    ],
)
def test_wrong_file_is_named(tmp_path, change, message):
    with pytest.raises(InputError, match=message):
        formex.read_formex(_write_formex(tmp_path, change(SMALL)))


def test_xml_entities_are_not_resolved(tmp_path):
    bomb = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    text = SMALL.replace("?>", "?>" + bomb, 1).replace("Alone.", "Alone. &x;")
    assert "root:" not in str(formex.read_formex(_write_formex(tmp_path, text)).provisions)


def test_failed_build_leaves_no_files(tmp_path):
    """If the second file is wrong, nothing of the first is written and old files stay."""
    out = tmp_path / "out"
    act.build_act_graphs(_write_formex(tmp_path, SMALL), out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    (tmp_path / "a.fmx.xml").write_text(SMALL.replace("Alone.", "Changed."), encoding="utf-8")
    (tmp_path / "b.fmx.xml").write_text(SMALL[:900], encoding="utf-8")
    with pytest.raises(InputError, match=r"b\.fmx\.xml"):
        act.build_act_graphs(tmp_path, out)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


@needs_sources
def test_two_amending_act_pages_are_refused(tmp_path):
    page = (ACT / "amending-reg-2026-1744.xhtml").read_bytes()
    _write_formex(tmp_path, SMALL)
    for name in ("a.xhtml", "b.xhtml"):
        (tmp_path / name).write_bytes(page)
    with pytest.raises(InputError, match=r"b\.xhtml: a second file of Regulation \(EU\) 2026/1744"):
        act.build_act_graphs(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_two_files_of_edition_are_refused(tmp_path):
    _write_formex(tmp_path, SMALL)
    (tmp_path / "b.fmx.xml").write_text(SMALL, encoding="utf-8")
    with pytest.raises(InputError, match="a second file of the edition of 2024-07-12"):
        act.build_act_graphs(tmp_path, tmp_path / "out")


def test_empty_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="no Formex file"):
        act.build_act_graphs(tmp_path, tmp_path / "out")


def test_unwritable_folder_is_refused(tmp_path):
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(InputError, match="this is a file, not a folder"):
        act.build_act_graphs(_write_formex(tmp_path, SMALL), tmp_path / "out")


def test_folder_in_place_of_file_is_refused(tmp_path):
    (tmp_path / "out/2024-07-12/structure.ttl").mkdir(parents=True)
    with pytest.raises(InputError, match=r"2024-07-12/structure\.ttl: cannot be written"):
        act.build_act_graphs(_write_formex(tmp_path, SMALL), tmp_path / "out")
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []
