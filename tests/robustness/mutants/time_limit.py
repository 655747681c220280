"""Limit the CPU time of code that may never end; other load on the machine does not count."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def limit_seconds(limit: float) -> Iterator[None]:
    """Raise an error if the body takes longer.

    Args:
        limit: CPU seconds.

    Raises:
        TimeoutError: the limit was exceeded.

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
