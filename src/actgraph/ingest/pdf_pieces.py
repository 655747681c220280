"""Read the pieces of text of the Commission's PDFs, with their positions and letter sizes."""

import contextlib
import io
import logging
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError

from actgraph.core.errors import InputError
from actgraph.ingest import source_file

_ENCRYPTED = "this PDF is encrypted"
_OPEN_ADVICE = "Save a copy of it that needs no password."

# Letter size identifies footnotes and their marks more safely than numbers. In the Code notes have 9 points and marks 6
# or 7, the text has 11 and the caption of a figure 10; in guidelines the text has 12, notes 8 or 10, marks 5 to 8.
_SMALL_SHARE = 0.86
# A small file can expand to endless pages. The limits are three times the longest text and the fullest page.
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


class PrintedText(NamedTuple):
    """Text on a page, with its position and the size of its letters in points; all 0 if unknown."""

    text: str
    left: float = 0.0
    bottom: float = 0.0
    size: float = 0.0


def read_cover_text(path: Path) -> str:
    """Return the text of the first page of a PDF, as pypdf gives it.

    Raises:
        InputError: the file is no PDF, damaged or encrypted.
    """
    with open_pdf(path) as reader:
        return "".join(piece.text for piece in extract_pieces(reader.pages[0])) if reader.pages else ""


def read_page_texts(path: Path) -> list[str]:
    """Return the text of each page of a PDF, as pypdf gives it.

    Raises:
        InputError: the file is no PDF, damaged or encrypted, or longer than any text of the Commission's.
    """
    with open_pdf(path) as reader:
        check_page_count(reader)
        return ["".join(piece.text for piece in extract_pieces(page)) for page in reader.pages]


def check_page_count(reader: PdfReader) -> None:
    """Refuse a PDF that is longer than any official one.

    Raises:
        ValueError: it is; `open_pdf` turns this into an InputError.
    """
    if len(reader.pages) > _MOST_PAGES:
        raise ValueError("there are more pages than in any official PDF")


@contextlib.contextmanager
def open_pdf(path: Path) -> Iterator[PdfReader]:
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
            f"this PDF holds more than any official one ({error})", where=str(path), todo=source_file.SAVE_AGAIN
        ) from error
    except DependencyError as error:  # newer ciphers need a library that actgraph does not install
        raise InputError(_ENCRYPTED, where=str(path), todo=_OPEN_ADVICE) from error
    except Exception as error:  # pypdf raises nearly anything for a damaged file, even RecursionError
        raise InputError("this is no PDF, or it is damaged", where=str(path), todo=source_file.SAVE_AGAIN) from error
    finally:
        log.setLevel(level)


def extract_pieces(page: PageObject) -> list[PrintedText]:
    """Extract the pieces of text of a page in drawing order, line ends included."""
    pieces: list[PrintedText] = []

    def collect(text: str, page_matrix: list[float], text_matrix: list[float], _font: object, size: float) -> None:
        a, b, c, d, e, f = page_matrix
        _, _, across, up, x, y = text_matrix
        scale = math.hypot(across * a + up * c, across * b + up * d)
        pieces.append(PrintedText(text, x * a + y * c + e, x * b + y * d + f, size * scale))

    drawn = page.get_contents()
    if drawn and len(drawn.get_data()) > _MOST_PAGE_BYTES:
        raise ValueError("a page is longer than any of an official PDF")
    words = page.extract_text(visitor_text=collect)
    # For some layouts pypdf visits parts twice. Without positions there are fewer paragraphs, and footnotes remain.
    return pieces if "".join(piece.text for piece in pieces) == words else [PrintedText(words)]


def measure_small_size(pages: Sequence[Sequence[PrintedText]]) -> float:
    """Return the letter size below which text is a footnote or the mark of one."""
    sizes: Counter[float] = Counter()
    for piece in (piece for page in pages for piece in page):
        sizes[round(piece.size, 1)] += len(piece.text.strip())
    return _SMALL_SHARE * sizes.most_common(1)[0][0]


def join_pieces(pieces: Sequence[PrintedText]) -> list[PrintedText]:
    """Join the pieces of a page to its lines; a line has the position and size of its first letter."""
    lines = [PrintedText("")]
    for piece in pieces:
        for number, words in enumerate(piece.text.split("\n")):
            if number:
                lines.append(PrintedText(""))
            begun = lines[-1] if lines[-1].text.strip() else piece  # a line has the position of its first letter
            lines[-1] = begun._replace(text=lines[-1].text + words)
    return [line._replace(text=line.text.strip()) for line in lines if line.text.strip()]
