"""What a request may be: how large its body is, and that no page of another site has made a browser send it."""

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence

import anyio
from starlette.requests import Request

from actgraph.core.errors import InputError

_MAX_SECONDS = 20  # seconds: the server must be able to end


class RequestError(InputError):
    """A request that is not answered.

    Args:
        status: of the answer.
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
    """The media type of the body, without parameters; empty where none is named.

    Args:
        headers: of the request.

    >>> get_media_type({"content-type": "Text/Turtle; charset=utf-8"})
    'text/turtle'
    """
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def get_accept(request: Request) -> str:
    """The media types that a client takes; empty where it does not say. The field may come in several lines.

    Args:
        request: of the client.

    >>> get_accept(Request({"type": "http", "headers": [(b"accept", b"text/csv"), (b"accept", b"text/html;q=0.5")]}))
    'text/csv, text/html;q=0.5'
    """
    return ", ".join(request.headers.getlist("accept"))


def refuse_cross_site(
    headers: Mapping[str, str], allowed: Collection[str] = (), *, allow_navigation: bool = False
) -> None:
    """Refuse what a page of another site makes a browser send; who sends no such header is no browser.

    Args:
        headers: of the request.
        allowed: origins that may send all the same; `*` is any.
        allow_navigation: whether a link on another site may lead here.

    Raises:
        RequestError: it comes from elsewhere.

    >>> refuse_cross_site({"sec-fetch-site": "same-origin"})
    >>> refuse_cross_site({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, allow_navigation=True)
    """
    site, origin, host = (headers.get(name) for name in ("sec-fetch-site", "origin", "host"))
    own = (f"http://{host}", f"https://{host}")  # a server in front may speak the other of them
    if "*" in allowed or origin in allowed:
        return
    if allow_navigation and headers.get("sec-fetch-mode") == "navigate" and origin is None:
        return
    if (site or "same-origin") not in ("same-origin", "none") or (origin is not None and origin not in own):
        raise RequestError(403, "a page of another site sent this", "Send it from the page itself.")


async def read_bounded(request: Request, max_bytes: int) -> AsyncGenerator[bytes, None]:
    """The body piece by piece, as long as it is not too large, whatever it claims to be.

    Args:
        request: whose body was not read yet.
        max_bytes: bytes.

    Raises:
        RequestError: it is larger, or does not come to its end.
    """
    claimed = request.headers.get("content-length", "")
    if claimed.isdecimal() and (len(claimed) > len(str(max_bytes)) or int(claimed) > max_bytes):
        raise _make_size_error(max_bytes)
    taken = 0
    chunks = request.stream()
    end = anyio.current_time() + _MAX_SECONDS
    while True:
        try:
            with anyio.fail_at(end):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise RequestError(408, f"it did not come to its end within {_MAX_SECONDS} s") from None
        taken += len(chunk)
        if taken > max_bytes:
            raise _make_size_error(max_bytes)
        yield chunk


def _make_size_error(max_bytes: int) -> RequestError:
    return RequestError(413, f"it is over {max_bytes:,} bytes")
