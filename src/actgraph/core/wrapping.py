"""Wrap the lines of a text to a width."""

import textwrap

_MIN_WIDTH = 40  # characters; a narrower window wraps by itself


def wrap_lines(text: str, width: int) -> str:
    """Wrap each line that is too long; what follows is indented two characters more than its beginning.

    Args:
        text: lines of text.
        width: the most characters of a line, unless a single word is longer.

    >>> print(wrap_lines("  The provider draws up the documentation of the model.", 40))
      The provider draws up the
        documentation of the model.
    """
    return "\n".join(_wrap_line(line, max(width, _MIN_WIDTH)) for line in text.split("\n"))


def _wrap_line(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line.lstrip(),
        width,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
