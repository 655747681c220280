"""Parse Markdown into its headings, paragraphs, list items and tables, each with its line."""

import bisect
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from actgraph.documents.readers.cards.html_tables import Cell, blank_code, take_tables, write_powers

_PARSER = MarkdownIt("commonmark").enable("table")
_MAX_PARAGRAPH = 10_000  # characters of a paragraph in which sentences are found
_MAX_LINE = 5_000  # characters; an image that stands in a line as text is longer
_TAG = re.compile(r"<[^<>]{0,2000}>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HTML_HEADING = re.compile(
    r"<h(?P<level>[1-6])\b[^<>]{0,300}>(?P<text>.{0,300}?)</h(?P=level)>", re.DOTALL | re.IGNORECASE
)
_HTML_BOLD = re.compile(
    r"\s*(?:<(?!b>|strong>)[^<>]{0,300}>){0,5}\s*<(b|strong)>(?P<text>[^<>]{1,200})</\1>", re.IGNORECASE
)
_HTML_LINK = re.compile(
    r"<a\b[^<>]{0,200}?href=[\"'](?P<href>[^\"'<>]{1,500})[\"'][^<>]{0,200}>(?P<text>.{0,300}?)</a>",
    re.DOTALL | re.IGNORECASE,
)
_ENTITIES = {"&nbsp;": " ", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'"}
_LABELLED = re.compile(r"\s*[A-Z][\w /()&-]{1,40}: \S")


class Block(NamedTuple):
    """One block of a Markdown text.

    Attributes:
        kind: `heading`, `text`, `item` or `table`.
        text: without markup.
        line: on which it begins.
        level: of a heading; of an item, how deep its list is nested.
        bold: what stands in bold at its beginning.
        links: text and address of its links.
        rows: of a table.
        breaks: where its text goes on in another line of the file: how many words are before, and the line.
    """

    kind: str
    text: str
    line: int
    level: int = 0
    bold: str = ""
    links: Sequence[tuple[str, str]] = ()
    rows: Sequence[Sequence[Cell]] = ()
    breaks: Sequence[tuple[int, int]] = ()

    def find_line(self, text: str) -> int:
        """Find the line on which a part of its text begins."""
        if not self.breaks:
            return self.line
        words = len(self.text[: max(self.text.find(text[:200], 0, _MAX_PARAGRAPH), 0)].split())
        index = bisect.bisect_right(self.breaks, words, key=lambda one: one[0])
        return self.breaks[index - 1][1] if index else self.line


class _Line(NamedTuple):
    text: str
    line: int
    bold: str
    links: Sequence[tuple[str, str]]
    breaks: Sequence[tuple[int, int]]


def parse_markdown(text: str, first_line: int = 1) -> list[Block]:
    """Parse Markdown; code is left out.

    Args:
        text: the Markdown.
        first_line: the line of the file on which it begins.

    >>> [(one.kind, one.bold, one.text, one.line) for one in parse_markdown("# A\\n\\n- **B:** c\\n  **D**: e")]
    [('heading', '', 'A', 1), ('item', 'B:', 'B: c', 3), ('item', 'D', 'D: e', 4)]
    """
    text = "\n".join(line[:_MAX_LINE] for line in text.split("\n"))
    plain, tables = take_tables(write_powers(blank_code(text)))
    blocks = list(_iterate_blocks(_PARSER.parse(plain)))
    blocks += [Block("table", "", rows[0][0].line, rows=rows) for rows in tables]
    blocks.sort(key=lambda block: block.line)
    shift = first_line - 1
    return [_move_block(block, shift) for block in blocks] if shift else blocks


def _move_block(block: Block, shift: int) -> Block:
    rows = [[cell._replace(line=cell.line + shift) for cell in row] for row in block.rows]
    breaks = [(words, line + shift) for words, line in block.breaks]
    return block._replace(line=block.line + shift, rows=rows, breaks=breaks)


def _iterate_blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    depth = 0
    rows: list[list[Cell]] = []
    kind, level = "text", 0
    for token in tokens:
        line = (token.map[0] if token.map else 0) + 1
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                depth += 1
            case "bullet_list_close" | "ordered_list_close":
                depth -= 1
            case "heading_open":
                kind, level = "heading", int(token.tag[1:])
            case "heading_close":
                kind = "text"
            case "table_open":
                kind, rows = "table", []
            case "tr_open":
                rows.append([])
            case "table_close":
                kind = "text"
                if rows:
                    yield Block("table", "", rows[0][0].line if rows[0] else line, rows=rows)
            case "inline" if kind == "table":
                lines = _split_lines(token, line)
                text = "\n".join(one.text for one in lines)
                rows[-1].append(Cell(text, line, tuple(link for one in lines for link in one.links)))
            case "inline" if kind == "heading":
                lines = _split_lines(token, line)
                links = tuple(link for one in lines for link in one.links)
                yield Block("heading", "\n".join(one.text for one in lines), line, level, links=links)
            case "inline":
                for one in _split_lines(token, line):
                    yield Block(
                        "item" if depth else "text", one.text, one.line, depth, one.bold, one.links, (), one.breaks
                    )
            case "html_block":
                yield from _iterate_html(token.content, line)
            case _:
                pass


def _split_lines(token: Token, line: int) -> list[_Line]:
    """Split a text where a line of its own begins: at a hard break, or before a label."""
    lines: list[_Line] = []
    texts: list[str] = []
    links: list[tuple[str, str]] = []
    bold: list[str] = []
    breaks: list[tuple[int, int]] = []
    words = counted = 0  # how many words, of how many of the texts
    start, strong, href, link_texts = line, 0, "", list[str]()

    def end_line() -> None:
        nonlocal words, counted
        if text := _clean_text("".join(texts)):
            lines.append(_Line(text, start, _clean_text("".join(bold)), tuple(links), tuple(breaks)))
        words = counted = 0
        breaks.clear()
        texts.clear()
        links.clear()
        bold.clear()

    children = token.children or []
    for index, child in enumerate(children):
        if child.type in ("softbreak", "hardbreak") or (child.type == "html_inline" and _BREAK.match(child.content)):
            line += child.type != "html_inline"
            following = children[index + 1] if index + 1 < len(children) else None
            begins = following is not None and (
                following.type == "strong_open"
                or (following.type == "text" and not following.content and _is_strong_next(children, index))
                or bool(_LABELLED.match(following.content))
            )
            if child.type != "softbreak" or begins:
                end_line()
                start = line
            else:
                texts.append(" ")
                words += len("".join(texts[counted:]).split())
                counted = len(texts)
                breaks.append((words, line))
        elif child.type in ("text", "code_inline"):
            if strong and not "".join(texts).strip(" :-–—✅🔹➡️*" + "".join(bold)):
                bold.append(child.content)
            texts.append(child.content)
            if href:
                link_texts.append(child.content)
        elif child.type == "strong_open":
            strong += 1
        elif child.type == "strong_close":
            strong -= 1
        elif child.type == "link_open":
            href, link_texts = str(child.attrs.get("href", "")), []
        elif child.type == "link_close":
            links.append((_clean_text("".join(link_texts)), href))
            href = ""
    end_line()
    return lines


def _is_strong_next(children: Sequence[Token], index: int) -> bool:
    return index + 2 < len(children) and children[index + 2].type == "strong_open"


def _iterate_html(content: str, line: int) -> Iterator[Block]:
    """Read what HTML says between its tags, line by line."""
    spans = [(match.start(), match.end()) for match in _HTML_HEADING.finditer(content)]
    for match in _HTML_HEADING.finditer(content):
        text = _clean_text(_TAG.sub("", _BREAK.sub("\n", match["text"])))
        if text:
            yield Block("heading", text, line + content.count("\n", 0, match.start()), int(match["level"]))
    for start, end in reversed(spans):
        content = content[:start] + "\n" * content.count("\n", start, end) + content[end:]
    for number, part in enumerate(content.split("\n")):
        for piece in _BREAK.split(part):
            bold = _HTML_BOLD.match(piece)
            links = tuple((_TAG.sub("", one["text"]).strip(), one["href"]) for one in _HTML_LINK.finditer(piece))
            text = _clean_text(_TAG.sub("", piece).replace("**", ""))
            if text and text.lower() not in ("click to expand", "click to expand."):
                yield Block("text", text, line + number, 0, _clean_text(bold["text"]) if bold else "", links)


def _clean_text(text: str) -> str:
    for name, sign in {**_ENTITIES, "**": ""}.items():
        text = text.replace(name, sign)
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
