"""Processes that work for another one, and end with it however it ends."""

import multiprocessing
import os
import signal
import threading


def quiet() -> None:
    """What such a process does first: leave Ctrl+C to the one that started it, and follow that one to its end.

    Killed, it could tell them nothing, and they would wait for work for ever.

    >>> handler = signal.getsignal(signal.SIGINT)
    >>> quiet()
    >>> signal.signal(signal.SIGINT, handler) == signal.SIG_IGN
    True
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    first = multiprocessing.parent_process()
    if first is not None:
        threading.Thread(target=_follow, args=(first,), daemon=True).start()


def _follow(first: multiprocessing.process.BaseProcess) -> None:
    first.join()
    os._exit(1)
