"""Split the lines of guidelines into their numbered paragraphs."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from actgraph.core.errors import InputError
from actgraph.ingest.guideline_lines import GuidelineLine, GuidelineText, fold_lines

SAVE_AGAIN = "The file is damaged or has another layout: save the PDF again from the Commission's page."
_HEAD = re.compile(r"\((\d{1,3})\)(?:\s+|$)")
_UNNUMBERED_HEADING = re.compile(r"(?:[a-z]\)\s+)?[A-Z‘(]")  # of no section: "a) Purpose", "Prevention"
_TITLE_LENGTH = 12  # letters of a title that tell it from running text
_MOST_HEADING_LINES = 120  # from a heading to the next paragraph: quoted law or a table can stand between them
_COLUMN = 2.0  # points: within a column, positions differ by less


def split_paragraphs(
    text: GuidelineText, name: str, headings: Mapping[int, Sequence[tuple[str, str]]], path: Path, *, last: int = 0
) -> dict[int, str]:
    """Split guidelines into paragraphs.

    Args:
        text: their lines and footnotes.
        name: what they are called, for messages.
        headings: number of a paragraph → number and title of each section that ends before it.
        path: the file, for messages.
        last: the number of the last paragraph; 0 if it is not known.

    Returns:
        The words of each paragraph by its number: a line per block, then a line per footnote.

    Raises:
        InputError: a paragraph or heading is missing, or a number stands twice.

    >>> lines = [GuidelineLine("(1) One.", 1), GuidelineLine("2. Next", 1), GuidelineLine("(2) Two.", 1)]
    >>> split_paragraphs(GuidelineText(lines, {}), "Guidelines", {2: [("2", "Next")]}, Path("guidelines.pdf"))
    {1: 'One.', 2: 'Two.'}
    """
    parts = _cut_paragraphs(text.lines, name, path, last)
    words: dict[int, str] = {}
    notes = _assign_notes(parts, text)
    for number, lines in parts.items():
        for section, title in headings.get(number + 1, ())[:1]:  # what follows the first heading is headings too
            lines = lines[: _find_heading(lines, section, title, name, path)]
        first = _cut_number(lines)
        lines = _drop_unnumbered_headings([first, *lines[1:]], lines[0].left)
        told = [f"Footnote {note}: {text.notes[note]}" for note in notes.get(number, ())]
        words[number] = "\n".join([fold_lines([line for line in lines if line.text]), *told])
    return words


def _cut_paragraphs(lines: Sequence[GuidelineLine], name: str, path: Path, last: int) -> dict[int, list[GuidelineLine]]:
    """Cut the lines at the numbers of paragraphs, which come in order, and where positions are known in a column."""
    heads = [line for line in lines if _HEAD.match(line.text)]
    column = _measure_body_column(lines)
    has_columns = column > 0 and sum(line.left < column - _COLUMN for line in heads) > len(heads) / 2
    parts: dict[int, list[GuidelineLine]] = {}
    for line in lines:
        found = _HEAD.match(line.text)
        # Within a heading a line can begin with the number of a provision; its indent is deeper.
        edge = min(column - _COLUMN, parts[1][0].left + line.size) if parts else column - _COLUMN
        number = int(found[1]) if found and (not has_columns or line.left < edge) else 0
        if number == len(parts) + 1:
            parts[number] = [line]
            continue
        if has_columns and number > len(parts) + 1 and parts:
            raise _make_missing_error(len(parts) + 1, name, path)
        if has_columns and number and parts and last:
            raise InputError(f"paragraph {number} of the {name} stands in it twice", where=str(path), todo=SAVE_AGAIN)
        if parts:
            parts[len(parts)].append(line)
    if len(parts) < max(last, 1):
        raise _make_missing_error(len(parts) + 1, name, path, last - len(parts) - 1)
    if last and len(parts) > last:
        raise InputError(
            f"it has paragraph {last + 1}, which the graph of the {name} does not have",
            where=str(path),
            todo=SAVE_AGAIN,
        )
    return parts


def _make_missing_error(number: int, name: str, path: Path, more: int = 0) -> InputError:
    told = f" and {more} more" if more > 0 else ""
    return InputError(f"paragraph {number}{told} of the {name} cannot be found in it", where=str(path), todo=SAVE_AGAIN)


def _measure_body_column(lines: Sequence[GuidelineLine]) -> float:
    """Return where most lines begin; 0 if positions are unknown."""
    counts: dict[int, int] = {}
    for line in lines:
        if not _HEAD.match(line.text):
            counts[round(line.left)] = counts.get(round(line.left), 0) + 1
    return float(max(counts, key=lambda left: counts[left], default=0))


def _find_heading(lines: Sequence[GuidelineLine], section: str, title: str, name: str, path: Path) -> int:
    """Find the last line that begins the heading of a section."""
    number = section.casefold()
    start = "".join(title.split("…")[0].split())[:_TITLE_LENGTH].casefold()
    for at in range(len(lines) - 1, max(0, len(lines) - 1 - _MOST_HEADING_LINES), -1):
        printed = "".join("".join(line.text for line in lines[at : at + 2]).split()).casefold()
        if re.match(rf"(?:{re.escape(number)}\.?|annex\w?[:.]?){re.escape(start)}", printed):
            return at
    raise InputError(
        f"the heading “{section}. {title}” of the {name} is not where it stands in the graph",
        where=str(path),
        todo=SAVE_AGAIN,
    )


def _cut_number(lines: Sequence[GuidelineLine]) -> GuidelineLine:
    """Return the first line of a paragraph without its number, and where its words begin, as its next line does."""
    first = lines[0]
    begin = first.body
    # White space that is drawn with the words displaces them; and number and words can be drawn at once.
    if len(lines) > 1 and (abs(lines[1].left - begin) < first.size or begin - first.left < _COLUMN):
        begin = lines[1].left
    return first._replace(text=_HEAD.sub("", first.text, count=1), left=begin, body=begin)


def _drop_unnumbered_headings(lines: list[GuidelineLine], column: float) -> list[GuidelineLine]:
    """Remove the last lines of a paragraph that begin left of its words, where its number stands."""
    if lines[0].left - column > _COLUMN:
        while len(lines) > 1 and lines[-1].left < column + _COLUMN:
            lines = lines[:-1]
    # Others stand where the words do; such a heading ends without a mark, behind a whole sentence.
    for at in (len(lines) - 1, len(lines) - 2):
        if (
            at > 0
            and _UNNUMBERED_HEADING.match(lines[at].text)
            and not lines[-1].text.rstrip().endswith((".", ";", ",", ":"))
            and lines[at - 1].text.rstrip().endswith((".", ".’", ".”", "!", ")"))
        ):
            return lines[:at]
    return lines


def _assign_notes(parts: Mapping[int, Sequence[GuidelineLine]], text: GuidelineText) -> dict[int, list[int]]:
    """Map each paragraph to the footnotes whose marks it has; where a mark stands twice, the later one counts."""
    places = {mark: number for number, lines in parts.items() for line in lines for mark in line.marks}
    found: dict[int, list[int]] = {}
    for note in text.notes:
        if note in places:
            found.setdefault(places[note], []).append(note)
    return found
