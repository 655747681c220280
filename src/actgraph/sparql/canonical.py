"""Rewrite a query so that every parser reads it alike.

The guard parses a query with rdflib, the engine with its own parser. Where the two differ, a comment or a string for
one could be an instruction for the other: only for the engine does a carriage return end a comment, and `\\u005C` may
become a backslash before or after strings are recognized. So comments, codepoint escapes and carriage returns are
removed before either parser sees the query.
"""

import re

from actgraph.core import sparql_tokens
from actgraph.core.errors import UnansweredError

# Codepoint escapes of SPARQL 1.1, section 19.2; and what a parser may also take for one: rdflib accepts \U with four
# digits, the engine's language a number with a sign.
_CODEPOINT_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_AMBIGUOUS_ESCAPE = re.compile(r"\\[uU][+0-9A-Fa-f][0-9A-Fa-f]{3}")


def canonicalize_query(text: str, source: str) -> str:
    r"""Blank out comments, expand codepoint escapes and end each line with one line feed.

    Lines and columns stay the same, except after an escape in the same line.

    Args:
        text: SPARQL.
        source: the name of the query in messages.

    Raises:
        UnansweredError: the query has an escape that parsers read in different ways.

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
    """Convert a character offset to a line and a column, both from 1.

    >>> get_line_column("a\\nbc", 3)
    (2, 2)
    """
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _expand_escape(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    sign = chr(number) if number < 0x110000 else ""
    # Quotes, backslashes, line ends and controls would change the tokens: their escapes stay, and are refused.
    return sign if sign.isprintable() and sign not in "\"'\\" else match[0]


def _blank_comments(text: str) -> list[str]:
    parts: list[str] = []
    done = 0
    for token in sparql_tokens.tokenize_query(text):
        if (token["aside"] or "").startswith("#"):
            parts += [text[done : token.start()], " " * len(token["aside"])]
            done = token.end()
    return [*parts, text[done:]]
