"""Lines of a document from its pages: without page numbers, running heads and markup, each with its place."""

import html.parser
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_PAGE_MARK = re.compile(r"\f|^-{2,} ?p(?:age)? ?\d+(?: ?-+)?[ \t]*$", re.MULTILINE | re.IGNORECASE)
_PAGE_OF = re.compile(
    r"\W*(?:page|seite|pagina|p\.)\s*\d+(?:\s*(?:of|/|von|di|sur|de)\s*\d+)?\W*|\d{1,3} ?/ ?\d{1,3}", re.IGNORECASE
)
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": None, "\u200b": None}
    | {"\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2003": " ", "\u2002": " ", "\u2009": " ", "\ufeff": None}
    | {"ʼ": "’", "ʹ": "’", "\t": " ", "\r": None, "\x00": None, "\u2028": "\n", "\u2029": "\n", "\x0b": "\n"}
)
_TABLE_LINE = re.compile(r"\s*\|(.*)\|\s*")
_TABLE_RULE = re.compile(r"[\s|:+=-]*")
_LINK = re.compile(r"!?\[([^\[\]\n]{1,300})\]\((https?://[^\s()]{1,500})[^()\n]{0,100}\)")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|__)(?=\S)([^*\n]{1,500}?)(?<=\S)\1(?![\w*])")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_EDGE_LINES = 10  # at the foot of a page, a running line is looked for in as many
_LABEL_WORDS = 6  # a line with as many that ends with a colon may be the label of a number
_FOOT_SHARE = 0.6  # of the pages that have a running line


class Line(NamedTuple):
    """A line with its place in the document; a line of a text that has one word a line is a paragraph."""

    text: str
    place: str


class Text(NamedTuple):
    """The text of a document.

    Attributes:
        body: its lines.
        starts: where in the body a place begins.
        places: the places.
        is_flow: whether its lines are paragraphs that run on, since the line breaks of the pages are lost.
        running: what stands on most pages, such as a running foot, with its first place.
    """

    body: str
    starts: Sequence[int]
    places: Sequence[str]
    is_flow: bool
    running: Sequence[Line]

    def find_place(self, at: int) -> str:
        """Find the place of a sign of the body."""
        return self.places[max(bisect_right(self.starts, at) - 1, 0)]


def make_text(pages: Sequence[Sequence[Line]]) -> Text:
    """Make the text of a document.

    Args:
        pages: the lines of each page.

    >>> text = make_text([[Line("A Form", "page 1")], [Line("Name: **B**", "page 2"), Line("2", "page 2")]])
    >>> text.body, text.find_place(8)
    ('A Form\\nName: B', 'page 2')
    """
    flows = [_has_word_lines(page) for page in pages]
    read = [_join_words(page) if flow else list(page) for page, flow in zip(pages, flows, strict=True)]
    read, running = _drop_running_lines([[line for line in page if line.text.strip()] for page in read])
    starts, places, pieces = [0], [""], list[str]()
    at = 0
    for line in _drop_page_numbers(read):
        for text in _clean_markup(line.text):
            starts.append(at)
            places.append(line.place)
            pieces.append(text)
            at += len(text) + 1
    return Text("\n".join(pieces), starts, places, any(flows), running)


def number_pages(pages: Sequence[str]) -> list[list[Line]]:
    """Split pages into lines; their place is the page.

    >>> number_pages(["a\\nb"])[0][1]
    Line(text='b', place='page 1')
    """
    return [
        [Line(row, f"page {number}") for row in page.translate(_LIGATURES).split("\n")]
        for number, page in enumerate(pages, 1)
    ]


def number_lines(text: str) -> list[list[Line]]:
    """Split a text at its page breaks, and into lines; their place is the line.

    >>> number_lines("a\\n--- p2\\nb")[1][1]
    Line(text='b', place='line 3')
    """
    found: list[list[Line]] = []
    number = 1
    for page in _PAGE_MARK.split(text.translate(_LIGATURES)):
        rows = page.split("\n")
        found.append([Line(row, f"line {number + at}") for at, row in enumerate(rows)])
        number += len(rows) - 1
    return found


