"""Test which commitments and measures cover a provision, and what none covers."""

import pytest

from actgraph.core.prefixes import shorten_iri
from actgraph.graph.day import Day, open_day
from actgraph.law.coverage import COLUMNS, find_coverage
from actgraph.law.coverage_gaps import find_uncovered_provisions

DAY = open_day("2026-11-24")


def _find_rows(citation: str, day: Day = DAY) -> list[tuple[str, ...]]:
    """Find coverage rows in short names: provision, commitment, measure, link, named node, source."""
    return [
        tuple(
            shorten_iri(row[name] or "").partition(":")[2] or row[name]
            for name in ("provision", "commitment", "measure", "link", "via", "source")
        )
        for row in find_coverage(day, day.cite(citation)).rows
    ]


def _find_uncovered(citation: str) -> list[str | None]:
    return [row["provisionLabel"] for row in find_coverage(DAY, DAY.cite(citation)).uncovered]


def test_copyright_commitment_covers_53_1_c():
    point, pages = "art_53.par_1.pnt_c", [4, 4, 5, 6, 6]
    assert _find_rows("53(1)(c)") == [(point, "cpy.com_1", None, "declared", point, "cpy.pag_4")] + [
        (point, "cpy.com_1", f"cpy.com_1.mea_{number}", "editorial", point, f"cpy.pag_{page}")
        for number, page in enumerate(pages, 1)
    ]


def test_read_measure_is_not_repeated_as_derived():
    rows = _find_rows("55(1)")
    read = {row[2] for row in rows if row[3] == "editorial"}
    assert "sas.com_6.mea_1" in read
    assert not [row for row in rows if row[3] == "derived" and row[2] in read]


def test_editorial_link_closes_no_gap():
    """Measures address the points of Article 56(2), but the Code does not say that a commitment covers them."""
    assert {row[3] for row in _find_rows("56(2)(c)")} == {"editorial"}
    assert _find_uncovered("56(2)(c)") == ["Article 56(2)(c)"]


def test_recital_110_is_treated():
    assert [row[1:4] for row in _find_rows("recital 110") if row[2] is None] == [
        ("sas.com_1", None, "declared"),
        ("sas.com_2", None, "declared"),
        ("sas.app_1", None, "declared"),
    ]


def test_appendix_covers_systemic_risk():
    assert _find_rows("3(65)") == [("art_3.pnt_65", "sas.app_1", None, "declared", "art_3.pnt_65", "sas.pag_34")]


def test_article_56_5_is_covered():
    assert [row[1] for row in _find_rows("56(5)") if row[2] is None] == ["sas.com_1", "sas.com_7"]


def test_annex_xii_is_covered():
    rows = [row for row in _find_rows("Annex XII") if row[2] is None]
    assert rows == [("anx_XII", "tra.com_1", None, "declared", "anx_XII", "tra.pag_5")]


def test_annex_xi_section_2_is_narrowed_to_measure_10_1():
    found = find_coverage(DAY, DAY.cite("Annex XI, Section 2"))
    assert _find_rows("Annex XI, Section 2")[:2] == [
        ("anx_XI.sct_2", "sas.com_10", "sas.com_10.mea_1", "stated", "anx_XI.sct_2", "tra.pag_4"),
        ("anx_XI.sct_2", "tra.com_1", None, "derived", "anx_XI", "tra.pag_5"),
    ]
    assert list(found.narrowing_notes) == [1, 2, 3, 4], "the commitment and what it covers through"
    assert "left to Safety and Security Measure 10.1 (Transparency chapter, page 4)" in found.narrowing_notes[1]


def test_annex_xi_section_1_is_not_narrowed():
    assert find_coverage(DAY, DAY.cite("Annex XI, Section 1")).narrowing_notes == {}


def test_whole_annex_xi_is_narrowed():
    found = find_coverage(DAY, DAY.cite("Annex XI"))
    told = [(found.rows[number]["link"], found.rows[number]["measureLabel"]) for number in found.narrowing_notes]
    assert told == [
        ("declared", None),
        ("derived", "Transparency Measure 1.2"),
        ("derived", "Transparency Measure 1.3"),
    ]


