"""Test the dates of application: every provision in every edition against the law, and the output."""

import datetime
import json
import re
import xml.etree.ElementTree as ET
from functools import partial
from itertools import pairwise

import pytest
from lxml import html

from actgraph.core.prefixes import ACT, AMENDING
from actgraph.graph import catalog
from actgraph.graph.day import open_day
from actgraph.law.milestones import Calendar
from actgraph.law.timeline import COLUMNS
from tests.conftest import ROOT, SOURCES, needs_sources
from tests.support.looping import each

GOLDEN = ROOT / "tests/golden"
OLD, NEW = "2026-07-01", "2026-11-24"
NEW_EDITION = "2026-07-27"
AG = "https://w3id.org/actgraph/ns/"
DAYS = ["2024-08-01", "2026-07-26", "2026-07-27", "2026-11-24"]


@pytest.fixture
def timeline_of(run):
    return partial(run, "timeline")


@pytest.fixture(scope="module")
def calendars():
    return {day: Calendar(open_day(day)) for day in [*DAYS, OLD]}


# ---- Application dates against Articles 111 and 113 of each edition, read by hand ------------------------------------

ANNEX_3, ANNEX_1 = "Article 6(2) and Annex III", "Article 6(1) and Annex I"
BOTH = {("2027-12-02", ANNEX_3), ("2028-08-02", ANNEX_1)}
# Provision, then its dates in the Act as published and as amended; None: not in that edition.
APPLIES = [
    ("Chapter I", {"2025-02-02"}, {"2025-02-02"}),
    ("Article 2", {"2025-02-02"}, {"2025-02-02"}),
    ("Article 2(13)", None, {"2026-07-27"}),
    ("Article 3(14a)", None, {"2026-07-27"}),
    ("Article 4", {"2025-02-02"}, {"2025-02-02"}),
    ("Article 4(2)", None, {"2026-07-27"}),
    ("Article 4a", None, {"2026-07-27"}),
    ("Article 4a(1)(a)", None, {"2026-07-27"}),
    ("Article 6(1c)", None, BOTH),
    ("Article 25(2), second subparagraph", None, BOTH),
    ("Article 26(7)", {"2026-08-02", ("2027-08-02", "Article 6(1)")}, BOTH),
    ("Article 30(2)", {"2025-08-02"}, {"2025-08-02"}),
    ("Article 30(2), second subparagraph", None, {"2026-07-27"}),
    ("Article 40(2), fourth subparagraph", None, {"2026-08-02"}),
    ("Article 43(3)", {"2026-08-02"}, {"2026-08-02"}),
    ("Article 72", {"2026-08-02"}, {"2026-08-02"}),
    ("Article 75d", None, {"2026-08-02"}),
    ("Article 86", {"2026-08-02"}, {"2026-08-02"}),
    ("Article 96(1)(g)", None, {"2026-08-02"}),
    ("Article 99(6a)", None, {"2026-07-27"}),
    ("Annex III, point 1(a)", {"2026-08-02"}, {("2027-12-02", ANNEX_3)}),
    ("Annex V", {"2026-08-02"}, {"2026-08-02"}),
    ("Annex VI", {"2026-08-02"}, {"2026-08-02"}),
    ("Annex X, point 1", {"2026-08-02"}, {"2026-08-02"}),
    ("Annex XIV, point 3(d)", None, {"2026-07-27"}),
    ("Article 5", {"2025-02-02"}, {"2025-02-02"}),
    ("Article 5(1)", {"2025-02-02"}, {"2025-02-02"}),
    ("Article 5(1)(b)", {"2025-02-02"}, {"2025-02-02"}),
    ("Article 5(1)(ba)", None, {"2026-12-02"}),
    ("Article 5(1)(bb)", None, {"2026-12-02"}),
    ("Article 5(1a)", None, {"2026-12-02"}),
    ("Article 5(1a)(a)(i)", None, {"2026-12-02"}),
    ("Article 5(1b)", None, {"2026-12-02"}),
    ("Article 5(2)", {"2025-02-02"}, {"2025-02-02"}),
    ("Chapter III, Section 1", {"2026-08-02"}, BOTH),
    ("Article 6(1)", {"2027-08-02"}, {("2028-08-02", ANNEX_1)}),
    ("Article 6(1)(a)", {"2027-08-02"}, {("2028-08-02", ANNEX_1)}),
    ("Article 6(1a)", None, BOTH),
    ("Article 6(2)", {"2026-08-02"}, {("2027-12-02", ANNEX_3)}),
    ("Article 6(3)", {"2026-08-02"}, BOTH),
    ("Article 6(5)", {"2026-08-02"}, {"2026-08-02"}),
    ("Article 7", {"2026-08-02"}, BOTH),
    ("Article 9", {"2026-08-02", ("2027-08-02", "Article 6(1)")}, BOTH),
    ("Article 10(5)", {"2026-08-02", ("2027-08-02", "Article 6(1)")}, None),
    ("Article 27", {"2026-08-02", ("2027-08-02", "Article 6(1)")}, BOTH),
    ("Article 28", {"2025-08-02"}, {"2025-08-02"}),
    ("Article 28(8)", None, {"2026-07-27"}),
    ("Article 39", {"2025-08-02"}, {"2025-08-02"}),
    ("Article 40", {"2026-08-02"}, {"2026-08-02"}),
    ("Article 42(3)", None, {"2026-08-02"}),
    ("Article 49", {"2026-08-02"}, {"2026-08-02"}),
    ("Article 50(2)", {"2026-08-02"}, {"2026-08-02"}),
    ("Article 51", {"2025-08-02"}, {"2025-08-02"}),
    ("Article 53", {"2025-08-02"}, {"2025-08-02"}),
    ("Article 55", {"2025-08-02"}, {"2025-08-02"}),
    ("Article 56", {"2025-08-02"}, {"2025-08-02"}),
    ("Article 57(1)", {"2026-08-02"}, {"2026-08-02"}),
    ("Article 57(3a)", None, {"2026-08-02"}),
    ("Article 60a", None, {"2026-08-02"}),
    ("Article 64", {"2025-08-02"}, {"2025-08-02"}),
    ("Article 64(3)", None, {"2026-07-27"}),
    ("Article 70", {"2025-08-02"}, {"2025-08-02"}),
    ("Article 71", {"2026-08-02"}, {"2026-08-02"}),
    ("Article 75a", None, {"2026-08-02"}),
    ("Article 78", {"2025-08-02"}, {"2025-08-02"}),
    ("Article 88", {"2026-08-02"}, {"2026-08-02"}),
    ("Article 94", {"2026-08-02"}, {"2026-08-02"}),
    ("Chapter XII", {"2025-08-02"}, {"2025-08-02"}),
    ("Article 99(4)(da)", None, {"2026-07-27"}),
    ("Article 100", {"2025-08-02"}, {"2025-08-02"}),
    ("Article 101", {"2026-08-02"}, {"2026-08-02"}),
    ("Article 101(1)(a)", {"2026-08-02"}, {"2026-08-02"}),
    ("Article 102", {"2026-08-02"}, {"2026-07-27"}),
    ("Article 108(1)", {"2026-08-02"}, {"2026-07-27"}),
    ("Article 110", {"2026-08-02"}, {"2026-07-27"}),
    ("Article 111", {"2026-08-02"}, {"2026-08-02"}),
    ("Article 111(4)", None, {"2026-08-02"}),
    ("Article 113", {"2026-08-02"}, {"2026-08-02"}),
    ("Annex I", {"2027-08-02"}, {("2028-08-02", ANNEX_1)}),
    ("Annex I, Section A, point 1", {"2027-08-02"}, None),
    ("Annex I, Section B, point 21", None, {("2028-08-02", ANNEX_1)}),
    ("Annex II", {"2025-02-02"}, {"2025-02-02"}),
    ("Annex III", {"2026-08-02"}, {("2027-12-02", ANNEX_3)}),
    ("Annex IV", {"2026-08-02", ("2027-08-02", "Article 6(1)")}, BOTH),
    ("Annex VIII", {"2026-08-02"}, {"2026-08-02"}),
    ("Annex XI, Section 2", {"2025-08-02"}, {"2025-08-02"}),
    ("Annex XII", {"2025-08-02"}, {"2025-08-02"}),
    ("Annex XIII", {"2025-08-02"}, {"2025-08-02"}),
    ("Annex XIV", None, {"2026-07-27"}),
    ("recital 179", set(), set()),
]


