"""The remarks that actgraph writes into documents, and passes over when it reads them back."""

import re

from actgraph.core.tables import to_one_line

REMARK_STYLE, OPEN_STYLE = "Actgraph Remark", "Actgraph Open"
FILLED_FROM, OPEN, NOT_DUE, NOTE = "Filled from:", "Open:", "Not required:", "Note:"
REMOVE = f"{NOTE} remarks name your files. Before you hand out the document, write it again with --clean."
MARK = "<!-- Note: written by actgraph profile export -->"  # so that Markdown without remarks is known, too
OPEN_IN_PART = "Open in part:"
_STARTS = (FILLED_FROM, OPEN, OPEN_IN_PART, NOT_DUE, NOTE)
_STYLES = frozenset(style.replace(" ", "") for style in (REMARK_STYLE, OPEN_STYLE))
_COMMENT = re.compile(rf"\s?<!-- (?:{'|'.join(map(re.escape, _STARTS))}).*?-->", re.DOTALL)
_END = re.compile("--(?=!?>)")  # what would end a comment
_SHOWN = re.compile(rf"\*(?:{OPEN}|{OPEN_IN_PART}) [^\n]*?(?<!\\)\*(?=\s*(?:\||<!--|$))", re.MULTILINE)


def is_remark(style: str, text: str) -> bool:
    """Tell whether a paragraph of Word is a remark of actgraph: its style and its first words must say so.

    Args:
        style: the id of its style.
        text: its text.

    >>> is_remark("ActgraphRemark", "Filled from: m.ttl:3"), is_remark("ActgraphOpen", "My own answer")
    (True, False)
    """
    return style in _STYLES and text.lstrip().startswith(_STARTS)


def has_comments(text: str) -> bool:
    """Tell whether a text in Markdown has remarks of actgraph.

    >>> has_comments("| a | b <!-- Filled from: m.ttl:3 --> |"), has_comments("<!-- my own -->")
    (True, False)
    """
    return bool(_COMMENT.search(text))


def write_comment(remark: str) -> str:
    """Write a remark as a comment of Markdown.

    >>> write_comment("Filled from: --> m.ttl:3")
    '<!-- Filled from: - -> m.ttl:3 -->'
    """
    return f"<!-- {_END.sub('- -', to_one_line(remark))} -->"


def strip_remarks(text: str) -> str:
    """Take the remarks out of a text in Markdown; lines keep their numbers.

    >>> strip_remarks("| Yes <!-- Filled from: m.ttl:3 --> | *Open: say when.* |")
    '| Yes |  |'
    """
    return _SHOWN.sub("", _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text))
