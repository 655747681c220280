"""Each hostile file is refused with one message; nothing is left behind, nothing fetched."""

import pytest

from tests.robustness.canary_server import run_canary_server
from tests.robustness.hostile_commands import HOSTILE_COMMANDS
from tests.robustness.hostile_file_checks import check_hostile_file

# `validate`, `assess` and `load` read profiles with the same code, so one or two formats suffice for the others.
HOSTILE_CASES = [
    pytest.param(command, case, id=f"{command} {case.file_name}: {case.description}")
    for command, (cases, _) in HOSTILE_COMMANDS.items()
    for case in cases
    if command not in ("assess", "load") or case.file_name.endswith((".jsonld", ".trig"))
]


@pytest.mark.slow
@pytest.mark.proof("hostile-files")
@pytest.mark.parametrize(("command", "case"), HOSTILE_CASES)
def test_hostile_file_is_refused(command, case, tmp_path):
    with run_canary_server() as heard:
        assert check_hostile_file(command, case, heard, str(tmp_path), timed=False).faults == []
