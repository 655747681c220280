"""Test that thousands of unknown names, long names and long values take little time, and are told short."""

import difflib
import json
import time

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core import suggestions
from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.core.suggestions import MAX_GUESSED_NAMES
from actgraph.graph.day import open_day
from actgraph.reasoning import readability
from actgraph.validation import vocabulary_checks
from actgraph.validation.result import ValidationResult

DAY = "2026-11-28"
HEADS = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in load_prefixes().items())
AG, SHP = load_prefixes()["ag"], load_prefixes()["shp"]
MODEL, TYPE = NamedNode("urn:m"), NamedNode(expand_curie("rdf:type"))


@pytest.fixture
def compared(monkeypatch):
    """The names that a near one was searched for, one after the other."""
    found = []
    search = difflib.get_close_matches

    def count(word, *args, **options):
        found.append(word)
        return search(word, *args, **options)

    monkeypatch.setattr(difflib, "get_close_matches", count)
    return found


def _state(name, value="1"):
    return Triple(MODEL, NamedNode(AG + name), Literal(value))


@pytest.mark.parametrize("name", ["x", "developdBy"])
@pytest.mark.parametrize(
    "check", [readability.find_unread_statements, vocabulary_checks.find_term_errors], ids=["assess", "validate"]
)
def test_near_names_are_searched_for_the_first_names_only(compared, check, name):
    facts = [_state(f"{name}{number}") for number in range(2000)]
    assert (len(check(facts, open_day(DAY))), len(compared)) == (2000, MAX_GUESSED_NAMES)


def test_near_values_are_searched_for_the_first_values_only(compared):
    facts = [_state("establishment", f"GER{number}") for number in range(2000)]
    assert (len(readability.find_unread_statements(facts, open_day(DAY))), len(compared)) == (2000, MAX_GUESSED_NAMES)


def test_repeated_name_is_searched_for_once(compared):
    facts = [Triple(NamedNode(f"urn:m{number}"), NamedNode(AG + "developdBy"), MODEL) for number in range(500)]
    found = readability.find_unread_statements(facts, open_day(DAY))
    assert {one.meant[0] for one in found} == {AG + "developedBy"}
    assert len(compared) == 1


def test_many_nodes_that_are_not_described_are_compared_with_few_others(monkeypatch):
    words = []
    monkeypatch.setattr(suggestions, "suggest_iris", lambda iri, known, limit: words.extend(known) or [])
    facts = [Triple(NamedNode(f"urn:x/licence-{number}"), TYPE, NamedNode(AG + "Licence")) for number in range(1000)]
    results = [
        ValidationResult(SHP + "Model-type", "", NamedNode(f"urn:x/licence_{number}b"), TYPE.value)
        for number in range(1000)
    ]
    told = vocabulary_checks.suggest_described_nodes(results, facts)
    assert all("describes nothing of that name" in one.message for one in told)
    assert 1000 <= len(words) <= 30_000


def test_long_names_are_not_compared(compared):
    assert suggestions.suggest_iris("urn:" + "a" * 100_000, ["urn:" + "a" * 100_001]) == []
    assert compared == []


LONG = 200_000
STATEMENTS = {
    "property": f"<urn:m> <{AG}{'x' * LONG}> 1 .",
    "class": f"<urn:m> a <{AG}{'x' * LONG}> .",
    "node of ours": f"<urn:m> ag:licence <{AG}{'x' * LONG}> .",
    "namespace of ours": f"<urn:m> ag:licence <{load_prefixes()['ag'][:-3]}{'x' * LONG}/a> ; ag:madeAvailable"
    f" <{load_prefixes()['ag'][:-3]}{'x' * LONG}/b> .",
    "value": f"<urn:m> ag:modalityOut <urn:{'x' * LONG}> .",
    "node": f"<urn:{'x' * LONG}> a ag:Model ; ag:modalityOut <urn:none> .",
    "datatype": f'<urn:m> ag:isMonetised "true"^^<urn:{"x" * LONG}> .',
    "number": f'<urn:m> ag:cumulativeCompute "{"9" * LONG}x"^^xsd:integer .',
    "date": f'<urn:m> ag:releasedOn "2025-{"x" * LONG}"^^xsd:date .',
    "words": f'<urn:m> ag:isMonetised true , "{"word " * (LONG // 5)}" .',
    "label": f'<urn:m> rdfs:label "{"x" * LONG}" .',
    "label of a provider": f'<urn:m> ag:developedBy <urn:q> . <urn:q> a ag:Provider ; rdfs:label "{"x" * LONG}" .',
    "contradiction": f'<urn:m> ag:cumulativeCompute 1e24 , 2e26 , "{"9" * LONG}"^^xsd:integer .',
}


@pytest.mark.parametrize("command", ["assess", "validate"])
@pytest.mark.parametrize("stated", STATEMENTS.values(), ids=STATEMENTS)
def test_long_text_is_told_short(tmp_path, run, command, stated):
    path = tmp_path / "long.ttl"
    path.write_text(f"{HEADS}<urn:m> a ag:Model ; ag:developedBy <urn:p> . <urn:p> a ag:Provider .\n{stated}")
    code, out, err = run(command, str(path), "--on", DAY)
    assert code in (0, 1), err
    assert len(out + err) < 60_000
    assert "x" * 600 not in out + err


def test_finding_has_the_whole_value(tmp_path, run):
    path = tmp_path / "long.ttl"
    path.write_text(f"{HEADS}<urn:m> a ag:Model . {STATEMENTS['value']}")
    _, out, _ = run("validate", str(path), "--on", DAY, "-f", "json")
    assert f"urn:{'x' * LONG}" in {one["value"] for one in json.loads(out)["findings"]}


MANY = {
    "nodes not described": lambda many: "".join(
        f"<urn:x/l-{number}> a ag:Licence . <urn:m{number}> ag:licence <urn:x/l_{number}b> .\n"
        for number in range(many)
    ),
    "values that there are not": lambda many: "".join(
        f"<urn:l{number}> a ag:Licence ; ag:hasTerm ag:foo{number}, ag:bar{number} .\n" for number in range(many)
    ),
    "unknown properties": lambda many: "".join(f"<urn:m> ag:developdBy{number} 1 .\n" for number in range(3 * many)),
    "days in the wrong order": lambda many: "".join(
        f'<urn:c{number}> a ag:Contestation ; ag:date "2026-02-02"^^xsd:date ; ag:answeredOn "2026-01-01"^^xsd:date .\n'
        for number in range(many)
    ),
    "two days in place of one": lambda many: "".join(
        f'<urn:c{number}> a ag:Contestation ; ag:date "2026-02-02"^^xsd:date , "2026-02-03"^^xsd:date .\n'
        for number in range(many)
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("command", ["assess", "validate"])
@pytest.mark.parametrize("write", MANY.values(), ids=MANY)
def test_time_grows_with_statements(tmp_path, run, command, write):
    def measure(many):
        path = tmp_path / f"{many}.ttl"
        path.write_text(f"{HEADS}<urn:m> a ag:Model .\n{write(many)}")
        before = time.process_time()
        code, _, err = run(command, str(path), "--on", DAY)
        assert code in (0, 1), err
        return time.process_time() - before

    measure(10)
    assert any(measure(4800) < 4 * 1.7 * max(0.4, measure(1200)) for _ in range(3))  # a busy machine disturbs one
