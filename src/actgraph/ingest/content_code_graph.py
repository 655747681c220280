"""Write the references of the AI-Generated Content Code as `content-code-references.ttl`."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from actgraph.core.errors import InputError
from actgraph.ingest import content_code_splitter, content_code_text
from actgraph.ingest.code_graph import format_code_references, open_written_code
from actgraph.ingest.code_references import CodeReference
from actgraph.ingest.content_code_references import find_content_references
from actgraph.ingest.turtle import format_header

FILE = "content-code-references.ttl"

_SOURCE = "https://digital-strategy.ec.europa.eu/en/news/strong-backing-code-practice-transparency-ai-generated-content"
_PREFIXES = {"act", "ag", "agc", "dcterms", "eli", "grf", "owl", "rdfs"}


def build_content_code_graphs(
    sources: Path, provisions: Iterable[str], report: Callable[[str], None]
) -> Iterator[tuple[str, str]]:
    """Yield the graph of the references of the code: file name and Turtle text; nothing if the code is not there.

    Args:
        sources: a folder, searched recursively for `*.pdf` and `*.txt`.
        provisions: local names of the provisions of the Act as published, in the order of the text.
        report: receives a line about each step.

    Raises:
        InputError: the code occurs twice, cannot be read completely, or has other headings than the graph.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as empty:
    ...     list(build_content_code_graphs(Path(empty), [], print))
    []
    """
    file = _find_file(sources)
    if file is None:
        return
    report(f"reading {file}")
    day = open_written_code("content-code")
    parts, headings = content_code_splitter.split_code(content_code_text.read_content_code(file))
    try:
        content_code_splitter.check_structure(headings, day)
        found = find_content_references(parts, day, provisions)
    except InputError as error:
        error.where = str(file)
        raise
    report(f"{len(found):,} references of the AI-Generated Content Code")
    yield FILE, _format_turtle(found)


def _find_file(sources: Path) -> Path | None:
    """Find the code in a folder: its PDF, or else the text taken from one."""
    for pattern in ("*.pdf", "*.txt"):
        found = [file for file in sorted(sources.rglob(pattern)) if file.is_file() and _is_content_code(file)]
        if len(found) > 1:
            raise InputError("a second file of the AI-Generated Content Code", where=str(found[1]))
        if found:
            return found[0]
    return None


def _is_content_code(file: Path) -> bool:
    try:
        return content_code_text.is_content_code(file)
    except InputError:  # the folder may hold any file
        return False


def _format_turtle(references: list[CodeReference]) -> str:
    title, made = "references of the AI-Generated Content Code", "the official text of the code"
    blocks = [format_header("act.content-code-references", title, _SOURCE, made, _PREFIXES)]
    return "\n".join([*blocks, *format_code_references("agc", "AI-Generated Content Code", references)])
