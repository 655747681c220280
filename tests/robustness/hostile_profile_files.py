"""Hostile profiles in every RDF syntax."""

from collections.abc import Iterator
from pathlib import Path

from tests.robustness.hostile_file import (
    BIG_BYTES,
    BIG_LINE,
    NESTING_DEPTH,
    FileWriter,
    HostileFile,
    list_hostile_xml,
    list_odd_files,
    write_big_file,
)

_AG = "https://w3id.org/actgraph/ns/"
_RDF = 'rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
_TEMPLATES = {
    # suffix: (start, statement, end) of a large file; (start, opening, content, closing, end) of a deep one
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


def _make_deep_writer(ending: str, opening: bytes | None = None, closing: bytes | None = None) -> FileWriter:
    before, opens, within, closes, after = _TEMPLATES[ending][1]
    opens, closes = opening or opens, closing or closes
    return lambda path, _: path.write_bytes(before + opens * NESTING_DEPTH + within + closes * NESTING_DEPTH + after)


def _list_large_cases(ending: str) -> Iterator[HostileFile]:
    whole = _TEMPLATES[ending][0]
    yield HostileFile(f"{BIG_BYTES // 1_000_000} MB", f"big{ending}", lambda path, _: write_big_file(path, *whole))
    yield HostileFile(f"{NESTING_DEPTH:,} levels deep", f"deep{ending}", _make_deep_writer(ending))


def _make_context_writer(value: str) -> FileWriter:
    def write_context(path: Path, url: str) -> None:
        path.write_text(
            f'{{"@context": {value.replace("URL", url)}, "@id": "urn:m", "@type": "{_AG}Model"}}', encoding="utf-8"
        )

    return write_context


_TERMS = ", ".join(f'"t{one}": {{"@id": "t{one + 1}:a", "@context": {{"b{one}": "t{one}"}}}}' for one in range(50_000))


def _list_costly_texts() -> Iterator[tuple[str, str, str]]:
    """List small and middling files that took minutes or gigabytes: what each is, its name and its text."""
    end = '><r:Description r:about="urn:m"><a:b>1</a:b></r:Description></r:RDF>'
    root = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="urn:a:"'
    many = "".join(f' xmlns:n{one}="urn:{one}"' for one in range(150_000))
    yield "150,000 namespaces", "namespaces.rdf", root + many + end
    many = "".join(f' a:p{one}="1"' for one in range(300_000))
    yield "an element with 300,000 attributes", "attributes.rdf", f"{root}{many}{end}"
    many = "".join(f' xmlns:n{one}="urn:{one}"' for one in range(400))
    inner = '<r:Description r:about="urn:m"><a:b r:parseType="Literal">' + "<a:x/>" * 300_000 + "</a:b></r:Description>"
    yield "a literal of XML under 400 namespaces", "literal.rdf", f"{root}{many}>{inner}</r:RDF>"
    yield "a prefix of 9 MB", "name.ttl", f"@prefix p: <urn:{'x' * 9_000_000}> . p:a p:b p:c ."
    yield "400,000 prefixes", "prefixes.ttl", "".join(f"@prefix n{one}: <urn:x> .\n" for one in range(400_000))
    yield (
        "a base of 50 KB before 20,000 prefixes",
        "base.ttl",
        (f"@base <urn:{'x' * 50_000}> .\n" + "".join(f"@prefix n{one}: <x> .\n" for one in range(20_000))),
    )
    names = "".join(f" ~ <urn:{one}>" for one in range(19_000))
    yield (
        "a name of 50 KB in 19,000 statements about a statement",
        "about.ttl",
        (f"<urn:{'x' * 50_000}> <urn:p> 1{names} ."),
    )
    graphs = "".join(f"<urn:g{one}> {{ <urn:m> <urn:p> 1 }}\n" for one in range(200_000))
    yield "200,000 graphs", "graphs.trig", graphs
    yield "800,000 nested nodes", "nested.ttl", "<urn:m> <urn:p> " + "[ <urn:p> " * 800_000
    yield "400 models with ten base models each", "bases.ttl", _write_models(400, 10)
    yield "100 models that come from each other in a row", "row.ttl", _write_models(100, 1)
    kinds = "".join(f"<urn:p> <{_AG}{name}> <urn:d>, <urn:e> ." for name in ("framework", "copyrightPolicy"))
    kinds += f"<urn:d> a <{_AG}Evidence> . <urn:e> a <{_AG}Evidence> ."
    yield "documents of two kinds for 120 models", "kinds.ttl", _write_models(120, 0) + kinds
    terms = ", ".join(f'"t{one}": "urn:{one}"' for one in range(800))
    nodes = '{"@type": "X", "t1": "x"},' * 10_000
    yield (
        "a context of 800 terms for each of 10,000 nodes",
        "copied.jsonld",
        f'{{"@context": {{"X": {{"@id": "urn:X", "@context": {{{terms}}}}}}}, "@graph": [{nodes}{{}}]}}',
    )


def _write_models(many: int, bases: int) -> str:
    """Write models of one provider, each of which comes from some of the models before it."""
    text = f'<urn:p> a <{_AG}Provider> ; <{_AG}establishment> "US" .\n'
    for one in range(many):
        base = "".join(f" ; <{_AG}baseModel> <urn:m{other}>" for other in range(max(0, one - bases), one))
        text += f"<urn:m{one}> a <{_AG}Model> ; <{_AG}developedBy> <urn:p> ; <{_AG}marketedBy> <urn:p>{base} .\n"
    return text


def _make_bytes_writer(text: str) -> FileWriter:
    return lambda path, _: path.write_text(text, encoding="utf-8")


HOSTILE_PROFILES = [
    *(case for ending in _TEMPLATES for case in (*list_odd_files(ending), *_list_large_cases(ending))),
    *list_hostile_xml(_RDF, ".rdf"),
    *list_hostile_xml(_RDF, ".owl"),
    HostileFile("a context to be fetched", "context.jsonld", _make_context_writer('"URLa"')),
    HostileFile("a context in a list to be fetched", "list.jsonld", _make_context_writer('[{}, "URLa"]')),
    HostileFile("an import to be fetched", "import.jsonld", _make_context_writer('{"@import": "URLa"}')),
    HostileFile(
        "a scoped context to be fetched",
        "scoped.jsonld",
        _make_context_writer('{"a": {"@id": "urn:a", "@context": "URLa"}}'),
    ),
    HostileFile("a context that is a file", "local.jsonld", _make_context_writer('"file:///etc/passwd"')),
    HostileFile("a hundred thousand terms", "terms.jsonld", _make_context_writer(f"{{{_TERMS}}}")),
    HostileFile(
        "arrays in arrays", "arrays.jsonld", lambda path, _: path.write_text("[" * NESTING_DEPTH + "]" * NESTING_DEPTH)
    ),
    HostileFile("brackets that do not close", "open.jsonld", lambda path, _: path.write_text('{"a":' * NESTING_DEPTH)),
    HostileFile("lists in lists", "lists.ttl", _make_deep_writer(".ttl", b"( ", b" )")),
    HostileFile(
        "statements about statements", "quoted.ttl", _make_deep_writer(".ttl", b"<<( <urn:m> <urn:p> ", b" )>>")
    ),
    HostileFile(
        "brackets that do not close",
        "open.ttl",
        lambda path, _: path.write_text("<urn:m> <urn:p> " + "[" * NESTING_DEPTH),
    ),
    HostileFile(
        "a figure of 19 million digits",
        "digits.ttl",
        lambda path, _: path.write_bytes(
            f"<urn:m> a <{_AG}Model> ; <{_AG}cumulativeCompute> ".encode() + b"9" * 19_000_000 + b" ."
        ),
    ),
    HostileFile(
        "a value of 19 million characters",
        "long.ttl",
        lambda path, _: path.write_bytes(b'<urn:m> <urn:p> "' + b"x" * 19_000_000 + b'" .'),
    ),
    HostileFile("UTF-16", "utf16.ttl", lambda path, _: path.write_text("<urn:m> <urn:p> 1 .", encoding="utf-16")),
    HostileFile("UTF-32", "utf32.ttl", lambda path, _: path.write_text("<urn:m> <urn:p> 1 .", encoding="utf-32")),
    HostileFile("zeros", "zeros.ttl", lambda path, _: path.write_bytes(b"\0" * 10_000_000)),
    HostileFile(
        "a short name for a long one, often",
        "prefix.ttl",
        lambda path, _: path.write_bytes(
            b"@prefix a: <urn:" + b"x" * 1_000_000 + b"> .\n" + b"a:b a:c a:d .\n" * 100_000
        ),
    ),
    HostileFile(
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
    HostileFile(
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
    *(HostileFile(name, file, _make_bytes_writer(text)) for name, file, text in _list_costly_texts()),
    HostileFile(
        "half a pair of UTF-16 in JSON", "half.jsonld", lambda path, _: path.write_text('{"@id": "urn:\\ud800"}')
    ),
]
