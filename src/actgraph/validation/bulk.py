"""Check a registry of profiles, in bounded memory, by several processes; stopped at any moment it can go on.

Findings are written in the order of the registry. Until all is done they stand in a file beside the one asked for, and
next to that, up to where they are whole: what is behind that is thrown away by the next run, which goes on from there.
"""

import contextlib
import fcntl
import json
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import asdict, dataclass, field
from typing import BinaryIO

from actgraph.core.errors import InputError, RegistryError
from actgraph.profile.registry import Registry, RegistryBatch, RegistryPosition
from actgraph.validation import bulk_worker
from actgraph.validation.bulk_worker import BatchResult

PART_SUFFIX, STATE_SUFFIX = (
    ".part",
    ".part.state",
)  # no ending of a profile: they may stand in the folder that is looked at


@dataclass
class BulkState:
    """How far a run is.

    Attributes:
        identity: of the registry, and of all that the answers rest on.
        position: of the registry: all before it is done; bytes, and lines or files.
        written: bytes of the findings up to there.
        profiles: how many were looked at.
        unreadable: how many of them cannot be read.
        counts: severity → number of findings.
    """

    identity: str
    position: RegistryPosition = field(default_factory=RegistryPosition)
    written: int = 0
    profiles: int = 0
    unreadable: int = 0
    counts: dict[str, int] = field(default_factory=dict)


def validate_registry(
    registry: Registry,
    out: str,
    date: str,
    pool: Executor,
    *,
    ahead: int,
    on_progress: Callable[[BulkState], None] = lambda _: None,
) -> BulkState:
    """Look at all profiles of a registry, or at those that an earlier run has left.

    Args:
        registry: the profiles.
        out: the file of the findings, a JSON object a line; it is there only when all is done.
        date: the day, as ISO 8601 has it.
        pool: what does the work.
        ahead: how many portions are worked on, or wait for that, at once: what is held in the memory.
        on_progress: called after each portion.

    Raises:
        InputError: the registry is none, or what an earlier run left is of another; a file cannot be written.

    >>> import tempfile
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> from actgraph.profile import registry
    >>> from actgraph.core import paths
    >>> with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as pool:
    ...     out = os.path.join(folder, "findings.ndjson")
    ...     validate_registry(registry.open_registry(paths.get_data_path("examples")), out, "2026-11-24", pool, ahead=1).unreadable
    0
    """
    identity = f"{registry.identity} {bulk_worker.compute_stamp(date)}"
    with _convert_os_errors(out), _lock_file(out + PART_SUFFIX) as file:
        state = _load_state(out, identity)
        file.truncate(state.written)
        try:
            for portion, done in _process_batches(registry.read_batches(state.position), date, pool, ahead):
                if done.stamp != bulk_worker.compute_stamp(date):
                    raise InputError("a worker has other rules, shapes or texts", todo="Give it the same actgraph.")
                file.write(done.lines)
                _update_state(state, portion, done)
                _save_state(file, out, state)
                on_progress(state)
        except RegistryError:  # it must be changed, and what was found in it is of no use then
            for ending in (PART_SUFFIX, STATE_SUFFIX):
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(out + ending)
            raise
        os.replace(out + PART_SUFFIX, out)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(out + STATE_SUFFIX)
    return state


@contextlib.contextmanager
def _lock_file(part: str) -> Iterator[BinaryIO]:
    """The file of findings, which no other run writes meanwhile; the system ends the hold with the process."""
    with open(part, "ab+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(
                "another run is writing there", where=part, todo="Wait for it, or name another file."
            ) from None
        yield file


def _load_state(out: str, identity: str) -> BulkState:
    """What an earlier run has left; a fresh start where there was none."""
    try:
        with open(out + STATE_SUFFIX, encoding="utf-8") as file:
            said = json.load(file)
        left = BulkState(**{**said, "position": RegistryPosition(*said["position"])})
        size = os.path.getsize(out + PART_SUFFIX)
        if size == 0 < left.written:  # stopped when all was done: the findings are in their place already
            return BulkState(identity)
        whole = size >= left.written
    except FileNotFoundError:
        return BulkState(identity)
    except (OSError, ValueError, TypeError, KeyError):
        whole, left = False, BulkState("")
    if not whole or left.identity != identity:
        raise InputError(
            "an earlier run that did not end is of another registry, day or edition of the graph",
            where=out + STATE_SUFFIX,
            todo="Remove it to begin anew, or name another file with -o.",
        )
    return left


def _process_batches(
    portions: Iterator[RegistryBatch], date: str, pool: Executor, ahead: int
) -> Iterator[tuple[RegistryBatch, BatchResult]]:
    """The portions in their order, each when it is done; some are worked on ahead."""
    waiting: deque[tuple[RegistryBatch, Future[BatchResult]]] = deque()
    try:
        for portion in portions:
            waiting.append((portion, pool.submit(bulk_worker.validate_entries, portion.entries, date)))
            if len(waiting) >= ahead:
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result()
    finally:
        for _, future in waiting:
            future.cancel()


def _update_state(state: BulkState, portion: RegistryBatch, done: BatchResult) -> None:
    state.position = portion.end
    state.written += len(done.lines)
    state.profiles += done.profiles
    state.unreadable += done.unreadable
    for severity, number in done.counts.items():
        state.counts[severity] = state.counts.get(severity, 0) + number


def _save_state(file: BinaryIO, out: str, state: BulkState) -> None:
    """Say how far it is: after the findings are on the disk, and whole or not at all."""
    file.flush()
    os.fsync(file.fileno())
    with open(out + STATE_SUFFIX + ".new", "w", encoding="utf-8") as said:
        json.dump(asdict(state), said)
        said.flush()
        os.fsync(said.fileno())
    os.replace(out + STATE_SUFFIX + ".new", out + STATE_SUFFIX)


@contextlib.contextmanager
def _convert_os_errors(out: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(
            f"the registry cannot be read, or the findings not written ({error.strerror or error})",
            where=error.filename or out,
            todo="Make room, or name another place; what is done so far is kept, and the same command goes on.",
        ) from None
