"""Write a portfolio for the terminal: a table for each kind, with a short word for each verdict."""

import re
import textwrap
from collections.abc import Sequence

from actgraph.core.prefixes import shorten_iri
from actgraph.core.tables import rows_to_records, to_one_line
from actgraph.graph.node import Node
from actgraph.reasoning.duty_counts import format_next_change
from actgraph.validation.findings import CLEAN_MESSAGE, count_by_kind, format_heading, format_message
from actgraph.validation.portfolio import (
    Portfolio,
    PortfolioRow,
    build_portfolio_rows,
    format_place,
    list_portfolio_columns,
    shorten_citation,
)

TITLES = {"model": "Models", "AI system": "AI systems", "deployment": "Deployments"}
LEGEND = {  # status → the word in a cell, and what the legend says
    "applies": ("owed", "the duty applies; the findings say whether evidence is missing"),
    "comply by": ("by", "it must be complied with by a later day"),
    "applies from": ("from", "it applies from a later day"),
    "exempt": ("exempt", "an exception in the Act lifts it, on the facts given"),
    "does not apply": ("n/a", "it does not apply, on the facts given"),
    "unknown": (
        "?",
        "undecided, which does not count as compliance: a fact is missing, unreadable or contradicted, or the law is"
        " open. To see the questions: actgraph assess FILE",
    ),
}
_WIDTH = 108
_LABEL_WIDTHS = (16, 40)
_ROWS_PER_HEAD = 20


def format_portfolio(portfolio: Portfolio, width: int = 0) -> str:
    """Format the portfolio as text.

    Args:
        portfolio: the portfolio.
        width: width of the window, in characters; 0 where there is none. If the table is wider, each model is a block
            with a line for each duty.

    >>> row = PortfolioRow("a.ttl", "no model", "a.ttl", None, {}, (), "Empty.")
    >>> print(format_portfolio(Portfolio({}, [row], "")))
    Not assessed
      a.ttl: no model: Empty.
    """
    blocks = []
    for kind, provisions in portfolio.duties.items():
        rows = [row for row in portfolio.rows if row.kind == kind]
        cells = [_split_citation(one) for one in provisions]
        widths = [_measure_column(one, parts, rows) for one, parts in zip(provisions, cells, strict=True)]
        label_width = min(max(_LABEL_WIDTHS[0], (width or _WIDTH) - sum(widths)), _LABEL_WIDTHS[1])
        if width and label_width + sum(widths) > width:
            return rows_to_records(list_portfolio_columns(portfolio), build_portfolio_rows(portfolio), width)
        for start in range(0, len(rows), _ROWS_PER_HEAD):
            lines = _format_head(f"{TITLES[kind]}: {len(rows)}", cells, widths, label_width)
            for row in rows[start : start + _ROWS_PER_HEAD]:
                lines += ["", *_format_row(row, provisions, widths, label_width, width or _WIDTH)]
            blocks.append("\n".join(lines))
    rest = [f"  {to_one_line(f'{row.profile}: {row.kind}: {row.problem}')}" for row in portfolio.rows if row.problem]
    blocks += ["\n".join(["Not assessed", *rest])] if rest else []
    return "\n\n".join([*_format_legend(portfolio, width or _WIDTH), *blocks])


def _split_citation(provision: Node) -> Sequence[str]:
    """Split a citation into article, paragraph, and point or the number of the subparagraph."""
    parts = re.findall(r"\d+|\([^)]*\)|\w+", shorten_citation(provision))
    return [*parts, "", ""][:3]


def _measure_column(provision: Node, parts: Sequence[str], rows: Sequence[PortfolioRow]) -> int:
    return 1 + max(4, *map(len, parts), *(len(_get_word(row, provision)) for row in rows))


def _get_word(row: PortfolioRow, provision: Node) -> str:
    return LEGEND[row.duties[provision.iri].status][0] if provision.iri in row.duties else ""


def _format_head(title: str, cells: Sequence[Sequence[str]], widths: Sequence[int], label_width: int) -> list[str]:
    """Format the lines above a table: articles, paragraphs, and points where there are any."""
    levels = [[parts[level] for parts in cells] for level in range(3)]
    articles = [one if place == 0 or levels[0][place - 1] != one else "" for place, one in enumerate(levels[0])]
    told = [articles, *filter(any, levels[1:])]
    names = ["Article", *[""] * (len(told) - 2), title]
    return [
        (name.ljust(label_width) + "".join(map(str.ljust, parts, widths))).rstrip()
        for name, parts in zip(names, told, strict=True)
    ]


def _format_row(
    row: PortfolioRow, provisions: Sequence[Node], widths: Sequence[int], label_width: int, width: int
) -> list[str]:
    label = to_one_line(shorten_iri(row.label))
    label = label if len(label) < label_width else f"{label[: label_width - 2]}…"
    words = [_get_word(row, one).ljust(size) for one, size in zip(provisions, widths, strict=True)]
    line = label.ljust(label_width) + "".join(words)
    told = [describe_findings(row)]
    if row.counts and row.counts.next_change:
        told.append(format_next_change(row.counts))
    return [line.rstrip(), *(part for one in told for part in _wrap(one, width))]


def describe_findings(row: PortfolioRow) -> str:
    """Describe how many findings there are, and the gravest: its place, its kind, its message and its node."""
    if not row.findings:
        unknown = sum(one.status == "unknown" for one in row.duties.values())
        told = f"; duties that are unknown: {unknown}" if unknown else ""
        return to_one_line(f"{row.profile}: {CLEAN_MESSAGE}{told}")
    first, number = row.findings[0], len(row.findings)
    kinds = ", ".join(f"{count} {kind}" for kind, count in count_by_kind(row.findings).items() if count)
    counted = "1 finding" if number == 1 else f"{number} findings ({kinds}), the gravest"
    told = f"{format_heading(first)}: {format_message(first)} ({first.node_label})"
    return to_one_line(f"{format_place(first)}: {counted}: {told}")


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent="  ",
        subsequent_indent="    ",
        max_lines=2,
        placeholder=" …",
        break_on_hyphens=False,
    )


def _format_legend(portfolio: Portfolio, width: int) -> list[str]:
    used = {one.status for row in portfolio.rows for one in row.duties.values()}
    told = [
        textwrap.fill(means, width, initial_indent=word.ljust(8), subsequent_indent=" " * 8)
        for status, (word, means) in LEGEND.items()
        if status in used
    ]
    return ["\n".join(told)] if told else []
