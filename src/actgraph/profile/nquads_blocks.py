"""An N-Quads file whose graphs stand one after the other, taken apart into them as it is read."""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import NamedNode, RdfFormat, parse

from actgraph.core import suggestions
from actgraph.core.errors import RegistryError
from actgraph.profile import formats, source

MAX_BLOCK_BYTES = source.MAX_PROFILE_BYTES + 1  # of a block that are kept: enough to see that it is too long
_MAX_LINE_BYTES = 20_000_000


class BlockEnd(NamedTuple):
    """Where a block ends.

    Attributes:
        bytes: those of the file up to it.
        lines: likewise.
    """

    bytes: int
    lines: int


class GraphBlock(NamedTuple):
    """The statements of a graph, and the comments among them.

    Attributes:
        graph: its IRI.
        line_offset: the number of lines of the file before it.
        data: its lines; of a very long one not all.
        end: where it ends.
    """

    graph: str
    line_offset: int
    data: bytes
    end: BlockEnd


def read_graph_blocks(path: str) -> Iterator[GraphBlock]:
    """The graphs of a file, in their order.

    Args:
        path: of N-Quads.

    Raises:
        RegistryError: a statement stands in no graph, or in one that came before with others in between, or is none.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile(suffix=".nq") as file:
    ...     _ = file.write(b"<a:s> <a:p> 1 <a:g> .\\n".replace(b" 1 ", b' "1" ') * 2)
    ...     file.flush()
    ...     [(block.graph, block.end.lines) for block in read_graph_blocks(file.name)]
    [('a:g', 2)]
    """
    graph, ending = "", b""
    before = lines = done = size = 0
    held: list[bytes] = []
    seen: set[bytes] = set()
    with open(path, "rb") as file:
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
    """The IRI of the graph that the statement of a line stands in."""
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
    digest = hashlib.blake2b(graph.encode(), digest_size=16).digest()  # all names would not fit into the memory
    if digest in seen:
        raise RegistryError(
            f"the graph {suggestions.truncate_text(graph)} goes on here, after others",
            where=where,
            todo="Put the statements of each graph together: sort the file by its last column.",
        )
    seen.add(digest)
