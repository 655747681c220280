"""Do the jobs of a `worker_pool` in this process, within their limits of time and memory."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from actgraph.core import child_process, system
from actgraph.core.worker_pool import WorkLimits

_GRACE_SECONDS = 1  # over the time limit, until the timer ends what the parent should have ended
_KEPT_BYTES = 20_000_000  # more than what is held after a job is given back
Execute = Callable[[Mapping[str, Any], bytes], tuple[dict[str, Any], bytes]]


def serve_jobs(warm_up: Callable[[], None], make_executor: Callable[[WorkLimits], Execute]) -> None:
    """Do jobs until the parent closes the connection, or kills the process.

    Args:
        warm_up: opens and imports everything that a job needs.
        make_executor: makes the function that does a job, once all is warm; it gives the header and the body of the
            result, keeps to the limit of memory, and lets MemoryError pass.
    """
    parent, limits = sys.argv[1], WorkLimits(float(sys.argv[2]), int(sys.argv[3]))
    connection = child_process.accept_parent(parent)
    system.set_limit("core", 0)
    warm_up()
    execute = make_executor(limits)
    base_bytes = system.measure_data_memory() or 0
    connection.send_bytes(b"ready")
    while True:
        try:
            header, body = json.loads(connection.recv_bytes()), connection.recv_bytes()
        except EOFError:
            return
        connection.send_bytes(b"begun")
        child_process.exit_after(limits.seconds + _GRACE_SECONDS)
        try:
            told, answer = execute(header, body)
        except MemoryError:
            told, answer = {"failure": "memory"}, b""
        except BaseException as error:  # a panic of the engine; only its type is sent: the message may repeat the job
            told, answer = {"failure": "failed", "detail": type(error).__name__}, b""
        child_process.exit_after(0)
        connection.send_bytes(json.dumps(told).encode())
        connection.send_bytes(answer)
        del header, body, told, answer
        if (system.measure_data_memory() or 0) > base_bytes + _KEPT_BYTES:
            system.release_memory()


def limit_memory(base_bytes: int, extra_bytes: int) -> dict[system.Resource, int]:
    """Return the limit of memory for `system.limit_resources`; none where the system does not tell what is held.

    Args:
        base_bytes: the most that counts as held before the job.
        extra_bytes: what the job may take on top.
    """
    held = system.measure_data_memory()
    return {} if held is None else {"data": min(held, base_bytes) + extra_bytes}
