"""Test that files and pipes are read with a time limit and a size limit."""

import os
import threading

import pytest

from actgraph.core import files


@pytest.fixture
def pipe(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return str(path)


def _start_writer(pipe, text, before=lambda: None):
    def write():
        with open(pipe, "wb") as stream:
            before()
            stream.write(text)

    writer = threading.Thread(target=write)
    writer.start()
    return writer


def test_read_stops_one_byte_past_limit(tmp_path):
    (tmp_path / "a").write_bytes(bytes(30))
    assert files.read_input_file(str(tmp_path / "a"), 10) == bytes(11)


@pytest.mark.parametrize("length", [1, 3, 300_000])
def test_pipe_is_read_to_end(pipe, length):
    writer = _start_writer(pipe, b"x" * length)
    assert files.read_input_file(pipe, 1_000_000) == b"x" * length
    writer.join()


def test_slow_pipe_writer_is_awaited(pipe, monkeypatch):
    """The wait ends when a writer has opened the pipe, not when there is something to read."""
    monkeypatch.setattr(files, "_PIPE_TIMEOUT", 60)
    read = threading.Event()
    monkeypatch.setattr(files.os, "set_blocking", lambda *_: read.set() or None)
    writer = _start_writer(pipe, b"late", before=lambda: read.wait(60))
    handle = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)  # a writer can open it only if there is a reader
    assert files._read_first_byte(handle, pipe) in (b"", b"l")
    read.set()
    writer.join()
    os.close(handle)


def test_pipe_without_writer_is_error(pipe, monkeypatch):
    monkeypatch.setattr(files, "_PIPE_TIMEOUT", 0.1)
    with pytest.raises(TimeoutError, match="nobody writes to this pipe"):
        files.read_input_file(pipe, 10)


def test_folder_is_refused(tmp_path):
    with pytest.raises(IsADirectoryError):
        files.read_input_file(str(tmp_path), 10)


def test_no_file_stays_open(tmp_path, pipe, monkeypatch):
    monkeypatch.setattr(files, "_PIPE_TIMEOUT", 0)
    before = len(os.listdir("/proc/self/fd"))
    for name in (str(tmp_path), pipe):
        with pytest.raises(OSError, match=r"."):
            files.read_input_file(name, 10)
    files.read_input_file("/dev/null", 10)
    assert len(os.listdir("/proc/self/fd")) == before
