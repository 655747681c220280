"""Describe a hostile file, and list the kinds that every reader may be given."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

NESTING_DEPTH = 100_000
BIG_BYTES = 200_000_000  # bytes
BIG_LINE = b'<urn:m> <urn:p> "' + b"x" * 80 + b'" .\n'
FileWriter = Callable[[Path, str], object]


class HostileFile(NamedTuple):
    """A hostile file that a user might pass.

    Attributes:
        description: what it is.
        file_name: its file name.
        write: writes it, given its path and the address of a server that must not be contacted.
    """

    description: str
    file_name: str
    write: FileWriter


def _write_locked_file(path: Path, _: str) -> None:
    path.write_text("<urn:m> <urn:p> 1 .", encoding="utf-8")
    path.chmod(0)


def list_odd_files(suffix: str) -> Iterator[HostileFile]:
    """List files that are no regular file, or have no readable content."""
    yield HostileFile("a FIFO that nobody writes to", f"fifo{suffix}", lambda path, _: os.mkfifo(path))
    yield HostileFile("a folder", f"folder{suffix}", lambda path, _: path.mkdir())
    yield HostileFile("a link to itself", f"loop{suffix}", lambda path, _: path.symlink_to(path.name))
    yield HostileFile("a link to nowhere", f"nowhere{suffix}", lambda path, _: path.symlink_to("not-there"))
    yield HostileFile("a file without permission", f"locked{suffix}", _write_locked_file)
    yield HostileFile("a device without end", f"device{suffix}", lambda path, _: path.symlink_to("/dev/zero"))
    yield HostileFile("a device that waits", f"log{suffix}", lambda path, _: path.symlink_to("/dev/kmsg"))
    yield HostileFile("a file that waits", f"messages{suffix}", lambda path, _: path.symlink_to("/proc/kmsg"))
    yield HostileFile("an empty file", f"empty{suffix}", lambda path, _: path.touch())
    yield HostileFile(
        "bytes of no encoding", f"bytes{suffix}", lambda path, _: path.write_bytes(bytes(range(256)) * 40)
    )


def write_big_file(path: Path, before: bytes, line: bytes, after: bytes = b"") -> None:
    """Write a file that would be valid if it were not too large.

    Args:
        path: the file.
        before: the beginning.
        line: repeated up to the size.
        after: the end.
    """
    with path.open("wb") as file:
        file.write(before)
        block = line * (1_000_000 // len(line) + 1)
        for _ in range(BIG_BYTES // len(block)):
            file.write(block)
        file.write(after)


def make_text_writer(text: str) -> FileWriter:
    """Make a function that writes a text.

    Args:
        text: the text, in which URL is replaced by the address of a server that must not be contacted.
    """
    return lambda path, url: path.write_text(text.replace("URL", url))


def _make_entity_document(root: str, within: str = "&i9;", declared: str = "") -> str:
    """Make an XML document with the entities of the billion-laughs attack, or with those given."""
    ten = "".join(f'<!ENTITY i{one} "{f"&i{one - 1};" * 10}">' for one in range(1, 10))
    entities = declared or f'<!ENTITY i0 "ha">{ten}'
    name = root.partition(" ")[0]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {name} [{entities}]>\n<{root}>{within}</{name}>'


def list_hostile_xml(root: str, suffix: str) -> Iterator[HostileFile]:
    """List hostile XML files with a given root element.

    Args:
        root: the name of the element with its attributes.
        suffix: of the file name.
    """
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
