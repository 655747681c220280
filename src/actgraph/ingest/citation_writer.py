"""Write a path of steps as a citation: "Article 9(2), point (g)"."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from actgraph.citation.labels import ORDINALS

if TYPE_CHECKING:
    from actgraph.ingest.reference_groups import ReferenceStep

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


def format_place(path: Sequence["ReferenceStep"]) -> str:
    """Write a place in an act, from the whole down.

    >>> from actgraph.ingest.reference_phrases import find_mentions
    >>> format_place(find_mentions("point (g) of Article 9(2)")[0].paths[0])
    'Article 9(2), point (g)'
    >>> format_place(find_mentions("Articles 102 to 109")[0].paths[0])
    'Articles 102 to 109'
    """
    written: list[str] = []
    for step in path:
        if step.kind:
            written.append(_format_step(step, bool(path[0].kind == "art")))
        else:
            written[-1] += f"({step.number})" + (f" to ({step.range_end})" if step.range_end else "")
    return ", ".join(written)


def _format_step(step: "ReferenceStep", in_article: bool) -> str:
    word = _WORDS[step.kind]
    if step.demonstrative or not step.number:
        return f"{step.demonstrative} {word}".strip()
    if step.kind in ("nth", "sub"):
        number = ORDINALS[int(step.number) - 1] if step.number.isdigit() else step.number
        return f"{number} {word}" if not step.range_end else f"{number} to {ORDINALS[int(step.range_end) - 1]} {word}s"
    if step.range_end:
        word += "es" if step.kind == "anx" else "s"
    brackets = step.kind == "pnt" and (in_article or step.number.isalpha())
    numbers = [f"({one})" if brackets else one for one in (step.number, step.range_end) if one]
    return f"{word} {' to '.join(numbers)}"
