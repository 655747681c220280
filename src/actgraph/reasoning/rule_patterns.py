"""The triple patterns of rules: what a rule concludes, and what it must match.

rdflib parses a rule, which takes a tenth of a second. So the patterns of all rules stand in
`queries/rule-patterns.json`, with the digest of the text that they were parsed from; `make rules` writes it. A rule of
another text is parsed when it is asked for.
"""

import functools
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import Literal, NamedNode, Variable

from actgraph.core import paths
from actgraph.core.prefixes import expand_curie, shorten_iri

if TYPE_CHECKING:
    from rdflib.plugins.sparql.parserutils import CompValue

PatternTerm = NamedNode | Literal | Variable


class TriplePattern(NamedTuple):
    """A triple pattern (SPARQL 1.1, 18.1.5) without blank nodes.

    Attributes:
        subject: its subject.
        predicate: its predicate.
        object: its object.
    """

    subject: PatternTerm
    predicate: PatternTerm
    object: PatternTerm


class RulePatterns(NamedTuple):
    """The patterns of a rule, in the order of its text.

    Attributes:
        conclusions: those that it concludes.
        conditions: those that it matches; patterns in FILTER EXISTS and NOT EXISTS are none of them.
        required: those of them that every match has: outside OPTIONAL, and in a UNION those of all its alternatives.
        used: the IRIs of its conditions, in filters too; None where it may match any property or class.
    """

    conclusions: Sequence[TriplePattern]
    conditions: Sequence[TriplePattern]
    required: Sequence[TriplePattern]
    used: frozenset[str] | None


RULE_PATTERNS_FILE = "rule-patterns.json"  # in queries/
_RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_BOOLEANS = {"true": Literal(True), "false": Literal(False)}


@functools.cache
def find_rule_patterns(text: str) -> RulePatterns:
    """Find the patterns of a rule.

    Args:
        text: a CONSTRUCT query without paths and blank nodes.

    Raises:
        ValueError: the text is no such query.

    >>> rule = "CONSTRUCT { ?m ag:evidence ?e } WHERE { ?m ag:framework ?e OPTIONAL { ?e ag:evidence true } }"
    >>> patterns = find_rule_patterns("PREFIX ag: <https://w3id.org/actgraph/ns/> " + rule)
    >>> [str(one.predicate) for one in patterns.conclusions], len(patterns.conditions), len(patterns.required)
    (['<https://w3id.org/actgraph/ns/evidence>'], 2, 1)
    """
    known = _read_known_patterns().get(_digest(text))
    return _decode(known) if known else parse_rule_patterns(text)


def parse_rule_patterns(text: str) -> RulePatterns:
    """Parse the patterns of a rule from its text alone; otherwise as `find_rule_patterns`."""
    from rdflib.plugins.sparql.algebra import translatePath, translatePName, translatePrologue, traverse
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        prologue, query = parseQuery(text)
        expand_name = functools.partial(translatePName, prologue=translatePrologue(prologue, ""))
        query = traverse(traverse(query, visitPost=expand_name), visitPost=translatePath)
    except Exception as error:  # pyparsing and rdflib raise many kinds
        raise ValueError(f"the rule is no SPARQL: {error}") from None
    if query.name != "ConstructQuery" or not query.template:
        raise ValueError("the rule has no template of CONSTRUCT")
    parts = list(_walk_tree(query.where))
    anywhere = [one for part in parts if getattr(part, "name", "") == "TriplesBlock" for one in _split_block(part)]
    is_open = any(isinstance(get_pattern_term(one), Variable) for one in anywhere)
    return RulePatterns(
        [one for triples in query.template for one in _split_triples(triples)],
        list(_find_patterns(query.where, nested=True)),
        list(_find_patterns(query.where, nested=False)),
        None if is_open else frozenset(str(part) for part in parts if type(part).__name__ == "URIRef"),
    )


def get_pattern_term(pattern: TriplePattern) -> PatternTerm:
    """Return the property that a pattern uses, or the class if it is an `rdf:type` pattern.

    >>> get_pattern_term(TriplePattern(Variable("m"), _RDF_TYPE, Variable("class")))
    <Variable value=class>
    """
    return pattern.object if pattern.predicate == _RDF_TYPE else pattern.predicate


