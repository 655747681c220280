"""Read a registry that does not fit in memory: a folder of profiles, or N-Quads with one named graph per profile."""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from actgraph.core.errors import ProfileError, RegistryError
from actgraph.profile import nquads_blocks, source

_MAX_BATCH_PROFILES, _MAX_BATCH_BYTES = 100, 4_000_000  # of a batch; larger ones are no faster


class RegistryEntry(NamedTuple):
    """A profile of a registry before parsing.

    Attributes:
        name: the path of its file, or the IRI of its graph.
        file: the path of the file that contains it.
        line_offset: the number of lines before it in the file.
        format_name: one of `source.FORMAT_NAMES`; empty if the file cannot be read.
        data: its text; empty if there is an error.
        error: why it cannot be read.
        is_graph: whether it is a named graph of the file.
    """

    name: str
    file: str
    line_offset: int
    format_name: str
    data: bytes
    error: ProfileError | None = None
    is_graph: bool = False


class RegistryPosition(NamedTuple):
    """A position between two profiles of a registry, at which a run can resume.

    Attributes:
        bytes: the number of bytes before it.
        number: the number of lines before it in the file, or of files before it in the folder.
    """

    bytes: int = 0
    number: int = 0


class RegistryBatch(NamedTuple):
    """Profiles that are validated together.

    Attributes:
        entries: the profiles.
        end: the position at which the next batch begins.
    """

    entries: Sequence[RegistryEntry]
    end: RegistryPosition


class Registry(Protocol):
    """Profiles that are read batch by batch.

    Attributes:
        size: the size of all profiles in bytes.
        identity: a string that changes when the registry changes.
    """

    size: int
    identity: str

    def read_batches(self, start: RegistryPosition) -> Iterator[RegistryBatch]:
        """Read the batches from a position on.

        Raises:
            RegistryError: the registry is malformed; the message says on which line.
        """
        ...


def open_registry(path: str) -> Registry:
    """Open the registry at a path.

    Args:
        path: a folder, or a file whose name ends in .nq.

    Raises:
        RegistryError: there is no registry at this path.

    >>> open_registry("registry.ttl")
    Traceback (most recent call last):
    actgraph.core.errors.RegistryError: registry.ttl: this is no registry: neither a folder nor N-Quads
      Name a folder of profiles, or a file that ends in .nq with a named graph a profile.
    """
    if os.path.isdir(path):
        return _FolderRegistry(path)
    if not path.lower().endswith(".nq"):
        raise RegistryError(
            "this is no registry: neither a folder nor N-Quads",
            where=path,
            todo="Name a folder of profiles, or a file that ends in .nq with a named graph a profile.",
        )
    return _NQuadsRegistry(path)


class _FolderRegistry:
    """The profiles in a folder and its subfolders, sorted by name."""

    def __init__(self, path: str) -> None:
        found: list[tuple[str, int]] = []
        seen = hashlib.sha256()

        def raise_error(error: OSError) -> None:  # a folder that is skipped would look clean
            raise RegistryError(f"this folder cannot be read ({error.strerror})", where=str(error.filename))

        for place, folders, names in os.walk(path, onerror=raise_error):
            folders.sort()
            for name in sorted(names):
                if os.path.splitext(name)[1].lower() in source.FORMAT_BY_EXTENSION:
                    file = os.path.join(place, name)
                    facts = os.stat(file, follow_symlinks=False)
                    found.append((file, facts.st_size))
                    seen.update(f"{file} {facts.st_size} {facts.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
        if not found:
            raise RegistryError(
                "there is no profile in this folder",
                where=path,
                todo=f"Profiles end in {' '.join(source.FORMAT_BY_EXTENSION)}.",
            )
        self._files = found
        self.size = sum(size for _, size in found)
        self.identity = seen.hexdigest()

    def read_batches(self, start: RegistryPosition) -> Iterator[RegistryBatch]:
        entries: list[RegistryEntry] = []
        done, held = start.bytes, 0
        for number, (file, size) in enumerate(self._files[start.number :], start.number + 1):
            entries.append(_read_entry(file))
            done, held = done + size, held + len(entries[-1].data)
            if len(entries) == _MAX_BATCH_PROFILES or held > _MAX_BATCH_BYTES:
                yield RegistryBatch(entries, RegistryPosition(done, number))
                entries, held = [], 0
        if entries:
            yield RegistryBatch(entries, RegistryPosition(done, len(self._files)))


def _read_entry(file: str) -> RegistryEntry:
    try:
        data, name, form = source.read_source(file)
    except ProfileError as error:
        return RegistryEntry(file, file, 0, "", b"", error)
    return RegistryEntry(name, file, 0, form, data)


class _NQuadsRegistry:
    """The named graphs of an N-Quads file."""

    def __init__(self, path: str) -> None:
        self._path = path
        try:
            facts = os.stat(path)
            if not stat.S_ISREG(facts.st_mode):  # a run cannot resume on a pipe or device
                raise RegistryError("this is no file", where=path, todo="Write the registry to a file first.")
            with open(path, "rb"):
                pass
        except FileNotFoundError:
            raise RegistryError("there is no such file", where=path) from None
        except (OSError, ValueError) as error:
            raise RegistryError(f"cannot be read ({getattr(error, 'strerror', None) or error})", where=path) from None
        self.size = facts.st_size
        self.identity = f"{facts.st_size} {facts.st_mtime_ns} {facts.st_ino}"

    def read_batches(self, start: RegistryPosition) -> Iterator[RegistryBatch]:
        entries: list[RegistryEntry] = []
        held = 0
        for block in nquads_blocks.read_graph_blocks(self._path):
            if block.end.bytes <= start.bytes:
                continue  # read again all the same, to detect a graph that comes back later
            error = None
            if len(block.data) > source.MAX_PROFILE_BYTES:
                what = f"it is over {source.MAX_PROFILE_BYTES // 1_000_000} MB"
                todo = "A profile describes one provider and its models: leave out what is none of it."
                error = ProfileError(what, where=f"{self._path}:{block.line_offset + 1}", todo=todo)
            entries.append(
                RegistryEntry(
                    block.graph, self._path, block.line_offset, "nq", b"" if error else block.data, error, is_graph=True
                )
            )
            held += len(entries[-1].data)
            if len(entries) == _MAX_BATCH_PROFILES or held > _MAX_BATCH_BYTES:
                yield RegistryBatch(entries, RegistryPosition(*block.end))
                entries, held = [], 0
        if entries:
            yield RegistryBatch(entries, RegistryPosition(*block.end))
