"""A limit of time for what may never end."""

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

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
