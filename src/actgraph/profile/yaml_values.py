"""Read a text of a YAML profile as a value of its property: amounts, days and words as people write them."""

import re
from collections.abc import Collection

from pyoxigraph import Literal, NamedNode

from actgraph.core.errors import CitationError
from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.core.suggestions import quote_text, suggest_labels
from actgraph.core.xsd import is_well_formed
from actgraph.profile import amounts, written_values
from actgraph.profile.yaml_words import LOCAL_NAME, Word, expand_name, list_named_values

_XSD = load_prefixes()["xsd"]
_YEARS = re.compile(r"(\d+) ?(years?|months?)", re.IGNORECASE)
_TYPES = {"number": "double", "integer": "integer", "boolean": "boolean", "day": "date", "month": "gYearMonth"}
_EXAMPLES = {
    "number": "1.8e23 FLOP, or 12B",
    "integer": "10, or 10 years",
    "boolean": "true, or false",
    "day": "2026-02-02",
    "month": "2025-06",
}
_NAMES = {"number": "number", "integer": "whole number", "boolean": "yes or no", "day": "day", "month": "month"}
DOCUMENTS = "doc_"  # the kinds of documents are named by what follows: `framework` for rdg:doc_framework


class UnclearValueError(ValueError):
    """A value cannot be read.

    Attributes:
        what: what is wrong, one sentence without a full stop.
        todo: what to do.
        near: what may be meant.
    """

    def __init__(self, what: str, todo: str, near: list[str] | None = None) -> None:
        super().__init__(what)
        self.what, self.todo, self.near = what, todo, near or []


def read_scalar(text: str, word: Word, base: str, names: Collection[str]) -> NamedNode | Literal:
    """Read a text as a value of a property.

    Args:
        text: as written.
        word: the property.
        base: what names of nodes are below.
        names: the names of nodes in the profile.

    Raises:
        UnclearValueError: it is no value of the property, or can be read in two ways.

    >>> from actgraph.profile.yaml_words import load_words
    >>> read_scalar("1.8e23 FLOP", load_words()["ownCompute"], "urn:", ()).value
    '1.8e23'
    """
    if word.kind == "text":
        return Literal(text)
    if word.kind == "any":
        return NamedNode(text) if re.match(r"https?://", text) else Literal(text)
    if word.kind == "address":
        return _read_address(text)
    if word.kind == "node":
        return _read_node(text, word, base, names)
    datatype = NamedNode(_XSD + _TYPES[word.kind])
    if is_well_formed(Literal(text, datatype=datatype)) and text == text.strip():
        return Literal(text, datatype=datatype)
    found = _find_values(text, word)
    if len(found) == 1:
        return Literal(found[0], datatype=datatype)
    if word.is_lenient:
        return Literal(text)
    if found:
        raise UnclearValueError(f"{quote_text(text)} can be read as {' or as '.join(found)}", "Write one of these.")
    what = f"{quote_text(text)} is no {_NAMES[word.kind]}"
    raise UnclearValueError(what, f"Write it so: {_EXAMPLES[word.kind]}.")


def _find_values(text: str, word: Word) -> list[str]:
    if word.kind == "number":
        return [one if "e" in one else amounts.format_double(float(one)) for one in written_values.find_numbers(text)]
    if word.kind == "day":
        return written_values.find_days(text)
    if word.kind == "month":
        return [found] if (found := written_values.find_month(text)) else []
    if word.kind == "boolean":
        return [found] if (found := written_values.find_boolean(text)) else []
    years = _YEARS.fullmatch(text.strip())
    if years is None:
        return []
    if years[2].lower().startswith("year"):
        return [str(int(years[1]))]
    return [str(int(years[1]) // 12)] if int(years[1]) % 12 == 0 else []


def _read_address(text: str) -> NamedNode | Literal:
    try:
        if ":" in text:
            return NamedNode(text)
    except ValueError:
        pass
    raise UnclearValueError(f"{quote_text(text)} is no full address", "Write it so: https://example.org/page.")


def _read_node(text: str, word: Word, base: str, names: Collection[str]) -> NamedNode | Literal:
    known = list_named_values(word.classes) if word.classes else {}
    if text in known:
        return NamedNode(known[text])
    try:
        if text in names or (":" in text and " " not in text):
            return NamedNode(expand_name(text, base))
    except ValueError:
        raise UnclearValueError(f"{quote_text(text)} is no IRI", "Write the name of a node, or a full IRI.") from None
    if word.is_lenient:
        return Literal(text)
    found, cited = _cite(text, word)
    if found:
        return NamedNode(found)
    near = suggest_labels(text, [*known, *names]) or cited
    if known:
        listed = ", ".join(list(known)[:12])
        raise UnclearValueError(f"{quote_text(text)} is none of its values", f"Its values: {listed}", near)
    what = f"there is no node {quote_text(text)} in this profile"
    raise UnclearValueError(what, "Describe it here under that name, or write a full IRI.", near)


def _cite(text: str, word: Word) -> tuple[str | None, list[str]]:
    """Find what a citation names (a provision, a measure, a chapter, a kind of document), or what may be meant."""
    from actgraph.graph.day import open_all_editions  # imported here: few profiles need the graph to be read

    day = open_all_editions()
    if word.iri == load_prefixes()["ag"] + "ofDocument" and LOCAL_NAME.fullmatch(text):
        start = expand_curie(f"rdg:{DOCUMENTS}") or ""
        if start + text in day:
            return start + text, []
        rows = day.select_rows(f"SELECT DISTINCT ?kind {{ ?kind a <{load_prefixes()['ag']}Document> }}")
        return None, suggest_labels(text, [(row["kind"] or "").removeprefix(start) for row in rows])
    try:
        return day.cite(text), []
    except CitationError as error:
        if not word.classes or any(one.startswith("http://data.europa.eu/eli") for one in word.classes):
            raise UnclearValueError(error.what, error.todo or "Write a citation, or a full IRI.", error.near) from None
        return None, error.near
