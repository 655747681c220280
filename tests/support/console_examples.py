"""Run the code examples of a Markdown page in a shell and compare their output with what the page shows."""

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
    """A code block of a Markdown page.

    Attributes:
        kind: the language after the fence; empty for an unlabelled or indented block.
        text: the content.
        line: the first line in the page, counted from 1.
    """

    kind: str
    text: str
    line: int

    @property
    def command(self) -> str:
        """The line after `$ ` of a console example; of any other block, the whole text."""
        return self.text.removeprefix("$ ").partition("\n")[0] if self.kind == "console" else self.text

    @property
    def printed(self) -> str:
        """The output that a console example shows."""
        return self.text.partition("\n")[2]


def find_code_blocks(page: str) -> list[CodeBlock]:
    """List the code blocks of a page in order."""
    return [
        CodeBlock(token.info, token.content, token.map[0] + 1)
        for token in MarkdownIt().parse(page)
        if token.type in ("fence", "code_block")
    ]


def compile_output_pattern(output: str) -> str:
    """Compile expected output into a regular expression in which `…` matches any text."""
    return "".join(".*" if part == "…" else re.escape(part) for part in re.split("(…)", output))


def make_bin_folder(folder: Path, root: Path | None = None) -> str:
    """Make a folder with the scripts `actgraph` and `python3`, both run by this interpreter.

    Args:
        folder: the parent folder.
        root: a checkout to run instead of the installed package.
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
    """Get the exit code that the README documents for an output: 2 for an error, 1 for findings, else 0."""
    if output.startswith("actgraph: "):
        return 2
    findings = command.startswith("actgraph validate") and "nothing found" not in output
    return int(findings and not re.search(r"--fail-on|[;|]", command))


def run_shell(command: str, folder: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a shell command in a folder, with standard output and standard error in one stream as in a terminal."""
    return subprocess.run(
        # A pipeline fails if any part fails.
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=dict(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def check_example(block: CodeBlock, folder: Path, env: Mapping[str, str]) -> None:
    """Run an example and compare its output and exit code; a block without output must only succeed."""
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
    """Run the doctests of a block and return how many were tried."""
    test = doctest.DocTestParser().get_doctest(block.text, {}, name, name, block.line)
    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
    assert results.failed == 0, f"line {block.line}"
    return results.attempted


def build_environment(folder: Path, root: Path | None = None) -> dict[str, str]:
    """Build the environment for an example: `actgraph` on PATH, user data in the folder."""
    path = os.pathsep.join([make_bin_folder(folder, root), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "ACTGRAPH_DATA": str(folder / "data")}
