"""Split SPARQL into tokens, to tell names and keywords from strings, comments and IRIs."""

import re
from collections.abc import Iterator

# PN_CHARS_BASE and PN_CHARS of the SPARQL 1.1 grammar. A name must end where it ends for a parser: otherwise what
# follows could be taken for a string or a comment.
_NAME_START = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF"
    r"\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_NAME_CHARS = rf"{_NAME_START}_0-9\u00B7\u0300-\u036F\u203F\u2040"  # and the hyphen, except in variables
# Nothing is tried twice, and an unclosed string extends to the end of the query: hostile text (`a.a.a.…`, `"\"\"\"…`)
# must not take quadratic time. Groups are atomic, `(?>…)`, not possessive: before Python 3.11.5 a possessive group
# keeps what its last, failed round has read (https://github.com/python/cpython/issues/106052).
_TOKEN = re.compile(
    rf"""(?P<aside><[^<>"{{}}|^`\\\x00-\x20]*>|\#[^\r\n]*
      |\"\"\"(?>(?:\"{{0,2}}(?:[^"\\]|\\.))*)(?:\"\"\")?|'''(?>(?:'{{0,2}}(?:[^'\\]|\\.))*)(?:''')?
      |"(?>(?:[^"\\\r\n]|\\.)*)"?|'(?>(?:[^'\\\r\n]|\\.)*)'?)
      |(?P<variable>[?$][{_NAME_START}_0-9][{_NAME_CHARS}]*+)
      |_:[{_NAME_START}_0-9][{_NAME_CHARS}-]*+(?>(?:\.++[{_NAME_CHARS}-]++)*)
      |(?P<prefix>(?>(?:[{_NAME_START}][{_NAME_CHARS}.-]{{0,200}}+(?<!\.))?))
        :(?P<local>(?:[{_NAME_START}_0-9:]|%[0-9A-Fa-f]{{2}}|\\.)(?:[{_NAME_CHARS}.:-]|%[0-9A-Fa-f]{{2}}|\\.)*)?
      |(?P<word>\w+)|(?P<mark>[^\s\w])""",
    re.VERBOSE | re.DOTALL,
)


def tokenize_query(query: str) -> Iterator[re.Match[str]]:
    """Iterate over the tokens of a query.

    Each is an `aside` (IRI, string or comment), a `variable`, a name with `prefix` and `local`, a `word` or a `mark`; a
    blank node label is none of these.

    >>> [token["word"] for token in tokenize_query("ASK { ?s ?p 'SERVICE' } # FROM") if token["word"]]
    ['ASK']
    """
    return _TOKEN.finditer(query)


def escape_dots(query: str) -> str:
    r"""Escape the dots inside names: pyoxigraph 0.5 rejects a name with two dots, although SPARQL 1.1 allows it.

    >>> print(escape_dots("ASK { cop:cpy.com_1 ag:covers act:art_53.par_1.pnt_c. }"))
    ASK { cop:cpy\.com_1 ag:covers act:art_53\.par_1\.pnt_c. }
    """
    return _TOKEN.sub(_escape_token, query)


def remove_dataset_clauses(query: str) -> str:
    """Remove the FROM clauses of a query, for a store that gets its dataset through the SPARQL protocol.

    >>> remove_dataset_clauses("ASK FROM <urn:a> FROM NAMED a:b { ?s ?p 'FROM <urn:c>' }")
    "ASK   { ?s ?p 'FROM <urn:c>' }"
    """
    parts: list[str] = []
    done, gone = 0, False
    for token in tokenize_query(query):
        word = (token["word"] or "").upper()
        if word == "FROM":
            parts.append(query[done : token.start()])
            gone = True
        elif gone and word != "NAMED" and not token.group().startswith("#"):  # the name of the graph
            gone, done = False, token.end()
    return "".join([*parts, query[done:]])


def _escape_token(token: re.Match[str]) -> str:
    local = token["local"]
    if not local or "." not in local:
        return token.group()
    name = local.rstrip(".")  # a dot at the end ends the triple
    dotted = re.sub(r"(?<!\\)\.", r"\\.", name)
    return f"{token['prefix']}:{dotted}{local[len(name) :]}"
