"""The parts of the table of trust, each with its figures: what was tried, and what did not hold."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests import stores

from trials import operations, refusals
from trials.hostile import COMMANDS
from trials.kills import Kills
from trials.operations import ROOT, Operation

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
        found = list(refusals.all_of(command))
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
    for operation in (operations.BUILD, operations.STORE, operations.BULK, operations.SITE):
        rows.append(_kills(operation, say, by_changes=True))
        rows.append(_kills(operation, say, by_changes=False))
    if _SOURCES.is_dir():
        rows.append(_kills(operations.text_load(_SOURCES), say, by_changes=False))
    if not stores.lacking("oxigraph"):
        with tempfile.TemporaryDirectory() as folder, stores.loaded("oxigraph", Path(folder)) as store:
            rows.append(_kills(operations.load(store.query, store.update), say, by_changes=False))
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
    from trials.fuzz.__main__ import look
    from trials.fuzz.targets import all_of

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
