"""Check the files of an open store once, in the background, where a command takes longer than most.

A store is opened by the sizes and times of its files. A disk can damage a file without changing these. The engine
verifies each block that it reads, but repeats the error for ever where a query sorts, counts or joins: such a query
does not end, and takes more and more memory. Most commands end before the check, which therefore costs them nothing.
"""

import contextlib
import os
import threading
from collections.abc import Callable

_DELAY = 1  # seconds

_report_damage: list[Callable[[], None]] = []


def end_on_damage(report: Callable[[], None]) -> None:
    """Choose what a process does when the store that it has open is found damaged, after the pointer is removed.

    Args:
        report: called in a thread of its own; it says what happened, and ends the process.

    >>> end_on_damage(lambda: None)
    """
    _report_damage[:] = [report]


def watch_store(folder: str) -> None:
    """Check the files of an open store in a moment; where one is damaged, let the next process build the store anew.

    Args:
        folder: path of the store; the pointer to it is beside it.

    >>> watch_store("no-such-folder")
    """
    timer = threading.Timer(_DELAY, _check_files, [folder])
    timer.daemon = True
    with contextlib.suppress(RuntimeError):  # no more threads are allowed
        timer.start()


def _check_files(folder: str) -> None:
    from actgraph.graph.store_builder import find_damage

    with contextlib.suppress(OSError):  # another process replaces it; no file can be opened now
        if not find_damage(folder):
            return
        from actgraph.graph.store_files import POINTER

        with contextlib.suppress(OSError):  # another process has removed it; it cannot be removed
            os.unlink(os.path.join(os.path.dirname(folder), POINTER))
        for report in _report_damage:
            report()
