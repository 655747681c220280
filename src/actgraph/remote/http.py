"""Post forms to a remote server and return complete answers only.

Every failure is an error that names the URL, never an empty answer. User name and password come from the URL or from
the environment and go to no other server: redirects are not followed.
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
MAX_ANSWER_BYTES = 500_000_000
# How Virtuoso reports a partial answer; it also sends the state of success, after a retry.
_MAX_ROWS_HEADER, _SQL_STATE_HEADER = "X-SPARQL-MaxRows", "X-SQL-State"
_SUCCESS_STATE = "00000"
_DEADLOCK_TEXT = "Transaction deadlocked"  # Virtuoso's message
_RETRY_ADVICE = "Ask again; if that does not help, look at the server."


class BusyError(InputError):
    """The store rolled back a change because of another one (SQLSTATE 40001): it can be tried again."""


class HttpClient:
    """A client for the URLs of a server, with the credentials for each.

    Args:
        addresses: option → its URL; it may contain user name and password.
        timeout: seconds to wait for an answer.

    Attributes:
        public_urls: option → its URL without user name and password.
        software: the name that the server gives itself; empty before its first answer.

    Raises:
        InputError: a URL is invalid.

    >>> HttpClient({"--endpoint": "http://ann:secret@127.0.0.1:7878/query"}, 60).public_urls["--endpoint"]
    'http://127.0.0.1:7878/query'
    """

    def __init__(self, addresses: dict[str, str], timeout: float) -> None:
        self.public_urls: dict[str, str] = {}
        self._timeout = timeout
        passwords = request.HTTPPasswordMgrWithDefaultRealm()
        for option, address in addresses.items():
            parts = _parse_endpoint(address, option)
            shown = self.public_urls[option] = parts._replace(
                netloc=parts.netloc.rpartition("@")[2], fragment=""
            ).geturl()
            if parts.username is not None:
                passwords.add_password(None, shown, unquote(parts.username), unquote(parts.password or ""))
            elif user := os.environ.get(USER_VARIABLE):
                passwords.add_password(None, shown, user, os.environ.get(PASSWORD_VARIABLE, ""))
        self.software = ""
        self._opener = request.build_opener(_NoRedirectHandler())
        if any(passwords.find_user_password(None, shown)[0] for shown in self.public_urls.values()):
            self._opener.add_handler(_CloseUnauthorizedHandler())
            self._opener.add_handler(request.HTTPBasicAuthHandler(passwords))
            self._opener.add_handler(request.HTTPDigestAuthHandler(passwords))

    def post_form(self, url: str, fields: Sequence[tuple[str, str]], accept: str, media_types: Sequence[str]) -> bytes:
        """Post a form and return the body of the answer.

        Args:
            url: one of `public_urls`.
            fields: names and values of the form.
            accept: the Accept header.
            media_types: those allowed in the answer; empty allows any.

        Raises:
            BusyError: the store rolled back the change because of another one.
            InputError: there is no such answer; the message says why.
        """
        end = time.monotonic() + self._timeout
        headers = {"Accept": accept, "User-Agent": "actgraph"}
        form_request = request.Request(url, urlencode(fields).encode(), headers)  # noqa: S310
        try:
            with self._opener.open(form_request, timeout=self._timeout) as answer:
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
            with contextlib.closing(error):  # the error may be closed already
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
            detail = f"{type(error).__name__}: {error}"[:200]
            what = f"what answers there does not keep to HTTP, or stops on the way ({detail})"
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
            if time.monotonic() > end:  # a server that sends single bytes slowly
                raise self._make_timeout_error(url)
        if answer.length:  # bytes are missing, which read1 does not report
            raise InputError("its answer is cut short", where=url, todo=_RETRY_ADVICE)
        return b"".join(found)

    def _make_timeout_error(self, url: str) -> InputError:
        what = f"no whole answer came within {self._timeout:g} seconds"
        return InputError(what, where=url, todo="Allow more with --timeout.")


class _NoRedirectHandler(request.HTTPRedirectHandler):
    """Do not follow redirects."""

    def redirect_request(
        self, req: request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


class _CloseUnauthorizedHandler(request.BaseHandler):
    """Close the 401 response before the request is repeated with credentials, as the library does not."""

    handler_order = 0

    def http_error_401(self, req: request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage) -> None:
        """Close the response; the handlers with the password do the rest."""
        fp.close()


def _parse_endpoint(url: str, option: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        sound = url.isascii() and url.isprintable() and " " not in url
        if sound and parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            return parts
    except ValueError:  # an invalid port or IPv6 address
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
        body = " ".join(error.read(2_000).decode(errors="replace").split())[:300]
    except (OSError, HTTPException):
        body = ""
    detail = body if body and not body.startswith("<") else error.reason
    if "denied" in detail:  # Virtuoso's message
        todo = f"Put name and password into {USER_VARIABLE} and {PASSWORD_VARIABLE}, or allow it at the store."
        return InputError(f"the store does not allow that (HTTP {error.code}): {detail}", where=url, todo=todo)
    if _DEADLOCK_TEXT in detail:
        return BusyError(f"somebody else was in the way (HTTP {error.code}): {detail}", where=url, todo=_RETRY_ADVICE)
    verb = "fails at it" if error.code >= 500 else "does not take it"
    return InputError(f"the store {verb} (HTTP {error.code}): {detail}", where=url)
