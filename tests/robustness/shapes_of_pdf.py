"""Shapes of PDFs: chains, circles, trees and tables, each of a given size."""

import struct
import zlib
from collections.abc import Callable, Iterable, Mapping

from tests.robustness.pdf_parts import CATALOGUE, FONT, ONE_PAGE, PAGE, RESOURCES, make_page_pdf, make_pdf, make_stream
from tests.robustness.shape_parts import fill

_LINE = b"BT /F 1 Tf 1 0 0 1 10 10 Tm (a) Tj ET\n"
_FORM = b"/Type /XObject /Subtype /Form "
_REST = {4: make_stream(_LINE), 5: FONT}
_BEGIN = b"%PDF-1.7\n1 0 obj\n" + CATALOGUE + b"\nendobj\n"


def _make_tree(kids: bytes, amount: int, objects: Mapping[int, bytes]) -> bytes:
    """Make a PDF from the kids of its root."""
    root = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, amount)
    return make_pdf({1: CATALOGUE, 2: root, **_REST, **objects})


def _pack_places(rows: Iterable[tuple[int, int, int]]) -> bytes:
    """Pack the rows of a stream of places, of fields of 1, 4 and 4 bytes."""
    return b"".join(struct.pack(">BII", *row) for row in rows)


def _end_with(body: bytes, number: int, places: bytes) -> bytes:
    """End a PDF with a stream of places."""
    return body + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF" % (number, places, len(body))


def _deflate(data: bytes, repeated: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(data) for _ in range(repeated)) + packer.flush()


