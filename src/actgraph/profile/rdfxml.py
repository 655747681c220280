"""What a profile in RDF/XML may hold, and on which line it is wrong.

The engine that reads RDF/XML knows no lines, and takes a file that breaks off for a whole one; so the XML is looked
through first.
"""

import io
import re

from pyoxigraph import RdfFormat, parse

from actgraph.profile.text import Text

_DECLARED = re.compile(r"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")


def check(source: Text) -> None:
    """Refuse what is no XML, and XML that would have the reader do more than read.

    Args:
        source: a text that should be RDF/XML.

    Raises:
        ProfileError: it defines entities, names another encoding, or is no XML.

    >>> check(Text("a.rdf", "<a>\\n</b>"))
    Traceback (most recent call last):
    actgraph.core.errors.ProfileError: a.rdf:2: this is no XML: Opening and ending tag mismatch: a line 1 and b
      Repair it, or write the profile in Turtle.
    """
    if (line := source.find("<!ENTITY")) is not None:
        raise source.wrong("it defines an entity, and entities are not read", "Write out what it stands for.", line)
    declared = _DECLARED.match(source.text.lstrip())
    if declared and declared[1].lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
        raise source.wrong(
            f"it says that it is written in {declared[1]}, and it is UTF-8", 'Write encoding="UTF-8" there.', 1
        )

    from lxml import etree

    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        etree.fromstring(source.text.encode(), reader)
    except etree.XMLSyntaxError as error:
        message = re.sub(r", line \d+, column \d+(?: \(.*\))?$", "", error.msg or "")
        line = error.position[0] or 1
        raise source.wrong(f"this is no XML: {message}", "Repair it, or write the profile in Turtle.", line) from None


def line_of_error(source: Text) -> int:
    """The line that the engine had read when it gave up.

    Args:
        source: a text that it cannot read as RDF/XML.

    >>> line_of_error(Text("a.rdf", "<a\\n/>"))
    2
    """
    lines = _ByLine(source.text)
    try:
        for _ in parse(lines, format=RdfFormat.RDF_XML):
            pass
    except SyntaxError:
        pass
    return lines.read_so_far


class _ByLine(io.BytesIO):
    """A file that gives no more than one line at a time."""

    def __init__(self, text: str) -> None:
        super().__init__(text.encode())
        self.read_so_far = 0
        self._is_new = True

    def read(self, size: int | None = -1, /) -> bytes:
        piece = self.readline(size)
        self.read_so_far += self._is_new and bool(piece)
        self._is_new = piece.endswith(b"\n")
        return piece
