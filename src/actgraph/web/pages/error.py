"""Build the page of an error."""

from actgraph.core.errors import ActgraphError
from actgraph.web.http.page import Page


def build_error_page(error: ActgraphError, path: str) -> Page:
    """Build the page of an error: what is wrong, and what may have been meant.

    Args:
        path: path of the request.

    >>> from actgraph.core.errors import CitationError
    >>> build_error_page(CitationError("there is no such page"), "x").data
    {'error': 'there is no such page'}
    """
    return Page(path, "wrong.html", "This cannot be answered", {"error": error}, {"error": str(error)})
