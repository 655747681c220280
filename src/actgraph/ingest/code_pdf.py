"""Read the text of a chapter of the Code of Practice from the user's own copy of the Commission's PDF.

The graph knows every heading of a chapter, so the text of a node is what stands between its heading and the next.
`_extract_pieces` takes the pieces of a page with their positions from pypdf, `_join_pieces` makes lines of them,
`_join_pages` makes one text of all lines, and `code_splitter` splits it at the headings.
"""

import contextlib
import io
import logging
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError

from actgraph.core.errors import InputError
from actgraph.core.prefixes import CODE
from actgraph.graph.day import Day
from actgraph.graph.node import Node
from actgraph.ingest import code_splitter, source_file

_CODE_IRI = CODE + "code"

_ENCRYPTED = "this PDF is encrypted"
_OPEN_ADVICE = "Save a copy of it that needs no password."

# Footnotes and their marks are not part of the text. Letter size identifies them more safely than numbers: notes have
# 9 points and marks 6 or 7, the text has 11 and the caption of a figure 10.
_SMALL_SHARE = 0.86
# The distance of two lines is at most 1.4 times the letter size within a paragraph, over 1.5 times between paragraphs.
_PARAGRAPH_GAP = 1.5
_INDENT = 0.5  # times the letter size: a larger horizontal distance is another indent
_POINT = re.compile(r"(\(\w{1,4}\)|[a-z]\))\s")
_CLAUSE_END = re.compile(r"[.:;,]$|(^|[.:;,] )(and|or|and/or|while)$")
_SENTENCE_END = re.compile(r"[.:;]$")

# A small file can expand to endless pages. The limits are ten times the longest chapter and the fullest page.
_MOST_PAGES = 430
_MOST_PAGE_BYTES = 300_000  # bytes
_MOST_STREAM_BYTES = 20_000_000  # bytes, unpacked
_LIMITS: dict[str, Any] = {
    "maximum_declared_stream_length": source_file.MOST_BYTES,
    "array_based_stream_maximum_output_length": _MOST_STREAM_BYTES,
    "lzw_maximum_output_length": _MOST_STREAM_BYTES,
    "run_length_maximum_output_length": _MOST_STREAM_BYTES,
    "zlib_maximum_output_length": _MOST_STREAM_BYTES,
    "stream_filters_maximum_length": 3,
    "stream_decoding_work_maximum_length": 2 * _MOST_STREAM_BYTES,
    "stream_parsing_work_maximum_count": 300_000,
    "page_tree_maximum_entries": 2000,
    "page_tree_maximum_depth": 30,
    "page_tree_maximum_page_entries": 20_000,
    "xform_maximum_invocations_per_extraction": 200,
}


class _PrintedText(NamedTuple):
    """Text on a page, with its position and the size of its letters in points; all 0 if unknown."""

    text: str
    left: float = 0.0
    bottom: float = 0.0
    size: float = 0.0


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
        *_join_pages([_inline_footnotes(page, _measure_small(pages)) for page in pages]), day, chapter, path
    )


def identify_chapter(path: Path, day: Day) -> str:
    """Return the IRI of the chapter that a PDF contains; an empty string if none.

    Args:
        path: any PDF.
        day: a day on which the Code holds.

    Raises:
        InputError: the file is no PDF, damaged or encrypted.
    """
    with _open_pdf(path) as reader:
        cover = next(iter(reader.pages), None)
        found = _match_chapter(_extract_pieces(cover), day) if cover else None
    return found.iri if found else ""


def read_cover_text(path: Path) -> str:
    """Return the text of the first page of a PDF, as pypdf gives it.

    Raises:
        InputError: the file is no PDF, damaged or encrypted.
    """
    with _open_pdf(path) as reader:
        return "".join(piece.text for piece in _extract_pieces(reader.pages[0])) if reader.pages else ""


def read_page_texts(path: Path) -> list[str]:
    """Return the text of each page of a PDF, as pypdf gives it.

    Raises:
        InputError: the file is no PDF, damaged or encrypted, or longer than any text of the Commission's.
    """
    with _open_pdf(path) as reader:
        if len(reader.pages) > _MOST_PAGES:
            raise ValueError("there are more pages than in any chapter")
        return ["".join(piece.text for piece in _extract_pieces(page)) for page in reader.pages]


def _read_pages(path: Path, day: Day) -> tuple[Node, list[list[_PrintedText]]]:
    with _open_pdf(path) as reader:
        pages = iter(reader.pages)
        cover = next(pages, None)
        first = _extract_pieces(cover) if cover else []
        found = _match_chapter(first, day)
        if found is None:  # before the rest is read, which may be a whole book
            raise InputError(
                "this PDF is no chapter of the Code of Practice", where=str(path), todo=code_splitter.SAVE_AGAIN
            )
        if len(reader.pages) > _MOST_PAGES:
            raise ValueError("there are more pages than in any chapter")
        return found, [first, *map(_extract_pieces, pages)]


