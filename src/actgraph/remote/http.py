"""Forms posted to a server of somebody else's: its answer is taken whole or not at all.

What cannot be had is an error that names the address, never an empty answer. Name and password come from the address
or from the environment, and are told to nobody else: an answer that sends the asker elsewhere is not followed.
"""

import contextlib
import os
import time
from collections.abc import Sequence
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import IO
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, unquote, urlencode, urlsplit

from actgraph.core.errors import InputError
from actgraph.core.suggestions import quote_text

USER_VARIABLE, PASSWORD_VARIABLE = "ACTGRAPH_ENDPOINT_USER", "ACTGRAPH_ENDPOINT_PASSWORD"
MAX_ANSWER_BYTES = 500_000_000  # of an answer
_MAX_ROWS_HEADER, _SQL_STATE_HEADER = (
    "X-SPARQL-MaxRows",
    "X-SQL-State",
)  # by which Virtuoso says that it has answered in part
_SUCCESS_STATE = (
    "00000"  # a state that is none: it had to try again, as somebody else was in the way, and then it went well
)
_DEADLOCK_TEXT = "Transaction deadlocked"  # as Virtuoso says it
_RETRY_ADVICE = "Ask again; if that does not help, look at the server."


class BusyError(InputError):
    """A store has undone a change, as somebody else was in the way (SQLSTATE 40001): it can be asked for again."""


class HttpClient:
    """Addresses of a server, with the name and the password for each.

    Args:
        addresses: option that an address comes from → the address; a name and a password may stand in it.
        timeout: seconds that an answer may take.

    Attributes:
        public_urls: option → its address, without name and password.
        software: what the server calls itself; empty before its first answer.

    Raises:
        InputError: an address is none.

    >>> HttpClient({"--endpoint": "http://ann:secret@127.0.0.1:7878/query"}, 60).public_urls["--endpoint"]
    'http://127.0.0.1:7878/query'
    """

    def __init__(self, addresses: dict[str, str], timeout: float) -> None:
        self.public_urls: dict[str, str] = {}
        self._timeout = timeout
        known = request.HTTPPasswordMgrWithDefaultRealm()
        for option, address in addresses.items():
            parts = _parse_endpoint(address, option)
            shown = self.public_urls[option] = parts._replace(
                netloc=parts.netloc.rpartition("@")[2], fragment=""
            ).geturl()
            if parts.username is not None:
                known.add_password(None, shown, unquote(parts.username), unquote(parts.password or ""))
            elif user := os.environ.get(USER_VARIABLE):
                known.add_password(None, shown, user, os.environ.get(PASSWORD_VARIABLE, ""))
        self.software = ""
        self._opener = request.build_opener(_NoRedirectHandler())
        if any(known.find_user_password(None, shown)[0] for shown in self.public_urls.values()):
            self._opener.add_handler(_CloseUnauthorizedHandler())
            self._opener.add_handler(request.HTTPBasicAuthHandler(known))
            self._opener.add_handler(request.HTTPDigestAuthHandler(known))

    def post_form(self, url: str, fields: Sequence[tuple[str, str]], accept: str, media_types: Sequence[str]) -> bytes:
        """The answer to a form.

        Args:
            url: one of `shown`.
            fields: names and values of the form.
            accept: media types that are asked for.
            media_types: media types of which the answer must be one; any where there are none.

        Raises:
            BusyError: the store has undone what it did, as somebody else was in the way.
            InputError: there is no such answer; the message says why.
        """
        # No example: it needs a server. Those of the tests start some.
        end = time.monotonic() + self._timeout
        headers = {"Accept": accept, "User-Agent": "actgraph"}
        asked = request.Request(url, urlencode(fields).encode(), headers)  # noqa: S310
        try:
            with self._opener.open(asked, timeout=self._timeout) as answer:
                kind = answer.headers.get_content_type()
                self.software = answer.headers.get("Server", "")
                if media_types and kind not in media_types:
                    raise InputError(f"what it answers is {quote_text(kind)}, and no results of SPARQL", where=url)
                if (
                    _MAX_ROWS_HEADER in answer.headers
                    or answer.headers.get(_SQL_STATE_HEADER, _SUCCESS_STATE) != _SUCCESS_STATE
                ):
                    todo = "Raise the limits of rows and of time in that store."
                    raise InputError("it has answered in part only", where=url, todo=todo)
                return self._read_body(url, answer, end)
        except HTTPError as error:
            with contextlib.closing(error):  # it may be closed already
                raise _make_http_error(url, error) from None
        except TimeoutError:
            raise self._make_timeout_error(url) from None
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._make_timeout_error(url) from None
            reason = getattr(error.reason, "strerror", None) or error.reason
            what = f"no server answers there ({reason})"
            raise InputError(what, where=url, todo="Start it, or look at the address.") from None
        except (HTTPException, OSError, ValueError) as error:
            told = f"{type(error).__name__}: {error}"[:200]
            what = f"what answers there does not keep to HTTP, or stops on the way ({told})"
            raise InputError(what, where=url, todo=_RETRY_ADVICE) from None

    def _read_body(self, url: str, answer: HTTPResponse, end: float) -> bytes:
        found: list[bytes] = []
        size = 0
        while some := answer.read1(1 << 20):
            size += len(some)
            found.append(some)
            if size > MAX_ANSWER_BYTES:
                raise InputError(
                    f"its answer is over {MAX_ANSWER_BYTES // 1_000_000} MB", where=url, todo="Ask for less."
                )
            if time.monotonic() > end:  # one that sends a byte now and then
                raise self._make_timeout_error(url)
        if answer.length:  # left of what was promised: read1 does not tell
            raise InputError("its answer is cut short", where=url, todo=_RETRY_ADVICE)
        return b"".join(found)

    def _make_timeout_error(self, url: str) -> InputError:
        what = f"no whole answer came within {self._timeout:g} seconds"
        return InputError(what, where=url, todo="Allow more with --timeout.")


