"""Post forms to a remote server and return complete answers only.

Every failure is an error that names the URL, never an empty answer. User name and password come from the URL or from
the environment and go to no other server: redirects are not followed.
"""

import os
import ssl
import time
from collections.abc import Generator, Iterable, Sequence
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2

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


class LateAnswerError(InputError):
    """The answer is not complete in time."""


class LongAnswerError(InputError):
    """The answer has too many bytes."""


class HttpClient:
    """A client for the URLs of a server, with the credentials for each.

    Args:
        addresses: option → its URL; it may contain user name and password.
        timeout: seconds to wait for an answer.
        max_bytes: the limit on the size of an answer.

    Attributes:
        public_urls: option → its URL without user name and password.
        software: the name that the server gives itself; empty before its first answer.

    Raises:
        InputError: a URL is invalid.

    >>> HttpClient({"--endpoint": "http://ann:secret@127.0.0.1:7878/query"}, 60).public_urls["--endpoint"]
    'http://127.0.0.1:7878/query'
    """

    def __init__(self, addresses: dict[str, str], timeout: float, max_bytes: int = MAX_ANSWER_BYTES) -> None:
        self.public_urls: dict[str, str] = {}
        self.software = ""
        self._timeout, self._max_bytes = timeout, max_bytes
        self._credentials: dict[str, _ChallengedAuth] = {}
        for option, address in addresses.items():
            parts = _parse_endpoint(address, option)
            shown = self.public_urls[option] = parts._replace(
                netloc=parts.netloc.rpartition("@")[2], fragment=""
            ).geturl()
            if parts.username is not None:
                self._credentials[shown] = _ChallengedAuth(unquote(parts.username), unquote(parts.password or ""))
            elif user := os.environ.get(USER_VARIABLE):
                self._credentials[shown] = _ChallengedAuth(user, os.environ.get(PASSWORD_VARIABLE, ""))
        # No connection stays open between requests: a server may close it at any time.
        context = ssl.create_default_context()
        self._client = httpx2.Client(
            timeout=timeout,
            limits=httpx2.Limits(max_keepalive_connections=0),
            mounts=_make_proxy_transports(self.public_urls.values(), context),
            verify=context,
            trust_env=False,
        )

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
        headers = {"Accept": accept, "Accept-Encoding": "identity", "User-Agent": "actgraph"}
        auth = self._credentials.get(url)
        try:
            with self._client.stream("POST", url, data=_group_fields(fields), headers=headers, auth=auth) as answer:
                if not answer.is_success:
                    raise _make_http_error(url, answer)
                kind = answer.headers.get("Content-Type", "text/plain").partition(";")[0].strip().lower()
                self.software = answer.headers.get("Server", "")
                if answer.headers.get("Content-Encoding", "identity") != "identity":
                    raise InputError("it answers in an encoding that was not asked for", where=url)
                if media_types and kind not in media_types:
                    raise InputError(f"what it answers is {quote_text(kind)}, and no results of SPARQL", where=url)
                if (
                    _MAX_ROWS_HEADER in answer.headers
                    or answer.headers.get(_SQL_STATE_HEADER, _SUCCESS_STATE) != _SUCCESS_STATE
                ):
                    todo = "Raise the limits of rows and of time in that store."
                    raise InputError("it has answered in part only", where=url, todo=todo)
                return self._read_body(url, answer, end)
        except httpx2.TimeoutException:
            raise self._make_timeout_error(url) from None
        except httpx2.ConnectError as error:
            what = f"no server answers there ({_find_reason(error)})"
            raise InputError(what, where=url, todo="Start it, or look at the address.") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            detail = f"{type(error).__name__}: {error}"[:200]
            what = f"what answers there does not keep to HTTP, or stops on the way ({detail})"
            raise InputError(what, where=url, todo=_RETRY_ADVICE) from None

    def _read_body(self, url: str, answer: httpx2.Response, end: float) -> bytes:
        found: list[bytes] = []
        size = 0
        try:
            for some in answer.iter_bytes():
                size += len(some)
                found.append(some)
                if size > self._max_bytes:
                    what = f"its answer is over {self._max_bytes // 1_000_000} MB"
                    raise LongAnswerError(what, where=url, todo="Ask for less.")
                if time.monotonic() > end:  # a server that sends single bytes slowly
                    raise self._make_timeout_error(url)
        except (httpx2.NetworkError, httpx2.ProtocolError):
            raise InputError("its answer is cut short", where=url, todo=_RETRY_ADVICE) from None
        return b"".join(found)

    def _make_timeout_error(self, url: str) -> LateAnswerError:
        what = f"no whole answer came within {self._timeout:g} seconds"
        return LateAnswerError(what, where=url, todo="Allow more with --timeout.")


