"""Write tables as text, JSON, CSV, TSV and Markdown, with values escaped for each format.

A row maps column names to values; a column that a row lacks is empty. No value can act as a formula, as markup or as a
command to the terminal.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

TableRow = Mapping[str, str | None]
JsonValue: TypeAlias = "str | int | float | bool | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
TableWriter = Callable[[Sequence[str], Sequence[TableRow]], str]


def rows_to_json(columns: Sequence[str], rows: Sequence[TableRow]) -> str:
    """Write a JSON list of objects with full IRIs, null where there is no value.

    >>> print(rows_to_json(["a"], [{"a": "x"}]))
    [
      {
        "a": "x"
      }
    ]
    """
    return dump_json([{name: row.get(name) for name in columns} for row in rows])


def rows_to_csv(columns: Sequence[str], rows: Sequence[TableRow]) -> str:
    """Write comma-separated values with a header (RFC 4180); no value is a formula.

    >>> print(rows_to_csv(["a", "b"], [{"a": "x,y", "b": None}]))
    a,b
    "x,y",
    """
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(escape_formula, columns))
    writer.writerows([escape_formula(row.get(name) or "") for name in columns] for row in rows)
    return out.getvalue().rstrip("\n")


def rows_to_tsv(columns: Sequence[str], rows: Sequence[TableRow]) -> str:
    """Write tab-separated values with a header; tabs and line breaks become spaces, and no value is a formula.

    >>> rows_to_tsv(["a", "b"], [{"a": "x\\ty", "b": None}])
    'a\\tb\\nx y\\t'
    """
    lines = [columns, *([row.get(name) or "" for name in columns] for row in rows)]
    return "\n".join("\t".join(_quote_cell(escape_formula(_replace_breaks(cell))) for cell in line) for line in lines)


def rows_to_markdown(columns: Sequence[str], rows: Sequence[TableRow]) -> str:
    """Write a Markdown table; white space in a value becomes one space, and no value is markup.

    >>> print(rows_to_markdown(["a"], [{"a": "x|y"}]))
    | a |
    | --- |
    | x\\|y |
    """
    cells = [columns, *([row.get(name) or "" for name in columns] for row in rows)]
    head, *lines = [
        "| " + " | ".join(escape_markdown(cell).replace("|", "\\|") for cell in line) + " |" for line in cells
    ]
    return "\n".join([head, "| " + " | ".join(["---"] * len(columns)) + " |", *lines])


def rows_to_text(columns: Sequence[str], rows: Sequence[TableRow]) -> str:
    """Write a table for the terminal, with short names for IRIs and aligned columns.

    >>> print(rows_to_text(["a", "b"], [{"a": "https://w3id.org/actgraph/ns/covers", "b": "x"}]))
    a          b
    ag:covers  x
    """
    from actgraph.core.prefixes import shorten_iris

    cells = [list(columns)]
    cells += [[strip_controls(_replace_breaks(shorten_iris(row.get(name) or ""))) for name in columns] for row in rows]
    widths = [max(len(line[place]) for line in cells) for place in range(len(columns))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells
    )


def rows_to_records(columns: Sequence[str], rows: Sequence[TableRow], width: int) -> str:
    """Write a block for each row and a line for each of its values, for tables wider than the terminal.

    Args:
        columns: the columns in their order.
        rows: a mapping of columns each.
        width: width of the terminal, in characters.

    >>> print(rows_to_records(["a", "long"], [{"a": "x", "long": None}, {"a": "y z", "long": "1"}], 9))
    a     x
    <BLANKLINE>
    a     y z
    long  1
    """
    import textwrap

    from actgraph.core.prefixes import shorten_iris

    indent = max(map(len, columns), default=0) + 2
    blocks = [
        "\n".join(
            textwrap.fill(
                strip_controls(_replace_breaks(shorten_iris(row[name] or ""))),
                max(width, indent + 20),
                initial_indent=name.ljust(indent),
                subsequent_indent=" " * indent,
                break_on_hyphens=False,
                break_long_words=False,
            )
            for name in columns
            if row.get(name)
        )
        for row in rows
    ]
    return "\n\n".join(blocks)


def dump_json(value: object) -> str:
    """Write JSON that is safe to print: control characters are escaped.

    A lone surrogate (from a file name that is not UTF-8) becomes U+FFFD, because no output can encode it.

    Args:
        value: what `json.dumps` takes.

    >>> print(dump_json("\u00e9 \x1b \x9b " + chr(0xDCFF)))
    "\u00e9 \\u001b \\u009b \\ufffd"
    """
    import json

    return escape_controls(json.dumps(value, ensure_ascii=False, indent=2))


def escape_controls(text: str) -> str:
    """Replace control characters in JSON or Turtle by `\\uXXXX` escapes.

    >>> print(escape_controls('"a\x1bb"'))
    "a\\u001bb"
    """
    return _CONTROL.sub(_escape_control, text)


def strip_controls(text: str) -> str:
    """Remove the control characters, which a terminal would obey, and lone surrogates from a text.

    >>> strip_controls("a\\x1b[31mb")
    'a[31mb'
    """
    return _CONTROL.sub("", text)


def to_one_line(text: str) -> str:
    """Put a text on one line without control characters, so that data cannot look like output of ours.

    >>> to_one_line("a\\n  b\\x1b")
    'a b'
    """
    return " ".join(strip_controls(" ".join(text.split())).split())


def escape_markdown(text: str) -> str:
    """Put a text on one line and escape Markdown in it: links, pictures, HTML; `rows_to_markdown` escapes the bar.

    A URL stays as it is. Many programs make a link of it, and a backslash before an underscore would become part of
    that link.

    >>> print(escape_markdown("a_b <script> https://example.org/a_b"))
    a\\_b \\<script\\> https://example.org/a_b
    """
    pieces = to_one_line(text).split(" ")
    return " ".join(one if re.fullmatch(_ADDRESS, one) else re.sub(_MARKUP, r"\\\g<0>", one) for one in pieces)


def escape_formula(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula.

    >>> escape_formula("=1+1"), escape_formula(" @SUM(A1)"), escape_formula("-1e-3"), escape_formula("Article 5")
    ("'=1+1", "' @SUM(A1)", '-1e-3', 'Article 5')
    """
    shown = strip_controls(text)
    return f"'{shown}" if re.match(_FORMULA, shown) and not re.fullmatch(_NUMBER, shown) else shown