class _NoRedirectHandler(request.HTTPRedirectHandler):
    """Where a server sends the asker elsewhere, nobody goes."""

    def redirect_request(
        self, req: request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


class _CloseUnauthorizedHandler(request.BaseHandler):
    """What asks for name and password is closed, before it is asked again with them: the library does not do so."""

    handler_order = 0

    def http_error_401(self, req: request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage) -> None:
        """Close it, and leave the rest to those who know the password."""
        fp.close()


def _parse_endpoint(url: str, option: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        sound = url.isascii() and url.isprintable() and " " not in url
        if sound and parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            return parts
    except ValueError:  # a port that is no number, half an address of IPv6
        pass
    todo = "Write it like http://127.0.0.1:7878/query."
    raise InputError(f"{quote_text(url)} is no address of an endpoint", where=option, todo=todo)


def _make_http_error(url: str, error: HTTPError) -> InputError:
    if error.code in (401, 403):
        todo = f"Put name and password into {USER_VARIABLE} and {PASSWORD_VARIABLE}, or allow it at the store."
        return InputError(f"the store does not allow that (HTTP {error.code})", where=url, todo=todo)
    if 300 <= error.code < 400:
        what = f"it sends the asker to {quote_text(error.headers.get('Location', ''))}"
        return InputError(what, where=url, todo="Name that address, if it is the right one.")
    if error.code == 404:
        return InputError("there is no endpoint at that address (HTTP 404)", where=url, todo="Look at the address.")
    try:
        said = " ".join(error.read(2_000).decode(errors="replace").split())[:300]
    except (OSError, HTTPException):
        said = ""
    told = said if said and not said.startswith("<") else error.reason
    if "denied" in told:  # as Virtuoso says it
        todo = f"Put name and password into {USER_VARIABLE} and {PASSWORD_VARIABLE}, or allow it at the store."
        return InputError(f"the store does not allow that (HTTP {error.code}): {told}", where=url, todo=todo)
    if _DEADLOCK_TEXT in told:
        return BusyError(f"somebody else was in the way (HTTP {error.code}): {told}", where=url, todo=_RETRY_ADVICE)
    verb = "fails at it" if error.code >= 500 else "does not take it"
    return InputError(f"the store {verb} (HTTP {error.code}): {told}", where=url)
