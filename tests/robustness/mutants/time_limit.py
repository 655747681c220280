"""A limit of time for what may never end; the time is what the process works, whatever else the machine does."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def seconds(most: float) -> Iterator[None]:
    """End what takes longer.

    Args:
        most: seconds.

    Raises:
        TimeoutError: it took longer.

    >>> with seconds(0.01):
    ...     while True:
    ...         pass
    Traceback (most recent call last):
    TimeoutError
    """

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
