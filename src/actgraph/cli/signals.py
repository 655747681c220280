"""End a command that is told to stop while its modules are imported: without a traceback, a server with 0."""

import os
import signal
import sys
from types import FrameType

_PROGRAMS = ("actgraph", "actgraph.exe", "-m", "-c")  # not a program of others, which imports the command line


def end_quietly_while_importing() -> None:
    """Let Ctrl+C end the process at once, and SIGTERM too if it is a server, until `restore_interrupts` is called."""
    folder, program = os.path.split(sys.argv[0])
    if program in _PROGRAMS or (program == "__main__.py" and os.path.basename(folder) == "actgraph"):
        for number in (signal.SIGINT, signal.SIGTERM) if _is_server() else (signal.SIGINT,):
            if signal.getsignal(number) in (signal.default_int_handler, signal.SIG_DFL):  # a shell may have it ignored
                signal.signal(number, _end)


def restore_interrupts() -> None:
    """Let Ctrl+C raise KeyboardInterrupt again, so that a command cleans up; a server sets handlers of its own.

    >>> restore_interrupts()
    """
    if signal.getsignal(signal.SIGINT) is _end and not _is_server():
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _is_server() -> bool:
    return sys.argv[1:2] == ["serve"]


def _end(number: int, _: FrameType | None) -> None:
    os._exit(0 if _is_server() else 128 + number)
