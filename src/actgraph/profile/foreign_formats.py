"""Recognise files that are not RDF, or not the syntax of RDF that they are read as."""

import json
import re
from typing import NamedTuple

_HEAD = 100_000  # characters that are looked at
_LINES = 60
RDF_REMEDY = (
    "A profile is YAML or RDF: Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD."
    " Start one: actgraph profile new model.yaml"
)
DOCUMENT_REMEDY = "Draft a profile from it: actgraph profile import FILE -o draft.yaml"
_JSON = re.compile(r'\{\s*"(?:[^"\\]|\\.){0,200}"\s*:|\[\s*\{\s*"')
_JSON_LD = re.compile(r'"@(?:context|id|graph|type)"\s*:')
_XML = re.compile(r"<\?xml\s|<rdf:RDF[\s>]|<!DOCTYPE\s", re.IGNORECASE)
_XML_HEAD = r"(?s:<\?[^<>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE[^<>]*>\s*)*"  # what may stand before the root
_HTML = re.compile(r"<!DOCTYPE\s+html|<html[^<>]{0,500}>\s*<(?:!--|head|body)", re.IGNORECASE)
_TURTLE_HEAD = re.compile(r"@(?:prefix|base)\s|PREFIX\s+[\w.-]*:\s*<|BASE\s*<", re.IGNORECASE)
# What a line of Turtle has, and of YAML or Markdown hardly ever.
_TURTLE_SIGN = re.compile(
    r"^\s*@?(?:prefix|base|graph)\b|[ \t][;.,]\s*$|\b(?:ag|rdf|rdfs|xsd|dcterms):\w|\^\^", re.I | re.M
)
_YAML_KEY = re.compile(r"""["']?[A-Za-z_][\w ./-]{0,60}["']?:(?:\s|$)""")
_YAML_LINE = re.compile(rf"\s+\S|- |{_YAML_KEY.pattern}")
_PROSE = re.compile(r"[>|] ?\S|[*-] |\d+\. |#{2,6} |```|\*\*|!?\[[^\]\n]{1,200}\]\(|[A-Za-z][\w'’-]*,? [A-Za-z]")
_TOML_LINE = re.compile(r"\[\[?[\w. -]+\]\]?\s*$|[\w.-]+\s*=\s*\S")
# Words with spaces between them, as a sentence has and no statement in Turtle.
_SENTENCE = re.compile(r"[^\W\d_][\w'’-]*,?(?: [\w'’(–-]+[,;.)]?){2,}|\w[\w ,'’-]*[.!?]$")
_MARKUP = re.compile(r"#{1,6} \S|```|\*\*\S|[*-] \S|\|.*\|\s*$")
_BY_START = {
    b"%PDF-": "a PDF document",
    b"{\\rtf": "a text in Rich Text Format (RTF)",
    b"\xd0\xcf\x11\xe0": "a document of an old version of Microsoft Office",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"\x89PNG\r\n\x1a\n": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"SQLite format 3\0": "a database (SQLite)",
    b"PAR1": "a table (Parquet)",
}
_BY_ZIP_ENTRY = {
    b"word/document": "a Word document (.docx)",
    b"xl/workbook": "an Excel workbook (.xlsx)",
    b"ppt/presentation": "a PowerPoint presentation (.pptx)",
    b"application/vnd.oasis.opendocument": "an OpenDocument file",
}


FOREIGN_EXTENSIONS = frozenset(".csv .doc .docx .htm .html .md .odt .pdf .rtf .spdx .toml .tsv .txt .xlsx".split())


class ForeignFormat(NamedTuple):
    """What a file is instead of the format that it was read as.

    Attributes:
        what: one sentence without a full stop.
        todo: what to do.
    """

    what: str
    todo: str = RDF_REMEDY


def identify_binary(data: bytes) -> ForeignFormat | None:
    """Identify an office document or an archive.

    >>> identify_binary(b"%PDF-1.7\\n").what
    'this is a PDF document, not RDF'
    """
    for start, name in _BY_START.items():
        if data.startswith(start):
            return ForeignFormat(f"this is {name}, not RDF", DOCUMENT_REMEDY if start == b"%PDF-" else RDF_REMEDY)
    if not data.startswith(b"PK\x03\x04"):
        strange = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in data[:1000])
        is_text = data.startswith((b"\xff\xfe", b"\xfe\xff")) or strange * 10 < len(data[:1000]) or _is_wide(data)
        return None if is_text else ForeignFormat("this is a binary file, not RDF")
    found = next((name for entry, name in _BY_ZIP_ENTRY.items() if entry in data), "a ZIP archive")
    return ForeignFormat(f"this is {found}, not RDF", DOCUMENT_REMEDY if ".docx" in found else RDF_REMEDY)


def _is_wide(data: bytes) -> bool:
    """Tell whether data looks like UTF-16: each second byte is zero."""
    return not any(data[0:200:2]) or not any(data[1:200:2])


def identify_xml(text: str) -> ForeignFormat | None:
    """Identify a known form of XML whose root is no element of RDF/XML; the parser would read it as statements.

    >>> identify_xml('<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>').what
    'this is a bill of materials in CycloneDX, not a profile'
    >>> identify_xml("<html xmlns='http://www.w3.org/1999/xhtml'/>").what
    'this is an HTML page, not RDF'
    """
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    if bill := _identify_bill(head):
        return ForeignFormat(f"this is a bill of materials in {bill}, not a profile", DOCUMENT_REMEDY)
    root = re.match(rf"{_XML_HEAD}<(\w+)[\s/>]", head)
    return ForeignFormat("this is an HTML page, not RDF") if root and root[1].lower() == "html" else None


