"""The text of a query as every parser reads it alike.

The guard looks through a query with one parser, the engine reads it with another. Where the two could differ, what one
takes for a comment or a string would be an instruction to the other: a comment ends at a carriage return for the engine
alone, and `\\u005C` is a backslash before or after the quotation marks are found. So neither sees comments, escapes of
code points or carriage returns: they are gone before.
"""

import re

from actgraph.core import sparql_tokens
from actgraph.core.errors import UnansweredError

# By its number, as section 19.2 of SPARQL 1.1 has it; and what a parser may take for one besides: that of the guard one
# of eight figures that has four, the engine's language a number with its sign.
_CODEPOINT_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_AMBIGUOUS_ESCAPE = re.compile(r"\\[uU][+0-9A-Fa-f][0-9A-Fa-f]{3}")


def canonicalize_query(text: str, source: str) -> str:
    r"""The same query without comments, with each code point written as itself and each line ended by one line feed.

    Places in it are the same as in the text, but behind an escape of the same line.

    Args:
        text: SPARQL.
        source: what to call it in a message.

    Raises:
        UnansweredError: it has an escape that parsers read in different ways.

    >>> canonicalize_query("ASK { ?s \\u0061 ?o } # all", "mine")
    'ASK { ?s a ?o }      '
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CODEPOINT_ESCAPE.sub(_expand_escape, text)
    if left := _AMBIGUOUS_ESCAPE.search(text):
        raise UnansweredError(
            "refused",
            "the query writes a character by its number where that can be read in more than one way",
            source,
            *get_line_column(text, left.start()),
            todo="Write the character itself; in strings \\t, \\n, \\r, \\\", \\' and \\\\ stand for what ends them.",
        )
    return "".join(_blank_comments(text))


def get_line_column(text: str, offset: int) -> tuple[int, int]:
    """The line and the column of a place in a text, both from 1.

    Args:
        text: of any length.
        offset: characters before the place.

    >>> get_line_column("a\\nbc", 3)
    (2, 2)
    """
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _expand_escape(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    sign = chr(number) if number < 0x110000 else ""
    # What ends or escapes in a string means another thing before it is found than behind; so do lines and controls.
    return sign if sign.isprintable() and sign not in "\"'\\" else match[0]


def _blank_comments(text: str) -> list[str]:
    parts: list[str] = []
    done = 0
    for token in sparql_tokens.tokenize_query(text):
        if (token["aside"] or "").startswith("#"):
            parts += [text[done : token.start()], " " * len(token["aside"])]
            done = token.end()
    return [*parts, text[done:]]
