"""Show a progress bar on standard error, with an estimate that starts when there is something to estimate from."""

import sys
import time
from typing import Any, Self

import click

_LEAST_SECONDS, _LEAST_SHARE = 5, 0.02  # of work before an estimate


class ProgressBar:
    """A bar on a terminal; elsewhere only its label.

    The estimate assumes the average rate since the first work was done: what came before, starting processes or the
    work of an earlier run, says nothing about the rate.
    """

    def __init__(self, label: str) -> None:
        self.told = ""
        self._bar: Any = click.progressbar(
            length=1, label=label, file=sys.stderr, show_eta=False, item_show_func=lambda _: self.told
        )
        self._start: tuple[float, int] | None = None

    def __enter__(self) -> Self:
        self._bar.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.__exit__(None, None, None)

    def update(self, done: int, total: int, told: str = "") -> None:
        """Show how much is done.

        Args:
            done: units of work, bytes or pages.
            total: units of the whole work.
            told: what else to show beside the bar.
        """
        now = time.monotonic()
        left = None
        if self._start is not None:
            left = estimate_seconds(now - self._start[0], done - self._start[1], total - done, total)
        elif done:
            self._start = now, done
        self.told = ", ".join(filter(None, (told, "" if left is None else f"{format_seconds(left)} left")))
        self._bar.length = total
        self._bar.update(done - self._bar.pos)


def estimate_seconds(elapsed: float, done: int, left: int, total: int) -> float | None:
    """Estimate the remaining seconds; None while too little is done, or where nothing is left.

    >>> estimate_seconds(60, 10, 20, 30)
    120.0
    >>> estimate_seconds(1, 1, 999, 1000) is None
    True
    """
    if elapsed < _LEAST_SECONDS or done < max(1, _LEAST_SHARE * total) or left <= 0:
        return None
    return elapsed * left / done


def format_seconds(seconds: float) -> str:
    """Format a duration in one unit.

    >>> format_seconds(41), format_seconds(200), format_seconds(9000)
    ('about 41 s', 'about 3 min', 'about 2.5 h')
    """
    if seconds < 100:
        return f"about {seconds:.0f} s"
    return f"about {seconds / 60:.0f} min" if seconds < 6000 else f"about {seconds / 3600:.1f} h"
