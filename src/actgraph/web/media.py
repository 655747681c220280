"""The media types of answers to SPARQL, and which of them a client wants most."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import mimeparse

from actgraph.sparql_results import TABLE

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


class Wanted(NamedTuple):
    """The media types that a client takes for rows, and yes or no, and for triples; empty where it takes none.

    Attributes:
        rows: for SELECT and ASK.
        triples: for CONSTRUCT and DESCRIBE.
    """

    rows: str
    triples: str

    @property
    def forms(self) -> tuple[str, str]:
        """The same as formats.

        >>> Wanted("text/csv", "text/html").forms
        ('csv', 'ttl')
        """
        return (
            TABLE if self.rows == HTML else ROWS.get(self.rows, ""),
            "ttl" if self.triples == HTML else TRIPLES.get(self.triples, ""),
        )


def wanted(accept: str, named: Sequence[str]) -> Wanted:
    """What a client wants.

    Args:
        accept: the field of the request; empty where there was none.
        named: what it says in `format`; the first that is known counts, and goes before the field.

    Raises:
        KeyError: it says something there that is no format at all.

    >>> wanted("text/html,application/xml;q=0.9,*/*;q=0.8", [])
    Wanted(rows='text/html', triples='text/html')
    >>> wanted("text/html", ["xml"])
    Wanted(rows='application/sparql-results+xml', triples='application/rdf+xml')
    """
    if named:
        known = [NAMES[name] for name in named if name in NAMES]
        if not known:
            raise KeyError(named[0])
        return Wanted(*known[0])
    return Wanted(best([*ROWS, HTML], accept), best([*TRIPLES, HTML], accept))


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
