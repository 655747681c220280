"""Record what the program answers from outside, and compare two recordings byte for byte.

    python -m tests.support.contract record --program .venv/bin/actgraph --tree . /tmp/contract/new
    python -m tests.support.contract compare /tmp/contract/old /tmp/contract/new

A case is a line for bash. Cases stand in `contract_cases.toml`; the console examples of README.md and docs/ are read
from the tree. Nothing of the package is imported: names inside may change, answers may not.
"""

import argparse
import contextlib
import difflib
import fnmatch
import hashlib
import itertools
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

TOLD: dict[str, Any] = tomllib.loads(Path(__file__).with_name("contract_cases.toml").read_text(encoding="utf-8"))
MOST_FILES = 20  # where a command writes more, their digests are recorded
MOST_LINES = 12  # of the difference of a case
LONG_LINE = 300


class Unstable(NamedTuple):
    """What cannot be equal in two recordings of the same program."""

    cases: str  # a pattern for their names, as of a shell
    pattern: str  # a regular expression for what differs; `(?s).*` for all of a case
    reason: str


UNSTABLE = [
    Unstable("*", r"(?m)^date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r$", "the time of an answer over HTTP"),
    Unstable("web-*", r"(?m)^allow: [A-Z, ]+\r$", "405 names the methods in any order"),
    Unstable("show/*-all-editions-*", r"as of (?!2026-07-26)\d{4}-\d\d-\d\d", "today: no day can be named there"),
    Unstable("site/*", r"(?<=pages in )[\w ]+(?=: )", "how long it took"),
    Unstable(
        "site/*", r"(?<=/ns\.ttl\n)sha256 \w+", "nodes without a name are called by lot; the web has a case for it"
    ),
    Unstable("serve/*", r"127\.0\.0\.1:\d+", "the port is any that is free"),
    Unstable("serve/*", r"(?m)^\d{4}-\d\d-\d\dT[\d:]{8}Z| \d+ ms", "the log: when a request was, and how long it took"),
    Unstable("serve/*", r'(?<=(?:seconds|y_bytes|,"alive)":)\d+|(?<=health 200 )\d+ B', "/health: the server's state"),
]


class Step(NamedTuple):
    """A command that is run in the folder of its sequence."""

    name: str  # of its record, below the folder of the recording
    command: str  # for bash, with placeholders such as `@web@`
    is_recorded: bool  # it is a case, and does not only prepare one


class Recorder(NamedTuple):
    """Where and how commands are run."""

    out: Path  # the folder of the recording
    temp: Path  # the folder of all that the commands need and leave
    tree: Path
    environment: Mapping[str, str]
    places: dict[str, str]  # what stands in the output → its placeholder


def read_cases(tree: Path, groups: Sequence[str]) -> list[list[Step]]:
    """Read the cases of the groups that match a pattern: sequences of steps, each of which has a folder of its own."""
    pages = [tree / "README.md", *sorted((tree / "docs").glob("*.md"))]
    found = [(f"pages/{page.name}", list(find_examples(page.read_text(encoding="utf-8")))) for page in pages]
    for case in TOLD["cases"]:
        lines = [case["steps"]] if "steps" in case else [[line] for line in expand_template(case["run"])]
        found += [(case["group"], [(command, True) for command in commands]) for commands in lines]
    names: dict[str, int] = {}
    return [
        [Step(make_name(group, command, names), command, is_recorded) for command, is_recorded in steps]
        for group, steps in found
        if steps and is_wanted(group, groups)
    ]


def is_wanted(group: str, patterns: Sequence[str]) -> bool:
    """Tell whether a group is one of those that are asked for."""
    return any(fnmatch.fnmatch(group, pattern) for pattern in patterns)


