"""Read the value of a field as a value of the vocabulary; a value that is not clear is refused with the reason."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.core.suggestions import quote_text
from actgraph.core.urls import sanitize_url
from actgraph.documents.data_sizes import POWER, fold_range, split_amount
from actgraph.documents.placeholders import explain_placeholder
from actgraph.documents.placeholders import is_not_applicable as is_not_applicable
from actgraph.documents.placeholders import is_placeholder as is_placeholder
from actgraph.profile import amounts, written_values

_XSD = load_prefixes()["xsd"]
_MAX_TEXT = 20_000  # characters of one value
# no RDF literal and no file of text can have them: parts of a pair of UTF-16, control characters
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")
_IN_ROUND_BRACKETS = re.compile(r"\s*\([^()]*\)")
_BOUND = re.compile(
    r"(?<![eE])\+|[<>≤≥]|\b(?:more|less|fewer|greater|over|under|above|below|at least|at most|up to|minimum|maximum|"
    r"nearly|almost|exceed\w*|between|beyond|or so many)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^(?:[~≈∼]|about|around|approximately|approx\.?|roughly|circa|ca\.|some)\s*", re.IGNORECASE)
_COUNTED = re.compile(
    r"[- ]*(?:(?:total|active|activated|model|training) )*(?:param(?:eter)?s?|tokens?|FLOPs?)$", re.IGNORECASE
)
_LISTED = re.compile(r"\s*(?:[,;/+&|]|\band\b|\bor\b)\s*", re.IGNORECASE)
_FILLING = re.compile(
    r"\b(?:multilingual|natural[- ]language|plain|only|inputs?|outputs?|generated|data)\b", re.IGNORECASE
)
_NEAR = re.compile(r"(?:about|approximately|approx\.?|around|roughly|circa|ca\.|[~≈])\s*", re.IGNORECASE)
_FIGURES = re.compile(rf"\d[\d.,]*{POWER}?")
_FLAT_POWER = re.compile(r"(?:^|[x×*·~≈\s])10[12]\d\b(?! ?[.,]\d)(?=\s*(?:$|FLOP|floating|operations))", re.IGNORECASE)
_FIGURE_UNIT = re.compile(
    r"\s*\b(?:floating[- ]point operations|computational operations|operations|(?:total |model )?param(?:eter)?s?)"
    r"(?: in total)?$",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:planned|plan to|expected|scheduled|intended|foreseen|envisaged|anticipated|tentative(?:ly)?|will be)\b",
    re.IGNORECASE,
)
_DASHED_DAY = re.compile(r"(?<=\d)[-/](?=[A-Za-z]{3})|(?<=[A-Za-z]{3})[-/](?=\d)")  # 24-Nov-2025
Term = NamedNode | Literal


class UnclearError(ValueError):
    """A value cannot be read; the message says why, as a sentence without a full stop."""


class Choice(NamedTuple):
    """What a table says of a value.

    Attributes:
        choices: what may be written, in small letters → the term that it means.
        accepts_not_applicable: whether "N/A" is an answer to the field.
    """

    choices: Mapping[str, str] = {}
    accepts_not_applicable: bool = False


NO_CHOICE = Choice()


def read_value(text: str, how: str, choice: Choice = NO_CHOICE) -> Sequence[Term]:
    """Read a text as one or more values.

    Args:
        text: as written.
        how: one of READERS.
        choice: what the table says of the value.

    Raises:
        UnclearError: it is a placeholder, or can be read in no way or in more than one.

    >>> read_value("34.2B", "number")
    [<Literal value=3.42e10 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#double>>]
    >>> read_value("11.05.2026", "day")
    Traceback (most recent call last):
    actgraph.documents.values.UnclearError: it can be read as 2026-05-11 or as 2026-11-05
    """
    text = " ".join(text.split())
    if len(text) > _MAX_TEXT:
        raise UnclearError(f"it is longer than {_MAX_TEXT:,} characters")
    if is_placeholder(text) and not (choice.accepts_not_applicable and is_not_applicable(text)):
        raise UnclearError(explain_placeholder(text))
    if _UNWRITABLE.search(text):
        raise UnclearError("it has characters that no text can have")
    return READERS[how](text, choice)


def _read_text(text: str, choice: Choice) -> list[Term]:
    return [Literal(text)]


def _read_address(text: str, choice: Choice) -> list[Term]:
    if not text.lower().startswith("http") or not sanitize_url(text):
        raise UnclearError("it is no address on the web")
    try:
        return [NamedNode(text)]
    except ValueError:
        raise UnclearError("it is no address on the web") from None


def _read_number(text: str, choice: Choice) -> list[Term]:
    found = written_values.find_numbers(text)
    if len(found) != 1:
        words = (
            "there are words beside the number: write the number alone, for example 9.1e9"
            if re.search(r"\d", text)
            else "it is no number"
        )
        raise UnclearError(f"it can be read as {' or as '.join(found)}" if found else words)
    if (unit := written_values.find_unit(text)) in ("USD", "GBP", "years", "months"):
        raise UnclearError(f"it is an amount in {unit}")
    if not math.isfinite(float(found[0])):
        raise UnclearError("it is too large for a number")
    value = found[0] if "e" in found[0] else amounts.format_double(float(found[0]))
    return [Literal(value, datatype=NamedNode(f"{_XSD}double"))]


def _read_figure(text: str, choice: Choice) -> list[Term]:
    """Read a number that may be approximate, and may have the unit behind it that its field asks for."""
    if _FLAT_POWER.search(text):
        raise UnclearError("the exponent may have lost its raised position: for 10^23, write 1e23")
    try:
        return _read_number(_FIGURE_UNIT.sub("", _NEAR.sub("", text, count=1).strip(" .")), choice)
    except UnclearError:
        if _BOUND.search(text):
            raise UnclearError("it is a bound, and no number") from None
        if re.search(r"\b[A-Za-z]+/s\b", text):
            raise UnclearError("it is a rate or has a unit that is not read") from None
        if len(_FIGURES.findall(text)) > 1:
            raise UnclearError("it has more than one number, and which one counts is not clear") from None
        raise


def _read_day(text: str, choice: Choice) -> list[Term]:
    if _PLANNED.search(text):
        raise UnclearError("it is planned, and does not say that it has happened")
    found = written_values.find_days(_DASHED_DAY.sub(" ", text))
    if len(found) != 1:
        raise UnclearError(f"it can be read as {' or as '.join(found)}" if found else "it names no day")
    return [Literal(found[0], datatype=NamedNode(f"{_XSD}date"))]


def _read_month(text: str, choice: Choice) -> list[Term]:
    text = _DASHED_DAY.sub(" ", text)
    days = written_values.find_days(text)
    found = written_values.find_month(text) or (days[0][:7] if len(days) == 1 else "")
    if not found:
        raise UnclearError("it names no month")
    return [Literal(found, datatype=NamedNode(f"{_XSD}gYearMonth"))]


def _read_boolean(text: str, choice: Choice) -> list[Term]:
    found = written_values.find_boolean(text.strip(" .;!"))
    if not found:
        raise UnclearError("it says neither yes nor no")
    return [Literal(found, datatype=NamedNode(f"{_XSD}boolean"))]


def _read_choice(text: str, choice: Choice) -> list[Term]:
    term = choice.choices.get(text.strip(" .;:").lower())
    if term is None:
        raise UnclearError(
            f"{quote_text(text)} has no counterpart in the vocabulary: see the values in docs/formats.md"
        )
    if term.startswith("?"):
        raise UnclearError(term.removeprefix("?").strip())
    iri = expand_curie(term)
    assert iri, term
    return [NamedNode(iri)]


def _read_dated(text: str, choice: Choice) -> list[Term]:
    """Read that something has been done, from the day on which it was done."""
    _read_day(text, choice)
    return [Literal("true", datatype=NamedNode(f"{_XSD}boolean"))]


def _read_size_range(text: str, choice: Choice) -> list[Term]:
    return _read_choice(fold_range(text), choice)


def _read_data_amount(text: str, choice: Choice) -> list[Term]:
    number, unit = split_amount(text)
    if not unit and _BOUND.search(text):
        raise UnclearError("it is a bound, and no amount")
    if not unit:
        raise UnclearError("it is not one amount with its unit")
    return _read_number(number, choice)


def _read_data_unit(text: str, choice: Choice) -> list[Term]:
    _, unit = split_amount(text)
    if not unit and _BOUND.search(text):
        raise UnclearError("it is a bound, and no amount")
    if not unit:
        raise UnclearError("it is not one amount with its unit")
    return [Literal(unit)]


def _read_location(text: str, choice: Choice) -> list[Term]:
    """Read the one term that the table has for any address."""
    if not re.match(r"(?:git\+)?(?:https?|ssh|git|s3|gs|hf|oci|ftp)://\S+$", text):
        raise UnclearError("it is no address")
    return _read_choice("address", choice)


def _read_count(text: str, choice: Choice) -> list[Term]:
    """Read a number that may be written as about so many, with its unit; a bound is none."""
    text = _IN_ROUND_BRACKETS.sub("", text).strip(" .;*")
    if _BOUND.search(text):
        raise UnclearError("it is a bound, and no number")
    text = _COUNTED.sub("", _ABOUT.sub("", text)).strip(" -")
    return _read_number(text, choice)


def _read_choices(text: str, choice: Choice) -> list[Term]:
    """Read an enumeration of which each part must be one of the choices."""
    parts = [_FILLING.sub("", part).strip() for part in _LISTED.split(_IN_ROUND_BRACKETS.sub("", text).strip(" .;:"))]
    found = [term for part in parts if part for term in _read_choice(part, choice)]
    if not found:
        raise UnclearError("none of its parts has a counterpart in the vocabulary: see the values in docs/formats.md")
    return found


def _read_flag(text: str, choice: Choice) -> list[Term]:
    """Read a word that is true or false by the table."""
    value = choice.choices.get(text.strip(" .;:").lower())
    if value is None:
        raise UnclearError(
            f"{quote_text(text)} has no counterpart in the vocabulary: see the values in docs/formats.md"
        )
    return [Literal(value, datatype=NamedNode(f"{_XSD}boolean"))]


def _read_summary_field(text: str, choice: Choice) -> list[Term]:
    """Read the name of a field of the template for the summary, such as `2.2.2.obtained`."""
    iri = expand_curie(f"tcs:fld_{text}")
    if not iri or not re.fullmatch(r"\d(?:\.\d)*\.[a-z-]+", text):
        raise UnclearError("it is no field of the template")
    return [NamedNode(iri)]


READERS: Mapping[str, Callable[[str, Choice], list[Term]]] = {
    "text": _read_text,
    "address": _read_address,
    "number": _read_number,
    "figure": _read_figure,
    "day": _read_day,
    "month": _read_month,
    "boolean": _read_boolean,
    "choice": _read_choice,
    "count": _read_count,
    "choices": _read_choices,
    "flag": _read_flag,
    "dated": _read_dated,
    "size_range": _read_size_range,
    "data_amount": _read_data_amount,
    "data_unit": _read_data_unit,
    "location": _read_location,
    "summary_field": _read_summary_field,
}
