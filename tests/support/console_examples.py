"""The examples of a page in Markdown: run as somebody runs them who follows the page, and held to what is printed."""

import doctest
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt


class CodeBlock(NamedTuple):
    """A block of code of a page.

    Attributes:
        kind: the word after the fence; empty where there is none, and where the block is indented.
        text: what stands in it.
        line: its first line in the page, counted from 1.
    """

    kind: str
    text: str
    line: int

    @property
    def command(self) -> str:
        """What is typed: of an example with its output the line behind the sign $, else the whole block."""
        return self.text.removeprefix("$ ").partition("\n")[0] if self.kind == "console" else self.text

    @property
    def printed(self) -> str:
        """What an example says that its command prints."""
        return self.text.partition("\n")[2]


def find_code_blocks(page: str) -> list[CodeBlock]:
    """The blocks of code of a page in their order."""
    return [
        CodeBlock(token.info, token.content, token.map[0] + 1)
        for token in MarkdownIt().parse(page)
        if token.type in ("fence", "code_block")
    ]


def compile_output_pattern(output: str) -> str:
    """What is printed as a pattern: a line or an end of a line that is an ellipsis stands for anything."""
    return "".join(".*" if part == "…" else re.escape(part) for part in re.split("(…)", output))


def make_bin_folder(folder: Path, root: Path | None = None) -> str:
    """A folder with `actgraph` as the README has it, for this interpreter; `python3` is this one too.

    Args:
        folder: where to make it.
        root: the checkout whose program and data are meant, where it is another than the one that is installed.
    """
    made = folder / "bin"
    made.mkdir()
    path = f'PYTHONPATH="{root}/src" ' if root else ""
    for name, code in (("actgraph", ' -c "from actgraph.cli import main; main()"'), ("python3", "")):
        script = made / name
        script.write_text(f'#!/bin/sh\n{path}exec {shlex.quote(sys.executable)}{code} "$@"\n')
        script.chmod(0o755)
    return str(made)


def get_expected_exit_code(command: str, output: str) -> int:
    """The exit code of an example, by what the README says of them: 2 for an error, 1 for findings."""
    if output.startswith("actgraph: "):
        return 2
    findings = command.startswith("actgraph validate") and "nothing found" not in output
    return int(findings and not re.search(r"--fail-on|[;|]", command))


def run_shell(command: str, folder: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """A command as it is typed in a folder; standard output and standard error come as they do in a terminal."""
    return subprocess.run(
        # Of a pipeline each part counts.
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=dict(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def check_example(block: CodeBlock, folder: Path, env: Mapping[str, str]) -> None:
    """Run an example and hold what comes to what is printed; a block without output only must end well."""
    if block.kind == "console":
        done = run_shell(block.command, folder, env)
        assert re.fullmatch(compile_output_pattern(block.printed), done.stdout, re.DOTALL), (
            f"line {block.line}: {done.stdout}"
        )
        assert done.returncode == get_expected_exit_code(block.command, block.printed), (
            f"line {block.line}: {block.command}"
        )
    else:
        done = run_shell(f"set -e\n{block.text}", folder, env)
        assert done.returncode == 0, f"line {block.line}: {done.stdout}"


def check_python_example(block: CodeBlock, name: str) -> int:
    """Run an example in Python and give how many lines of it were tried."""
    test = doctest.DocTestParser().get_doctest(block.text, {}, name, name, block.line)
    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
    assert results.failed == 0, f"line {block.line}"
    return results.attempted


def build_environment(folder: Path, root: Path | None = None) -> dict[str, str]:
    """The environment of who follows a page in a folder: `actgraph` is found, and their own data is there."""
    path = os.pathsep.join([make_bin_folder(folder, root), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "ACTGRAPH_DATA": str(folder / "data")}
