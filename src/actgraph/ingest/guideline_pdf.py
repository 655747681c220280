"""Read the lines and footnotes of guidelines from a PDF of the Commission's."""

import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from actgraph.ingest import pdf_pieces, source_file
from actgraph.ingest.guideline_lines import GuidelineLine, GuidelineText, join_lines, measure_marker
from actgraph.ingest.pdf_pieces import PrintedText

_TIMES = 3  # times the usual time: C(2025) 5052 has 134 pages, which take five seconds
_RAISED = 0.15  # times the letter size: how far the marks of footnotes and exponents stand above the line
_FURNITURE = re.compile(r"(EN)?\s*\d*\s*(EN)?")  # the page number, and the language at the foot of a page
_NOTE_HEAD = re.compile(r"\(?(\d+)\)?\s+(.*)")
# A raised number after a ten is an exponent, unless the ten is the number of a provision.
_POWER = re.compile(r"(?<![\d.,])10$")
_NUMBERED = re.compile(r"\b(?:Articles?|[Rr]ecitals?|Annex|[Pp]aragraphs?|[Ss]ections?|[Pp]oints?)\s10$")
_EMPTY_MARK = re.compile(r"\s?\(\s*\)")  # what remains of a mark in brackets


def read_pdf_lines(path: Path) -> GuidelineText:
    """Read the lines of guidelines without page numbers, and their footnotes apart.

    Args:
        path: the PDF.

    Raises:
        InputError: the file is no PDF, damaged, encrypted, or longer than any official PDF.
    """
    with pdf_pieces.open_pdf(path) as reader:
        pdf_pieces.check_page_count(reader)
        source_file.begin_file(path, path.stat().st_size, _TIMES)
        pages = [pdf_pieces.extract_pieces(page) for page in reader.pages]
        small = pdf_pieces.measure_small_size(pages)
    notes: dict[int, list[str]] = {}
    lines: list[GuidelineLine] = []
    for number, page in enumerate(pages, 1):
        found = [line for line in _split_lines(page) if any(piece.text.strip() for piece in line)]
        body = [line for line in found if not _is_note(line, small)]
        for line in (line for line in found if _is_note(line, small)):
            _add_note(notes, line)
        lines += _drop_furniture([_make_line(line, number, small) for line in body])
    return GuidelineText(lines, {number: join_lines(told) for number, told in notes.items()})


def _split_lines(pieces: Sequence[PrintedText]) -> Iterator[list[PrintedText]]:
    line: list[PrintedText] = []
    for piece in pieces:
        for number, words in enumerate(piece.text.split("\n")):
            if number:
                yield line
                line = []
            if words:
                line.append(piece._replace(text=words))
    yield line


def _find_main(line: Sequence[PrintedText]) -> PrintedText:
    """Return the first piece of a line in its largest letters."""
    return max((piece for piece in line if piece.text.strip()), key=lambda piece: round(piece.size, 1))


def _is_note(line: Sequence[PrintedText], small: float) -> bool:
    return 0 < _find_main(line).size < small


def _add_note(notes: dict[int, list[str]], line: Sequence[PrintedText]) -> None:
    """Add a line to the footnotes: it begins one if its first number is raised, or is the next."""
    main = _find_main(line)
    head = list(itertools.takewhile(lambda piece: not piece.text.strip() or piece.size < main.size, line))
    text = _join_words(line[len(head) :], main, [], main.size).strip()
    raised = "".join(piece.text for piece in head).strip().strip("()")
    if not raised and (found := _NOTE_HEAD.fullmatch(text)) and int(found[1]) == next(reversed(notes), 0) + 1:
        raised, text = found[1], found[2]
    if raised.isdecimal() and int(raised) not in notes:
        notes[int(raised)] = [text]
    elif notes:
        notes[next(reversed(notes))].append(text)


def _make_line(line: Sequence[PrintedText], page: int, small: float) -> GuidelineLine:
    main = _find_main(line)
    marks: list[int] = []
    text = _join_words(line, main, marks, small)
    drawn = [piece for piece in line if piece.text.strip()]
    left = drawn[0].left
    body = _find_body(drawn, text.lstrip()[: measure_marker(text.lstrip())])
    is_indented = body - left > main.size  # the words after a dash in running text follow at once
    return GuidelineLine(text.strip(), page, left, body if is_indented else left, main.bottom, main.size, tuple(marks))


def _find_body(drawn: Sequence[PrintedText], marker: str) -> float:
    """Find where the words of a line begin after its bullet or number, which is drawn apart from them."""
    rest = "".join(marker.split())
    for piece in drawn:
        if not rest:
            return piece.left
        if not rest.startswith("".join(piece.text.split())):
            break
        rest = rest[len("".join(piece.text.split())) :]
    return drawn[0].left


def _join_words(line: Sequence[PrintedText], main: PrintedText, marks: list[int], small: float) -> str:
    """Join the pieces of a line, write exponents after a caret, and collect the marks of footnotes."""
    text, raised = "", ""

    def close() -> None:
        nonlocal text, raised
        digits = raised.strip().strip("()")
        if digits.isdecimal() and _POWER.search(text) and not _NUMBERED.search(text):
            text += f"^{digits}" + (" " if raised[-1].isspace() else "")
        elif digits.isdecimal():
            marks.append(int(digits))
            text += " " if raised[-1].isspace() else ""
        else:
            text += raised
        raised = ""

    for piece in line:
        is_small = 0 < piece.size < small and piece.text.strip()
        if is_small and piece.bottom - main.bottom > _RAISED * main.size:
            raised += piece.text
            continue
        if raised:
            close()
        text += piece.text if not is_small or re.search(r"\w", piece.text) else ""
    if raised:
        close()
    return _EMPTY_MARK.sub("", text) if marks else text


def _drop_furniture(lines: list[GuidelineLine]) -> list[GuidelineLine]:
    """Remove the page number and the language, which stand at the foot but are drawn first in most files."""
    while lines and _FURNITURE.fullmatch(lines[0].text.strip()):
        lines = lines[1:]
    while lines and _FURNITURE.fullmatch(lines[-1].text.strip()):
        lines = lines[:-1]
    return lines
