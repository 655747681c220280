"""Settle what a card says twice: a rounded number beside a precise one, a licence or a dataset by two names."""

import datetime
import re
from collections.abc import Iterable, Sequence

from actgraph.documents.licences import find_licence_key
from actgraph.documents.nodes import normalize_name
from actgraph.documents.reading import MAIN_MODEL, Field, Unread
from actgraph.documents.values import UnclearError, read_value

_DENIED = re.compile(r"\b(?:not|no|neither|nor|never|without|none)\b|n['’]t\b", re.IGNORECASE)
_COMPUTE = ("training compute", "cumulative compute")
_NUMBERS = ("parameters", "active parameters", "training tokens")


def settle_fields(header: Sequence[Field], fields: Iterable[Field]) -> tuple[list[Field], list[Unread]]:
    """Leave out of the fields of a text what the card says elsewhere more exactly.

    Args:
        header: the fields of the header.
        fields: those of the text.

    Returns:
        The fields that stay, and those that do not, with the reason.

    >>> kept, left = settle_fields([], [Field("parameters", "34B", "line 1"), Field("parameters", "34.2B", "line 9")])
    >>> [one.value for one in kept], left[0].reason
    (['34.2B'], 'the card has the more exact number 34.2B on line 9')
    """
    kept: list[Field] = []
    left: list[Unread] = []
    fields = list(dict.fromkeys(fields))
    licences = [one.value for one in header if one.name in ("license", "license_name")]
    datasets = [normalize_name(one.value) for one in header if one.name == "datasets"]
    named = {one.place for one in fields if one.name == "title" and one.about == MAIN_MODEL}
    bases = [normalize_name(one.value.split("/")[-1]) for one in header if one.name == "base_model"]
    for one in fields:
        reason = ""
        if one.name in _NUMBERS and one.place not in named and _is_said_there(one, fields, named):
            continue  # the sentence that names the model in full says the same
        if one.name == "base model" and normalize_name(one.value.split("/")[-1]) in bases:
            reason = "the header has the base model"
        elif one.name in _NUMBERS:
            reason = _find_exact(one, fields)
        elif one.name == "licence" and licences and not find_licence_key(one.value):
            reason = (
                f"the header names a licence by its identifier, {licences[0][:40]}; whether it is the same is not said"
            )
        elif one.name == "training dataset" and any(_is_same(normalize_name(one.value), name) for name in datasets):
            reason = "the header names the dataset"
        if reason:
            left.append(Unread(one.place, f"{one.name}: {one.value}", reason))
        else:
            kept.append(one)
    return kept, left


def settle_doubts(
    fields: Sequence[Field], planned_days: Sequence[str], others_compute: Sequence[tuple[str, str]]
) -> tuple[list[Field], list[Unread]]:
    """Leave out what another part of the card makes doubtful.

    Args:
        fields: of the text.
        planned_days: the days for which the card plans something.
        others_compute: name and compute of other models.

    >>> day = Field("release date", "1 March 2021", "line 2")
    >>> settle_doubts([day], ["March 1, 2021"], [])[1][0].reason
    'the card says elsewhere that this day is planned'
    """
    kept: list[Field] = []
    left: list[Unread] = []
    plans = {_read_as(day, "day") for day in planned_days} - {""}
    others = {_read_as(amount, "count"): name for name, amount in others_compute}
    has_source = any(one.name == "data provenance" and not _DENIED.search(one.value) for one in fields)
    for one in fields:
        reason = ""
        if one.name == "release date" and (day := _read_as(one.value, "day")):
            if day in plans:
                reason = "the card says elsewhere that this day is planned"
            elif day > datetime.date.today().isoformat():
                reason = "the day has not come yet: a release that is announced is none"
        elif one.name in _COMPUTE and (amount := _read_as(one.value, "count")) in others:
            reason = f"the card states the same number of {others[amount][:60]}" if amount else ""
        elif one.name == "data provenance" and not has_source:
            reason = "it says what the data are not, and names no source"
        if reason:
            left.append(Unread(one.place, f"{one.name}: {one.value}", reason))
        else:
            kept.append(one)
    return kept, left


def _read_as(text: str, how: str) -> str:
    try:
        return read_value(text, how)[0].value
    except UnclearError:
        return ""


def _is_same(name: str, other: str) -> bool:
    return bool(name) and (name in other or (len(other) > 2 and name.startswith(other)))


def _find_exact(one: Field, fields: Sequence[Field]) -> str:
    value, digits = _read_number(one.value)
    for other in fields:
        if (other.name, other.about) == (one.name, one.about) and value:
            exact, more = _read_number(other.value)
            if exact and more > digits and float(f"{exact:.{digits - 1}e}") == value:
                return f"the card has the more exact number {other.value[:40]} on {other.place}"
    return ""


def _is_said_there(one: Field, fields: Sequence[Field], places: set[str]) -> bool:
    same = (other for other in fields if (other.name, other.about) == (one.name, one.about) and other.place in places)
    return any(_read_number(other.value)[0] == _read_number(one.value)[0] > 0 for other in same)


def _read_number(text: str) -> tuple[float, int]:
    """Return a number and how many of its digits are given."""
    try:
        value = float(read_value(text, "count")[0].value)
    except (UnclearError, ValueError):
        return 0.0, 1
    figures = re.search(r"\d[\d.,]*", text)
    digits = re.sub(r"\D", "", figures[0]).lstrip("0").rstrip("0") if figures else ""
    if figures and "." in figures[0]:
        digits = re.sub(r"\D", "", figures[0]).lstrip("0")
    whole = re.search(r"\d+", text)
    return value, max(len(digits), 1 if "." in (figures[0] if figures else "") else len(whole[0]) if whole else 1, 1)
