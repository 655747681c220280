"""Negotiate the media types of SPARQL results."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import mimeparse

from actgraph.sparql.writers import TABLE

HTML = "text/html"
# Media type → format as `sparql.writers` names it; of two equally preferred types the first is taken.
ROW_MEDIA: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
TRIPLE_MEDIA: Mapping[str, str] = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
    "application/json": "jsonld",
    "application/xml": "rdf",
    "text/xml": "rdf",
}
# Values of the field `format`, which many clients send although the protocol has none; media types too.
FORMAT_NAMES: Mapping[str, tuple[str, str]] = {
    "html": (HTML, HTML),
    "json": ("application/sparql-results+json", "application/ld+json"),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "csv": ("text/csv", ""),
    "tsv": ("text/tab-separated-values", ""),
    "ttl": ("", "text/turtle"),
    "turtle": ("", "text/turtle"),
    "n3": ("", "text/turtle"),  # a superset of Turtle
    "nt": ("", "application/n-triples"),
    "ntriples": ("", "application/n-triples"),
    "jsonld": ("", "application/ld+json"),
    "json-ld": ("", "application/ld+json"),
    "rdf": ("", "application/rdf+xml"),
    "rdf+xml": ("", "application/rdf+xml"),
    **{
        media: (media if media in ROW_MEDIA else "", media if media in TRIPLE_MEDIA else "")
        for media in [*ROW_MEDIA, *TRIPLE_MEDIA]
    },
}


# CSV and TSV are tables: a reader would take the boolean for the name of a column.
BOOLEAN_MEDIA = [media for media, form in ROW_MEDIA.items() if form in ("json", "xml")]


class QueryMedia(NamedTuple):
    """The media types that a client accepts; empty where it accepts none.

    Attributes:
        rows: for SELECT.
        boolean: for ASK.
        triples: for CONSTRUCT and DESCRIBE.
    """

    rows: str
    boolean: str
    triples: str

    def choose_type(self, query_form: str) -> str:
        """Return the media type for the result of a query.

        Args:
            query_form: SELECT, ASK, CONSTRUCT or DESCRIBE.

        >>> QueryMedia("text/csv", "text/xml", "text/turtle").choose_type("DESCRIBE")
        'text/turtle'
        """
        return {"SELECT": self.rows, "ASK": self.boolean}.get(query_form, self.triples)

    @property
    def formats(self) -> tuple[str, str, str]:
        """The formats of the three media types.

        >>> QueryMedia("text/csv", "", "text/html").formats
        ('csv', '', 'ttl')
        """
        rows, yes = (TABLE if media == HTML else ROW_MEDIA.get(media, "") for media in (self.rows, self.boolean))
        return rows, yes, "ttl" if self.triples == HTML else TRIPLE_MEDIA.get(self.triples, "")


def negotiate_query_media(accept: str, formats: Sequence[str]) -> QueryMedia:
    """Choose the media types of a result.

    Args:
        accept: the Accept header; empty if the request has none.
        formats: values of the field `format`; the first known one counts, and goes before the header.

    Raises:
        KeyError: none of them is a format.

    >>> negotiate_query_media("text/html,application/xml;q=0.9,*/*;q=0.8", [])
    QueryMedia(rows='text/html', boolean='text/html', triples='text/html')
    >>> negotiate_query_media("text/html", ["csv"])
    QueryMedia(rows='text/csv', boolean='', triples='')
    """
    if formats:
        known = [FORMAT_NAMES[name] for name in formats if name in FORMAT_NAMES]
        if not known:
            raise KeyError(formats[0])
        rows, triples = known[0]
        return QueryMedia(rows, rows if rows in (*BOOLEAN_MEDIA, HTML) else "", triples)
    return QueryMedia(*(negotiate_media([*media, HTML], accept) for media in (ROW_MEDIA, BOOLEAN_MEDIA, TRIPLE_MEDIA)))


def negotiate_media(media: Sequence[str], accept: str) -> str:
    """Choose the media type that a client prefers; empty if it accepts none.

    Args:
        media: the media types on offer; the first of two that are equally preferred is taken.
        accept: the Accept header; empty if the request has none.

    >>> negotiate_media(["text/turtle", "text/html"], "*/*"), negotiate_media(["text/turtle"], "image/png")
    ('text/turtle', '')
    """
    try:
        # Reversed: of equally preferred types mimeparse takes the last.
        return str(mimeparse.best_match(list(reversed(media)), accept.lower() or "*/*"))
    except mimeparse.MimeTypeParseException:
        return media[0]
