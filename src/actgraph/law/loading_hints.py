"""How to load the official wording that is not there: the command, or where the text is read."""

from actgraph.core.prefixes import ACT, ALL_GUIDELINES, AMENDING, CODE, CODES, CONTENT_CODE, IMPLEMENTING, SUMMARY
from actgraph.graph.day import Day
from actgraph.graph.node import Node
from actgraph.law.wording import LANGUAGES

_ADOPTED_NUMBER = "7719"
# Namespace of the nodes of a text → its name for `actgraph text get`.
_TEXT_NAMES = {
    ACT: "act",
    AMENDING: "amending-act",
    IMPLEMENTING: "implementing-act",
    CODE: "gpai-code",
    CONTENT_CODE: "content-code",
}


def explain_how_to_load(day: Day, iri: str, language: str = LANGUAGES[0]) -> str:
    """Explain in one line how to load the official wording of a node, or where to read it.

    Args:
        day: the graph of the day.
        iri: the node.
        language: one of `LANGUAGES`.

    >>> from actgraph.graph.day import open_day
    >>> explain_how_to_load(open_day("2026-11-24"), open_day("2026-11-24").cite("guidelines 17"))[-33:]
    ' and run: actgraph text load FILE'
    """
    node = day.get_node(iri)
    page = node.page.partition("#")[0]
    if iri.startswith(ALL_GUIDELINES):
        return _explain_guidelines(day, node, page, language)
    if iri.startswith(SUMMARY):
        return f"not loaded: the template is read on {page}"
    by_hand = f"save the official file from {page} and run: actgraph text load FILE"
    if language != LANGUAGES[0] and iri.startswith(CODES):
        return "not loaded: actgraph reads the codes in English only"
    command = find_loading_command(day, iri, language)
    return f"not loaded. To download and load it, run: {command}. Or {by_hand}" if command else f"not loaded; {by_hand}"


def find_loading_command(day: Day, iri: str, language: str = LANGUAGES[0]) -> str:
    """Find the command that downloads and loads the official wording of a node; empty where there is none.

    Args:
        day: the graph of the day.
        iri: the node.
        language: one of `LANGUAGES`.

    >>> from actgraph.graph.day import open_day
    >>> find_loading_command(open_day("2026-11-24"), open_day("2026-11-24").cite("guidelines 17"))
    'actgraph text get guidelines-5045'
    """
    if iri.startswith(ALL_GUIDELINES):
        number = _get_guidelines_number(iri)
        has_words = day.get_node(iri).kind.startswith("Guideline") and number != _ADOPTED_NUMBER
        return f"actgraph text get guidelines-{number}" if has_words else ""
    name = next((name for namespace, name in _TEXT_NAMES.items() if iri.startswith(namespace)), "")
    option = "" if language == LANGUAGES[0] else f" --lang {language}"
    return f"actgraph text get {name}{option}" if name else ""


def _get_guidelines_number(iri: str) -> str:
    return iri.rpartition("/")[2].partition(".")[0]


def _explain_guidelines(day: Day, node: Node, page: str, language: str) -> str:
    if language != LANGUAGES[0]:
        return "not loaded: actgraph reads the guidelines in English only"
    if _get_guidelines_number(node.iri) == _ADOPTED_NUMBER:  # it has no paragraphs here, and no address that is known
        return (
            f"not shown here; once you load the PDF from {page} (actgraph text load FILE), "
            "each paragraph of C(2025) 5045 tells the number that matches"
        )
    if command := find_loading_command(day, node.iri):
        by_hand = f"save the PDF from {page} and run: actgraph text load FILE"
        return f"not loaded. To download and load it, run: {command}. Or {by_hand}"
    return f"not loaded: the guidelines are read on {page}"  # of a concept, which has no words of its own
