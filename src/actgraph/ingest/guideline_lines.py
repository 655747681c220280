"""The lines of guidelines as they are printed, and the lines of running text that they make."""

import re
from collections.abc import Sequence
from typing import NamedTuple

# Times the letter size: lines are at most 1.4 apart within a block, at least 1.8 between blocks, next to nothing on one
# printed line; a larger horizontal distance is another indent.
_BLOCK_GAP = 1.5
_SAME_LINE = 0.3
_INDENT = 0.5
_HANGING_INDENT = 2.0  # at most, of the second line of a list item

_BULLET = re.compile(r"[•·▪●○◦\uf0b7o\-–—]\s+(?=\S)")  # Word draws the hollow bullet as the letter o
_LETTER = re.compile(r"(\([a-z]{1,4}\)|[a-z]\)|\(?\d{1,2}[.)])\s+(?=\S)")
_CLAUSE_END = re.compile(r"[.:;,]$|(^|[.:;,] )(and|or|and/or)$")
_SENTENCE_END = re.compile(r"[.:;]$")
_TABLE_ROW = re.compile(r"Art\. \d+\(\d\) ")
_SHORT_LINE = 75  # letters; a full line of the text that was taken from a PDF has over 80
_SPLIT_WORD = re.compile(r"\w-$")
_SUSPENDED_HYPHEN = re.compile(r"(?:and|or|to)\b")


class GuidelineLine(NamedTuple):
    """A printed line of the text, without the marks of footnotes.

    Attributes:
        text: its words.
        page: the page it is on, from 1.
        left: the position of its first letter; 0 if positions are unknown, as those that follow.
        body: the position of its words, if they are indented after a bullet or a number.
        bottom: the height of its base line.
        size: the size of its letters.
        marks: the numbers of the footnotes that it has marks of.
    """

    text: str
    page: int
    left: float = 0.0
    body: float = 0.0
    bottom: float = 0.0
    size: float = 0.0
    marks: Sequence[int] = ()


class GuidelineText(NamedTuple):
    """All lines of guidelines, and their footnotes by number."""

    lines: Sequence[GuidelineLine]
    notes: dict[int, str]


def measure_marker(text: str) -> int:
    """Return the length of the bullet, letter or number at the head of a line, with the space after it; 0 if none.

    >>> measure_marker("• A model is trained"), measure_marker("A model")
    (2, 0)
    """
    found = _BULLET.match(text) or re.match(r"\(\d+\)\s+(?=\S)", text) or _LETTER.match(text)
    return found.end() if found else 0


def fold_lines(lines: Sequence[GuidelineLine]) -> str:
    r"""Join printed lines to lines of running text: one per block, list item and formula.

    >>> fold_lines([GuidelineLine("of general-", 1), GuidelineLine("purpose AI models:", 1), GuidelineLine("• one", 1)])
    'of general-purpose AI models:\n• one'
    """
    blocks: list[list[str]] = []
    before = None
    for line in lines:
        words = " ".join(line.text.split())
        if before is None or _begins_block(line, before):
            blocks.append([words])
            before = line
        else:
            blocks[-1].append(words)
            before = line._replace(body=line.left)  # what looks like a number at its head is none
    return "\n".join(map(join_lines, blocks))


def join_lines(lines: Sequence[str]) -> str:
    """Join the lines of a block; a hyphen at a line end belongs to the word.

    >>> join_lines(["of general-", "purpose AI models, pre-", "and post-trained"])
    'of general-purpose AI models, pre- and post-trained'
    """
    parts: list[str] = []
    for line in lines:
        is_split_word = parts and _SPLIT_WORD.search(parts[-1][-2:]) and not _SUSPENDED_HYPHEN.match(line)
        parts += [line] if is_split_word or not parts else [" ", line]
    return "".join(parts)


def _begins_block(line: GuidelineLine, before: GuidelineLine) -> bool:
    if not line.size or not before.size:
        return _begins_block_unpositioned(line.text, before.text)
    fall = before.bottom - line.bottom
    is_same_page = line.page == before.page
    if is_same_page and abs(fall) < _SAME_LINE * line.size:
        return False
    if _BULLET.match(line.text) and line.body > line.left:
        return True
    is_item = _BULLET.match(before.text) or _LETTER.match(before.text)
    hangs = is_item and 0 < line.left - before.left <= _HANGING_INDENT * line.size
    if abs(line.left - before.body) > _INDENT * line.size and not hangs:
        return True
    if _LETTER.match(line.text) and _LETTER.match(before.text) and _CLAUSE_END.search(before.text):
        return True
    # The distance across a page break says nothing.
    return not 0 < fall <= _BLOCK_GAP * line.size if is_same_page else before.text.rstrip().endswith(":")


def _begins_block_unpositioned(line: str, before: str) -> bool:
    """Return whether a line begins a block, where positions are unknown: after a short line that ends a sentence."""
    before = before.rstrip()
    if _TABLE_ROW.match(line):
        return True
    if bullet := _BULLET.match(line):
        return bool(_CLAUSE_END.search(before)) or line[bullet.end()].isupper()
    if _LETTER.match(line):
        return bool(_CLAUSE_END.search(before))
    return bool(_SENTENCE_END.search(before)) and len(before) < _SHORT_LINE and line[:1].isupper()
