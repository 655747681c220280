"""Profiles that are written to break what reads them, in every form."""

from collections.abc import Iterator
from pathlib import Path

from tests.robustness.hostile_file import BIG, BIG_LINE, DEEP, Case, Maker, odd, repeated, xml

_AG = "https://w3id.org/actgraph/ns/"
_RDF = 'rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
_WRITTEN = {
    # ending: before, a statement, after; then what nests: before, opening, within, closing, after
    ".ttl": ((b"", BIG_LINE, b""), (b"<urn:m> <urn:p> ", b"[ <urn:p> ", b"1", b" ]", b" .")),
    ".trig": ((b"", BIG_LINE, b""), (b"<urn:m> <urn:p> ", b"( ", b"1", b" )", b" .")),
    ".nt": ((b"", BIG_LINE, b""), (b"", b"<<( <urn:m> <urn:p> ", b"1", b" )>>", b" .")),
    ".nq": ((b"", BIG_LINE, b""), (b"<urn:m> <urn:p> ", b"<<( <urn:m> <urn:p> ", b"1", b" )>>", b" .")),
    ".jsonld": (
        (b'{"@graph": [{"@id": "urn:m"}\n', b', {"@id": "urn:m", "urn:p": "x"}\n', b"]}"),
        (b'{"@id": "urn:m", "urn:p": ', b'{"urn:p": ', b"1", b"}", b"}"),
    ),
    ".rdf": (
        (
            b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n',
            b'<rdf:Description rdf:about="urn:m" xmlns:a="urn:"><a:p>x</a:p></rdf:Description>\n',
            b"</rdf:RDF>",
        ),
        (b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">', b"<r:li>", b"x", b"</r:li>", b"</r:RDF>"),
    ),
}


def _deep(ending: str, opening: bytes | None = None, closing: bytes | None = None) -> Maker:
    before, opens, within, closes, after = _WRITTEN[ending][1]
    opens, closes = opening or opens, closing or closes
    return lambda path, _: path.write_bytes(before + opens * DEEP + within + closes * DEEP + after)


def _much(ending: str) -> Iterator[Case]:
    whole = _WRITTEN[ending][0]
    yield Case(f"{BIG // 1_000_000} MB", f"big{ending}", lambda path, _: repeated(path, *whole))
    yield Case(f"{DEEP:,} levels deep", f"deep{ending}", _deep(ending))


def _context(value: str) -> Maker:
    def make(path: Path, url: str) -> None:
        path.write_text(f'{{"@context": {value.replace("URL", url)}, "@id": "urn:m", "@type": "{_AG}Model"}}')

    return make


_TERMS = ", ".join(f'"t{one}": {{"@id": "t{one + 1}:a", "@context": {{"b{one}": "t{one}"}}}}' for one in range(50_000))

PROFILES = [
    *(case for ending in _WRITTEN for case in (*odd(ending), *_much(ending))),
    *xml(_RDF, ".rdf"),
    *xml(_RDF, ".owl"),
    Case("a context to be fetched", "context.jsonld", _context('"URLa"')),
    Case("a context in a list to be fetched", "list.jsonld", _context('[{}, "URLa"]')),
    Case("an import to be fetched", "import.jsonld", _context('{"@import": "URLa"}')),
    Case("a scoped context to be fetched", "scoped.jsonld", _context('{"a": {"@id": "urn:a", "@context": "URLa"}}')),
    Case("a context that is a file", "local.jsonld", _context('"file:///etc/passwd"')),
    Case("a hundred thousand terms", "terms.jsonld", _context(f"{{{_TERMS}}}")),
    Case("arrays in arrays", "arrays.jsonld", lambda path, _: path.write_text("[" * DEEP + "]" * DEEP)),
    Case("brackets that do not close", "open.jsonld", lambda path, _: path.write_text('{"a":' * DEEP)),
    Case("lists in lists", "lists.ttl", _deep(".ttl", b"( ", b" )")),
    Case("statements about statements", "quoted.ttl", _deep(".ttl", b"<<( <urn:m> <urn:p> ", b" )>>")),
    Case("brackets that do not close", "open.ttl", lambda path, _: path.write_text("<urn:m> <urn:p> " + "[" * DEEP)),
    Case(
        "a figure of 19 million digits",
        "digits.ttl",
        lambda path, _: path.write_bytes(
            f"<urn:m> a <{_AG}Model> ; <{_AG}cumulativeCompute> ".encode() + b"9" * 19_000_000 + b" ."
        ),
    ),
    Case(
        "a value of 19 million characters",
        "long.ttl",
        lambda path, _: path.write_bytes(b'<urn:m> <urn:p> "' + b"x" * 19_000_000 + b'" .'),
    ),
    Case("UTF-16", "utf16.ttl", lambda path, _: path.write_text("<urn:m> <urn:p> 1 .", encoding="utf-16")),
    Case("UTF-32", "utf32.ttl", lambda path, _: path.write_text("<urn:m> <urn:p> 1 .", encoding="utf-32")),
    Case("zeros", "zeros.ttl", lambda path, _: path.write_bytes(b"\0" * 10_000_000)),
    Case(
        "a short name for a long one, often",
        "prefix.ttl",
        lambda path, _: path.write_bytes(
            b"@prefix a: <urn:" + b"x" * 1_000_000 + b"> .\n" + b"a:b a:c a:d .\n" * 100_000
        ),
    ),
    Case(
        "a short name for a long one, often",
        "prefix.jsonld",
        lambda path, _: path.write_bytes(
            b'{"@context": {"a": "urn:'
            + b"x" * 1_000_000
            + b':"}, "@graph": ['
            + b'{"@id": "a:b", "a:c": 1},' * 100_000
            + b"{}]}"
        ),
    ),
    Case(
        "a short name for a long one, often",
        "prefix.rdf",
        lambda path, _: path.write_bytes(
            f'<{_RDF} xmlns:a="urn:'.encode()
            + b"x" * 1_000_000
            + b':">'
            + b'<rdf:Description rdf:about="urn:m"><a:c>1</a:c></rdf:Description>' * 100_000
            + b"</rdf:RDF>"
        ),
    ),
    Case("half a pair of UTF-16 in JSON", "half.jsonld", lambda path, _: path.write_text('{"@id": "urn:\\ud800"}')),
]