@contextlib.contextmanager
def _open_pdf(path: Path) -> Iterator[PdfReader]:
    """Open a PDF, silence pypdf's log, and turn every exception of pypdf into an InputError."""
    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with apply_configuration(**_LIMITS):
            reader = PdfReader(io.BytesIO(source_file.read_official_file(path)))
            if reader.is_encrypted:
                raise InputError(_ENCRYPTED, where=str(path), todo=_OPEN_ADVICE)
            yield reader
    except (InputError, MemoryError):
        raise
    except LimitReachedError as error:
        raise InputError(
            f"this PDF holds more than any of the Code ({error})", where=str(path), todo=code_splitter.SAVE_AGAIN
        ) from error
    except DependencyError as error:  # newer ciphers need a library that actgraph does not install
        raise InputError(_ENCRYPTED, where=str(path), todo=_OPEN_ADVICE) from error
    except Exception as error:  # pypdf raises nearly anything for a damaged file, even RecursionError
        raise InputError("this is no PDF, or it is damaged", where=str(path), todo=code_splitter.SAVE_AGAIN) from error
    finally:
        log.setLevel(level)


def _match_chapter(cover: Sequence[_PrintedText], day: Day) -> Node | None:
    words = "\n".join(line.text for line in _join_pieces(cover))
    return next(
        (
            node
            for node in day.list_parts(_CODE_IRI)
            if re.search(code_splitter.make_heading_pattern(node.title), words, re.MULTILINE)
        ),
        None,
    )


def _extract_pieces(page: PageObject) -> list[_PrintedText]:
    """Extract the pieces of text of a page in drawing order, line ends included."""
    pieces: list[_PrintedText] = []

    def collect(text: str, page_matrix: list[float], text_matrix: list[float], _font: object, size: float) -> None:
        a, b, c, d, e, f = page_matrix
        _, _, across, up, x, y = text_matrix
        scale = math.hypot(across * a + up * c, across * b + up * d)
        pieces.append(_PrintedText(text, x * a + y * c + e, x * b + y * d + f, size * scale))

    drawn = page.get_contents()
    if drawn and len(drawn.get_data()) > _MOST_PAGE_BYTES:
        raise ValueError("a page is longer than any of the Code")
    words = page.extract_text(visitor_text=collect)
    # For some layouts pypdf visits parts twice. Without positions there are fewer paragraphs, and footnotes remain.
    return pieces if "".join(piece.text for piece in pieces) == words else [_PrintedText(words)]


def _measure_small(pages: Sequence[Sequence[_PrintedText]]) -> float:
    """Return the letter size below which text is a footnote or the mark of one."""
    sizes: Counter[float] = Counter()
    for piece in (piece for page in pages for piece in page):
        sizes[round(piece.size, 1)] += len(piece.text.strip())
    return _SMALL_SHARE * sizes.most_common(1)[0][0]


def _inline_footnotes(page: Sequence[_PrintedText], small: float) -> list[_PrintedText]:
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


def _join_pages(pages: Sequence[Sequence[_PrintedText]]) -> tuple[str, list[int]]:
    """Join all pages to one text without page numbers and footnotes, an empty line before every paragraph.

    Return with it the offset at which each page begins.
    """
    small = _measure_small(pages)
    text, before, turns = "", _PrintedText(""), []
    for page in pages:
        turns.append(len(text))
        lines = _drop_page_number(_join_pieces([_blank_footnote(piece, small) for piece in page]))
        for line in lines:
            text += (
                code_splitter.PARAGRAPH_BREAK if _is_paragraph_start(line, before, new_page=line is lines[0]) else "\n"
            ) + line.text
            before = line
    return text, turns


def _blank_footnote(piece: _PrintedText, small: float) -> _PrintedText:
    # Keep the white space: it may separate words of the text.
    return piece._replace(text=re.sub(r"\S", "", piece.text)) if 0 < piece.size < small else piece


def _join_pieces(pieces: Sequence[_PrintedText]) -> list[_PrintedText]:
    lines = [_PrintedText("")]
    for piece in pieces:
        for number, words in enumerate(piece.text.split("\n")):
            if number:
                lines.append(_PrintedText(""))
            begun = lines[-1] if lines[-1].text.strip() else piece  # a line has the position of its first letter
            lines[-1] = begun._replace(text=lines[-1].text + words)
    return [line._replace(text=line.text.strip()) for line in lines if line.text.strip()]


def _drop_page_number(lines: list[_PrintedText]) -> list[_PrintedText]:
    """Remove the page number, which stands at the foot but is drawn first in most files."""
    if lines and lines[0].text.isdecimal():
        return lines[1:]
    return lines[:-1] if lines and lines[-1].text.isdecimal() else lines


def _is_paragraph_start(line: _PrintedText, before: _PrintedText, *, new_page: bool) -> bool:
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
