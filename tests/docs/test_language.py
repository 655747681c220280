"""Test the language of what people read: short sentences, British spelling, no word that came back."""

import re
import runpy
import tomllib
from collections.abc import Iterator

import click
import pytest
from markdown_it import MarkdownIt
from pyoxigraph import parse

from actgraph.cli import cli
from tests.conftest import ROOT

MAX_WORDS = 35  # in a sentence
PATTERNS = tomllib.loads((ROOT / "tests/data/language.toml").read_text(encoding="utf-8"))["pattern"]
READINGS = runpy.run_path(str(ROOT / "docs/readings.py"))
_GENERATED = {"licences.md", "readings.md"}  # names of packages, and notes of readers
_OFFICIAL = {"title", "example"}  # titles as printed, and code
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+(?=[A-Z“(])")
_QUOTED = re.compile(r"“[^”]*”")
_TEMPLATE_CODE = re.compile(r"\{[#%].*?[#%]\}|<(script|style).*?</\1>", re.DOTALL)
_BLOCK = re.compile(
    r"</?(?:p|h\d|li|td|th|dt|dd|div|section|summary|label|button|option|title|legend|ul|tr|ol|nav)\b[^>]*>"
)


def find_faults(text: str) -> Iterator[str]:
    """Find sentences that are too long, and patterns that must not come back."""
    for sentence in _SENTENCE_END.split(text):
        if (count := len(sentence.split())) > MAX_WORDS:
            yield f"{count} words in “{sentence}”"
    for pattern in PATTERNS:
        if found := re.search(pattern["find"], _QUOTED.sub("“”", text)):
            yield f"“{found[0]}”, rather {pattern['instead']}: {text}"


def _list_graph_texts() -> Iterator[tuple[str, str]]:
    for folder in ("ontology", "shapes"):
        for path in sorted((ROOT / folder).rglob("*.ttl")):
            for quad in parse(path=path) if "ontology/act/" not in path.as_posix() else ():
                name, _, text = READINGS["get_text"](quad).partition(" ")
                if text and name not in _OFFICIAL:
                    yield f"{path.relative_to(ROOT)}: {quad.subject} {name}", text


def _list_query_texts() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "queries").rglob("*.rq")):
        for text in re.findall(r"^#[+] (?:summary:|param: \S+ \S+ \S*) (.*)", path.read_text(encoding="utf-8"), re.M):
            yield str(path.relative_to(ROOT)), text


def _list_help_texts(command: click.Command = cli, name: str = "actgraph") -> Iterator[tuple[str, str]]:
    for text in re.split(r"\n\s*\n", (command.help or "").partition("\b")[0]):
        yield name, " ".join(text.split())
    for param in command.params:
        yield f"{name} {param.name}", getattr(param, "help", None) or ""
    for under, one in getattr(command, "commands", {}).items():
        yield from _list_help_texts(one, f"{name} {under}")


def _list_page_texts() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "src/actgraph/web/templates").glob("*.html")):
        text = re.sub(
            r"\{\{.*?\}\}", "…", _TEMPLATE_CODE.sub("\n\n", path.read_text(encoding="utf-8")), flags=re.DOTALL
        )
        for piece in re.split(r"\n\n", _BLOCK.sub("\n\n", text)):
            yield path.name, " ".join(re.sub("<[^>]*>", "", piece).split())


def _list_answer_texts() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "src/actgraph/web/written_answers").glob("*.md")):
        _, head, text = path.read_text(encoding="utf-8").split("---\n", 2)
        yield path.name, re.search("^title: (.*)$", head, re.M)[1]
        for token in MarkdownIt().parse(text):
            # The words of a statement of the graph are among those of the graph.
            words = [child.content if child.type == "text" else " " for child in token.children or ()]
            yield path.name, " ".join("".join(words if token.type == "inline" else ()).split())
        yield from ((path.name, line) for line in re.findall(r"^caption: (.*)$", text, re.M))


def _list_document_texts() -> Iterator[tuple[str, str]]:
    pages = [path for path in sorted((ROOT / "docs").glob("*.md")) if path.name not in _GENERATED]
    for path in [*pages, ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        for token in MarkdownIt().enable("table").parse(path.read_text(encoding="utf-8")):
            words = [
                child.content if child.type == "text" else "“”" if child.type == "code_inline" else " "
                for child in token.children or ()
                if child.type in ("text", "code_inline", "softbreak")
            ]
            yield f"{path.name}:{(token.map or [0])[0] + 1}", "".join(words)


LISTS = {
    "graph": _list_graph_texts,
    "queries": _list_query_texts,
    "help": _list_help_texts,
    "pages": _list_page_texts,
    "answers": _list_answer_texts,
    "documents": _list_document_texts,
}


@pytest.mark.parametrize("texts", LISTS.values(), ids=LISTS)
def test_language_is_plain(texts):
    found = [f"{place}: {fault}" for place, text in texts() for fault in find_faults(text)]
    assert not found, "\n".join([f"{len(found)} faults", *found])


@pytest.mark.parametrize(
    "text",
    [
        "The the provider must act.",
        "The provider shall act.",
        "It applies from 2026-08-02 on.",
        "It applies from August 2, 2026.",
        "The behavior is analyzed.",
        "The fine is EUR 15 000 000.",
        "word " * (MAX_WORDS + 1),
    ],
)
def test_fault_is_found(text):
    assert list(find_faults(text))


@pytest.mark.parametrize(
    "text",
    [
        "The provider must act on 2 August 2026, for at most EUR 15 million.",
        "The Form has the heading “Methods of distribution and licenses”.",
        "The system seizes and sizes the prize.",
    ],
)
def test_plain_text_has_no_fault(text):
    assert list(find_faults(text)) == []
