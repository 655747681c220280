"""The pages as files in a folder: they work from any folder of any web server, and from disk."""

import functools
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import NamedTuple

from actgraph.core import atomic, parent_process
from actgraph.core.errors import InputError
from actgraph.graph import day as graph
from actgraph.law import amendments
from actgraph.web.http import assets
from actgraph.web.http.html import html
from actgraph.web.http.links import Links, file_of, in_folder
from actgraph.web.http.page import FORMS
from actgraph.web.pages import router

MARK = ".actgraph-site"  # what is in a folder of ours, so that no other is ever replaced
_AT_ONCE = 16


class Job(NamedTuple):
    """A page to be written.

    Attributes:
        folder: the top of the site.
        today: the day whose pages stand at the top, ISO 8601.
        day: of the page.
        path: of the page.
    """

    folder: str
    today: str
    day: str
    path: str


def site(out: str, on: str | None, progress: Callable[[int, int], None]) -> int:
    """Write all pages of all editions of the Act.

    Args:
        out: the folder; one that is there already is replaced if it is a site of ours, or empty.
        on: the day whose pages stand at the top, ISO 8601; today where there is none.
        progress: is told how many pages are written, of how many.

    Returns:
        How many pages were written.

    Raises:
        InputError: the folder cannot be written, or something else is in it.
    """
    today = graph.on(on).day
    out = os.path.abspath(out)
    _check(out)
    try:
        os.makedirs(os.path.dirname(out), exist_ok=True)
        with atomic.room(out) as room:
            made = os.path.join(room, "site")
            os.mkdir(made)
            count = _fill(made, today, progress)
            atomic.put(made, out)
    except OSError as error:
        raise InputError(f"the site cannot be written ({error.strerror})", where=out) from None
    except BrokenProcessPool:
        what = "a process of the work was ended from outside, perhaps for want of memory"
        raise InputError(
            what, where=out, todo="What was there before is there still: give the command again."
        ) from None
    return count


def jobs(folder: str, today: str) -> Iterator[Job]:
    """The pages of a site: those of the day at the top, then those of the other editions.

    Args:
        folder: the top of the site.
        today: the day whose pages stand at the top, ISO 8601.

    >>> {job.day for job in jobs("site", "2026-11-24")} == {"2026-07-26", "2026-11-24"}
    True
    """
    for day in days_of(today):
        for path in router.paths(graph.on(day)):
            yield Job(folder, today, day, path)


@functools.cache
def days_of(today: str) -> Sequence[str]:
    """The days whose pages a site has: that at the top, and one of each other edition of the Act.

    Args:
        today: the day whose pages stand at the top, ISO 8601.

    >>> days_of("2026-11-24")
    ('2026-11-24', '2026-07-26')
    """
    return tuple(dict.fromkeys([today, *(edition.seen_from(today) for edition in amendments.editions().values())]))


def write(job: Job) -> None:
    """Write one page in all its formats.

    Args:
        job: the page.
    """
    named = "" if job.day == job.today else job.day
    here = file_of(job.path, named, "")
    day = graph.on(job.day)
    page = router.find(day, job.path, {})

    def other(iri: str) -> str | None:
        return next((one for one in days_of(job.today) if iri in graph.on(one)), None)

    links = Links(day, named, in_folder(here, job.today), other)

    def asset(name: str) -> str:
        return os.path.relpath(f"assets/{name}", os.path.dirname(here) or ".")

    _put(job.folder, here, html(page, links, job.today, asset, live=False))
    for form in page.forms:
        _put(job.folder, file_of(job.path, named, form), FORMS[form][1](page, links))


def _fill(folder: str, today: str, progress: Callable[[int, int], None]) -> int:
    for name in assets.ASSETS:
        _put(folder, f"assets/{name}", assets.read(name))
    _put(folder, MARK, "")
    todo = list(jobs(folder, today))
    done = 0
    progress(done, len(todo))
    # Started anew and not forked: the store that this process has open would not survive that.
    number, context = len(os.sched_getaffinity(0)), get_context("spawn")
    with ProcessPoolExecutor(number, context, initializer=parent_process.quiet) as workers:
        for written in workers.map(_write_all, [todo[at : at + _AT_ONCE] for at in range(0, len(todo), _AT_ONCE)]):
            done += written
            progress(done, len(todo))
    return done


def _write_all(some: Sequence[Job]) -> int:
    for job in some:
        write(job)
    return len(some)


def _put(folder: str, name: str, text: str) -> None:
    file = os.path.join(folder, name)
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with open(file, "w", encoding="utf-8", newline="\n") as out:
        out.write(text)


def _check(out: str) -> None:
    if atomic.is_stood_in(out):
        raise InputError("you stand in this folder, and it would be replaced", where=out, todo="Go out of it.")
    if os.path.isdir(out) and os.listdir(out) and not os.path.exists(os.path.join(out, MARK)):
        raise InputError("the folder is there, and what is in it is no site of ours", where=out, todo="Name a new one.")
    if os.path.exists(out) and not os.path.isdir(out):
        raise InputError("this is a file, not a folder", where=out, todo="Name a folder.")
