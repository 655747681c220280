"""Read official files in a process of its own, within limits of time and memory.

A file that is none of the official ones can be written so that a parser of HTML or PDF takes minutes or gigabytes, in
more ways than can be checked beforehand. The process reads and compares; what it read is written by its parent.
"""

import contextlib
import json
import math
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from actgraph.core import child_process, system
from actgraph.core.child_process import ChildProcess
from actgraph.core.errors import ActgraphError, InputError
from actgraph.ingest import source_file

MOST_CPU_SECONDS = 7  # for one file; the slowest official one takes two
_MOST_MEMORY_BYTES = 800_000_000  # for all files
_BASE_MEMORY_BYTES = 300_000_000  # for one file, however short
_MEMORY_PER_BYTE = 40
_MOST_ANSWER_BYTES = 50_000_000
_MOST_MESSAGE_LENGTH = 500  # characters: a name from the file can be as long as the file
_WAIT_SECONDS = 600  # without a sign of life: a busy machine leaves little time for computing
_WAIT_SECONDS_UNLIMITED = 30  # where the system does not limit computing time

Report = Callable[[str], None]


def read_wording(file: Path) -> tuple[str, list[tuple[str, str, str]]]:
    """Read the wording of one official file.

    Args:
        file: as for `wording_loader.read_wording`.

    Returns:
        The label of the edition, and for each node with wording the key of the edition, its IRI, and the text.

    Raises:
        InputError: as for `wording_loader.read_wording`, or the file takes too long or too much memory.

    >>> read_wording(Path("no-such.html"))
    Traceback (most recent call last):
    actgraph.core.errors.InputError: no-such.html: cannot be read (No such file or directory)
    """
    label, rows = _run_task("wording", file, lambda _: None)
    return label, [(edition, iri, text) for edition, iri, text in rows]


def read_pdf_cover(file: Path) -> str:
    """Read the text of the first page of a PDF.

    Raises:
        InputError: it is no PDF, damaged or encrypted, or takes too long or too much memory.

    >>> read_pdf_cover(Path("no-such.pdf"))
    Traceback (most recent call last):
    actgraph.core.errors.InputError: no-such.pdf: cannot be read (No such file or directory)
    """
    return str(_run_task("cover", file, lambda _: None))


def make_act_graphs(sources: Path, report: Report) -> dict[str, str]:
    """Make the graphs of official files.

    Args:
        sources: as for `act.make_act_graphs`.
        report: receives a line about each step.

    Returns:
        Path under `ontology/act/` → Turtle text.

    Raises:
        InputError: as for `act.make_act_graphs`, or a file takes too long or too much memory.

    >>> make_act_graphs(Path("no-such.html"), print)
    Traceback (most recent call last):
    actgraph.core.errors.InputError: no-such.html: no Formex file (*.fmx.xml) here
      Give the folder that holds the official files of Regulation (EU) 2024/1689.
    """
    return dict(_run_task("graphs", sources, report))


def _run_task(task: str, path: Path, report: Report) -> Any:
    child = child_process.start_module("actgraph.ingest.reading_process")
    file = str(path)
    try:
        child.connection.send_bytes(json.dumps([task, file]).encode())
        while child.connection.poll(_get_wait_seconds()):
            kind, told = json.loads(child.connection.recv_bytes())
            if kind == "done":
                return told
            if kind == "line":
                report(told)
            elif kind == "file":
                file = told
            else:
                what, where, todo, near, code = told
                raise (InputError if code == InputError.exit_code else ActgraphError)(
                    what, where=where, todo=todo, near=near
                )
        raise _make_limit_error(_TOO_LONG, file)
    except (EOFError, ConnectionError):
        raise _make_limit_error(_find_cause(child), file) from None
    finally:
        child.kill()


_TOO_LONG = "reading it takes too long; official files are read in seconds"
_TOO_LARGE = "reading it takes too much memory; official files take less"
_CRASH = "the program that reads it crashes on it"


