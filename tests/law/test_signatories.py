"""Test the lists of signatories and what changed between them."""

import pytest

from actgraph.core.prefixes import CODE, CONTENT_CODE
from actgraph.graph.day import open_day
from actgraph.law.signatories import ListEntry, SignatoryList, compare_lists, find_lists, find_refusals, list_chapters

FIRST, SECOND = f"{CODE}code", f"{CONTENT_CODE}code"


def _make_list(period, names):
    entries = [
        ListEntry(f"urn:{period}.{name}", f"urn:{name}", name, frozenset(chapters), "", chapters == "?")
        for name, chapters in names.items()
    ]
    return SignatoryList(f"urn:sgl_{period}", "", period, "", "", "", entries)


def _get_names(entries):
    return [one.name for one in entries]


@pytest.mark.parametrize(
    ("date", "periods"),
    [
        ("2025-07-31", []),
        ("2025-08-01", ["2025-08"]),
        ("2026-07-30", ["2025-08", "2025-12"]),
        ("2026-07-31", ["2025-08", "2025-12", "2026-07-31"]),
    ],
)
def test_lists_are_those_up_to_day(date, periods):
    assert [one.period for one in find_lists(open_day(date), FIRST)] == periods


def test_lists_of_two_codes_are_apart():
    day = open_day("2026-12-02")
    first, second = find_lists(day, FIRST)[-1], find_lists(day, SECOND)[-1]
    assert not {one.provider for one in first.entries} & {one.provider for one in second.entries}
    assert list_chapters(day, SECOND) == [f"{CONTENT_CODE}sec_1", f"{CONTENT_CODE}sec_2"]


def test_signatures_are_counted_by_chapter():
    one = _make_list("2026-01-01", {"A": "cd", "B": "d", "C": "", "D": "?"})
    assert [one.count_signatures(chapters) for chapters in ("c", "d", "cd", "?")] == [1, 2, 1, 0]


def test_entry_in_doubt_is_no_change():
    """The press says that xAI had signed one chapter, but the names of the first list lack it."""
    last, first = compare_lists(find_lists(open_day("2026-12-02"), FIRST))
    assert (_get_names(first.added), _get_names(first.gone), _get_names(first.doubtful)) == (["LINAGORA"], [], ["xAI"])
    assert "xAI" in _get_names(last.added)
    assert _get_names(last.doubtful) == ["xAI"]


def test_changes_of_names_and_chapters():
    lists = [
        _make_list("2026-01-01", {"A": "c", "B": "cd", "C": "c", "D": ""}),
        _make_list("2026-02-01", {"A": "cd", "B": "cd", "D": "c", "E": "c"}),
    ]
    (change,) = compare_lists(lists)
    assert (_get_names(change.added), _get_names(change.gone)) == (["E"], ["C"])
    assert [(old.name, set(new.chapters)) for old, new in change.moved] == [("A", {"c", "d"})], "of D nothing was known"


def test_one_list_has_no_change():
    assert compare_lists(find_lists(open_day("2026-12-02"), SECOND)) == []


@pytest.mark.parametrize(("date", "names"), [("2025-07-17", []), ("2025-07-18", ["Meta"])])
def test_refusal_counts_from_its_day(date, names):
    assert [row["name"] for row in find_refusals(open_day(date), FIRST)] == names
    assert find_refusals(open_day(date), SECOND) == []
