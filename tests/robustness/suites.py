"""Run each part of the robustness tests, and count what was tried and what held."""

import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.robustness import damaged_store, hostile_file_checks, killed_commands, server_attacks
from tests.robustness.crashes import KillTrial
from tests.robustness.damaged_store import Damage, StoreTrial
from tests.robustness.hostile_commands import HOSTILE_COMMANDS
from tests.robustness.killed_commands import ROOT, KillableCommand
from tests.robustness.subprocess_runner import MOST_MEGABYTES
from tests.support import live_server, sparql_stores

_SOURCES = ROOT.parent / "shared" / "sources"
_MOMENTS_PER_COMMAND = 20  # per command
_MOMENTS_PER_SLOW_COMMAND = 6  # per slow command
_FLIPS, _HIDDEN_FLIPS = 200, 60
_LATE_SECONDS = 1  # for a page or a query


def run_hostile_files(report_fault: Callable[[str], None]) -> list[dict[str, Any]]:
    """Give each hostile file to each command that reads such files."""
    rows = []
    for command in HOSTILE_COMMANDS:
        found = list(hostile_file_checks.check_hostile_files(command))
        for one in found:
            if one.faults:
                report_fault(f"{command} {one.case.file_name} ({one.case.description}): {', '.join(one.faults)}")
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


def run_kills(report_fault: Callable[[str], None]) -> list[dict[str, Any]]:
    """Kill each command that changes something while it runs."""
    rows = []
    for operation in (killed_commands.BUILD, killed_commands.STORE, killed_commands.BULK, killed_commands.SITE):
        rows.append(_run_kill_trial(operation, report_fault, by_changes=True))
        rows.append(_run_kill_trial(operation, report_fault, by_changes=False))
    if _SOURCES.is_dir():
        rows.append(_run_kill_trial(killed_commands.make_text_load(_SOURCES), report_fault, by_changes=False))
    if not sparql_stores.explain_missing_store("oxigraph"):
        with tempfile.TemporaryDirectory() as folder, sparql_stores.run_loaded_store("oxigraph", Path(folder)) as store:
            load = killed_commands.make_load(store.query_url, store.update_url)
            rows.append(_run_kill_trial(load, report_fault, by_changes=True))
            rows.append(_run_kill_trial(load, report_fault, by_changes=False))
    return rows


def run_server_attacks(report_fault: Callable[[str], None]) -> list[dict[str, Any]]:
    """Send a hundred uploads of each kind at once, and measure how others are served meanwhile."""
    rows = []
    with tempfile.TemporaryDirectory() as folder, live_server.run_server(Path(folder)) as server:
        for name, make_upload in server_attacks.UPLOADS.items():
            found = server_attacks.attack_with_uploads(server, *make_upload())
            asked = len(found.page_seconds) + len(found.query_seconds)
            late = sum(seconds > _LATE_SECONDS for seconds in [*found.page_seconds, *found.query_seconds])
            faults = found.faults + [f"{late} answers after {_LATE_SECONDS} s"] * bool(late)
            faults += [f"{found.peak_megabytes:.0f} MB"] * (found.peak_megabytes > MOST_MEGABYTES)
            if fault := server.find_fault():
                faults.append(fault)
            for one in faults:
                report_fault(f"100 uploads, {name}: {one}")
            rows.append(
                {
                    "what": f"pages and queries during 100 uploads: {name}",
                    "tried": asked,
                    "held": asked - late - len(found.faults),
                    "slowest": found.slowest,
                    "megabytes": found.peak_megabytes,
                }
            )
    return rows


def run_store_damage(report_fault: Callable[[str], None]) -> list[dict[str, Any]]:
    """Change bytes in every file of a store, and put other things in the place of its files."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        trials = [StoreTrial(Path(one)), StoreTrial(Path(other))]  # one for each of two processors
        names = trials[0].list_file_names()
        kinds_of_files = {name.rpartition(".")[2]: name for name in names}.values()  # of the tables, one
        replacements = [damage for name in kinds_of_files for damage in damaged_store.list_replacements(name)]
        flips = list(damaged_store.generate_flips(names, _FLIPS, seed=26))
        hidden = list(
            damaged_store.generate_flips([name for name in names if name != "pointer"], _HIDDEN_FLIPS, seed=27)
        )
        kinds = [
            ("one byte changed", flips, False),
            ("one byte changed, size and times kept", hidden, True),
            ("a file cut, removed, or a link, pipe, folder or 100 GB in its place", replacements, False),
        ]
        return [_run_damages(trials, *kind, report_fault) for kind in kinds]


def _run_damages(
    trials: Sequence[StoreTrial],
    what: str,
    damages: Sequence[Damage],
    hidden: bool,
    report_fault: Callable[[str], None],
) -> dict[str, Any]:
    def check_share(number: int) -> list[str]:
        return [
            f"store, {damage.file_name}, {damage.what}: {fault}"
            for damage in damages[number :: len(trials)]
            if (fault := trials[number].check_damage(damage, hidden=hidden))
        ]

    with ThreadPoolExecutor(len(trials)) as threads:
        faults = [fault for share in threads.map(check_share, range(len(trials))) for fault in share]
    for fault in faults:
        report_fault(fault)
    return {"what": f"the store, {what}", "tried": len(damages), "held": len(damages) - len(faults)}


def _run_kill_trial(
    operation: KillableCommand, report_fault: Callable[[str], None], *, by_changes: bool
) -> dict[str, Any]:
    kills = KillTrial(operation, by_changes=by_changes)
    many = _MOMENTS_PER_SLOW_COMMAND if kills.seconds > 10 else _MOMENTS_PER_COMMAND
    if by_changes:
        moments = [
            float(one) for one in sorted({1 + step * (kills.change_count - 1) // (many - 1) for step in range(many)})
        ]
    else:
        moments = [kills.seconds * (step + 1) / (many + 1) for step in range(many)]
    found = []
    for moment in moments:
        found.append(kills.kill_at(moment))
        if found[-1].faults:
            report_fault(f"{operation.name}, killed {found[-1].moment}: {', '.join(found[-1].faults)}")
    change = "a request to the store" if operation.name == "load" else "a change of files"
    when = f"before {change}" if by_changes else "at some moment"
    return {
        "what": f"{operation.name}, `kill -9` {when}",
        "tried": sum(one.killed for one in found),
        "held": sum(one.killed and not one.faults for one in found),
    }


def run_fuzzing(report_fault: Callable[[str], None], seconds: int) -> list[dict[str, Any]]:
    """Fuzz each reader for some seconds."""
    from tests.robustness.fuzz.__main__ import fuzz_target
    from tests.robustness.fuzz.targets import list_fuzz_targets

    rows = []
    for name, target in list_fuzz_targets().items():
        found = fuzz_target(name, target, seconds)
        for file in found["broken"]:
            report_fault(f"{name}: {file}")
        rows.append(
            {
                "what": f"{name}, texts by atheris in {found['seconds']:,} s",
                "tried": found["texts"],
                "held": found["texts"] - len(found["broken"]),
            }
        )
    return rows
