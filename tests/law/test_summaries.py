"""Test what a provision says in our words where it has no sentence of its own."""

import pytest

from actgraph.graph.day import open_day
from actgraph.law.summaries import find_summary

DAY = open_day("2026-11-24")


@pytest.mark.parametrize("citation", ["50(1)", "5(1)(f)", "5(1)(d)"])
def test_exception_is_told_once_in_the_words_of_the_duty(citation):
    said = find_summary(DAY, DAY.cite(citation))
    assert said.count("not apply") + said.count("not cover") <= 2
    assert "not apply" in said
    assert said.split(". ")[0].startswith(("The provider must", "Nobody may"))


def test_exception_of_another_provision_is_told():
    assert "does not cover confidential information" in find_summary(DAY, DAY.cite("ipr:art_8.par_5"))


def test_exception_in_doubt_is_told_after_the_duty():
    said = find_summary(DAY, DAY.cite("50(3)"))
    assert said.index("must inform") < said.index("must process the personal data") < said.index("The text is open")
