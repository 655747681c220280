"""The provisions of Regulation (EU) 2026/1744, which amends the AI Act, from EUR-Lex's page of the Official Journal.

Its own text is short: recitals, four articles, and in three of them points that say what is done to which act. What is
put into the other act is quoted and belongs to the words that announce it, so it is no provision here.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import html

from actgraph.ingest.eurlex_page import QUOTE, edition_of, fold, mark_and_body, parse, strip, words, wrong
from actgraph.ingest.provision import Provision

NUMBER = "2026/1744"
_DIVISION = re.compile(r"(rct|art)_(\d+)")


def read(path: Path) -> tuple[str, list[Provision]]:
    """Read the page and give the day of its publication and its provisions in the order of the text.

    Args:
        path: the English page of the Official Journal.

    Raises:
        InputError: it is another act, cut off, damaged, or a number stands twice in it.
    """
    root = parse(path)
    published = edition_of(path, root, NUMBER)
    strip(root)
    found: dict[str, Provision] = {}
    for node in root.iter("div"):
        if not (division := _DIVISION.fullmatch(node.get("id", ""))):
            continue
        provisions = _recital(node, division[2]) if division[1] == "rct" else _article(node, division[2])
        for provision in provisions:
            if provision.name in found:
                raise wrong(f"{provision.name} is there twice", path, node.sourceline)
            found[provision.name] = provision
    for kind in ("Recital", "Article", "Point"):
        if all(provision.kind != kind for provision in found.values()):
            raise wrong(f"there is no {kind.lower()} in this page", path)
    return published, list(found.values())


def _recital(node: html.HtmlElement, number: str) -> Iterator[Provision]:
    text = fold(words(node).removeprefix(f"({number})"))
    yield Provision(f"rct_{number}", "Recital", number, "", "", text)


def _article(node: html.HtmlElement, number: str) -> Iterator[Provision]:
    title = next((words(head) for head in node.iter("p") if head.get("class") == "oj-sti-art"), "")
    body = [part for part in node if part.get("class") not in ("oj-ti-art", "eli-title")]
    yield from _put(Provision(f"art_{number}", "Article", number, title, "", ""), body)


def _put(head: Provision, body: list[html.HtmlElement]) -> Iterator[Provision]:
    """Give a provision with its own words, then the points under it; a quotation runs to the end of its provision."""
    points: list[tuple[str, html.HtmlElement]] = []
    own: list[str] = []
    for part in body:
        pair = None if any(text.startswith(QUOTE) for text in own) else mark_and_body(part)
        if pair and not pair[0].startswith(QUOTE):
            points.append(pair)
        else:
            own.append(words(part))
    # The stop after a quotation is a paragraph of its own on the page, but no word.
    yield head._replace(wording=re.sub(r" (?=[.,;]+$)", "", " ".join(filter(None, own))))
    for mark, inner in points:
        number = mark.strip("().")
        below = Provision(f"{head.name}.pnt_{number}", "Point", number, "", head.name, "")
        yield from _put(below, list(inner))