def _has_word_lines(lines: Sequence[Line]) -> bool:
    """Tell whether the lines hold one word each, as pypdf gives some PDFs."""
    counts = sorted(len(line.text.split()) for line in lines if line.text.strip())
    return len(counts) > 30 and counts[len(counts) * 3 // 4] <= 1


def _join_words(lines: Sequence[Line]) -> list[Line]:
    """Join words to paragraphs: one blank line parts words, more part paragraphs; a line of several words is one."""
    found: list[Line] = []
    blank, is_open = 0, False
    for line in lines:
        words = line.text.split()
        if not words:
            blank += 1
        elif len(words) > 1 or blank > 1 or not is_open:
            found.append(Line(" ".join(words), line.place))
            blank, is_open = 0, len(words) == 1
        else:
            found[-1] = Line(f"{found[-1].text}{' ' if blank else ''}{words[0]}", found[-1].place)
            blank = 0
    return found


def _drop_running_lines(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Line]]:
    """Drop lines that stand at the head or foot of most pages, apart from their numbers."""
    if len(pages) < 3:
        return [list(page) for page in pages], []
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_blur_numbers(line.text) for line in [*page[:3], *page[-_EDGE_LINES:]]})
    least = max(3, _FOOT_SHARE * len(pages))
    common = {text for text, count in counts.items() if count >= least and text.strip("# ")}
    running: dict[str, Line] = {}
    kept: list[list[Line]] = []
    for page in pages:
        rest: list[Line] = []
        for index, line in enumerate(page):
            blurred = _blur_numbers(line.text)
            if blurred in common and (index < 3 or index >= len(page) - _EDGE_LINES):
                running.setdefault(blurred, line)
            else:
                rest.append(line)
        kept.append(rest)
    return kept, [
        Line(re.sub(r"^\d+ | \d+$", "", line.text), line.place)
        for line in running.values()
        if not _PAGE_OF.fullmatch(line.text.strip())
    ]


def _blur_numbers(text: str) -> str:
    """Leave out the number of the page: at the beginning or end, or after “page”."""
    text = re.sub(r"^\s*\d{1,3}\b|\b\d{1,3}\s*$", "#", " ".join(text.split()))
    return re.sub(r"(?i)\b(page) \d+", r"\1 #", text)


def _drop_page_numbers(pages: Iterable[Sequence[Line]]) -> list[Line]:
    """Drop the numbers of pages, by the order in which they come."""
    kept: list[Line] = []
    following = 1
    for page in pages:
        for line in page:
            text = line.text.strip()
            if _PAGE_OF.fullmatch(text):
                continue
            before = kept[-1].text if kept else ""
            is_answer = before.rstrip().endswith((":", "?")) and len(before.split()) <= _LABEL_WORDS
            is_number = text.isascii() and text.isdigit() and len(text) < 6 and not is_answer
            if is_number and int(text) in (following, following + 1):
                following = int(text) + 1
                continue
            kept.append(line)
    return kept


def _clean_markup(text: str) -> list[str]:
    """Remove the markup of Markdown from a line; each cell of a table is a line."""
    if row := _TABLE_LINE.fullmatch(text):
        cells = [] if _TABLE_RULE.fullmatch(text) else re.split(r"(?<!\\)\|", row[1])
        return [_EMPHASIS.sub(r"\2", _LINK.sub(r"\1 \2", cell)).strip() for cell in cells if cell.strip()]
    text = _HEADING.sub("", text, count=1)
    if "](" in text:
        text = _LINK.sub(lambda one: one[2] if one[1] == one[2] else f"{one[1]} {one[2]}", text)
    if "*" in text or "__" in text:
        text = _EMPHASIS.sub(r"\2", text)
    return [" ".join(text.split())]


class _PageReader(html.parser.HTMLParser):
    """Collect the text of a web page; a tick box becomes its sign."""

    _INLINE = frozenset("a abbr b code em i input label small span strong sub sup u font".split())
    _HIDDEN = frozenset("script style template noscript svg".split())

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._pieces: list[str] = []
        self._hidden = 0

    def end_line(self) -> None:
        text = " ".join("".join(self._pieces).translate(_LIGATURES).split())
        if text:
            self.lines.append(Line(text, f"line {self.getpos()[0]}"))
        self._pieces.clear()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in self._HIDDEN:
            self._hidden += 1
        elif tag == "input" and said.get("type") in ("checkbox", "radio"):
            self._pieces.append(" ☒ " if "checked" in said else " ☐ ")
        elif tag not in self._INLINE:
            self.end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._HIDDEN:
            self._hidden = max(self._hidden - 1, 0)
        elif tag not in self._INLINE:
            self.end_line()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._pieces.append(re.sub(r"\s+", " ", data))


def read_web_page(text: str) -> list[list[Line]]:
    """Read the lines of an HTML page.

    >>> read_web_page("<p>Use<b>d</b>? <input type=checkbox checked> Yes</p><script>x</script>")
    [[Line(text='Used? ☒ Yes', place='line 1')]]
    """
    reader = _PageReader()
    reader.feed(text)
    reader.close()
    reader.end_line()
    return [reader.lines]
