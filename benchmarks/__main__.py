"""Run the benchmarks and print one table.

Run it as: python -m benchmarks [ROW...] [--json FILE] [--write]
"""

import argparse
import datetime
import os
import platform
import re
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from benchmarks import bulk, checking, commands, covers, growth, named, table
from benchmarks.row import Row

# Groups of rows that are measured together, in the order of the table.
ROWS: dict[str, Callable[[], list[Row]]] = {
    "covers": covers.measure_covers,
    "queries": named.measure_named_queries,
    "validate-cold": checking.measure_cold,
    "validate-warm": checking.measure_warm,
    "assess": commands.measure_assess,
    "serve": commands.measure_serve,
    "site": commands.measure_site,
    "build": commands.measure_build,
    "growth": growth.measure_growth,
    "bulk": bulk.measure_bulk,
}


def main() -> int:
    """Measure the requested rows; return 1 if any could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure, and print one table.")
    parser.add_argument(
        "rows", metavar="ROW", nargs="*", help=f"only these: {', '.join(ROWS)}; all where none is named"
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="keep the figures there, in the place of older ones")
    parser.add_argument(
        "--write", action="store_true", help=f"keep them in {table.KEPT.name}, and put the table into their README"
    )
    asked = parser.parse_args()
    if unknown := [name for name in asked.rows if name not in ROWS]:
        parser.error(f"there is no row {', '.join(unknown)}; there are: {', '.join(ROWS)}")
    files = [*([asked.json] if asked.json else []), *([table.KEPT] if asked.write else [])]
    measured: list[Row] = []
    failed = 0
    for name in asked.rows or ROWS:
        start = time.perf_counter()
        print(f"{name} …", end="", file=sys.stderr, flush=True)
        try:
            found = ROWS[name]()
        except Exception as error:  # one failure must not lose the other figures
            print(f" not measured: {error}", file=sys.stderr)
            failed = 1
            continue
        print(f" {time.perf_counter() - start:.0f} s", file=sys.stderr)
        measured += found
        for file in files:
            table.save_figures(file, found, _describe_machine(), list(ROWS))
    print(table.format_table(measured), end="")
    if asked.write:
        table.update_pages()
    return failed


def _describe_machine() -> dict[str, str]:
    """Return the date and the machine of the measurement."""
    machine = f"{_get_processor()}, {os.cpu_count()} cores, {_get_memory()}"
    engines = ", ".join(f"{name} {version(name)}" for name in ("pyoxigraph", "rdflib", "pyshacl"))
    today = datetime.date.today()
    return {
        "date": f"{today.day} {today:%B %Y}",
        "machine": f"{machine}, {platform.system()}, Python {platform.python_version()}, {engines}",
    }


def _get_processor() -> str:
    found = re.search(r"^model name\s*:\s*(.+)$", _read_text("/proc/cpuinfo"), re.MULTILINE)
    return " ".join(re.sub(r"\((R|TM)\)", "", found[1] if found else platform.machine()).split())


def _get_memory() -> str:
    found = re.search(r"^MemTotal:\s+(\d+) kB", _read_text("/proc/meminfo"), re.MULTILINE)
    return f"{int(found[1]) * 1024 / 1e9:.0f} GB" if found else "memory unknown"


def _read_text(path: str) -> str:
    return Path(path).read_text(encoding="utf-8") if Path(path).exists() else ""


if __name__ == "__main__":
    sys.exit(main())
