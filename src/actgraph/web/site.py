"""Write the pages as static files that work in any folder of a web server, and from disk."""

import contextlib
import functools
import os
import posixpath
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import NamedTuple

from actgraph.core import atomic, child_process, system
from actgraph.core.errors import InputError
from actgraph.graph.day import open_day
from actgraph.law import amendments, wording
from actgraph.profile.jsonld_context import CONTEXT_FILE, format_context
from actgraph.web.http import assets
from actgraph.web.http.html import render_html
from actgraph.web.http.links import PageLinks, format_file_path, make_relative_formatter
from actgraph.web.http.page import PAGE_FORMATS
from actgraph.web.pages import router

MARKER_FILE = ".actgraph-site"  # marks a folder that may be replaced
_BATCH_SIZE = 16


class PageJob(NamedTuple):
    """A page to write.

    Attributes:
        folder: root folder of the site.
        today: day of the pages at the root, ISO 8601.
        date: day of this page, ISO 8601.
        path: path of this page.
        with_wording: whether it shows the official wording that the user has loaded.
    """

    folder: str
    today: str
    date: str
    path: str
    with_wording: bool = False


def write_site(
    folder: str, date: str | None, progress: Callable[[int, int], None], *, with_wording: bool = False
) -> int:
    """Write all pages of all editions of the Act.

    Args:
        folder: target folder; an existing one is replaced if it is a site of this program, or empty.
        date: day of the pages at the root, ISO 8601; None for today.
        progress: called with the number of written pages and their total.
        with_wording: show the official wording that the user has loaded, with its owner.

    Returns:
        The number of pages.

    Raises:
        InputError: the folder cannot be written, or has other content.
    """
    today = open_day(date).date
    try:
        folder = os.path.abspath(folder)
        _check_folder(folder)
        os.makedirs(os.path.dirname(folder), exist_ok=True)
        with atomic.sibling_folder(folder) as room:
            made = os.path.join(room, "site")
            os.mkdir(made)
            count = _write_all_pages(made, today, progress, with_wording)
            atomic.swap_into_place(made, folder)
    except OSError as error:
        raise InputError(f"the site cannot be written ({error.strerror})", where=folder) from None
    except BrokenProcessPool:
        what = "a process of the work was ended from outside, perhaps for want of memory"
        raise InputError(
            what, where=folder, todo="What was there before is there still: give the command again."
        ) from None
    return count


def list_page_jobs(folder: str, today: str) -> Iterator[PageJob]:
    """List the pages of a site: those of the root day, then those of the other editions.

    Args:
        folder: root folder of the site.
        today: day of the pages at the root, ISO 8601.

    >>> {job.date for job in list_page_jobs("site", "2026-11-24")} == {"2026-07-26", "2026-11-24"}
    True
    """
    for day in list_site_dates(today):
        for path in router.list_page_paths(open_day(day)):
            yield PageJob(folder, today, day, path)


@functools.cache
def list_site_dates(today: str) -> Sequence[str]:
    """List the days of a site: the root day, and one day in each other edition of the Act.

    Args:
        today: day of the pages at the root, ISO 8601.

    >>> list_site_dates("2026-11-24")
    ('2026-11-24', '2026-07-26')
    """
    return tuple(
        dict.fromkeys([today, *(edition.clamp_day(today) for edition in amendments.list_act_editions().values())])
    )


def write_page_files(job: PageJob) -> None:
    """Write one page in all its formats."""
    with contextlib.nullcontext() if job.with_wording else wording.hide_wording():
        _write_page_files(job)


def _write_page_files(job: PageJob) -> None:
    named = "" if job.date == job.today else job.date
    here = format_file_path(job.path, named, "")
    day = open_day(job.date)
    page = router.build_page(day, job.path, {})

    def find_day(iri: str) -> str | None:
        return next((one for one in list_site_dates(job.today) if iri in open_day(one)), None)

    links = PageLinks(day, named, make_relative_formatter(here, job.today), find_day)

    def format_asset_url(name: str) -> str:
        return posixpath.relpath(f"assets/{name}", posixpath.dirname(here) or ".")

    _write_file(job.folder, here, render_html(page, links, job.today, format_asset_url, live=False))
    for form in page.formats:
        _write_file(job.folder, format_file_path(job.path, named, form), PAGE_FORMATS[form][1](page, links))


def _write_all_pages(folder: str, today: str, progress: Callable[[int, int], None], with_wording: bool) -> int:
    for name in assets.ASSETS:
        _write_file(folder, f"assets/{name}", assets.read_asset(name))
    _write_file(folder, CONTEXT_FILE, format_context())
    _write_file(folder, MARKER_FILE, "")
    todo = [job._replace(with_wording=with_wording) for job in list_page_jobs(folder, today)]
    done = 0
    progress(done, len(todo))
    # Spawned and not forked: the open store of this process would not survive a fork.
    number, context = system.count_workers(), get_context("spawn")
    with ProcessPoolExecutor(number, context, initializer=child_process.exit_with_parent) as workers:
        for written in workers.map(
            _write_batch, [todo[at : at + _BATCH_SIZE] for at in range(0, len(todo), _BATCH_SIZE)]
        ):
            done += written
            progress(done, len(todo))
    return done


def _write_batch(batch: Sequence[PageJob]) -> int:
    for job in batch:
        write_page_files(job)
    return len(batch)


def _write_file(folder: str, name: str, text: str) -> None:
    file = os.path.join(folder, name)
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with open(file, "w", encoding="utf-8", newline="\n") as out:
        out.write(text)


def _check_folder(folder: str) -> None:
    if atomic.is_cwd_inside(folder):
        raise InputError("you stand in this folder, and it would be replaced", where=folder, todo="Go out of it.")
    if os.path.isdir(folder) and os.listdir(folder) and not os.path.exists(os.path.join(folder, MARKER_FILE)):
        raise InputError(
            "the folder is there, and what is in it is no site of ours", where=folder, todo="Name a new one."
        )
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise InputError("this is a file, not a folder", where=folder, todo="Name a folder.")
