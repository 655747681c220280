"""Whatever leaves verdicts open, a profile within the limits is assessed and validated in bounded time and memory."""

import json
import os
import subprocess
import sys

import pytest

from tests.robustness.shapes_of_doubts import DOUBTFUL_PROFILES

_MANY = 6000  # more than any limit: each shape is as large as a profile may be
_MOST_SECONDS = 10  # of the processor; each takes some 3
_MOST_MEMORY = 1_000_000_000  # bytes
_CHILD = """
import json, sys, time
from actgraph.graph.day import open_day
from actgraph.profile.profile import parse_profile
from actgraph.reasoning import assess_text, assessment
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation.batch import validate_batch
from tests.robustness.shapes_of_doubts import write_doubtful_profile

command, name, many = sys.argv[1], sys.argv[2], int(sys.argv[3])
profile = parse_profile(write_doubtful_profile(name, many).encode(), "a.ttl", "ttl")
derived = DerivedProfile(profile.triples, open_day("2026-11-24"))
if command == "assess":
    assess_text.describe_refused_triples(profile, derived)
    found = assessment.assess_profile(profile, derived)
    assess_text.format_assessment(found.day, found.models)
else:
    validate_batch([derived], derived.day)
# Not ru_maxrss, which counts what the process that starts Python held before.
peak = next(int(line.split()[1]) * 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([time.process_time(), peak]))
"""


def _measure(command, name):
    """Return seconds of the processor and bytes of memory."""
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, command, name, str(_MANY)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is read from /proc")
@pytest.mark.parametrize("command", ["assess", "validate"])
@pytest.mark.parametrize("name", DOUBTFUL_PROFILES)
def test_doubts_take_bounded_time_and_memory(command, name):
    seconds, memory = _measure(command, name)
    assert seconds < _MOST_SECONDS, f"{seconds:.1f} s"
    assert memory < _MOST_MEMORY, f"{memory:,} bytes"
