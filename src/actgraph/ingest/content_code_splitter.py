"""Split the text of the AI-Generated Content Code into its parts: sections, measures, sub-measures, lettered points."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from actgraph.core.errors import InputError
from actgraph.core.prefixes import CONTENT_CODE
from actgraph.graph.day import Day
from actgraph.graph.node import Node
from actgraph.ingest.content_code_text import PagedText, remove_spaces, repair_words

SAVE_AGAIN = "Save the PDF of the code again from the Commission's page on it."
HEADED_KINDS = {"Commitment": "com", "Measure": "mea", "SubMeasure": "sub"}


def _spaced(words: str) -> str:
    return r"\s*".join(map(re.escape, remove_spaces(words)))


_HEADINGS = {
    "com": rf"{_spaced('Commitment')}\s*(\d)\s*:",
    "mea": rf"{_spaced('Measure')}\s*(\d\s*\.\s*\d)\s*:",
    "sub": rf"{_spaced('Sub-measure')}\s*(\d\s*\.\s*\d\s*\.\s*\d)\s*[:.]",
}
# The last heading of a section on its first page: the table of contents and the cover of the section have others.
_SECTION = (
    rf"^{_spaced('Section')}\s*(\d)\s*:(?:(?!^{_spaced('Section')}\s*\d)[\s\S])*?(?=^{_spaced('Objectives')}\s*$)"
)
_COVER = rf"^{_spaced('Section')}\s*\d\s*:"
_ANNEX = rf"^{_spaced('Annex')}\s*1\s*:"
_LETTER = r"^\(?([a-z]|[ivx]+)\)\s"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_NUMBERED = r"\d\.\s"
_SENTENCE_END = r"[.:;]$"
# Letters of a full line in a lettered point, and in a point of one, which is indented further.
_FULL_LINES = (81, 72)
_MOST_TITLE_LENGTH = 1000  # characters, white space included; the longest title has 100
_AFTER_POINTS = rf"^{_spaced('Measures specified in point')}"  # a paragraph behind a full line


class ContentPart(NamedTuple):
    """A piece of the code's text.

    Attributes:
        name: local name of the part that it belongs to.
        text: the piece, line by line as printed, without the letter or the number of the part.
    """

    name: str
    text: PagedText


class Heading(NamedTuple):
    """A numbered heading in the text.

    Attributes:
        name: local name of the part that it opens, such as `sec_1.com_1.mea_1`.
        rest: the beginning of the text from the title on, without white space.
    """

    name: str
    rest: str


def split_code(text: PagedText) -> tuple[list[ContentPart], list[Heading]]:
    """Split the text of the whole code at its headings and lettered points, in the order of the text.

    The text before the first section is left out, and so are the covers of the sections. A part whose text goes on
    behind its points has several pieces; the glossary belongs to its section.

    >>> lines = "Section 1: Marking\\nObjectives\\na) one\\nRecitals\\nCommitments\\nCommitment 1: Title\\nText.\\n"
    >>> parts, headings = split_code(PagedText(lines, (5,) * len(lines)))
    >>> [(part.name, part.text.text.strip()) for part in parts][:3]
    [('sec_1', 'Section 1: Marking'), ('sec_1.obj.pnt_a', 'one'), ('sec_1.com_1', 'Title\\nText.')]
    >>> [heading.name for heading in headings]
    ['sec_1.com_1']
    """
    marks: list[tuple[int, int, str]] = []  # where a piece begins, where its text does, and its name
    headings: list[Heading] = []
    titles = list(re.finditer(_SECTION, text.text, re.MULTILINE))
    for title, following in zip(titles, [*titles[1:], None], strict=False):
        end = following.start() if following else len(text.text)
        marks.append((title.start(), title.start(), f"sec_{title[1]}"))
        reader = _SectionReader(f"sec_{title[1]}", text.text, title.end(), end)
        marks += reader.read_marks()
        headings += reader.headings
    pieces = zip(marks, [*marks[1:], (len(text.text), 0, "")], strict=False)
    parts = [ContentPart(name, text.cut(begin, end)) for (_, begin, name), (end, _, _) in pieces if name]
    return [part for part in parts if part.text.text.strip()], headings


class _SectionReader:
    """Reads one section, from its objectives to the next section."""

    def __init__(self, section: str, text: str, start: int, end: int) -> None:
        self.section = section
        self.text, self.start, self.end = text, start, end
        self.headings: list[Heading] = []
        self.numbers: list[str] = []  # of the last heading: ["1", "2"] for Measure 1.2
        self.owner = self.section  # what the points that follow belong to
        self.letters: list[str] = []  # of the last point: ["c", "ii"]
        self.list_count, self.last_letter, self.roman_count = 0, "", 0

    def read_marks(self) -> Iterator[tuple[int, int, str]]:
        before = ""
        for hit in re.compile(r"^.+$", re.MULTILINE).finditer(self.text, self.start, self.end):
            line = hit[0]
            if whole := self.find_whole(line):
                yield hit.start(), hit.end() if whole[1] else hit.start(), self.open_part(whole[0])
            elif heading := self.find_heading(line):
                begin = hit.start() + heading.end()
                name = ".".join([self.section, *map("{}_{}".format, ("com", "mea", "sub"), self.numbers)])
                self.headings.append(
                    Heading(name, remove_spaces(self.text[begin : min(begin + _MOST_TITLE_LENGTH, self.end)]))
                )
                yield hit.start(), begin, self.open_part(name)
            elif letter := self.find_letter(line):
                yield hit.start(), hit.start() + letter, self.get_point()
            elif self.letters and _begins_paragraph(before, line, _FULL_LINES[len(self.letters) - 1]):
                self.letters.pop()
                yield hit.start(), hit.start(), self.get_point()
            before = line

    def find_whole(self, line: str) -> tuple[str, bool] | None:
        """Return the part that a heading without a number opens, and whether the line is no text of it."""
        word = remove_spaces(line)
        if word == "Objectives":
            return f"{self.section}.obj", True
        if word == "Recitals":
            return f"{self.section}.rct", True
        if word == "Commitments":
            return f"{self.section}.sco", True
        if word == "Glossary":
            return self.section, True
        if word == "Annex" or re.match(_COVER, line):  # the cover of the next section
            return "", True
        return ("anx_1", True) if re.match(_ANNEX, line) else None

    def find_heading(self, line: str) -> re.Match[str] | None:
        """Match a numbered heading: one whose number follows that of the last."""
        for depth, pattern in enumerate(_HEADINGS.values()):
            hit = re.match(pattern, line)
            numbers = remove_spaces(hit[1]).split(".") if hit else []
            last = int(self.numbers[depth]) if len(self.numbers) > depth else 0
            if hit and numbers == [*self.numbers[:depth], str(last + 1)]:
                self.numbers = numbers
                return hit
        return None

    def find_letter(self, line: str) -> int:
        """Return where the text of a lettered point begins in its line; 0 for no point."""
        hit = re.match(_LETTER, line)
        if not hit or not self.owner or self.owner in (self.section, "anx_1"):
            return 0
        letter = hit[1]
        if self.letters and letter == _ROMAN[self.roman_count]:
            self.letters = [self.letters[0], letter]
            self.roman_count += 1
        elif letter == "a" or (self.last_letter and letter == chr(ord(self.last_letter) + 1)):
            self.list_count += letter == "a"
            self.letters, self.last_letter, self.roman_count = [letter], letter, 0
        else:
            return 0
        return hit.end()

    def open_part(self, name: str) -> str:
        self.owner, self.letters, self.list_count, self.last_letter, self.roman_count = name, [], 0, "", 0
        return "" if name.endswith(".rct") else name

    def get_point(self) -> str:
        """Return the name of the point that is being read; of its whole where the points are over."""
        if not self.letters:
            return "" if self.owner.endswith(".rct") else self.owner
        if self.owner.endswith(".rct"):
            return f"{self.owner}_{self.letters[0]}"
        again = [f"lst_{self.list_count}"] if self.list_count > 1 else []
        return ".".join([self.owner, *again, *(f"pnt_{letter}" for letter in self.letters)])


def _begins_paragraph(before: str, line: str, full: int) -> bool:
    """Return whether a line begins a paragraph: the line before it ends a sentence and had room for its first word."""
    has_room = len(remove_spaces(before + line.split()[0])) < full or re.match(_AFTER_POINTS, line)
    return bool(has_room and re.search(_SENTENCE_END, before) and line[0].isupper())


def check_structure(headings: Sequence[Heading], day: Day) -> None:
    """Compare the headings of the text with the commitments, measures and sub-measures of the graph, in order.

    Raises:
        InputError: one is in the text or in the graph alone, stands in another place, or has another title.
    """
    nodes = [node for node in list_code_nodes(day) if node.kind in HEADED_KINDS]
    before = "the beginning"
    for heading, node in zip_longest(headings, nodes):
        held = node.iri.removeprefix(CONTENT_CODE) if node else "no further part"
        found = heading.name if heading else "no further heading"
        if held != found:
            raise InputError(f"after {before} the text has {found}, and the graph has {held}", todo=SAVE_AGAIN)
        title = remove_spaces(node.title).lower().removesuffix("(optional)")
        if not heading.rest.lower().startswith(title):
            raise InputError(f"the heading of {node.label} is not “{node.title}” in this text", todo=SAVE_AGAIN)
        before = node.label


def list_code_nodes(day: Day, iri: str = CONTENT_CODE + "code") -> list[Node]:
    """List the parts of the code under a node, in the order of the text, without statements.

    >>> from actgraph.graph.day import open_day
    >>> list_code_nodes(open_day("2026-06-09"))
    []
    """
    parts = [part for part in day.list_parts(iri) if part.kind != "CodeStatement"]
    return [node for part in parts for node in (part, *list_code_nodes(day, part.iri))]


def join_wording(parts: Sequence[ContentPart], day: Day) -> dict[str, str]:
    """Return the words of each part by its IRI, without titles, each paragraph on a line; "[…]" stands for its points.

    >>> from actgraph.graph.day import open_day
    >>> words = " Compliance process\\nSignatories will\\ndo it."
    >>> part = ContentPart("sec_1.com_4.mea_1", PagedText(words, (20,) * len(words)))
    >>> list(join_wording([part], open_day("2026-11-24")).values())
    ['Signatories will do it.']
    """
    found: dict[str, list[str]] = {}
    for name, text in parts:
        iri = CONTENT_CODE + name
        pieces = found.setdefault(iri, [])
        if re.match(_COVER, text.text):  # the heading of a section
            continue
        words = _fold_paragraphs(text.text if pieces else _drop_title(text.text, day.get_node(iri).title))
        if words:
            pieces.append(words)
    return {iri: "\n[…]\n".join(pieces) for iri, pieces in found.items() if pieces}


def _drop_title(text: str, title: str) -> str:
    bare = remove_spaces(title).removesuffix("(optional)")
    hit = re.match(rf"\s*(?:{_spaced(bare)})(?:\s*{_spaced('(optional)')})?\s*:?", text, re.I) if bare else None
    return text[hit.end() :] if hit else text


def _fold_paragraphs(text: str) -> str:
    lines = [line for line in text.split("\n") if line.strip()]
    paragraphs: list[str] = []
    for before, line in zip(["", *lines], lines, strict=False):
        if not paragraphs or re.match(_NUMBERED, line) or _begins_paragraph(before, line, _FULL_LINES[0]):
            paragraphs.append(line)
        else:
            paragraphs[-1] += "\n" + line
    return "\n".join(repair_words(PagedText(one, (0,) * len(one))).text.strip() for one in paragraphs)