def find_examples(page: str) -> Iterator[tuple[str, bool]]:
    """Find the console examples of a page, and the blocks that write files for them, which are no cases."""
    how = TOLD["pages"]
    for kind, text in re.findall(r"^```(console|sh)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        command = text.removeprefix("$ ").partition("\n")[0] if kind == "console" else text
        if kind == "console" and not command.startswith(tuple(how["skip"])):
            yield command.replace(how["address"], "@web@"), True
        elif kind == "sh" and command.startswith(tuple(how["prepare"])):
            yield command, False


def expand_template(template: str) -> Iterator[str]:
    """Give a command for each combination of the values of the lists that a template names as `@list@`."""
    lists = {name: TOLD["lists"][name] for name in re.findall(r"@(\w+)@", template) if name in TOLD["lists"]}
    for values in itertools.product(*lists.values()):
        chosen = dict(zip(lists, values, strict=True))
        yield re.sub(r"@(\w+)@", lambda found, chosen=chosen: chosen.get(found[1], found[0]), template)


def make_name(group: str, command: str, names: dict[str, int]) -> str:
    """Make a file name that tells the command and stays the same wherever the case stands among the others."""
    words = re.sub(r"\W+", "-", command.removeprefix("actgraph "), flags=re.ASCII).strip("-")[:70]
    name = f"{group}/{words}.{hashlib.sha256(command.encode()).hexdigest()[:6]}"
    names[name] = names.get(name, 0) + 1
    return name if names[name] == 1 else f"{name}.{names[name]}"


def record_contract(program: Path, tree: Path, out: Path, groups: Sequence[str], jobs: int) -> None:
    """Run all cases and write a file for each."""
    if out.exists() and any(out.iterdir()):
        sys.exit(f"{out} is not empty")
    began, sequences = time.monotonic(), read_cases(tree, groups)
    with tempfile.TemporaryDirectory(prefix="contract-") as name:
        temp = Path(name)
        places = {name: "@temp@", str(tree): "@tree@", str(program.parents[2]): "@tree@"}
        recorder = Recorder(out, temp, tree, make_environment(program, temp), places)
        shutil.copytree(tree / "examples", temp / "examples")
        # The stores are made before anything else, and not by several at once.
        run_command(
            "for day in 2025-01-01 2026-07-26 2026-11-24; do actgraph covers 53 --on $day; done", temp, recorder
        )
        with start_services(recorder, sequences) as ready, ThreadPoolExecutor(jobs) as pool:
            for number, _ in enumerate(pool.map(lambda steps: run_sequence(steps, ready), sequences)):
                if number % 100 == 0:
                    print(f"{number} of {len(sequences)}", file=sys.stderr)
    count = sum(step.is_recorded for steps in sequences for step in steps)
    print(f"{count} cases in {time.monotonic() - began:.0f} s: {out}")


def make_environment(program: Path, temp: Path) -> dict[str, str]:
    """Make the environment of a user who has nothing yet, with the program found first."""
    for name in ("home", "tmp"):
        (temp / name).mkdir()
    own = {"HOME": "home", "TMPDIR": "tmp", "ACTGRAPH_CACHE": "cache", "ACTGRAPH_DATA": "data"}
    path = os.pathsep.join([str(program.parent), os.environ["PATH"]])
    return {"PATH": path, "LANG": "C.UTF-8", "TZ": "UTC", **{name: str(temp / place) for name, place in own.items()}}


@contextlib.contextmanager
def start_services(recorder: Recorder, sequences: Sequence[Sequence[Step]]) -> Iterator[Recorder]:
    """Start the servers that the cases name, and end them; give the recorder with their addresses."""
    places = dict(recorder.places)
    with contextlib.ExitStack() as stack:
        for name, command in TOLD["services"].items():
            if any(f"@{name}@" in step.command for steps in sequences for step in steps):
                with socket.create_server(("127.0.0.1", 0)) as free:
                    port = free.getsockname()[1]
                stack.enter_context(start_service(command.replace("@port@", str(port)), port, recorder))
                places[f"http://127.0.0.1:{port}"] = f"@{name}@"
        yield recorder._replace(places=places)


@contextlib.contextmanager
def start_service(command: str, port: int, recorder: Recorder) -> Iterator[None]:
    """Start a server, wait until it takes connections, and end it."""
    file = recorder.temp / f"log-{port}"
    with file.open("wb") as log:
        process = subprocess.Popen(
            ["bash", "-c", f"exec {command}"], cwd=recorder.temp, env=recorder.environment, stdout=log, stderr=log
        )
    try:
        while process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        else:
            sys.exit(f"cannot start: {command}\n{file.read_text()}")
        yield
    finally:
        process.terminate()
        process.wait(60)


def run_sequence(steps: Sequence[Step], recorder: Recorder) -> None:
    """Run commands one after the other in a folder of their own, and record what each of them prints and writes."""
    folder = recorder.temp / "run" / steps[0].name
    folder.mkdir(parents=True)
    (folder / "examples").symlink_to(recorder.temp / "examples")
    (folder / "sources").symlink_to(recorder.tree.parent / "shared" / "sources")
    before: dict[str, bytes] = {}
    for step in steps:
        done, after = run_command(step.command, folder, recorder), read_files(folder)
        if step.is_recorded:
            written = {name: data for name, data in after.items() if before.get(name) != data}
            record = f"$ {step.command}\nexit {done.returncode}\n--- stdout\n".encode()
            record += done.stdout + b"--- stderr\n" + done.stderr
            for name, data in written.items():
                digest = f"sha256 {hashlib.sha256(data).hexdigest()}\n".encode()
                record += f"--- file {name}\n".encode() + (data if len(written) <= MOST_FILES else digest)
            for place, placeholder in {str(folder): "@here@", **recorder.places}.items():
                record = record.replace(place.encode(), placeholder.encode())
            file = recorder.out / f"{step.name}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(record)
        before = after
    shutil.rmtree(folder)


def run_command(command: str, folder: Path, recorder: Recorder) -> subprocess.CompletedProcess[bytes]:
    """Run a command as it is typed; of a pipeline each part counts."""
    for place, placeholder in recorder.places.items():
        command = command.replace(placeholder, place)
    words, nothing = ["timeout", "600", "bash", "-o", "pipefail", "-c", command], subprocess.DEVNULL
    return subprocess.run(words, cwd=folder, env=recorder.environment, stdin=nothing, capture_output=True, check=False)


def read_files(folder: Path) -> dict[str, bytes]:
    """Read all files below a folder; links are not followed."""
    paths = sorted(Path(top, name) for top, _, names in os.walk(folder) for name in names)
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths if not path.is_symlink()}


