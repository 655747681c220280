"""A file that is written to break what reads it, and kinds of such files that every reader may be handed."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

DEEP = 100_000
BIG = 200_000_000  # bytes
BIG_LINE = b'<urn:m> <urn:p> "' + b"x" * 80 + b'" .\n'
Maker = Callable[[Path, str], object]


class Case(NamedTuple):
    """A file that a user might hand over.

    Attributes:
        name: what it is.
        file: its name in the folder of the trial.
        make: writes it, given its path and the address of a server that nobody should ask.
    """

    name: str
    file: str
    make: Maker


def _locked(path: Path, _: str) -> None:
    path.write_text("<urn:m> <urn:p> 1 .")
    path.chmod(0)


def odd(ending: str) -> Iterator[Case]:
    """What is no plain file, or has nothing in it that anybody could read.

    Args:
        ending: of its name.
    """
    yield Case("a FIFO that nobody writes to", f"fifo{ending}", lambda path, _: os.mkfifo(path))
    yield Case("a folder", f"folder{ending}", lambda path, _: path.mkdir())
    yield Case("a link to itself", f"loop{ending}", lambda path, _: path.symlink_to(path.name))
    yield Case("a link to nowhere", f"nowhere{ending}", lambda path, _: path.symlink_to("not-there"))
    yield Case("a file without permission", f"locked{ending}", _locked)
    yield Case("a device without end", f"device{ending}", lambda path, _: path.symlink_to("/dev/zero"))
    yield Case("an empty file", f"empty{ending}", lambda path, _: path.touch())
    yield Case("bytes of no encoding", f"bytes{ending}", lambda path, _: path.write_bytes(bytes(range(256)) * 40))


def repeated(path: Path, before: bytes, line: bytes, after: bytes = b"") -> None:
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
        for _ in range(BIG // len(block)):
            file.write(block)
        file.write(after)


def written(text: str) -> Maker:
    """Writes a text.

    Args:
        text: in it URL stands for the address of the server that nobody should ask.
    """
    return lambda path, url: path.write_text(text.replace("URL", url))


def _laughs(root: str, within: str = "&i9;", declared: str = "") -> str:
    """The billion laughs, or, where something else is declared, what is declared."""
    ten = "".join(f'<!ENTITY i{one} "{f"&i{one - 1};" * 10}">' for one in range(1, 10))
    entities = declared or f'<!ENTITY i0 "ha">{ten}'
    name = root.partition(" ")[0]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {name} [{entities}]>\n<{root}>{within}</{name}>'


def xml(root: str, ending: str) -> Iterator[Case]:
    """Files whose first element is given with all that stands in its tag."""
    name = root.partition(" ")[0]
    wide = '<!ENTITY a "{}">'.format("a" * 100_000)

    def of(text: Callable[[str], str]) -> Maker:
        return lambda path, url: path.write_text(text(url))

    yield Case("billion laughs", f"laughs{ending}", of(lambda _: _laughs(root)))
    yield Case("an entity that is long and often", f"wide{ending}", of(lambda _: _laughs(root, "&a;" * 10_000, wide)))
    yield Case(
        "an entity that is a file",
        f"file{ending}",
        of(lambda _: _laughs(root, "&a;", '<!ENTITY a SYSTEM "file:///etc/passwd">')),
    )
    yield Case(
        "an entity to be fetched",
        f"fetched{ending}",
        of(lambda url: _laughs(root, "&a;", f'<!ENTITY a SYSTEM "{url}a">')),
    )
    yield Case(
        "parameter entities to be fetched",
        f"parameter{ending}",
        of(lambda url: _laughs(root, "x", f'<!ENTITY % a SYSTEM "{url}a.dtd"> %a;')),
    )
    yield Case(
        "a document type to be fetched",
        f"dtd{ending}",
        of(lambda url: f'<!DOCTYPE {name} SYSTEM "{url}a.dtd"><{root}>&x;</{name}>'),
    )
    yield Case(
        "an inclusion to be fetched",
        f"xinclude{ending}",
        of(
            lambda url: (
                f'<{root} xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{url}a"/>'
                f'<xi:include href="file:///etc/passwd" parse="text"/></{name}>'
            )
        ),
    )
