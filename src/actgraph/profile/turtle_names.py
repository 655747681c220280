"""Explain mistakes in the names, keywords and signs of Turtle and TriG that are no slip of punctuation alone."""

import re
from collections.abc import Callable, Sequence

from pyoxigraph import RdfFormat, parse

from actgraph.core.prefixes import BASE, load_prefixes
from actgraph.core.suggestions import quote_text
from actgraph.graph.vocabulary import load_vocabulary
from actgraph.profile import schema
from actgraph.profile.declared_prefixes import find_prefix_declarations
from actgraph.profile.text import MAX_EXPANDED_CHARACTERS, collect_quads
from actgraph.profile.turtle_lines import tokenize
from actgraph.profile.turtle_place import NO_OBJECT, Mistake, Place

_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?:[ \t][^\r\n]*)?$", re.MULTILINE)
_PREFIXED = re.compile(r"([A-Za-z][\w-]*):([\w.-]*\w)")
_SPACES = {"\u00a0": "a no-break space", "\u202f": "a narrow no-break space", "\u2007": "a figure space"}
_SPACES |= {"\u2009": "a thin space", "\u3000": "an ideographic space", "\u200b": "a zero-width space"}
_DATATYPES = frozenset(("boolean", "date", "dateTime", "decimal", "double", "gYear", "gYearMonth", "integer", "string"))


def _explain_conflict(place: Place) -> Mistake | None:
    """Find the marks that git leaves in a file where two versions differ; the parser stops at one or before."""
    near = _CONFLICT.search(place.text, place.offset - len(place.line_before))
    first = _CONFLICT.search(place.text)
    if near is None or first is None or near.start() > place.offset + 1 or not first[0].startswith("<"):
        return None
    what = "git has left the marks of a merge conflict in this file: two versions stand one after the other"
    todo = "Keep one version. Take out the lines that begin with <<<<<<<, ======= and >>>>>>>."
    return Mistake(what, todo, first.start())


def _explain_open_iri(place: Place) -> Mistake | None:
    """Explain `<https://e.example/a .`, whose IRI has no end."""
    opened = re.match(r"<(\w+:[^<>\s\"{}|^`\\]*?)\s*[.;,]?\s*(?:#.*)?$", place.rest)
    if not ("Invalid IRI" in place.message or "end of file" in place.message) or not opened:
        return None
    return place.explain("a > is missing at the end of an IRI", f"Write: <{opened[1]}>")


def _explain_space_in_iri(place: Place) -> Mistake | None:
    address = re.match(r"<(https?://[^<>\"{}|^`\\]{1,200})>", place.rest)
    if "Invalid IRI" not in place.message or not address or " " not in address[1].strip():
        return None
    written = address[1].strip().replace(" ", "%20")
    return place.explain("a space stands within an IRI", f"Write %20 in its place: <{written}>")


def _explain_prefix_case(place: Place) -> Mistake | None:
    unknown = re.search(r"prefix (\S+): has not been declared", place.message)
    declared = [one.name for one in find_prefix_declarations(place.text)] if unknown else []
    near = [name for name in declared if unknown and name.lower() == unknown[1].lower()]
    if not unknown or not near:
        return None
    what = f"The prefix {unknown[1]}: has not been declared, and {near[0]}: has"
    return place.explain(what, f"Write {near[0]}: in place of {unknown[1]}: if it is meant.")


def _explain_and(place: Place) -> Mistake | None:
    """Explain `cop:tra and cop:cpy`."""
    word = re.match(r"(and|or|und|et|&)(?:\s+[\"<\w]|\s*\Z)", place.rest)
    if not word or "not a valid" not in place.message:
        return None
    return place.explain(f"“{word[1]}” stands between two values", f"Write “,” in place of “{word[1]}”.")


def _explain_comment(place: Place) -> Mistake | None:
    sign = next((one for one in ("//", "/*", "--", "%", "<!--") if place.rest.startswith(one)), "")
    if not sign or place.line_before.strip():
        return None
    return place.explain(f"{sign} begins no comment in Turtle", "Begin each line of a comment with #.")


def _explain_datatype(place: Place) -> Mistake | None:
    found = re.match(r"\w+", place.rest)
    if "datatype IRI after ^^" not in place.message or not found or place.rest[found.end() :][:1] == ":":
        return None
    if found[0] not in _DATATYPES:
        return None
    return place.explain(f"the datatype {quote_text(found[0])} has no prefix", f"Write: ^^xsd:{found[0]}")


def _explain_carets(place: Place) -> Mistake | None:
    """Explain `"2026-05-11"xsd:date`."""
    found = _PREFIXED.match(place.rest)
    before = place.before.rstrip(" ")
    if not found or not before.endswith(('"', "'")) or found[1] != "xsd":
        return None
    quoted = re.search(r"""(["'])([^"'\\\r\n]{0,60})\1\Z""", before)
    todo = f'Write: "{quoted[2]}"^^{found[0]}' if quoted else f'Write: "…"^^{found[0]}'
    return place.explain(f"^^ is missing between a value and its datatype {found[0]}", todo)


