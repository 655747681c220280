"""Make child processes exit when their parent exits."""

import multiprocessing
import os
import signal
import threading


def exit_with_parent() -> None:
    """Ignore Ctrl+C, which the parent handles, and exit as soon as the parent has ended.

    A parent that is killed cannot stop its children, and they would wait for work for ever.

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