class _ChallengedAuth(httpx2.Auth):
    """Send the password when the server asks for it: by Digest (RFC 7616) if it can be, else Basic (RFC 7617)."""

    def __init__(self, user: str, password: str) -> None:
        self._digest, self._basic = httpx2.DigestAuth(user, password), httpx2.BasicAuth(user, password)

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Send the request, and once more with the password where the answer asks for one."""
        answer = yield request
        if answer.status_code != 401:
            return
        schemes = [one.partition(" ")[0].lower() for one in answer.headers.get_list("WWW-Authenticate")]
        if "digest" in schemes:
            flow = self._digest.auth_flow(request)
            next(flow)  # it would send the request that has been sent
            try:
                again = flow.send(answer)
            except (NotImplementedError, StopIteration, httpx2.ProtocolError):
                pass  # a challenge that the library cannot meet: another algorithm, auth-int, none of its parameters
            else:
                yield again
                return
        if "basic" in schemes:
            yield from self._basic.auth_flow(request)


def _make_proxy_transports(urls: Iterable[str], context: ssl.SSLContext) -> dict[str, httpx2.BaseTransport]:
    """Make a transport for each URL that the system, or a variable such as `HTTPS_PROXY`, sends through a proxy."""
    proxies = getproxies()
    found: dict[str, httpx2.BaseTransport] = {}
    for parts in map(urlsplit, urls):
        proxy = proxies.get(parts.scheme)
        if proxy and not proxy_bypass(parts.hostname or ""):
            try:
                found[f"{parts.scheme}://{parts.netloc}"] = httpx2.HTTPTransport(
                    proxy=proxy, verify=context, trust_env=False
                )
            except (ImportError, ValueError) as error:
                what = f"the proxy of this system for {parts.scheme} cannot be used ({error})"
                raise InputError(what, where=parts.geturl(), todo="Name an HTTP proxy, or none.") from None
    return found


def _group_fields(fields: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in fields:
        found.setdefault(name, []).append(value)
    return found


def _find_reason(error: BaseException) -> str:
    """Return the words of the operating system for a failed connection."""
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
        cause = cause.__cause__ or cause.__context__
    return str(error)


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


def _make_http_error(url: str, answer: httpx2.Response) -> InputError:
    if answer.status_code in (401, 403):
        todo = f"Put name and password into {USER_VARIABLE} and {PASSWORD_VARIABLE}, or allow it at the store."
        return InputError(f"the store does not allow that (HTTP {answer.status_code})", where=url, todo=todo)
    if 300 <= answer.status_code < 400:
        what = f"it sends the asker to {quote_text(answer.headers.get('Location', ''))}"
        return InputError(what, where=url, todo="Name that address, if it is the right one.")
    if answer.status_code == 404:
        return InputError("there is no endpoint at that address (HTTP 404)", where=url, todo="Look at the address.")
    try:
        start = next(answer.iter_bytes(2_000), b"")
    except httpx2.HTTPError:
        start = b""
    body = " ".join(start.decode(errors="replace").split())[:300]
    detail = body if body and not body.startswith("<") else answer.reason_phrase
    if "denied" in detail:  # Virtuoso's message
        todo = f"Put name and password into {USER_VARIABLE} and {PASSWORD_VARIABLE}, or allow it at the store."
        return InputError(f"the store does not allow that (HTTP {answer.status_code}): {detail}", where=url, todo=todo)
    if _DEADLOCK_TEXT in detail:
        what = f"somebody else was in the way (HTTP {answer.status_code}): {detail}"
        return BusyError(what, where=url, todo=_RETRY_ADVICE)
    verb = "fails at it" if answer.status_code >= 500 else "does not take it"
    return InputError(f"the store {verb} (HTTP {answer.status_code}): {detail}", where=url)
