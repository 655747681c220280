"""Hostile documents for `profile import`: of an office program, as PDF, as JSON, as a card and as a log."""

import functools
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.robustness.hostile_file import (
    NESTING_DEPTH,
    FileWriter,
    HostileFile,
    list_hostile_xml,
    list_odd_files,
    write_big_file,
)
from tests.robustness.pdf_parts import make_page_pdf, make_stream
from tests.support.word_forms import TYPES, WORD, make_rows, make_word, pack_word

_MACROS = TYPES.replace("</Types>", '<Default Extension="bin" ContentType="a.macroEnabled.12"/></Types>')
_ROOT = f'w:document xmlns:w="{WORD}"'
_MANY = 300_000


def _write(data: bytes) -> FileWriter:
    return lambda path, _: path.write_bytes(data)


def _write_made(make: Callable[[], bytes]) -> FileWriter:
    return lambda path, _: path.write_bytes(make())


def _pack(document: str, types: str = TYPES, **others: bytes) -> bytes:
    parts = {"[Content_Types].xml": types.encode(), "word/document.xml": document.encode()}
    return pack_word({**parts, **{f"word/{name}": data for name, data in others.items()}})


def _pack_entity_file(case: HostileFile) -> HostileFile:
    """Put a hostile XML file into a Word document, as its main part."""

    def write(path: Path, url: str) -> None:
        case.write(path, url)
        path.write_bytes(_pack(path.read_text("utf-8")))

    return HostileFile(f"Word: {case.description}", case.file_name, write)


def _write_zip_bomb(path: Path, _: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        file.writestr("[Content_Types].xml", TYPES)
        with file.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(1_000):
                part.write(b" " * 1_000_000)


def _write_many_parts(path: Path, _: str) -> None:
    with zipfile.ZipFile(path, "w") as file:
        for number in range(20_000):
            file.writestr(f"word/{number}.xml", b"")


def _list_word_files() -> list[HostileFile]:
    deep = f"<{_ROOT}>{'<w:tbl>' * NESTING_DEPTH}{'</w:tbl>' * NESTING_DEPTH}</w:document>"
    rows = make_word(make_rows("Model Documentation Form\n" + "Model name: | \n" * 3)).replace(b"PK", b"XX", 1)
    return [
        *map(_pack_entity_file, list_hostile_xml(_ROOT, ".docx")),
        HostileFile("Word: 1 GB when it is unpacked", "bomb.docx", _write_zip_bomb),
        HostileFile("Word: 20,000 parts", "parts.docx", _write_many_parts),
        HostileFile("Word: macros", "macros.docm", _write(_pack(f"<{_ROOT}/>", _MACROS))),
        HostileFile(
            "Word: a project of macros", "project.docx", _write(_pack(f"<{_ROOT}/>", **{"vbaProject.bin": b"x"}))
        ),
        HostileFile("Word: tables within tables", "deep.docx", _write(_pack(deep))),
        HostileFile("Word: a PDF by another name", "renamed.docx", _write(make_page_pdf(make_stream(b"BT ET")))),
        HostileFile("Word: a damaged beginning", "damaged.docx", _write(rows)),
        HostileFile("Word: no parts", "none.docx", _write(pack_word({}))),
    ]


def _list_pdf_files() -> list[HostileFile]:
    def make_bomb(size: int, times: int) -> bytes:
        packed = functools.reduce(lambda data, _: zlib.compress(data, 9), range(times), b" " * size)
        return make_page_pdf(make_stream(packed, b"[%s]" % (b"/FlateDecode " * times)))

    calls = {6: make_stream(b"/Y Do " * 400), 7: make_stream(b"/X Do " * 400)}
    return [
        HostileFile("PDF: 500 MB when it is unpacked", "bomb.pdf", _write_made(lambda: make_bomb(500_000_000, 1))),
        HostileFile("PDF: packed three times", "nested.pdf", _write_made(lambda: make_bomb(100_000_000, 3))),
        HostileFile(
            "PDF: forms that draw each other", "forms.pdf", _write(make_page_pdf(make_stream(b"/X Do"), calls))
        ),
        HostileFile("PDF: a picture alone", "scan.pdf", _write(make_page_pdf(make_stream(b"q 1 0 0 1 0 0 cm Q")))),
        HostileFile("PDF: only its beginning", "cut.pdf", _write(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")),
    ]


def _list_json_files() -> list[HostileFile]:
    bom = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": '
    wide = '{"type": "library", "name": "a"}, ' * _MANY
    context = '{"@context": "URL/context.jsonld", "@type": "sc:Dataset", "name": "a"}'
    return [
        HostileFile("JSON: 100,000 levels deep", "deep.json", _write(bom.encode() + b"[" * NESTING_DEPTH)),
        HostileFile("JSON: 300,000 components", "wide.json", _write(f"{bom}[{wide}{{}}]}}".encode())),
        HostileFile("JSON: a trailing comma", "comma.json", _write(f'{bom}[],\n"version": 1,\n}}'.encode())),
        HostileFile("JSON: a key twice", "twice.json", _write(f'{bom}[], "components": []}}'.encode())),
        HostileFile("JSON: a number of a million digits", "digits.json", _write(f"{bom}{'9' * 1_000_000}}}".encode())),
        HostileFile(
            "JSON-LD: a context to be fetched",
            "context.json",
            lambda path, url: path.write_text(context.replace("URL", url), encoding="utf-8"),
        ),
    ]


def _list_texts() -> list[HostileFile]:
    grows = "".join(f"a{one}: &a{one} [{', '.join([f'*a{one - 1}'] * 9)}]\n" for one in range(1, 12))
    header = "---\nlicense: mit\na0: &a0 x\n" + grows + "---\n# Aurora 7B\n"
    return [
        HostileFile("a card: aliases that grow", "grows.md", _write(header.encode())),
        HostileFile(
            "a card: a tag that runs code",
            "tag.md",
            _write(b"---\nlicense: !!python/object/apply:os.system [ls]\n---\n# A 7B\n"),
        ),
        HostileFile("a card: a header without end", "open.md", _write(b"---\nlicense: mit\n" + b"a: b\n" * _MANY)),
        HostileFile("a card: 20 MB", "long.md", _write(b"---\nlicense: mit\n---\n# Aurora 7B\n" + b"| a " * 4_900_000)),
        HostileFile("a table of something else", "other.csv", _write(b"name,colour\n" + b"a,blue\n" * _MANY)),
        HostileFile("a text of 200 MB", "big.txt", lambda path, _: write_big_file(path, b"", b"Model name: a\n")),
        HostileFile("words that are no document", "words.txt", _write(b"training content summary " * 70_000)),
    ]


HOSTILE_DOCUMENTS = [
    *list_odd_files(".docx"),
    *list_odd_files(".json"),
    *_list_word_files(),
    *_list_pdf_files(),
    *_list_json_files(),
    *_list_texts(),
]
