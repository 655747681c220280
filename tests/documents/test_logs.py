"""Logs of training compute: what each states, and what it leaves open and why."""

import contextlib
import math
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from actgraph.core.prefixes import shorten_iri
from actgraph.documents.draft import Document, draft_profile
from actgraph.documents.readers.logs.columns import find_column, load_words
from actgraph.documents.readers.logs.phases import find_phase
from actgraph.documents.readers.logs.quantities import read_amount, read_number, round_up
from actgraph.documents.readers.logs.reader import read_document
from actgraph.documents.readers.logs.units import find_unit
from actgraph.documents.reading import DocumentError
from actgraph.documents.tables import load_table
from actgraph.documents.values import UnclearError
from tests.conftest import ROOT, SOURCES, needs_sources

CASES = Path(__file__).parent / "cases" / "logs"
INPUTS = sorted(path for path in CASES.iterdir() if path.suffix not in (".expected", ".error"))
THRESHOLD = 10**25
few = settings(max_examples=60)


def draft(data: bytes) -> list[str]:
    """Draft a profile: a line for each statement with its place, then one for each part that states nothing."""
    readings = read_document(data, "log")
    assert readings is not None
    drafted = draft_profile([Document("log", "00", readings)])
    lines = []
    for quad, source in drafted.sources.items():
        subject, term, value = (
            shorten_iri(one.value).replace("https://example.org/profile/", "my:")
            if isinstance(one, NamedNode)
            else one.value
            for one in (quad.subject, quad.predicate, quad.object)
        )
        if term != "rdf:type":
            lines.append(f"{subject} {term} {value} # {source.place}")
    return lines + [f"? {one.place} | {one.text} | {one.reason}" for one in drafted.unmapped]


def get_values(data: bytes, term: str = "ag:ownCompute") -> list[str]:
    """Return the values of a property in the draft of a log."""
    return [line.split(" ")[2] for line in draft(data) if line.split(" ")[1] == term and not line.startswith("?")]


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_case_gives_its_statements(path):
    """A case gives the statements that stand beside it, line by line, or its error."""
    if (error := path.with_suffix(".error")).exists():
        with pytest.raises(DocumentError) as caught:
            read_document(path.read_bytes(), path.name)
        assert error.read_text(encoding="utf-8").strip() in str(caught.value)
        return
    assert draft(path.read_bytes()) == path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()


def make_csv(amounts: list[str]) -> bytes:
    rows = [f"r{number},{'sft' if number else 'pre-training'},{amount}" for number, amount in enumerate(amounts)]
    return "\n".join(["run,phase,total_flop", *rows]).encode()


@few
@given(st.lists(st.integers(10**15, 10**26), min_size=1, max_size=8))
def test_sum_is_never_below_the_runs(amounts):
    """The value is no less than the exact sum, and the double before it is."""
    value = float(get_values(make_csv([str(amount) for amount in amounts]))[0])
    assert Fraction(Decimal(repr(value))) >= sum(amounts)
    assert Fraction(Decimal(repr(math.nextafter(value, 0)))) < sum(amounts)


@few
@given(st.integers(1, 10**9), st.integers(10**15, THRESHOLD - 10**15))
def test_sum_above_a_threshold_stays_above_it(more, first):
    """Two runs that exceed 10^25 by little exceed it in the draft; two that reach it exactly do not."""
    above = float(get_values(make_csv([str(first), str(THRESHOLD - first + more)]))[0])
    exact = float(get_values(make_csv([str(first), str(THRESHOLD - first)]))[0])
    assert (above > 1e25, exact > 1e25) == (True, False)


@few
@given(st.permutations(["1e24", "3.3e22", "123456789012345678", "7.7e23", "1000000000000001"]))
def test_order_of_the_runs_changes_nothing(amounts):
    assert get_values(make_csv(amounts)) == get_values(make_csv(sorted(amounts)))


