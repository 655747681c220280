"""Write the references of the Code as `code-of-practice-references.ttl`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from actgraph.core.errors import InputError
from actgraph.core.prefixes import CODE
from actgraph.graph import catalog
from actgraph.graph.day import Day
from actgraph.ingest import code_pdf, code_references, source_file
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
    day = open_written_code("code-of-practice")
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


def open_written_code(folder: str) -> Day:
    """Open the graph of the hand-written files of a code: the generated ones may not exist yet.

    Args:
        folder: its folder under `ontology/`.

    >>> "https://w3id.org/actgraph/content-code/sec_1" in open_written_code("content-code")
    True
    """
    whole = [graph for graph in catalog.load_catalog() if graph.file.startswith(f"{folder}/")]
    edition = next(iter(catalog.list_editions(whole)))
    with source_file.lift_limits():  # the store is opened with the first question
        day = Day(edition.start, whole)
        day.get_labels()
        return day


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
    return "\n".join([*blocks, *format_code_references("cop", "General-Purpose AI Code of Practice", references)])


def format_code_references(prefix: str, code: str, references: Sequence[CodeReference]) -> Iterator[str]:
    """Yield the blocks of Turtle of a code's references: acts cited, then each part with its links and their errata.

    Args:
        prefix: the prefix of the code's own names.
        code: its label.
        references: in the order of the text.

    >>> print("".join(format_code_references("cop", "Code", [CodeReference("cpy.com_1", "act:art_53", "", 4)])))
    cop:cpy.com_1 ag:refersTo act:art_53 .
    cop:cpy.com_1.ref_1 a ag:Link ;
      ag:linkKind ag:stated ;
      ag:subject cop:cpy.com_1 ;
      ag:predicate ag:refersTo ;
      ag:object act:art_53 ;
      dcterms:source cop:cpy.pag_4 .
    <BLANKLINE>
    """
    yield from format_cited_acts(one.act for one in references)
    by_subject: dict[str, list[CodeReference]] = {}
    for one in references:  # those of a chapter itself, and of a measure with points, are not consecutive
        by_subject.setdefault(one.subject, []).append(one)
    for subject, said in by_subject.items():
        own = f"{prefix}:{subject}"
        yield f"{own} ag:refersTo {' , '.join(dict.fromkeys(one.object for one in said))} .\n"
        # Each chapter of the first code has pages of its own.
        pages = f"cop:{subject[:3]}.pag_" if prefix == "cop" else f"{prefix}:pag_"
        for count, one in enumerate(said, 1):
            more = [f'ag:placeNamed "{one.place}"'] if one.place else []
            source = f"{pages}{one.page}"
            name = f"{own}.ref_{count}"
            yield format_link_node(name, own, "ag:refersTo", one.object, "stated", source, *more)
            if one.printed:
                yield _format_erratum(name, code, source, one)


def _format_erratum(link: str, code: str, source: str, one: CodeReference) -> str:
    told = f"The text on page {one.page} names {one.printed}; the only part of this number is {one.meant}."
    lines = [
        f"grf:erratum.{link.replace(':', '.')} a ag:Erratum",
        f'rdfs:label "Erratum: page {one.page} of the {code}, {one.printed}"@en',
        f"ag:concerns {link}",
        f'ag:asPrinted "{one.printed}"',
        f'ag:corrected "{one.meant}"',
        f'dcterms:description "{told}"@en',
        f"dcterms:source {source}",
    ]
    return " ;\n  ".join(lines) + " .\n"
