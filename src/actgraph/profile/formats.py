"""Parse the formats of a profile: six of RDF, and YAML; all but RDF/XML and JSON-LD with line numbers."""

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, Quad, RdfFormat, Triple, parse

from actgraph.core import prefixes, system
from actgraph.core.errors import ProfileError
from actgraph.profile import (
    declared_prefixes,
    foreign_formats,
    jsonld,
    jsonld_context,
    jsonld_losses,
    jsonld_process,
    rdfxml,
    turtle_lines,
)
from actgraph.profile.reading_place import find_last_line_read
from actgraph.profile.text import (
    MAX_EXPANDED_CHARACTERS,
    MAX_STATEMENTS,
    ProfileText,
    TooManyStatementsError,
    clip_message,
    collect_quads,
)

_MAX_TRIPLE_TERMS = 100  # triples about triples: the parser handles nested ones recursively
_TRIPLE_TERM_MESSAGE = "a statement about a statement (RDF 1.2) is not read"
_TRIPLE_TERM_TODO = "Write it as a node with properties of its own."
_LINED_FORMATS = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)


class ParsedText(NamedTuple):
    """The quads of a profile before conversion.

    Attributes:
        quads: in document order if there are lines.
        lines: the line of each quad, from 1; empty for RDF/XML and JSON-LD.
        notes: one sentence for each part of the text that is ignored.
    """

    quads: list[Quad]
    lines: list[int]
    notes: tuple[str, ...] = ()


def parse_rdf(source: ProfileText, format_name: str) -> ParsedText:
    """Parse a text in one of the formats.

    Args:
        source: the text of a profile.
        format_name: one of `source.FORMAT_NAMES`.

    Raises:
        ProfileError: the text is not valid in this format or uses a feature that is not supported.

    >>> parse_rdf(ProfileText("a.ttl", "<a:a> <a:b> 1 ,\\n2 ."), "ttl").lines
    [1, 2]
    """
    try:
        parsed = _READERS[format_name](source)
    except ProfileError:
        if format_name != "yaml":  # its reader tells what it is instead
            _refuse_foreign_format(source, format_name)
        raise
    if not parsed.quads and format_name != "yaml":
        _refuse_foreign_format(source, format_name)
    return parsed


def _refuse_foreign_format(source: ProfileText, format_name: str) -> None:
    """Raise an error that says what a text is, if it is not of the format that it was read as."""
    if foreign := foreign_formats.identify_text(source.text, format_name):
        raise source.make_error(foreign.what, foreign.todo, 1) from None


def _read_turtle(source: ProfileText, rdf_format: RdfFormat) -> ParsedText:
    turtle_lines.check_nesting(source)
    declared_prefixes.check_declarations(source)
    quads = _parse_plain_quads(source, rdf_format)
    single = turtle_lines.split_statements(source)
    # A mistake of our splitter must change neither a triple nor its line: compare with the parser's own result.
    try:
        again = collect_quads(parse(single.text, format=RdfFormat.TRIG))
    except (SyntaxError, MemoryError):
        return ParsedText(quads, [])
    same = again == quads or _mask_blank_nodes(again) == _mask_blank_nodes(quads)
    if len(again) != len(single.lines) or not same:
        return ParsedText(quads, [])
    return ParsedText(again, single.lines, _note_decimal_commas(source, again, single.lines))


def _note_decimal_commas(source: ProfileText, quads: list[Quad], lines: list[int]) -> tuple[str, ...]:
    if not _DIGITS_WITH_COMMA.search(source.text):
        return ()
    from actgraph.profile import turtle_literals  # imported here: few texts need it

    return tuple(turtle_literals.find_decimal_commas(source, quads, lines))


_DIGITS_WITH_COMMA = re.compile("[0-9],[0-9]")


def _read_ntriples(source: ProfileText, rdf_format: RdfFormat) -> ParsedText:
    quads = _parse_plain_quads(source, rdf_format)
    lines = turtle_lines.find_one_per_line(source)
    if len(lines) != len(quads):
        lines = turtle_lines.find_statement_lines(source)
    return ParsedText(quads, lines if len(lines) == len(quads) else [])


def _read_rdfxml(source: ProfileText) -> ParsedText:
    if foreign := foreign_formats.identify_xml(source.text):
        raise source.make_error(foreign.what, foreign.todo, 1)
    rdfxml.check_rdfxml(source)
    return ParsedText(_parse_plain_quads(source, RdfFormat.RDF_XML), [])


def _read_jsonld(source: ProfileText) -> ParsedText:
    jsonld.check_jsonld(source)
    source = jsonld_context.insert_context(source)
    quads = _parse_plain_quads(source, RdfFormat.JSON_LD)
    with _translate_engine_errors(source, RdfFormat.JSON_LD):
        notes = jsonld.report_unread_keys(source)
        jsonld_losses.refuse_losses(source, quads)
    if not system.can_limit("data"):
        notes = ("This system does not limit the memory in which JSON-LD is read.", *notes)
    return ParsedText(quads, [], notes)


