"""The media types of answers to SPARQL, and which of them a client wants most."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import mimeparse

from actgraph.sparql.writers import TABLE

HTML = "text/html"
# Media type → format as `sparql_results` names it; the first of two that are wanted alike is taken.
ROWS: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
TRIPLES: Mapping[str, str] = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
    "application/json": "jsonld",
    "application/xml": "rdf",
    "text/xml": "rdf",
}
# What a client may call a format in the field `format`, which many have and the protocol does not: media types too.
NAMES: Mapping[str, tuple[str, str]] = {
    "html": (HTML, HTML),
    "json": ("application/sparql-results+json", "application/ld+json"),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "csv": ("text/csv", ""),
    "tsv": ("text/tab-separated-values", ""),
    "ttl": ("", "text/turtle"),
    "turtle": ("", "text/turtle"),
    "n3": ("", "text/turtle"),  # of which Turtle is a part
    "nt": ("", "application/n-triples"),
    "ntriples": ("", "application/n-triples"),
    "jsonld": ("", "application/ld+json"),
    "json-ld": ("", "application/ld+json"),
    "rdf": ("", "application/rdf+xml"),
    "rdf+xml": ("", "application/rdf+xml"),
    **{media: (media if media in ROWS else "", media if media in TRIPLES else "") for media in [*ROWS, *TRIPLES]},
}


# CSV and TSV are tables: what reads them would take a yes for the name of a column.
YES = [media for media, form in ROWS.items() if form in ("json", "xml")]


class Wanted(NamedTuple):
    """The media types that a client takes; empty where it takes none.

    Attributes:
        rows: for SELECT.
        yes: for ASK.
        triples: for CONSTRUCT and DESCRIBE.
    """

    rows: str
    yes: str
    triples: str

    def media(self, query: str) -> str:
        """The media type of an answer.

        Args:
            query: SELECT, ASK, CONSTRUCT or DESCRIBE.

        >>> Wanted("text/csv", "text/xml", "text/turtle").media("DESCRIBE")
        'text/turtle'
        """
        return {"SELECT": self.rows, "ASK": self.yes}.get(query, self.triples)

    @property
    def forms(self) -> tuple[str, str, str]:
        """The same as formats.

        >>> Wanted("text/csv", "", "text/html").forms
        ('csv', '', 'ttl')
        """
        rows, yes = (TABLE if media == HTML else ROWS.get(media, "") for media in (self.rows, self.yes))
        return rows, yes, "ttl" if self.triples == HTML else TRIPLES.get(self.triples, "")


def wanted(accept: str, named: Sequence[str]) -> Wanted:
    """What a client wants.

    Args:
        accept: the field of the request; empty where there was none.
        named: what it says in `format`; the first that is known counts, and goes before the field.

    Raises:
        KeyError: it says something there that is no format at all.

    >>> wanted("text/html,application/xml;q=0.9,*/*;q=0.8", [])
    Wanted(rows='text/html', yes='text/html', triples='text/html')
    >>> wanted("text/html", ["csv"])
    Wanted(rows='text/csv', yes='', triples='')
    """
    if named:
        known = [NAMES[name] for name in named if name in NAMES]
        if not known:
            raise KeyError(named[0])
        rows, triples = known[0]
        return Wanted(rows, rows if rows in (*YES, HTML) else "", triples)
    return Wanted(*(best([*media, HTML], accept) for media in (ROWS, YES, TRIPLES)))


def best(media: Sequence[str], accept: str) -> str:
    """The media type that is wanted most; empty where none of them is.

    Args:
        media: that can be had; the first of two that are wanted alike is taken.
        accept: the field of the request; empty where there was none.

    >>> best(["text/turtle", "text/html"], "*/*"), best(["text/turtle"], "image/png")
    ('text/turtle', '')
    """
    try:
        return str(mimeparse.best_match(list(reversed(media)), accept.lower() or "*/*"))  # it takes the last of two
    except mimeparse.MimeTypeParseException:
        return media[0]
