"""Write contents as Markdown that `profile import` reads back; what an answer is filled from stands in comments."""

from collections.abc import Sequence

from actgraph.core.tables import escape_markdown
from actgraph.documents.remarks import MARK, write_comment
from actgraph.documents.writers.contents import READERS, TICKED, UNTICKED, Contents, Part, is_open


def write_markdown(contents: Contents) -> str:
    """Write contents as Markdown.

    >>> from actgraph.documents.writers.contents import Entry
    >>> part = Part("3.2 Removal", [Entry("3.2.1", "3.2.1 Measures", ["Hash lists"], ["Filled from: m.ttl:3"])])
    >>> print(write_markdown(Contents("Summary", [], [part])))
    # Summary
    <!-- Note: written by actgraph profile export -->
    <BLANKLINE>
    ## 3.2 Removal
    <BLANKLINE>
    | Field | Answer |
    | --- | --- |
    | 3.2.1 Measures: | Hash lists <!-- Filled from: m.ttl:3 --> |
    <BLANKLINE>
    """
    lines = [f"# {escape_markdown(contents.title)}", MARK, *map(write_comment, contents.notes), ""]
    lines += [contents.legend, ""] if contents.legend else []
    for part in contents.parts:
        if part.title:
            lines += [f"{'#' * (part.level + 1)} {escape_markdown(part.title)}", ""]
        if part.entries:
            lines += [*_write_table(part), ""]
    return "\n".join(lines)


def _write_table(part: Part) -> list[str]:
    readers = READERS if any(one.readers for one in part.entries) else ()
    heads = part.heads or ("Field", "Answer", *(head for _, head in readers))
    rows = [_write_row(heads), _write_row(["---"] * len(heads))]
    for one in part.entries:
        cells = [_write_cell(lines) for lines in one.columns or [one.answer]]
        cells[-1] = " ".join(filter(None, (cells[-1], *map(_write_remark, one.remarks))))
        boxes = [TICKED if sign in one.readers else UNTICKED for sign, _ in readers]
        rows.append(_write_row([_write_cell([one.label if part.heads else one.full_label]), *cells, *boxes]))
    return rows


def _write_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _write_cell(lines: Sequence[str]) -> str:
    return "<br>".join(escape_markdown(line).replace("|", r"\|") for line in lines)


def _write_remark(remark: str) -> str:
    """Write a remark: what is open can be seen on the page, the rest is a comment."""
    if is_open(remark):
        return f"*{escape_markdown(remark)}*".replace("|", r"\|")
    return write_comment(remark).replace("|", r"\|")
