"""Validate a registry of profiles in bounded memory by several processes; an interrupted run can be resumed.

Findings are written in the order of the registry. Until the end they go to a temporary file beside the output, and a
state file says up to which byte they are complete; the next run discards what follows and continues from there.
"""

import contextlib
import json
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import asdict, dataclass, field
from typing import BinaryIO

from actgraph.core import atomic, files
from actgraph.core.errors import InputError, RegistryError
from actgraph.profile.registry import Registry, RegistryBatch, RegistryPosition
from actgraph.validation import bulk_worker
from actgraph.validation.bulk_worker import BatchResult

# Not file extensions of profiles: the output may be in the folder of the registry.
PART_SUFFIX, STATE_SUFFIX, LOCK_SUFFIX = ".part", ".part.state", ".part.lock"
_MAX_STATE_BYTES = 100_000


@dataclass
class BulkState:
    """Progress of a run.

    Attributes:
        identity: digest of the registry and of everything the findings rest on.
        position: in the registry: everything before it is done; bytes, and lines or files.
        written: bytes of the findings up to there.
        profiles: number of profiles validated.
        unreadable: number of those that cannot be read.
        counts: what `BatchResult.counts` has.
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
    """Validate all profiles of a registry, or those that an earlier run has left.

    Args:
        registry: the profiles.
        out: the file of the findings, one JSON object per line; it appears only when the run is complete.
        date: an ISO 8601 date.
        pool: runs the batches.
        ahead: how many batches run or wait at once, which bounds the memory.
        on_progress: called after each batch.

    Raises:
        InputError: the registry is invalid, an earlier run was of another registry, or a file cannot be written.

    >>> import tempfile
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> from actgraph.profile import registry
    >>> from actgraph.core import paths
    >>> with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as pool:
    ...     out = os.path.join(folder, "findings.ndjson")
    ...     examples = registry.open_registry(paths.get_data_path("examples"))
    ...     validate_registry(examples, out, "2026-11-24", pool, ahead=1).unreadable
    0
    """
    identity = f"{registry.identity} {bulk_worker.compute_stamp(date)}"
    if os.path.lexists(out) and not os.path.isfile(out):  # the findings would replace it
        raise InputError("this is no file", where=out, todo="Name a file that can be replaced, or a new one.")
    with _convert_os_errors(out), _lock_output(out):
        state = _load_state(out, identity)
        try:
            with open(out + PART_SUFFIX, "ab+") as file:
                file.truncate(state.written)
                for batch, result in _process_batches(registry.read_batches(state.position), date, pool, ahead):
                    if result.stamp != bulk_worker.compute_stamp(date):
                        raise InputError("a worker has other rules, shapes or texts", todo="Give it the same actgraph.")
                    file.write(result.lines)
                    _update_state(state, batch, result)
                    _save_state(file, out, state)
                    on_progress(state)
        except RegistryError:  # the registry must be corrected, which makes its findings useless
            for ending in (PART_SUFFIX, STATE_SUFFIX):
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(out + ending)
            raise
        os.replace(out + PART_SUFFIX, out)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(out + STATE_SUFFIX)
    return state


@contextlib.contextmanager
def _lock_output(out: str) -> Iterator[None]:
    """Hold a lock on the findings."""
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(atomic.hold_lock(out + LOCK_SUFFIX))
        except BlockingIOError:
            raise InputError(
                "another run is writing there", where=out + PART_SUFFIX, todo="Wait for it, or name another file."
            ) from None
        yield


def _load_state(out: str, identity: str) -> BulkState:
    """Load the state of an earlier run; return a new one if there was none."""
    try:
        data = json.loads(files.read_input_file(out + STATE_SUFFIX, _MAX_STATE_BYTES))
        state = BulkState(**{**data, "position": RegistryPosition(*data["position"])})
        size = os.path.getsize(out + PART_SUFFIX)
        if size == 0 < state.written:  # stopped after the last batch: the findings are in place already
            return BulkState(identity)
        is_complete = size >= state.written
    except FileNotFoundError:
        return BulkState(identity)
    except (OSError, ValueError, TypeError, KeyError):
        is_complete, state = False, BulkState("")
    if not is_complete or state.identity != identity:
        raise InputError(
            "an earlier run that did not end is of another registry, day or edition of the graph",
            where=out + STATE_SUFFIX,
            todo="Remove it to begin anew, or name another file with -o.",
        )
    return state


def _process_batches(
    batches: Iterator[RegistryBatch], date: str, pool: Executor, ahead: int
) -> Iterator[tuple[RegistryBatch, BatchResult]]:
    """Yield the batches in their order, each when it is done; some run ahead."""
    waiting: deque[tuple[RegistryBatch, Future[BatchResult]]] = deque()
    try:
        for batch in batches:
            waiting.append((batch, pool.submit(bulk_worker.validate_entries, batch.entries, date)))
            if len(waiting) >= ahead:
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result()
    finally:
        for _, future in waiting:
            future.cancel()


def _update_state(state: BulkState, batch: RegistryBatch, result: BatchResult) -> None:
    state.position = batch.end
    state.written += len(result.lines)
    state.profiles += result.profiles
    state.unreadable += result.unreadable
    for name, number in result.counts.items():
        state.counts[name] = state.counts.get(name, 0) + number


def _save_state(file: BinaryIO, out: str, state: BulkState) -> None:
    """Save the state atomically, after the findings are on the disk."""
    file.flush()
    os.fsync(file.fileno())
    with open(out + STATE_SUFFIX + ".new", "w", encoding="utf-8") as state_file:
        json.dump(asdict(state), state_file)
        state_file.flush()
        os.fsync(state_file.fileno())
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
