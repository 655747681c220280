"""Check requests: size of the body, media types, and requests that pages of other sites trigger."""

from collections.abc import Collection, Mapping, Sequence

from starlette.requests import Request

from actgraph.core.errors import InputError
from actgraph.web.http.server_end import ServerEnd

_MAX_SECONDS = 20  # a body without end must not keep the server from stopping


class RequestError(InputError):
    """A request that is refused.

    Args:
        status: HTTP status code.
        what: what is wrong.
        todo: what to do about it.
        near: what may have been meant.

    >>> RequestError(413, "it is too large").status
    413
    """

    def __init__(self, status: int, what: str, todo: str = "", near: Sequence[str] = ()) -> None:
        super().__init__(what, todo=todo, near=near)
        self.status = status


def get_media_type(headers: Mapping[str, str]) -> str:
    """Return the media type of the body, without parameters; empty if none is given.

    >>> get_media_type({"content-type": "Text/Turtle; charset=utf-8"})
    'text/turtle'
    """
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def get_accept(request: Request) -> str:
    """Return the Accept header, which may stand on several lines; empty if there is none.

    >>> get_accept(Request({"type": "http", "headers": [(b"accept", b"text/csv"), (b"accept", b"text/html;q=0.5")]}))
    'text/csv, text/html;q=0.5'
    """
    return ", ".join(request.headers.getlist("accept"))


def refuse_cross_site(
    headers: Mapping[str, str], allowed: Collection[str] = (), *, allow_navigation: bool = False
) -> None:
    """Refuse requests that a page of another site makes a browser send; a client without these headers is no browser.

    Args:
        allowed: origins that are accepted nevertheless; `*` accepts any.
        allow_navigation: whether links on other sites may lead here.

    Raises:
        RequestError: the request comes from another site.

    >>> refuse_cross_site({"sec-fetch-site": "same-origin"})
    >>> refuse_cross_site({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, allow_navigation=True)
    """
    site, origin, host = (headers.get(name) for name in ("sec-fetch-site", "origin", "host"))
    own = (f"http://{host}", f"https://{host}")  # a proxy in front may use the other scheme
    if "*" in allowed or origin in allowed:
        return
    if allow_navigation and headers.get("sec-fetch-mode") == "navigate" and origin is None:
        return
    if (site or "same-origin") not in ("same-origin", "none") or (origin is not None and origin not in own):
        raise RequestError(403, "a page of another site sent this", "Send it from the page itself.")


async def read_bounded(request: Request, max_bytes: int, end: ServerEnd) -> bytes:
    """Read the body up to a limit, whatever its header claims.

    Args:
        end: the end of the server, which ends the wait for the body too.

    Raises:
        RequestError: the body is larger, does not end in time, or the server ends before it.
    """
    claimed = request.headers.get("content-length", "")
    if claimed.isdecimal() and (len(claimed) > len(str(max_bytes)) or int(claimed) > max_bytes):
        raise _make_size_error(max_bytes)
    chunks: list[bytes] = []
    taken = 0
    with end.limit_waiting(_MAX_SECONDS) as scope:
        async for chunk in request.stream():
            taken += len(chunk)
            if taken > max_bytes:
                raise _make_size_error(max_bytes)
            chunks.append(chunk)
    if not scope.cancelled_caught:
        return b"".join(chunks)
    if end.has_begun:
        raise RequestError(503, "the server is shutting down", "Send it again in a little while.")
    raise RequestError(408, f"it did not come to its end within {_MAX_SECONDS} s")


def _make_size_error(max_bytes: int) -> RequestError:
    many = f"{max_bytes // 1_000_000} MB" if max_bytes % 1_000_000 == 0 else f"{max_bytes:,} bytes"
    return RequestError(413, f"it is over {many}")
