"""Run `validate --bulk`: start the processes, show progress, report the end or the interruption."""

import multiprocessing
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

import click

from actgraph.cli.options import format_basis
from actgraph.cli.progress import ProgressBar
from actgraph.core import child_process, system
from actgraph.core.errors import InputError
from actgraph.core.tables import to_one_line
from actgraph.graph.day import Day
from actgraph.profile import registry
from actgraph.profile.severity import KINDS
from actgraph.validation import bulk
from actgraph.validation.bulk import BulkState
from actgraph.validation.exit_codes import get_failing_severities, has_failing_unknown
from actgraph.validation.findings import SCOPE


def validate_in_bulk(source: str, out: str, day: Day, processes: int | None, dask: str | None, fail_on: str) -> int:
    """Validate a registry and print the summary.

    Args:
        source: the registry.
        out: the file for the findings.
        day: the day for which to validate.
        processes: the number of local processes; one per core if None.
        dask: the address of the scheduler of a Dask cluster that does the work instead; None for local processes.
        fail_on: the least severity that leads to exit code 1.

    Returns:
        The exit code.

    Raises:
        InputError: `source` is no registry, the findings cannot be written, or the cluster does not answer.
    """
    profiles = registry.open_registry(source)
    workers = _open_cluster(dask) if dask else _open_pool(min(processes or system.count_workers(), system.MAX_WORKERS))
    with _interrupt_on_sigterm(), workers as (pool, number), _BulkProgress(profiles.size) as progress:
        try:
            state = bulk.validate_registry(
                profiles, out, day.date, pool, ahead=2 * number + 1, on_progress=progress.show
            )
        except BrokenProcessPool:
            raise InputError(
                "a process of the work was ended from outside, perhaps for want of memory",
                where=source,
                todo="What is done is kept: give the command again, with fewer --processes if need be.",
            ) from None
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.terminate()
            click.echo("\nactgraph: stopped; what is done is kept: the same command goes on from there", err=True)
            return 130
    click.echo(f"{SCOPE}\n{format_basis(day)}", err=True)
    click.echo(f"{_format_state(state)}: {to_one_line(out)}")
    if state.unreadable:
        return 2
    unknown, undecided = (bool(state.counts.get(one)) for one in ("unknown", "undecided"))
    failing = any(state.counts.get(one) for one in get_failing_severities(fail_on))
    return int(failing or has_failing_unknown(fail_on, unknown, undecided))


def _format_state(state: BulkState) -> str:
    parts = [f"{state.counts.get(one, 0):,} {one}" for one in KINDS]
    whole = f"{state.profiles:,} profile{'' if state.profiles == 1 else 's'}, {', '.join(parts)}"
    whole += f"; {state.counts.get('unknown', 0):,} duties unknown"
    return whole + (f"; {state.unreadable:,} cannot be read" if state.unreadable else "")


class _BulkProgress(ProgressBar):
    """Show a bar with rate and remaining time; without a terminal, print a line every 30 seconds."""

    def __init__(self, size: int) -> None:
        super().__init__("profiles")
        self._size = size
        self._began = self._last = time.monotonic()
        self._first: int | None = None

    def show(self, state: BulkState) -> None:
        """Show the progress of a run."""
        now = time.monotonic()
        rate = ""
        if self._first is None:  # the work of an earlier run says nothing about the rate of this one
            self._first, self._began = state.profiles, now
        elif now > self._began:
            rate = f"{state.profiles:,} done, {(state.profiles - self._first) / (now - self._began):,.0f} a second"
        self.update(state.position.bytes, self._size, rate)
        if not sys.stderr.isatty() and now - self._last > 30:
            click.echo(f"{100 * state.position.bytes // (self._size or 1)} %: {self.told}", err=True)
            self._last = now


@contextmanager
def _open_pool(number: int) -> Iterator[tuple[Executor, int]]:
    # Spawn, not fork: the engine has threads, which a fork does not copy.
    context = multiprocessing.get_context("spawn")
    try:
        made = ProcessPoolExecutor(number, mp_context=context, initializer=child_process.exit_with_parent)
    except OSError as error:  # such as no room in /dev/shm, or a limit of open files
        todo = "Make room, and raise the limits that “ulimit -a” shows."
        raise InputError(f"the processes of the work cannot start ({error.strerror})", todo=todo) from None
    with made as pool:
        yield pool, number


@contextmanager
def _open_cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """Connect to a Dask cluster, whose scheduler reassigns the work of a worker that ends."""
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ModuleNotFoundError as error:
        todo = 'Install it: pip install "actgraph[dask]"'
        raise InputError(f"a cluster needs {error.name}, which is not installed", where="--dask", todo=todo) from None
    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        todo = "Give the address of its scheduler, such as tcp://127.0.0.1:8786."
        raise InputError(f"no Dask scheduler answers at {address} ({error})", where="--dask", todo=todo) from None
    with client:
        number = sum(client.nthreads().values())
        if not number:
            raise InputError("the cluster has no workers", where="--dask", todo=f"Start one: dask worker {address}")
        try:
            yield client.get_executor(pure=False), number
        except (ImportError, KilledWorker) as error:
            todo = "Give every worker the same actgraph; what is done is kept."
            raise InputError(f"a worker of the cluster failed ({error})", where="--dask", todo=todo) from None


@contextmanager
def _interrupt_on_sigterm() -> Iterator[None]:
    """Treat SIGTERM like Ctrl+C."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
