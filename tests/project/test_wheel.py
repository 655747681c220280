"""Test that the wheel has its data: installed in an empty environment, it works from another folder."""

import os
import re
import subprocess
import sys
import zipfile

import pytest

from tests.conftest import ROOT
from tests.docs.test_readme import make_clone


@pytest.mark.slow
def test_wheel_works_from_other_folder(tmp_path):
    built = tmp_path / "built"
    subprocess.run([sys.executable, "-m", "build", "-q", "--wheel", "--outdir", str(built), str(ROOT)], check=True)
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    data = {name for folder in ("examples", "ontology", "queries", "shapes") for name in _list_files(folder)}
    assert {name.removeprefix("actgraph/data/") for name in names if name.startswith("actgraph/data/")} == data
    assert not [name for name in names if {"tests", "shared"} & set(name.split("/"))]
    assert any(name.endswith("licenses/LICENSE") for name in names)

    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    subprocess.run([venv / "bin/pip", "install", "-q", "--disable-pip-version-check", str(wheel)], check=True)
    env = {"HOME": str(tmp_path), "PATH": os.defpath, "LANG": "C.UTF-8"}
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def run(*command):
        return subprocess.run(command, cwd=elsewhere, env=env, capture_output=True, text=True, check=False)

    for _ in range(2):  # the first builds the store, the second finds it
        done = run(venv / "bin/actgraph", "covers", "53")
        assert (done.returncode, done.stderr) == (0, "")
        assert "Copyright Commitment 1" in done.stdout
    assert (tmp_path / ".cache/actgraph/stores").is_dir()
    done = run(venv / "bin/python", "-c", "import actgraph; print(len(actgraph.ask('coverage-by-commitment')))")
    assert (done.stdout, done.stderr) == ("50\n", "")
    assert run(venv / "bin/pip", "check").returncode == 0


@pytest.mark.slow
def test_installs_without_network(tmp_path):
    """Run what docs/platforms.md says; the last line behind a proxy that is not there, so that no network answers."""
    clone = make_clone(tmp_path)
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    page = (clone / "docs/platforms.md").read_text(encoding="utf-8")
    *before, last = re.search(r"```sh\n(.*?)```", page, re.DOTALL)[1].splitlines()
    assert len(before) == 2
    env = {**os.environ, "PATH": f"{tmp_path / 'venv/bin'}:{os.environ['PATH']}"}
    for line in before:
        subprocess.run(["bash", "-c", line], cwd=clone, env=env, check=True)
    offline = {**env, "HTTPS_PROXY": "http://127.0.0.1:9", "PIP_CONFIG_FILE": os.devnull}
    subprocess.run(["bash", "-c", last], cwd=clone, env=offline, check=True)
    command = [tmp_path / "venv/bin/actgraph", "covers", "53"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert "Copyright Commitment 1" in done.stdout


def _list_files(folder):
    return {str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*") if path.is_file()}
