"""Test the reader of EUR-Lex HTML: both editions, and refused files."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from actgraph.core.errors import InputError
from actgraph.ingest.provision import Provision
from actgraph.ingest.xhtml import read_act_page
from tests.support.looping import each

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "sources"
ACT = SOURCES / "ai-act"
OJ = ACT / "oj-2024-07-12.html"
CONSOLIDATED = ACT / "consolidated-2026-07-27.html"

pytestmark = pytest.mark.skipif(not ACT.is_dir(), reason="the official files are not at ../shared/sources")


@cache
def read_provisions(path: Path) -> dict[str, Provision]:
    return {provision.name: provision for provision in read_act_page(path)[1]}


def list_children(path: Path, name: str) -> list[str]:
    return [provision.name for provision in read_provisions(path).values() if provision.parent == name]


@pytest.mark.parametrize(
    ("path", "edition", "expected"),
    [
        (
            OJ,
            "2024-07-12",
            {
                "Recital": 180,
                "Chapter": 13,
                "Section": 16,
                "Article": 113,
                "Paragraph": 500,
                "Point": 467,
                "Subparagraph": 129,
                "Annex": 13,
                "AnnexSection": 7,
                "AnnexPoint": 217,
            },
        ),
        (
            CONSOLIDATED,
            "2026-07-27",
            {
                "Chapter": 13,
                "Section": 16,
                "Article": 119,
                "Paragraph": 552,
                "Point": 521,
                "Subparagraph": 175,
                "Annex": 14,
                "AnnexSection": 7,
                "AnnexPoint": 225,
            },
        ),
    ],
)
def test_counts(path: Path, edition: str, expected: dict[str, int]) -> None:
    found = read_act_page(path)
    assert found[0] == edition
    assert Counter(provision.kind for provision in found[1]) == expected


@pytest.mark.parametrize(("path", "definitions"), [(OJ, 68), (CONSOLIDATED, 70)])
def test_definitions(path: Path, definitions: int) -> None:
    assert len(list_children(path, "art_3")) == definitions


@pytest.mark.parametrize("path", [OJ, CONSOLIDATED])
def test_order_and_form(path: Path) -> None:
    found = list(read_provisions(path).values())
    place = {provision.name: number for number, provision in enumerate(found)}
    for provision in found:
        assert not provision.parent or place[provision.parent] < place[provision.name]
        for text in (provision.wording, provision.title):
            assert text == " ".join(text.split())
            assert "\ue000" not in text
            assert "▼" not in text
        first = f"{provision.name}.sub_1"
        if first in place:
            assert place[first] == place[provision.name] + 1
            assert provision.wording == ""


@each("path", [OJ, CONSOLIDATED])
@each(
    ("name", "parent", "number", "title"),
    [
        ("cpt_V", "", "V", "GENERAL-PURPOSE AI MODELS"),
        ("cpt_V.sct_2", "cpt_V", "2", "Obligations for providers of general-purpose AI models"),
        ("art_53", "cpt_V.sct_2", "53", "Obligations for providers of general-purpose AI models"),
        ("art_53.par_1.pnt_b.pnt_i", "art_53.par_1.pnt_b", "i", ""),
        ("art_3.pnt_63", "art_3", "63", ""),
        ("art_5.par_1.sub_2", "art_5.par_1", "2", ""),
        ("art_43.par_1.pnt_a", "art_43.par_1", "a", ""),
        ("art_43.par_1.sub_2.pnt_a", "art_43.par_1.sub_2", "a", ""),
        ("art_113.sub_3.pnt_a", "art_113.sub_3", "a", ""),
        ("anx_I.sct_B.pnt_13", "anx_I.sct_B", "13", ""),
        ("anx_II.pnt_3", "anx_II", "3", ""),
        ("anx_III.pnt_1.pnt_a.sub_2", "anx_III.pnt_1.pnt_a", "2", ""),
        ("anx_VII.pnt_1", "anx_VII", "1", "Introduction"),
        ("anx_VII.pnt_3.pnt_1", "anx_VII.pnt_3", "3.1", ""),
        ("anx_VII.pnt_4.pnt_6.sub_5", "anx_VII.pnt_4.pnt_6", "5", ""),
        ("anx_X.pnt_3", "anx_X", "3", "Eurodac"),
        ("anx_XI.sct_1.pnt_2.sub_2", "anx_XI.sct_1.pnt_2", "2", ""),
    ],
)
def test_provision_parent_number_title(path: Path, name: str, parent: str, number: str, title: str) -> None:
    provision = read_provisions(path)[name]
    assert (provision.parent, provision.number, provision.title) == (parent, number, title)


@pytest.mark.parametrize("path", [OJ, CONSOLIDATED])
def test_wording(path: Path) -> None:
    found = read_provisions(path)
    assert found["art_51.par_2"].wording.endswith("is greater than 10^25.")
    assert found["art_113.sub_3"].wording == "However:"
    assert found["anx_II.pnt_1"].wording == "terrorism,"
    assert found["anx_XI.sct_1.pnt_1.pnt_f"].wording == "the licence."
    assert found["art_100.par_3"].wording.endswith("EUR 750 000.")
    # A footnote mark is removed with the space before it.
    assert "European Parliament and of the Council, the" in found["art_102"].wording


@pytest.mark.parametrize("path", [OJ, CONSOLIDATED])
def test_quoted_law_is_wording(path: Path) -> None:
    assert (
        list_children(path, "art_105") == list_children(path, "art_110") == list_children(path, "art_108.pnt_1") == []
    )
    assert list_children(path, "art_108") == [f"art_108.pnt_{number}" for number in range(1, 7)]
    assert "is added: \u20183. Without prejudice to paragraph 2" in read_provisions(path)["art_108.pnt_1"].wording
    assert read_provisions(path)["art_108.pnt_2"].wording.endswith("account.\u2019;")


def test_recitals() -> None:
    recital = read_provisions(OJ)["rct_110"]
    assert (recital.kind, recital.number, recital.parent) == ("Recital", "110", "")
    assert recital.wording.startswith("General-purpose AI models could pose systemic risks")


def test_inserted_provisions_are_read() -> None:
    found = read_provisions(CONSOLIDATED)
    assert found["art_4a"].parent == "cpt_I"
    assert found["art_5.par_1.pnt_ba"].number == "ba"
    assert found["art_3.pnt_14a"].number == "14a"
    assert found["art_75a.par_4.sub_2.pnt_e"].parent == "art_75a.par_4.sub_2"
    assert found["anx_XIV"].title.startswith("The list of codes, categories")
    assert found["anx_XIV.pnt_3.pnt_d"].title == "Emerging AI technologies"
    assert found["anx_XIV.pnt_3.pnt_a"].wording.startswith("AIA Code AIH 0101")


@pytest.mark.parametrize(
    "name", ["art_10.par_5", "art_10.par_5.pnt_a", "anx_I.sct_A.pnt_1", "anx_VIII.sct_B.pnt_7", "anx_VIII.sct_B.pnt_9"]
)
def test_deleted_provisions_are_gone(name: str) -> None:
    assert name in read_provisions(OJ)
    assert name not in read_provisions(CONSOLIDATED)


def test_edition_is_read_from_page(tmp_path: Path) -> None:
    """A new edition needs no change of the reader; the caller knows which editions the graph has."""
    copy = tmp_path / "copy.html"
    copy.write_bytes(CONSOLIDATED.read_bytes().replace(b"27.07.2026", b"2.8.2028"))
    edition, found = read_act_page(copy)
    assert edition == "2028-08-02"
    assert found == list(read_provisions(CONSOLIDATED).values())


def test_other_act_is_refused() -> None:
    with pytest.raises(InputError, match=r"not Regulation \(EU\) 2024/1689 but 2026/1744"):
        read_act_page(ACT / "amending-reg-2026-1744.xhtml")


def test_non_html_is_refused() -> None:
    with pytest.raises(InputError, match="no HTML page"):
        read_act_page(ACT / "oj-2024-07-12.fmx.xml")


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no\.html: cannot be read \(No such file"):
        read_act_page(tmp_path / "no.html")


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        (OJ, b"</html>", b"", r"copy\.html:\d+: the file is cut off"),
        (OJ, b'id="art_7"', b'id="art_8"', r"copy\.html:\d+: art_8 is there twice"),
        (OJ, b'id="art_', b'id="no_', "there is no article in this page"),
        (OJ, b'id="anx_', b'id="no_', "there is no annex in this page"),
        (OJ, b'<div id="053.001">', b"", r"copy\.html:\d+: not well-formed HTML"),
        (OJ, b'<div id="053.001">', b'<div id="053.001">' + 300 * b"<div>", "Excessive depth"),
        (CONSOLIDATED, b"27.07.2026", b"July 2026", r"does not say of which day its text is \(July 2026\)"),
        (CONSOLIDATED, "\u2014 EN".encode(), "\u2014 FR".encode(), "the language is"),
    ],
)
def test_damaged_page_is_refused(tmp_path: Path, path: Path, old: bytes, new: bytes, message: str) -> None:
    data = path.read_bytes()
    assert old in data
    copy = tmp_path / "copy.html"
    copy.write_bytes(data.replace(old, new))
    with pytest.raises(InputError, match=message) as refused:
        read_act_page(copy)
    assert refused.value.where.startswith(str(copy))
    assert refused.value.todo
