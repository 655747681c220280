"""What the rules derive from profiles near their cases is what the lists say."""

import pytest

from actgraph.reasoning import rules
from tests.support import near_rules, near_rules_about

RULES = rules.list_rules()


@pytest.mark.slow
@pytest.mark.proof("near-rules")
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_derives_from_near_profiles_what_its_list_says(rule):
    listed = (near_rules.LISTS / f"{rule.name}.txt").read_text(encoding="utf-8")
    assert near_rules.listed(rule, near_rules.closed(rule)) == listed, (
        "read it; python -m tests.support.near_rules writes it anew"
    )


def test_every_list_is_of_a_rule():
    assert {path.stem for path in near_rules.LISTS.iterdir()} == {rule.name for rule in RULES}


def test_no_list_is_empty():
    assert [path.stem for path in near_rules.LISTS.iterdir() if not path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("added", [near_rules_about.ABOUT, near_rules_about.ALONE, near_rules_about.EARLIER])
def test_what_is_added_is_about_rules_that_there_are(added):
    assert set(added) - {rule.name for rule in RULES} == set()
