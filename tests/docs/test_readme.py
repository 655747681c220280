"""Test that the README's examples run and print the shown output, and that generated files are current."""

import os
import re
import runpy
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.console_examples import (
    build_environment,
    check_example,
    check_python_example,
    compile_output_pattern,
    find_code_blocks,
    get_expected_exit_code,
)

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = [block for block in find_code_blocks(README) if block.kind == "console"]
SETUP = re.findall(r"```sh\n(python3 -m venv .+?)\n```", README)


@pytest.mark.parametrize("example", CONSOLE, ids=[example.command for example in CONSOLE])
def test_console_example(example, tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    check_example(example, tmp_path, build_environment(tmp_path))


def test_console_examples_show_exit_codes():
    assert {get_expected_exit_code(example.command, example.printed) for example in CONSOLE} == {0, 1, 2}
    assert "Exit codes: 0 clean, 1 findings, 2 wrong input or usage, 3 our own fault." in README


def test_python_examples():
    (code,) = (block for block in find_code_blocks(README) if block.kind == "python")
    assert check_python_example(code, "README.md") == 6


@pytest.mark.slow
def test_type_checker_sees_no_any_in_api(tmp_path):
    (code,) = (block for block in find_code_blocks(README) if block.kind == "python")
    lines = re.findall(r"^>>> (.+)$", code.text, re.MULTILINE)
    (tmp_path / "five_lines.py").write_text("\n".join([*lines[:-1], ""]), encoding="utf-8")
    strict = [sys.executable, "-m", "mypy", "--strict", "--disallow-any-expr", "--config-file", os.devnull]
    done = subprocess.run(
        [*strict, "--cache-dir", tmp_path, tmp_path / "five_lines.py"],
        cwd=ROOT,
        env={**os.environ, "MYPYPATH": str(ROOT / "src")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert len(lines) == 6
    assert "five_lines.py" not in done.stdout, done.stdout


def test_first_command_prints_shown_output(capsys):
    from actgraph.cli import _run

    (printed,) = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
    assert _run(["covers", "53", "--on", "2026-11-24"]) == 0
    assert re.fullmatch(compile_output_pattern(printed), capsys.readouterr().out, re.DOTALL)


def test_picture_is_current():
    assert runpy.run_path(str(ROOT / "docs/picture.py"))["draw_picture"]() == (ROOT / "docs/mapping.svg").read_text(
        encoding="utf-8"
    )


def test_formats_page_is_current():
    written = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    assert runpy.run_path(str(ROOT / "docs/formats.py"))["build_page"]() == written, "python docs/formats.py"


def test_rules_page_is_current():
    written = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    assert runpy.run_path(str(ROOT / "docs/rules.py"))["build_page"]() == written, "make rules"


def test_examples_keep_to_100_columns():
    shown = [line for block in re.findall(r"```\w+\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
    assert [line for line in shown if len(line) > 100] == []


def test_readme_links_resolve():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("http") or (ROOT / target).exists(), target


def make_clone(tmp_path: Path) -> Path:
    clone = tmp_path / "a clone"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    # Include uncommitted changes.
    changed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-mco", "--exclude-standard", "-z"], capture_output=True, check=True
    ).stdout.decode()
    for name in filter(None, changed.split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, clone / name)
    return clone


def build_stranger_environment(tmp_path: Path) -> dict[str, str]:
    """Build the environment of a new user: an empty home and no compiler."""
    keep = {
        key: value
        for key, value in os.environ.items()
        if key.startswith(("PIP_", "SSL_", "HTTP", "http", "no_", "NO_"))
    }
    home = tmp_path / "home"
    home.mkdir()
    return {**keep, "HOME": str(home), "PATH": os.environ["PATH"], "CC": "/bin/false", "LANG": "C.UTF-8"}


@pytest.fixture(scope="module")
def installed_clone(tmp_path_factory):
    """A clone in which the README's first command has run; the environment; what the command printed."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout, so there is nothing to clone")
    folder = tmp_path_factory.mktemp("stranger")
    clone, env = make_clone(folder), build_stranger_environment(folder)
    first = subprocess.run(SETUP[0], shell=True, cwd=clone, env=env, capture_output=True, text=True, check=False)
    assert first.returncode == 0, first.stderr
    return clone, env, first.stdout


@pytest.mark.slow
def test_first_command_works_in_fresh_clone(installed_clone):
    clone, env, shown = installed_clone
    (printed,) = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
    today = compile_output_pattern(printed).replace(r"24\ Nov\ 2026", r"\d+ \w{3} \d{4}")
    assert re.fullmatch(today, shown, re.DOTALL), shown
    elsewhere = subprocess.run(
        [clone / ".venv/bin/actgraph", "covers", "53"], cwd="/", env=env, capture_output=True, text=True, check=False
    )
    assert (elsewhere.returncode, elsewhere.stdout) == (0, shown)


@pytest.mark.slow
def test_serve_command_works_in_fresh_clone(installed_clone):
    (line,) = re.findall(r"^(\.venv/bin/pip install .*actgraph serve)$", README, re.MULTILINE)
    clone, env, _ = installed_clone
    # Any free port; exec, so that the signal reaches the server.
    command = line.replace("&& ", "&& exec ") + " --port 0"
    with subprocess.Popen(["bash", "-c", command], cwd=clone, env=env, stderr=subprocess.PIPE, text=True) as server:
        try:
            address = next(words[0] for words in map(str.split, server.stderr) if words[0].startswith("http"))
            with urllib.request.urlopen(address) as answer:
                assert "Article 53(1)(c)" in answer.read().decode()
        finally:
            server.terminate()
    assert server.returncode == 0
