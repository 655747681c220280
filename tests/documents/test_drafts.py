"""Test the drafts of real documents against golden ones, which a second reader has held against the documents.

`pytest tests/documents/test_drafts.py --accept` writes them anew; read them before you commit.
"""

import hashlib

import pytest

from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.documents.draft import BASE
from tests.conftest import ROOT, SOURCES, needs_sources
from tests.documents.test_facts import import_document

GOLDEN = ROOT / "tests" / "documents" / "golden"
FOLDERS = ("documents", "providers")
NAMES = sorted(path.name.removesuffix(".txt") for path in GOLDEN.glob("*.txt"))
MAX_TEXT = 60  # characters of a value; a longer one is told by its beginning and its hash


def format_draft(draft):
    """Format a draft as lines: subject, property, value and place; then what is left out."""
    lines = []
    for quad, source in draft.sources.items():
        lines.append(
            f"{shorten(quad.subject)} {shorten(quad.predicate)} {shorten(quad.object)}  # {shorten_text(source.place)}"
        )
    lines += ["", "not stated:"]
    lines += [f"{shorten_text(one.place)} | {one.field} | {shorten_text(one.text)}" for one in draft.unmapped]
    return "\n".join(lines) + "\n"


def shorten(term):
    value = term.value
    if hasattr(term, "datatype"):
        kind = term.datatype.value.removeprefix(load_prefixes()["xsd"])
        return f'"{shorten_text(value)}"' + ("" if kind == "string" else f"^^{kind}")
    return f"my:{value.removeprefix(BASE)}" if value.startswith(BASE) else shorten_iri(value)


def shorten_text(text):
    text = " ".join(text.split())
    if len(text) <= MAX_TEXT:
        return text
    return f"{text[:30]}… {hashlib.sha256(text.encode()).hexdigest()[:8]}"


@needs_sources
@pytest.mark.parametrize("name", NAMES)
def test_draft_is_the_golden_one(name, request):
    (path,) = [f"{folder}/{name}" for folder in FOLDERS if (SOURCES / folder / name).exists()]
    written = format_draft(import_document(path))
    golden = GOLDEN / f"{name}.txt"
    if request.config.getoption("--accept"):
        golden.write_text(written, encoding="utf-8", newline="\n")
    assert golden.read_text(encoding="utf-8") == written


@needs_sources
def test_every_real_document_has_a_golden_draft():
    real = {path.name for folder in FOLDERS for path in (SOURCES / folder).iterdir()} - {"README.md"}
    twice = {path.name for path in (SOURCES / "documents").glob("*.txt")} | {"apertus-code-of-practice.txt"}
    assert set(NAMES) == real - twice  # the text of a PDF that is there too
