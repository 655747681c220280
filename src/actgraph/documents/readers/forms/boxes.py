"""Tick boxes in an answer: which options are ticked, and what else stands there."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from actgraph.documents.readers.forms.controls import TICKED, UNCLEAR, UNTICKED
from actgraph.documents.readers.labels import split_words

UNCLEAR_BOX = "its box can mean ticked or not ticked"
_GLYPHS = f"{TICKED}{UNTICKED}{UNCLEAR}✗✘"
_SPLIT = re.compile(f"([{_GLYPHS}])")
_SPECIFY = re.compile(r"\(?\b(?:if (?:any|so)[^:…]{0,30}please specify|please specify|specify)\b\W*", re.IGNORECASE)
_LIST = re.compile(r"\s*(?:[,;/\n•|+&]|\band\b)\s*", re.IGNORECASE)


class Boxes(NamedTuple):
    """The boxes of an answer.

    Attributes:
        ticked: the options that are ticked.
        unticked: those that are not.
        loose: lines that belong to no option.
        unclear: options with a box that says two things.
    """

    ticked: Sequence[str]
    unticked: Sequence[str]
    loose: Sequence[str]
    unclear: Sequence[str]


def read_boxes(cells: Sequence[Sequence[str]], options: Collection[str] = ()) -> Boxes:
    """Read the boxes of an answer.

    Args:
        cells: the lines of each cell.
        options: first words of the options, in small letters: an X before one of them is a tick if others have boxes.

    >>> read_boxes([["☒ Yes ☐ No"]]).ticked, read_boxes([["Text ☒", "Image ☐"]]).ticked
    (['Yes'], ['Text'])
    >>> read_boxes([["X Text ☐ Image"]], ["text", "image"]).ticked
    ['Text']
    """
    lines = [line for cell in cells for line in cell]
    if any(sign in line for line in lines for sign in _GLYPHS) and options:
        letter = re.compile(rf"(?<![^\W_])[xX](?=\s*(?:{'|'.join(map(re.escape, options))})\b)", re.IGNORECASE)
        lines = [letter.sub(TICKED, line) for line in lines]
    crosses_are_no = any(TICKED in line for line in lines)
    found: dict[str, list[str]] = {"ticked": [], "unticked": [], "loose": [], "unclear": []}
    waiting = ""
    for line in lines:
        parts = _SPLIT.split(line)
        if len(parts) == 1:
            if waiting:
                found[_judge(waiting, crosses_are_no)].append(line)
            else:
                found["loose"].append(line)
            waiting = ""
            continue
        texts, signs = [part.strip() for part in parts[::2]], parts[1::2]
        if not texts[-1] and texts[0] and not waiting:  # the boxes stand behind their options
            pairs = list(zip(texts[:-1], signs, strict=True))
        else:
            pairs = list(zip(texts[1:], signs, strict=True))
            if texts[0]:
                found["loose"].append(texts[0])
        waiting = ""
        for text, sign in pairs:
            if text:
                found[_judge(sign, crosses_are_no)].append(text)
            else:
                waiting = sign
    return Boxes(**found)


def has_boxes(cells: Sequence[Sequence[str]]) -> bool:
    """Tell whether there is a box in an answer.

    >>> has_boxes([["☐ Yes"]]), has_boxes([["Yes"]])
    (True, False)
    """
    return any(sign in line for cell in cells for line in cell for sign in _GLYPHS)


def split_list(text: str) -> list[str]:
    """Split a list within a line.

    >>> split_list("Text, images and video")
    ['Text', 'images', 'video']
    """
    return [part.strip(" .") for part in _LIST.split(text) if part.strip(" .")]


def split_specified(text: str) -> tuple[str, str]:
    """Split an option into its first word and what is specified after it.

    >>> split_specified("Other If so, please specify… actions of a robot"), split_specified("Text")
    (('Other', 'actions of a robot'), ('Text', ''))
    """
    text = text.strip(" .:;")
    words = text.split(maxsplit=1)
    if len(words) < 2 or split_words(words[0]) != ["other"]:
        return text, ""
    return words[0].strip(" :,("), _SPECIFY.sub("", words[1]).strip(" .:…()")


def _judge(sign: str, crosses_are_no: bool) -> str:
    if sign in "✗✘":
        return "unclear" if crosses_are_no else "ticked"
    return {TICKED: "ticked", UNTICKED: "unticked"}.get(sign, "unclear")
