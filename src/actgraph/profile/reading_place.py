"""Find the line at which a parser of RDF stops, where the parser does not tell it."""

import contextlib
import io

from pyoxigraph import RdfFormat, parse

from actgraph.profile.text import ProfileText, collect_quads

_PIECE = 65_536  # bytes


def find_last_line_read(source: ProfileText, rdf_format: RdfFormat) -> int:
    """Find the last line that the parser has read when it fails, or when its statements exceed a bound.

    The text is read in pieces first. A second time the piece in which the parser stops is read line by line.

    Args:
        source: a text that cannot be read.
        rdf_format: what it was read as.

    >>> find_last_line_read(ProfileText("a.rdf", "<a\\n/>"), RdfFormat.RDF_XML)
    2
    """
    data = source.text.encode()
    first = _LineReader(data, len(data))
    _read_until_failure(first, rdf_format)
    second = _LineReader(data, first.piece_start)
    _read_until_failure(second, rdf_format)
    read = data[: second.tell()]
    return read.count(b"\n") + (not read.endswith(b"\n"))


def _read_until_failure(reader: "_LineReader", rdf_format: RdfFormat) -> None:
    with contextlib.suppress(SyntaxError, MemoryError):
        collect_quads(parse(reader, format=rdf_format))


class _LineReader(io.BytesIO):
    """A file that is read in pieces up to an index, and in lines behind it.

    Attributes:
        piece_start: index at which the last piece begins.
    """

    def __init__(self, data: bytes, lines_from: int) -> None:
        super().__init__(data)
        self._lines_from = lines_from
        self.piece_start = 0

    def read(self, size: int | None = -1, /) -> bytes:
        start = self.tell()
        most = _PIECE if size is None or size < 0 else min(size, _PIECE)
        piece = super().read(min(most, self._lines_from - start)) if start < self._lines_from else self.readline(most)
        if piece:
            self.piece_start = start
        return piece
