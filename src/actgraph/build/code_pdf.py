"""The words of a chapter of the Code of Practice, from the user's own copy of the Commission's PDF.

The graph knows every heading of a chapter, so the words of a node are what stands between its heading and the next.
`_printed` asks pypdf for the words of a page with their places, `_lines` makes lines of them, `_text` one text of all
lines, and `_cut` cuts that at the headings.
"""

import contextlib
import logging
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError

from actgraph.errors import InputError
from actgraph.graph import Day, Node
from actgraph.names import CODE

_CODE = CODE + "code"
_HEADED = {"Commitment": "Commitment", "Measure": "Measure", "Appendix": "Appendix", "AppendixSection": "Appendix"}
# Headings of no node. They come after the last measure and end its words.
_ENDS = {"tra": ["Model Documentation Form"], "sas": ["Glossary", "Appendices"]}

_ENCRYPTED = "this PDF is encrypted"
_OPEN = "Save a copy of it that needs no password."
_AGAIN = "Save the chapter's PDF again from the Commission's page on the Code of Practice."

# Footnotes and the marks that call them are no words of the text. They are told by their letters, which is safer than
# by their numbers: notes have 9 points and marks 6 or 7 where the text is 11 and the caption of a figure 10.
_SMALL = 0.86
# Two lines of one paragraph are at most 1.4 times the size of their letters apart, two paragraphs more than 1.5 times.
_GAP = 1.5
_INDENT = 0.5  # times that size: what begins this much further left or right is indented otherwise
_PARAGRAPH = "\n\n"
_POINT = re.compile(r"(\(\w{1,4}\)|[a-z]\))\s")
_CLAUSE_END = re.compile(r"[.:;,]$|(^|[.:;,] )(and|or|and/or|while)$")
_SENTENCE_END = re.compile(r"[.:;]$")
_HYPHENATED = re.compile(r"(?<=\w-)\n")


class _Printed(NamedTuple):
    """Words on a page: where they begin and the size of their letters, in points; all 0 where it is not known."""

    words: str
    left: float = 0.0
    bottom: float = 0.0
    size: float = 0.0


def read(path: Path, day: Day) -> list[tuple[str, str]]:
    """Read the official words of one chapter.

    Args:
        path: the PDF of a chapter of the Code; which one it is, its first page says.
        day: a day on which the Code holds.

    Returns:
        IRI and words of every commitment, measure, appendix and appendix section, in the order of the text. Every
        paragraph and every numbered point is one line; what has nothing but sections under it has no words.

    Raises:
        InputError: the file is no PDF, damaged, encrypted or no chapter of the Code, or it lacks one of the headings.
    """
    with _pypdf(path):
        reader = PdfReader(path)
        if reader.is_encrypted:
            raise InputError(_ENCRYPTED, where=str(path), todo=_OPEN)
        pages = iter(reader.pages)
        cover = next(pages, None)
        first = _printed(cover) if cover else []
        chapter = _chapter(first, day)
        if chapter is None:  # told before the rest is read: it may be a book
            raise InputError("this PDF is no chapter of the Code of Practice", where=str(path), todo=_AGAIN)
        printed = [first, *map(_printed, pages)]
    return _cut(_text(printed), _headings(day, chapter), path)


@contextlib.contextmanager
def _pypdf(path: Path) -> Iterator[None]:
    """Keep pypdf's log from the user, and make one InputError of whatever it raises."""
    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    except InputError:
        raise
    except DependencyError as error:  # the newer ciphers need a library that actgraph does without
        raise InputError(_ENCRYPTED, where=str(path), todo=_OPEN) from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", where=str(path)) from error
    except Exception as error:  # a damaged file makes pypdf raise nearly anything, KeyError and RecursionError too
        raise InputError("this is no PDF, or it is damaged", where=str(path), todo=_AGAIN) from error
    finally:
        log.setLevel(level)


def _chapter(cover: Sequence[_Printed], day: Day) -> Node | None:
    words = "\n".join(line.words for line in _lines(cover))
    return next((node for node in day.parts(_CODE) if _heading(node.title).search(words)), None)


def _headings(day: Day, chapter: Node) -> list[tuple[str, str]]:
    """IRI and heading of every node of a chapter in the order of the text; no IRI where a heading is of no node."""
    nodes = list(_below(day, chapter.iri))
    ends = [("", heading) for heading in _ENDS.get(chapter.iri.rpartition("/")[2], [])]
    measures = [(node.iri, _title(node)) for node in nodes if not node.kind.startswith("Appendix")]
    appendices = [(node.iri, _title(node)) for node in nodes if node.kind.startswith("Appendix")]
    return measures + ends + appendices


