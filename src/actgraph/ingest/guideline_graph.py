"""Make the graph of the guidelines on prohibited practices, C(2025) 5052, from their PDF: numbers, titles, references.

What the paragraphs say is not read: `ontology/` says it by hand for other guidelines.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from actgraph.core.errors import InputError
from actgraph.ingest import guideline_pdf, guideline_splitter, guidelines
from actgraph.ingest.guideline_lines import GuidelineLine, GuidelineText
from actgraph.ingest.guideline_references import find_guideline_references
from actgraph.ingest.turtle import format_header, format_link_node

STRUCTURE, REFERENCES = "guidelines-5052.ttl", "guidelines-5052-references.ttl"

_NAME = "Guidelines C(2025) 5052"
_EDITION = "guidelines.5052"
_LAST = 433
_PAGE = "https://ec.europa.eu/transparency/documents-register/detail?ref=C(2025)5052&lang=en"
_TITLE = "Guidelines on prohibited artificial intelligence practices established by Regulation (EU) 2024/1689"
_CONTENTS = re.compile(r"(?:^|\s)(\d+(?:\.\d+)*)\.\s+(\D.*?)[ .]*\s\d+\s*$")
_CONTENTS_BEGIN = re.compile(r"\d+(?:\.\d+)*\.\s")
_ROMAN_PAGE = re.compile(r"[IVX]+")
_AFTER_TITLE = re.compile(r"\(\d+\)|[a-z]\) ")  # a paragraph, or a heading of no section
_DEEPEST = re.compile(r"(\d+\.\d+\.\d+\.\d+)\.\s+(\S.*)")  # headings that the table of contents does not have
_TITLE_LENGTH = 12  # letters of a title that tell it from running text
_MOST_TITLE_WORDS = 13  # of a title in the graph
_WORD = re.compile(r"[^\W_]+")
_UNNUMBERED_PAGES = 5  # the cover and the contents


class _Section(NamedTuple):
    number: str
    title: str


class _Paragraph(NamedTuple):
    number: int
    section: str
    words: str


def build_guideline_graphs(
    sources: Path, provisions: Iterable[str], report: Callable[[str], None]
) -> Iterator[tuple[str, str]]:
    """Yield the graphs of the guidelines: file name and Turtle text; nothing if their PDF is not there.

    Args:
        sources: a folder, searched recursively for `*.pdf`.
        provisions: local names of the provisions of the Act as published, in the order of the text.
        report: receives a line about each step.

    Raises:
        InputError: the PDF occurs twice or is damaged, or lacks a section or paragraph.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as empty:
    ...     list(build_guideline_graphs(Path(empty), [], print))
    []
    """
    files = [file for file in sorted(sources.rglob("*.pdf")) if file.is_file() and _is_of_these_guidelines(file)]
    if not files:
        return
    if len(files) > 1:
        raise InputError(f"a second PDF of the {_NAME}", where=str(files[1]))
    [path] = files
    report(f"reading {path}")
    sections, paragraphs = _read_structure(guideline_pdf.read_pdf_lines(path), path)
    report(f"{len(paragraphs):,} paragraphs of the {_NAME}")
    yield STRUCTURE, "\n".join(_format_structure(sections, paragraphs))
    yield REFERENCES, "\n".join(_format_references(paragraphs, list(provisions)))


def _is_of_these_guidelines(file: Path) -> bool:
    try:
        found = guidelines.identify_guidelines(file)
    except InputError:  # the folder may hold any PDF
        return False
    return found is not None and found.edition == _EDITION


def _read_structure(text: GuidelineText, path: Path) -> tuple[list[_Section], list[_Paragraph]]:
    first = next((number for number, line in enumerate(text.lines) if line.page > _UNNUMBERED_PAGES), 0)
    expected = _read_contents(text.lines[:first])
    body = text.lines[first:]
    places = dict(_find_sections(body, expected, path))
    begun: list[str] = []  # section of each paragraph
    headings: dict[int, list[tuple[str, str]]] = {}
    current = ""
    for number, line in enumerate(body):
        if number in places:
            current = places[number].number
            headings.setdefault(len(begun) + 1, []).append((current, places[number].title))
        elif line.text.startswith(f"({len(begun) + 1})"):
            begun.append(current)
    text = GuidelineText(body, text.notes)
    words = guideline_splitter.split_paragraphs(text, _NAME, headings, path, last=_LAST)
    paragraphs = [_Paragraph(number, begun[number - 1], said) for number, said in words.items()]
    return list(places.values()), paragraphs


def _read_contents(lines: Sequence[GuidelineLine]) -> list[tuple[str, str]]:
    """Return the number and title of each section in the table of contents."""
    entries: list[str] = []
    for line in lines:
        if _CONTENTS_BEGIN.match(line.text):
            entries.append(line.text)
        elif entries and not _ROMAN_PAGE.fullmatch(line.text):
            entries[-1] += " " + line.text
    found = [_CONTENTS.match(re.sub(r"[.\s]{4,}(?=\d+\s*$)", " ", entry)) for entry in entries]
    return [(one[1], " ".join(one[2].split()).rstrip(" .")) for one in found if one]


def _find_sections(
    lines: Sequence[GuidelineLine], expected: Sequence[tuple[str, str]], path: Path
) -> list[tuple[int, _Section]]:
    """Find the headings in the text, in the order of the contents, and those that are only in the text."""
    found: list[tuple[int, _Section]] = []
    left = list(expected)
    for number, line in enumerate(lines):
        if left and _is_heading(lines[number : number + 2], *left[0]):
            found.append((number, _Section(*left.pop(0))))
        elif (
            (deep := _DEEPEST.match(line.text)) and found and deep[1].startswith(found[-1][1].number.rsplit(".", 1)[0])
        ):
            found.append((number, _Section(deep[1], _join_title(lines[number:]))))
    if left:
        raise InputError(
            f"the heading “{left[0][0]}. {left[0][1]}” is not in this PDF",
            where=str(path),
            todo=guideline_splitter.SAVE_AGAIN,
        )
    return found


def _is_heading(lines: Sequence[GuidelineLine], number: str, title: str) -> bool:
    printed = "".join("".join(line.text for line in lines).split()).casefold()
    return printed.startswith(f"{number}.{''.join(title.split())[:_TITLE_LENGTH]}".casefold())


def _join_title(lines: Sequence[GuidelineLine]) -> str:
    words = [lines[0].text.partition(" ")[2]]
    for line in lines[1:]:
        if _AFTER_TITLE.match(line.text):
            break
        words.append(line.text)
    return " ".join(" ".join(words).split())


def _format_structure(sections: Sequence[_Section], paragraphs: Sequence[_Paragraph]) -> Iterator[str]:
    prefixes = {"ag", "dcterms", "foaf", "gpp", "grf", "owl", "rdfs", "xsd"}
    yield format_header(
        "act.guidelines-5052",
        "Commission guidelines on prohibited AI practices",
        _PAGE,
        "the official PDF of the guidelines",
        prefixes,
    )
    yield _format_node(
        "gpp:5052 a ag:Guidelines",
        'ag:number "C(2025) 5052"',
        f'rdfs:label "{_NAME}"@en',
        f'dcterms:title "{_TITLE}"@en',
        'dcterms:issued "2025-07-29"^^xsd:date',
        "ag:order 1",
        f"dcterms:source <{_PAGE}>",
        f"foaf:page <{_PAGE}>",
    )
    order = 1
    for section, inside in _group_paragraphs(sections, paragraphs):
        order += 1
        above = section.number.rpartition(".")[0]
        yield _format_node(
            f"gpp:5052.sec_{section.number} a ag:GuidelineSection",
            f'ag:number "{section.number}"',
            f'rdfs:label "{_NAME}, section {section.number}"@en',
            f'dcterms:title "{_cut_title(section.title)}"@en',
            f"dcterms:isPartOf gpp:5052{f'.sec_{above}' if above else ''}",
            f"ag:order {order}",
            "dcterms:source gpp:5052",
            f"foaf:page <{_PAGE}>",
        )
        for paragraph in inside:
            order += 1
            yield _format_node(
                f"gpp:5052.par_{paragraph.number} a ag:GuidelineParagraph",
                f'ag:number "{paragraph.number}"',
                f'rdfs:label "{_NAME}, paragraph {paragraph.number}"@en',
                f"dcterms:isPartOf gpp:5052.sec_{paragraph.section}",
                f"ag:order {order}",
                "dcterms:source gpp:5052",
                f"foaf:page <{_PAGE}>",
            )


def _cut_title(title: str) -> str:
    """Cut a title that is as long as a sentence."""
    kept = title.split()
    while len(_WORD.findall(" ".join(kept))) > _MOST_TITLE_WORDS:
        kept.pop()
    cut = " ".join(kept)
    return cut if cut == title else f"{cut} …"


def _group_paragraphs(
    sections: Sequence[_Section], paragraphs: Sequence[_Paragraph]
) -> Iterator[tuple[_Section, list[_Paragraph]]]:
    for section in sections:
        yield section, [paragraph for paragraph in paragraphs if paragraph.section == section.number]


def _format_node(*statements: str) -> str:
    return " ;\n  ".join(statements) + " .\n"


def _format_references(paragraphs: Iterable[_Paragraph], provisions: Sequence[str]) -> Iterator[str]:
    prefixes = {"act", "ag", "dcterms", "gpp", "grf", "owl", "rdfs"}
    yield format_header(
        "act.guidelines-5052-references",
        "references of the Commission guidelines on prohibited AI practices",
        _PAGE,
        "the official PDF of the guidelines",
        prefixes,
    )
    for paragraph in paragraphs:
        named = find_guideline_references(paragraph.words, provisions)
        if not named:
            continue
        own = f"gpp:5052.par_{paragraph.number}"
        yield f"{own} ag:refersTo {' , '.join(named)} .\n"
        for count, one in enumerate(named, 1):
            yield format_link_node(f"{own}.ref_{count}", own, "ag:refersTo", one, "stated", own)
