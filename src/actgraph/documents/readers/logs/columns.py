"""Which column of a log a header or key is, and what its words mean."""

import functools
import os
import re
import tomllib
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from actgraph.documents.readers.logs.units import Unit, find_count_unit, find_unit, normalize_words

_FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "columns.toml")
_MAX_NAME = 80  # characters of a header
_IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$|,\s*([A-Za-z%/]+)\s*$")
_FOR_EACH = re.compile(r"_(?:per|for_each|each)_(?:gpu|device|unit|chip|accelerator|card)$")
_PRECISIONS = re.compile(r"(?:^|_)(?:bf16|fp16|fp8|fp32|tf32|bfloat16|float16|dense)(?=_|$)")
# An amount counts a run: what a group of runs says of it is their sum or nothing. All else holds for each run.
AMOUNTS = frozenset(
    "operations flops running_total time device_time start end tokens tokens_of_an_epoch epochs passes step run".split()
)
_STRONG_ALONE = frozenset("units device_time peak achieved utilisation hardware_utilisation".split())
_STRONG = _STRONG_ALONE | {"device_utilisation", "hardware", "time", "nodes", "start"}


class Column(NamedTuple):
    """A column.

    Attributes:
        name: one of the columns in columns.toml.
        dimension: of its amounts; empty for words.
        unit: the unit that the header names or the column has by itself; None if each value has to name it.
        unknown: what the header has where a unit should be, if it is no unit of the column.
    """

    name: str
    dimension: str
    unit: Unit | None
    unknown: str = ""


@functools.cache
def load_words() -> Mapping[str, Any]:
    """Load the names of columns and the words of their values.

    >>> "sft" in load_words()["phase"]["update"]
    True
    """
    with open(_FILE, "rb") as file:
        return tomllib.load(file)


@functools.cache
def _load_names() -> tuple[Mapping[str, str], Mapping[str, list[str]]]:
    names: dict[str, str] = {}
    stems: dict[str, list[str]] = {}
    for column, said in load_words()["column"].items():
        for name in (*said["names"], *said.get("plain", ())):
            names[name] = column
        if said.get("dimension"):
            for stem in (*said["names"], *said.get("stems", ())):
                stems.setdefault(stem, []).append(column)
    return names, stems


@functools.lru_cache(maxsize=2000)
def find_column(header: str) -> Column | None:
    """Find the column that a header or key names; None if it is none that is read.

    >>> find_column("Peak performance (TFLOP/s)").name, find_column("peak_bf16_tflops_per_gpu").unit.factor
    ('peak', Fraction(1000000000000, 1))
    >>> find_column("GPU hours").name, find_column("training_time_h").name, find_column("MFU [%]").unit.dimension
    ('device_time', 'time', 'share')
    >>> find_column("loss")
    """
    if len(header) > _MAX_NAME:
        return None
    unit_text = ""
    bare = header.strip()
    if found := _IN_BRACKETS.search(bare):
        unit_text, bare = (found[1] or found[2] or "").split(",")[0].strip(), bare[: found.start()]
    words = normalize_words(bare)
    for name in (words, _PRECISIONS.sub("", _FOR_EACH.sub("", words)).strip("_")):
        column = _find_named(name, unit_text)
        if column:
            return column
    return None


def _find_named(name: str, unit_text: str) -> Column | None:
    names, stems = _load_names()
    if name in names:
        return _make_column(names[name], name, unit_text)
    parts = name.split("_")
    for start in range(max(0, len(parts) - 5), len(parts)):
        stem, ending = "_".join(parts[:start]), "_".join(parts[start:])
        unit = find_unit(ending)
        for column in stems.get(stem, ()):
            dimension = load_words()["column"][column]["dimension"]
            found = unit or (find_count_unit(ending) if dimension == "count" else None)
            if found and _fits(found, dimension):
                return Column(column, dimension, _settle_unit(found, dimension))
        if unit and unit.dimension == "device time" and stem in ("", "total", "training", "total_training", "train"):
            return Column("device_time", "device time", unit)
    return None


def _make_column(column: str, name: str, unit_text: str) -> Column:
    said = load_words()["column"][column]
    dimension = said.get("dimension", "")
    if not dimension:
        return Column(column, "", None)
    unit = None
    if dimension in ("count", "share"):
        unit = Unit(dimension, Fraction(1))
    elif said.get("unit") or name in said.get("plain", ()):
        unit = find_unit("FLOP")
    plain = find_count_unit(unit_text)
    if plain and (plain.factor == 1 or dimension == "count"):
        return Column(column, dimension, plain if dimension == "count" else unit)
    found = find_unit(unit_text)
    if found and _fits(found, dimension):
        return Column(column, dimension, _settle_unit(found, dimension))
    return Column(column, dimension, None, unit_text)


def _fits(unit: Unit, dimension: str) -> bool:
    """Tell whether amounts of a column can have a unit."""
    if dimension == "rate":
        return unit.dimension in ("rate", "operations or rate") or (unit.dimension == "operations" and unit.factor == 1)
    if dimension == "operations":
        return unit.dimension in ("operations", "operations or rate")
    return unit.dimension == dimension


def _settle_unit(unit: Unit, dimension: str) -> Unit:
    """Return the unit as the column means it; what may be a rate stays so where operations are meant."""
    return Unit("rate", unit.factor) if dimension == "rate" else unit


def is_log(columns: frozenset[str]) -> bool:
    """Tell whether columns are those of a log of compute.

    >>> is_log(frozenset(("operations", "phase"))), is_log(frozenset(("units", "time"))), is_log(frozenset(("model",)))
    (True, True, False)
    """
    if columns & {"operations", "running_total", "device_time"}:
        return True
    if "parameters" in columns and columns & {"tokens", "tokens_of_an_epoch"}:
        return True
    if {"passes", "operations_of_a_pass"} <= columns or {"tokens", "operations_of_a_token"} <= columns:
        return True
    if "flops" in columns and columns & (_STRONG | {"run", "phase", "model", "step", "counts", "tokens", "parameters"}):
        return True
    if columns & _STRONG_ALONE:
        return len(columns & _STRONG) >= 2
    return {"hardware", "time"} <= columns and bool(columns & {"model", "phase"})
