"""Check the XML of a profile in RDF/XML and find the line of an error.

The RDF/XML parser reports no lines and accepts a truncated file, so the XML is checked first.
"""

import io
import re

from pyoxigraph import RdfFormat, parse

from actgraph.profile.text import ProfileText

_ENCODING_DECLARATION = re.compile(r"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")


def check_rdfxml(source: ProfileText) -> None:
    """Refuse malformed XML, entity definitions and other encodings than UTF-8.

    Raises:
        ProfileError: the text is one of these.

    >>> check_rdfxml(ProfileText("a.rdf", "<a>\\n</b>"))
    Traceback (most recent call last):
    actgraph.core.errors.ProfileError: a.rdf:2: this is no XML: Opening and ending tag mismatch: a line 1 and b
      Repair it, or write the profile in Turtle.
    """
    if (line := source.find_line("<!ENTITY")) is not None:
        raise source.make_error(
            "it defines an entity, and entities are not read", "Write out what it stands for.", line
        )
    declared = _ENCODING_DECLARATION.match(source.text.lstrip())
    if declared and declared[1].lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
        raise source.make_error(
            f"it says that it is written in {declared[1]}, and it is UTF-8", 'Write encoding="UTF-8" there.', 1
        )

    from lxml import etree

    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        etree.fromstring(source.text.encode(), reader)
    except etree.XMLSyntaxError as error:
        message = re.sub(r", line \d+, column \d+(?: \(.*\))?$", "", error.msg or "")
        line = error.position[0] or 1
        raise source.make_error(
            f"this is no XML: {message}", "Repair it, or write the profile in Turtle.", line
        ) from None


def find_rdfxml_error_line(source: ProfileText) -> int:
    """Find the last line that the parser has read before it fails on an invalid text.

    >>> find_rdfxml_error_line(ProfileText("a.rdf", "<a\\n/>"))
    2
    """
    lines = _LineReader(source.text)
    try:
        for _ in parse(lines, format=RdfFormat.RDF_XML):
            pass
    except SyntaxError:
        pass
    return lines.lines_read


class _LineReader(io.BytesIO):
    """A file whose `read` returns at most one line, to count the lines that the parser consumes."""

    def __init__(self, text: str) -> None:
        super().__init__(text.encode())
        self.lines_read = 0
        self._is_line_start = True

    def read(self, size: int | None = -1, /) -> bytes:
        piece = self.readline(size)
        self.lines_read += self._is_line_start and bool(piece)
        self._is_line_start = piece.endswith(b"\n")
        return piece
