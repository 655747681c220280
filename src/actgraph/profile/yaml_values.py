"""Read a text of a YAML profile as a value of its property: amounts, days and words as people write them."""

import re
from collections.abc import Collection

from pyoxigraph import BlankNode, Literal, NamedNode

from actgraph.core.errors import CitationError
from actgraph.core.prefixes import BASE, expand_curie, get_local_name, load_prefixes
from actgraph.core.suggestions import quote_text, suggest_labels
from actgraph.core.xsd import is_well_formed
from actgraph.profile import amounts, written_values
from actgraph.profile.yaml_words import LOCAL_NAME, Word, list_values

_XSD = load_prefixes()["xsd"]
_COUNTED = re.compile(r"\d\s?(?:[KMBT]|bn|thousand|million|billion|trillion)$", re.IGNORECASE)  # parameters or tokens
_YEARS = re.compile(r"([0-9]{1,4}) ?(years?|months?)", re.IGNORECASE)
_TIME = re.compile(r"[T ]\d\d?:\d\d.*(?:Z|[+-]\d\d:?\d\d)\s*$")
_WEB_SCHEMES = ("urn", "mailto", "tag", "did", "doi", "info", "ark", "data", "file")
# What an amount of a property may be counted in; of others, a unit is refused.
_UNITS = {
    "turnover": "EUR",
    "balanceSheet": "EUR",
    "parameters": "parameters",
    "activeParameters": "parameters",
    "trainingTokens": "tokens",
}
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


def read_scalar(text: str, word: Word, base: str, names: Collection[str]) -> NamedNode | BlankNode | Literal:
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
        try:
            return NamedNode(text) if re.match(r"https?://", text) else Literal(text)
        except ValueError:
            return Literal(text)
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
        _check_unit(text, word)
        return [one if "e" in one else amounts.format_double(float(one)) for one in written_values.find_numbers(text)]
    if word.kind == "day":
        if _TIME.search(text):
            raise UnclearValueError(f"{quote_text(text)} has a time of day with a time zone", "Write the day alone.")
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


def _check_unit(text: str, word: Word) -> None:
    """Refuse an amount in another unit than that of its property."""
    unit = written_values.find_unit(text)
    name = get_local_name(word.iri)
    expected = "FLOP" if "ompute" in name else _UNITS.get(name, "")
    if expected == "FLOP" and not unit and _COUNTED.search(text) and not word.is_lenient:
        raise UnclearValueError(
            f"{quote_text(text)} has no unit of compute", "Write the amount in FLOP, for example 1.8e23 FLOP."
        )
    if unit and unit != expected and not word.is_lenient:
        in_words = f"the amount in {expected}" if expected else "the number alone"
        raise UnclearValueError(f"{quote_text(text)} is an amount in {unit}", f"Write {in_words}.")


def _read_node(text: str, word: Word, base: str, names: Collection[str]) -> NamedNode | BlankNode | Literal:
    if text.startswith("_:"):
        return BlankNode(text[2:])
    known = list_values(word)
    if text in known:
        return NamedNode(known[text])
    try:
        if text in names or (":" in text and " " not in text):
            return _expand_iri(text, base)
    except UnclearValueError:
        raise
    except ValueError:
        raise UnclearValueError(f"{quote_text(text)} is no IRI", "Write the name of a node, or a full IRI.") from None
    if word.is_lenient:
        return Literal(text)
    found, cited = _cite(text, word)
    if found:
        return NamedNode(found)
    near = suggest_labels(text, [*known, *names]) or cited
    if known:
        parts = [part.strip() for part in text.split(",")]
        if all(part in known for part in parts):
            raise UnclearValueError(f"{quote_text(text)} was read as one value", f"Write a list: [{', '.join(parts)}]")
        listed = ", ".join(list(known)[:12])
        raise UnclearValueError(f"{quote_text(text)} is none of its values", f"Its values: {listed}", near)
    what = f"there is no node {quote_text(text)} in this profile"
    raise UnclearValueError(what, "Describe it here under that name, or write a full IRI.", near)


def _expand_iri(text: str, base: str) -> NamedNode:
    """Expand a name, a full IRI, or a short name with a known prefix, whose node must exist."""
    prefix, colon, rest = text.partition(":")
    namespace = load_prefixes().get(prefix) if colon else None
    if namespace is None:
        if colon and "/" not in rest[:2] and prefix.lower() not in _WEB_SCHEMES:
            near = [f"{one}:{rest}" for one in suggest_labels(prefix, load_prefixes())]
            what = f"{quote_text(text)} is no full IRI, and {quote_text(prefix)} no prefix of the graph"
            raise UnclearValueError(what, "Write a full IRI, or the name of a node in this profile.", near)
        return NamedNode(text if colon else base + text)
    iri = NamedNode(namespace + rest)
    if namespace.startswith(BASE) and not namespace.endswith(("/examples/", "/ns/")):
        from actgraph.graph.day import open_all_editions  # imported here: few profiles need the graph to be read

        if iri.value not in open_all_editions():
            raise UnclearValueError(f"there is no {quote_text(text)} in the graph", "Write a citation, or a full IRI.")
    return iri


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
