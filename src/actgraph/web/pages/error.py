"""The page of what cannot be answered: what is wrong, and what may have been meant."""

from actgraph.core.errors import ActgraphError
from actgraph.web.http.page import Page


def build_error_page(error: ActgraphError, path: str) -> Page:
    """What is wrong with a request.

    Args:
        error: why it cannot be answered.
        path: that was asked for.

    >>> from actgraph.core.errors import CitationError
    >>> build_error_page(CitationError("there is no such page"), "x").data
    {'error': 'there is no such page'}
    """
    return Page(path, "wrong.html", "This cannot be answered", {"error": error}, {"error": str(error)})
