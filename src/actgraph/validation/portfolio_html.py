"""Write a portfolio as one HTML page that stands alone: no script, nothing from another place, all values escaped."""

import html
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from actgraph.core.tables import to_one_line
from actgraph.graph.node import Node
from actgraph.reasoning.duty_counts import format_next_change
from actgraph.validation.findings import SCOPE
from actgraph.validation.portfolio import Portfolio, PortfolioRow, format_verdict, shorten_citation
from actgraph.validation.portfolio_text import LEGEND, TITLES, describe_findings

_STYLE = """
html { color-scheme: light; color: #111; background: #fff; font: 0.9375rem/1.4 system-ui, sans-serif; }
body { margin: 1.5rem; }
h1 { font-size: 1.5rem; margin: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: 1.5rem 0; width: 100%; }
caption { text-align: left; font-weight: bold; font-size: 1.125rem; padding-bottom: 0.375rem; }
th, td { border: 1px solid #767676; padding: 0.1875rem 0.3125rem; text-align: left; vertical-align: top; }
thead th { background: #eee; }
tbody { border-top: 2px solid #111; break-inside: avoid; }
tbody th { min-width: 10rem; overflow-wrap: anywhere; }
tbody th small { display: block; font-weight: normal; }
td { font-size: 0.75rem; padding: 0.1875rem; }
td small { display: block; white-space: nowrap; }
.rest { overflow-wrap: anywhere; }
.applies { background: #dbe9ff; }
.later { background: #fff1c9; }
.unknown { background: #ffd9d2; font-weight: bold; }
.lifted { color: #444; }
dl { display: grid; grid-template-columns: max-content auto; gap: 0.125rem 1rem; margin: 1rem 0; }
dt { padding: 0 0.3125rem; border: 1px solid #767676; }
dd { margin: 0; }
@page { size: A4 landscape; margin: 10mm; }
@media print {
  html { font-size: 7.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { margin: 0 1px; }
  td { font-size: 7pt; padding: 0.5mm; }
  .scroll { overflow: visible; }
  tbody th { min-width: 30mm; }
}
""".strip()
_MAX_FINDING = 320  # characters of the gravest finding; the whole of it is in the report of validate
_CLASSES = {
    "applies": "applies",
    "comply by": "later",
    "applies from": "later",
    "exempt": "lifted",
    "does not apply": "lifted",
    "unknown": "unknown",
}


def format_portfolio_page(portfolio: Portfolio) -> str:
    """Format the portfolio as an HTML page with a table for each kind.

    >>> row = PortfolioRow("<b>.ttl", "no model", "<b>.ttl", None, {}, (), "It describes no model.")
    >>> "<td>&lt;b&gt;.ttl</td>" in format_portfolio_page(Portfolio({}, [row], "as of 2026-12-01"))
    True
    """
    tables = [
        line
        for place, (kind, provisions) in enumerate(portfolio.duties.items())
        for line in _write_table(f"k{place}", kind, provisions, [row for row in portfolio.rows if row.kind == kind])
    ]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            "<title>Portfolio: duties under the AI Act</title>",
            f"<style>\n{_STYLE}\n</style>",
            "</head>",
            "<body>",
            "<main>",
            "<h1>Portfolio: duties under the AI Act</h1>",
            f"<p>{_escape(portfolio.basis)}</p>",
            f"<p>{SCOPE} Nothing found is no proof of compliance. This page is no legal advice.</p>",
            *_write_legend(portfolio),
            *_write_problems([row for row in portfolio.rows if row.problem]),
            *tables,
            "</main>",
            "</body>",
            "</html>",
        ]
    )


def _escape(text: str) -> str:
    return html.escape(to_one_line(text))


def _write_legend(portfolio: Portfolio) -> Iterator[str]:
    used = {one.status for row in portfolio.rows for one in row.duties.values()}
    if used:
        yield "<dl>"
        for status, (_, means) in LEGEND.items():
            if status in used:
                yield f'<dt class="{_CLASSES[status]}">{status}</dt><dd>{means}</dd>'
        yield "</dl>"


def _write_table(name: str, kind: str, provisions: Sequence[Node], rows: Sequence[PortfolioRow]) -> Iterator[str]:
    """Write the table of one kind; each row has a second line for the next change and the findings."""
    cited = [shorten_citation(one) for one in provisions]
    article = [one.partition("(")[0] for one in cited]
    yield f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{name}-caption">'
    yield f'<table>\n<caption id="{name}-caption">{TITLES[kind]}: {len(rows)}</caption>'
    yield f'<thead>\n<tr><th id="{name}-name" rowspan="3" scope="col">{TITLES[kind][:-1]}</th>'
    for one, some in groupby(article):
        yield f'<th colspan="{len(list(some))}" scope="colgroup">Article {_escape(one)}</th>'
    yield "</tr>\n<tr>"
    for place, (whole, one) in enumerate(zip(cited, article, strict=True)):
        yield f'<th id="{name}-{place}" scope="col">{_escape(whole.removeprefix(one))}</th>'
    yield f'</tr>\n<tr><th id="{name}-rest" colspan="{len(cited)}" scope="colgroup">Next change, and findings</th></tr>'
    yield "</thead>"
    for number, row in enumerate(rows):
        yield from _write_row(name, number, row, provisions)
    yield "</table>\n</div>"


def _write_row(name: str, number: int, row: PortfolioRow, provisions: Sequence[Node]) -> Iterator[str]:
    iri = row.counts.model if row.counts else ""
    where = [] if row.label == iri else [iri]
    told = "".join(f"<small>{_escape(one)}</small>" for one in (row.profile, *where))
    yield f'<tbody>\n<tr><th id="{name}-r{number}" rowspan="2" scope="rowgroup">{_escape(row.label)}{told}</th>'
    for place, one in enumerate(provisions):
        yield _write_cell(row, one, f"{name}-r{number} {name}-{place}")
    next_change = [format_next_change(row.counts)] if row.counts and row.counts.next_change else []
    rest = "".join(f"<div>{_escape(one)}</div>" for one in [*next_change, _describe_findings(row)])
    headers = f"{name}-r{number} {name}-rest"
    yield f'</tr>\n<tr><td class="rest" colspan="{len(provisions)}" headers="{headers}">{rest}</td></tr>'
    yield "</tbody>"


def _write_cell(row: PortfolioRow, provision: Node, headers: str) -> str:
    verdict = row.duties.get(provision.iri)
    if verdict is None:
        return f'<td headers="{headers}"></td>'
    words = _escape(format_verdict(verdict))
    if verdict.since:
        words = words.replace(verdict.since, f"<small><time>{verdict.since}</time></small>")
    return f'<td class="{_CLASSES[verdict.status]}" headers="{headers}">{words}</td>'


def _describe_findings(row: PortfolioRow) -> str:
    return textwrap.shorten(describe_findings(row), _MAX_FINDING, placeholder=" …")


def _write_problems(rows: Sequence[PortfolioRow]) -> Iterator[str]:
    if rows:
        yield f"<table>\n<caption>Not assessed: {len(rows)}</caption>"
        head = "".join(f'<th scope="col">{name}</th>' for name in ("Profile", "Why", "Findings"))
        yield f"<thead><tr>{head}</tr></thead>"
        yield "<tbody>"
        for row in rows:
            why = f"{row.kind}: {row.problem}"
            cells = (row.profile, why, _describe_findings(row) if row.findings else "")
            yield f"<tr>{''.join(f'<td>{_escape(one)}</td>' for one in cells)}</tr>"
        yield "</tbody>\n</table>"
