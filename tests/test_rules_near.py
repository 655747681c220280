"""What the rules derive from profiles near their cases is what the lists say."""

import pytest

from actgraph.reasoning import rules
from tests import rules_about, rules_near

RULES = rules.list_rules()


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_derives_from_near_profiles_what_its_list_says(rule):
    listed = (rules_near.LISTS / f"{rule.name}.txt").read_text(encoding="utf-8")
    assert rules_near.listed(rule, rules_near.closed(rule)) == listed, (
        "read it; python -m tests.rules_near writes it anew"
    )


def test_every_list_is_of_a_rule():
    assert {path.stem for path in rules_near.LISTS.iterdir()} == {rule.name for rule in RULES}


def test_no_list_is_empty():
    assert [path.stem for path in rules_near.LISTS.iterdir() if not path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("added", [rules_about.ABOUT, rules_about.ALONE, rules_about.EARLIER])
def test_what_is_added_is_about_rules_that_there_are(added):
    assert set(added) - {rule.name for rule in RULES} == set()
