"""Rows → text, JSON, CSV, TSV, Markdown: one dict of writers. In none of them does a value do more than be shown."""

import re
from collections.abc import Callable, Mapping, Sequence

Row = Mapping[str, str | None]
Writer = Callable[[Sequence[str], Sequence[Row]], str]


def as_json(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """A list of objects with full IRIs; null where there is no value.

    Args:
        columns: the keys in their order.
        rows: a mapping of columns each; a column that a row lacks is empty.

    >>> print(as_json(["a"], [{"a": "x"}]))
    [
      {
        "a": "x"
      }
    ]
    """
    return dumps([{name: row.get(name) for name in columns} for row in rows])


def as_csv(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """Comma-separated values with a header, as RFC 4180 has them; no value is a formula.

    Args:
        columns: the columns in their order.
        rows: a mapping of columns each; a column that a row lacks is empty.

    >>> print(as_csv(["a", "b"], [{"a": "x,y", "b": None}]))
    a,b
    "x,y",
    """
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(in_sheet, columns))
    writer.writerows([in_sheet(row.get(name) or "") for name in columns] for row in rows)
    return out.getvalue().rstrip("\n")


def as_tsv(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """Tab-separated values with a header; a tab or line break in a value becomes a space, and no value is a formula.

    Args:
        columns: the columns in their order.
        rows: a mapping of columns each; a column that a row lacks is empty.

    >>> as_tsv(["a", "b"], [{"a": "x\\ty", "b": None}])
    'a\\tb\\nx y\\t'
    """
    lines = [columns, *([row.get(name) or "" for name in columns] for row in rows)]
    return "\n".join("\t".join(_quoted(in_sheet(_unbroken(cell))) for cell in line) for line in lines)


def as_markdown(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """A Markdown table; white space in a value becomes one space, and no value is markup.

    Args:
        columns: the columns in their order.
        rows: a mapping of columns each; a column that a row lacks is empty.

    >>> print(as_markdown(["a"], [{"a": "x|y"}]))
    | a |
    | --- |
    | x\\|y |
    """
    cells = [columns, *([row.get(name) or "" for name in columns] for row in rows)]
    head, *lines = ["| " + " | ".join(in_markdown(cell).replace("|", "\\|") for cell in line) + " |" for line in cells]
    return "\n".join([head, "| " + " | ".join(["---"] * len(columns)) + " |", *lines])


def as_text(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """A table for the terminal: short names for IRIs, columns aligned.

    Args:
        columns: the columns in their order.
        rows: a mapping of columns each; a column that a row lacks is empty.

    >>> print(as_text(["a", "b"], [{"a": "https://w3id.org/actgraph/ns/covers", "b": "x"}]))
    a          b
    ag:covers  x
    """
    from actgraph.core.prefixes import shorten

    cells = [list(columns)]
    cells += [[plain(_unbroken(shorten(row.get(name) or ""))) for name in columns] for row in rows]
    widths = [max(len(line[place]) for line in cells) for place in range(len(columns))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells
    )


def as_records(columns: Sequence[str], rows: Sequence[Row], width: int) -> str:
    """A table too wide for the terminal: a block a row, a line a column that has a value.

    Args:
        columns: the columns in their order.
        rows: a mapping of columns each.
        width: of the terminal, in characters.

    >>> print(as_records(["a", "long"], [{"a": "x", "long": None}, {"a": "y z", "long": "1"}], 9))
    a     x
    <BLANKLINE>
    a     y z
    long  1
    """
    import textwrap

    from actgraph.core.prefixes import shorten

    indent = max(map(len, columns), default=0) + 2
    blocks = [
        "\n".join(
            textwrap.fill(
                plain(_unbroken(shorten(row[name] or ""))),
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


def dumps(value: object) -> str:
    """JSON that can be printed anywhere: what a terminal would take for a command is escaped.

    Half of a surrogate pair (from a file name that is not UTF-8) becomes U+FFFD: no output can hold it.

    Args:
        value: what `json.dumps` takes.

    >>> print(dumps("\u00e9 \x1b \x9b " + chr(0xDCFF)))
    "\u00e9 \\u001b \\u009b \\ufffd"
    """
    import json

    return escaped(json.dumps(value, ensure_ascii=False, indent=2))


def escaped(text: str) -> str:
    """JSON or Turtle in which what a terminal would take for a command is written by its number.

    Args:
        text: JSON or Turtle.

    >>> print(escaped('"a\x1bb"'))
    "a\\u001bb"
    """
    return _CONTROL.sub(_escaped, text)


def plain(words: str) -> str:
    """Words without what a terminal would take for a command, and without halves of surrogate pairs.

    Args:
        words: what is to be printed.

    >>> plain("a\\x1b[31mb")
    'a[31mb'
    """
    return _CONTROL.sub("", words)


def one_line(words: str) -> str:
    """Words in one line that a terminal can print: data must not look like a finding of its own.

    Args:
        words: what is to be printed.

    >>> one_line("a\\n  b\\x1b")
    'a b'
    """
    return " ".join(plain(" ".join(words.split())).split())


def in_markdown(words: str) -> str:
    """Words in one line as Markdown shows them, no link, picture or HTML; the bar is the table's to escape.

    The address of a page stays as it is, which many programs show as a link to just that: a sign before an underscore
    would be part of it there.

    Args:
        words: what stands in the data.

    >>> print(in_markdown("a_b <script> https://example.org/a_b"))
    a\\_b \\<script\\> https://example.org/a_b
    """
    pieces = one_line(words).split(" ")
    return " ".join(one if re.fullmatch(_ADDRESS, one) else re.sub(_MARKUP, r"\\\g<0>", one) for one in pieces)


def in_sheet(words: str) -> str:
    """Words that a spreadsheet shows and does not compute: what would be a formula has an apostrophe in front.

    Args:
        words: what stands in the data.

    >>> in_sheet("=1+1"), in_sheet(" @SUM(A1)"), in_sheet("-1e-3"), in_sheet("Article 5")
    ("'=1+1", "' @SUM(A1)", '-1e-3', 'Article 5')
    """
    shown = plain(words)
    return f"'{shown}" if re.match(_FORMULA, shown) and not re.fullmatch(_NUMBER, shown) else shown


WRITERS: dict[str, Writer] = {
    "text": as_text,
    "json": as_json,
    "csv": as_csv,
    "tsv": as_tsv,
    "markdown": as_markdown,
}

# Strings: they are compiled when Markdown or a table for programs is written, not at every start.
_MARKUP = r"[\\`*_\[\]<>&~#!$]"
# An underscore between letters is none of Markdown's.
_ADDRESS = r"https?://(?:[A-Za-z0-9./:?=%+#-]|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))+[;,]?"
# Signs that begin a formula, the wide ones of East Asian keyboards too; spaces, quotes and what has no width may stand
# before them: programs take these away, some on reading a file and some when a cell is edited. A tab likewise.
_FORMULA = "\t|[\\s\"'“”‘’„\u00ad\u200b-\u200f\u2060\ufeff]*[=+@＝＋－＠﹢﹣﹦﹫-]"
_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_BREAK = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{0xFFFD if 0xD800 <= code <= 0xDFFF else code:04x}"


def _unbroken(words: str) -> str:
    return _BREAK.sub(" ", words)


def _quoted(cell: str) -> str:
    """A cell that begins with a quotation mark in quotation marks: programs would read on to the next one."""
    return '"' + cell.replace('"', '""') + '"' if cell.startswith('"') else cell