def compare_recordings(old: Path, new: Path, groups: Sequence[str]) -> int:
    """Print each case that differs and how, and give the exit code: 1 where there is one."""
    files = [{str(path.relative_to(top)): path for path in top.rglob("*.txt")} for top in (old, new)]
    names = [name for name in sorted({*files[0], *files[1]}) if is_wanted(os.path.dirname(name), groups)]
    differing = 0
    for name in names:
        if all(name in found for found in files):
            lines = find_difference(*(read_record(name, found[name]) for found in files))
        else:
            lines = [f"only in {old if name in files[0] else new}"]
        if lines:
            differing += 1
            print(f"== {name}", *lines, sep="\n")
    print(f"{len(names)} cases, {differing} differ")
    return int(differing > 0 or not names)


def read_record(name: str, file: Path) -> str:
    """Read a record without what cannot be equal."""
    text = file.read_bytes().decode(errors="surrogateescape")
    for one in UNSTABLE:
        if fnmatch.fnmatch(name, one.cases):
            text = re.sub(one.pattern, "…", text)
    return text


def find_difference(old: str, new: str) -> list[str]:
    """Give the first lines of the unified difference of two texts; none where they are equal."""
    if old == new:
        return []
    both = [[part for line in text.split("\n") for part in split_line(line)] for text in (old, new)]
    start, end = (count_equal(*(lines[::way] for lines in both)) for way in (1, -1))
    end = min(end, *(len(lines) - start for lines in both))
    # Only a part of what differs is compared: of two large files all would take minutes.
    near = [lines[max(start - 1, 0) : len(lines) - end + 1][:5000] for lines in both]
    lines = [ascii(line)[1:-1] for line in list(difflib.unified_diff(*near, n=1, lineterm=""))[3:]]
    more = [f"… and {len(lines) - MOST_LINES} lines more"] if len(lines) > MOST_LINES else []
    return [*lines[:MOST_LINES], *more]


def count_equal(old: Sequence[str], new: Sequence[str]) -> int:
    """Count the lines at the start of two texts that are the same."""
    return next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0)


def split_line(line: str) -> list[str]:
    """Split a long line behind its punctuation."""
    return re.split("(?<=[,;>}])", line) if len(line) > LONG_LINE else [line]


def main() -> int:
    """Read the command line and do what it asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    record = commands.add_parser("record", help="run all cases and write a file for each")
    record.add_argument("--program", type=Path, required=True, help="the console script of the environment")
    record.add_argument("--tree", type=Path, required=True, help="the checkout whose pages and examples are taken")
    record.add_argument("--jobs", type=int, default=1, help="how many commands run at once")
    compare = commands.add_parser("compare", help="list the cases that differ")
    for one, folders in ((record, ["out"]), (compare, ["old", "new"])):
        for name in folders:
            one.add_argument(name, type=Path)
        one.add_argument("--group", action="append", help="only the groups of this pattern: query, web*, pages/*")
    told = parser.parse_args()
    if told.command == "compare":
        return compare_recordings(told.old, told.new, told.group or ["*"])
    record_contract(told.program.absolute(), told.tree.absolute(), told.out, told.group or ["*"], told.jobs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
