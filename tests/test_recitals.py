"""What the recitals explain: the method against what was read by hand, and the graph against the samples."""

import csv
import math
import re
from collections import Counter

import pytest

from actgraph import graph
from actgraph.build import act, formex, recitals
from actgraph.build.provision import Provision
from tests.conftest import ROOT, SOURCES, needs_sources

SAMPLES = ROOT / "tests/samples"
OJ = SOURCES / "ai-act/oj-2024-07-12.fmx.xml"
PUBLISHED, TODAY = "2026-07-26", "2026-11-24"


def _rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _gold() -> dict[str, set[str]]:
    return {f"rct_{row['recital']}": {f"art_{one}" for one in row["articles"].split()} for row in _rows("recitals-gold.csv")}


@pytest.fixture(scope="module")
def pairs():
    provisions = formex.read(OJ).provisions
    reasons = [item for item in provisions if item.kind == "Recital"]
    return recitals.candidates(reasons, [item for item in provisions if item.kind != "Recital"])


def _fitted(pairs, gold) -> list[float]:
    """Logistic regression by Newton's method: what makes the gold set likeliest."""
    rows = [(pair.features, float(pair.article in gold[pair.recital])) for pair in pairs if pair.recital in gold]
    size = len(rows[0][0])
    weights = [0.0] * size
    for _ in range(12):
        steps = [[0.0] * (size + 1) for _ in range(size)]
        for values, right in rows:
            chance = 1 / (1 + math.exp(-sum(map(float.__mul__, weights, values))))
            for line, value in zip(steps, values, strict=True):
                for count, other in enumerate(values):
                    line[count] += chance * (1 - chance) * value * other
                line[size] += (right - chance) * value
        weights = [old + more for old, more in zip(weights, _solved(steps), strict=True)]
    return weights


def _solved(lines: list[list[float]]) -> list[float]:
    for count in range(len(lines)):
        lines[count] = [value / lines[count][count] for value in lines[count]]
        for other in range(len(lines)):
            if other != count:
                factor = lines[other][count]
                lines[other] = [one - factor * two for one, two in zip(lines[other], lines[count], strict=True)]
    return [line[-1] for line in lines]


@needs_sources
def test_the_weights_are_those_that_the_gold_set_gives(pairs):
    assert [round(weight, 2) for weight in _fitted(pairs, _gold())] == list(recitals.WEIGHTS)
