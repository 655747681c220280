"""Read the links of a paragraph: to a policy of use, a licence, code."""

import re
from collections.abc import Iterator

from actgraph.documents.readers.cards import patterns
from actgraph.documents.readers.cards.markdown import Block
from actgraph.documents.readers.cards.prose import Found

_DERIVED = re.compile(r"\b(?:derived from|originally licen[cs]ed|inherits?)\b", re.IGNORECASE)
_OF_BASE = "this text is about the licence of a base model"
_LICENCE = re.compile(r"\blicen[cs]e\b", re.IGNORECASE)


def read_links(block: Block, role: str = "") -> Iterator[Found]:
    """Read the links of a block.

    Args:
        block: a paragraph or an item.
        role: of the section in which it stands.

    >>> link = ("Use policy", "https://example.org/use-policy/")
    >>> [one[:2] for one in read_links(Block("text", "Use policy", 1, links=[link]))]
    [('use policy', 'https://example.org/use-policy/')]
    """
    for text, href in block.links:
        if not href.startswith("http"):
            continue
        if re.search(r"\w \bcode$", text, re.IGNORECASE) and "git" in href:
            yield Found("other assets", f"{text}: {href}")
        if patterns.POLICY.search(text) or patterns.POLICY.search(href.split("?")[0]):
            yield Found("use policy", href)
        elif role == "licence" and _LICENCE.search(text + " " + href.split("/")[-1]):
            yield Found("licence link", href, _OF_BASE if _DERIVED.search(block.text) else "")
        elif patterns.METHOD.search(block.text):
            yield Found("energy method", href)
