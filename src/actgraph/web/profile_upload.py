"""What is read from a request that sends a profile: bounded, and kept in memory alone."""

import re
from collections.abc import AsyncGenerator, Mapping
from typing import NamedTuple

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from actgraph.core.suggestions import misses
from actgraph.profile.source import ENDINGS, FORMS, MOST_BYTES, sniffed
from actgraph.profile.text import clipped
from actgraph.web.http.requests import RequestError, bounded, media_type

TYPES = {
    "text/turtle": "ttl",
    "application/trig": "trig",
    "application/n-triples": "nt",
    "application/n-quads": "nq",
    "application/rdf+xml": "xml",
    "application/ld+json": "jsonld",
}
FIELDS = ("text", "file", "form")
TEXT = "text"  # what messages call what was written into the field
_BODY = "request"  # and what came as it is
_FRAME = 100_000  # bytes beside the profile: names of fields, boundaries
_MULTIPART = "multipart/form-data"


class Posted(NamedTuple):
    """A profile that was sent.

    Attributes:
        data: its bytes.
        name: what messages call it.
        form: one of `FORMS`.
        text: what was written into the field; empty where it came otherwise.
        choice: the format that was chosen in the form; empty for by itself.
        from_file: whether it is a file, though the field was filled in too.
    """

    data: bytes
    name: str
    form: str
    text: str = ""
    choice: str = ""
    from_file: bool = False


def is_form(headers: Mapping[str, str]) -> bool:
    """Whether a request is sent by a form.

    Args:
        headers: of the request.

    >>> is_form({"content-type": "multipart/form-data; boundary=x"})
    True
    """
    return media_type(headers) == _MULTIPART


async def read(request: Request) -> Posted:
    """The profile that a request sends: by the form, or as its body.

    Args:
        request: with a body that was not read yet.

    Raises:
        RequestError: it is too large, of no type that is read, or has no such fields.
    """
    kind = media_type(request.headers)
    if kind == _MULTIPART:
        fields = await _fields(request)
        try:
            return _of_form(fields)
        finally:
            await fields.close()
    if kind not in TYPES:
        told = ", ".join([_MULTIPART, *TYPES])
        raise RequestError(415, f"a profile is not read from {kind or 'a body without a type'}", f"Types: {told}")
    data = b"".join([chunk async for chunk in _bounded(request)])
    return Posted(_whole(data), _BODY, TYPES[kind])


class _InMemory(MultiPartParser):
    spool_max_size = MOST_BYTES + _FRAME + 1  # bytes: more is never read, so nothing is written to the disk


async def _fields(request: Request) -> FormData:
    # The charset that a request may claim is left out: a file says by itself what it is.
    boundary = re.search(r'boundary=("[^"]*"|[^;\s]*)', request.headers["content-type"])
    headers = Headers({"Content-Type": f"{_MULTIPART}; boundary={boundary[1]}" if boundary else _MULTIPART})
    parser = _InMemory(headers, _bounded(request), max_files=1, max_fields=2, max_part_size=MOST_BYTES)
    try:
        return await parser.parse()
    except MultiPartException as error:
        raise RequestError(400, f"the form cannot be read: {clipped(error.message)}", _HOW) from None


_HOW = "Fields: text, or file; and form, the format, which may be left out."


def _of_form(fields: FormData) -> Posted:
    for name, value in fields.multi_items():
        if name not in FIELDS or isinstance(value, UploadFile) != (name == "file"):
            raise RequestError(400, f"there is no field “{clipped(name)}” of that kind", _HOW, misses(name, FIELDS))
        if len(fields.getlist(name)) > 1:
            raise RequestError(400, f"the field “{name}” is there more than once", _HOW)
    # A field of a form ends its lines as no file does.
    text, choice = (str(fields.get(name) or "").replace("\r\n", "\n") for name in ("text", "form"))
    if choice and choice not in FORMS:
        raise RequestError(
            400, f"there is no form “{clipped(choice)}”", f"Forms: {', '.join(FORMS)}", misses(choice, FORMS)
        )
    file = fields.get("file")
    data = file.file.read() if isinstance(file, UploadFile) else b""
    name = clipped(re.split(r"[/\\]", file.filename or "")[-1]) if isinstance(file, UploadFile) else ""
    if data or name:
        ending = re.search(r"\.\w+$", name.lower())
        form = choice or ENDINGS.get(ending[0] if ending else "") or sniffed(data)
        return Posted(_whole(data), name or "file", form, text, choice, bool(text.strip()))
    data = text.encode()
    if not text.strip():
        raise RequestError(400, "nothing was sent", "Write a profile into the field, or choose a file.")
    return Posted(_whole(data), TEXT, choice or sniffed(data), text, choice)


async def _bounded(request: Request) -> AsyncGenerator[bytes, None]:
    try:
        async for chunk in bounded(request, MOST_BYTES + _FRAME):
            yield chunk
    except RequestError as error:
        raise (_too_large() if error.status == 413 else error) from None


def _whole(data: bytes) -> bytes:
    if len(data) > MOST_BYTES:
        raise _too_large()
    return data


def _too_large() -> RequestError:
    return RequestError(
        413,
        f"it is over {MOST_BYTES // 1_000_000} MB",
        "A profile describes one provider and its models: leave out what is none of it.",
    )
