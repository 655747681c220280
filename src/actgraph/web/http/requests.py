"""What a request may be: how large its body is, and that no page of another site has made a browser send it."""

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence

import anyio
from starlette.requests import Request

from actgraph.core.errors import InputError

_PATIENCE = 20  # seconds: the server must be able to end


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


def media_type(headers: Mapping[str, str]) -> str:
    """The media type of the body, without parameters; empty where none is named.

    Args:
        headers: of the request.

    >>> media_type({"content-type": "Text/Turtle; charset=utf-8"})
    'text/turtle'
    """
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def accept(request: Request) -> str:
    """The media types that a client takes; empty where it does not say. The field may come in several lines.

    Args:
        request: of the client.

    >>> accept(Request({"type": "http", "headers": [(b"accept", b"text/csv"), (b"accept", b"text/html;q=0.5")]}))
    'text/csv, text/html;q=0.5'
    """
    return ", ".join(request.headers.getlist("accept"))


def refuse_foreign(headers: Mapping[str, str], allowed: Collection[str] = (), *, leading: bool = False) -> None:
    """Refuse what a page of another site makes a browser send; who sends no such header is no browser.

    Args:
        headers: of the request.
        allowed: origins that may send all the same; `*` is any.
        leading: whether a link on another site may lead here.

    Raises:
        RequestError: it comes from elsewhere.

    >>> refuse_foreign({"sec-fetch-site": "same-origin"})
    >>> refuse_foreign({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, leading=True)
    """
    site, origin, host = (headers.get(name) for name in ("sec-fetch-site", "origin", "host"))
    own = (f"http://{host}", f"https://{host}")  # a server in front may speak the other of them
    if "*" in allowed or origin in allowed:
        return
    if leading and headers.get("sec-fetch-mode") == "navigate" and origin is None:
        return
    if (site or "same-origin") not in ("same-origin", "none") or (origin is not None and origin not in own):
        raise RequestError(403, "a page of another site sent this", "Send it from the page itself.")


async def bounded(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    """The body piece by piece, as long as it is not too large, whatever it claims to be.

    Args:
        request: whose body was not read yet.
        most: bytes.

    Raises:
        RequestError: it is larger, or does not come to its end.
    """
    claimed = request.headers.get("content-length", "")
    if claimed.isdecimal() and (len(claimed) > len(str(most)) or int(claimed) > most):
        raise _too_large(most)
    taken = 0
    chunks = request.stream()
    end = anyio.current_time() + _PATIENCE
    while True:
        try:
            with anyio.fail_at(end):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise RequestError(408, f"it did not come to its end within {_PATIENCE} s") from None
        taken += len(chunk)
        if taken > most:
            raise _too_large(most)
        yield chunk


def _too_large(most: int) -> RequestError:
    return RequestError(413, f"it is over {most:,} bytes")
