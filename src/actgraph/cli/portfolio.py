"""Several profiles at once: print their portfolio, and show how far the work is."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from actgraph.cli.options import get_window_width, print_basis, print_status
from actgraph.core.tables import TABLE_WRITERS, dump_json, strip_controls, to_one_line
from actgraph.graph.day import Day

if TYPE_CHECKING:
    from actgraph.validation.portfolio import Portfolio
    from actgraph.validation.validate import ValidationRun

FORMATS = ("csv", "html")  # of validate, which give the portfolio alone
_MANY = 50  # profiles; fewer are checked in a few seconds


def assess_several(profiles: Sequence[str], day: Day, source: str | None, form: str) -> int:
    """Print the portfolio of some profiles, then say which of them were not assessed.

    Returns:
        The exit code: 2 if a profile cannot be read or describes nothing that can be assessed, else 0.
    """
    from actgraph.reasoning.assess_text import build_no_model_error
    from actgraph.reasoning.derived import DerivedProfile
    from actgraph.validation.portfolio import build_portfolio
    from actgraph.validation.validate import validate_files

    with show_progress(len(profiles)) as show:
        run = validate_files(profiles, day, source, progress=show)
    print_conversions(run)
    if run.results:
        written = format_portfolio_as(build_portfolio(run, day), form)
        click.echo(written)
        print_basis(day)
        print_status(written)
    errors = list(run.read_errors)
    for profile, _ in run.results:
        if not run.report.counts.get(profile.name):
            errors.append(build_no_model_error(profile.name, DerivedProfile(profile.triples, day)))
    for error in errors:
        click.echo(f"actgraph: {strip_controls(str(error))}", err=True)
    return 2 if errors else 0


def format_portfolio_as(portfolio: "Portfolio", form: str, *, is_file: bool = False) -> str:
    """Format a portfolio as `text`, `html` or in a format of tables.

    Args:
        portfolio: the portfolio.
        form: the format.
        is_file: whether a file is written, so that the width of the window does not matter.
    """
    from actgraph.validation import portfolio as tables

    if form == "text":
        from actgraph.validation.portfolio_text import format_portfolio

        return format_portfolio(portfolio, 0 if is_file else get_window_width())
    if form == "html":
        from actgraph.validation.portfolio_html import format_portfolio_page

        return format_portfolio_page(portfolio)
    if form == "json":
        return dump_json(tables.portfolio_to_dicts(portfolio))
    return TABLE_WRITERS[form](tables.list_portfolio_columns(portfolio), tables.build_portfolio_rows(portfolio))


def print_conversions(run: "ValidationRun") -> None:
    """Print on standard error what was converted on reading."""
    for line in run.conversions:
        click.echo(f"note: {to_one_line(line)}", err=True)


@contextmanager
def show_progress(number: int) -> Iterator[Callable[[int, int], None] | None]:
    """Show on a terminal how many of many profiles are checked; None where there is nothing to show."""
    if number < _MANY or not _is_terminal():
        yield None
        return
    from actgraph.cli.progress import ProgressBar

    with ProgressBar("profiles") as bar:
        yield lambda done, total: bar.update(done, total, f"{done:,} of {total:,}")


def _is_terminal() -> bool:
    return sys.stderr.isatty()
