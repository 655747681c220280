"""The words of a SPARQL query, as far as they matter here: what is a name, and what is only text, comment or IRI."""

import re
from collections.abc import Iterator

# Each token is taken whole or not at all, and a string that nothing closes goes to its end: a text that is made to be
# looked through again and again (`a.a.a.…`, `"\"\"\"…`) must not take the square of its length.
_TOKEN = re.compile(
    r"""(?P<aside><[^<>"{}|^`\\\x00-\x20]*>|\#[^\r\n]*
      |\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*+(?:\"\"\")?|'''(?:'{0,2}(?:[^'\\]|\\.))*+(?:''')?
      |"(?:[^"\\\r\n]|\\.)*+"?|'(?:[^'\\\r\n]|\\.)*+'?)
      |(?<![\w?$])(?P<prefix>(?:[^\W\d_][\w.-]{0,200}+(?<!\.))?+):(?P<local>(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)?
      |(?P<word>\w+)|(?P<mark>[^\s\w])""",
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> Iterator[re.Match[str]]:
    """The tokens of a query: an `aside` (IRI, string or comment), a name with `prefix` and `local`, a `word`, a `mark`.

    Args:
        text: SPARQL.

    >>> [token["word"] for token in tokens("ASK { ?s ?p 'SERVICE' } # FROM") if token["word"]]
    ['ASK', 's', 'p']
    """
    return _TOKEN.finditer(text)


def escaped(text: str) -> str:
    r"""The query with the dots inside of names escaped: pyoxigraph 0.5 refuses a name with two of them, which is legal.

    Args:
        text: SPARQL.

    >>> print(escaped("ASK { cop:cpy.com_1 ag:covers act:art_53.par_1.pnt_c. }"))
    ASK { cop:cpy\.com_1 ag:covers act:art_53\.par_1\.pnt_c. }
    """
    return _TOKEN.sub(_escape, text)


def _escape(token: re.Match[str]) -> str:
    local = token["local"]
    if not local or "." not in local:
        return token.group()
    name = local.rstrip(".")  # what follows is the end of a triple
    dotted = re.sub(r"(?<!\\)\.", r"\\.", name)
    return f"{token['prefix']}:{dotted}{local[len(name) :]}"
