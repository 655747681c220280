"""Read the profile of a request: limited in size, and kept in memory only."""

import re
from collections.abc import AsyncGenerator, Mapping
from typing import NamedTuple

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from actgraph.core.suggestions import suggest_labels
from actgraph.profile.source import FORMAT_BY_EXTENSION, FORMAT_NAMES, MAX_PROFILE_BYTES, detect_format
from actgraph.profile.text import clip_message
from actgraph.web.http.requests import RequestError, get_media_type, read_bounded

PROFILE_MEDIA = {
    "text/turtle": "ttl",
    "application/trig": "trig",
    "application/n-triples": "nt",
    "application/n-quads": "nq",
    "application/rdf+xml": "xml",
    "application/ld+json": "jsonld",
}
FORM_FIELDS = ("text", "file", "form")
TEXT_NAME, _BODY_NAME = "text", "request"  # names of the text field and of a plain body in messages
_FORM_OVERHEAD = 100_000  # bytes of field names and boundaries beside the profile
_MULTIPART = "multipart/form-data"


class ProfileUpload(NamedTuple):
    """A profile that a request has sent.

    Attributes:
        name: name of the profile in messages.
        format_name: one of `FORMAT_NAMES`.
        text: content of the text field; empty if the profile came another way.
        chosen_format: format chosen in the form; empty for automatic detection.
        from_file: whether a file was sent although the text field was filled in too.
    """

    data: bytes
    name: str
    format_name: str
    text: str = ""
    chosen_format: str = ""
    from_file: bool = False


def is_form_request(headers: Mapping[str, str]) -> bool:
    """Return whether a form sends the request.

    >>> is_form_request({"content-type": "multipart/form-data; boundary=x"})
    True
    """
    return get_media_type(headers) == _MULTIPART


async def read_upload(request: Request) -> ProfileUpload:
    """Read the profile that a request sends, from its form or as its body.

    Raises:
        RequestError: it is too large, of an unsupported media type, or has the wrong fields.
    """
    kind = get_media_type(request.headers)
    if kind == _MULTIPART:
        fields = await _parse_form(request)
        try:
            return _take_upload(fields)
        finally:
            await fields.close()
    if kind not in PROFILE_MEDIA:
        told = ", ".join([_MULTIPART, *PROFILE_MEDIA])
        raise RequestError(415, f"a profile is not read from {kind or 'a body without a type'}", f"Types: {told}")
    data = b"".join([chunk async for chunk in _read_bounded(request)])
    return ProfileUpload(_check_size(data), _BODY_NAME, PROFILE_MEDIA[kind])


class _InMemoryParser(MultiPartParser):
    # In bytes. No more than this is ever read, so nothing is written to the disk.
    spool_max_size = MAX_PROFILE_BYTES + _FORM_OVERHEAD + 1


async def _parse_form(request: Request) -> FormData:
    # The charset that a request claims is ignored: a file declares its own encoding.
    boundary = re.search(r'boundary=("[^"]*"|[^;\s]*)', request.headers["content-type"])
    headers = Headers({"Content-Type": f"{_MULTIPART}; boundary={boundary[1]}" if boundary else _MULTIPART})
    parser = _InMemoryParser(
        headers, _read_bounded(request), max_files=1, max_fields=2, max_part_size=MAX_PROFILE_BYTES
    )
    try:
        return await parser.parse()
    except MultiPartException as error:
        raise RequestError(400, f"the form cannot be read: {clip_message(error.message)}", _FIELDS_HINT) from None


_FIELDS_HINT = "Fields: text, or file; and form, the format, which may be left out."


def _take_upload(fields: FormData) -> ProfileUpload:
    for name, value in fields.multi_items():
        if name not in FORM_FIELDS or isinstance(value, UploadFile) != (name == "file"):
            raise RequestError(
                400,
                f"there is no field “{clip_message(name)}” of that kind",
                _FIELDS_HINT,
                suggest_labels(name, FORM_FIELDS),
            )
        if len(fields.getlist(name)) > 1:
            raise RequestError(400, f"the field “{name}” is there more than once", _FIELDS_HINT)
    # Browsers send the lines of a text field with CRLF.
    text, choice = (str(fields.get(name) or "").replace("\r\n", "\n") for name in ("text", "form"))
    if choice and choice not in FORMAT_NAMES:
        raise RequestError(
            400,
            f"there is no form “{clip_message(choice)}”",
            f"Forms: {', '.join(FORMAT_NAMES)}",
            suggest_labels(choice, FORMAT_NAMES),
        )
    file = fields.get("file")
    data = file.file.read() if isinstance(file, UploadFile) else b""
    name = clip_message(re.split(r"[/\\]", file.filename or "")[-1]) if isinstance(file, UploadFile) else ""
    if data or name:
        ending = re.search(r"\.\w+$", name.lower())
        form = choice or FORMAT_BY_EXTENSION.get(ending[0] if ending else "") or detect_format(data)
        return ProfileUpload(_check_size(data), name or "file", form, text, choice, bool(text.strip()))
    data = text.encode()
    if not text.strip():
        raise RequestError(400, "nothing was sent", "Write a profile into the field, or choose a file.")
    return ProfileUpload(_check_size(data), TEXT_NAME, choice or detect_format(data), text, choice)


async def _read_bounded(request: Request) -> AsyncGenerator[bytes, None]:
    try:
        async for chunk in read_bounded(request, MAX_PROFILE_BYTES + _FORM_OVERHEAD):
            yield chunk
    except RequestError as error:
        raise (_make_size_error() if error.status == 413 else error) from None


def _check_size(data: bytes) -> bytes:
    if len(data) > MAX_PROFILE_BYTES:
        raise _make_size_error()
    return data


def _make_size_error() -> RequestError:
    return RequestError(
        413,
        f"it is over {MAX_PROFILE_BYTES // 1_000_000} MB",
        "A profile describes one provider and its models: leave out what is none of it.",
    )