@each(("words", "published", "amended"), APPLIES, ids=[words for words, _, _ in APPLIES])
def test_applies_from(words, published, amended, calendars):
    for day, expected in ((OLD, published), (NEW, amended)):
        if expected is None:
            with pytest.raises(Exception, match="does not hold on"):
                calendars[day].day.cite(words)
            continue
        found = {
            (reach.date, re.sub(".* (?:under|to) ", "", reach.milestone.condition))
            if reach.milestone.condition
            else reach.date
            for reach in calendars[day].find_application_dates(calendars[day].day.cite(words))
        }
        assert found == expected, day


@pytest.mark.parametrize("day", DAYS)
def test_every_provision_has_application_date(day, calendars):
    dates = calendars[day]
    nodes = [iri for iri in dates.day.get_labels().values() if iri.startswith(ACT) and "/rct_" not in iri]
    assert len(nodes) > 1400
    for iri in nodes:
        found = dates.find_application_dates(iri)
        assert found, iri
        assert len(found) == 1 or sum(bool(reach.milestone.condition) for reach in found) >= len(found) - 1, iri
        for reach in found:
            assert reach.milestone.source_label, iri
            assert reach.date >= "2025-02-02", iri


def test_inserted_provisions_do_not_apply_early(calendars):
    before = set(calendars["2026-07-26"].day.get_labels().values())
    new = [iri for iri in calendars[NEW].day.get_labels().values() if iri.startswith(ACT) and iri not in before]
    assert len(new) == 179
    for iri in new:
        assert min(reach.date for reach in calendars[NEW].find_application_dates(iri)) >= "2026-07-27", iri
        assert calendars[NEW].find_entry_into_force(iri).date == "2026-07-27", iri