def _explain_prefix_colon(place: Place) -> Mistake | None:
    written = re.search(r"(@?)prefix\s+\Z", place.before, re.IGNORECASE)
    name = re.match(r"([\w-]+)\s*<", place.rest)
    if "PREFIX keyword" not in place.message or not written or not name:
        return None
    todo = f"Write: @prefix {name[1]}:" if written[1] else f"Write: PREFIX {name[1]}:"
    return place.explain(f"a colon is missing after the prefix {quote_text(name[1])}", todo)


def _explain_space(place: Place) -> Mistake | None:
    """Explain a space that Turtle does not take for one, as a word processor or a web page writes it."""
    sign = place.rest[:1]
    if sign not in _SPACES:
        before = re.search(rf"[{''.join(_SPACES)}](?=[^\s{''.join(_SPACES)}]*\Z)", place.before[-60:])
        sign = before[0] if before else ""
    if not sign or ("not allowed" not in place.message and "not a valid" not in place.message):
        return None
    what = f"{_SPACES[sign]} (U+{ord(sign):04X}) stands where Turtle needs an ordinary space"
    return place.explain(what, "Replace it by a space that you type.")


def _explain_missing_a(place: Place) -> Mistake | None:
    """Explain `<urn:m> ag:Model ;`: a class stands in the place of a property, without `a`."""
    written = [token for token, _ in tokenize(place.before) if token]
    if place.rest[:1] not in (";", ".") or NO_OBJECT not in place.message or not written:
        return None
    if _expand(place.text, written[-1]) not in load_vocabulary().classes:
        return None
    return place.explain(f"“a” is missing before {written[-1]}, which is a class", f"Write: a {written[-1]}")


def _explain_list(place: Place) -> Mistake | None:
    """Explain `ag:declined cop:tra cop:cpy`: names of ours that can be neither a property nor a subject."""
    found = _PREFIXED.match(place.rest)
    before = [token for token, _ in tokenize(place.before) if token]
    if not found or len(before) < 2 or not _is_value(place.text, found[0]) or not _is_value(place.text, before[-1]):
        return None
    todo = f"Write “,” after “{before[-1]}”: values of one property are separated by commas."
    end = len(place.text[: place.offset].rstrip())
    return Mistake(f"a comma is missing before “{found[0]}”", todo, end - 1)


def _explain_unit(place: Place) -> Mistake | None:
    found = re.match(r"[^\W\d_][\w/-]{0,40}(?![\w:])", place.rest)
    number = re.search(r"(?<![\w.,:#/^-])([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)[ \t]*\Z", place.before[-60:])
    if not found or not number or found[0].lower() in ("a", "e", "x"):
        return None
    what = f"a number has no unit in Turtle, and {quote_text(found[0])} follows one"
    return place.explain(what, f"Write: {number[1]}")


def _explain_graph(place: Place) -> Mistake | None:
    """Explain a named graph in Turtle, if the text can be read as TriG."""
    if place.rdf_format != RdfFormat.TURTLE or "{" not in place.before[-1:] + place.rest[:1]:
        return None
    try:
        collect_quads(parse(place.text, format=RdfFormat.TRIG), MAX_EXPANDED_CHARACTERS)
    except (SyntaxError, MemoryError):
        return None
    what = "a { begins a graph here: this is TriG, and it was read as Turtle"
    return place.explain(what, "State its form: --from trig. Or give the file the ending .trig.")


def _is_value(text: str, name: str) -> bool:
    """Tell whether a name is one of ours that a profile can only state as a value or a class."""
    iri = _expand(text, name)
    if not iri.startswith(BASE) or iri.startswith(load_prefixes()["exa"]):
        return False
    known = load_vocabulary()
    if iri.startswith(load_prefixes()["ag"]):
        return iri in known.individuals or iri in known.classes
    return iri not in known.properties and iri not in schema.collect_shape_terms()[0]


def _expand(text: str, name: str) -> str:
    """Expand a name with the prefixes of a text; empty if it has none of them."""
    found = _PREFIXED.fullmatch(name)
    spaces = {one.name: one.namespace for one in find_prefix_declarations(text)} if found else {}
    return spaces[found[1]] + found[2] if found and found[1] in spaces else ""


RULES: Sequence[Callable[[Place], Mistake | None]] = (
    _explain_conflict,
    _explain_open_iri,
    _explain_space_in_iri,
    _explain_prefix_case,
    _explain_and,
    _explain_comment,
    _explain_datatype,
    _explain_carets,
    _explain_prefix_colon,
    _explain_space,
    _explain_missing_a,
    _explain_list,
    _explain_unit,
    _explain_graph,
)
