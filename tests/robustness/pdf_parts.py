"""Make small PDFs by hand, with any fault that is wanted."""

from collections.abc import Mapping


def make_pdf(objects: Mapping[int, bytes]) -> bytes:
    """Make a PDF.

    Args:
        objects: number → object; the first is the catalogue.
    """
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
    parts.append(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (top, at))
    return b"".join(parts)


def make_stream(data: bytes, filters: bytes = b"", more: bytes = b"") -> bytes:
    """Make a stream of a PDF.

    Args:
        data: its bytes as they stand in the file.
        filters: the value of `/Filter`; none if empty.
        more: more of its dictionary.
    """
    named = b"/Filter " + filters if filters else b""
    return b"<< /Length %d %s %s >>\nstream\n%s\nendstream" % (len(data), named, more, data)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = {1: CATALOGUE, 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"}
RESOURCES = b"/Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R /Y 7 0 R >> >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R %s >>" % RESOURCES
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def make_page_pdf(contents: bytes, others: Mapping[int, bytes] | None = None) -> bytes:
    """Make a PDF of one page.

    Args:
        contents: the content stream of the page.
        others: more objects, from number 6; 6 and 7 are forms that the page may draw.
    """
    return make_pdf({**ONE_PAGE, 3: PAGE, 4: contents, 5: FONT, **(others or {})})