def test_inserted_provision_enters_into_force(calendars):
    """Its parts too; only parts of replaced provisions and Article 76(1) are new besides."""
    dates = calendars[NEW]
    rows = open_day(NEW).select_rows(
        "PREFIX ag: <https://w3id.org/actgraph/ns/> SELECT ?node ?date ?action WHERE {"
        " ?a a ag:Amendment ; ag:amends ?node ; ag:date ?date ; ag:action ?action }"
    )
    inserted = {row["node"]: row["date"] for row in rows if row["action"].endswith("/inserted")}
    replaced = {row["node"] for row in rows if row["action"].endswith("/replaced")}
    assert len(inserted) == 39
    new = [iri for iri in dates.day.get_labels().values() if iri in dates and dates.get_start_date(iri) == NEW_EDITION]
    for iri, day in inserted.items():
        assert dates.find_entry_into_force(iri).date == day == NEW_EDITION, iri
    within = {iri: set(dates.list_ancestors(iri)) for iri in new}
    assert set(inserted) <= set(new)
    others = {iri for iri in new if not within[iri] & (inserted.keys() | replaced)}
    assert {iri.removeprefix(ACT) for iri in others} == {"art_76.par_1.sub_1"}


def test_only_chapter_iii_dates_moved(calendars):
    old, new = calendars["2026-07-26"], calendars[NEW]
    moved = {
        place
        for iri in set(old.day.get_labels().values()) & set(new.day.get_labels().values())
        if iri.startswith(ACT)
        and "/anx_" not in iri
        and [reach.date for reach in old.find_application_dates(iri)]
        != [reach.date for reach in new.find_application_dates(iri)]
        for place in new.list_ancestors(iri)[-3:-1]
        if "sct_" in place or "cpt_XIII" in place
    }
    # Chapter XIII: Articles 102 to 110 apply some days earlier.
    assert {place.removeprefix(ACT) for place in moved} == {
        "cpt_III.sct_1",
        "cpt_III.sct_2",
        "cpt_III.sct_3",
        "cpt_XIII",
    }


