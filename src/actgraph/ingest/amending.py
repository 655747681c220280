"""Read the provisions of Regulation (EU) 2026/1744, which amends the AI Act, from its page of the Official Journal.

The regulation has recitals and four articles; the points of three articles say what changes in which act. The text that
they insert into another act is quoted: it belongs to the words that announce it, and is no provision here.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import html

from actgraph.ingest.eurlex_page import (
    QUOTES,
    clean_page,
    extract_page_text,
    fold_page_text,
    make_page_error,
    parse_page,
    read_edition_date,
    split_item,
)
from actgraph.ingest.french_numbers import translate_number
from actgraph.ingest.provision import Provision

NUMBER = "2026/1744"
_DIVISION = re.compile(r"(rct|art)_(\d+)")


def read_amending_act(path: Path, language: str = "EN") -> tuple[str, list[Provision]]:
    """Read the page; return its publication date and its provisions in the order of the text.

    Args:
        path: the page of the Official Journal.
        language: the language of the page, EN or FR.

    Raises:
        InputError: it is another act, truncated or damaged, or a number occurs twice.
    """
    root = parse_page(path)
    published = read_edition_date(path, root, NUMBER, language)
    clean_page(root)
    found: dict[str, Provision] = {}
    for node in root.iter("div"):
        if not (division := _DIVISION.fullmatch(node.get("id", ""))):
            continue
        provisions = _parse_recital(node, division[2]) if division[1] == "rct" else _parse_article(node, division[2])
        for provision in provisions:
            if provision.name in found:
                raise make_page_error(f"{provision.name} is there twice", path, node.sourceline)
            found[provision.name] = provision
    for kind in ("Recital", "Article", "Point"):
        if all(provision.kind != kind for provision in found.values()):
            raise make_page_error(f"there is no {kind.lower()} in this page", path)
    return published, list(found.values())


def _parse_recital(node: html.HtmlElement, number: str) -> Iterator[Provision]:
    text = fold_page_text(extract_page_text(node).removeprefix(f"({number})"))
    yield Provision(f"rct_{number}", "Recital", number, "", "", text)


def _parse_article(node: html.HtmlElement, number: str) -> Iterator[Provision]:
    title = next((extract_page_text(head) for head in node.iter("p") if head.get("class") == "oj-sti-art"), "")
    body = [part for part in node if part.get("class") not in ("oj-ti-art", "eli-title")]
    yield from _flatten_provision(Provision(f"art_{number}", "Article", number, title, "", ""), body)


def _flatten_provision(head: Provision, body: list[html.HtmlElement]) -> Iterator[Provision]:
    """Yield a provision with its own wording, then its points; a quotation runs to the end of its provision."""
    points: list[tuple[str, html.HtmlElement]] = []
    own: list[str] = []
    for part in body:
        pair = None if any(text.startswith(QUOTES) for text in own) else split_item(part)
        if pair and not pair[0].startswith(QUOTES):
            points.append(pair)
        else:
            own.append(extract_page_text(part))
    # The stop after a quotation is a paragraph of its own on the page: attach it without a space.
    yield head._replace(wording=re.sub(r" (?=[.,;]+$)", "", " ".join(filter(None, own))))
    for mark, inner in points:
        number = translate_number(mark.strip("()."))
        below = Provision(f"{head.name}.pnt_{number}", "Point", number, "", head.name, "")
        yield from _flatten_provision(below, list(inner))
