"""The verdicts of Article 50 on three invented profiles, as two readers derived them by hand from the texts.

tests/data/system_verdicts.tsv has one row for each duty, day and system or deployment: status, since when, enforceable
from when, what would turn it, the ways to show it, what is found and missing, and the questions. Where the rules and a
reader part, the column `note` says why.
"""

import csv
import functools
import os

import pytest

import actgraph
from actgraph.core.prefixes import shorten_iri
from actgraph.graph.day import open_day
from actgraph.reasoning.enforcement_text import describe_authority
from tests.conftest import ROOT

_COLUMNS = ("status", "since", "enforceable", "unless", "routes", "found", "missing", "questions")


def _read_rows():
    with open(ROOT / "tests/data/system_verdicts.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@functools.cache
def _assess(example: str, day: str) -> dict[tuple[str, str], tuple[str, ...]]:
    found = actgraph.assess(os.path.join(ROOT, "examples", f"{example}.ttl"), on=day)
    return {
        (shorten_iri(one.iri), shorten_iri(duty.obligation.iri)): (
            duty.status,
            duty.since,
            duty.enforceable_from,
            " ".join(sorted(shorten_iri(what.iri) for what in duty.unless)),
            " ".join(sorted(shorten_iri(way.iri) for way in duty.routes)),
            "; ".join(sorted(duty.evidence)),
            " ".join(duty.missing_evidence),
            " ".join(sorted(shorten_iri(what.iri) for what in duty.questions)),
        )
        for one in found.models
        if one.kind != "model"
        for duty in one.duties
    }


@pytest.mark.parametrize(
    "row", _read_rows(), ids=lambda row: f"{row['example']}-{row['day']}-{row['of']}-{row['duty']}"
)
def test_verdict_is_as_derived_by_hand(row):
    found = _assess(row["example"], row["day"])[row["of"], row["duty"]]
    assert dict(zip(_COLUMNS, found, strict=True)) == {name: row[name] for name in _COLUMNS}


def test_every_verdict_is_listed():
    listed = {(row["example"], row["day"], row["of"], row["duty"]) for row in _read_rows()}
    told = {(example, day, *key) for example, day, *_ in listed for key in _assess(example, day)}
    assert listed == told


def test_fine_follows_size_and_turnover():
    lumen = actgraph.assess(os.path.join(ROOT, "examples", "image-generator.ttl"), on="2026-12-02").models[-1]
    assert float(lumen.ceiling) == 27e6
    quill = actgraph.assess(os.path.join(ROOT, "examples", "newspaper.ttl"), on="2026-11-29").models
    assert [one.ceiling for one in quill if one.kind == "deployment"] == ["", ""]


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2026-08-01", "comply by"),
        ("2026-08-02", "unknown"),
        ("2026-12-01", "unknown"),
        ("2026-12-02", "applies"),
    ],
)
def test_time_of_system_only_put_into_service_is_open(day, status):
    verdict = _assess("chatbot", day)["exa:banco-litoral.lia", "rdg:obl_50.2"]
    assert (verdict[0], verdict[-1]) == (status, "rdg:qst_placed-before" if status == "unknown" else "")


def test_stated_placing_before_the_cut_off_gives_time(tmp_path):
    text = (ROOT / "examples/chatbot.ttl").read_text(encoding="utf-8")
    said = "exa:banco-litoral.lia ag:madeAvailable [ a ag:MakingAvailable ; ag:onUnionMarket true ; ag:date DAY ] .\n"
    for day, status in (("2026-08-01", "comply by"), ("2026-08-02", "unknown")):
        profile = tmp_path / f"{day}.ttl"
        profile.write_text(text + said.replace("DAY", f'"{day}"^^xsd:date'), encoding="utf-8")
        (system,) = [one for one in actgraph.assess(str(profile), on="2026-11-29").models if one.kind == "AI system"]
        assert [one.status for one in system.duties if one.provision.label == "Article 50(2)"] == [status]


_SYSTEM = """@prefix ag: <https://w3id.org/actgraph/ns/> . @prefix exa: <https://w3id.org/actgraph/examples/> .
exa:s a ag:System ; ag:providedBy exa:p ; ag:deployment exa:p.use , exa:d.use ; ag:usesModel MODELS .
exa:p.use a ag:Deployment ; ag:by exa:p . exa:d.use a ag:Deployment ; ag:by exa:d .
exa:m a ag:Model ; ag:developedBy exa:p ; ag:significantGenerality true ; ag:wideRangeOfTasks true .
exa:n a ag:Model ; ag:developedBy exa:q ; ag:significantGenerality true ; ag:wideRangeOfTasks true .
"""
_OFFICE = ["The AI Office alone is competent, unless", "only in case (b)", "(b)"]
_TWO_CASES, _AUTHORITY = "The AI Office alone is competent", "a market surveillance authority"
_DEPLOYER, _UNION = "competent for a deployer only if", "European Data Protection Supervisor"
_SAME, _OTHERS = "(a) the same provider, or providers", "(a) providers"
_OPEN = [_TWO_CASES, _SAME, "(b)", _DEPLOYER, _AUTHORITY, _UNION]


@pytest.mark.parametrize(
    ("models", "day", "told"),
    [
        # Point (a): its own system, and its own use of it; another deployer stays with the authority.
        (
            "exa:m",
            "2026-11-29",
            {"s": _OFFICE, "p.use": _OFFICE, "d.use": ["A market", _TWO_CASES, _SAME, "(b)", _DEPLOYER, _UNION]},
        ),
        # The model of another: only an undertaking, or point (b), can lead to the AI Office.
        (
            "exa:n",
            "2026-11-29",
            {
                "s": ["A market", _TWO_CASES, _OTHERS, "(b)", _UNION],
                "p.use": ["A market", _TWO_CASES, _SAME, "(b)", _DEPLOYER, _UNION],
            },
        ),
        # Models of both: open.
        ("exa:m , exa:n", "2026-11-29", {"s": _OPEN, "p.use": _OPEN}),
        # Before its amendment the paragraph said something else.
        ("exa:m", "2026-07-26", {"s": [], "p.use": [], "d.use": []}),
    ],
    ids=["own", "of another", "both", "before"],
)
def test_authority_follows_who_develops_the_model(tmp_path, models, day, told):
    (profile := tmp_path / "system.ttl").write_text(_SYSTEM.replace("MODELS", models), encoding="utf-8")
    found = {shorten_iri(one.iri): one for one in actgraph.assess(str(profile), on=day).models}
    for name, parts in told.items():
        lines = describe_authority(open_day(day), found[f"exa:{name}"])
        assert len(lines) == len(parts)
        assert all(part in line for part, line in zip(parts, lines, strict=True)), lines
