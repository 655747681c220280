"""The parts of the table of trust, each with its figures: what was tried, and what did not hold."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.robustness import hostile_file_checks, killed_commands
from tests.robustness.crashes import Kills
from tests.robustness.hostile_commands import COMMANDS
from tests.robustness.killed_commands import ROOT, Operation
from tests.support import sparql_stores

_SOURCES = ROOT.parent / "shared" / "sources"
_MOMENTS = 20  # of each command
_LONG = 6  # of one that takes long


def refused(say: Callable[[str], None]) -> list[dict[str, Any]]:
    """Each hostile file, given to each command that reads such files.

    Args:
        say: is told of each fault.
    """
    rows = []
    for command in COMMANDS:
        found = list(hostile_file_checks.all_of(command))
        for one in found:
            if one.faults:
                say(f"{command} {one.case.file} ({one.case.name}): {', '.join(one.faults)}")
        rows.append(
            {
                "what": f"`{command}` of files written to break it",
                "tried": len(found),
                "held": sum(not one.faults for one in found),
                "fetched": sum("fetches" in one.faults for one in found),
                "seconds": max(one.outcome.seconds for one in found),
                "megabytes": max(one.outcome.megabytes for one in found),
            }
        )
    return rows


def killed(say: Callable[[str], None]) -> list[dict[str, Any]]:
    """Each command that changes something, killed in the middle.

    Args:
        say: is told of each fault.
    """
    rows = []
    for operation in (killed_commands.BUILD, killed_commands.STORE, killed_commands.BULK, killed_commands.SITE):
        rows.append(_kills(operation, say, by_changes=True))
        rows.append(_kills(operation, say, by_changes=False))
    if _SOURCES.is_dir():
        rows.append(_kills(killed_commands.text_load(_SOURCES), say, by_changes=False))
    if not sparql_stores.lacking("oxigraph"):
        with tempfile.TemporaryDirectory() as folder, sparql_stores.loaded("oxigraph", Path(folder)) as store:
            rows.append(_kills(killed_commands.load(store.query, store.update), say, by_changes=False))
    return rows


def _kills(operation: Operation, say: Callable[[str], None], *, by_changes: bool) -> dict[str, Any]:
    kills = Kills(operation, by_changes=by_changes)
    many = _LONG if kills.seconds > 10 else _MOMENTS
    if by_changes:
        moments = [float(one) for one in sorted({1 + step * (kills.changes - 1) // (many - 1) for step in range(many)})]
    else:
        moments = [kills.seconds * (step + 1) / (many + 1) for step in range(many)]
    found = []
    for moment in moments:
        found.append(kills.at(moment))
        if found[-1].faults:
            say(f"{operation.name}, killed {found[-1].moment}: {', '.join(found[-1].faults)}")
    when = "before a change of files" if by_changes else "at some moment"
    return {
        "what": f"{operation.name}, `kill -9` {when}",
        "tried": sum(one.killed for one in found),
        "held": sum(one.killed and not one.faults for one in found),
    }


def fuzzed(say: Callable[[str], None], seconds: int) -> list[dict[str, Any]]:
    """Texts that nobody would write, for each reader.

    Args:
        say: is told of each fault.
        seconds: for each reader.
    """
    from tests.robustness.fuzz.__main__ import look
    from tests.robustness.fuzz.targets import all_of

    rows = []
    for name, target in all_of().items():
        found = look(name, target, seconds)
        for file in found["broken"]:
            say(f"{name}: {file}")
        rows.append(
            {
                "what": f"{name}, texts by atheris in {found['seconds']:,} s",
                "tried": found["texts"],
                "held": found["texts"] - len(found["broken"]),
            }
        )
    return rows
