"""Each file that is written to break what reads it is refused: one message, nothing left, nothing fetched."""

import pytest

from tests.robustness.canary_server import listening
from tests.robustness.hostile_commands import COMMANDS
from tests.robustness.hostile_file_checks import one

# What reads a profile for the others reads it for `validate` as well: of those one format is enough.
GIVEN = [
    pytest.param(command, case, id=f"{command} {case.file}: {case.name}")
    for command, (cases, _) in COMMANDS.items()
    for case in cases
    if command not in ("assess", "load") or case.file.endswith((".jsonld", ".trig"))
]


@pytest.mark.slow
@pytest.mark.parametrize(("command", "case"), GIVEN)
def test_a_hostile_file_is_refused(command, case, tmp_path):
    with listening() as heard:
        assert one(command, case, heard, str(tmp_path), timed=False).faults == []
