"""A limit of time for what may never end; the time is what the process works, whatever else the machine does."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def limit_seconds(limit: float) -> Iterator[None]:
    """End what takes longer.

    Args:
        most: seconds.

    Raises:
        TimeoutError: it took longer.

    >>> with limit_seconds(0.01):
    ...     while True:
    ...         pass
    Traceback (most recent call last):
    TimeoutError
    """

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
