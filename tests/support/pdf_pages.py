"""Write small PDFs: each piece of text at its place, in its size."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pypdf import PageObject, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

WIDTH, HEIGHT = 595, 842


class Drawn(NamedTuple):
    """A piece of text, where it begins, and the size of its letters in points."""

    text: str
    left: float
    bottom: float
    size: float = 12


def write_pdf(path: Path, pages: Iterable[Sequence[Drawn]]) -> Path:
    """Write a PDF with a page for each list of pieces; letters that the font does not have become question marks."""
    writer = PdfWriter()
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    names = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    for pieces in pages:
        _draw(writer.add_blank_page(width=WIDTH, height=HEIGHT), names, pieces)
    writer.write(path)
    return path


def _draw(page: PageObject, font: DictionaryObject, pieces: Sequence[Drawn]) -> None:
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    drawn = b""
    for text, left, bottom, size in pieces:
        letters = re.sub(rb"([\\()])", rb"\\\1", text.encode("cp1252", "replace"))
        drawn += b"BT /F1 %f Tf 1 0 0 1 %f %f Tm (%s) Tj ET\n" % (size, left, bottom, letters)
    stream = DecodedStreamObject()
    stream.set_data(drawn)
    page[NameObject("/Contents")] = stream


def draw_guidelines(number: str, paragraphs: Sequence[str]) -> list[list[Drawn]]:
    """Lay out guidelines as the Commission does: a cover, then numbered paragraphs that go over pages.

    Args:
        number: what the cover says, as `C(2025) 7719 final`.
        paragraphs: the words of each, a line per block.
    """
    pages = [[Drawn("EUROPEAN COMMISSION", 133, 700), Drawn(number, 256, 600), Drawn("Guidelines", 200, 500)]]
    page: list[Drawn] = []
    for count, words in enumerate(paragraphs, 1):
        is_head = True
        for block in words.split("\n"):
            for line in _wrap(block):
                if not page or page[-1].bottom < 90:
                    page = [Drawn(str(len(pages)), 520, 40)]
                    pages.append(page)
                bottom = page[-1].bottom - 15.8 if len(page) > 1 else 758.0
                page += [Drawn(f"({count})", 87.4, bottom)] if is_head else []
                page.append(Drawn(line, 125.4, bottom))
                is_head = False
    return pages


def _wrap(text: str) -> list[str]:
    import textwrap

    return textwrap.wrap(text, 80, break_long_words=False, break_on_hyphens=False) or [""]
