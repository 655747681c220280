"""The provisions of a page of the Official Journal by its lines alone: no tree, and no reader of the project.

Only the text of each paragraph of the page is taken, in its order; what a line is, its words say: "CHAPTER IV",
"Article 7", "2.   The …", "(a)".
"""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

_FOOTNOTE = re.compile(r" \( ?\d ?\)")
_CHAPTER = re.compile(r"CHAPTER ([IVX]+)")
_ARTICLE = re.compile(r"Article (\d+)")
_PARAGRAPH = re.compile(r"(\d+)\. (.+)")
_MARK = re.compile(r"\((\w+)\)")
_FORMULA = "This Regulation shall be binding in its entirety"  # it ends the enacting terms, and is in no article


class Line(NamedTuple):
    """A provision as the lines have it: local name, number, title, words."""

    name: str
    number: str
    title: str
    words: str


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "p":
            self.lines.append("")
            self.open = True

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag != "p"

    def handle_data(self, data: str) -> None:
        if self.open:
            self.lines[-1] += data


def read_page(page: Path) -> list[Line]:
    """Read the provisions in the order of the page; unnumbered parts of an annex, not of articles, are told apart."""
    parser = _Lines()
    parser.feed(page.read_text(encoding="utf-8"))
    lines = [_FOOTNOTE.sub("", " ".join(line.split())) for line in parser.lines]
    recitals, rest = _take_between(lines, "Whereas:", "HAS ADOPTED"), _take_between(lines, "HAS ADOPTED", _FORMULA)
    annex = _take_between(lines, "ANNEX", "ELI:")
    return [*_read_recitals(recitals), *_read_articles(rest), *_read_annex(annex)]


def _take_between(lines: list[str], first: str, last: str) -> list[str]:
    start = next(place for place, line in enumerate(lines) if line.startswith(first)) + 1
    return lines[start : next(place for place in range(start, len(lines)) if lines[place].startswith(last))]


def _read_recitals(lines: list[str]) -> list[Line]:
    numbers = [_MARK.fullmatch(line)[1] for line in lines[::2]]
    return [Line(f"rct_{number}", number, "", words) for number, words in zip(numbers, lines[1::2], strict=True)]


def _read_articles(lines: list[str]) -> list[Line]:
    found: list[Line] = []
    article, paragraph, waiting = "", "", iter(lines)
    for line in waiting:
        if chapter := _CHAPTER.fullmatch(line):
            found.append(Line(f"cpt_{chapter[1]}", chapter[1], next(waiting), ""))
        elif head := _ARTICLE.fullmatch(line):
            article = paragraph = f"art_{head[1]}"
            found.append(Line(article, head[1], next(waiting), ""))
        elif numbered := _PARAGRAPH.fullmatch(line):
            paragraph = f"{article}.par_{numbered[1]}"
            found.append(Line(paragraph, numbered[1], "", numbered[2]))
        elif mark := _MARK.fullmatch(line):
            found.append(Line(f"{paragraph}.pnt_{mark[1]}", mark[1], "", next(waiting)))
        else:
            found[-1] = found[-1]._replace(words=f"{found[-1].words} {line}".strip())
    return found


def _read_annex(lines: list[str]) -> list[Line]:
    title, *rest = lines
    found, count, waiting = [Line("anx_1", "1", title, "")], 0, iter(rest)
    for line in waiting:
        if mark := _MARK.fullmatch(line):
            found.append(Line(f"anx_1.sub_{count}.pnt_{mark[1]}", mark[1], "", next(waiting)))
        else:
            count += 1
            found.append(Line(f"anx_1.sub_{count}", str(count), "", line))
    return found
