"""Read the text of the AI-Generated Content Code from a PDF or from text taken from one, page by page.

Text taken from a PDF has spaces within words ("d oes", "Arti cle 2(2)", "AI -generated"). What is read from it must not
depend on them: headings are compared without white space, and `repair_words` mends the words of references.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from actgraph.ingest import pdf_pieces, source_file

_TITLE = "CodeofPracticeonTransparencyofAI-GeneratedContent"
_COVER_LENGTH = 3000  # characters
# The words that references are made of, longer ones first.
_WORDS = (
    *("Sub-measures", "Sub-measure", "Measures", "Measure", "Commitments", "Commitment", "Sections", "Section"),
    *("Articles", "Article", "Annex", "recitals", "recital", "subparagraph", "points", "point"),
    *("Regulation", "Directive", "Charter", "Digital Services Act", "AI Act"),
)


class PagedText(NamedTuple):
    """A text that knows the page of each of its characters.

    Attributes:
        text: the text.
        pages: the printed page number of each character.
    """

    text: str
    pages: Sequence[int]

    def cut(self, start: int, end: int) -> "PagedText":
        """Return a part of the text.

        >>> PagedText("Article", (1,) * 7).cut(0, 3).text
        'Art'
        """
        return PagedText(self.text[start:end], self.pages[start:end])

    def replace(self, pattern: str, words: str | Callable[[re.Match[str]], str]) -> "PagedText":
        """Replace what matches a pattern; the new words stand on the page where the old ones began.

        >>> PagedText("of  the", (1, 1, 1, 2, 2, 2, 2)).replace(r"\\s+", " ")
        PagedText(text='of the', pages=(1, 1, 1, 2, 2, 2))
        """
        text, pages, at = "", list[int](), 0
        for hit in re.finditer(pattern, self.text, re.MULTILINE):
            new = hit.expand(words) if isinstance(words, str) else words(hit)
            text += self.text[at : hit.start()] + new
            pages += [*self.pages[at : hit.start()], *[self.pages[min(hit.start(), len(self.pages) - 1)]] * len(new)]
            at = hit.end()
        return PagedText(text + self.text[at:], (*pages, *self.pages[at:]))


def is_content_code(path: Path) -> bool:
    """Return whether a file is the AI-Generated Content Code, as PDF or as text taken from one.

    Raises:
        InputError: the file cannot be read, or is a damaged or encrypted PDF.
    """
    if source_file.read_official_file(path).startswith(b"%PDF"):
        return _TITLE in remove_spaces(pdf_pieces.read_cover_text(path))
    cover = source_file.read_official_file(path)[:_COVER_LENGTH].decode("utf-8", "replace")
    return _TITLE in remove_spaces(cover)


def read_content_code(path: Path) -> PagedText:
    """Read all lines of the code, without the page numbers.

    Args:
        path: its PDF, or text in which each page begins with its number on a line of its own.

    Raises:
        InputError: the file cannot be read, or is a damaged or encrypted PDF.
    """
    is_pdf = source_file.read_official_file(path).startswith(b"%PDF")
    found = _read_pdf_lines(path) if is_pdf else _read_text_lines(path)
    text, pages = "", list[int]()
    for page, line in found:
        if line.strip():
            text += line.strip() + "\n"
            pages += [page] * (len(line.strip()) + 1)
    return PagedText(text, tuple(pages))


def _read_pdf_lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, page in enumerate(pdf_pieces.read_page_texts(path), 1):
        lines = [line for line in page.splitlines() if line.strip()]
        for at in (0, -1):  # the number stands at the foot but is drawn first in most files
            if lines and lines[at].strip() == str(number):
                del lines[at]
                break
        yield from ((number, line) for line in lines)


def _read_text_lines(path: Path) -> Iterator[tuple[int, str]]:
    page = 0
    for line in source_file.read_official_file(path).decode("utf-8").splitlines():
        if line.strip() == str(page + 1):
            page += 1
        elif page:
            yield page, line


def remove_spaces(text: str) -> str:
    """Return a text without white space.

    >>> remove_spaces("Sub -measure 2.1.3")
    'Sub-measure2.1.3'
    """
    return "".join(text.split())


def repair_words(text: PagedText) -> PagedText:
    r"""Join the lines of a text and the words of references that are split.

    >>> lines = "in Arti cle 2 (2) and Sub -\nmeasure  1.1.2 ."
    >>> repair_words(PagedText(lines, (1,) * len(lines))).text
    'in Article 2(2) and Sub-measure 1.1.2.'
    """
    text = text.replace(r"(?<=\w)\s?-\s*\n\s*(?=\w)", "-").replace(r"\s+", " ")
    text = text.replace(r"(?<=\w) -(?=\w)", "-").replace(r" (?=[.,;:)])", "").replace(r"(?<=\d) (?=\(\w{1,3}\))", "")
    for word in _WORDS:
        text = text.replace(r"\b" + r"\s?".join(map(re.escape, word.replace(" ", ""))) + r"\b", word)
    return text.replace(r"\bArt\. ?(?=\d)", "Article ")
