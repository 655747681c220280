"""What a profile in RDF/XML may hold, and on which line it is wrong.

The engine that reads RDF/XML knows no lines, and takes a file that breaks off for a whole one; so the XML is looked
through first.
"""

import io
import re

from pyoxigraph import RdfFormat, parse

from actgraph.profile.text import ProfileText

_ENCODING_DECLARATION = re.compile(r"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")


def check_rdfxml(source: ProfileText) -> None:
    """Refuse what is no XML, and XML that would have the reader do more than read.

    Args:
        source: a text that should be RDF/XML.

    Raises:
        ProfileError: it defines entities, names another encoding, or is no XML.

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
    """The line that the engine had read when it gave up.

    Args:
        source: a text that it cannot read as RDF/XML.

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
    """A file that gives no more than one line at a time."""

    def __init__(self, text: str) -> None:
        super().__init__(text.encode())
        self.lines_read = 0
        self._is_line_start = True

    def read(self, size: int | None = -1, /) -> bytes:
        piece = self.readline(size)
        self.lines_read += self._is_line_start and bool(piece)
        self._is_line_start = piece.endswith(b"\n")
        return piece
