"""Interrupt what requests wait for when the server ends."""

import contextlib
from collections.abc import Iterator

import anyio


class ServerEnd:
    """The end of the server, which interrupts requests that wait.

    >>> ServerEnd().has_begun
    False
    """

    def __init__(self) -> None:
        self.has_begun = False
        self._scopes: set[anyio.CancelScope] = set()

    def begin(self) -> None:
        """Interrupt all that wait, and whoever begins to wait from now on."""
        self.has_begun = True
        for scope in self._scopes:
            scope.cancel()

    @contextlib.contextmanager
    def limit_waiting(self, seconds: float) -> Iterator[anyio.CancelScope]:
        """Wait within the context for a time, or until the server ends.

        Yields:
            A scope whose `cancelled_caught` says afterwards whether the wait was cut short.
        """
        with anyio.move_on_after(seconds) as scope:
            self._scopes.add(scope)
            try:
                if self.has_begun:
                    scope.cancel()
                yield scope
            finally:
                self._scopes.discard(scope)
