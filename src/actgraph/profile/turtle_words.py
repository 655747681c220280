"""Explain mistakes in the names and signs of Turtle and TriG that are no slip of punctuation alone.

Each rule looks at what stands around the place where the parser has stumbled.
"""

import re
from collections.abc import Callable, Sequence

from pyoxigraph import RdfFormat, parse

from actgraph.core.prefixes import BASE, load_prefixes
from actgraph.core.suggestions import quote_text
from actgraph.graph.vocabulary import load_vocabulary
from actgraph.profile import schema
from actgraph.profile.text import MAX_EXPANDED_CHARACTERS, collect_quads
from actgraph.profile.turtle_lines import tokenize
from actgraph.profile.turtle_punctuation import Slip

_NEAR = 2000  # characters before the place
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?:[ \t][^\r\n]*)?$", re.MULTILINE)
_PREFIXED = re.compile(r"([A-Za-z][\w-]*):([\w.-]*\w)")
_DECLARED = re.compile(r"prefix\s+([\w.-]*):\s*<([^<>\s]*)>", re.IGNORECASE)
_SPACES = {"\u00a0": "a no-break space", "\u202f": "a narrow no-break space", "\u2007": "a figure space"}
_SPACES |= {"\u2009": "a thin space", "\u3000": "an ideographic space", "\u200b": "a zero-width space"}
_DATATYPES = frozenset(("boolean", "date", "dateTime", "decimal", "double", "gYear", "gYearMonth", "integer", "string"))


def find_word_mistake(text: str, place: int, message: str, rdf_format: RdfFormat) -> Slip | None:
    """Find a mistake in the names and signs around a place; None if it is none that is known.

    Args:
        text: the text that could not be parsed.
        place: index of the first character that the parser could not take.
        message: of the parser.
        rdf_format: Turtle or TriG.

    >>> find_word_mistake("<a:a> <a:b> 17 people .", 15, "people is not a valid subject", RdfFormat.TURTLE)
    Slip(what='a number has no unit in Turtle, and “people” follows one', todo='Write: 17', offset=15)
    """
    for rule in _RULES:
        if slip := rule(text, place, message):
            return slip
    return _explain_graph(text, place) if rdf_format == RdfFormat.TURTLE else None


def _explain_conflict(text: str, place: int, message: str) -> Slip | None:
    """Find the marks that git leaves in a file where two versions differ; the parser stops at one or before."""
    near = _CONFLICT.search(text, max(0, text.rfind("\n", 0, place) + 1))
    first = _CONFLICT.search(text)
    if near is None or first is None or near.start() > place + 1 or not first[0].startswith("<"):
        return None
    what = "git has left the marks of a merge conflict in this file: two versions stand one after the other"
    return Slip(
        what, "Keep one version. Take out the lines that begin with <<<<<<<, ======= and >>>>>>>.", first.start()
    )


def _explain_open_iri(text: str, place: int, message: str) -> Slip | None:
    """Explain `<https://e.example/a .`, whose IRI has no end."""
    line = re.split(r"[\r\n]", text[place : place + _NEAR], maxsplit=1)[0]
    opened = re.match(r"<(\w+:[^<>\s\"{}|^`\\]*?)\s*[.;,]?\s*(?:#.*)?$", line)
    if not ("Invalid IRI" in message or "end of file" in message) or not opened:
        return None
    return Slip("a > is missing at the end of an IRI", f"Write: <{opened[1]}>", place)


def _explain_space_in_iri(text: str, place: int, message: str) -> Slip | None:
    line = re.split(r"[\r\n]", text[place : place + _NEAR], maxsplit=1)[0]
    address = re.match(r"<(https?://[^<>\"{}|^`\\]{1,200})>", line)
    if "Invalid IRI" not in message or not address or " " not in address[1].strip():
        return None
    written = address[1].strip().replace(" ", "%20")
    return Slip("a space stands within an IRI", f"Write %20 in its place: <{written}>", place)


def _explain_prefix_case(text: str, place: int, message: str) -> Slip | None:
    unknown = re.search(r"prefix (\S+): has not been declared", message)
    declared = [name for name, _ in _DECLARED.findall(text[:100_000])]
    near = [name for name in declared if unknown and name.lower() == unknown[1].lower()]
    if not unknown or not near:
        return None
    what = f"The prefix {unknown[1]}: has not been declared, and {near[0]}: has"
    return Slip(what, f"Write {near[0]}: in place of {unknown[1]}: if it is meant.", place)


def _explain_and(text: str, place: int, message: str) -> Slip | None:
    """Explain `cop:tra and cop:cpy`."""
    word = re.match(r"(and|or|und|et|&)\s+[\"<\w]", text[place : place + 20])
    if not word or "not a valid" not in message:
        return None
    return Slip(f"“{word[1]}” stands between two values", f"Write “,” in place of “{word[1]}”.", place)


def _explain_comment(text: str, place: int, message: str) -> Slip | None:
    sign = next((one for one in ("//", "/*", "--", "%", "<!--") if text.startswith(one, place)), "")
    is_first = not text[max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1 : place].strip()
    if not sign or not is_first:
        return None
    return Slip(f"{sign} begins no comment in Turtle", "Begin each line of a comment with #.", place)


