"""A registry of profiles, too many for the memory: a folder of files, or one N-Quads file with a graph a profile."""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from actgraph.core.errors import ProfileError, RegistryError
from actgraph.profile import nquads_blocks, source

_MOST_PROFILES, _MOST_BYTES = 100, 4_000_000  # of a portion; more gain nothing


class Entry(NamedTuple):
    """A profile as it stands in a registry.

    Attributes:
        name: the path of its file, or the IRI of its graph.
        file: that it stands in.
        before: the number of lines of the file before it.
        form: `ttl`, `trig`, `nt`, `nq`, `xml` or `jsonld`.
        data: its text; empty where there is an error.
        error: why it cannot be read.
        is_graph: whether it is a graph of a file.
    """

    name: str
    file: str
    before: int
    form: str
    data: bytes
    error: ProfileError | None = None
    is_graph: bool = False


class Position(NamedTuple):
    """A place between two profiles of a registry.

    Attributes:
        bytes: those before it.
        number: the lines of the file before it, or the files of the folder.
    """

    bytes: int = 0
    number: int = 0


class Portion(NamedTuple):
    """Profiles that are looked at together.

    Attributes:
        entries: the profiles.
        end: where the next portion begins.
    """

    entries: Sequence[Entry]
    end: Position


class Registry(Protocol):
    """Profiles that are read one portion after the other.

    Attributes:
        size: of all, in bytes.
        identity: what changes when the registry does.
    """

    size: int
    identity: str

    def portions(self, start: Position) -> Iterator[Portion]:
        """The portions from a place on.

        Args:
            start: a place between two profiles.

        Raises:
            RegistryError: it is no registry; the message says in which line.
        """
        ...


def of(path: str) -> Registry:
    """The registry at a path.

    Args:
        path: of a folder, or of a file whose name ends in .nq.

    Raises:
        RegistryError: there is none.

    >>> of("registry.ttl")
    Traceback (most recent call last):
    actgraph.core.errors.RegistryError: registry.ttl: this is no registry: neither a folder nor N-Quads
      Name a folder of profiles, or a file that ends in .nq with a named graph a profile.
    """
    if os.path.isdir(path):
        return _Folder(path)
    if not path.lower().endswith(".nq"):
        raise RegistryError(
            "this is no registry: neither a folder nor N-Quads",
            where=path,
            todo="Name a folder of profiles, or a file that ends in .nq with a named graph a profile.",
        )
    return _File(path)


class _Folder:
    """The files of a folder and of those in it, in the order of their names."""

    def __init__(self, path: str) -> None:
        found: list[tuple[str, int]] = []
        seen = hashlib.sha256()

        def cannot(error: OSError) -> None:  # a part that nobody looks at must not pass for clean
            raise RegistryError(f"this folder cannot be read ({error.strerror})", where=str(error.filename))

        for place, folders, names in os.walk(path, onerror=cannot):
            folders.sort()
            for name in sorted(names):
                if os.path.splitext(name)[1].lower() in source.ENDINGS:
                    file = os.path.join(place, name)
                    facts = os.stat(file, follow_symlinks=False)
                    found.append((file, facts.st_size))
                    seen.update(f"{file} {facts.st_size} {facts.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
        if not found:
            raise RegistryError(
                "there is no profile in this folder",
                where=path,
                todo=f"Profiles end in {' '.join(source.ENDINGS)}.",
            )
        self._files = found
        self.size = sum(size for _, size in found)
        self.identity = seen.hexdigest()

    def portions(self, start: Position) -> Iterator[Portion]:
        entries: list[Entry] = []
        done, held = start.bytes, 0
        for number, (file, size) in enumerate(self._files[start.number :], start.number + 1):
            entries.append(_entry(file))
            done, held = done + size, held + len(entries[-1].data)
            if len(entries) == _MOST_PROFILES or held > _MOST_BYTES:
                yield Portion(entries, Position(done, number))
                entries, held = [], 0
        if entries:
            yield Portion(entries, Position(done, len(self._files)))


def _entry(file: str) -> Entry:
    try:
        data, name, form = source.fetch(file)
    except ProfileError as error:
        return Entry(file, file, 0, "", b"", error)
    return Entry(name, file, 0, form, data)


class _File:
    """The graphs of an N-Quads file."""

    def __init__(self, path: str) -> None:
        self._path = path
        try:
            facts = os.stat(path)
            if not stat.S_ISREG(facts.st_mode):  # what is read once only cannot be gone on with
                raise RegistryError("this is no file", where=path, todo="Write the registry to a file first.")
            with open(path, "rb"):
                pass
        except FileNotFoundError:
            raise RegistryError("there is no such file", where=path) from None
        except (OSError, ValueError) as error:
            raise RegistryError(f"cannot be read ({getattr(error, 'strerror', None) or error})", where=path) from None
        self.size = facts.st_size
        self.identity = f"{facts.st_size} {facts.st_mtime_ns} {facts.st_ino}"

    def portions(self, start: Position) -> Iterator[Portion]:
        entries: list[Entry] = []
        held = 0
        for block in nquads_blocks.blocks(self._path):
            if block.end.bytes <= start.bytes:
                continue  # read all the same: a graph may not come again
            error = None
            if len(block.data) > source.MOST_BYTES:
                what = f"it is over {source.MOST_BYTES // 1_000_000} MB"
                todo = "A profile describes one provider and its models: leave out what is none of it."
                error = ProfileError(what, where=f"{self._path}:{block.before + 1}", todo=todo)
            entries.append(
                Entry(block.graph, self._path, block.before, "nq", b"" if error else block.data, error, is_graph=True)
            )
            held += len(entries[-1].data)
            if len(entries) == _MOST_PROFILES or held > _MOST_BYTES:
                yield Portion(entries, Position(*block.end))
                entries, held = [], 0
        if entries:
            yield Portion(entries, Position(*block.end))