@few
@given(
    st.integers(1, 5000),
    st.integers(1, 2000),
    st.integers(1, 99),
    st.sampled_from([("GPU_hours", True), ("hours", False)]),
)
def test_units_of_time_and_share_give_the_same(units, hours, percent, column):
    """Hours, days, seconds and GPU hours, percent and shares: one amount, one sum."""
    expected = units * hours * 3600 * 989 * 10**12 * Fraction(percent, 100)
    header, whole = column
    time = units * hours if whole else hours
    first = f"phase,gpus,{header},peak_tflops,mfu\npre-training,{units},{time},989,{percent}%"
    second = f"phase;gpus;duration;peak (PFLOP/s);mfu\npre-training;{units};{hours * 3600} s;0,989;0,{percent:02}"
    assert get_values(first.encode()) == get_values(second.encode())
    assert float(get_values(first.encode())[0]) == round_up(expected)


@few
@given(st.decimals("0.01", "1e9", places=2))
def test_numbers_are_read_alike_with_each_decimal_mark(number):
    plain = f"{number:f}"
    assert read_number(plain, ".") == read_number(plain.replace(".", ","), ",") == Fraction(number)
    assert read_number(f"{number:,f}", ".") == Fraction(number)


@few
@given(st.binary(max_size=300), st.sampled_from([b"", b"phase,flop\n", b'{"mfu": ', b"[{", b"flop;gpus\n"]))
def test_any_bytes_are_read_or_refused(data, start):
    """Nothing but the one error comes out of a damaged file."""
    with contextlib.suppress(DocumentError):
        read_document(start + data, "log")


@few
@given(st.lists(st.lists(st.text('0123456789.,eE-+%:TFLOP/s h"', max_size=12), min_size=5, max_size=5), max_size=4))
def test_any_cells_are_read_or_listed(rows):
    """A cell that is no amount is listed and never stated: what is stated is a number above 0."""
    text = "phase\tgpus\thours\tpeak_tflops\tmfu\n" + "\n".join("\t".join(["sft", *row[1:]]) for row in rows)
    try:
        values = get_values(text.encode())
    except DocumentError:
        return
    assert all(float(value) > 0 for value in values)


@pytest.mark.parametrize(
    ("header", "column", "unit"),
    [
        ("num_gpus", "units", "count"),
        ("GPU-hours", "device_time", "device time"),
        ("Total GPU hours", "device_time", "device time"),
        ("Peak performance (TFLOP/s)", "peak", "rate"),
        ("peak_bf16_tflops", "peak", "rate"),
        ("Training time [h]", "time", "time"),
        ("days", "time", "time"),
        ("MFU (%)", "utilisation", "share"),
        ("utilization_pct", "utilisation", "share"),
        ("training_flops", "operations", "operations"),
        ("total_tflops", "operations", "operations or rate"),
        ("compute_pf_days", "operations", "operations"),
        ("Tokens (trillions)", "tokens", "count"),
        ("tflops", "flops", "operations or rate"),
    ],
)
def test_header_is_found(header, column, unit):
    found = find_column(header)
    assert found is not None
    assert (found.name, found.unit.dimension) == (column, unit)


@pytest.mark.parametrize(
    "header", ["loss", "peak_sparse_tflops", "lr", "tokens_per_second", "flops_utilization_note", ""]
)
def test_other_headers_are_none_of_a_log(header):
    assert find_column(header) is None


@pytest.mark.parametrize("unit", ["month", "GB", "TFLOP/s/GPU/h", "node hours", "kWh", "m"])
def test_unknown_units_are_none(unit):
    assert find_unit(unit) is None


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("30 days", "hours"),
        ("3 months", "duration"),
        ("989", "peak"),
        ("1979 TFLOP/s sparse", "peak"),
        ("1e24 MACs", "compute"),
    ],
)
def test_amount_with_no_clear_unit_is_refused(text, header):
    with pytest.raises(UnclearError):
        read_amount(text, find_column(header))


