"""Tell bills of materials and descriptions of datasets by their content, and those that are not read."""

import re
from collections.abc import Sequence

from actgraph.core.suggestions import quote_text
from actgraph.documents.readers.bills import croissant, cyclonedx, spdx
from actgraph.documents.readers.bills.bounded_json import parse_json
from actgraph.documents.reading import DocumentError, Reading

_HEAD = 4_000  # characters: what is no JSON says at its beginning what it is
_CYCLONEDX = re.compile(rb'"bomFormat"\s*:\s*"CycloneDX"', re.IGNORECASE)
_SPDX = re.compile(rb'spdx\.org/rdf/3|"(?:spdxVersion|SPDXID)"\s*:|"ai_AIPackage"')
_CROISSANT = re.compile(rb"mlcommons\.org/croissant")
_XML_CYCLONEDX = re.compile(r"cyclonedx\.org/schema/bom")
_NEW_SPDX = re.compile(r"^\s*(?:@?prefix\b.*|<).*spdx\.org/rdf/3", re.MULTILINE | re.IGNORECASE)
_OLD_TODO = "Export it as SPDX 3.0 in JSON-LD, with the AI and Dataset profiles, or as CycloneDX 1.5 to 1.7 in JSON"


def read_bill(data: bytes, name: str) -> Sequence[Reading] | None:
    """Read a bill of materials or the description of a dataset, whichever it is.

    Args:
        data: the bytes of the file.
        name: its name in messages.

    Returns:
        What was found; None if it is none of these.

    Raises:
        DocumentError: it is one of these, but cannot be read.
    """
    start = data[:4].lstrip(b"\xef\xbb\xbf\xff\xfe\x00") + data[4:_HEAD]
    if not re.match(rb"[\s\x00]*[\[{]", start):
        _refuse_other_syntax(data, name)
        return None
    plain = data.replace(b"\x00", b"") if b"\x00" in data[:8] else data
    if not (_CYCLONEDX.search(plain) or _SPDX.search(plain) or _CROISSANT.search(plain)):
        return None
    value, lines = parse_json(data, name)
    if isinstance(value, dict) and str(value.get("bomFormat")).lower() == "cyclonedx":
        return [cyclonedx.read_bom(value, lines, name)]
    if isinstance(value, dict) and "spdxVersion" in value:
        version = quote_text(str(value["spdxVersion"]))
        raise DocumentError(f"this is {version}, which has no models", where=name, todo=_OLD_TODO)
    if spdx.is_spdx(value):
        return [spdx.read_spdx(value, lines, name)]
    if croissant.is_croissant(value):
        return [croissant.read_croissant(value, lines, name)]
    return None


def _refuse_other_syntax(data: bytes, name: str) -> None:
    """Refuse bills in a syntax that is not read."""
    head = data[:_HEAD].decode("utf-8", "ignore").replace("\x00", "")
    head = re.sub(r"^\s*---[ \t]*\r?\n", "", head.lstrip("\ufeff"))
    is_xml = head.lstrip("\ufeff \t\r\n").startswith("<")
    if is_xml and _XML_CYCLONEDX.search(head):
        todo = "Export it as JSON, version 1.5 to 1.7"
        raise DocumentError("this is CycloneDX in XML, which is not read", where=name, todo=todo)
    if head.lstrip("\ufeff \t\r\n").startswith(("SPDXVersion:", "spdxVersion:", "SPDXID:")) or (
        (is_xml or re.match(r"\s*@?prefix\b", head, re.IGNORECASE)) and re.search(r"spdx\.org/rdf/terms", head)
    ):
        raise DocumentError("this is SPDX 2, which has no models", where=name, todo=_OLD_TODO)
    if _NEW_SPDX.search(head) and (is_xml or re.match(r"\s*@?prefix\b", head, re.IGNORECASE)):
        todo = "Export it as JSON-LD"
        raise DocumentError("this is SPDX 3 in a syntax that is not read", where=name, todo=todo)