def _chain(name: bytes, filters: int) -> Callable[[int], bytes]:
    """A stream of text that is read through a chain of filters."""
    return lambda size: make_page_pdf(make_stream(b"41" * (size // 2) + b">", b"[" + name * filters + b"]"))


def _pack_lzw(data: bytes) -> bytes:
    """Pack each byte of a text, of a length that 8 divides, as two codes of LZW: one to start anew, and its own."""
    codes = "".join(f"{256:09b}{byte:09b}" for byte in data)
    return int(codes, 2).to_bytes(len(codes) // 8, "big")


def _lzw_chain(size: int) -> bytes:
    block = _pack_lzw(_pack_lzw(_pack_lzw(b"BT ET q Q " * 32)))
    return make_page_pdf(make_stream(block * (size // len(block)), b"[" + b"/LZWDecode " * 3 + b"]"))


def _bomb(filters: int) -> Callable[[int], bytes]:
    def make(size: int) -> bytes:
        data = _deflate(b"BT q " * 2000, size // 20)
        for _ in range(filters - 1):
            data = zlib.compress(data, 9)
        return make_page_pdf(make_stream(data, b"[" + b"/FlateDecode " * filters + b"]"))

    return make


def _same_page(size: int) -> bytes:
    amount = size // 6
    return _make_tree(b"3 0 R " * amount, amount, {3: PAGE})


def _pages(size: int) -> bytes:
    numbers = range(10, 10 + size // 200)
    return _make_tree(b"".join(b"%d 0 R " % one for one in numbers), len(numbers), dict.fromkeys(numbers, PAGE))


def _make_deep_tree(kid: bytes, amount: int) -> bytes:
    """Make a PDF whose tree of pages is as deep as it is long; each part names the next as often as `kid` does."""
    part = b"<< /Type /Pages /Kids [" + kid + b"] /Count 1 >>"
    inner = {one: part.replace(b"#", b"%d" % (one + 1)) for one in range(10, 10 + amount)}
    return _make_tree(b"10 0 R", 1, {**inner, 10 + amount: PAGE})


def _parents(size: int) -> bytes:
    """A page whose parents, which may hold what it inherits, are a circle."""
    numbers = range(10, 10 + size // 70)
    circle = {one: b"<< /Type /Pages /Parent %d 0 R >>" % (one + 1) for one in numbers}
    circle[numbers[-1]] = b"<< /Type /Pages /Parent 10 0 R >>"
    page = b"<< /Type /Page /Parent 10 0 R /Contents 4 0 R >>"
    return make_pdf({**ONE_PAGE, **_REST, **circle, 3: page})


def _references(size: int) -> bytes:
    """Contents that are a reference to a reference to a reference."""
    amount = max(size // 50, 1)
    chain = {number: b"%d 0 R" % (number + 1) for number in range(10, 10 + amount)}
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 10 0 R >>"
    return make_pdf({**ONE_PAGE, 3: page, **chain, 10 + amount: make_stream(_LINE)})


def _updates(size: int) -> bytes:
    """Incremental updates: a table of places after the other."""
    whole = make_page_pdf(make_stream(_LINE))
    before = whole.rindex(b"xref\n0")
    parts, at = [whole], len(whole)
    while at < size:
        table = b"\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>" % before
        parts.append(table + b"\nstartxref\n%d\n%%%%EOF" % (at + 1))
        before = at + 1
        at += len(parts[-1])
    return b"".join(parts)


def _sections(size: int) -> bytes:
    """A table of places with a section for each place."""
    table = fill(b"xref\n%s", "# 1\n0000000009 00000 n \n", size)
    return _BEGIN + table + b"trailer\n<< /Size 2 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(_BEGIN)


def _object_stream(inner: bytes) -> Callable[[int], bytes]:
    """Objects in an object stream, the pages among them."""

    def make(size: int) -> bytes:
        numbers = range(100, 120 + size // 12)
        table = b"".join(b"%d %d " % (one, at * len(inner)) for at, one in enumerate(numbers))
        more = b"/Type /ObjStm /N %d /First %d" % (len(numbers), len(table))
        body = b"%%PDF-1.7\n1 0 obj\n%s\nendobj\n" % CATALOGUE.replace(b"2 0 R", b"100 0 R")
        rows = [(1, 9, 0), (1, len(body), 0), *((2, 3, at) for at in range(len(numbers)))]
        body += b"3 0 obj\n%s\nendobj\n" % make_stream(table + inner * len(numbers), b"", more)
        index = b"/Type /XRef /W [1 4 4] /Root 1 0 R /Size %d /Index [1 1 3 1 100 %d]"
        more = index % (100 + len(numbers), len(numbers))
        return _end_with(body, 4, make_stream(zlib.compress(_pack_places(rows)), b"/FlateDecode", more))

    return make


def _streams_in_streams(size: int) -> bytes:
    """Object streams each of which is said to lie in the next."""
    amount = size // 9
    rows = [(1, 9, 0), *((2, one + 1, 0) for one in range(2, amount))]
    more = b"/Type /XRef /W [1 4 4] /Root 1 0 R /Size %d /Index [1 %d]" % (amount, len(rows))
    return _end_with(_BEGIN, amount + 5, make_stream(_pack_places(rows), b"", more))


def _wide_places(size: int) -> bytes:
    """A stream of places whose fields are as wide as the file."""
    more = b"/Type /XRef /W [1 %d 1] /Root 1 0 R /Size 3" % (size // 3)
    return _end_with(_BEGIN, 4, make_stream(b"\1" * size, b"", more))


def _predictor(size: int, columns: int) -> bytes:
    data = zlib.compress(b"\2" * (size * 50))
    parms = b"/DecodeParms << /Predictor 15 /Columns %d >>" % columns
    return make_page_pdf(make_stream(data, b"/FlateDecode", parms))


def _forms(size: int) -> bytes:
    """Forms that draw themselves and each other."""
    form = make_stream(b"/X Do /Y Do\n" * 5, b"", _FORM + RESOURCES)
    return make_page_pdf(make_stream(b"/X Do /Y Do\n" * (size // 12)), {6: form, 7: form})


def _doubling_forms(size: int) -> bytes:
    """Forms each of which draws the next one twice."""
    amount = size // 170
    more = _FORM + b"/Resources << /XObject << /X %d 0 R >> >>"
    forms = {one: make_stream(b"/X Do /X Do\n", b"", more % (one + 1)) for one in range(6, 6 + amount)}
    return make_page_pdf(make_stream(b"/X Do"), {**forms, 6 + amount: make_stream(_LINE, b"", _FORM)})


def _long_form(size: int) -> bytes:
    """A form of many words, drawn many times."""
    form = make_stream(_LINE * (size // len(_LINE)), b"", _FORM + RESOURCES)
    return make_page_pdf(make_stream(b"/X Do " * 100), {6: form})


def _widths(size: int) -> bytes:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [8 0 R] >>"
    inner = b"<< /Type /Font /Subtype /CIDFontType2 /W [%s] >>" % fill(b"%s", "# [500] ", size)
    return make_page_pdf(make_stream(_LINE), {5: font, 8: inner})


def _width_range(size: int) -> bytes:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [8 0 R] >>"
    inner = b"<< /Type /Font /Subtype /CIDFontType2 /W [%s] >>" % (b"0 %d 500 " % (size * 100))
    return make_page_pdf(make_stream(_LINE), {5: font, 8: inner})


def _cmap(part: str) -> Callable[[int], bytes]:
    def make(size: int) -> bytes:
        font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 8 0 R >>"
        return make_page_pdf(make_stream(_LINE), {5: font, 8: make_stream(fill(b"%s", part, size))})

    return make


def _cyclic_font(size: int) -> bytes:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /DescendantFonts [5 0 R] /Encoding 5 0 R >>"
    return make_page_pdf(make_stream(_LINE * (size // len(_LINE))), {5: font})


def _broken(part: str) -> Callable[[int], bytes]:
    """A file without a table of places, so that all objects are looked for."""
    return lambda size: fill(b"%%PDF-1.7\n%s\nstartxref\n5\n%%%%EOF", part, size)


def _contents(part: bytes) -> Callable[[int], bytes]:
    return lambda size: make_page_pdf(make_stream(part * (size // len(part))))


def _packed(part: bytes) -> Callable[[int], bytes]:
    return lambda size: make_page_pdf(make_stream(zlib.compress(part * (50 * size // len(part)), 9), b"/FlateDecode"))


PDF_SHAPES = {
    "a chain of filters for hex": _chain(b"/ASCIIHexDecode ", 15),
    "a chain of filters for lengths": _chain(b"/RunLengthDecode ", 15),
    "a chain of filters for LZW": _chain(b"/LZWDecode ", 15),
    "a chain of filters for base 85": _chain(b"/ASCII85Decode ", 15),
    "text in LZW in LZW": _lzw_chain,
    "a chain as long as the file": lambda size: _chain(b"/ASCIIHexDecode ", size // 16)(6),
    "a chain of compressions": _bomb(12),
    "a bomb": _bomb(1),
    "a bomb in a bomb": _bomb(2),
    "contents in many parts": lambda size: make_pdf(
        {**ONE_PAGE, **_REST, 3: PAGE.replace(b"4 0 R", b"[" + b"4 0 R " * (size // 6) + b"]")}
    ),
    "pages that are one page": _same_page,
    "pages": _pages,
    "a deep tree of pages": lambda size: _make_deep_tree(b"# 0 R", size // 80),
    "a tree of pages that doubles": lambda size: _make_deep_tree(b"# 0 R # 0 R", size // 90),
    "parents in a circle": _parents,
    "references to references": _references,
    "updates": _updates,
    "sections of the table": _sections,
    "objects in a stream": _object_stream(b"1 "),
    "arrays in a stream of objects": _object_stream(b"[1 2] "),
    "streams in streams": _streams_in_streams,
    "wide fields of places": _wide_places,
    "predictors of one column": lambda size: _predictor(size, 1),
    "predictors of many columns": lambda size: _predictor(size, 200_000),
    "predictors of endless columns": lambda size: _predictor(size, 2_000_000_000),
    "forms in a circle": _forms,
    "forms that double": _doubling_forms,
    "a long form": _long_form,
    "widths of letters": _widths,
    "a range of widths": _width_range,
    "ranges of characters": _cmap("1 beginbfrange <0000> <FFFF> <0000> endbfrange\n"),
    "characters": _cmap("1 beginbfchar <#> <0041> endbfchar\n"),
    "a font that is its own part": _cyclic_font,
    "words": _contents(_LINE),
    "packed words": _packed(_LINE),
    "states": _contents(b"q "),
    "packed states": _packed(b"q "),
    "arrays": _contents(b"["),
    "packed arrays": _packed(b"["),
    "dictionaries": _contents(b"<<"),
    "brackets of a string": _contents(b"("),
    "one string": lambda size: make_page_pdf(make_stream(b"BT /F 1 Tf (" + b"a" * size + b") Tj ET")),
    "images in the text": _contents(b"BI /W 1 ID a "),
    "comments": _contents(b"%\n"),
    "no table, words": _broken("obj "),
    "no table, objects": _broken("# 0 obj\n<< >>\nendobj\n"),
    "no table, the same object": _broken("1 0 obj\n<< >>\nendobj\n"),
    "no table, trailers": _broken("trailer\n<< /Root 1 0 R >>\n"),
    "no table, streams": _broken("# 0 obj\n<< /Length 9 >>\nstream\n"),
    "no table, white space": _broken(" \n"),
    "no table, numbers": _broken("1 "),
    "a long beginning": lambda size: b"%PDF-" + b"1" * size,
    "names of one dictionary": lambda size: make_pdf({1: fill(b"<< %s >>", "/a# 1 ", size), 2: ONE_PAGE[2]}),
    "nesting of one object": lambda size: make_pdf({1: b"[" * size, 2: ONE_PAGE[2]}),
    "a long name": lambda size: make_pdf({1: b"<< /Type /" + b"#41" * (size // 3) + b" >>", 2: ONE_PAGE[2]}),
    "a wrong length": lambda size: make_page_pdf(
        b"<< /Length 5 >>\nstream\n" + b"endstrea " * (size // 9) + b"\nendstream"
    ),
    "the end again and again": lambda size: make_page_pdf(make_stream(_LINE)) + b"\n%%EOF" * (size // 6),
    "the start again and again": lambda size: make_page_pdf(make_stream(_LINE)) + b"\nstartxref\n1" * (size // 12),
}
