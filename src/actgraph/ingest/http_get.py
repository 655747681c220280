"""Get one file over HTTPS from named hosts, within limits of time and size.

The servers are those of the Publications Office and of the Commission. What they do besides answering: CELLAR redirects
from a name to a stream, by way of http, or lists the streams (300); EUR-Lex answers programs with a challenge that only
a browser passes (202), and all of them ask to come again later (429).
"""

import contextlib
import email.utils
import http.client
import re
import ssl
import time
import urllib.request
from collections.abc import Callable, Collection, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from actgraph.core.errors import InputError
from actgraph.core.suggestions import quote_text
from actgraph.ingest import source_file

_CONNECT_SECONDS, _IDLE_SECONDS, _MOST_SECONDS = 10, 30, 300
_LONGEST_WAIT = 30  # seconds that a server may ask to wait for a second request
_MOST_REQUESTS = 8  # redirects and one repetition; CELLAR needs two or three
_MOST_LIST_BYTES = 1_000_000
_CHUNK = 65_536
_REDIRECTS = (301, 302, 303, 307, 308)
_CHALLENGE_HEADER = "x-amzn-waf-action"
_CHALLENGE_MARKS = (b"window.gokuProps", b"awsWafCookieDomainList")
_CHALLENGE = "answers with a check for browsers instead of the text"
_STREAM = re.compile(r'href="([^"<>\s]*/DOC_\d+[^"<>\s]*)"')
_PORTS = {"http": 80, "https": 443}


class UnavailableError(InputError):
    """A server cannot be reached, does not answer in time, or wants no more requests now."""


def download_file(
    address: str,
    accept: str,
    language: str,
    hosts: Collection[str],
    wait: Callable[[float], None] = time.sleep,
) -> bytes:
    """Download one file.

    Args:
        address: its URL.
        accept: the media type to ask for.
        language: the language to ask for.
        hosts: the origins that may be asked and redirected to, such as `https://ec.europa.eu`.
        wait: waits for so many seconds before a second request.

    Raises:
        InputError: there is no such file, not all of it, or another answer; the message says what the server does.

    >>> download_file("https://example.org/act.html", "text/html", "eng", ["https://ec.europa.eu"])
    Traceback (most recent call last):
    actgraph.core.errors.InputError: example.org: is none of the official servers
    """
    end, has_waited = time.monotonic() + _MOST_SECONDS, False
    headers = {"Accept": accept, "Accept-Language": language, "Accept-Encoding": "identity", "User-Agent": "actgraph"}
    for _ in range(_MOST_REQUESTS):
        address = _check_address(address, hosts)
        host = urlsplit(address).netloc
        with _open(address, headers) as answer:
            if _CHALLENGE_HEADER in answer.headers:
                raise InputError(f"{_CHALLENGE} (HTTP {answer.status})", where=host)
            if answer.status in _REDIRECTS and (target := answer.headers.get("Location")):
                address = urljoin(address, target)
            elif answer.status == 300:
                address = urljoin(address, _find_first_stream(answer, host, end))
            elif answer.status in (429, 503):
                seconds = _read_retry_after(answer)
                if has_waited or seconds is None or seconds > _LONGEST_WAIT:
                    raise _make_busy_error(answer.status, seconds, host)
                wait(seconds)
                has_waited = True
            elif answer.status == 200:
                return _check_body(_read_body(answer, host, end, source_file.MOST_BYTES), host)
            else:
                kind = f"{_CHALLENGE} (HTTP 202)" if answer.status == 202 else _describe_status(answer)
                raise InputError(kind, where=host)
    raise InputError(f"redirects more than {_MOST_REQUESTS} times", where=host)


def _check_address(address: str, hosts: Collection[str]) -> str:
    """Return an address, with https in place of http, after checking that its host is one of those named."""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port not in (None, _PORTS.get(parts.scheme)) else ""
        host = f"{parts.hostname}{port}"
        sound = parts.username is None and address.isascii() and address.isprintable() and " " not in address
    except ValueError:  # an invalid port or IPv6 address
        sound = False
    if not sound:
        raise InputError(f"{quote_text(address)} is no address that can be asked")
    for scheme in ("https", parts.scheme):
        if f"{scheme}://{host}" in hosts and parts.scheme in _PORTS:
            return parts._replace(scheme=scheme, netloc=host, fragment="").geturl()
    raise InputError("is none of the official servers", where=host)


# ---- Connections ---------------------------------------------------------------------------------------------------


