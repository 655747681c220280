"""Parse the body of a request that sends a profile; it is kept in memory only."""

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from typing import NamedTuple

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from actgraph.core.suggestions import suggest_labels
from actgraph.profile.source import FORMAT_BY_EXTENSION, FORMAT_NAMES, detect_format
from actgraph.profile.text import clip_message
from actgraph.web.http.requests import RequestError, get_media_type

PROFILE_MEDIA = {
    "text/turtle": "ttl",
    "application/trig": "trig",
    "application/n-triples": "nt",
    "application/n-quads": "nq",
    "application/rdf+xml": "xml",
    "application/ld+json": "jsonld",
    "application/yaml": "yaml",
}
FORM_FIELDS = ("text", "file", "form")
TEXT_NAME, _BODY_NAME = "text", "request"  # names of the text field and of a plain body in messages
FORM_OVERHEAD = 10_000  # bytes of field names and boundaries beside the profile
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


def check_media_type(headers: Mapping[str, str], *, takes_profile: bool = True) -> None:
    """Refuse a body that is neither a form nor a profile.

    Args:
        takes_profile: whether it may be a profile.

    Raises:
        RequestError: it is of an unsupported media type.

    >>> check_media_type({"content-type": "text/turtle; charset=utf-8"})
    """
    kind = get_media_type(headers)
    kinds = [_MULTIPART, *(PROFILE_MEDIA if takes_profile else ())]
    if kind not in kinds:
        subject = "a profile" if takes_profile else "the form"
        what = f"{subject} is not read from {kind or 'a body without a type'}"
        raise RequestError(415, what, f"Types: {', '.join(kinds)}")


def parse_upload(content_type: str, body: bytes) -> ProfileUpload:
    """Parse the body of a request: a form, or a profile itself.

    Args:
        content_type: the media type with its parameters, which `check_media_type` accepts.

    Raises:
        RequestError: the form cannot be read, or has the wrong fields.

    >>> parse_upload("text/turtle", b"<urn:m> a <urn:Model> .").format_name
    'ttl'
    """
    kind = get_media_type({"content-type": content_type})
    if kind == _MULTIPART:
        return asyncio.run(_parse_form(content_type, body))
    return ProfileUpload(body, _BODY_NAME, PROFILE_MEDIA[kind])


class _InMemoryParser(MultiPartParser):
    spool_max_size = 0  # in bytes; 0 for no limit: nothing is written to the disk


@contextlib.asynccontextmanager
async def parse_multipart(content_type: str, body: bytes, max_fields: int, hint: str) -> AsyncIterator[FormData]:
    """Parse a form with at most one file, in memory.

    Args:
        content_type: the media type with its parameters.
        max_fields: how many fields it can have besides the file.
        hint: what to do if it cannot be read.

    Raises:
        RequestError: it cannot be read.
    """
    # The charset that a request claims is ignored: a file declares its own encoding.
    boundary = re.search(r'boundary=("[^"]*"|[^;\s]*)', content_type)
    headers = Headers({"Content-Type": f"{_MULTIPART}; boundary={boundary[1]}" if boundary else _MULTIPART})

    async def give_body() -> AsyncGenerator[bytes, None]:
        yield body

    parser = _InMemoryParser(headers, give_body(), max_files=1, max_fields=max_fields, max_part_size=len(body))
    try:
        fields = await parser.parse()
    except MultiPartException as error:
        raise RequestError(400, f"the form cannot be read: {clip_message(error.message)}", hint) from None
    try:
        yield fields
    finally:
        await fields.close()


async def _parse_form(content_type: str, body: bytes) -> ProfileUpload:
    async with parse_multipart(content_type, body, 2, _FIELDS_HINT) as fields:
        return _take_upload(fields)


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
        return ProfileUpload(data, name or "file", form, text, choice, bool(text.strip()))
    data = text.encode()
    if not text.strip():
        raise RequestError(400, "nothing was sent", "Write a profile into the field, or choose a file.")
    return ProfileUpload(data, TEXT_NAME, choice or detect_format(data), text, choice)