# ---- The milestones --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS)
def test_milestone_name_begins_with_date(day, calendars):
    for one in calendars[day].milestones:
        assert one.iri.removeprefix(ACT).startswith(f"mls_{one.date}."), one.iri


def test_last_day_lists_all_milestones(calendars):
    milestones = open_day(NEW).select_rows("SELECT ?m WHERE { ?m a <https://w3id.org/actgraph/ns/Milestone> }")
    assert {row["m"] for row in milestones} == {one.iri for one in calendars[NEW].milestones}


def test_regulation_is_unknown_before_publication():
    for day, known in (("2026-07-20", False), ("2026-07-21", True)):
        found = [one.iri.rpartition("/")[2] for one in Calendar(open_day(day)).milestones]
        assert ("mls_2026-08-10.proceedings" in found) is known


# The date follows from another: from publication, or from Article 113.
FOLLOWS = {
    "mls_2024-08-01.entry-into-force",
    "mls_2026-07-27.amendment",
    "mls_2025-03-30.scientific-panel",
    "mls_2026-08-10.proceedings",
    "mls_2027-12-02.systems.cut-off",
    "mls_2028-08-02.systems.cut-off",
}
MONTHS = "January February March April May June July August September October November December".split()


@needs_sources
@pytest.mark.parametrize(("day", "file"), [("2026-07-26", "oj-2024-07-12"), (NEW, "consolidated-2026-07-27")])
def test_dates_stand_in_their_provision(day, file, calendars):
    from actgraph.ingest import formex

    words = {one.name: one.wording for one in formex.read_formex(SOURCES / f"ai-act/{file}.fmx.xml").provisions}
    for one in calendars[day].milestones:
        if one.iri.removeprefix(ACT) in FOLLOWS or one.source.startswith(AMENDING):
            continue
        year, month, of_month = one.date.split("-")
        date = f"{int(of_month)} {MONTHS[int(month) - 1]} {year}"
        assert date in words[one.source.removeprefix(ACT)], one.iri


@needs_sources
def test_amending_act_sets_machinery_date(calendars):
    (one,) = [one for one in calendars[NEW].milestones if one.source == f"{AMENDING}art_3.pnt_1"]
    page = html.document_fromstring((SOURCES / "ai-act/amending-reg-2026-1744.xhtml").read_bytes())
    words = " ".join(page.text_content().split()).partition("Amendments to Regulation (EU) 2023/1230")[2]
    assert (one.date, "2 August 2028" in words) == ("2028-08-02", True)


@pytest.mark.parametrize("words", ["Article 72(1)", "Article 73", "Article 86"])
def test_article_111_2_applies_beyond_chapter_iii(words, calendars):
    """Article 111(2) speaks of the whole Regulation; Article 86 is about Annex III alone."""
    reached = {
        day: [(one.date, one.milestone.kind) for one in calendars[day].find_other_dates(calendars[day].day.cite(words))]
        for day in (OLD, NEW)
    }
    assert ("2026-08-02", "cutOff") in reached[OLD]
    assert ("2026-08-02", "cutOff") not in reached[NEW]
    assert ("2027-12-02", "cutOff") in reached[NEW]
    assert (("2028-08-02", "cutOff") in reached[NEW]) is (words != "Article 86")
    for found in reached.values():
        assert {("2030-08-02", "transition"), ("2030-12-31", "transition")} <= set(found)


