"""The text of a PDF, page by page, within bounds of pages, letters and time."""

import io
import logging
import time
from typing import Any

from pypdf import PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError

from actgraph.documents.reading import DocumentError

_MOST_PAGES = 400
_MOST_PAGE_BYTES = 3_000_000  # of drawing instructions
_MOST_LETTERS = 2_000_000
_MOST_SECONDS = 4.5  # of the processor
_LEAST_LETTERS = 40  # with fewer, the pages are pictures
_MOST_STREAM_BYTES = 20_000_000
_LIMITS: dict[str, Any] = {
    "array_based_stream_maximum_output_length": _MOST_STREAM_BYTES,
    "lzw_maximum_output_length": _MOST_STREAM_BYTES,
    "run_length_maximum_output_length": _MOST_STREAM_BYTES,
    "zlib_maximum_output_length": _MOST_STREAM_BYTES,
    "stream_filters_maximum_length": 3,
}
_COPY = "Give its text as .txt, or the form as .docx"


def is_pdf(data: bytes) -> bool:
    """Tell whether bytes are those of a PDF, also with some rubbish before it.

    >>> is_pdf(b"%PDF-1.7 ..."), is_pdf(b"A letter about a %PDF- file")
    (True, False)
    """
    at = data[:1024].find(b"%PDF-")
    return at == 0 or (at > 0 and not data[:at].strip(b"\x00\xef\xbb\xbf \t\r\n"))


def read_pages(data: bytes, name: str) -> list[str]:
    """Read the text of each page of a PDF; a page that is a picture has none.

    Args:
        data: the PDF.
        name: its name in messages.

    Raises:
        DocumentError: it is damaged, encrypted, a scan, or too long.

    >>> read_pages(b"%PDF-1.7 and nothing else", "summary.pdf")
    Traceback (most recent call last):
    actgraph.documents.reading.DocumentError: summary.pdf: this PDF is damaged: it cannot be opened
      Save it again, or: Give its text as .txt, or the form as .docx
    """
    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with apply_configuration(**_LIMITS):
            return _read_pages(data, name)
    except (DocumentError, MemoryError):
        raise
    except LimitReachedError as error:
        raise DocumentError("this PDF unpacks to more than is read", where=name, todo=_COPY) from error
    except DependencyError as error:  # newer ciphers need a library that actgraph does not install
        raise _make_encrypted_error(name) from error
    except Exception as error:  # pypdf raises nearly anything for a damaged file, even RecursionError
        raise DocumentError(
            "this PDF is damaged: it cannot be opened", where=name, todo=f"Save it again, or: {_COPY}"
        ) from error
    finally:
        log.setLevel(level)


def _make_encrypted_error(name: str) -> DocumentError:
    return DocumentError("this PDF is encrypted", where=name, todo="Save a copy without password and protection")


def _read_pages(data: bytes, name: str) -> list[str]:
    started = time.process_time()
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise _make_encrypted_error(name)
    count = len(reader.pages)
    if count > _MOST_PAGES:
        raise DocumentError(
            f"this PDF has {count:,} pages; at most {_MOST_PAGES} are read",
            where=name,
            todo="Save the pages of the form as a file of their own",
        )
    texts: list[str] = []
    for page in reader.pages:
        drawn = page.get_contents()
        if drawn and len(drawn.get_data()) > _MOST_PAGE_BYTES:
            raise DocumentError(f"page {len(texts) + 1} holds more than is read", where=name, todo=_COPY)
        texts.append(page.extract_text())
        if time.process_time() - started > _MOST_SECONDS or sum(map(len, texts)) > _MOST_LETTERS:
            raise DocumentError(f"this PDF takes too long: page {len(texts)} of {count}", where=name, todo=_COPY)
    if sum(sign.isalnum() for text in texts for sign in text) < _LEAST_LETTERS:
        raise DocumentError(
            "this PDF contains no text: its pages are pictures, as in a scan",
            where=name,
            todo=f"{_COPY}, not as a scan",
        )
    return texts