TABLE_WRITERS: dict[str, TableWriter] = {
    "text": rows_to_text,
    "json": rows_to_json,
    "csv": rows_to_csv,
    "tsv": rows_to_tsv,
    "markdown": rows_to_markdown,
}

# Strings, so that they are compiled only when a table is written.
_MARKUP = r"[\\`*_\[\]<>&~#!$]"
# Markdown does not take an underscore between letters for markup.
_ADDRESS = r"https?://(?:[A-Za-z0-9./:?=%+#-]|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))+[;,]?"
# Signs that begin a formula, with the full-width ones. Spreadsheets drop a tab, spaces, quotation marks and zero-width
# characters before them, some on import and some when a cell is edited.
_FORMULA = "\t|[\\s\"'“”‘’„\u00ad\u200b-\u200f\u2060\ufeff]*[=+@＝＋－＠﹢﹣﹦﹫-]"
_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_BREAK = r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _escape_control(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{0xFFFD if 0xD800 <= code <= 0xDFFF else code:04x}"


def _replace_breaks(text: str) -> str:
    return re.sub(_BREAK, " ", text)


def _quote_cell(cell: str) -> str:
    """Quote a cell that begins with a quotation mark, because programs would read on to the next mark."""
    return '"' + cell.replace('"', '""') + '"' if cell.startswith('"') else cell