@pytest.mark.parametrize("published", ["2024-07-12", "2026-07-24", "2025-03-10", "2026-07-21"])
def test_entry_into_force_counts_from_publication(published):
    """On the n-th day after publication, by Articles 113, 4, 20 and 15 of the four acts."""
    days, milestone = {
        "2024-07-12": (20, "2024-08-01"),
        "2026-07-24": (3, "2026-07-27"),
        "2025-03-10": (20, "2025-03-30"),
        "2026-07-21": (20, "2026-08-10"),
    }[published]
    counted = datetime.date.fromisoformat(published) + datetime.timedelta(days)
    assert counted.isoformat() == milestone
    assert any(f"mls_{milestone}." in one.iri for one in Calendar(open_day(NEW)).milestones)


# ---- Output ----------------------------------------------------------------------------------------------------------

TOLD = [
    *[(words, day) for words in ("Article 55", "Article 6(2)", "Article 101") for day in (OLD, NEW)],
    *[
        (words, NEW)
        for words in ("Article 4a", "Article 5", "Article 50(2)", "Article 75a", "Article 111", "Article 99(6a)")
    ],
    *[(words, NEW) for words in ("Chapter III", "deployer", "")],
    *[(words, OLD) for words in ("Article 6", "Annex III", "Article 57(1)")],
]


def _get_golden_file(words, day):
    slug = re.sub(r"\W+", "-", words).strip("-") or "all"
    return GOLDEN / f"timeline.{slug}.{day}.txt"


@pytest.mark.parametrize(("words", "day"), TOLD, ids=[_get_golden_file(*case).name for case in TOLD])
def test_timeline_matches_golden_file(words, day, timeline_of, request):
    code, out, err = timeline_of("--on", day, *(["--for", words] if words else []))
    assert (code, err) == (0, "")
    file = _get_golden_file(words, day)
    if request.config.getoption("--accept"):
        file.write_text(out, encoding="utf-8")
    assert out == file.read_text(encoding="utf-8")


def test_every_golden_file_has_case():
    assert set(GOLDEN.glob("timeline.*")) == {_get_golden_file(*case) for case in TOLD}


def test_timeline_before_provision_existed(timeline_of):
    code, out, err = timeline_of("--for", "Article 4a", "--on", OLD)
    assert (code, out) == (2, "")
    assert "Article 4a does not hold on 2026-07-01: it holds from 2026-07-27 on" in err


@pytest.mark.parametrize(
    "words", ["Article 153", "banker", "Copyright Commitment 1", "act:art_999", "act:mls_2026-08-02.fines", "", " "]
)
def test_node_without_dates_is_error(words, timeline_of):
    code, out, err = timeline_of("--for", words)
    assert (code, out) == (2, "")
    assert err.startswith("actgraph: ")
    assert "Traceback" not in err


def test_unknown_role_names_known_roles(timeline_of):
    err = timeline_of("--for", "banker")[2]
    for label in ("Commission", "deployer", "Member State", "notified body", "provider of AI systems"):
        assert label in err


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("deployers", "Dates for the deployer"),
        ("The Commission", "Dates for the Commission"),
        ("AI Office", "Dates for the Commission"),
        ("Member States", "Dates for the Member State"),
        ("GPAI provider", "Dates for the provider of general-purpose AI models"),
        ("providers", "Dates for the provider of AI systems, the provider of general-purpose AI models"),
    ],
)
def test_timeline_of_role(words, title, timeline_of):
    code, out, _ = timeline_of("--for", words, "--on", NEW)
    assert (code, out.splitlines()[0]) == (0, title)


