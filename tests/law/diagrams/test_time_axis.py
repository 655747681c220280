"""Test the dates below an axis of years: all are there, at their place, and no words lie on others."""

import re
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from actgraph.graph.day import open_day
from actgraph.law.diagrams.time_axis import LANES, draw_time_axis
from actgraph.law.timeline import build_timeline

SVG = "{http://www.w3.org/2000/svg}"
SUBJECTS = (None, "provider", "deployer", "Commission", "Article 6(2)")
DAYS = ("2024-08-01", "2026-12-02", "2040-01-01")
SMALL_LETTER, LINE = 6.3, 14


def _draw(subject, date):
    day = open_day(date)
    found = build_timeline(day, subject)
    return found, ET.fromstring(draw_time_axis(day, found, href=lambda iri: f"#{iri}", standalone=False))


def _get_boxes(root):
    """Find where the small words stand; they are never wider than this."""
    for text in root.iter(f"{SVG}text"):
        if "pic-small" in text.get("class") and text.get("text-anchor") is None:
            x, y, bold = float(text.get("x")), float(text.get("y")), "pic-bold" in text.get("class")
            yield text.text, x, x + len(text.text) * (SMALL_LETTER + bold), y - LINE + 1, y


@pytest.mark.parametrize("date", DAYS)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_words_do_not_lie_on_each_other(subject, date):
    _, root = _draw(subject, date)
    boxes = list(_get_boxes(root))
    assert len(boxes) > 5
    for one, other in combinations(boxes, 2):
        apart = one[2] <= other[1] or other[2] <= one[1] or one[4] <= other[3] or other[4] <= one[3]
        assert apart, (one[0], other[0])


@pytest.mark.parametrize("subject", SUBJECTS)
def test_all_dates_are_told_in_full_with_their_links(subject):
    found, root = _draw(subject, DAYS[1])
    told = [
        (link.get("href").removeprefix("#"), " ".join(text.text for text in link.iter(f"{SVG}text")))
        for link in root.iter(f"{SVG}a")
    ]
    assert set(told) == {(row["milestone"], row["label"]) for row in found.rows}


def test_each_date_stands_in_the_lane_of_its_kind():
    found, root = _draw(None, DAYS[1])
    lanes = {text.text: float(text.get("y")) for text in root.iter(f"{SVG}text") if text.get("class") == "pic-bold"}
    assert list(lanes) == list(LANES)
    kinds = {row["milestone"]: row["kind"] for row in found.rows}
    for link in root.iter(f"{SVG}a"):
        y = float(link.find(f"{SVG}text").get("y"))
        lane = max((title for title, top in lanes.items() if top < y), key=lanes.get)
        assert kinds[link.get("href")[1:]] in LANES[lane]


@pytest.mark.parametrize("date", DAYS)
def test_dots_of_the_axis_are_in_order_around_the_day(date):
    found, root = _draw(None, date)
    dots = [(one.get("class"), float(one.get("cx"))) for one in root.iter(f"{SVG}circle") if "ink" in one.get("class")]
    on_axis = dots[2:]  # after those of the legend
    assert len(on_axis) == len({row["date"] for row in found.rows})
    assert [x for _, x in on_axis] == sorted(x for _, x in on_axis)
    (today,) = (one for one in root.iter(f"{SVG}path") if "pic-today" in one.get("class"))
    x = float(re.match(r"M([\d.]+)", today.get("d"))[1])
    for classes, place in on_axis:
        assert (place <= x + 0.1) == ("pic-solid" in classes)