def _read_yaml(source: ProfileText) -> ParsedText:
    from actgraph.profile import yaml_reader  # imported here: profiles in RDF do not need it

    return ParsedText(*yaml_reader.read_yaml(source))


def _parse_plain_quads(source: ProfileText, rdf_format: RdfFormat) -> list[Quad]:
    if rdf_format in _LINED_FORMATS and source.text.count("<<") > _MAX_TRIPLE_TERMS:
        raise source.make_error(_TRIPLE_TERM_MESSAGE, _TRIPLE_TERM_TODO, source.find_line("<<"))
    with _translate_engine_errors(source, rdf_format):
        quads = _parse_with_engine(source, rdf_format)
    for quad in quads:
        if isinstance(quad.object, Triple):
            raise source.make_error(_TRIPLE_TERM_MESSAGE, _TRIPLE_TERM_TODO, source.find_line(r"<<|\{\||~"))
        if isinstance(quad.object, Literal) and quad.object.direction is not None:
            what = f"“{clip_message(quad.object.value)}” has a direction of writing, which is not read"
            raise source.make_error(what, "Leave it out.", source.find_line("--|@direction"))
    return quads


@contextlib.contextmanager
def _translate_engine_errors(source: ProfileText, rdf_format: RdfFormat) -> Iterator[None]:
    """Translate exceptions of the parser into a ProfileError."""
    try:
        yield
    except SyntaxError as error:
        from actgraph.profile import turtle_mistakes  # imported here: only an error needs it

        if rdf_format in _LINED_FORMATS and (mistake := turtle_mistakes.find_mistake(source, rdf_format, error)):
            raise source.make_error(mistake.what, mistake.todo, source.get_line(mistake.offset)) from None
        column = f" (column {error.offset})" if error.offset else ""
        what = f"this is no {rdf_format.name}: {clean_engine_message(error)}{column}"
        raise source.make_error(
            what, _suggest_repair(error.msg), error.lineno or _find_error_line(source, rdf_format, error.msg)
        ) from None
    except TooManyStatementsError:
        what = f"it has more than {MAX_STATEMENTS:,} statements"
        todo = "Remove what does not describe the providers and models of this profile, or split it by model."
        raise source.make_error(what, todo, _find_bound_line(source, rdf_format)) from None
    except MemoryError:
        most = MAX_EXPANDED_CHARACTERS // 1_000_000
        what = f"a single value or name is over 8 MB, or all are over {most} MB when written out"
        todo = "Shorten it, or the prefix that stands for it."
        raise source.make_error(what, todo, _find_bound_line(source, rdf_format)) from None
    except jsonld_process.ParserProcessError:
        what = "this JSON-LD cannot be read: the reader needs too much time or memory, or crashed"
        raise source.make_error(what, "Use fewer levels of brackets, or write the profile in Turtle.") from None


def _parse_with_engine(source: ProfileText, rdf_format: RdfFormat) -> list[Quad]:
    if rdf_format == RdfFormat.JSON_LD:
        return jsonld_process.parse_jsonld(source.text)
    return collect_quads(parse(source.text, format=rdf_format))


def _find_error_line(source: ProfileText, rdf_format: RdfFormat, message: str) -> int | None:
    if rdf_format == RdfFormat.RDF_XML:
        return find_last_line_read(source, rdf_format)
    return jsonld.find_jsonld_error_line(source, message)


def _find_bound_line(source: ProfileText, rdf_format: RdfFormat) -> int | None:
    return None if rdf_format == RdfFormat.JSON_LD else find_last_line_read(source, rdf_format)


def clean_engine_message(error: Exception) -> str:
    """Strip the position from a message of the parser, because it is reported separately.

    >>> clean_engine_message(SyntaxError("Parser error at line 1 column 2: a dot is missing"))
    'a dot is missing'
    """
    return re.sub(r"^Parser error (?:at|between|on) .*?\d+: ", "", getattr(error, "msg", str(error)))


def _suggest_repair(message: str) -> str:
    if unknown := re.search(r"[Tt]he prefix (\S*): has not been declared", message):
        prefix = unknown[1]
        namespace = prefixes.load_prefixes().get(prefix, "…")
        return f"Declare it at the top: @prefix {prefix}: <{namespace}> ."
    if "No scheme found" in message:
        return "Write IRIs in full, or say at the top what they are relative to (@base, xml:base)."
    return "Repair it there, or just before."


def _mask_blank_nodes(quads: list[Quad]) -> Counter[tuple[object, ...]]:
    """Count the quads with every blank node replaced by None, to compare two parses."""
    return Counter(tuple(None if isinstance(part, BlankNode) else part for part in quad) for quad in quads)


_READERS: dict[str, Callable[[ProfileText], ParsedText]] = {
    "ttl": lambda source: _read_turtle(source, RdfFormat.TURTLE),
    "trig": lambda source: _read_turtle(source, RdfFormat.TRIG),
    "nt": lambda source: _read_ntriples(source, RdfFormat.N_TRIPLES),
    "nq": lambda source: _read_ntriples(source, RdfFormat.N_QUADS),
    "xml": _read_rdfxml,
    "jsonld": _read_jsonld,
    "yaml": _read_yaml,
}
