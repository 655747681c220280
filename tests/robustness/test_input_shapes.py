"""Time and memory of reading a profile grow at most in line with its bytes, whatever its shape."""

import json
import os
import subprocess
import sys

import pytest

from tests.robustness.shapes_of_profiles import list_shapes

_SIZE = 2_000_000  # bytes of the larger text
_LARGEST = 9_900_000  # as many as a profile may have
_TIMES_BYTES = 40  # memory
_OWN_MEMORY = 100_000_000  # bytes that up to 20,000 statements take, however short they are written
_TIMES_AS_LONG = 4 * 1.6  # for four times the bytes
_MIN_SECONDS = 0.4  # below it, a ratio is noise
_MOST_SECONDS = 10  # of the processor, for the largest text
_CHILD = """
import json, os, sys, time
from actgraph.core.errors import ProfileError
from actgraph.profile import jsonld_process, profile
from tests.robustness.shapes_of_profiles import list_shapes

def get_peak(process):
    lines = open(f"/proc/{process}/status").read().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))

def get_seconds(process):
    fields = open(f"/proc/{process}/stat").read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

def read(format_name, text):
    try:
        profile.parse_profile(text.encode(), "a", format_name)
    except ProfileError:
        pass

format_name, sizes = sys.argv[1], [int(size) for size in sys.argv[3:]]
write = next(one.write for one in list_shapes() if (one.format_name, one.name) == tuple(sys.argv[1:3]))
for warm, text in (("ttl", "<a:a> <a:b> 1 ."), ("jsonld", '{"@id": "a:a", "a:b": 1}')):
    read(warm, text)
for size in sizes:
    text = write(size)
    process = getattr(jsonld_process._processes.get(os.getpid()), "_child", None)
    ids = [os.getpid(), *([process.process.pid] if process else [])]
    for one in ids:
        open(f"/proc/{one}/clear_refs", "w").write("5")
    before = sum(map(get_peak, ids)), sum(map(get_seconds, ids))
    read(format_name, text)
    ids = [one for one in ids if os.path.exists(f"/proc/{one}/status") and get_seconds(one) is not None]
    try:
        print(json.dumps([len(text), sum(map(get_seconds, ids)) - before[1], sum(map(get_peak, ids)) - before[0]]))
    except (OSError, StopIteration):
        print(json.dumps([len(text), -1, -1]))
"""


def _measure_reading(shape, *sizes):
    """Return characters, seconds and bytes of memory for each size, read one after the other in one process."""
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, shape.format_name, shape.name, *map(str, sizes)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def _find_faults(shape):
    small, large, largest = _measure_reading(shape, _SIZE // 4, _SIZE, _LARGEST)
    faults = []
    if large[1] > max(_MIN_SECONDS, small[1] * _TIMES_AS_LONG):
        faults.append(f"{small[1]:.2f} s for {small[0]:,} characters, {large[1]:.2f} s for {large[0]:,}")
    if largest[1] > _MOST_SECONDS:
        faults.append(f"{largest[1]:.2f} s for {largest[0]:,} characters")
    for characters, seconds, memory in (small, large, largest):
        if seconds < 0:
            faults.append(f"breaks its reader with {characters:,} characters")
        if memory > max(_OWN_MEMORY, _TIMES_BYTES * characters):
            faults.append(f"{memory:,} bytes of memory for {characters:,} characters")
    return faults


@pytest.mark.slow
@pytest.mark.proof("input-shapes")
@pytest.mark.skipif(not os.access("/proc/self/clear_refs", os.W_OK), reason="this system does not tell peak memory")
@pytest.mark.parametrize("shape", list_shapes(), ids=lambda one: f"{one.format_name}: {one.name}")
def test_reading_grows_with_bytes(shape):
    tries = (_find_faults(shape) for _ in range(3))  # a busy machine disturbs one
    faults = next((some for some in tries if not some), None)
    assert faults is not None, _find_faults(shape)
