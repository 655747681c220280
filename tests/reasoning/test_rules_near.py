"""Test that the rules derive the listed triples from profiles near their cases."""

import pytest

from actgraph.reasoning import rules
from tests.support import near_rules

RULES = rules.list_rules()


@pytest.mark.slow
@pytest.mark.proof("near-rules")
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_derives_listed_triples_from_near_profiles(rule):
    listed = (near_rules.LISTS / f"{rule.name}.txt").read_text(encoding="utf-8")
    assert near_rules.format_near_list(rule, near_rules.build_near_profiles(rule)) == listed, (
        "read it; python -m tests.support.near_rules writes it anew"
    )


def test_every_list_belongs_to_rule():
    assert {path.stem for path in near_rules.LISTS.iterdir()} == {rule.name for rule in RULES}


def test_no_list_is_empty():
    assert [path.stem for path in near_rules.LISTS.iterdir() if not path.read_text(encoding="utf-8")] == []


def test_additions_name_existing_rules():
    added = [near_rules.ADDITIONS["added_to_case"], near_rules.ADDITIONS["alone"]]
    added += near_rules.ADDITIONS["alone_on"].values()
    assert {name for one in added for name in one} - {rule.name for rule in RULES} == set()
