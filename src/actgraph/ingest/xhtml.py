"""Read the provisions of the Act from EUR-Lex's HTML: the Official Journal of 2024 and the consolidated text of 2026.

Implementing Regulation (EU) 2026/1755, whose page has the same layout, is read too.

The reader shares nothing with the reader of Formex, so that the two can be compared. `_parse_blocks` turns an article
or annex into blocks, the same for both layouts; `_nest_blocks` nests under a numbered block what only follows it on the
page; `_make_provisions` names the provisions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import html

from actgraph.ingest.eurlex_page import (
    MARK,
    QUOTES,
    clean_page,
    extract_page_text,
    fold_page_text,
    make_page_error,
    parse_page,
    read_edition_date,
    split_item,
)
from actgraph.ingest.french_numbers import SUFFIX, translate_number
from actgraph.ingest.provision import Provision

_DIVISION = re.compile(r"(rct_\d+|cpt_[IVXLC]+(\.sct_\d+)?|art_\d+[a-z]*|anx_([IVXLC]+|\d+))")
_KINDS = {"rct": "Recital", "cpt": "Chapter", "sct": "Section", "art": "Article", "anx": "Annex"}
_STEPS = {"AnnexSection": "sct", "AnnexPoint": "pnt", "Paragraph": "par", "Point": "pnt"}

_NUMBER_AND_TITLE = {
    *("oj-ti-section-1", "oj-ti-section-2", "oj-ti-art", "oj-sti-art", "oj-doc-ti"),
    *("title-division-1", "title-division-2", "title-article-norm", "stitle-article-norm"),
    *("title-annex-1", "title-annex-2"),
}
_HEADINGS = {"oj-ti-grseq-1": 2, "title-gr-seq-level-1": 2, "title-gr-seq-level-2": 3}

_PARAGRAPH_ID = re.compile(r"\d{3}[A-Z]?\.\d{3}[A-Z]?")
_PARAGRAPH_START = re.compile(rf"(\d+(?:[a-z]*|{SUFFIX})\.) ")
_SECTION_HEADING = re.compile(r"Section (\w+)(?: ?[.—-] ?(.*))?")
_POINT_HEADING = re.compile(r"(\w+[.)]) (.*)")


@dataclass(slots=True)
class _Block:
    """A piece of text in its layout.

    Its level says what it can contain: 1 is a section, 2 and 3 are points with a heading, 4 is a number with a stop
    ("3."), 5 is the rest.
    """

    mark: str = ""  # the number as printed, with brackets or stop; empty for running text
    text: str = ""  # running text; of a heading, its title
    level: int = 5
    inner: list["_Block"] = field(default_factory=list)


def read_act_page(path: Path, number: str = "2024/1689", language: str = "EN") -> tuple[str, list[Provision]]:
    """Read an official HTML file of the Act.

    Args:
        path: the page of EUR-Lex, as published or consolidated.
        number: the regulation.
        language: the language of the page, EN or FR.

    Returns:
        The edition that the page states, such as `2026-07-27`, and its provisions in the order of the text.

    Raises:
        InputError: the file cannot be read, is no such page, truncated or damaged, or is another act. The caller checks
            whether all provisions of the edition are there: no page says how many it should have.
    """
    root = parse_page(path)
    edition = read_edition_date(path, root, number, language)
    clean_page(root)
    found: dict[str, Provision] = {}
    for node in root.iter("div"):
        if _DIVISION.fullmatch(node.get("id", "")):
            for provision in _parse_division(node):
                if provision.name in found:
                    raise make_page_error(f"{provision.name} is there twice", path, node.sourceline)
                found[provision.name] = provision
    for kind in ("Article", "Annex"):
        if all(provision.kind != kind for provision in found.values()):
            raise make_page_error(f"there is no {kind.lower()} in this page", path)
    return edition, list(found.values())


def _parse_division(node: html.HtmlElement) -> Iterator[Provision]:
    """Yield a chapter, section, article, recital or annex, and the provisions under the last three."""
    name = node.get("id", "")
    *_, (step, number) = (part.split("_") for part in name.split("."))
    kind = _KINDS[step]
    heads = [extract_page_text(head) for head in node.iter("p") if head.get("class") in _NUMBER_AND_TITLE][:2]
    title = heads[1] if len(heads) > 1 else ""
    above = [upper.get("id", "") for upper in node.iterancestors("div") if upper.get("id", "").startswith("cpt_")]
    parent = above[0] if above else ""
    if kind in {"Chapter", "Section"}:
        yield Provision(name, kind, number, title, parent, "")
    elif kind == "Recital":
        yield Provision(
            name, kind, number, "", "", " ".join(_flatten_blocks(block.inner) for block in _parse_blocks(node))
        )
    else:
        blocks = _nest_blocks(_parse_blocks(node))
        if not title and blocks:  # the title of Annex XIV is the first line of its text
            title = blocks.pop(0).text
        yield from _make_provisions(Provision(name, kind, number, title, parent, ""), blocks)


def _parse_blocks(box: html.HtmlElement) -> list[_Block]:
    """Parse an element into blocks; text between its children is a block too."""
    found: list[_Block] = []
    run = box.text or ""
    for node in box:
        if node.tag in {"p", "div", "table", "hr"}:
            found += [_Block(text=fold_page_text(run)), *_parse_block(node)]
            run = node.tail or ""
        else:
            run += "".join(node.itertext()) + (node.tail or "")
    found.append(_Block(text=fold_page_text(run)))
    return [block for block in found if block.mark or block.text]


def _parse_block(node: html.HtmlElement) -> list[_Block]:
    css = node.get("class", "")
    if css in _NUMBER_AND_TITLE:
        return []
    if css in _HEADINGS:
        return [_parse_heading(extract_page_text(node), _HEADINGS[css])]
    if pair := split_item(node):
        mark, body = pair
        return [_Block(mark, level=4 if mark.endswith(".") else 5, inner=_parse_blocks(body))]
    if node.tag == "table":
        return [_Block(text=" ".join(filter(None, map(extract_page_text, node.iter("td")))))]
    if node.tag == "p" and len(node) and node[0].tag == "span" and MARK.fullmatch(fold_page_text(node.text or "")):
        # The consolidated annexes: number, a span as wide as the indent, text.
        mark = fold_page_text(node.text or "")
        node.text = ""
        return [_Block(mark, level=4, inner=[_Block(text=extract_page_text(node))])]
    blocks = _parse_blocks(node)
    if blocks and _PARAGRAPH_ID.fullmatch(node.get("id", "")) and (start := _PARAGRAPH_START.match(blocks[0].text)):
        blocks[0].text = blocks[0].text[start.end() :]
        return [_Block(start[1], level=4, inner=blocks)]
    return blocks


def _parse_heading(text: str, level: int) -> _Block:
    if section := _SECTION_HEADING.fullmatch(text):
        return _Block(section[1], section[2] or "", 1)
    if point := _POINT_HEADING.fullmatch(text):
        return _Block(point[1], point[2], level)
    return _Block(text=text, level=1)  # the title of the section whose number is the heading before


def _nest_blocks(blocks: list[_Block]) -> list[_Block]:
    """Nest under each numbered block what follows it at the same depth of the page but belongs to it."""
    top = _Block(level=0)
    path = [top]
    for block in blocks:
        if block.level == 1 and not block.mark:
            path[-1].text = block.text
            continue
        while path[-1].level >= block.level:
            path.pop()
        path[-1].inner.append(block)
        if block.level < 5:
            path.append(block)
    return top.inner


def _flatten_blocks(blocks: list[_Block]) -> str:
    """Join blocks to running text; the stop after a quotation is a block of its own on the page, but no word."""
    text = " ".join(part for block in blocks for part in (block.mark, block.text, _flatten_blocks(block.inner)) if part)
    return re.sub(r" (?=[.,;]+$)", "", text)


def _split_parts(blocks: list[_Block]) -> list[tuple[str, list[_Block]]]:
    """Split a text into its unnumbered parts, each with its list; quoted law stays in the part that quotes it."""
    parts: list[tuple[str, list[_Block]]] = []
    for place, block in enumerate(blocks):
        if parts and parts[-1][0].endswith(":") and (block.mark or block.text).startswith(QUOTES):
            parts[-1] = (f"{parts[-1][0]} {_flatten_blocks(blocks[place:])}", [])
            break
        if not block.mark:
            parts.append((block.text, []))
        elif parts:
            parts[-1][1].append(block)
        else:
            parts.append(("", [block]))
    return parts or [("", [])]


def _make_provisions(head: Provision, blocks: list[_Block]) -> Iterator[Provision]:
    """Yield a provision with its own wording, then the provisions under it."""
    parts = _split_parts(blocks)
    yield head if len(parts) > 1 else head._replace(wording=parts[0][0])
    for count, (text, children) in enumerate(parts, 1):
        under = head.name
        if len(parts) > 1:
            name = f"{head.name}.sub_{count}"
            yield Provision(name, "Subparagraph", str(count), "", head.name, text)
            under = name if count > 1 else under
        for place, child in enumerate(children, 1):
            number = translate_number(child.mark.strip("().").replace("—", str(place)))
            kind = _find_kind(head.name, child)
            name = f"{under}.{_STEPS[kind]}_{number.rpartition('.')[2]}"  # "3.1" stands under "3"
            yield from _make_provisions(Provision(name, kind, number, child.text, under, ""), child.inner)


def _find_kind(above: str, block: _Block) -> str:
    if above.startswith("anx_"):
        return "AnnexSection" if block.level == 1 else "AnnexPoint"
    return "Paragraph" if block.mark.endswith(".") else "Point"
