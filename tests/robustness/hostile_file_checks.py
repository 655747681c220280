"""What becomes of each file that is written to break what reads it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.robustness.canary_server import Heard, listening
from tests.robustness.hostile_commands import COMMANDS
from tests.robustness.hostile_file import Case
from tests.robustness.subprocess_runner import MOST_MEGABYTES, MOST_SECONDS, Outcome, run

# Who administers the machine may read every file, unless this is taken away.
_UNABLE = "-dac_override,-dac_read_search"
_AS_ANYBODY = ["setpriv", f"--inh-caps={_UNABLE}", f"--bounding-set={_UNABLE}"]


class Refusal(NamedTuple):
    """What became of a file.

    Attributes:
        command: that it was given to.
        case: the file.
        outcome: what became of the command.
        faults: what is wrong with that; nothing where all is well.
    """

    command: str
    case: Case
    outcome: Outcome
    faults: list[str]


def all_of(command: str) -> Iterator[Refusal]:
    """Give each file to a command, one after the other.

    Args:
        command: one of `hostile.COMMANDS`.
    """
    with listening() as heard, tempfile.TemporaryDirectory() as own:
        for case in COMMANDS[command][0]:
            yield one(command, case, heard, own)


def one(command: str, case: Case, heard: Heard, own: str, *, timed: bool = True) -> Refusal:
    """Give one file to a command.

    Args:
        command: one of `hostile.COMMANDS`.
        case: the file.
        heard: a server that nobody should ask.
        own: a folder for what is the user's own, outside that of the file.
        timed: whether the time counts.
    """
    knocks = heard.knocks
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        case.make(folder / case.file, heard.url)
        before = _all(folder)
        words = COMMANDS[command][1](case.file)
        if "permission" in case.name and os.getuid() == 0 and shutil.which("setpriv"):
            words = [*_AS_ANYBODY, *words]
        outcome = run(words, folder, {"ACTGRAPH_DATA": own})
        found = faults(outcome, timed=timed)
        found += [f"leaves {file}" for file in sorted(_all(folder) - before)]
        found += [f"leaves {file}" for file in sorted(_all(Path(own)))]
        found += ["fetches"] * (heard.knocks != knocks)
    return Refusal(command, case, outcome, found)


def faults(outcome: Outcome, *, timed: bool = True) -> list[str]:
    """What is wrong with how a command took what it was given; nothing where all is well.

    Args:
        outcome: what became of it.
        timed: whether the time counts.

    >>> faults(Outcome(2, "", "actgraph: a.ttl: there is no such file\\n", 0.1, 40))
    []
    >>> faults(Outcome(1, "", "Traceback (most recent call last):\\n", 0.1, 40))
    ['ends in 1', 'a traceback', '0 messages']
    """
    messages = [line for line in outcome.err.splitlines() if line.startswith(("actgraph: ", "Error: "))]
    looked = {
        f"ends in {outcome.code}": outcome.code != 2,
        "a traceback": "Traceback" in outcome.err or "panicked" in outcome.err,
        f"{len(messages)} messages": len(messages) != 1,
        "prints something": bool(outcome.out),
        f"takes {outcome.seconds:.0f} s": timed and outcome.seconds > MOST_SECONDS,
        f"takes {outcome.megabytes:.0f} MB": outcome.megabytes > MOST_MEGABYTES,
    }
    return [what for what, is_so in looked.items() if is_so]


def _all(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*")}
