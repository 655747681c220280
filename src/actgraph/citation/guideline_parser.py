"""Parse citations of the Commission's guidelines: "guidelines 17", "C(2026) 5054, paragraph 27".

A paragraph number belongs to one text. Guidelines without a name are those on general-purpose AI models, C(2025) 5045.
"""

import re
from typing import TYPE_CHECKING

from actgraph.citation.errors import CITATION_HINT
from actgraph.citation.labels import format_guideline_label
from actgraph.core.errors import CitationError
from actgraph.core.prefixes import AI_SYSTEM_GUIDELINES, ARTICLE_50_GUIDELINES, GUIDELINES, PROHIBITED_GUIDELINES
from actgraph.core.suggestions import quote_text, suggest_labels, truncate_text

if TYPE_CHECKING:
    from actgraph.citation.protocols import NodeIndex

# Number of the text → its namespace, and how it is named.
_NAMED_TEXTS = {
    "5054": (
        ARTICLE_50_GUIDELINES,
        r"\b(?:Art(?:icle|\.)? ?50|(?<!training )transparency) guidelines?\b"
        r"|\bguidelines? on (?:the )?(?:Art(?:icle|\.)? ?50|transparency(?: obligations)?)\b"
        r"|(?:\bguidelines? )?\bC\(2026\) ?5054\b(?: final)?|\bguidelines? 5054\b",
    ),
    "5053": (
        AI_SYSTEM_GUIDELINES,
        r"\bAI[- ]systems?(?:[- ]definition)? guidelines?\b"
        r"|\bguidelines? on (?:the )?(?:definition of )?(?:an )?(?:AI|artificial intelligence)[- ]systems?\b"
        r"(?: definition\b)?"
        r"|(?:\bguidelines? )?\bC\(2025\) ?5053\b(?: final)?|\bguidelines? 5053\b",
    ),
    "5052": (
        PROHIBITED_GUIDELINES,
        r"\bprohibited[- ](?:AI )?practices? guidelines?\b|\bguidelines? on (?:the )?prohibited (?:AI )?practices\b"
        r"|(?:\bguidelines? )?\bC\(2025\) ?5052\b(?: final)?|\bguidelines? 5052\b",
    ),
    "5045": (GUIDELINES, r"(?:\bguidelines? )?\bC\(2025\) ?5045\b(?: final)?|\bguidelines? 5045\b"),
}
_PLACE = (
    r"(?i)(?:the )?(?:(?:European )?Commission(?:['’]s)? )?(?:GPAI )?guidelines?"
    r"(?:[\s,:]*(?:(sec(?:tion|t)?\b\.?|par(?:a(?:graph)?)?\b\.?|point\b|§)?\s*\(?(\d+(?:\.\d+)*)\)?"
    r"|(?:annex\b)?\s*(A(?:\.\d+)+)|(annex)))?"
)

_POINT = r"(?:(?:point|pt|letter|lit)\b\.?\s*\(?[a-z]+\b\)?|\([a-z]+\))"  # of a paragraph; the graph has none


def replace_names(text: str) -> tuple[str, str]:
    """Replace the name of guidelines by the word "guidelines"; return the text, and the number of the guidelines named.

    >>> replace_names("paragraph 9 of the guidelines on the definition of an AI system")
    ('paragraph 9 of the guidelines', '5053')
    >>> replace_names("guidelines 17")
    ('guidelines 17', '')
    """
    for number, (_, names) in _NAMED_TEXTS.items():
        replaced, found = re.subn(rf"(?i){names}", "guidelines", text)
        if found:  # "the Article 50 guidelines, C(2026) 5054" has two names
            return re.sub(r"\bguidelines(?:[\s,:]+guidelines\b)+", "guidelines", replaced), number
    return text, ""


def parse_guideline_citation(text: str, number: str, citation: str, index: "NodeIndex") -> str:
    """Return the IRI of the place in the guidelines that a text names.

    Args:
        text: the word "guidelines" and the place in them: "guidelines, paragraph 17".
        number: the number of the guidelines where they are named, such as `5054`; empty for C(2025) 5045.
        citation: the citation as it was written, for error messages.
        index: the nodes of the graph.

    Raises:
        CitationError: the text cannot be parsed, or the graph has no such place.

    >>> from actgraph.graph.day import open_day
    >>> parse_guideline_citation("guidelines 17", "", "guidelines 17", open_day("2026-11-24"))
    'https://w3id.org/actgraph/guidelines/gpai/5045.par_17'
    """
    name = number or "5045"
    base = _NAMED_TEXTS[name][0]
    found = re.fullmatch(_PLACE, text)
    if not found:
        whole = re.fullmatch(rf"{_PLACE}(?:[\s,;:]*{_POINT})+", text)
        place = _join_place(name, whole) if whole else ""
        raise CitationError(
            f"cannot read {quote_text(citation)} as a place in the Commission's guidelines"
            f" {format_guideline_label(name).removeprefix('Guidelines ')}",
            near=[format_guideline_label(place)] if base + place in index else [],
            todo='Write it like "guidelines 17", "guidelines, section 2.1" or "guidelines, Annex A.1".',
        )
    name = _join_place(name, found)
    if base + name in index:
        return base + name
    labels = [label for label, iri in index.get_labels().items() if iri.startswith(base)]
    raise CitationError(
        f"{quote_text(citation)} is read as {truncate_text(format_guideline_label(name))}, which"
        " the graph of this day does not have",
        near=suggest_labels(format_guideline_label(name), labels),
        todo=CITATION_HINT,
    )


def _join_place(name: str, match: re.Match[str]) -> str:
    """Return the local name of the place that a text names, below the number of the guidelines."""
    kind, place, annex, whole_annex = match.groups()
    if place:
        return f"{name}.{'sec' if (kind or '').lower().startswith('sec') or '.' in place else 'par'}_{place}"
    return f"{name}.sec_{(annex or 'A').upper()}" if annex or whole_annex else name
