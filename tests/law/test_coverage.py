"""Test which commitments and measures cover a provision, and what none covers."""

import pytest

from actgraph.core.prefixes import shorten_iri
from actgraph.graph.day import Day, open_day
from actgraph.law.coverage import COLUMNS, describe_coverage_link, find_coverage
from actgraph.law.coverage_gaps import (
    describe_absent_code,
    find_gaps,
    find_other_proof,
    find_uncovered_provisions,
)

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
    assert len(links) == 34 + 16, "those of the General-Purpose AI Code and of the AI-Generated Content Code"
    for link in links:
        for iri in (link["s"], link["o"]):
            rows = find_coverage(DAY, iri).rows
            assert any(
                (row["commitment"], row["via"], row["link"]) == (link["s"], link["o"], "declared") for row in rows
            )


# ---- The AI-Generated Content Code: what issue 25 asks for ----


def _find_forces(citation: str) -> dict[str | None, tuple[str | None, str | None]]:
    """Map the commitments and parts that cover a provision to their strongest link and their force."""
    rows = find_coverage(DAY, DAY.cite(citation)).rows[::-1]
    return {shorten_iri(row["measure"] or row["commitment"] or ""): (row["link"], row["force"]) for row in rows}


def test_50_2_is_covered_by_section_1_with_force_of_each_measure():
    rows = [row for row in _find_rows("50(2)") if row[2] is None]
    assert [row[1:4] for row in rows] == [(f"sec_1.com_{number}", None, "declared") for number in range(1, 5)]
    assert [row[5] for row in rows] == ["pag_7", "pag_12", "pag_16", "pag_20"]
    forces = {part: force for part, (_, force) in _find_forces("50(2)").items() if part.startswith("agc:sec_1")}
    assert {part.rpartition(".")[2][:4] for part in forces} == {"com_", "mea_", "sub_"}
    assert sum(".mea_" in part and ".sub_" not in part for part in forces) == 17
    assert sum(".sub_" in part for part in forces) == 7
    assert forces["agc:sec_1.com_1.mea_1.sub_1"] == "mandatory"
    assert forces["agc:sec_1.com_1.mea_3"] == "encouraged"
    assert forces["agc:sec_1.com_1.mea_1.sub_3"] == "optional"
    assert None not in forces.values()


def test_50_4_is_declared_by_commitment_1_and_stated_by_others():
    found = {part: link for part, (link, _) in _find_forces("50(4)").items() if ".mea_" not in part}
    assert [found[f"agc:sec_2.com_{number}"] for number in range(1, 5)] == ["declared", "stated", "stated", "stated"]
    assert found["agc:sec_2.com_3.pnt_a"] == "derived", "Commitments 3 and 4 bind without measures"
    rows = find_coverage(DAY, DAY.cite("50(4)")).rows
    told = {describe_coverage_link(DAY, row) for row in rows if row["link"] == "stated"}
    assert all(words.endswith("the commitment has no LEGAL TEXT line") for words in told)


def test_recital_133_has_five_commitments():
    rows = [row[1] for row in _find_rows("recital 133") if row[2] is None and row[3] == "declared"]
    assert rows == [*(f"sec_1.com_{number}" for number in range(1, 5)), "sec_2.com_1"]


def test_50_1_has_no_code_and_is_shown_by_act_itself():
    found = find_coverage(DAY, DAY.cite("50(1)"))
    assert (found.rows, [row["provisionLabel"] for row in found.uncovered]) == ([], ["Article 50(1)"])
    assert {row["route"] for row in find_other_proof(DAY, DAY.cite("50(1)"))} == {DAY.cite("rdg:rte_50.act")}
    assert find_other_proof(DAY, DAY.cite("53(3)")) == []


def test_no_code_on_article_50_before_10_june_2026():
    before = open_day("2026-06-09")
    assert find_coverage(before, before.cite("50")).rows == []
    assert describe_absent_code(before, before.cite("50")) == (
        "No code on Article 50 existed on 2026-06-09: the AI-Generated Content Code is dated 2026-06-10."
    )
    assert describe_absent_code(before, before.cite("54")) == ""
    day = open_day("2026-06-10")
    assert find_coverage(day, day.cite("50")).rows


def test_force_is_column_of_second_code_alone():
    assert find_coverage(DAY, DAY.cite("53")).columns == COLUMNS
    found = find_coverage(DAY, DAY.cite("50"))
    assert found.columns == (*COLUMNS, "force")
    assert {tuple(row) for row in found.to_rows()} == {found.columns}


def test_gaps_of_article_50_have_exceptions():
    rows = find_gaps(DAY, DAY.cite("Article 50"))
    assert [row["provisionLabel"] for row in rows if not row["norm"]] == [
        "Article 50(1)",
        "Article 50(3)",
        "Article 50(6)",
        "Article 50(7)",
    ]
    exceptions = [shorten_iri(row["norm"]) for row in rows if row["norm"]]
    assert {"rdg:exm_50.1", "rdg:exm_50.2", "rdg:exm_50.3"} < set(exceptions)
    assert "rdg:exm_50.4.sub2-2" not in exceptions, "Section 2, Commitment 4, is about human review"


def test_gaps_of_chapter_v_are_those_of_default():
    keys = ("provision", "role", "article")
    rows = find_gaps(DAY, DAY.cite("Chapter V"))
    assert [[row[key] for key in keys] for row in rows] == [
        [row[key] for key in keys] for row in find_uncovered_provisions(DAY)
    ]


def test_gaps_list_provider_duties_first():
    rows = find_uncovered_provisions(DAY)
    duties = [row["provisionLabel"] for row in rows if row["roleLabel"] == "duty of providers"]
    assert duties == ["Article 52(1)", "Article 53(1)(d)", "Article 53(3)", "Article 54(1)", "Article 54(2)"]
    assert [row["provisionLabel"] for row in rows[:5]] == duties
    assert "Article 53(1)(c)" not in {row["provisionLabel"] for row in rows}