def _make_limit_error(what: str, file: str) -> InputError:
    return InputError(what, where=file, todo=source_file.SAVE_AGAIN)


def _get_wait_seconds() -> float:
    return _WAIT_SECONDS if system.can_limit("cpu") else _WAIT_SECONDS_UNLIMITED


def _find_cause(child: ChildProcess) -> str:
    """Tell why a process ended without an answer."""
    try:
        code = child.process.wait(_WAIT_SECONDS)
    except subprocess.TimeoutExpired:
        return _CRASH
    return _TOO_LONG if sys.platform != "win32" and code == -signal.SIGXCPU else _CRASH


class _Child:
    """The side of the process that reads."""

    def __init__(self, parent: str) -> None:
        self._parent = child_process.accept_parent(parent)
        self._file, self._bytes, self._times, self._seconds, self._start = "", 0, 0, 0.0, 0.0
        resources: tuple[system.Resource, ...] = ("cpu", "data")
        self._unlimited = {name: most for name in resources if (most := system.get_limit(name)) is not None}

    def run_task(self) -> None:
        from actgraph.ingest import act, pdf_pieces, wording_loader

        system.set_limit("core", 0)
        task, path = json.loads(self._parent.recv_bytes())
        try:
            with source_file.watch_files(self):
                if task == "wording":
                    self.send("done", wording_loader.read_wording(Path(path)))
                elif task == "cover":
                    with source_file.wrap_read_errors(Path(path)):
                        self.send("done", pdf_pieces.read_cover_text(Path(path)))
                else:
                    graphs = act.make_act_graphs(Path(path), lambda line: self.send("line", line))
                    self.send("done", list(graphs.items()))
        except ActgraphError as error:
            self.send_error(error)
        except (MemoryError, RecursionError):
            self.send_error(_make_limit_error(_TOO_LARGE, self._file or path))
        except Exception as error:  # our own fault, which the parent tells with its place
            last = traceback.extract_tb(error.__traceback__)[-1]
            what = f"our own fault: {type(error).__name__}: {error} ({last.filename}:{last.lineno})"
            self.send_error(ActgraphError(what, where=self._file or path, todo="Please report it, with the file."))

    def begin_file(self, path: Path, size: int, times: int) -> None:
        """Give a file its own share of time and memory."""
        if (str(path), times) == (self._file, self._times):
            return
        self._file, self._bytes, self._times, self._seconds = str(path), size, times, times * MOST_CPU_SECONDS
        self.send("file", self._file)
        self._limit()

    @contextlib.contextmanager
    def lift_limits(self) -> Iterator[None]:
        """Lift the limits, and let them go on with what is left of the time."""
        self._seconds -= time.process_time() - self._start
        for name, most in self._unlimited.items():
            system.set_limit(name, most)
        try:
            yield
        finally:
            self._limit()

    def _limit(self) -> None:
        self._start = time.process_time()
        system.set_limit("cpu", math.ceil(self._start + max(self._seconds, 0)))
        held = system.measure_data_memory() or 0
        system.set_limit("data", min(held + _BASE_MEMORY_BYTES + _MEMORY_PER_BYTE * self._bytes, _MOST_MEMORY_BYTES))

    def send_error(self, error: ActgraphError) -> None:
        what = error.what
        if len(what) > _MOST_MESSAGE_LENGTH:
            what = f"{what[:_MOST_MESSAGE_LENGTH]} …"
        self.send("wrong", [what, error.where, error.todo, error.near, error.exit_code])

    def send(self, kind: str, told: Any) -> None:
        body = json.dumps([kind, told]).encode()
        if len(body) > _MOST_ANSWER_BYTES:
            raise _make_limit_error(_TOO_LARGE, self._file)
        self._parent.send_bytes(body)


if __name__ == "__main__":
    _Child(sys.argv[1]).run_task()