def test_rows_have_documented_columns(timeline_of):
    code, out, err = timeline_of("--for", "Article 6(2)", "--on", NEW, "-f", "json")
    rows = json.loads(out)
    assert code == 0
    assert "as of 24 Nov 2026" in err
    assert all(list(row) == list(COLUMNS) for row in rows)
    (applies,) = [row for row in rows if row["kind"] == "application"]
    assert applies["date"] == "2027-12-02"
    assert applies["state"] == "to come"
    assert applies["source"] == f"{ACT}art_113.sub_3.pnt_c.pnt_i"
    assert applies["lastChecked"] == "2026-11-24"


def test_today_is_neither_past_nor_future(timeline_of):
    rows = json.loads(timeline_of("--on", "2026-08-02", "-f", "json")[1])
    assert {row["state"] for row in rows if row["date"] == "2026-08-02"} == {"today"}


@pytest.mark.parametrize("words", ["", "Article 55", "Chapter III", "provider", "recital 179"])
def test_timeline_svg(words, timeline_of):
    """It is well-formed, marks the day, and has no overlapping or clipped text."""
    code, out, _ = timeline_of("--on", NEW, "-f", "svg", *(["--for", words] if words else []))
    assert code == 0
    root = ET.fromstring(out)
    width, height = map(int, root.get("viewBox").split()[2:])
    space = "{http://www.w3.org/2000/svg}"
    texts = [(int(text.get("x")), int(text.get("y")), text.text or "") for text in root.iter(f"{space}text")]
    assert any(f"{NEW}: past above" in words for _, _, words in texts)
    lefts = [y for x, y, _ in texts if x == 160]
    sizes = {"pic-small": 12, "pic-head": 18}
    assert all(after - before >= 16 for before, after in pairwise(lefts)), "two lines overlap"
    assert all(x < width and y < height for x, y, _ in texts)
    for text in root.iter(f"{space}text"):
        if text.get("text-anchor") is None:
            right = (
                int(text.get("x"))
                + len(text.text or "") * sizes.get((text.get("class") or "").split(" ")[0], 14) * 0.52
            )
            assert right < width, f"a line is too long: {text.text}"


def test_timeline_of_day_uses_one_edition():
    for day in DAYS:
        files = [one.file for one in catalog.find_valid_graphs(day) if one.file.startswith("reading/application-dates")]
        assert len([file for file in files if "-454" not in file and "-1755" not in file]) == 2


@pytest.mark.parametrize("day", DAYS)
def test_graph_and_timeline_agree(day, calendars):
    dates = calendars[day]
    found = {}
    for row in dates.day.select_rows(f"SELECT ?node ?date {{ ?node <{AG}appliesBy> ?m . ?m <{AG}date> ?date }}"):
        found.setdefault(row["node"], set()).add(row["date"])
    nodes = [iri for iri in dates.day.get_labels().values() if iri in dates and "/rct_" not in iri]
    assert len(nodes) > 1400
    for iri in nodes:
        assert found[iri] == {reach.date for reach in dates.find_application_dates(iri)}, iri


@pytest.mark.parametrize(
    ("norm", "date"),
    [
        ("obl_53.1.a", "2025-08-02"),  # the same in both editions
        ("obl_56.6-2026", "2026-07-27"),  # an article of 2025 in the wording of 2026
        ("obl_4.2", "2026-07-27"),
        ("obl_5.1.ba", "2026-12-02"),  # later than the edition
        ("obl_75.1a", "2026-08-02"),
        ("san_101.1.a", "2026-08-02"),
        ("obl_2026-1755.8.1", "2026-08-10"),
    ],
)
def test_norm_binds_from_its_edition(norm, date):
    rows = open_day(NEW).select_rows(
        f"SELECT ?date {{ <https://w3id.org/actgraph/reading/{norm}> <{AG}appliesBy> ?m . ?m <{AG}date> ?date }}"
    )
    assert [row["date"] for row in rows] == [date]
