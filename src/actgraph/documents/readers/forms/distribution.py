"""What the items about distribution and licences state of the model, where the answer is no more than names."""

import re
from collections.abc import Iterator, Mapping, Sequence

from actgraph.documents.licences import find_licence_key
from actgraph.documents.reading import Field, Unread
from actgraph.documents.tables import load_table
from actgraph.documents.values import UnclearError, read_value

_CHANNEL = "distribution channel"
_ADDRESS = re.compile(r"\(?\s*<?(https?://[^\s()<>;,]+)>?\s*\)?", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:(?:(?:public|free|paid|subscription-based|open|model|direct) )*(?:(?:downloads?|weights|available|access) )+"
    r"(?:from|on|at|through|via|by) )?(?:the |our |an? )?",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[\s(,]*\b(?:(?:available|accessible|text) )?(?:at|from|under|see)\W*$", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*(?:[;,\n]|\band\b)\s*")
_MORE_THAN_A_NAME = re.compile(
    r"[;\n?]|\b(?:and|or|for|except|with|under|no|not|none|but|is|are|see|weights|code|will|based on|modified"
    r"|similar)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?!(?:proprietary|custom|own|our|open|commercial|free|standard|the|a|an)\b)[A-Z].*\blicen[cs]e(?: agreement)?"
    r"(?:,? (?:version |v)?\d+(?:\.\d+)*)?",
    re.IGNORECASE,
)
_MOST_WORDS = 8  # of the name of a licence


def tell_distribution(item: str, text: str, place: str) -> Iterator[Field]:
    """Tell the channels of item 15 or the licence of item 17; what is more than names is told as words.

    Args:
        item: the item.
        text: its answer.
        place: where it stands.

    >>> [one.value for one in tell_distribution("item 15", "API (https://api.example); Hugging Face", "row 1")]
    ['API', 'Hugging Face']
    >>> text = "Apache License, Version 2.0: https://a.example/licence"
    >>> [one.value for one in tell_distribution("item 17", text, "row 1")]
    ['Apache License, Version 2.0', 'https://a.example/licence']
    """
    if item == "item 15":
        names = [
            _LEAD.sub("", part, count=1) for part in _SEPARATOR.split(_ADDRESS.sub(" ", text)) if part.strip(" .:")
        ]
        names = [name.strip(" .:") for name in names]
        if names and all(name.lower() in _load_channels() for name in names):
            yield from (Field(_CHANNEL, name, place) for name in names)
        else:
            yield Field(f"{_CHANNEL} in words", text, place)
    elif item == "item 17":
        addresses = _ADDRESS.findall(text)
        title = _TAIL.sub("", " ".join(_ADDRESS.sub(" ", text).split())).strip(" .:,-–—")
        if _is_licence(title) and len(addresses) < 2:
            yield Field("licence title", title, place)
            yield from (Field("licence address", one.rstrip("."), place) for one in addresses)
        else:
            yield Field("licence in words", text, place)


def leave_plans(fields: Sequence[Field], unread: Sequence[Unread] = ()) -> list[Field]:
    """Leave the channels open where the release is planned: item 15 asks for those to come as well.

    >>> planned = [Field("item 5", "planned for 2 May 2027", ""), Field("distribution channel", "API", "")]
    >>> leave_plans(planned)[1].name
    'distribution channel in words'
    """
    days = [one.value for one in fields if one.name in ("item 4", "item 5")]
    days += [one.text for one in unread if one.reason.startswith(("item 4:", "item 5:"))]
    if not any(map(_is_planned, days)):
        return list(fields)
    return [one._replace(name=f"{_CHANNEL} in words") if one.name == _CHANNEL else one for one in fields]


def _is_planned(text: str) -> bool:
    try:
        read_value(text, "day")
    except UnclearError as error:
        return "planned" in str(error)
    return False


def _is_licence(title: str) -> bool:
    """Tell whether a text is the name of one licence and says nothing more."""
    if len(title.split()) > _MOST_WORDS or _MORE_THAN_A_NAME.search(title):
        return False
    return bool(find_licence_key(title) or _NAMED.fullmatch(title))


def _load_channels() -> Mapping[str, str]:
    return load_table("documentation-form").rows[_CHANNEL][0].choice.choices