class _HttpConnection(http.client.HTTPConnection):
    """A connection that may be idle for longer than it may take to be made."""

    def connect(self) -> None:
        super().connect()
        self.sock.settimeout(_IDLE_SECONDS)


class _HttpsConnection(http.client.HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        self.sock.settimeout(_IDLE_SECONDS)


class _HttpHandler(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_HttpConnection, req)


class _HttpsHandler(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_HttpsConnection, req, context=ssl.create_default_context())


class _EveryStatus(urllib.request.HTTPErrorProcessor):
    """Return every answer as it is: no redirect is followed before its host is checked."""

    def http_response(self, request: urllib.request.Request, response: Any) -> Any:
        return response

    https_response = http_response


@contextlib.contextmanager
def _open(address: str, headers: dict[str, str]) -> Iterator[http.client.HTTPResponse]:
    # The library reads the proxies of the system, or of variables such as HTTPS_PROXY.
    opener = urllib.request.build_opener(_HttpHandler, _HttpsHandler, _EveryStatus)
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 (the scheme is checked)
    host = urlsplit(address).netloc
    try:
        with opener.open(request, timeout=_CONNECT_SECONDS) as answer:
            yield answer
    except TimeoutError:
        raise UnavailableError("does not answer in time", where=host) from None
    except OSError as error:  # URLError is one; its reason has the words of the system
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise UnavailableError("does not answer in time", where=host) from None
        why = getattr(reason, "strerror", None) or reason
        raise UnavailableError(f"cannot be reached ({why})", where=host) from None
    except http.client.HTTPException as error:
        what = "stops before the end of the text" if isinstance(error, http.client.IncompleteRead) else "breaks HTTP"
        raise InputError(f"{what} ({type(error).__name__})", where=host) from None


# ---- Answers -------------------------------------------------------------------------------------------------------


def _read_body(answer: http.client.HTTPResponse, host: str, end: float, most: int) -> bytes:
    """Read a body to its end, and check that it is as long as announced."""
    announced = answer.headers.get("Content-Length", "")
    encoding = answer.headers.get("Content-Encoding", "identity")
    if encoding != "identity":
        raise InputError(f"answers in an encoding that was not asked for ({quote_text(encoding)})", where=host)
    if announced.isdigit() and int(announced) > most:
        raise _make_length_error(most, host)
    found, size = list[bytes](), 0
    while some := answer.read1(_CHUNK):  # returns what there is, so that a slow server meets the limit of time
        found.append(some)
        size += len(some)
        if size > most:
            raise _make_length_error(most, host)
        if time.monotonic() > end:
            raise InputError(f"does not send the whole text within {_MOST_SECONDS // 60} minutes", where=host)
    if announced.isdigit() and size != int(announced):
        raise InputError(f"stops before the end of the text ({size:,} of {int(announced):,} bytes)", where=host)
    return b"".join(found)


def _check_body(data: bytes, host: str) -> bytes:
    if not data:
        raise InputError("answers with nothing", where=host)
    if any(mark in data[:_CHUNK] for mark in _CHALLENGE_MARKS):
        raise InputError(f"{_CHALLENGE} (HTTP 200)", where=host)
    return data


def _find_first_stream(answer: http.client.HTTPResponse, host: str, end: float) -> str:
    """Return the link to the first of several streams. That of an act is the act; the caller checks it."""
    body = _read_body(answer, host, end, _MOST_LIST_BYTES).decode("utf-8", "replace")
    if found := _STREAM.search(body):
        return found[1]
    raise InputError("offers several files, and names none (HTTP 300)", where=host)


def _read_retry_after(answer: http.client.HTTPResponse) -> float | None:
    """Return the seconds after which a server wants to be asked again; None where it does not say."""
    told = answer.headers.get("Retry-After", "").strip()
    if told.isdigit():
        return int(told[:9])
    try:
        return max(0.0, email.utils.parsedate_to_datetime(told).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _make_busy_error(status: int, seconds: float | None, host: str) -> UnavailableError:
    when = "later" if seconds is None else f"in {seconds:,.0f} seconds"
    what = "has had too many requests" if status == 429 else "is not available"
    return UnavailableError(f"{what} (HTTP {status}): try again {when}", where=host)


def _make_length_error(most: int, host: str) -> InputError:
    return InputError(f"sends more than {most // 1_000_000} MB, and official files are smaller", where=host)


def _describe_status(answer: http.client.HTTPResponse) -> str:
    reasons = {404: "does not have it", 406: "does not have it in this form", 403: "refuses it", 410: "has it no more"}
    return f"{reasons.get(answer.status, 'does not send it')} (HTTP {answer.status})"
