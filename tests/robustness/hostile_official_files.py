"""Hostile files instead of official ones: Formex, HTML pages and PDFs."""

import zlib
from collections.abc import Iterator

from tests.robustness.hostile_file import (
    NESTING_DEPTH,
    FileWriter,
    HostileFile,
    list_hostile_xml,
    list_odd_files,
    make_text_writer,
    write_big_file,
)
from tests.robustness.pdf_parts import CATALOGUE, ONE_PAGE, make_page_pdf, make_pdf
from tests.robustness.shapes_of_official_files import list_shapes

_ACT = (
    "<COMBINED.FMX><ACT><BIB.INSTANCE><DATE ISO='20240712'>20240712</DATE><YEAR>2024</YEAR>"
    "<NO.CURRENT>1689</NO.CURRENT></BIB.INSTANCE><ENACTING.TERMS>{}</ENACTING.TERMS></ACT></COMBINED.FMX>"
)
_PAGE = '<html><body><p class="oj-hd-uniq">2024/1689</p>{}</body></html>'


def _pack_stream(data: bytes, times: int) -> bytes:
    """Pack data, repeated many times, into a compressed PDF stream."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(data) for _ in range(times)) + packer.flush()
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def _make_pdf_writer(objects: dict[int, bytes]) -> FileWriter:
    """Make a function that writes a PDF of numbered objects, the first its catalogue."""
    return lambda path, _: path.write_bytes(make_pdf(objects))


def make_page_writer(contents: bytes) -> FileWriter:
    """Make a function that writes a PDF of one page.

    Args:
        contents: the content stream of the page.
    """
    return lambda path, _: path.write_bytes(make_page_pdf(contents))


HOSTILE_PDFS = [
    HostileFile(
        "a page of a gigabyte of zeros",
        "bomb.pdf",
        lambda path, url: make_page_writer(_pack_stream(b"\0" * 1_000_000, 1000))(path, url),
    ),
    HostileFile(
        "a page of many words",
        "words.pdf",
        lambda path, url: make_page_writer(_pack_stream(b"BT /F 1 Tf (a) Tj ET " * 10_000, 500))(path, url),
    ),
    HostileFile(
        "pages that are their own parts",
        "circle.pdf",
        _make_pdf_writer({1: CATALOGUE, 2: b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"}),
    ),
    HostileFile("arrays in arrays", "arrays.pdf", make_page_writer(b"[" * NESTING_DEPTH + b"]" * NESTING_DEPTH)),
    HostileFile(
        "dictionaries in dictionaries",
        "dictionaries.pdf",
        _make_pdf_writer({1: b"<< /a " * NESTING_DEPTH + b">> " * NESTING_DEPTH, 2: ONE_PAGE[2]}),
    ),
    HostileFile(
        "a table of places that is its own end",
        "xref.pdf",
        lambda path, _: path.write_bytes(
            b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Prev 9 /Root 1 0 R >>\nstartxref\n9\n%%EOF"
        ),
    ),
    HostileFile(
        "a thousand million pages, by its word",
        "count.pdf",
        _make_pdf_writer({1: CATALOGUE, 2: b"<< /Type /Pages /Kids [] /Count 1000000000 >>"}),
    ),
    HostileFile("only a beginning", "begin.pdf", lambda path, _: path.write_bytes(b"%PDF-1.7\n")),
    HostileFile(
        "200 MB", "big.pdf", lambda path, _: write_big_file(path, b"%PDF-1.7\n", b"1 0 obj\n<< /a /b >>\nendobj\n")
    ),
]

# Shapes that took over ten seconds or a gigabyte before they were bounded.
_SHAPES = {
    ".html": [
        "attributes of one element",
        "words between notes",
        "rows beside a table body",
        "divisions in divisions",
        "named entities",
    ],
    ".fmx.xml": ["siblings", "subparagraphs with points"],
    ".pdf": ["text in LZW in LZW", "a long form"],
}


def _list_hostile_shapes() -> Iterator[HostileFile]:
    for shape in list_shapes():
        if shape.name in _SHAPES.get(shape.suffix, []):
            yield HostileFile(
                f"9 MB: {shape.name}",
                f"shape{shape.suffix}",
                lambda path, _, make=shape.make: path.write_bytes(make(9_000_000)),
            )


HOSTILE_OFFICIAL_FILES = [
    *list_odd_files(".html"),
    *list_hostile_xml("COMBINED.FMX", ".fmx.xml"),
    HostileFile(
        f"{NESTING_DEPTH:,} levels deep",
        "deep.fmx.xml",
        make_text_writer(_ACT.format("<P>" * NESTING_DEPTH + "</P>" * NESTING_DEPTH)),
    ),
    HostileFile(
        "200 MB of Formex",
        "big.fmx.xml",
        lambda path, _: write_big_file(path, b"<COMBINED.FMX>\n", b"<P>word</P>\n", b"</COMBINED.FMX>"),
    ),
    HostileFile(
        f"{NESTING_DEPTH:,} levels of a page",
        "deep.html",
        make_text_writer(_PAGE.format("<div>" * NESTING_DEPTH + "</div>" * NESTING_DEPTH)),
    ),
    HostileFile(
        "200 MB of a page",
        "big.html",
        lambda path, _: write_big_file(path, b"<html><body>\n", b"<p>word</p>\n", b"</body></html>"),
    ),
    HostileFile(
        "a page with what would be fetched",
        "fetched.html",
        make_text_writer(
            _PAGE.format('<link rel="stylesheet" href="URLa"/><img src="URLb"/><iframe src="URLc"></iframe>')
        ),
    ),
    *HOSTILE_PDFS,
    *_list_hostile_shapes(),
]
