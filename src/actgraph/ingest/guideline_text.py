"""Read the lines and footnotes of guidelines from text that was taken from a PDF.

In such text each page begins with its number on a line of its own, and ends with its footnotes after an empty line. The
marks of footnotes look like numbers of provisions: "a third country (3)" has one, "Article 50(3)" has none.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from actgraph.ingest import source_file
from actgraph.ingest.guideline_lines import GuidelineLine, GuidelineText, join_lines

_CONTENTS = "......"  # between a heading and its page in the table of contents
_NOTE = re.compile(r"\((\d+)\)\s+(?=\S)")
_CONTEXT = 40  # letters before a mark that tell it from the number of a provision
_PROVISION_BEFORE = re.compile(r"(?:\b(?:and|or|to|Articles?|Art\.|[Pp]oints?|[Pp]aragraphs?)|[\d)]\s*[,/–-])\s*$")
_CAPITAL_AFTER = re.compile(r"\s+[^\sa-z]")
_STRAY_NUMBER = re.compile(r"^\d(?:\.\d)+(?=[A-Z][a-z])|(?<=[a-z]\.)\d\.\d$")
_ACT_AFTER = re.compile(r"\s*(?:AI\s+Act|and \(\d|or \(\d)")


def read_text_lines(path: Path) -> GuidelineText:
    """Read the lines of guidelines after their table of contents, and their footnotes apart.

    Args:
        path: text that was taken from a PDF.

    Raises:
        InputError: the file cannot be read.
        ValueError: it is no UTF-8.
    """
    text = source_file.read_official_file(path).decode("utf-8")
    lines: list[GuidelineLine] = []
    notes: dict[int, list[str]] = {}
    for page, words in enumerate(_split_pages(text), 1):
        first = len(notes) + 1
        body = _cut_notes(words, notes)
        marked = _cut_marks("\n".join(body), range(first, len(notes) + 1))
        lines += [GuidelineLine(line, page, marks=marks) for line, marks in marked if line]
    return GuidelineText(lines, {number: _mend_line(join_lines(told)) for number, told in notes.items()})


def _split_pages(text: str) -> Iterator[list[str]]:
    start = text.rfind("\n", 0, text.rfind(_CONTENTS)) + 1
    lines = text[start:].splitlines()
    number = next((int(line) for line in lines if line.strip().isdecimal()), 0)  # of the first page after the contents
    page: list[str] | None = None
    for line in lines:
        if line.strip() == str(number):
            if page is not None:
                yield page
            page, number = [], number + 1
        elif page is not None:
            page.append(line.strip())
    yield page or []


def _cut_notes(page: list[str], notes: dict[int, list[str]]) -> list[str]:
    """Return the lines of a page before its footnotes, and add these, whose numbers go on from the page before."""
    body: list[str] = []
    is_in_notes = False
    for line, before in zip(page, ["", *page], strict=False):
        found = _NOTE.match(line) if is_in_notes or not before else None
        if found and int(found[1]) == len(notes) + 1:
            is_in_notes = True
            notes[len(notes) + 1] = [line[found.end() :]]
        elif is_in_notes:
            notes[len(notes)] += [line] if line else []
        else:
            body.append(line)
    return body


def _cut_marks(text: str, numbers: range) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield each line of a page without the marks of its footnotes, and their numbers."""
    spans: dict[int, tuple[int, int]] = {}
    for number in numbers:
        for found in re.finditer(rf"\s?\({number}\)", text):
            before = text[max(0, found.start() - _CONTEXT) : found.start()].rstrip()
            is_head = (not before or "\n" in found[0]) and _CAPITAL_AFTER.match(text, found.end())
            if (
                re.search(r"\d{3}$|[^\d\s]$", before)
                and not is_head
                and not _PROVISION_BEFORE.search(before)
                and not _ACT_AFTER.match(text, found.end())
            ):
                spans[number] = found.span()
    for number, (start, end) in sorted(spans.items(), key=lambda span: -span[1][0]):
        kept = "\n" if "\n" in text[start:end] else ""
        text = text[:start] + f"\x00{number}\x00" + kept + text[end:]
    for line in text.split("\n"):
        marks = tuple(map(int, re.findall(r"\x00(\d+)\x00", line)))
        yield _mend_line(re.sub(r"\x00\d+\x00", "", line)), marks


def _mend_line(line: str) -> str:
    """Take out the spaces before hyphens and punctuation, and stray numbers of sections, that the extraction put in.

    >>> _mend_line("non -binding , and  AI -generated"), _mend_line("3.2.1Examples"), _mend_line("it ends.2.2")
    ('non-binding, and AI-generated', 'Examples', 'it ends.')
    """
    line = re.sub(r" (?=[.,;:)](?:\s|$))", "", re.sub(r"(?<=\w) -(?=\w)", "-", " ".join(line.split())))
    return _STRAY_NUMBER.sub("", line)
