"""Test atomic writes: temporary siblings, swaps, and removal of leftovers of killed processes."""

import os
import signal
import subprocess
import sys

import pytest

from actgraph.core import atomic, files
from actgraph.core.errors import InputError


def _run_killed_writer(folder):
    """Run a process that is killed while it writes."""
    code = f"""
from actgraph.core import atomic
with atomic.sibling_folder({str(folder / "a.ttl")!r}) as room:
    open(room + "/new", "w").write("half")
    print(flush=True)
    input()
"""
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        yield
        process.kill()
    assert process.returncode == -signal.SIGKILL
    yield


def test_only_leftovers_of_dead_processes_are_removed(tmp_path):
    other = _run_killed_writer(tmp_path)
    next(other)
    at_it = set(os.listdir(tmp_path))  # its folder, and the lock beside it
    files.write_output_file(str(tmp_path / "a.ttl"), "whole")
    assert set(os.listdir(tmp_path)) == at_it | {"a.ttl"}
    next(other)
    files.write_output_file(str(tmp_path / "b.ttl"), "another")  # siblings of another target are not its own
    assert set(os.listdir(tmp_path)) == at_it | {"a.ttl", "b.ttl"}
    files.write_output_file(str(tmp_path / "a.ttl"), "again")
    assert set(os.listdir(tmp_path)) == {"a.ttl", "b.ttl"}


def test_foreign_lookalike_folder_is_kept(tmp_path):
    other = tmp_path / ".a.ttl.mine"
    other.mkdir()
    files.write_output_file(str(tmp_path / "a.ttl"), "whole")
    assert other.is_dir()


def _make_folders(tmp_path):
    new, old = tmp_path / "new", tmp_path / "old"
    for folder in (new, old):
        folder.mkdir()
        (folder / folder.name).touch()
    return new, old


@pytest.mark.parametrize("swaps", [True, False], ids=["at once", "one after the other"])
def test_folder_replaces_another(tmp_path, monkeypatch, swaps):
    if not swaps:
        monkeypatch.setattr(atomic, "_try_swap", lambda *_: False)
    new, old = _make_folders(tmp_path)
    atomic.swap_into_place(str(new), str(old))
    assert os.listdir(old) == ["new"]
    assert os.listdir(new) == ["old"]
    assert set(os.listdir(tmp_path)) == {"new", "old"}


def test_failed_replacement_leaves_old_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(atomic, "_try_swap", lambda *_: False)
    new, old = _make_folders(tmp_path)
    rename = os.rename

    def refuse_new(source, target):
        if str(source) == str(new):
            raise PermissionError(13, "Permission denied", str(source))
        rename(source, target)

    monkeypatch.setattr(os, "rename", refuse_new)
    with pytest.raises(PermissionError):
        atomic.swap_into_place(str(new), str(old))
    assert os.listdir(old) == ["old"]


def test_lock_makes_no_folder(tmp_path):
    with pytest.raises(FileNotFoundError), atomic.hold_lock(str(tmp_path / "typo" / "a.lock")):
        pass
    assert os.listdir(tmp_path) == []


def test_system_swaps_folders_atomically(tmp_path):
    new, old = _make_folders(tmp_path)
    assert atomic._try_swap(str(new), str(old))


def test_symlink_to_target_is_kept(tmp_path):
    new, _ = _make_folders(tmp_path)
    link = tmp_path / "link"
    link.symlink_to("old")
    atomic.swap_into_place(str(new), str(link))
    assert (link.is_symlink(), os.listdir(link)) == (True, ["new"])


def test_failed_move_is_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        atomic.swap_into_place(str(tmp_path / "not-there"), str(tmp_path))


def test_write_works_without_file_locks(tmp_path, monkeypatch):
    def refuse_lock(*_):
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(pytest.importorskip("fcntl"), "flock", refuse_lock)
    (tmp_path / ".a.ttl.actgraph-1").mkdir()
    files.write_output_file(str(tmp_path / "a.ttl"), "whole")
    assert set(os.listdir(tmp_path)) == {"a.ttl", ".a.ttl.actgraph-1"}


@pytest.mark.parametrize("command", [["site", "."], ["build", "{sources}", "--out", "."]], ids=["site", "build"])
def test_current_directory_is_not_replaced(command, tmp_path, run, monkeypatch):
    from tests.ingest.test_build import SMALL

    (tmp_path / "small.fmx.xml").write_text(SMALL, encoding="utf-8")
    here = tmp_path / "here" / "below"
    here.mkdir(parents=True)
    for place in (here, here.parent):
        monkeypatch.chdir(here)
        code, _, err = run(
            *(word.format(sources=tmp_path / "small.fmx.xml") if word != "." else str(place) for word in command)
        )
        assert (code, "you stand in this folder" in err) == (2, True)
    assert here.is_dir()


@pytest.mark.parametrize("name", ["notes.txt", "2024-07-12/more.md"])
def test_build_keeps_foreign_folder(name, tmp_path, run):
    from tests.ingest.test_build import SMALL

    (tmp_path / "small.fmx.xml").write_text(SMALL, encoding="utf-8")
    other = tmp_path / "out" / name
    other.parent.mkdir(parents=True)
    other.touch()
    code, _, err = run("build", str(tmp_path / "small.fmx.xml"), "--out", str(tmp_path / "out"))
    assert (code, f"{other}: this is no file that build writes" in err) == (2, True)
    assert other.exists()


def test_write_error_names_path(tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        files.write_output_file(str(tmp_path / "no-folder" / "a.ttl"), "whole")
