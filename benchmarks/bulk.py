"""Benchmark: check a registry of 1,000, 10,000 and 100,000 generated profiles with two processes."""

import contextlib
import logging
import statistics
import subprocess
import tempfile
import time
import warnings
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tests.support import generated_profiles

from benchmarks.commands import get_peak_memory, list_children
from benchmarks.measure import build_command, time_call
from benchmarks.reference import ReferenceValidator
from benchmarks.row import Aim, Row

SIZES = (1_000, 10_000, 100_000)
DAY = "2026-11-24"
_COMPARED = 12  # profiles for the baseline, before each size and after the last


def measure_bulk(sizes: Sequence[int] = SIZES) -> list[Row]:
    """Measure seconds per profile, against rdflib and pyshacl on a few of the same profiles.

    Args:
        sizes: numbers of profiles, in ascending order.
    """
    ours: list[float] = []
    others: list[float] = []
    megabytes: list[float] = []
    details = []
    with tempfile.TemporaryDirectory() as folder:
        reference = _Baseline(Path(folder))
        for size in sizes:
            others.append(reference.measure_seconds())
            registry = Path(folder, f"{size}.nq")
            with registry.open("wb") as file:
                for block in generated_profiles.generate_nquads(range(size)):
                    file.write(block)
            seconds, peak = _run_bulk(registry)
            registry.unlink()
            ours.append(seconds / size)
            megabytes.append(peak)
            details.append({"command": "validate --bulk", "profiles": size, "seconds": seconds, "megabytes": peak})
        others.append(reference.measure_seconds())
    most, least = f"{sizes[-1]:,} profiles", f"{sizes[0]:,} profiles"
    note = f"{1 / ours[-1]:,.0f} profiles a second; memory is that of all processes together"
    what = f"`actgraph validate --bulk`, 2 processes, a profile of {most}"
    aims = [Aim("ratio", 1 / 100), Aim("megabytes", 1000, below=True)]
    baseline, slow = "rules by rdflib, then pyshacl, warm, one process", [statistics.fmean(others[-2:])]
    return [
        Row("bulk", what, [ours[-1]], baseline, slow, aims, megabytes[-1], note, details),
        Row("bulk-growth", what, [ours[-1]], f"a profile of {least}", [ours[0]], [Aim("ratio", 1.5)]),
    ]


class _Baseline:
    """A few of the profiles as files, checked one by one by the reference validator."""

    def __init__(self, folder: Path) -> None:
        logging.getLogger("rdflib.term").disabled = True  # it logs each value that it cannot parse
        self._reference = ReferenceValidator(DAY)
        self._files: list[str] = []
        for number in range(1000):
            file = folder / f"{number}.ttl"
            file.write_bytes(generated_profiles.generate_turtle(number))
            # rdflib raises on an invalid date, which some profiles have.
            with contextlib.suppress(Exception), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._reference.find_findings(str(file))
                self._files.append(str(file))
            if len(self._files) == _COMPARED:
                break

    def measure_seconds(self) -> float:
        """Measure the mean seconds per profile."""
        return statistics.fmean(time_call(partial(self._reference.find_findings, file)) for file in self._files)


def _run_bulk(registry: Path) -> tuple[float, float]:
    """Return seconds, and the sum of the peak megabytes of all processes."""
    out = registry.with_suffix(".ndjson")
    words = build_command("validate", "--bulk", str(registry), "-o", str(out), "--on", DAY, "--processes", "2")
    most: dict[int, float] = {}
    start = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while process.poll() is None:
            for pid in [process.pid, *list_children(process.pid)]:
                most[pid] = max(most.get(pid, 0), get_peak_memory(pid))
            time.sleep(0.5)
        assert process.stderr is not None
        told = process.stderr.read().decode()
    seconds = time.perf_counter() - start
    if not out.exists():
        raise RuntimeError(told)
    out.unlink()
    return seconds, sum(most.values())