def _below(day: Day, iri: str) -> Iterator[Node]:
    for node in day.parts(iri):
        if node.kind in _HEADED:
            yield node
            yield from _below(day, node.iri)


def _title(node: Node) -> str:
    return f"{_HEADED[node.kind]} {node.number} {node.title}"


def _heading(title: str) -> re.Pattern[str]:
    """A heading on lines of its own; how pypdf spaces its letters and where the line breaks does not matter."""
    letters = r"\s*".join(re.escape(letter) for letter in title if not letter.isspace())
    return re.compile(rf"^{letters}$", re.MULTILINE)


def _printed(page: PageObject) -> list[_Printed]:
    """The words of a page in the order in which it draws them, line ends among them."""
    pieces: list[_Printed] = []

    def see(words: str, page_matrix: list[float], text_matrix: list[float], _font: object, size: float) -> None:
        a, b, c, d, e, f = page_matrix
        _, _, across, up, x, y = text_matrix
        scale = math.hypot(across * a + up * c, across * b + up * d)
        pieces.append(_Printed(words, x * a + y * c + e, x * b + y * d + f, size * scale))

    words = page.extract_text(visitor_text=see)
    # Of some layouts pypdf tells parts twice. Without places there are only fewer paragraphs, and footnotes stay.
    return pieces if "".join(piece.words for piece in pieces) == words else [_Printed(words)]


def _text(pages: Sequence[Sequence[_Printed]]) -> str:
    """All pages as one text, an empty line before every paragraph, without page numbers and footnotes."""
    sizes: Counter[float] = Counter()
    for piece in (piece for page in pages for piece in page):
        sizes[round(piece.size, 1)] += len(piece.words.strip())
    small = _SMALL * sizes.most_common(1)[0][0]
    text, before = "", _Printed("")
    for page in pages:
        lines = _without_number(_lines([_without_note(piece, small) for piece in page]))
        for line in lines:
            text += (_PARAGRAPH if _opens(line, before, turned=line is lines[0]) else "\n") + line.words
            before = line
    return text


def _without_note(piece: _Printed, small: float) -> _Printed:
    # The white space stays: it may part words of the text.
    return piece._replace(words=re.sub(r"\S", "", piece.words)) if 0 < piece.size < small else piece


def _lines(pieces: Sequence[_Printed]) -> list[_Printed]:
    lines = [_Printed("")]
    for piece in pieces:
        for number, words in enumerate(piece.words.split("\n")):
            if number:
                lines.append(_Printed(""))
            begun = lines[-1] if lines[-1].words.strip() else piece  # a line is where its first letter is
            lines[-1] = begun._replace(words=lines[-1].words + words)
    return [line._replace(words=line.words.strip()) for line in lines if line.words.strip()]


def _without_number(lines: list[_Printed]) -> list[_Printed]:
    """The lines of a page without its number, which stands at its foot, but is drawn first in most files."""
    if lines and lines[0].words.isdecimal():
        return lines[1:]
    return lines[:-1] if lines and lines[-1].words.isdecimal() else lines


def _opens(line: _Printed, before: _Printed, *, turned: bool) -> bool:
    """Whether a line begins a paragraph or a point.

    A line of running text may begin with a number too: "points" ends one line, "(a) and (b)" begins the next. So a
    point must come after the end of a clause, and not stand under running text as if it were more of it.
    """
    point = _POINT.match(line.words) and _CLAUSE_END.search(before.words)
    if turned:  # nothing tells how far apart they are
        return bool(point or (_SENTENCE_END.search(before.words) and line.words[0].isupper()))
    indent = _INDENT * line.size
    if before.bottom - line.bottom > _GAP * line.size or before.left - line.left > indent:
        return True
    return bool(point and (not line.size or line.left - before.left > indent or _POINT.match(before.words)))


def _cut(text: str, headings: Sequence[tuple[str, str]], path: Path) -> list[tuple[str, str]]:
    spans: list[tuple[str, int, int]] = []
    end = 0
    for iri, title in headings:
        found = _heading(title).search(text, end)
        if found is None:
            raise InputError(f"the heading “{title}” is not in this PDF", where=str(path), todo=_AGAIN)
        end = found.end()
        spans.append((iri, found.start(), end))
    spans.append(("", len(text), len(text)))
    return [(iri, _fold(text[end:start])) for (iri, _, end), (_, start, _) in pairwise(spans) if iri]


def _fold(text: str) -> str:
    r"""One line for every paragraph, single spaces; a hyphen at a line's end is the word's own ("general-purpose").

    >>> _fold("of general-\npurpose  AI\n\n(1) models")
    'of general-purpose AI\n(1) models'
    """
    paragraphs = (_HYPHENATED.sub("", paragraph.strip()) for paragraph in text.split(_PARAGRAPH))
    return "\n".join(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph)
