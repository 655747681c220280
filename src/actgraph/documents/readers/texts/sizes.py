"""The table of modalities, sizes and types of content of the training data."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from actgraph.documents.data_sizes import POWER, fold_range, split_amount
from actgraph.documents.readers.texts.ticks import find_ticks
from actgraph.documents.tables import load_table

_MOST_LETTERS = 20_000
MODALITIES = ("text", "image", "audio", "video")
_COUNT = rf"\d[\d.,  ]{{0,24}}{POWER}?\+?\s*(?:thousand|million|billion|trillion|[KMBT])?s?"
_UNIT = r"(?:tokens?|images?|hours?|words?|documents?|GB|TB|PB|gigabytes|terabytes)"
_RANGE = re.compile(
    rf"(?:(?:less|more) than|[<>])\s*{_COUNT}\s*(?:tokens?|images?|hours?)"
    rf"|{_COUNT}\s*(?:tokens?|images?|hours?)?\s*(?:to|–|—|-)\s*{_COUNT}\s*(?:tokens?|images?|hours?)",
    re.IGNORECASE,
)
TICKED = re.compile(r"(?:[☒☑✓✔🗹■●]|\[ ?[xX] ?\]|(?<!\w)[xX](?=\s))\s*$")
_BLANK = re.compile(r"(?:[☐□▢○]|\[ ?\])\s*$")
_BOX_BEFORE = re.compile(r"(?:[☒☑✓✔🗹■●☐□▢○]|\[ ?[xX]? ?\]|(?<!\w)[xX](?=\s))\s*$")
_AMOUNT = re.compile(
    rf"(?P<bound>(?:(?:up|close) to|more than|less than|over|under|at (?:least|most)|nearly|almost|around|about"
    rf"|approximately|approx\.?|circa|ca\.|roughly|some|~|≈|[<>≥≤])\s*)?(?P<amount>{_COUNT}\s*{_UNIT})\b",
    re.IGNORECASE,
)
_ALTERNATIVELY = re.compile(
    r"Alternatively,?\s+(?:please\s+)?specify\s+the\s+approximate\s+size|in\s+a\s+different\s+(?:measurement\s+)?unit\s*:?",
    re.IGNORECASE,
)
_MODALITIES_ALONE = re.compile(  # ticked in a list of their own, before the sizes
    r"\A(?:\W*(?:modality|text|images?|audio|video|other)\W*\n)+(?=\W*training data size\W*$)",
    re.IGNORECASE | re.MULTILINE,
)
_HEAD = re.compile(r"^\W*(?:modality|training data size|types of content|size)\W*$", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(
    r"(?:^|(?<=[\s☒☐☑]))(text|images?|audio|video|other(?! relevant| characteristic))s?(?=[\s:|☐☒]|$)", re.IGNORECASE
)
_UNIT_OF = {"token": "text", "image": "image"}


class SizePart(NamedTuple):
    """A statement on the size of the training data of a modality.

    Attributes:
        modality: one of MODALITIES.
        kind: `range`, `amount` or `types`.
        value: as written.
    """

    modality: str
    kind: str
    value: str


class _Row(NamedTuple):
    modality: str
    text: str


def read_sizes(text: str) -> tuple[list[SizePart], list[tuple[str, str]]]:
    """Read the table of sizes; what is not clear comes with the reason.

    Args:
        text: what stands between the head of the table and the next label.

    >>> [one[1:] for one in read_sizes("X Text X 1 billion to 10 trillions tokens\\nLaws.")[0]]
    [('range', '1 billion to 10 trillions tokens'), ('types', 'Laws.')]
    >>> read_sizes("Text Up to 19.2 billion tokens Captions Image 479 million images Licensed images")[0][2]
    SizePart(modality='image', kind='amount', value='479 million images')
    """
    parts: list[SizePart] = []
    unclear: list[tuple[str, str]] = []
    if len(text) > _MOST_LETTERS:
        return [], [(" ".join(text[:200].split()), "it is longer than any table of sizes")]
    text = _HEAD.sub("", _MODALITIES_ALONE.sub("", text))
    for row in _split_rows(text):
        try:
            parts += _read_row(row)
        except ValueError as error:
            unclear.append((" ".join(row.text.split()), str(error)))
    return parts, unclear


def _find_unit(text: str) -> str:
    for unit, modality in _UNIT_OF.items():
        if unit in text.lower():
            return modality
    return "hours" if "hour" in text.lower() else ""


def _is_printed(written: str) -> bool:
    """Tell whether a range is one that the template prints."""
    rows = load_table("training-summary").rows
    folded = fold_range(written)
    return any(folded in rows[f"field 1.3.{modality}.range"][0].choice.choices for modality in MODALITIES)


def _split_rows(text: str) -> list[_Row]:
    """Split the table into the rows of its modalities."""
    firsts: list[tuple[int, str]] = []
    ranges = [one for one in _RANGE.finditer(text) if _is_printed(one[0])]
    if len(ranges) >= 2 and any(_BOX_BEFORE.search(text[: one.start()]) for one in ranges):  # a row has all three
        for one in ranges:
            if fold_range(one[0]).startswith("less") or not firsts:
                firsts.append((one.start(), _find_unit(one[0])))
        if len(firsts) == 1 and _count_ticked_modalities(text) <= 1:
            return [_Row(_settle_hours(firsts[0][1], text), text)]
        starts = [0]
        for begin, _ in firsts[1:]:
            starts.append(_begin_row(text, begin))
        rows = [text[one:two] for one, two in zip(starts, [*starts[1:], len(text)], strict=True)]
        return [_Row(_settle_hours(unit, row), row) for (_, unit), row in zip(firsts, rows, strict=True)]
    named = [one for one in _NAME.finditer(text) if one[1][0].isupper() and _begins_row(text, one)]
    if not named:
        return [_Row(_find_unit(ranges[0][0]) if ranges else "", text)] if text.strip() else []
    ends = [*(one.start() for one in named[1:]), len(text)]
    return [_Row(one[1].lower().removesuffix("s"), text[one.end() : end]) for one, end in zip(named, ends, strict=True)]


def _count_ticked_modalities(text: str) -> int:
    return sum(tick.is_ticked is True for tick in find_ticks(text, MODALITIES)[0]) if "☒" in text else 1


def _begins_row(text: str, name: re.Match[str]) -> bool:
    """Tell whether the name of a modality begins a row: an amount, a range or “Size” follows, or it is a line."""
    after = text[name.end() : name.end() + 80].lstrip(" :|")
    line_start = text.rfind("\n", 0, name.start()) + 1
    is_line = not re.sub(r"[\W_]|(?<!\w)[xX](?!\w)", "", text[line_start : name.start()])
    following = re.match(r"\s*(?:[◦•\-–]\s*)?(?:size\b|\n|not applicable|n/a|none)", text[name.end() :], re.IGNORECASE)
    return bool(_AMOUNT.match(after) or _RANGE.match(after) or _BOX_BEFORE.match(after[:4]) or (is_line and following))


def _begin_row(text: str, first: int) -> int:
    """Find where the row begins whose first range is given: at its modality, if that stands before it, or its box."""
    before = text[:first]
    box = _BOX_BEFORE.search(before)
    start = box.start() if box else first
    name = re.search(
        r"(?:[☒☐☑]|\[ ?[xX]? ?\]|(?<!\w)[xX](?=\s))?\s*\b(?:image|audio|video|other)s?\s*$", text[:start], re.IGNORECASE
    )
    return name.start() if name else start


def _settle_hours(unit: str, text: str) -> str:
    if unit != "hours":
        return unit
    named = {one[1].lower() for one in re.finditer(r"\b(audio|video)\b", text, re.IGNORECASE)}
    ticked = re.findall(r"(?:[☒☐☑]|\[ ?[xX]? ?\])\s*(audio|video)\b", text, re.IGNORECASE)
    if len(ticked) == 1:
        return str(ticked[0]).lower()
    return named.pop() if len(named) == 1 else ""


def _read_row(row: _Row) -> Iterator[SizePart]:
    if row.modality == "other":
        raise ValueError("the size of another modality is not read")
    if row.modality not in MODALITIES:
        raise ValueError("which modality this is about is not clear")
    rest = _ALTERNATIVELY.sub(" ", row.text)
    ranges = [one for one in _RANGE.finditer(rest) if _is_printed(one[0])]
    boxes = [bool(_BOX_BEFORE.search(rest[: one.start()])) for one in ranges]
    ticked = [one for one in ranges if TICKED.search(rest[: one.start()])]
    if any(boxes):
        if len(ticked) > 1:
            raise ValueError("more than one range is ticked")
        chosen = ticked
    else:
        chosen = ranges if len(ranges) == 1 else []
        if len(ranges) > 1:
            raise ValueError("which of the ranges is meant is not clear")
    if chosen:
        yield SizePart(row.modality, "range", " ".join(chosen[0][0].split()))
    for one in reversed(ranges):
        box = _BOX_BEFORE.search(rest[: one.start()])
        rest = f"{rest[: box.start() if box else one.start()]} {rest[one.end() :]}"
    rest = re.sub(r"(?i)[☐□]\s*(?:text|images?|audio|video|other)s?\b(?:\s*if so,? please specify\s*…?)?", " ", rest)
    rest = re.sub(rf"(?:[☒☑☐□]|\[ ?[xX]? ?\]|(?<!\w)[xX](?=\s))\s*{row.modality}s?\b", " ", rest, flags=re.IGNORECASE)
    rest = re.sub(rf"(?i)^[\W_]*{row.modality}s?\b(?=\s*(?:\n|[◦•:|]|$))", " ", rest)
    rest = re.sub(r"(?i)[◦•]?\s*\bsize\s*:?\s*\[\s*\]|\bsize\s*:\s*(?=\n|$)|\[\s*\]", " ", rest)
    kept = [one for one in _AMOUNT.finditer(rest) if split_amount(" ".join(one[0].split()))[1] or one["bound"]]
    if len(kept) == 1 and (chosen or not ranges):
        value = " ".join(kept[0][0].split())
        yield SizePart(row.modality, "amount", value)
        if _stands_alone(rest, kept[0]):
            rest = f"{rest[: kept[0].start()]} {rest[kept[0].end() :]}"
    types = " ".join(re.sub(r"(?im)^\s*[◦•▪]\s*|\btypes? of content\s*:", "", rest).split()).strip(" :|")
    if re.search(r"[^\W_]{2}", types):
        yield SizePart(row.modality, "types", types)
    if any(boxes) and not chosen and not kept and not types and re.search(r"☒|☑", row.text):
        raise ValueError("no range is ticked")


def _stands_alone(text: str, amount: re.Match[str]) -> bool:
    """Tell whether an amount is a cell or line of its own, and no part of a sentence."""
    before = text[: amount.start()].split("\n")[-1].strip(" ◦•:[")
    after = text[amount.end() :].split("\n")[0].strip(" ].")
    return not before and (not after or after[0].isupper())


def mentions_sizes(text: str) -> bool:
    """Tell whether a text has the ranges or amounts of the table.

    >>> mentions_sizes("TEXT\\nSize: [more than 10 trillion tokens]"), mentions_sizes("Training data is large.")
    (True, False)
    """
    return bool(_RANGE.search(text, 0, _MOST_LETTERS) or _AMOUNT.search(text, 0, _MOST_LETTERS))
