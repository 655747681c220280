"""Write the references of the AI-Generated Content Code as `content-code-references.ttl`."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from actgraph.core.errors import InputError
from actgraph.graph import catalog
from actgraph.graph.day import Day
from actgraph.ingest import content_code_splitter, content_code_text
from actgraph.ingest.content_code_references import ContentReference, find_content_references
from actgraph.ingest.turtle import format_cited_acts, format_header, format_link_node

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
    day = open_written_code()
    parts, headings = content_code_splitter.split_code(content_code_text.read_content_code(file))
    try:
        content_code_splitter.check_structure(headings, day)
        found = find_content_references(parts, day, provisions)
    except InputError as error:
        error.where = str(file)
        raise
    report(f"{len(found):,} references of the AI-Generated Content Code")
    yield FILE, _format_turtle(found)


def open_written_code() -> Day:
    """Open the graph of the hand-written files of the code: the generated one may not exist yet.

    >>> "https://w3id.org/actgraph/content-code/sec_1" in open_written_code()
    True
    """
    whole = [graph for graph in catalog.load_catalog() if graph.file.startswith("content-code/")]
    edition = next(iter(catalog.list_editions(whole)))
    return Day(edition.start, whole)


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


def _format_turtle(references: list[ContentReference]) -> str:
    title, made = "references of the AI-Generated Content Code", "the official text of the code"
    blocks = [format_header("act.content-code-references", title, _SOURCE, made, _PREFIXES)]
    blocks += format_cited_acts(one.act for one in references)
    by_subject: dict[str, list[ContentReference]] = {}
    for one in references:  # those of a section itself and of a measure with points are not consecutive
        by_subject.setdefault(one.subject, []).append(one)
    blocks += [block for subject, said in by_subject.items() for block in _format_references(subject, said)]
    return "\n".join(blocks)


def _format_references(subject: str, references: list[ContentReference]) -> Iterator[str]:
    yield f"agc:{subject} ag:refersTo {' , '.join(dict.fromkeys(one.object for one in references))} .\n"
    for count, one in enumerate(references, 1):
        more = [f'ag:placeNamed "{one.place}"'] if one.place else []
        name, page = f"agc:{subject}.ref_{count}", f"agc:pag_{one.page}"
        yield format_link_node(name, f"agc:{subject}", "ag:refersTo", one.object, "stated", page, *more)
        if one.printed:
            yield _format_erratum(name, one)


def _format_erratum(link: str, one: ContentReference) -> str:
    told = f"The text on page {one.page} names {one.printed}; the only part of this number is {one.meant}."
    lines = [
        f"grf:erratum.{link.replace(':', '.')} a ag:Erratum",
        f'rdfs:label "Erratum: page {one.page} of the AI-Generated Content Code, {one.printed}"@en',
        f"ag:concerns {link}",
        f'ag:asPrinted "{one.printed}"',
        f'ag:corrected "{one.meant}"',
        f'dcterms:description "{told}"@en',
        f"dcterms:source agc:pag_{one.page}",
    ]
    return " ;\n  ".join(lines) + " .\n"
