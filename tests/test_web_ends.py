"""The server ends as it is told to: what is stopped has not failed, and tells no traceback."""

import signal
import subprocess
import sys
import urllib.request

import pytest

SERVE = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from actgraph.cli import main; main()"


@pytest.mark.parametrize(("sent", "code", "told"), [(signal.SIGTERM, 0, ""), (signal.SIGINT, 130, "actgraph: stopped")])
def test_a_signal_ends_it(sent, code, told):
    command = [sys.executable, "-c", SERVE, "serve", "--port", "0", "--on", "2026-11-24"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            address = process.stderr.readline().split()[0]
            with urllib.request.urlopen(f"{address}gaps.json") as answer:  # at once: it is not refused
                assert answer.status == 200
            process.send_signal(sent)
            _, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, err.strip()) == (code, told)