def identify_text(text: str, format_name: str) -> ForeignFormat | None:
    """Identify what a text is that could not be read.

    Args:
        text: the text of a profile.
        format_name: the format that it was read as, one of `source.FORMAT_NAMES`.

    >>> identify_text('{"bomFormat": "CycloneDX"}', "ttl").what
    'this is a bill of materials in CycloneDX, not a profile'
    >>> identify_text('{"@id": "urn:m"}', "ttl").todo
    'State its form: --from jsonld'
    >>> identify_text("<urn:m> a <urn:Model>", "ttl")
    """
    head = text[:_HEAD].lstrip()
    if head.startswith(("%PDF-", "{\\rtf")):
        return identify_binary(head[:5].encode())
    if bill := _identify_bill(head):
        return ForeignFormat(f"this is a bill of materials in {bill}, not a profile", DOCUMENT_REMEDY)
    if _JSON.match(head):
        return _identify_json(text, head, format_name)
    if _HTML.match(head):
        return ForeignFormat("this is an HTML page, not RDF")
    if _XML.match(head):
        return _identify_xml(head) if format_name != "xml" else None
    if _TURTLE_HEAD.match(_drop_comments(head)) and format_name not in ("ttl", "trig"):
        return ForeignFormat("this begins as Turtle or TriG does", "State its form: --from ttl, or --from trig")
    return _identify_plain(head)


def _identify_bill(head: str) -> str:
    if _JSON.match(head):
        if re.search(r'"bomFormat"\s*:\s*"CycloneDX"', head):
            return "CycloneDX"
        if re.search(r'"spdxVersion"\s*:\s*"SPDX-', head):
            return "SPDX 2"
        return "SPDX 3" if re.search(r'"@context"\s*:\s*+(?:\[\s*+)?"https?://spdx\.org/rdf/', head) else ""
    if re.match(r"SPDXVersion:\s*SPDX-", head):
        return "SPDX 2"
    if re.match(rf"{_XML_HEAD}<Document[\s>]", head) and re.search(r"<spdxVersion>\s*SPDX-", head):
        return "SPDX 2"
    return "CycloneDX" if re.match(rf"{_XML_HEAD}<(?:\w+:)?bom\s[^>]*cyclonedx\.org/", head) else ""


def _identify_json(text: str, head: str, format_name: str) -> ForeignFormat | None:
    if format_name == "jsonld":
        if re.search(r'"(?:@|\\u0040)', text) or not _is_json(text):
            return None
        return ForeignFormat("this is JSON, and not JSON-LD: no @context says what its keys mean")
    if _JSON_LD.search(head):
        return ForeignFormat("this is JSON-LD, and it was read as another form", "State its form: --from jsonld")
    return ForeignFormat("this is JSON, not RDF")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _identify_xml(head: str) -> ForeignFormat:
    if "http://www.w3.org/1999/02/22-rdf-syntax-ns#" in head:
        return ForeignFormat("this is RDF/XML, and it was read as another form", "State its form: --from xml")
    return ForeignFormat("this is XML, not RDF")


def _identify_plain(head: str) -> ForeignFormat | None:
    """Identify YAML and Markdown; only where no line could be Turtle, since `#` begins a comment there."""
    lines = [line[:500] for line in head.split("\n", _LINES)[:_LINES] if line.strip()]
    if _TURTLE_SIGN.search("\n".join(lines)):
        return None
    body = [line for line in lines if not re.match(r"#(?!#+ )", line)]
    if body and body[0].strip() == "---":
        if "---" in (line.strip() for line in body[1:]):
            what = "this looks like Markdown with a header in YAML, such as a model card, not RDF"
            return ForeignFormat(what, DOCUMENT_REMEDY)
        body = body[1:]
    if not body:
        return None
    if re.match(r"\[\[?[\w. -]+\]\]?\s*(?:#.*)?$", body[0]) or all(map(_TOML_LINE.match, body)):
        return ForeignFormat("this looks like TOML or a file of settings, not RDF")
    is_prose = all(map(_SENTENCE.match, body))
    is_sentence = is_prose and body[-1].rstrip().endswith((".", "!", "?"))
    if not is_sentence and (table := _identify_table(body)):
        return ForeignFormat(f"this looks like {table}, not RDF")
    if _YAML_KEY.match(body[0]) and all(map(_YAML_LINE.match, body)):
        return ForeignFormat("this looks like YAML", "State its form: --from yaml")
    if _PROSE.match(body[0]) and any(map(_MARKUP.match, lines)):
        return ForeignFormat("this looks like Markdown, not RDF", DOCUMENT_REMEDY)
    if is_prose:
        return ForeignFormat("this looks like ordinary text, not RDF")
    return None


def _identify_table(lines: list[str]) -> str:
    """Identify a table: each line has the same sign between its cells, and the first has names only.

    Prose has signs with a space behind them, so two lines with one of these each are too few.
    """
    for sign, name in (("\t", "a table separated by tabs (TSV)"), (",", "a table (CSV)"), (";", "a table (CSV)")):
        counts = {line.count(sign) for line in lines}
        heads = lines[0].strip().split(sign)
        is_even = len(counts) == 1 and 0 not in counts
        is_few = len(lines) == 2 and counts == {1} and any(f"{sign} " in line for line in lines)
        is_long = len(lines) > 1 and not is_few
        if is_even and is_long and all(re.fullmatch(r'\s*"?[A-Za-z][\w ./()-]*"?\s*', one) for one in heads):
            return name
    return ""


def _drop_comments(head: str) -> str:
    return re.sub(r"\A(?:\s*#[^\n]*\n)+\s*", "", head)
