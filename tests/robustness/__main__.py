"""Run the robustness tests, and write the table of their results into docs/trust.md.

Run it as: python -m tests.robustness [PART...] [--write]
"""

import datetime
import json
import platform
import re
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import click

from tests.robustness import suites
from tests.robustness.killed_commands import ROOT

RESULTS_FILE = ROOT / "tests" / "robustness" / "results.json"
MUTANT_FIGURES_FILE = (
    ROOT / "tests" / "robustness" / "mutants" / "figures.json"
)  # by `python -m tests.robustness.mutants --write`
TRUST_PAGE = ROOT / "docs" / "trust.md"
_BEGIN, _END = "<!-- figures: python -m tests.robustness --write -->", "<!-- end of figures -->"
_PART_TITLES = {
    "files": "Files written to break what reads them",
    "kills": "Killed in the middle",
    "damage": "Bytes changed in a store",
    "server": "A server under attack, and how others are served meanwhile",
    "fuzz": "Texts that nobody would write",
    "mutants": "Changes of the code that a test must see",
}


@click.command()
@click.argument(
    "names", nargs=-1, metavar="[PART]...", type=click.Choice(["files", "kills", "damage", "server", "fuzz"])
)
@click.option("--seconds", default=60, show_default=True, help="For each reader, in the part fuzz.")
@click.option("--write", is_flag=True, help="Keep the figures, and put the table into docs/trust.md.")
def main(names: tuple[str, ...], seconds: int, write: bool) -> None:
    """Try to break actgraph in each PART: files, kills, damage, server, fuzz; all where none is named.

    It ends in 1 where something did not hold.

    It takes some thirty minutes. What mutants of the code tests see has a command of its own,
    python -m tests.robustness.mutants, whose figures the table has too.

    \b
    Examples:
      python -m tests.robustness files
      python -m tests.robustness --seconds 600 --write
    """
    known: dict[str, Callable[[Callable[[str], None]], list[dict[str, Any]]]] = {
        "files": suites.run_hostile_files,
        "kills": suites.run_kills,
        "damage": suites.run_store_damage,
        "server": suites.run_server_attacks,
        "fuzz": partial(suites.run_fuzzing, seconds=seconds),
    }
    faults: list[str] = []

    def report_fault(fault: str) -> None:
        faults.append(fault)
        click.echo(f"FAULT {fault}", err=True)

    about = f"{datetime.date.today():%-d %B %Y}, {platform.system()}, Python {platform.python_version()}"
    kept: dict[str, Any] = json.loads(RESULTS_FILE.read_text("utf-8")) if RESULTS_FILE.exists() else {}
    for name in names or known:
        click.echo(f"{name} …", err=True)
        kept[name] = {"about": about, "rows": known[name](report_fault)}
        if write:
            RESULTS_FILE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    click.echo(format_table({name: kept[name] for name in names or known}), nl=False)
    if write:
        if MUTANT_FIGURES_FILE.exists():
            kept["mutants"] = {
                "about": "each on the day in the last column",
                "rows": list_mutant_rows(json.loads(MUTANT_FIGURES_FILE.read_text("utf-8"))),
            }
            RESULTS_FILE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        update_trust_page(kept)
    sys.exit(bool(faults))


def format_table(results: dict[str, Any]) -> str:
    """Format the results as Markdown tables.

    Args:
        results: part → when and where it was run, and its rows.

    >>> print(format_table({"kills": {"about": "today", "rows": [{"what": "build", "tried": 2, "held": 2}]}}), end="")
    <BLANKLINE>
    **Killed in the middle** (today)
    <BLANKLINE>
    | what | tried | held | |
    | --- | --- | --- | --- |
    | build | 2 | 2 | |
    """
    lines: list[str] = []
    for name, part in results.items():
        lines += [
            "",
            f"**{_PART_TITLES[name]}** ({part['about']})",
            "",
            "| what | tried | held | |",
            "| --- | --- | --- | --- |",
        ]
        lines += [
            f"| {row['what']} | {row['tried']:,} | {row['held']:,} |{_format_last_cell(row)}|" for row in part["rows"]
        ]
    return "".join(f"{line}\n" for line in lines)


def list_mutant_rows(figures: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """List the rows of the table from the figures of `python -m tests.robustness.mutants`.

    Args:
        figures: target → its figures.

    >>> figures = {"day": "2026-11-26", "mutants": 9, "killed": 7, "explained": 2, "survived": 0, "seconds": 1}
    >>> list_mutant_rows({"rules": figures})
    [{'what': 'rules', 'tried': 9, 'held': 9, 'explained': 2, 'unseen': 0, 'day': '2026-11-26'}]
    """
    return [
        {
            "what": name,
            "tried": one["mutants"],
            "held": one["killed"] + one["explained"],
            "explained": one["explained"],
            "unseen": one["survived"],
            "day": one["day"],
        }
        for name, one in figures.items()
    ]


def _format_last_cell(row: dict[str, Any]) -> str:
    if "explained" in row:
        day = f"{datetime.date.fromisoformat(row['day']):%-d %B %Y}"
        unseen = f"{row['unseen']:,} are seen by no test yet; " if row["unseen"] else ""
        return f" {unseen}{row['explained']:,} mean the same, as explained; {day} "
    if "slowest" in row:
        return f" the slowest in {row['slowest']:.2f} s; all processes at most {row['megabytes']:.0f} MB "
    if "seconds" in row:
        return f" fetched: {row['fetched']}; at most {row['seconds']:.1f} s, {row['megabytes']:.0f} MB "
    return " "


def update_trust_page(results: dict[str, Any]) -> None:
    """Write the table into docs/trust.md."""
    page = TRUST_PAGE.read_text("utf-8")
    made = re.sub(
        f"{re.escape(_BEGIN)}.*{re.escape(_END)}",
        lambda _: f"{_BEGIN}\n{format_table({name: results[name] for name in _PART_TITLES if name in results})}{_END}",
        page,
        flags=re.DOTALL,
    )
    TRUST_PAGE.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
