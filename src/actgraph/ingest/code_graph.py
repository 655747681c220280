"""Write the references of the Code as `code-of-practice-references.ttl`."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from actgraph.core.errors import InputError
from actgraph.core.prefixes import CODE
from actgraph.graph import catalog
from actgraph.graph.day import Day
from actgraph.ingest import code_pdf, code_references
from actgraph.ingest.code_references import CodeReference
from actgraph.ingest.turtle import format_cited_acts, format_header, format_link_node

FILE = "code-of-practice-references.ttl"

_SOURCE = "https://digital-strategy.ec.europa.eu/en/policies/contents-code-gpai"
_PREFIXES = {"act", "ag", "cop", "dcterms", "eli", "grf", "owl", "rdfs"}


def build_code_graphs(
    sources: Path, provisions: Iterable[str], report: Callable[[str], None]
) -> Iterator[tuple[str, str]]:
    """Yield the graph of the references of the Code: file name and Turtle text; nothing if there is no PDF of the Code.

    Args:
        sources: a folder, searched recursively for `*.pdf`.
        provisions: local names of the provisions of the Act as published, in the order of the text.
        report: receives a line about each step.

    Raises:
        InputError: a chapter is missing or occurs twice, or its PDF cannot be read completely.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as empty:
    ...     list(build_code_graphs(Path(empty), [], print))
    []
    """
    day = _open_written_code()
    files = _find_chapter_files(sources, day)
    if not files:
        return
    names = list(provisions)
    found: list[CodeReference] = []
    chapters = sorted(day.list_parts(f"{CODE}code"), key=lambda node: node.number)
    for count, chapter in enumerate(chapters, 1):
        if chapter.iri not in files:
            raise InputError(
                f"the PDF of the {chapter.label} of the Code is not here, and others are",
                where=str(sources),
                todo="Put the PDFs of all its chapters in this folder, or none.",
            )
        report(f"[{count}/{len(files)}] reading {files[chapter.iri]}")
        found += code_references.find_code_references(code_pdf.read_chapter_parts(files[chapter.iri], day), day, names)
    report(f"{len(found):,} references of the Code of Practice")
    yield FILE, _format_turtle(found)


def _open_written_code() -> Day:
    """Open the graph of the hand-written files of the Code: the generated ones may not exist yet."""
    whole = [graph for graph in catalog.load_catalog() if graph.file.startswith("code-of-practice/")]
    edition = next(iter(catalog.list_editions(whole)))
    return Day(edition.start, whole)


def _find_chapter_files(sources: Path, day: Day) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for file in sorted(file for file in sources.rglob("*.pdf") if file.is_file()):
        try:
            chapter = code_pdf.identify_chapter(file, day)
        except InputError:  # the folder may hold any PDF
            continue
        if chapter in files:
            raise InputError(f"a second PDF of the {day.get_node(chapter).label} of the Code", where=str(file))
        if chapter:
            files[chapter] = file
    return files


def _format_turtle(references: list[CodeReference]) -> str:
    title, made = "references of the Code of Practice", "the official PDFs of the Code"
    blocks = [format_header("act.code-of-practice-references", title, _SOURCE, made, _PREFIXES)]
    blocks += format_cited_acts(one.act for one in references)
    by_subject: dict[str, list[CodeReference]] = {}
    for one in references:  # the references of a chapter itself are not consecutive
        by_subject.setdefault(one.subject, []).append(one)
    blocks += [block for subject, said in by_subject.items() for block in _format_references(subject, said)]
    return "\n".join(blocks)


def _format_references(subject: str, references: list[CodeReference]) -> Iterator[str]:
    yield f"cop:{subject} ag:refersTo {' , '.join(dict.fromkeys(one.object for one in references))} .\n"
    for count, one in enumerate(references, 1):
        more = [f'ag:placeNamed "{one.place}"'] if one.place else []
        page = f"cop:{subject[:3]}.pag_{one.page}"
        name, own = f"cop:{subject}.ref_{count}", f"cop:{subject}"
        yield format_link_node(name, own, "ag:refersTo", one.object, "stated", page, *more)