def _explain_datatype(text: str, place: int, message: str) -> Slip | None:
    found = re.match(r"\w+", text[place : place + 100])
    if "datatype IRI after ^^" not in message or not found or text[place + found.end() :][:1] == ":":
        return None
    if found[0] not in _DATATYPES:
        return None
    return Slip(f"the datatype {quote_text(found[0])} has no prefix", f"Write: ^^xsd:{found[0]}", place)


def _explain_carets(text: str, place: int, message: str) -> Slip | None:
    """Explain `"2026-05-11"xsd:date`."""
    found = _PREFIXED.match(text, place, place + 200)
    before = text[max(0, place - _NEAR) : place].rstrip(" ")
    if not found or not before.endswith(('"', "'")) or found[1] != "xsd":
        return None
    quoted = re.search(r"""(["'])([^"'\\\r\n]{0,60})\1\Z""", before)
    todo = f'Write: "{quoted[2]}"^^{found[0]}' if quoted else f'Write: "…"^^{found[0]}'
    return Slip(f"^^ is missing between a value and its datatype {found[0]}", todo, place)


def _explain_prefix_colon(text: str, place: int, message: str) -> Slip | None:
    found = re.search(r"prefix\s+([\w-]+)\s*\Z", text[max(0, place - 100) : place], re.IGNORECASE)
    ahead = re.match(r"\s*([\w-]*)\s*<", text[place : place + 100])
    name = (ahead[1] if ahead else "") or (found[1] if found else "")
    if "PREFIX keyword" not in message or not ahead or not name:
        return None
    todo = f"Write: @prefix {name}:" if text[: place + 1].rstrip(" \t").rfind("@") >= 0 else f"Write: PREFIX {name}:"
    return Slip(f"a colon is missing after the prefix {quote_text(name)}", todo, place)


def _explain_space(text: str, place: int, message: str) -> Slip | None:
    """Explain a space that Turtle does not take for one, as a word processor or a web page writes it."""
    sign = text[place : place + 1]
    if sign not in _SPACES:
        before = re.search(rf"[{''.join(_SPACES)}](?=[^\s{''.join(_SPACES)}]*\Z)", text[max(0, place - 60) : place])
        sign = before[0] if before else ""
    if not sign or ("not allowed" not in message and "not a valid" not in message):
        return None
    what = f"{_SPACES[sign]} (U+{ord(sign):04X}) stands where Turtle needs an ordinary space"
    return Slip(what, "Replace it by a space that you type.", place)


def _explain_missing_a(text: str, place: int, message: str) -> Slip | None:
    """Explain `<urn:m> ag:Model ;`: a class stands in the place of a property, without `a`."""
    before = list(tokenize(text[max(0, place - _NEAR) : place]))
    written = [token for token, _ in before if token]
    if text[place : place + 1] not in (";", ".") or "not a valid RDF object" not in message or not written:
        return None
    if _expand(text, written[-1]) not in load_vocabulary().classes:
        return None
    return Slip(f"“a” is missing before {written[-1]}, which is a class", f"Write: a {written[-1]}", place)


def _explain_list(text: str, place: int, message: str) -> Slip | None:
    """Explain `ag:declined cop:tra cop:cpy`: names of ours that can be neither a property nor a subject."""
    found = _PREFIXED.match(text, place, place + 200)
    before = [token for token, _ in tokenize(text[max(0, place - _NEAR) : place]) if token]
    if not found or len(before) < 2 or not _is_value(text, found[0]) or not _is_value(text, before[-1]):
        return None
    todo = f"Write “,” after “{before[-1]}”: values of one property are separated by commas."
    end = len(text[:place].rstrip())
    return Slip(f"a comma is missing before “{found[0]}”", todo, end - 1)


def _explain_unit(text: str, place: int, message: str) -> Slip | None:
    found = re.match(r"[^\W\d_][\w/-]{0,40}(?![\w:])", text[place : place + 60])
    number = re.search(
        r"(?<![\w.,:#/^-])([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)[ \t]*\Z", text[max(0, place - 60) : place]
    )
    if not found or not number or found[0].lower() in ("a", "e", "x"):
        return None
    what = f"a number has no unit in Turtle, and {quote_text(found[0])} follows one"
    return Slip(what, f"Write: {number[1]}", place)


def _explain_graph(text: str, place: int) -> Slip | None:
    """Explain a named graph in Turtle, if the text can be read as TriG."""
    if "{" not in text[max(0, place - 1) : place + 1]:
        return None
    try:
        collect_quads(parse(text, format=RdfFormat.TRIG), MAX_EXPANDED_CHARACTERS)
    except (SyntaxError, MemoryError):
        return None
    what = "a { begins a graph here: this is TriG, and it was read as Turtle"
    return Slip(what, "State its form: --from trig. Or give the file the ending .trig.", place)


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
    spaces = dict(_DECLARED.findall(text[:100_000])) if found else {}
    return spaces[found[1]] + found[2] if found and found[1] in spaces else ""


_RULES: Sequence[Callable[[str, int, str], Slip | None]] = (
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
)
