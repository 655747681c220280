"""Files in the place of official ones that are written to break what reads them: Formex, pages and PDFs."""

import zlib
from pathlib import Path

from tests.robustness.hostile_file import DEEP, Case, Maker, odd, repeated, written, xml

_ACT = (
    "<COMBINED.FMX><ACT><BIB.INSTANCE><DATE ISO='20240712'>20240712</DATE><YEAR>2024</YEAR>"
    "<NO.CURRENT>1689</NO.CURRENT></BIB.INSTANCE><ENACTING.TERMS>{}</ENACTING.TERMS></ACT></COMBINED.FMX>"
)
_PAGE = '<html><body><p class="oj-hd-uniq">2024/1689</p>{}</body></html>'


def _stream(data: bytes, times: int) -> bytes:
    """Zeros by the gigabyte, in a stream that is packed again and again."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(data) for _ in range(times)) + packer.flush()
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def _pdf(objects: dict[int, bytes]) -> Maker:
    """A PDF of some objects, the first its catalogue."""

    def make(path: Path, _: str) -> None:
        written, places = b"%PDF-1.7\n", {}
        for number, text in objects.items():
            places[number] = len(written)
            written += b"%d 0 obj\n%s\nendobj\n" % (number, text)
        start = len(written)
        written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        written += b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(objects))
        path.write_bytes(
            written + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
        )

    return make


_CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_ONE_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>"


def page_of(contents: bytes) -> Maker:
    """Writes a PDF of one page.

    Args:
        contents: the stream that draws it.
    """
    return _pdf({1: _CATALOGUE, 2: _PAGES, 3: _ONE_PAGE, 4: contents})


PDFS = [
    Case(
        "a page of a gigabyte of zeros",
        "bomb.pdf",
        lambda path, url: page_of(_stream(b"\0" * 1_000_000, 1000))(path, url),
    ),
    Case(
        "a page of many words",
        "words.pdf",
        lambda path, url: page_of(_stream(b"BT /F 1 Tf (a) Tj ET " * 10_000, 500))(path, url),
    ),
    Case(
        "pages that are their own parts",
        "circle.pdf",
        _pdf({1: _CATALOGUE, 2: b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"}),
    ),
    Case("arrays in arrays", "arrays.pdf", page_of(b"[" * DEEP + b"]" * DEEP)),
    Case("dictionaries in dictionaries", "dictionaries.pdf", _pdf({1: b"<< /a " * DEEP + b">> " * DEEP, 2: _PAGES})),
    Case(
        "a table of places that is its own end",
        "xref.pdf",
        lambda path, _: path.write_bytes(
            b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Prev 9 /Root 1 0 R >>\nstartxref\n9\n%%EOF"
        ),
    ),
    Case(
        "a thousand million pages, by its word",
        "count.pdf",
        _pdf({1: _CATALOGUE, 2: b"<< /Type /Pages /Kids [] /Count 1000000000 >>"}),
    ),
    Case("only a beginning", "begin.pdf", lambda path, _: path.write_bytes(b"%PDF-1.7\n")),
    Case("200 MB", "big.pdf", lambda path, _: repeated(path, b"%PDF-1.7\n", b"1 0 obj\n<< /a /b >>\nendobj\n")),
]

TEXTS = [
    *odd(".html"),
    *xml("COMBINED.FMX", ".fmx.xml"),
    Case(f"{DEEP:,} levels deep", "deep.fmx.xml", written(_ACT.format("<P>" * DEEP + "</P>" * DEEP))),
    Case(
        "200 MB of Formex",
        "big.fmx.xml",
        lambda path, _: repeated(path, b"<COMBINED.FMX>\n", b"<P>word</P>\n", b"</COMBINED.FMX>"),
    ),
    Case(f"{DEEP:,} levels of a page", "deep.html", written(_PAGE.format("<div>" * DEEP + "</div>" * DEEP))),
    Case(
        "200 MB of a page",
        "big.html",
        lambda path, _: repeated(path, b"<html><body>\n", b"<p>word</p>\n", b"</body></html>"),
    ),
    Case(
        "a page with what would be fetched",
        "fetched.html",
        written(_PAGE.format('<link rel="stylesheet" href="URLa"/><img src="URLb"/><iframe src="URLc"></iframe>')),
    ),
    *PDFS,
]
