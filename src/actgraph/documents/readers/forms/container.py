"""Open a Word document within bounds: its parts as bytes, nothing unpacked, nothing fetched."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from actgraph.documents.reading import DocumentError

_MAX_MEMBERS = 2_000
_MAX_PART = 20_000_000  # bytes of one part, unpacked
_MAX_RATIO = 200  # unpacked to packed, for a part of more than a megabyte
_MAX_HEADERS = 12
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_WORD = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DEFAULT = "word/document.xml"
_AS_DOCX = "Save it in Word as .docx and try again"


class WordParts(NamedTuple):
    """The parts of a Word document that are read.

    Attributes:
        document: the root of its main part.
        headers: the roots of its headers and footers.
        prompts: name of a placeholder in its glossary → its text.
    """

    document: etree._Element
    headers: Sequence[etree._Element]
    prompts: Mapping[str, str]


def open_word(data: bytes, name: str) -> WordParts | None:
    """Open a Word document; None if the bytes are no document of an office program.

    Args:
        data: its bytes.
        name: its name in messages.

    Raises:
        DocumentError: it is damaged, encrypted, too large, has macros, or is another kind of document.

    >>> open_word(b"# A card", "card.md")
    >>> open_word(b"PK\\x03\\x04", "form.docx")
    Traceback (most recent call last):
    actgraph.documents.reading.DocumentError: form.docx: this Word document is damaged
      Save it in Word as .docx and try again
    """
    if data.startswith(_OLE):
        if _ENCRYPTED in data[:1_000_000]:
            raise DocumentError("this document is protected by a password", where=name, todo="Remove the password")
        raise DocumentError("this is a file of Word 97 to 2003 (.doc)", where=name, todo=_AS_DOCX)
    if name.lower().endswith((".docx", ".docm")) and not data.startswith(b"PK"):
        if data[:1024].lstrip().startswith(b"%PDF-"):
            raise DocumentError("this is a PDF that is named like a Word document", where=name, todo="Name it .pdf")
        if data.startswith(_PICTURES):
            todo = "Give the document itself, as .docx or as a PDF with text"
            raise DocumentError("this is a picture that is named like a Word document", where=name, todo=todo)
        kind = "Rich Text" if data.startswith(b"{\\rtf") else "something else"
        raise DocumentError(f"this is no Word document but {kind}", where=name, todo=_AS_DOCX)
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return _read_parts(file, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError) as error:
        raise DocumentError("this Word document is damaged", where=name, todo=_AS_DOCX) from error


def _read_parts(file: zipfile.ZipFile, name: str) -> WordParts | None:
    members = file.namelist()
    if len(members) > _MAX_MEMBERS:
        raise DocumentError(f"it has more than {_MAX_MEMBERS:,} parts", where=name, todo=_AS_DOCX)
    if "mimetype" in members and b"opendocument" in _read_part(file, "mimetype", name):
        raise DocumentError("this is an OpenDocument file", where=name, todo="Save it as .docx and try again")
    if "[Content_Types].xml" not in members:
        return None
    types = _read_part(file, "[Content_Types].xml", name)
    if b"macroEnabled" in types or any(one.lower().endswith("vbaproject.bin") for one in members):
        raise DocumentError("it contains macros", where=name, todo="Save it as .docx, without macros, and try again")
    main = _find_main_part(file, members, name)
    if main not in members:
        if any(one.startswith(("xl/", "ppt/")) for one in members):
            raise DocumentError("this is a table or slides, no text document", where=name, todo="Export it as .docx")
        raise DocumentError("it has no main part", where=name, todo=_AS_DOCX)
    headers = [one for one in members if re.fullmatch(r"word/(?:header|footer)\d*\.xml", one)][:_MAX_HEADERS]
    glossary = next((one for one in members if re.fullmatch(r"word/glossary/document\d*\.xml", one)), "")
    return WordParts(
        _parse_part(file, main, name),
        [_parse_part(file, one, name) for one in sorted(headers)],
        _list_prompts(_parse_part(file, glossary, name)) if glossary else {},
    )


def _find_main_part(file: zipfile.ZipFile, members: Sequence[str], name: str) -> str:
    if "_rels/.rels" not in members:
        return _DEFAULT
    for link in _parse_part(file, "_rels/.rels", name).iter("{*}Relationship"):
        if link.get("Type", "").endswith("/officeDocument") and link.get("TargetMode") != "External":
            return link.get("Target", "").lstrip("/")
    return _DEFAULT


def _read_part(file: zipfile.ZipFile, part: str, name: str) -> bytes:
    info = file.getinfo(part)
    if info.flag_bits & 1:
        raise DocumentError("this document is protected by a password", where=name, todo="Remove the password")
    with file.open(info) as stream:
        data = stream.read(_MAX_PART + 1)
    if len(data) > _MAX_PART or (len(data) > 1_000_000 and len(data) > _MAX_RATIO * max(1, info.compress_size)):
        raise DocumentError("it is too large when it is unpacked", where=name, todo="Remove pictures and other files")
    return data


def _parse_part(file: zipfile.ZipFile, part: str, name: str) -> etree._Element:
    data = _read_part(file, part, name).replace(_STRICT, _WORD)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"its part {part} is no XML", where=name, todo=_AS_DOCX) from error
    if root.getroottree().docinfo.doctype:
        raise DocumentError(f"its part {part} declares a document type", where=name, todo=_AS_DOCX)
    return root


def _list_prompts(glossary: etree._Element) -> dict[str, str]:
    """List the texts that Word shows while a content control is empty."""
    found = {}
    for part in glossary.iter("{*}docPart"):
        label = part.find("{*}docPartPr/{*}name")
        body = part.find("{*}docPartBody")
        if label is not None and body is not None:
            key = next((value for key, value in label.items() if key.endswith("}val")), "")
            found[key] = "".join(text.text or "" for text in body.iter("{*}t"))
    return found
