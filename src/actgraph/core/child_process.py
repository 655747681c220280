"""Start a module as a process of its own, connected by a socket; let it end with its parent."""

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Connection
from typing import NamedTuple


class ChildProcess(NamedTuple):
    """A process and the connection to it.

    Attributes:
        process: the process.
        connection: sends to it what it receives from `accept_parent`, and back.
    """

    process: "subprocess.Popen[bytes]"
    connection: Connection

    def send_kill(self) -> None:
        """Kill the process without waiting for its end; who waits for its answer reads the end of the connection."""
        if hasattr(signal, "SIGKILL"):
            self.process.kill()
        else:
            self.process.terminate()

    def kill(self) -> None:
        """Kill the process, wait for its end, and close the connection."""
        self.send_kill()
        self.process.wait()
        self.connection.close()

    def describe_end(self) -> str:
        """Wait for the end of the process, and tell its signal or its exit code."""
        code = self.process.wait()
        if code >= 0:
            return f"exit code {code}"
        return next((one.name for one in signal.Signals if one == -code), f"signal {-code}")  # some have no name

    @contextlib.contextmanager
    def kill_after(self, seconds: float) -> Iterator["ChildProcess"]:
        """Kill the process if the context lasts longer than this.

        >>> with start_module("actgraph.profile.jsonld_process").kill_after(60) as child:
        ...     child.kill()
        >>> child.describe_end()
        'SIGKILL'
        """
        timer = threading.Timer(seconds, self.send_kill)
        with contextlib.suppress(RuntimeError):  # the system has no thread left
            timer.start()
        try:
            yield self
        finally:
            timer.cancel()


def start_module(module: str, *args: str, env: Mapping[str, str] | None = None) -> ChildProcess:
    """Start a module with the Python of this process; nothing that it prints is seen.

    Args:
        module: the name of a module that calls `accept_parent`.
        args: its arguments, after the first one, which tells the socket.
        env: variables to set in its environment.

    Raises:
        OSError: the system cannot start one more process.

    >>> start_module("actgraph.profile.jsonld_process").kill()
    """
    ours, theirs = socket.socketpair()
    # -P: import no module from the current folder
    options = ["-P", "-m", module]
    environment = {**os.environ, **(env or {})}
    with ours, theirs:
        if sys.platform == "win32":
            for one in (ours, theirs):  # TCP, which would hold a short message back
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # The Python of a virtual environment starts the real one; the socket is shared with the real one.
            environment["__PYVENV_LAUNCHER__"] = sys.executable
            process = subprocess.Popen(  # noqa: S603
                [getattr(sys, "_base_executable", sys.executable), *options, "stdin", *args],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
            assert process.stdin
            with process.stdin as stdin:
                stdin.write(theirs.share(process.pid))
        else:
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, *options, str(theirs.fileno()), *args],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # a crashing engine prints its backtrace
                env=environment,
            )
        return ChildProcess(process, Connection(ours.detach()))


def accept_parent(told: str) -> Connection:
    """Connect to the process that started this one, and leave it to it how this one ends.

    Args:
        told: the first argument of this process.
    """
    # The parent ends this process when it needs it no more; where there is no SIGKILL, by SIGTERM.
    for number in (signal.SIGINT, signal.SIGTERM) if hasattr(signal, "SIGKILL") else (signal.SIGINT,):
        signal.signal(number, signal.SIG_IGN)
    if sys.platform == "win32":
        return Connection(socket.fromshare(sys.stdin.buffer.read()).detach())
    return Connection(int(told))


def exit_after(seconds: float) -> None:
    """Exit this process after a time, even while the engine runs and the parent is gone; 0 cancels it."""
    if seconds:
        faulthandler.dump_traceback_later(seconds, exit=True)
    else:
        faulthandler.cancel_dump_traceback_later()


def exit_with_parent() -> None:
    """Ignore Ctrl+C, which the parent handles, and exit as soon as the parent has ended.

    A parent that is killed cannot stop its children, and they would wait for work for ever.

    >>> handler = signal.getsignal(signal.SIGINT)
    >>> exit_with_parent()
    >>> signal.signal(signal.SIGINT, handler) == signal.SIG_IGN
    True
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    first = multiprocessing.parent_process()
    if first is not None:
        threading.Thread(target=_exit_after_parent, args=(first,), daemon=True).start()


def _exit_after_parent(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
