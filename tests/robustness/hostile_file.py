"""A file that is written to break what reads it, and kinds of such files that every reader may be handed."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

NESTING_DEPTH = 100_000
BIG_BYTES = 200_000_000  # bytes
BIG_LINE = b'<urn:m> <urn:p> "' + b"x" * 80 + b'" .\n'
FileWriter = Callable[[Path, str], object]


class HostileFile(NamedTuple):
    """A file that a user might hand over.

    Attributes:
        name: what it is.
        file: its name in the folder of the trial.
        make: writes it, given its path and the address of a server that nobody should ask.
    """

    description: str
    file_name: str
    write: FileWriter


def _write_locked_file(path: Path, _: str) -> None:
    path.write_text("<urn:m> <urn:p> 1 .")
    path.chmod(0)


def list_odd_files(suffix: str) -> Iterator[HostileFile]:
    """What is no plain file, or has nothing in it that anybody could read.

    Args:
        ending: of its name.
    """
    yield HostileFile("a FIFO that nobody writes to", f"fifo{suffix}", lambda path, _: os.mkfifo(path))
    yield HostileFile("a folder", f"folder{suffix}", lambda path, _: path.mkdir())
    yield HostileFile("a link to itself", f"loop{suffix}", lambda path, _: path.symlink_to(path.name))
    yield HostileFile("a link to nowhere", f"nowhere{suffix}", lambda path, _: path.symlink_to("not-there"))
    yield HostileFile("a file without permission", f"locked{suffix}", _write_locked_file)
    yield HostileFile("a device without end", f"device{suffix}", lambda path, _: path.symlink_to("/dev/zero"))
    yield HostileFile("an empty file", f"empty{suffix}", lambda path, _: path.touch())
    yield HostileFile(
        "bytes of no encoding", f"bytes{suffix}", lambda path, _: path.write_bytes(bytes(range(256)) * 40)
    )


def write_big_file(path: Path, before: bytes, line: bytes, after: bytes = b"") -> None:
    """Write a file that is too big, and would be well if it were not.

    Args:
        path: of the file.
        before: how it begins.
        line: what it is full of.
        after: how it ends.
    """
    with path.open("wb") as file:
        file.write(before)
        block = line * (1_000_000 // len(line) + 1)
        for _ in range(BIG_BYTES // len(block)):
            file.write(block)
        file.write(after)


def make_text_writer(text: str) -> FileWriter:
    """Writes a text.

    Args:
        text: in it URL stands for the address of the server that nobody should ask.
    """
    return lambda path, url: path.write_text(text.replace("URL", url))


def _make_entity_document(root: str, within: str = "&i9;", declared: str = "") -> str:
    """The billion laughs, or, where something else is declared, what is declared."""
    ten = "".join(f'<!ENTITY i{one} "{f"&i{one - 1};" * 10}">' for one in range(1, 10))
    entities = declared or f'<!ENTITY i0 "ha">{ten}'
    name = root.partition(" ")[0]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {name} [{entities}]>\n<{root}>{within}</{name}>'


def list_hostile_xml(root: str, suffix: str) -> Iterator[HostileFile]:
    """Files whose first element is given with all that stands in its tag."""
    name = root.partition(" ")[0]
    wide = '<!ENTITY a "{}">'.format("a" * 100_000)

    def make_writer(text: Callable[[str], str]) -> FileWriter:
        return lambda path, url: path.write_text(text(url))

    yield HostileFile("billion laughs", f"laughs{suffix}", make_writer(lambda _: _make_entity_document(root)))
    yield HostileFile(
        "an entity that is long and often",
        f"wide{suffix}",
        make_writer(lambda _: _make_entity_document(root, "&a;" * 10_000, wide)),
    )
    yield HostileFile(
        "an entity that is a file",
        f"file{suffix}",
        make_writer(lambda _: _make_entity_document(root, "&a;", '<!ENTITY a SYSTEM "file:///etc/passwd">')),
    )
    yield HostileFile(
        "an entity to be fetched",
        f"fetched{suffix}",
        make_writer(lambda url: _make_entity_document(root, "&a;", f'<!ENTITY a SYSTEM "{url}a">')),
    )
    yield HostileFile(
        "parameter entities to be fetched",
        f"parameter{suffix}",
        make_writer(lambda url: _make_entity_document(root, "x", f'<!ENTITY % a SYSTEM "{url}a.dtd"> %a;')),
    )
    yield HostileFile(
        "a document type to be fetched",
        f"dtd{suffix}",
        make_writer(lambda url: f'<!DOCTYPE {name} SYSTEM "{url}a.dtd"><{root}>&x;</{name}>'),
    )
    yield HostileFile(
        "an inclusion to be fetched",
        f"xinclude{suffix}",
        make_writer(
            lambda url: (
                f'<{root} xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{url}a"/>'
                f'<xi:include href="file:///etc/passwd" parse="text"/></{name}>'
            )
        ),
    )
