"""Kill a command while it runs: earlier data must be whole, and the next run must continue or start clean."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import build_command

from tests.robustness.killed_commands import ROOT, KillableCommand


class KillResult(NamedTuple):
    """The result of killing a command once.

    Attributes:
        moment: after how many seconds, or before which change of files.
        killed: whether it was killed before it ended.
        faults: what is wrong; empty if all is well.
    """

    moment: str
    killed: bool
    faults: list[str]


class KillTrial:
    """Repeated kills of one command.

    Args:
        operation: the command.
        by_changes: kill before a numbered change of files, which are counted first; else after some seconds.
    """

    def __init__(self, operation: KillableCommand, *, by_changes: bool) -> None:
        self._operation, self._by_changes = operation, by_changes
        start = time.perf_counter()
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            operation.prepare(folder)
            self._before = self._read_state(folder)
            start = time.perf_counter()
            said = self._run_to_end(folder)
            self.seconds = time.perf_counter() - start
            self.change_count = int(said.splitlines()[-1]) if by_changes else 0
            self._after = self._read_state(folder)
        if self._before == self._after and operation.changes_state:
            raise RuntimeError(f"{operation.name} changes nothing")

    def kill_at(self, moment: float) -> KillResult:
        """Kill the command, check what it left, and run it again.

        Args:
            moment: seconds after its start, or the number of the change, from 1.
        """
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            self._operation.prepare(folder)
            with subprocess.Popen(
                self._build_command(folder, int(moment)),
                env=self._build_environment(folder),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            ) as process:
                if not self._by_changes:
                    time.sleep(moment)
                    process.kill()
            now = self._read_state(folder)
            self._run_to_end(folder)
            left = {entry.name for entry in folder.iterdir()} - self._operation.allowed_files
            faults = {
                "what is there is neither the old nor the new": now not in (self._before, self._after),
                "the next run makes something else than a clean one": self._read_state(folder) != self._after,
                f"the next run leaves {', '.join(sorted(left))}": bool(left),
            }
        told = f"before change {moment:.0f}" if self._by_changes else f"after {moment:.2f} s"
        killed = process.returncode == -signal.SIGKILL
        return KillResult(told, killed, [what for what, is_so in faults.items() if is_so])

    def _read_state(self, folder: Path) -> str:
        """Read the user's data from a copy, because reading may change it."""
        with tempfile.TemporaryDirectory() as name:
            return self._operation.read_state(Path(shutil.copytree(folder, Path(name, "copy"), symlinks=True)))

    def _run_to_end(self, folder: Path) -> str:
        """Run the command to its end; exit code 1, for findings, is no failure."""
        done = subprocess.run(
            self._build_command(folder, 0),
            env=self._build_environment(folder),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode not in (0, 1):
            raise RuntimeError(f"{self._operation.name} ends in {done.returncode}: {done.stderr}")
        return done.stderr

    def _build_command(self, folder: Path, number: int) -> list[str]:
        words = self._operation.build_arguments(folder)
        if not self._by_changes:
            return build_command(*words)
        return [sys.executable, "-m", "tests.robustness.kill_before_write", str(number), str(folder), *words]

    def _build_environment(self, folder: Path) -> dict[str, str]:
        return {**os.environ, **self._operation.build_environment(folder), "PYTHONPATH": str(ROOT)}
