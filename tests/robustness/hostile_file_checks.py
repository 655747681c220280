"""Give each hostile file to a command and check that the command refuses it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.robustness.canary_server import CanaryServer, run_canary_server
from tests.robustness.hostile_commands import HOSTILE_COMMANDS
from tests.robustness.hostile_file import HostileFile
from tests.robustness.subprocess_runner import MOST_MEGABYTES, MOST_SECONDS, Outcome, run_measured

# Root may read every file unless these capabilities are dropped.
_DROPPED_CAPABILITIES = "-dac_override,-dac_read_search"
_UNPRIVILEGED_COMMAND = ["setpriv", f"--inh-caps={_DROPPED_CAPABILITIES}", f"--bounding-set={_DROPPED_CAPABILITIES}"]


class Refusal(NamedTuple):
    """How a command treated a hostile file.

    Attributes:
        command: the command.
        case: the file.
        outcome: what the command did.
        faults: what is wrong with that; empty if all is well.
    """

    command: str
    case: HostileFile
    outcome: Outcome
    faults: list[str]


def check_hostile_files(command: str) -> Iterator[Refusal]:
    """Give each hostile file of a command to it, one after the other."""
    with run_canary_server() as heard, tempfile.TemporaryDirectory() as own:
        for case in HOSTILE_COMMANDS[command][0]:
            yield check_hostile_file(command, case, heard, own)


def check_hostile_file(
    command: str, case: HostileFile, canary: CanaryServer, data_folder: str, *, timed: bool = True
) -> Refusal:
    """Give one hostile file to a command.

    Args:
        command: a key of `hostile_commands.HOSTILE_COMMANDS`.
        case: the file.
        canary: a server that must not be contacted.
        data_folder: the folder of the user's data, outside the folder of the file.
        timed: whether the time limit applies.
    """
    knocks = canary.connections
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        case.write(folder / case.file_name, canary.url)
        before = _list_paths(folder)
        words = HOSTILE_COMMANDS[command][1](case.file_name)
        if "permission" in case.description and os.getuid() == 0 and shutil.which("setpriv"):
            words = [*_UNPRIVILEGED_COMMAND, *words]
        outcome = run_measured(words, folder, {"ACTGRAPH_DATA": data_folder})
        found = find_outcome_faults(outcome, timed=timed)
        found += [f"leaves {file}" for file in sorted(_list_paths(folder) - before)]
        found += [f"leaves {file}" for file in sorted(_list_paths(Path(data_folder)))]
        found += ["fetches"] * (canary.connections != knocks)
    return Refusal(command, case, outcome, found)


def find_outcome_faults(outcome: Outcome, *, timed: bool = True) -> list[str]:
    """Find what is wrong with how a command refused its input; empty if all is well.

    >>> find_outcome_faults(Outcome(2, "", "actgraph: a.ttl: there is no such file\\n", 0.1, 40))
    []
    >>> find_outcome_faults(Outcome(1, "", "Traceback (most recent call last):\\n", 0.1, 40))
    ['ends in 1', 'a traceback', '0 messages']
    """
    messages = [line for line in outcome.stderr.splitlines() if line.startswith(("actgraph: ", "Error: "))]
    looked = {
        f"ends in {outcome.code}": outcome.code != 2,
        "a traceback": "Traceback" in outcome.stderr or "panicked" in outcome.stderr,
        f"{len(messages)} messages": len(messages) != 1,
        "prints something": bool(outcome.stdout),
        f"takes {outcome.seconds:.0f} s": timed and outcome.seconds > MOST_SECONDS,
        f"takes {outcome.megabytes:.0f} MB": outcome.megabytes > MOST_MEGABYTES,
    }
    return [what for what, is_so in looked.items() if is_so]


def _list_paths(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*")}
