"""Read the text of a chapter of the Code of Practice from the user's own copy of the Commission's PDF.

The graph knows every heading of a chapter, so the text of a node is what stands between its heading and the next.
`pdf_pieces` takes the pieces of a page with their positions from pypdf and makes lines of them, `_join_pages` makes one
text of all lines, and `code_splitter` splits it at the headings.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from actgraph.core.errors import InputError
from actgraph.core.prefixes import CODE
from actgraph.graph.day import Day
from actgraph.graph.node import Node
from actgraph.ingest import code_splitter, pdf_pieces

_CODE_IRI = CODE + "code"

# The distance of two lines is at most 1.4 times the letter size within a paragraph, over 1.5 times between paragraphs.
_PARAGRAPH_GAP = 1.5
_INDENT = 0.5  # times the letter size: a larger horizontal distance is another indent
_POINT = re.compile(r"(\(\w{1,4}\)|[a-z]\))\s")
_CLAUSE_END = re.compile(r"[.:;,]$|(^|[.:;,] )(and|or|and/or|while)$")
_SENTENCE_END = re.compile(r"[.:;]$")


def read_chapter(path: Path, day: Day) -> list[tuple[str, str]]:
    """Read the official text of one chapter.

    Args:
        path: the PDF of a chapter of the Code; its first page tells which.
        day: a day on which the Code holds.

    Returns:
        The IRI and text of every node of the chapter, in order. Every paragraph and numbered point is one line; a
        node that consists of sections only has no text.

    Raises:
        InputError: the file is no PDF, damaged, encrypted or no chapter of the Code, or a heading is missing.
    """
    chapter, pages = _read_pages(path, day)
    return [
        part[:2]
        for part in code_splitter.split_chapter(*_join_pages(pages), day, chapter, path)
        if part.iri != chapter.iri
    ]


def read_chapter_parts(path: Path, day: Day) -> list[code_splitter.CodePart]:
    """Read the whole text of one chapter, with footnotes and page numbers.

    Args:
        path: the PDF of a chapter of the Code.
        day: a day on which the Code holds.

    Returns:
        The parts of `read_chapter`, and parts of the chapter itself for text that belongs to no smaller node. A
        footnote stands in brackets in the place of its mark.

    Raises:
        InputError: as in `read_chapter`.
    """
    chapter, pages = _read_pages(path, day)
    return code_splitter.split_chapter(
        *_join_pages([_inline_footnotes(page, pdf_pieces.measure_small_size(pages)) for page in pages]),
        day,
        chapter,
        path,
    )


def identify_chapter(path: Path, day: Day) -> str:
    """Return the IRI of the chapter that a PDF contains; an empty string if none.

    Args:
        path: any PDF.
        day: a day on which the Code holds.

    Raises:
        InputError: the file is no PDF, damaged or encrypted.
    """
    with pdf_pieces.open_pdf(path) as reader:
        cover = next(iter(reader.pages), None)
        found = _match_chapter(pdf_pieces.extract_pieces(cover), day) if cover else None
    return found.iri if found else ""


def _read_pages(path: Path, day: Day) -> tuple[Node, list[list[pdf_pieces.PrintedText]]]:
    with pdf_pieces.open_pdf(path) as reader:
        pages = iter(reader.pages)
        cover = next(pages, None)
        first = pdf_pieces.extract_pieces(cover) if cover else []
        found = _match_chapter(first, day)
        if found is None:  # before the rest is read, which may be a whole book
            raise InputError(
                "this PDF is no chapter of the Code of Practice", where=str(path), todo=code_splitter.SAVE_AGAIN
            )
        pdf_pieces.check_page_count(reader)
        return found, [first, *map(pdf_pieces.extract_pieces, pages)]


def _match_chapter(cover: Sequence[pdf_pieces.PrintedText], day: Day) -> Node | None:
    words = "\n".join(line.text for line in pdf_pieces.join_pieces(cover))
    return next(
        (
            node
            for node in day.list_parts(_CODE_IRI)
            if re.search(code_splitter.make_heading_pattern(node.title), words, re.MULTILINE)
        ),
        None,
    )


def _inline_footnotes(page: Sequence[pdf_pieces.PrintedText], small: float) -> list[pdf_pieces.PrintedText]:
    """Put each footnote in brackets, in the size of the text, in the place of its mark."""
    notes: dict[str, str] = {}
    number = ""
    for piece in page:
        if 0 < piece.size < small and piece.text.strip():
            number = piece.text.strip() if piece.text.strip().isdecimal() else number
            notes[number] = notes.get(number, "") + ("" if number == piece.text.strip() else piece.text)
    found = []
    for piece in page:
        note = notes.pop(piece.text.strip(), "") if 0 < piece.size < small else ""
        found.append(piece._replace(text=f" ({note.strip()}) ", size=small) if note else piece)
    return found


def _join_pages(pages: Sequence[Sequence[pdf_pieces.PrintedText]]) -> tuple[str, list[int]]:
    """Join all pages to one text without page numbers and footnotes, an empty line before every paragraph.

    Return with it the offset at which each page begins.
    """
    small = pdf_pieces.measure_small_size(pages)
    text, before, turns = "", pdf_pieces.PrintedText(""), []
    for page in pages:
        turns.append(len(text))
        lines = _drop_page_number(pdf_pieces.join_pieces([_blank_footnote(piece, small) for piece in page]))
        for line in lines:
            text += (
                code_splitter.PARAGRAPH_BREAK if _is_paragraph_start(line, before, new_page=line is lines[0]) else "\n"
            ) + line.text
            before = line
    return text, turns


def _blank_footnote(piece: pdf_pieces.PrintedText, small: float) -> pdf_pieces.PrintedText:
    # Keep the white space: it may separate words of the text.
    return piece._replace(text=re.sub(r"\S", "", piece.text)) if 0 < piece.size < small else piece


def _drop_page_number(lines: list[pdf_pieces.PrintedText]) -> list[pdf_pieces.PrintedText]:
    """Remove the page number, which stands at the foot but is drawn first in most files."""
    if lines and lines[0].text.isdecimal():
        return lines[1:]
    return lines[:-1] if lines and lines[-1].text.isdecimal() else lines


def _is_paragraph_start(line: pdf_pieces.PrintedText, before: pdf_pieces.PrintedText, *, new_page: bool) -> bool:
    """Return whether a line begins a paragraph or a point.

    A line of running text may begin with a number too: "points" ends one line, "(a) and (b)" begins the next. So a
    point must follow the end of a clause, and must not continue running text at the same indent.
    """
    point = _POINT.match(line.text) and _CLAUSE_END.search(before.text)
    if new_page:  # the distance across a page break says nothing
        return bool(point or (_SENTENCE_END.search(before.text) and line.text[0].isupper()))
    indent = _INDENT * line.size
    if before.bottom - line.bottom > _PARAGRAPH_GAP * line.size or before.left - line.left > indent:
        return True
    return bool(point and (not line.size or line.left - before.left > indent or _POINT.match(before.text)))
