"""Processes that work for another one, and end with it however it ends."""

import multiprocessing
import os
import signal
import threading


def exit_with_parent() -> None:
    """What such a process does first: leave Ctrl+C to the one that started it, and follow that one to its end.

    Killed, it could tell them nothing, and they would wait for work for ever.

    >>> handler = signal.getsignal(signal.SIGINT)
    >>> exit_with_parent()
    >>> signal.signal(signal.SIGINT, handler) == signal.SIG_IGN
    True
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    first = multiprocessing.parent_process()
    if first is not None:
        threading.Thread(target=_exit_after, args=(first,), daemon=True).start()


def _exit_after(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
