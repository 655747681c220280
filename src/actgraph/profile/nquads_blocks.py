"""Split an N-Quads file that is sorted by graph into its named graphs while reading it."""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import NamedNode, RdfFormat, parse

from actgraph.core import files, suggestions
from actgraph.core.errors import RegistryError
from actgraph.profile import formats, source

MAX_BLOCK_BYTES = source.MAX_PROFILE_BYTES + 1  # kept of a block: enough to see that it is too long
_MAX_LINE_BYTES = 20_000_000


class BlockEnd(NamedTuple):
    """The position at which a block ends.

    Attributes:
        bytes: the number of bytes of the file up to it.
        lines: the number of lines of the file up to it.
    """

    bytes: int
    lines: int


class GraphBlock(NamedTuple):
    """The lines of one named graph, with the comments between them.

    Attributes:
        graph: the IRI of the graph.
        line_offset: the number of lines before it in the file.
        data: its lines; cut off at about MAX_BLOCK_BYTES.
        end: where it ends.
    """

    graph: str
    line_offset: int
    data: bytes
    end: BlockEnd


def read_graph_blocks(path: str) -> Iterator[GraphBlock]:
    """Read the named graphs of an N-Quads file in order.

    Raises:
        RegistryError: a statement is not valid, is in no named graph, or continues an earlier graph after another one.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "a.nq")
    ...     _ = file.write_text('<a:s> <a:p> "1" <a:g> .\\n' * 2, encoding="utf-8")
    ...     [(block.graph, block.end.lines) for block in read_graph_blocks(str(file))]
    [('a:g', 2)]
    """
    graph, ending = "", b""
    before = lines = done = size = 0
    held: list[bytes] = []
    seen: set[bytes] = set()
    with files.open_input_file(path) as file:
        while line := file.readline(_MAX_LINE_BYTES):
            bare = line.rstrip()
            if bare and not bare.startswith(b"#") and not (ending and bare.endswith(ending)):
                found = _parse_graph_name(line, f"{path}:{lines + 1}")
                if found != graph:
                    if graph:
                        yield GraphBlock(graph, before, b"".join(held), BlockEnd(done, lines))
                        held, before, size = [], lines, 0
                    _record_graph(found, seen, f"{path}:{lines + 1}")
                    graph, ending = found, b"<" + found.encode() + b"> ."
            if size < MAX_BLOCK_BYTES:
                held.append(line)
                size += len(line)
            lines += 1
            done += len(line)
    if graph:
        yield GraphBlock(graph, before, b"".join(held), BlockEnd(done, lines))
    if not lines or not graph:
        raise RegistryError(
            "there is no statement in it", where=path, todo="Give a registry with a named graph a profile."
        )


def _parse_graph_name(line: bytes, where: str) -> str:
    """Parse one line and return the IRI of its graph."""
    try:
        quads = list(parse(line, format=RdfFormat.N_QUADS))
    except (SyntaxError, MemoryError) as error:
        todo = "Repair the line: of which profile it is a part cannot be told."
        raise RegistryError(
            f"this is no N-Quads: {formats.clean_engine_message(error)}", where=where, todo=todo
        ) from None
    names = list(dict.fromkeys(quad.graph_name for quad in quads))
    if len(names) != 1 or not isinstance(names[0], NamedNode):
        raise RegistryError(
            "this statement stands in no named graph",
            where=where,
            todo="Give each profile a graph of its own, whose name is an IRI, and each statement a line.",
        )
    return names[0].value


def _record_graph(graph: str, seen: set[bytes], where: str) -> None:
    digest = hashlib.blake2b(graph.encode(), digest_size=16).digest()  # all names would not fit in memory
    if digest in seen:
        raise RegistryError(
            f"the graph {suggestions.truncate_text(graph)} goes on here, after others",
            where=where,
            todo="Put the statements of each graph together: sort the file by its last column.",
        )
    seen.add(digest)
