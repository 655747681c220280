"""Run an actgraph command that kills itself with SIGKILL just before its N-th change of files below a folder.

A request to a store elsewhere counts as a change: each has a connection of its own.

Run as: python -m tests.robustness.kill_before_write N FOLDER COMMAND...
With N 0 it is not killed, and the number of changes is the last line of standard error. A site is cut to a few pages,
because all pages are written alike.
"""

import itertools
import os
import signal
import sys

_CHANGE_EVENTS = {
    "os.mkdir",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.truncate",
    "os.chmod",
    "shutil.rmtree",
    "ctypes.dlsym",
}
_WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_MAX_PAGES = 40


def main() -> None:
    """Run the command of the arguments."""
    from actgraph import cli

    number, folder, words = int(sys.argv[1]), os.path.realpath(sys.argv[2]), sys.argv[3:]
    if words[0] == "site":
        from actgraph.web import site

        jobs = site.list_page_jobs
        site.list_page_jobs = lambda *args: itertools.islice(jobs(*args), _MAX_PAGES)  # type: ignore[assignment]
    seen = 0

    def kill_at_change(event: str, args: tuple[object, ...]) -> None:
        nonlocal seen
        changes = event in _CHANGE_EVENTS or (event == "open" and isinstance(args[2], int) and args[2] & _WRITE_FLAGS)
        below = event == "ctypes.dlsym" or str(args[0] if args else "").startswith(folder)
        asks = event == "socket.connect" and isinstance(args[1], tuple)
        if (changes and below) or asks:
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)

    end = os._exit
    os._exit = lambda code: (print(seen, file=sys.stderr, flush=True), end(code))  # type: ignore[assignment]
    sys.addaudithook(kill_at_change)
    cli.main(words)


if __name__ == "__main__":
    main()
