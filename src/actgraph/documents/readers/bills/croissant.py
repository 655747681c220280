"""Read a Croissant description of a dataset; it states no model."""

import re
from collections.abc import Mapping
from typing import Any

from actgraph.documents.readers.bills.bounded_json import clean_text
from actgraph.documents.readers.bills.collector import FieldCollector, get_objects
from actgraph.documents.readers.bills.prose import find_collection
from actgraph.documents.reading import DocumentError, Reading
from actgraph.documents.values import UnclearError, is_placeholder, read_value

_CROISSANT = "mlcommons.org/croissant"
_PREFIX = re.compile(r"(?:sc|schema|dct|dcterms|cr):|https?://schema\.org/|https?://mlcommons\.org/croissant/(?!RAI)")
_RAI = re.compile(r"https?://mlcommons\.org/croissant/RAI/")
_STRUCTURE = ("distribution", "recordSet", "@context", "@type", "@id", "conformsTo")
_PARTS = {"distribution": "files or sets of files", "recordSet": "sets of records"}
_TIMEFRAME = "rai:dataCollectionTimeframe"


def is_croissant(document: Any) -> bool:
    """Tell whether a document in JSON is a Croissant description.

    >>> is_croissant({"@context": {}, "@type": "sc:Dataset", "conformsTo": "http://mlcommons.org/croissant/1.0"})
    True
    """
    return (
        any(_CROISSANT in str(document.get(key))[:20_000] for key in ("conformsTo", "dct:conformsTo", "@context"))
        if (isinstance(document, dict))
        else False
    )


def read_croissant(document: Mapping[str, Any], lines: Mapping[str, int], name: str) -> Reading:
    """Read a description.

    Args:
        document: as parsed.
        lines: path → line.
        name: the name of the file in messages.

    Raises:
        DocumentError: the dataset has no name.
    """
    found = FieldCollector(lines)
    texts = [(_shorten_key(key), key, value) for key, value in document.items()]
    label = next((_get_text(value) for short, _, value in texts if short == "name"), "")
    if is_placeholder(label):
        raise DocumentError("this Croissant description names no dataset", where=name, todo="Add its name")
    about = ("data", label)
    for short, key, value in texts:
        if short in _STRUCTURE:
            if short in _PARTS and value:
                count = len(_as_list(value))
                found.leave_out(
                    key, f"{count} {_PARTS[short]}", "the files of the dataset, and how they are built, are not read"
                )
            continue
        if short == "name":
            found.add("name", label, key, about)
        elif short in ("creator", "publisher", "author", "funder"):
            for one, path in get_objects(value, key):
                found.add(short, one.get("name"), f"{path}.name", about)
            found.add_all(short, [one for one in _as_list(value) if isinstance(one, str)], key, about)
        elif short == _TIMEFRAME and len(ends := _split_timeframe(value, key)) == 2:
            _add_period(found, ends, document, about)
        else:
            found.add_all(short, _strip_objects(value), key, about)
        if short == "rai:dataCollection" and (months := find_collection(_get_text(value))):
            _add_period(found, [(month, key) for month in months], document, about)
    return found.build_reading("croissant")


def _shorten_key(key: str) -> str:
    return _RAI.sub("rai:", _PREFIX.sub("", key, count=1) if not _RAI.match(key) else key)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _get_text(value: Any) -> str:
    """Return the first text of a value, which may be a list, or an object with a value or with languages."""
    if isinstance(value, list):
        return next((text for one in value if (text := _get_text(one))), "")
    if isinstance(value, dict):
        return _get_text(value.get("@value") or value.get("en") or next(iter(value.values()), ""))
    return clean_text(value)


def _strip_objects(value: Any) -> Any:
    """Put the value or the name in the place of each object."""
    if isinstance(value, list):
        return [_strip_objects(one) for one in value]
    if isinstance(value, dict):
        return _get_text(next((value[key] for key in ("@value", "name", "url", "@id") if key in value), value))
    return value


def _split_timeframe(value: Any, path: str) -> list[tuple[str, str]]:
    """Split the time in which data were collected into its ends, each with its path."""
    days = [(_get_text(one), f"{path}[{number}]") for number, one in enumerate(_as_list(value))]
    if len(days) == 1:
        return [(day, path) for day in re.split(r"\s*(?:/|\bto\b|–)\s*", days[0][0])]
    return days


def _add_period(
    found: FieldCollector, ends: list[tuple[str, str]], document: Mapping[str, Any], about: tuple[str, str]
) -> None:
    """Add the two ends of the time in which data were collected."""
    (begin, begins_at), (end, ends_at) = ends
    months = [_read_month(text) for text in (begin, end)]
    if months[0] and months[1] and months[0] > months[1]:
        for text, path in ends:
            found.leave_out(path, text, "the end of this period lies before its beginning")
        return
    said = {_shorten_key(key): _get_text(value) for key, value in document.items()}
    made = max(_read_month(said.get(key, "")) for key in ("dateModified", "datePublished", "dateCreated"))
    ending = " (live)" if said.get("isLiveDataset", "").lower() == "true" else ""
    if made and months[1] > made:
        ending = " (to come)"
    if not (made and months[0] > made):
        found.add("collected from", begin, begins_at, about)
    else:
        found.leave_out(begins_at, begin, "it lies after the day on which the dataset was published or last changed")
    found.add(f"collected until{ending}", end, ends_at, about)


def _read_month(text: str) -> str:
    try:
        return read_value(text, "month")[0].value
    except UnclearError:
        return ""
