"""Interrupt what requests wait for when the server ends."""

import contextlib
from collections.abc import Iterator

import anyio


class ServerEnd:
    """The end of the server, in two steps: requests that wait are interrupted at once, those that are worked on later.

    >>> ServerEnd().has_begun
    False
    """

    def __init__(self) -> None:
        self.has_begun = self._is_near = False
        self._waiting: set[anyio.CancelScope] = set()
        self._working: set[anyio.CancelScope] = set()

    def begin(self) -> None:
        """Interrupt all that wait, and whoever begins to wait from now on."""
        self.has_begun = True
        for scope in self._waiting:
            scope.cancel()

    def stop_work(self) -> None:
        """Interrupt all that is worked on, and what is begun from now on."""
        self._is_near = True
        for scope in self._working:
            scope.cancel()

    def limit_waiting(self, seconds: float) -> contextlib.AbstractContextManager[anyio.CancelScope]:
        """Wait within the context for a time, or until the end begins.

        Returns:
            A context manager of a scope, whose `cancelled_caught` says afterwards whether the wait was cut short.
        """
        return _hold(anyio.move_on_after(seconds), self._waiting, self.has_begun)

    def limit_working(self) -> contextlib.AbstractContextManager[anyio.CancelScope]:
        """Work within the context until `stop_work` is called; it returns what `limit_waiting` does."""
        return _hold(anyio.CancelScope(), self._working, self._is_near)


@contextlib.contextmanager
def _hold(scope: anyio.CancelScope, scopes: set[anyio.CancelScope], is_over: bool) -> Iterator[anyio.CancelScope]:
    with scope:
        scopes.add(scope)
        try:
            if is_over:
                scope.cancel()
            yield scope
        finally:
            scopes.discard(scope)
