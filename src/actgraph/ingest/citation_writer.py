"""A path of steps → how it is written: "Article 9(2), point (g)"."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from actgraph.citation.labels import ORDINALS

if TYPE_CHECKING:
    from actgraph.ingest.reference_groups import Step

_WORDS = {
    "art": "Article",
    "anx": "Annex",
    "cpt": "Chapter",
    "sct": "Section",
    "rct": "Recital",
    "ttl": "Title",
    "prt": "Part",
    "pro": "Protocol No",
    "par": "paragraph",
    "nth": "paragraph",
    "sub": "subparagraph",
    "pnt": "point",
}


def place(path: Sequence["Step"]) -> str:
    """Write a place in an act, from the whole down.

    Args:
        path: its steps.

    >>> from actgraph.ingest.reference_phrases import read
    >>> place(read("point (g) of Article 9(2)")[0].paths[0])
    'Article 9(2), point (g)'
    >>> place(read("Articles 102 to 109")[0].paths[0])
    'Articles 102 to 109'
    """
    written: list[str] = []
    for step in path:
        if step.kind:
            written.append(_part(step, bool(path[0].kind == "art")))
        else:
            written[-1] += f"({step.number})" + (f" to ({step.upto})" if step.upto else "")
    return ", ".join(written)


def _part(step: "Step", of_article: bool) -> str:
    word = _WORDS[step.kind]
    if step.which or not step.number:
        return f"{step.which} {word}".strip()
    if step.kind in ("nth", "sub"):
        number = ORDINALS[int(step.number) - 1] if step.number.isdigit() else step.number
        return f"{number} {word}" if not step.upto else f"{number} to {ORDINALS[int(step.upto) - 1]} {word}s"
    if step.upto:
        word += "es" if step.kind == "anx" else "s"
    brackets = step.kind == "pnt" and (of_article or step.number.isalpha())
    numbers = [f"({one})" if brackets else one for one in (step.number, step.upto) if one]
    return f"{word} {' to '.join(numbers)}"
