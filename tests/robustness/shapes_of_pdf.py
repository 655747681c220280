"""Shapes of PDFs: chains, circles, trees and tables, each of a given size."""

import zlib
from collections.abc import Callable

from tests.robustness.shape_parts import fill, repeat


def make_pdf(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """Make a PDF of numbered objects, the first its catalogue."""
    parts, places, at = [b"%PDF-1.7\n"], {}, 9
    for number, text in objects.items():
        places[number] = at
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, text))
        at += len(parts[-1])
    top = max(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % top)
    parts += [
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
        for number in range(1, top)
    ]
    parts.append(b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (top, trailer, at))
    return b"".join(parts)


def make_stream(data: bytes, filters: bytes = b"", more: bytes = b"") -> bytes:
    """Make a stream of a PDF."""
    named = b"/Filter " + filters if filters else b""
    return b"<< /Length %d %s %s >>\nstream\n%s\nendstream" % (len(data), named, more, data)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = {1: CATALOGUE, 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"}
_FONT = b"/Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R /Y 7 0 R >> >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R %s >>" % _FONT
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_LINE = b"BT /F 1 Tf 1 0 0 1 10 10 Tm (a) Tj ET\n"


def _page(contents: bytes, others: dict[int, bytes] | None = None) -> bytes:
    return make_pdf({**ONE_PAGE, 3: PAGE, 4: contents, 5: FONT, **(others or {})})


def _deflate(data: bytes, repeated: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(data) for _ in range(repeated)) + packer.flush()


def _chain(name: bytes, filters: int) -> Callable[[int], bytes]:
    """A stream of text that is read through a chain of filters."""
    return lambda size: _page(make_stream(b"41" * (size // 2) + b">", b"[" + name * filters + b"]"))


def _bomb(filters: int) -> Callable[[int], bytes]:
    def make(size: int) -> bytes:
        data = _deflate(b"BT q " * 2000, size // 20)
        for _ in range(filters - 1):
            data = zlib.compress(data, 9)
        return _page(make_stream(data, b"[" + b"/FlateDecode " * filters + b"]"))

    return make


def _pages(size: int, *, same: bool) -> bytes:
    amount = max(size // (7 if same else 200), 1)
    if same:
        kids = b"3 0 R " * amount
        return make_pdf(
            {
                1: CATALOGUE,
                2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, amount),
                3: PAGE,
                4: make_stream(_LINE),
                5: FONT,
            }
        )
    kids = b"".join(b"%d 0 R " % number for number in range(10, 10 + amount))
    return make_pdf(
        {1: CATALOGUE, 2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, amount), 4: make_stream(_LINE), 5: FONT}
        | dict.fromkeys(range(10, 10 + amount), PAGE)
    )


def _tree(size: int) -> bytes:
    """A tree of pages that is as deep as it is long."""
    amount = max(size // 90, 1)
    inner = {
        number: b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (number - 1, number + 1)
        for number in range(10, 10 + amount)
    }
    return make_pdf(
        {
            1: CATALOGUE,
            2: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>",
            **inner,
            10 + amount: PAGE,
            4: make_stream(_LINE),
            5: FONT,
        }
    )


def _doubling_tree(size: int) -> bytes:
    """A tree of pages each level of which names the next twice."""
    amount = max(size // 500, 10)
    inner = {
        number: b"<< /Type /Pages /Kids [%d 0 R %d 0 R] /Count 2 >>" % (number + 1, number + 1)
        for number in range(10, 10 + amount)
    }
    return make_pdf(
        {
            1: CATALOGUE,
            2: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>",
            **inner,
            10 + amount: PAGE,
            4: make_stream(_LINE),
            5: FONT,
        }
    )


def _parents(size: int) -> bytes:
    """A page whose parents, which may hold what it inherits, are a circle."""
    amount = max(size // 60, 2)
    circle = {number: b"<< /Type /Pages /Parent %d 0 R >>" % (number + 1) for number in range(10, 10 + amount)}
    circle[9 + amount] = b"<< /Type /Pages /Parent 10 0 R >>"
    return make_pdf(
        {**ONE_PAGE, 3: b"<< /Type /Page /Parent 10 0 R /Contents 4 0 R >>", 4: make_stream(_LINE), **circle}
    )


def _references(size: int) -> bytes:
    """Contents that are a reference to a reference to a reference."""
    amount = max(size // 50, 1)
    chain = {number: b"%d 0 R" % (number + 1) for number in range(10, 10 + amount)}
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 10 0 R >>"
    return make_pdf({**ONE_PAGE, 3: page, **chain, 10 + amount: make_stream(_LINE)})


def _updates(size: int) -> bytes:
    """Incremental updates: a table of places after the other."""
    whole = _page(make_stream(_LINE))
    before = whole.rindex(b"xref\n0")
    parts, at = [whole], len(whole)
    while at < size:
        part = (
            b"\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF"
            % (
                before,
                at + 1,
            )
        )
        before = at + 1
        parts.append(part)
        at += len(part)
    return b"".join(parts)


def _sections(size: int) -> bytes:
    """A table of places with a section for each place."""
    body = b"%PDF-1.7\n1 0 obj\n" + CATALOGUE + b"\nendobj\n"
    table = fill(b"xref\n%s", "# 1\n0000000009 00000 n \n", size)
    return body + table + b"trailer\n<< /Size 2 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)


def _object_stream(size: int, *, inner: bytes = b"1 ") -> bytes:
    """Objects in an object stream, the pages among them."""
    amount = max(size // 12, 20)
    numbers = range(100, 100 + amount)
    table = b"".join(b"%d %d " % (number, at * len(inner)) for at, number in enumerate(numbers))
    data = table + inner * amount
    stream = make_stream(data, b"", b"/Type /ObjStm /N %d /First %d" % (amount, len(table)))
    body = b"%%PDF-1.7\n1 0 obj\n%s\nendobj\n" % (b"<< /Type /Catalog /Pages 100 0 R >>")
    at = len(body)
    body += b"3 0 obj\n%s\nendobj\n" % stream
    rows = [(1, 9, 0), (1, at, 0)] + [(2, 3, place) for place in range(amount)]
    cross = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + last.to_bytes(4, "big") for kind, place, last in rows
    )
    start = len(body)
    xref = make_stream(
        zlib.compress(cross),
        b"/FlateDecode",
        b"/Type /XRef /W [1 4 4] /Root 1 0 R /Size %d /Index [1 1 3 1 100 %d]" % (100 + amount, amount),
    )
    return body + b"4 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF" % (xref, start)


def _streams_in_streams(size: int) -> bytes:
    """Object streams each of which is said to lie in the next."""
    amount = max(size // 60, 4)
    body = b"%PDF-1.7\n1 0 obj\n" + CATALOGUE + b"\nendobj\n"
    rows = [(1, 9, 0)] + [(2, number + 1, 0) for number in range(2, amount)]
    cross = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + last.to_bytes(4, "big") for kind, place, last in rows
    )
    start = len(body)
    xref = make_stream(cross, b"", b"/Type /XRef /W [1 4 4] /Root 1 0 R /Size %d /Index [1 %d]" % (amount, len(rows)))
    return body + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF" % (amount + 5, xref, start)


def _wide_xref(size: int) -> bytes:
    """A stream of places whose fields are as wide as the file."""
    body = b"%PDF-1.7\n1 0 obj\n" + CATALOGUE + b"\nendobj\n"
    xref = make_stream(b"\1" * size, b"", b"/Type /XRef /W [1 %d 1] /Root 1 0 R /Size 3" % (size // 3))
    return body + b"4 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF" % (xref, len(body))


def _predictor(size: int, columns: int) -> bytes:
    data = zlib.compress(b"\2" * (size * 50))
    parms = b"/DecodeParms << /Predictor 15 /Columns %d >>" % columns
    return _page(make_stream(data, b"/FlateDecode", parms))


def _forms(size: int) -> bytes:
    """Forms that draw themselves and each other."""
    drawn = repeat(b"%s", "/X Do /Y Do\n")(size)
    form = make_stream(b"/X Do /Y Do\n" * 5, b"", b"/Type /XObject /Subtype /Form " + _FONT)
    return _page(make_stream(drawn), {6: form, 7: form})


def _doubling_forms(size: int) -> bytes:
    """Forms each of which draws the next one twice."""
    amount = max(size // 300, 8)
    forms = {
        number: make_stream(
            b"/X Do /X Do\n",
            b"",
            b"/Type /XObject /Subtype /Form /Resources << /XObject << /X %d 0 R >> >>" % (number + 1),
        )
        for number in range(6, 6 + amount)
    }
    return _page(
        make_stream(b"/X Do"), {**forms, 6 + amount: make_stream(_LINE, b"", b"/Type /XObject /Subtype /Form")}
    )


def _long_form(size: int) -> bytes:
    """A form of many words."""
    return _page(
        make_stream(b"/X Do " * 100),
        {6: make_stream(_LINE * (size // len(_LINE)), b"", b"/Type /XObject /Subtype /Form " + _FONT)},
    )


def _widths(size: int) -> bytes:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [8 0 R] >>"
    inner = b"<< /Type /Font /Subtype /CIDFontType2 /W [%s] >>" % fill(b"%s", "# [500] ", size)
    return _page(make_stream(_LINE), {5: font, 8: inner})


def _width_range(size: int) -> bytes:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [8 0 R] >>"
    inner = b"<< /Type /Font /Subtype /CIDFontType2 /W [%s] >>" % (b"0 %d 500 " % (size * 100))
    return _page(make_stream(_LINE), {5: font, 8: inner})


def _cmap(part: str) -> Callable[[int], bytes]:
    def make(size: int) -> bytes:
        font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 8 0 R >>"
        return _page(make_stream(_LINE), {5: font, 8: make_stream(fill(b"%s", part, size))})

    return make


def _cyclic_font(size: int) -> bytes:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /DescendantFonts [5 0 R] /Encoding 5 0 R >>"
    return _page(make_stream(_LINE * (size // len(_LINE))), {5: font})


def _broken(part: str) -> Callable[[int], bytes]:
    """A file without a table of places, so that all objects are looked for."""
    return lambda size: fill(b"%%PDF-1.7\n%s\nstartxref\n5\n%%%%EOF", part, size)


def _contents(part: bytes) -> Callable[[int], bytes]:
    return lambda size: _page(make_stream(part * (size // len(part))))


def _packed(part: bytes) -> Callable[[int], bytes]:
    return lambda size: _page(make_stream(zlib.compress(part * (50 * size // len(part)), 9), b"/FlateDecode"))


PDF_SHAPES = {
    "a chain of filters for hex": _chain(b"/ASCIIHexDecode ", 15),
    "a chain of filters for lengths": _chain(b"/RunLengthDecode ", 15),
    "a chain of filters for LZW": _chain(b"/LZWDecode ", 15),
    "a chain of filters for base 85": _chain(b"/ASCII85Decode ", 15),
    "a chain as long as the file": lambda size: _page(
        make_stream(b"41>", b"[" + b"/ASCIIHexDecode " * (size // 16) + b"]")
    ),
    "a chain of compressions": _bomb(12),
    "a bomb": _bomb(1),
    "a bomb in a bomb": _bomb(2),
    "contents in many parts": lambda size: make_pdf(
        {
            **ONE_PAGE,
            3: PAGE.replace(b"4 0 R", b"[" + b"4 0 R " * (size // 6) + b"]"),
            4: make_stream(_LINE * 200),
            5: FONT,
        }
    ),
    "pages that are one page": lambda size: _pages(size, same=True),
    "pages": lambda size: _pages(size, same=False),
    "a deep tree of pages": _tree,
    "a tree of pages that doubles": _doubling_tree,
    "parents in a circle": _parents,
    "references to references": _references,
    "updates": _updates,
    "sections of the table": _sections,
    "objects in a stream": _object_stream,
    "arrays in a stream of objects": lambda size: _object_stream(size, inner=b"[1 2] "),
    "streams in streams": _streams_in_streams,
    "wide fields of places": _wide_xref,
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
    "one string": lambda size: _page(make_stream(b"BT /F 1 Tf (" + b"a" * size + b") Tj ET")),
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
    "a wrong length": lambda size: _page(b"<< /Length 5 >>\nstream\n" + b"endstrea " * (size // 9) + b"\nendstream"),
    "the end again and again": lambda size: _page(make_stream(_LINE)) + b"\n%%EOF" * (size // 6),
    "the start again and again": lambda size: _page(make_stream(_LINE)) + b"\nstartxref\n1" * (size // 12),
}