def test_55_1_c_is_named_as_part_of_55_1():
    rows = [row for row in _find_rows("55(1)(c)") if row[3] != "editorial"]
    assert {row[3] for row in rows} == {"derived"}
    assert {row[4] for row in rows} == {"art_55.par_1"}
    assert [row[1] for row in rows if row[2] is None] == [f"sas.com_{number}" for number in range(1, 11)]
    read = {row[2] for row in _find_rows("55(1)(c)") if row[3] == "editorial"}
    assert {"sas.com_9.mea_1", "sas.com_9.mea_2", "sas.com_9.mea_3"} <= read
    assert len({row[2] for row in rows if row[2]} | {measure for measure in read if ".mea_" in (measure or "")}) == 32


def test_article_53_lists_parts_and_gaps():
    named = [(row[0], row[1]) for row in _find_rows("53") if row[2] is None]
    assert named == [
        ("art_53.par_1.pnt_a", "tra.com_1"),
        ("art_53.par_1.pnt_a", "sas.com_10"),
        ("art_53.par_1.pnt_b", "tra.com_1"),
        ("art_53.par_1.pnt_c", "cpy.com_1"),
        ("art_53.par_2", "tra.com_1"),
        ("art_53.par_7", "tra.com_1"),
    ]
    assert _find_uncovered("53") == [
        "Article 53(1)(d)",
        "Article 53(3)",
        "Article 53(4)",
        "Article 53(5)",
        "Article 53(6)",
    ]


def test_article_54_is_not_covered():
    found = find_coverage(DAY, DAY.cite("Article 54"))
    assert (found.rows, [row["provisionLabel"] for row in found.uncovered]) == ([], ["Article 54"])
    assert found.to_rows() == [dict.fromkeys(COLUMNS) | {key: found.uncovered[0][key] for key in COLUMNS[:2]}]


@pytest.mark.parametrize(
    ("whole", "uncovered"),
    [
        ("55", ["Article 55(2)", "Article 55(3)"]),
        ("Annex XI", []),
        ("53(1)", ["Article 53(1)(d)"]),
        ("53(1)(d)", ["Article 53(1)(d)"]),
        ("Chapter I", None),
        ("Chapter III", ["Chapter III"]),
        ("recital 1", ["Recital 1"]),
    ],
)
def test_gaps_are_reported_as_largest_units(whole, uncovered):
    found = _find_uncovered(whole)
    if uncovered is None:  # Article 3(64) and (65) are covered: the other 68 definitions singly, and 4 articles
        assert len(found) == 68 + 4
        assert not {"Article 3", "Article 3(64)", "Article 3(65)"} & set(found)
    else:
        assert found == uncovered


def test_commitment_lists_covered_provisions():
    assert [row[0] for row in _find_rows("Safety and Security Commitment 1") if row[3] == "declared"] == [
        "art_55.par_1",
        "art_56.par_5",
        "rct_110",
        "rct_114",
        "rct_115",
    ]


def test_measure_covers_through_its_commitment():
    told = {(row[0], row[3]) for row in _find_rows("Measure 10.1")}
    assert ("anx_XI.sct_2", "stated") in told
    assert {("art_53.par_1.pnt_a", "editorial"), ("art_55.par_1.pnt_a", "editorial")} <= told
    assert not {one for one in told if one[1] == "derived"}, "both provisions of its commitment were read finer"
    assert ("art_56.par_5", "derived") in {(row[0], row[3]) for row in _find_rows("Safety and Security Measure 1.1")}


def test_chapter_covers_what_commitments_cover():
    assert len([row for row in _find_rows("Safety and Security chapter") if row[3] == "declared"]) == 27


def test_no_coverage_before_code():
    assert _find_rows("53", open_day("2025-01-01")) == []


def test_declared_links_are_found_from_both_ends():
    links = DAY.select_rows(
        "SELECT ?s ?o { ?s <https://w3id.org/actgraph/ns/covers> ?o }",
    )
    assert len(links) == 34
    for link in links:
        for iri in (link["s"], link["o"]):
            rows = find_coverage(DAY, iri).rows
            assert any(
                (row["commitment"], row["via"], row["link"]) == (link["s"], link["o"], "declared") for row in rows
            )


def test_gaps_list_provider_duties_first():
    rows = find_uncovered_provisions(DAY)
    duties = [row["provisionLabel"] for row in rows if row["roleLabel"] == "duty of providers"]
    assert duties == ["Article 52(1)", "Article 53(1)(d)", "Article 53(3)", "Article 54(1)", "Article 54(2)"]
    assert [row["provisionLabel"] for row in rows[:5]] == duties
    assert "Article 53(1)(c)" not in {row["provisionLabel"] for row in rows}
