"""For each shape of an official file: time grows as the bytes do, and memory is in line with them, or it is refused."""

import re
import shutil
from pathlib import Path

import pytest
from benchmarks.measure import build_command

from tests.robustness.hostile_file_checks import find_outcome_faults
from tests.robustness.shapes_of_official_files import Shape, list_shapes
from tests.robustness.subprocess_runner import Outcome, run_measured

pytestmark = [pytest.mark.slow, pytest.mark.proof("input-shapes")]

SMALL_BYTES = 500_000
GROWTH = 4
MOST_GROWTH = GROWTH * 1.6  # of the computing time
FLOOR_SECONDS = 0.5  # less than this is too little to be compared
MOST_CPU_SECONDS = 10
BASE_MEGABYTES = 200  # the program, the libraries and the graph of a day
MEGABYTES_PER_MEGABYTE = 40
TRIES = 3
# What a file is refused for before it is read to its end.
BOUNDS = re.compile(r"it takes (over \d+ seconds|too much memory)|this PDF holds more|a tag is over")

CASES = [
    pytest.param(command, shape, id=f"{command} {shape.suffix} {shape.name}")
    for command in ("text load", "build")
    for shape in list_shapes()
    if command == "text load" or shape.suffix == ".fmx.xml"
]


def run_command(command: str, file: Path) -> Outcome:
    words = ["text", "load", file.name] if command == "text load" else ["build", file.name, "--out", "made"]
    outcome = run_measured(build_command(*words), file.parent, {"ACTGRAPH_DATA": str(file.parent / "data")})
    if command == "text load" or outcome.code:  # `build` can make a graph of an act that is no longer than a real one
        assert find_outcome_faults(outcome, timed=False) == [], outcome
        assert [one.name for one in file.parent.iterdir()] == [file.name], "nothing is written"
    assert outcome.cpu_seconds < MOST_CPU_SECONDS, outcome
    return outcome


def measure_growth(command: str, shape: Shape, folder: Path) -> tuple[float, Outcome, int]:
    """Return by what factor the time grows, and what became of the larger file of how many bytes."""
    seconds = []
    for size in (1000, SMALL_BYTES, GROWTH * SMALL_BYTES):
        file = folder / f"file{shape.suffix}"
        file.write_bytes(shape.make(size))
        outcome = run_command(command, file)
        shutil.rmtree(folder / "made", ignore_errors=True)
        seconds.append(outcome.cpu_seconds)
    least, small, large = seconds
    return (large - least) / max(small - least, FLOOR_SECONDS), outcome, file.stat().st_size


@pytest.mark.parametrize(
    ("command", "shape"), CASES, ids=lambda one: one if isinstance(one, str) else "".join(one[1::-1])
)
def test_time_and_memory_follow_bytes(command: str, shape: Shape, tmp_path: Path) -> None:
    for _ in range(TRIES):
        growth, outcome, size = measure_growth(command, shape, tmp_path)
        if BOUNDS.search(outcome.stderr) or growth <= MOST_GROWTH:
            break
    else:
        pytest.fail(f"{GROWTH} times the bytes take {growth:.1f} times as long")
    assert outcome.megabytes <= BASE_MEGABYTES + MEGABYTES_PER_MEGABYTE * size / 1_000_000