def format_rule_patterns(rules: Iterable[tuple[str, str]]) -> str:
    """Format the content of `rule-patterns.json`, a line for each rule.

    Args:
        rules: name and text of each rule.

    >>> print(format_rule_patterns([("a", "CONSTRUCT { ?m a <urn:B> } WHERE { ?m a <urn:C> }")]).splitlines()[1][:20])
    "a": ["a98c386cff24e
    """
    lines = []
    for name, text in rules:
        found = parse_rule_patterns(text)
        written = [[[_encode_term(term) for term in one] for one in patterns] for patterns in found[:3]]
        used = None if found.used is None else sorted(map(shorten_iri, found.used))
        lines.append(f"{json.dumps(name)}: {json.dumps([_digest(text), *written, used], ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


@functools.cache
def _read_known_patterns() -> Mapping[str, Sequence[Any]]:
    """Read the patterns of all rules: digest of the text → what was written of it."""
    with open(paths.get_data_path("queries", RULE_PATTERNS_FILE), encoding="utf-8") as file:
        return {digest: rest for digest, *rest in json.load(file).values()}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _decode(written: Sequence[Any]) -> RulePatterns:
    conclusions, conditions, required = (
        [TriplePattern(*map(_decode_term, one)) for one in patterns] for patterns in written[:3]
    )
    used = None if written[3] is None else frozenset(expand_curie(one) or one for one in written[3])
    return RulePatterns(conclusions, conditions, required, used)


def _decode_term(written: str) -> PatternTerm:
    if written.startswith("?"):
        return Variable(written[1:])
    if written.startswith('"'):
        return Literal(written[1:-1])
    return _BOOLEANS.get(written) or NamedNode(expand_curie(written) or written)


def _encode_term(term: PatternTerm) -> str:
    if isinstance(term, NamedNode):
        written = shorten_iri(term.value)
        if _decode_term(written) != term:
            raise ValueError(f"{term} looks like a short name")
        return written
    if isinstance(term, Literal):
        if term in _BOOLEANS.values():
            return term.value
        if term != Literal(term.value):
            raise ValueError(f"{term} has a datatype or a language")
        return f'"{term.value}"'
    return f"?{term.value}"


def _find_patterns(group: "CompValue", *, nested: bool) -> Iterator[TriplePattern]:
    """Find the patterns of a group, outside filters; with `nested` also those that not every match has."""
    for part in group.part or ():
        if part.name == "TriplesBlock":
            yield from _split_block(part)
        elif part.name == "OptionalGraphPattern" and nested:
            yield from _find_patterns(part.graph, nested=True)
        elif part.name == "GroupOrUnionGraphPattern":
            first, *others = (list(_find_patterns(one, nested=nested)) for one in part.graph)
            yield from (one for one in first if nested or all(one in other for other in others))
            yield from (one for other in others for one in other if nested)
        elif part.name not in ("Filter", "Bind", "InlineData", "OptionalGraphPattern"):
            raise ValueError(f"a rule has no {part.name}")


def _walk_tree(part: object) -> Iterator[object]:
    """Iterate over a part of the parser's tree and all parts of it."""
    yield part
    if isinstance(part, Mapping):
        part = list(part.values())
    if not isinstance(part, str) and isinstance(part, Iterable):
        for one in part:
            yield from _walk_tree(one)


def _split_block(block: Any) -> Iterator[TriplePattern]:
    for triples in block.triples:
        yield from _split_triples(triples)


def _split_triples(terms: Sequence[object]) -> Iterator[TriplePattern]:
    """Split the terms of triples, which the parser returns in one row."""
    for at in range(0, len(terms), 3):
        yield TriplePattern(*map(_convert_term, terms[at : at + 3]))


def _convert_term(term: Any) -> PatternTerm:
    """Convert a term of rdflib."""
    kind = type(term).__name__
    if kind == "Variable":
        return Variable(str(term))
    if kind == "URIRef":
        return NamedNode(str(term))
    if kind == "Literal" and not term.language:
        return Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else None)
    raise ValueError(f"{term} is no term of a rule")
