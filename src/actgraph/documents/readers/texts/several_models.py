"""Documentation of several models: which they are, and which size is whose, by the sizes in their names."""

import re
from collections.abc import Sequence

from actgraph.documents.readers.texts import names
from actgraph.documents.readers.texts.segments import Segment
from actgraph.documents.reading import Field, Unread

UNNAMED = "these are the sizes of several models, and whose is whose is not plain; state ag:parameters of each model"
_TOGETHER = "it is the name of several models together; the draft has each under the name that the document lists"
_AMOUNT = re.compile(
    r"(?P<number>\d{1,6}(?:\.\d{1,6})?)\s{0,3}(?P<scale>million|billion|trillion|[MBT]\b)(?:\s+parameters)?",
    re.IGNORECASE,
)
_SIZE = re.compile(r"(?<![A-Za-z0-9.])(?P<number>\d{1,6}(?:\.\d{1,6})?)(?P<scale>[MBT])(?![A-Za-z0-9])", re.IGNORECASE)
_REPOSITORY = re.compile(
    r"^\W{0,20}(?:o\s{1,9}){0,3}(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/(?!datasets/|spaces/)[\w.-]+/(?P<name>[\w.-]+)\s*$"
)


def split_amounts(text: str) -> list[str]:
    """Split the sizes of several models; nothing if it is one size.

    >>> split_amounts("70 billion parameters, and 8 billion respectively"), split_amounts("8 billion")
    (['70 billion parameters', '8 billion'], [])
    """
    amounts = [one[0] for one in _AMOUNT.finditer(text)]
    return amounts if len(amounts) > 1 and re.search(r"(?i)\brespectively\b", text) else []


def tell_models_apart(segments: Sequence[Segment], found: Sequence[Field | Unread]) -> list[Field | Unread]:
    """Give the sizes of several models to each of them by its name, if the document lists them plainly.

    Each size must be that in the name of a listed model, and each listed model must have one of the sizes in its name.

    Args:
        segments: the labels of the Form, each with what follows it.
        found: what was read of them.
    """
    sized = next((one for one in segments if one.field == "item 13" and split_amounts(one.value)), None)
    if sized is None:
        return list(found)
    amounts = {_measure(amount): amount for amount in split_amounts(" ".join(sized.value.split()))}
    named = [one for one in found if isinstance(one, Field) and one.name == "model name"]
    models = {one.value: one.place for one in named}
    if len(models) == 1:
        models = _list_repositories(segments, next(iter(models)).split()[0])
    sizes = {name: _measure(name) for name in models}
    if len(models) < 2 or set(sizes.values()) != set(amounts):
        return list(found)
    kept = [one for one in found if one not in named and not (isinstance(one, Unread) and one.reason == UNNAMED)]
    if len(named) == 1:
        kept.append(Unread(named[0].place, f"item 2: {named[0].value}", _TOGETHER))
    for name, place in models.items():
        kept.append(Field("model name", name, place, ("model", name)))
        kept.append(Field("parameters of one model", amounts[sizes[name]], sized.place, ("model", name)))
    return kept


def _list_repositories(segments: Sequence[Segment], family: str) -> dict[str, str]:
    """List the models of a family whose repositories stand on lines of their own, each with its place."""
    found: dict[str, str] = {}
    for segment in segments:
        for line in segment.value.split("\n"):
            one = _REPOSITORY.match(line)
            if one and one["name"].lower().startswith(family.lower()) and names.is_name(one["name"]):
                found.setdefault(one["name"], segment.find_place(line))
    return found


def _measure(text: str) -> tuple[float, str]:
    """Return the one size in a name, or a number with its unit; nothing telling if there is none, or more than one."""
    found = [*_SIZE.finditer(text)] or [*_AMOUNT.finditer(text)]
    return (float(found[0]["number"]), found[0]["scale"][0].lower()) if len(found) == 1 else (0.0, text)
