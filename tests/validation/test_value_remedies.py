"""Test that a finding about a value says how to write this value."""

import json
import re

import pytest

from actgraph.profile.profile import parse_profile
from actgraph.profile.schema import load_shapes
from actgraph.validation import country_codes
from tests.conftest import ROOT

CASES = ROOT / "tests/cases/values.ttl"
DAY = "2026-11-24"


def read_expected():
    """Return what the finding on each line must say: the comment on the line before."""
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return {number: lines[number - 2][2:] for number, line in enumerate(lines, 1) if re.match(r"e:[mp][0-9]+ ", line)}


def find_violations(run, *args):
    code, out, err = run("validate", *args, "--on", DAY, "-f", "json", "--fail-on", "violation")
    assert code == 1, err
    return [one for one in json.loads(out)["findings"] if one["severity"] == "violation"]


@pytest.fixture(scope="module")
def expected():
    return read_expected()


def test_finding_says_how_to_write_value(run, expected):
    told = {line: set() for line in expected}
    for one in find_violations(run, str(CASES)):
        if one["line"] in told and one["value"]:
            told[one["line"]].add(one["todo"])
    wrong = {line: told[line] for line, todo in expected.items() if todo not in told[line]}
    assert not wrong, "\n".join(f"{line}: {expected[line]!r} is not in {found}" for line, found in wrong.items())


def test_doubt_says_the_same(run, tmp_path):
    path = tmp_path / "m.ttl"
    prefixes = "".join(CASES.read_text(encoding="utf-8").splitlines(keepends=True)[:4])
    model = 'e:m a ag:Model ; rdfs:label "M" ; ag:developedBy e:p ; ag:cumulativeCompute "10^25" .\n'
    path.write_text(
        f'{prefixes}{model}e:p a ag:Provider ; rdfs:label "P" ; ag:establishment "US" .\n', encoding="utf-8"
    )
    _, out, _ = run("validate", str(path), "--on", DAY, "-f", "json")
    about = [one["todo"] for one in json.loads(out)["findings"] if one["property"].endswith("cumulativeCompute")]
    assert "Write: ag:cumulativeCompute 1e25" in about
    assert not [todo for todo in about if "3.4e25" in todo]


def test_registry_says_the_same(run, tmp_path, expected):
    """A registry is validated in batches, by other processes."""
    registry = tmp_path / "registry"
    registry.mkdir()
    (registry / "values.ttl").write_bytes(CASES.read_bytes())
    out = tmp_path / "found.ndjson"
    code, _, err = run("validate", "--bulk", str(registry), "-o", str(out), "--on", DAY)
    assert code in (0, 1), err
    told = {json.loads(line).get("todo") for line in out.read_text(encoding="utf-8").splitlines()}
    assert set(expected.values()) <= told


def test_country_table_has_codes_that_the_shape_allows():
    shape = load_shapes()["https://w3id.org/actgraph/shapes/Provider-establishment"]
    allowed = {value.value for value in shape.values}
    assert set(country_codes._NAMES) <= allowed
    names = [name for names in country_codes._NAMES.values() for name in names.split(", ")]
    assert len(names) == len(set(names))
    assert not {name for name in names if name in allowed}


def test_number_with_decimal_comma_is_noted():
    text = '<a:a> <a:b> 1,5e23 ; <a:c> 1 , 2 ; <a:d> "1,5" , "x 1,5" ; # 3,4\n <a:e> 1,000,000 , 1,500 .'
    notes = parse_profile(text.encode(), "m.ttl", "ttl").notes
    assert notes == (
        "m.ttl:1: “1,5e23” is read as 2 values, separated by a comma. If it is one number, write 1.5e23.",
        "m.ttl:2: “1,000,000” is read as 3 values, separated by a comma. If it is one number, write 1000000.",
        "m.ttl:2: “1,500” is read as 2 values, separated by a comma. If it is one number, write 1.500 or 1500.",
    )
