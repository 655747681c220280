"""Run many cases in one test, and report every failure."""

import functools
import inspect
from collections.abc import Callable, Iterable, Sequence

import pytest

_LINES = 8  # of what is told of a case


def each(
    names: str | Sequence[str], cases: Iterable, ids: Iterable[str] | Callable[[object], str] | None = None
) -> Callable:
    """Call a test for each case in turn, in place of `pytest.mark.parametrize`, which makes a test of each."""
    params = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    values = [(case,) if len(params) == 1 and isinstance(names, str) else tuple(case) for case in cases]
    shown = [ids(*one) if callable(ids) else ", ".join(map(str, one)) for one in values]
    if ids is not None and not callable(ids):
        shown = list(map(str, ids))

    def decorate(test: Callable) -> Callable:
        @functools.wraps(test)
        def run(**fixtures: object) -> None:
            told = []
            for name, one in zip(shown, values, strict=True):
                try:
                    test(**fixtures, **dict(zip(params, one, strict=True)))
                except (Exception, pytest.fail.Exception) as error:
                    lines = f"{type(error).__name__}: {error}".splitlines()[:_LINES]
                    told.append("\n    ".join([f"{name[:200]}: {lines[0]}", *lines[1:]]))
            assert values, "there is no case"
            if told:
                pytest.fail(f"{len(told)} of {len(values)} deviate:\n" + "\n".join(told), pytrace=False)

        left = [one for name, one in inspect.signature(test).parameters.items() if name not in params]
        run.__signature__ = inspect.Signature(left)  # what pytest gives: the fixtures
        del run.__wrapped__
        return run

    return decorate
