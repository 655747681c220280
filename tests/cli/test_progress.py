"""Test the estimate of the progress bar with a clock of its own."""

import io

import pytest

from actgraph.cli import progress


class _Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    monkeypatch.setattr("time.time", lambda: now[0])
    return now


def _list_estimates(bar, clock, total, seconds, first):
    """Yield the true and the told remaining seconds of a run that does `first` after a long start."""
    told = []
    bar.update(0, total)
    clock[0] += 60  # its processes start
    for step in range(seconds + 1):
        bar.update(first + (total - first) * step // seconds, total)
        told.append((seconds - step, bar.told))
        clock[0] += 1
    return told


@pytest.mark.parametrize("first", [16, 3000], ids=["anew", "resumed"])
def test_estimate_is_near_truth(clock, first):
    with progress.ProgressBar("pages") as bar:
        told = _list_estimates(bar, clock, 7000, 180, first)
    shown = [(true, words) for true, words in told if words]
    assert len(shown) > 150
    for true, words in shown:
        number, unit = words.removeprefix("about ").removesuffix(" left").split()
        assert 0.5 * true - 30 <= float(number) * {"s": 1, "min": 60, "h": 3600}[unit] <= 1.5 * true + 30, (true, words)


def test_estimate_waits_for_work(clock):
    """The first pages come after the start of the processes: a rate of these would tell hours."""
    with progress.ProgressBar("pages") as bar:
        told = _list_estimates(bar, clock, 7000, 180, 16)
    assert [words for _, words in told[:5]] == [""] * 5
    assert not any("h left" in words for _, words in told)


def test_bar_has_no_estimate_of_its_own(clock, monkeypatch):
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with progress.ProgressBar("pages") as bar:
        bar.update(0, 100)
        clock[0] += 60
        bar.update(1, 100)
        clock[0] += 2
        bar.update(2, 100)
    assert "pages" in terminal.getvalue()
    assert ":" not in terminal.getvalue()