@pytest.mark.parametrize(
    "phase",
    ["RLHF", "GRPO", "LoRA", "training", "post-training", "merge", "distillation", "pre-training (failed)", "not sft"],
)
def test_phase_in_doubt_is_open(phase):
    assert find_phase(phase) == ""


def test_words_of_phases_stand_in_one_group():
    """A word that stood in two groups would mean the first."""
    words = [
        word for kind in ("pre-training", "update", "synthetic", "uncounted") for word in load_words()["phase"][kind]
    ]
    assert len(words) == len(set(words))


def test_names_of_columns_stand_in_one_column():
    names = [
        name for column in load_words()["column"].values() for name in (*column["names"], *column.get("plain", ()))
    ]
    assert sorted(names) == sorted(set(names))


def test_definitions_are_nodes_of_the_graph():
    """The table names paragraphs that the graph of the guidelines has."""
    text = (ROOT / "ontology" / "guidelines" / "gpai.ttl").read_text(encoding="utf-8")
    rows = [row for rows in load_table("compute-log").rows.values() for row in rows if row.definition]
    assert rows
    assert [row.definition for row in rows if f"\n{row.definition} a " not in text] == []


def test_utf16_of_a_spreadsheet_is_read():
    assert get_values("phase\ttotal_flop\npre-training\t1e22\n".encode("utf-16")) == ["1.0e22"]


@pytest.mark.parametrize(
    "data",
    [
        b"# A model card\n\nTrained on 512 GPUs, for 100 hours.\n",
        b"---\nlicense: mit\n---\n# A, B\n",
        b'{"bomFormat": "CycloneDX", "components": []}',
        b"name,age\nx,3\n",
        b"[1, 2, 3]",
        b"%PDF-1.7\x00",
        b"| phase | flop |\n|---|---|\n| sft | 1e22 |\n",
    ],
)
def test_other_documents_are_left_to_others(data):
    assert read_document(data, "x") is None


@needs_sources
def test_documents_of_other_kinds_are_left_to_others():
    folder = SOURCES / "documents"
    assert [
        path.name for path in folder.iterdir() if path.is_file() and read_document(path.read_bytes(), path.name)
    ] == []


@pytest.mark.parametrize(
    "data",
    [
        b'{"mfu":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"mfu":' + b"[" * 20 + b"]" * 20 + b"}",
        b'{"mfu":"' + b'\\"' * 500_000,
        b"phase,flop\n" + b"sft,1e22\n" * 60_000,
        b"phase,flop\n" + b"sft,1e22\n" * 700_000,
        b"phase,flop\n" + b"a" * 200_000 + b",1e22\n",
    ],
    ids=["deep", "rather deep", "quotes", "many rows", "large", "long cell"],
)
def test_hostile_file_is_refused(data):
    with pytest.raises(DocumentError):
        read_document(data, "log")


@pytest.mark.parametrize("amount", ["1e999999999", "9" * 4000, "NaN", "-Infinity", '"\\ud800"', "true"])
def test_hostile_number_states_nothing(amount):
    data = f'[{{"phase": "pre-training", "total_flop": {amount}, "run": "r"}}]'
    assert get_values(data.encode()) == []


def test_no_more_faults_are_listed_than_can_be_read():
    lines = draft(b"run,phase,flop\n" + b"".join(b"r%d,sft,x\n" % number for number in range(500)))
    assert len(lines) < 30


def test_examples_of_the_guidelines_are_reproduced():
    """Annex A.3, models A, B and H: the Commission writes 7.5e22, 1e23 and 6.5e23."""
    model_a = get_values(b"phase,architecture,parameters,tokens\npre-training,dense transformer,3.8B,3.3T\n")
    model_b = get_values(b"phase,gpu_hours,peak_tflops,mfu\npre-training,200000,300,50%\n")
    model_h = get_values(b"phase,gpu_hours,peak_tflops,mfu\npre-training,370000,989,50%\n")
    assert [model_a, model_b, model_h] == [["7.524e22"], ["1.08e23"], ["6.58674e23"]]
