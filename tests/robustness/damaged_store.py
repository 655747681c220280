"""Change bytes in the files of a prebuilt store, or replace them, and ask what the answer is known to be."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.robustness.killed_commands import DAY, ROOT

_GUARD_SECONDS = 300  # after which a command counts as hanging
_PROBE = f"""
import os
from actgraph import cli
from actgraph.graph.day import open_day
code = cli._run(["covers", "53", "-f", "json", "--on", "{DAY}"])
print(open_day("{DAY}").select_rows("SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }}"))
print(open_day("{DAY}").select_rows("SELECT ?g (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g ORDER BY ?g"))
os._exit(code)
"""
DAMAGE_MESSAGE = "actgraph: a file of the prebuilt store is damaged"


class Damage(NamedTuple):
    """One change of one file of a store.

    Attributes:
        file_name: the file; `pointer` is beside the folder of the store.
        what: what is done to it, in words.
        apply: does it.
    """

    file_name: str
    what: str
    apply: Callable[[Path], object]


class StoreTrial:
    """A prebuilt store in a folder of its own, and the answer of it.

    Args:
        folder: an empty folder, for the cache.
    """

    def __init__(self, folder: Path) -> None:
        self._cache = folder
        self._right = self.ask()[1]
        if self.ask() != (0, self._right, ""):
            raise RuntimeError("the whole store does not answer")

    @property
    def pointer(self) -> Path:
        """The pointer to the store."""
        return next(self._cache.glob("stores/*")) / "pointer"

    @property
    def store(self) -> Path:
        """The folder of the store."""
        return next(self._cache.glob("stores/*/store-*"))

    def list_file_names(self) -> list[str]:
        """List the files of the store that are not empty, and its pointer."""
        return sorted(file.name for file in [*self.store.iterdir(), self.pointer] if file.stat().st_size)

    def ask(self) -> tuple[int, str, str]:
        """Ask for the coverage of Article 53 and the statements of each graph: exit code, answer, and messages."""
        done = subprocess.run(
            [sys.executable, "-c", _PROBE],
            env={**os.environ, "ACTGRAPH_CACHE": str(self._cache), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            capture_output=True,
            text=True,
            check=False,
            timeout=_GUARD_SECONDS,
        )
        told = [line for line in done.stderr.splitlines() if not line.startswith("as of ")]
        return done.returncode, done.stdout, "\n".join(told)

    def check_damage(self, damage: Damage, *, hidden: bool = False) -> str:
        """Damage a file, and ask.

        Args:
            hidden: as a disk does that fails: the pointer has the new times of the file.

        Returns:
            What is wrong; empty if the answer is right, or the damage is reported and the next answer is right.
        """
        file = self.pointer if damage.file_name == "pointer" else self.store / damage.file_name
        if file.is_symlink() or not file.is_file():  # an earlier damage, which no answer depends on
            shutil.rmtree(self._cache)
            self.ask()
        damage.apply(file)
        if hidden:
            self.hide_damage()
        try:
            code, answer, told = self.ask()
            if hidden and code == 2 and told.startswith(DAMAGE_MESSAGE):
                code, answer, told = self.ask()
        except subprocess.TimeoutExpired:
            shutil.rmtree(self._cache)
            self.ask()
            return "it does not end"
        if code or told:
            return f"exit code {code}: {told[-200:]}"
        return "" if answer == self._right else "the answer is wrong"

    def hide_damage(self) -> None:
        """Write the present size and times of each file of the store into the pointer."""
        lines = self.pointer.read_bytes().split(b"\n")
        for number, line in enumerate(lines):
            name = os.fsdecode(line.partition(b" ")[0])
            if line.count(b" ") == 3 and name and (self.store / name).is_file():
                facts = (self.store / name).stat()
                lines[number] = f"{name} {facts.st_size} {facts.st_mtime_ns} {facts.st_ctime_ns}".encode()
        self.pointer.write_bytes(b"\n".join(lines))


def generate_flips(names: list[str], count: int, seed: int) -> Iterator[Damage]:
    """Generate changes of one byte each, in every file in turn; half of them near its end, where a table has its index.

    Args:
        names: of the files.
        count: how many changes.
        seed: of the random numbers.

    >>> [flip.file_name for flip in generate_flips(["a", "b"], 3, seed=1)]
    ['a', 'b', 'a']
    """
    chance = random.Random(seed)
    for number in range(count):
        place, bits, near_end = chance.random(), chance.randrange(1, 256), chance.random() < 0.5

        def flip(file: Path, place: float = place, bits: int = bits, *, near_end: bool = near_end) -> None:
            contents = bytearray(file.read_bytes())
            first = max(0, len(contents) - 1500) if near_end else 0
            contents[first + int(place * (len(contents) - first))] ^= bits
            with open(file, "r+b") as stream:
                stream.write(contents)

        yield Damage(names[number % len(names)], f"flip {number}", flip)


def list_replacements(name: str) -> list[Damage]:
    """List what else may become of a file: cut, removed, a link to a device, a pipe, a folder, far too large.

    >>> len(list_replacements("pointer"))
    8
    """

    def replace(make: Callable[[Path], object]) -> Callable[[Path], object]:
        return lambda file: (file.unlink(), make(file))

    return [
        Damage(name, "removed", Path.unlink),
        Damage(name, "emptied", lambda file: os.truncate(file, 0)),
        Damage(name, "cut in half", lambda file: os.truncate(file, file.stat().st_size // 2)),
        Damage(name, "a link to /dev/zero", replace(lambda file: file.symlink_to("/dev/zero"))),
        Damage(name, "a link to nothing", replace(lambda file: file.symlink_to("nothing"))),
        Damage(name, "a pipe", replace(os.mkfifo)),
        Damage(name, "a folder", replace(Path.mkdir)),
        Damage(name, "100 GB of zeros", lambda file: os.truncate(file, 100_000_000_000)),
    ]
