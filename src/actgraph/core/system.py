"""What not every operating system has: limits of a process, its memory, the processors that it may use.

Nothing of this is imported before it is used: Windows has no `resource`, macOS no `/proc`.
"""

import contextlib
import ctypes
import gc
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Literal

if sys.platform != "win32":
    with contextlib.suppress(ModuleNotFoundError):
        import resource

Resource = Literal["core", "cpu", "data", "files"]
MAX_WORKERS = 61 if sys.platform == "win32" else 256  # Windows waits for 63 objects, two of which are Python's own


def count_processors() -> int:
    """Count the processors that this process may use; where the system does not tell, all of them.

    >>> count_processors() >= 1
    True
    """
    if sys.platform != "win32" and sys.platform != "darwin" and hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def count_workers() -> int:
    """Count the processes that share long work: one for each processor, within what the system can wait for.

    >>> 1 <= count_workers() <= count_processors()
    True
    """
    return min(count_processors(), MAX_WORKERS)


def can_limit(name: Resource) -> bool:
    """Return whether this system enforces a limit of a process.

    Args:
        name: `core`, of a core dump; `cpu`, of computing time; `data`, of memory; `files`, of open files.

    >>> can_limit("files") == ("resource" in globals())
    True
    """
    if name == "data":  # other systems count no anonymous memory, or do not tell what a process holds
        return "resource" in globals() and measure_data_memory() is not None
    return "resource" in globals()


@contextlib.contextmanager
def limit_resources(limits: Mapping[Resource, int]) -> Iterator[None]:
    """Set limits of this process for a while, as far as the system has them.

    Args:
        limits: for each resource, named as for `can_limit`, its bytes, its seconds or its number of files.

    >>> with limit_resources({"files": 100}):
    ...     set_limit("files", 100) in (100, None)
    True
    """
    before = {name: set_limit(name, most) for name, most in limits.items()}
    try:
        yield
    finally:
        for name, old in before.items():
            if old is not None:
                set_limit(name, old)


def get_limit(name: Resource) -> int | None:
    """Get a limit of this process, named as for `can_limit`; None where this system has no such limit.

    >>> (get_limit("files") is None) == (not can_limit("files"))
    True
    """
    if sys.platform != "win32" and "resource" in globals():
        return resource.getrlimit(_number_of(name))[0]
    return None


def set_limit(name: Resource, most: int) -> int | None:
    """Set a limit of this process as near to a number as the system allows.

    Args:
        name: as for `can_limit`.
        most: bytes, seconds, or number of files.

    Returns:
        The limit before; None where this system has no such limit.

    >>> before = set_limit("files", 100)
    >>> before is None or set_limit("files", before) == 100
    True
    """
    if sys.platform != "win32" and "resource" in globals():
        before, hard = resource.getrlimit(_number_of(name))
        resource.setrlimit(_number_of(name), (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        return before
    return None


def list_missing_limits() -> list[str]:
    """List the limits of queries that this system does not enforce, a sentence each.

    >>> can_limit("data") or len(list_missing_limits()) > 0
    True
    """
    said: dict[Resource, str] = {
        "data": "This system does not limit the memory of a query; the limit of time holds.",
        "files": "This system does not limit the files that a query opens; a query that reads other data is refused.",
    }
    return [sentence for name, sentence in said.items() if not can_limit(name)]


def measure_data_memory() -> int | None:
    """Measure the bytes of data memory that this process holds; None where the system does not tell.

    >>> (measure_data_memory() or 1) > 0
    True
    """
    return _read_statm(5)


def measure_memory() -> int | None:
    """Measure the bytes that this process has in main memory; None where the system does not tell.

    >>> (measure_memory() or 1) > 0
    True
    """
    return _read_statm(1)


def release_memory() -> None:
    """Give memory that this process needs no more back to the system, as far as its C library can.

    >>> release_memory()
    """
    gc.collect()
    if sys.platform.startswith("linux"):
        with contextlib.suppress(AttributeError, OSError):  # only glibc has it
            ctypes.CDLL(None).malloc_trim(0)


def measure_free_address_space() -> int | None:
    """Measure the bytes that this process may still map, under a limit such as that of `ulimit -v`.

    Returns:
        None where there is no such limit, or the system does not tell.

    >>> (measure_free_address_space() or 1) > 0
    True
    """
    if sys.platform != "win32" and "resource" in globals():
        limit = resource.getrlimit(resource.RLIMIT_AS)[0]
        if limit != resource.RLIM_INFINITY and (held := _read_statm(0)) is not None:
            return limit - held
    return None


def _number_of(name: Resource) -> int:
    if sys.platform != "win32":
        return {
            "core": resource.RLIMIT_CORE,
            "cpu": resource.RLIMIT_CPU,
            "data": resource.RLIMIT_DATA,
            "files": resource.RLIMIT_NOFILE,
        }[name]
    raise OSError(f"this system has no limit of {name}")


def _read_statm(column: int) -> int | None:
    """Read a number of pages from `/proc/self/statm` of Linux, in bytes."""
    if sys.platform == "win32":
        return None
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[column]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return None
