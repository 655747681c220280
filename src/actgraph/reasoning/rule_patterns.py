"""Parse the triple patterns of a rule: its conclusions, and the conditions that it must match.

Rules are written in a subset of SPARQL: groups, UNION, OPTIONAL, FILTER, BIND, VALUES, and triples with `;`, `,` and
`a`; no paths, no blank nodes. A test compares the result with that of a full SPARQL parser.
"""

import re
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Variable

from actgraph.core import sparql_tokens
from actgraph.core.prefixes import expand_curie

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


_RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_BOOLEANS = {"true": Literal(True), "false": Literal(False)}


def parse_rule_patterns(text: str) -> tuple[list[TriplePattern], list[TriplePattern]]:
    """Parse the patterns that a rule concludes, and those that it matches.

    Patterns in FILTER EXISTS and NOT EXISTS belong to neither.

    Args:
        text: a CONSTRUCT query in the subset of SPARQL in which rules are written.

    Raises:
        ValueError: the text is not in that subset.

    >>> rule = "CONSTRUCT { ?m ag:evidence ?e } WHERE { ?m ag:framework ?e FILTER(?e != ?m) }"
    >>> conclusions, conditions = parse_rule_patterns(rule)
    >>> str(conclusions[0].predicate), str(conditions[0].object)
    ('<https://w3id.org/actgraph/ns/evidence>', '?e')
    """
    tokens = _tokenize_rule(text)
    try:
        start = tokens.index("CONSTRUCT") + 1
        conclusions, position = _parse_group(tokens, start)
        if tokens[position] != "WHERE":
            raise ValueError(f"WHERE is expected, not {tokens[position]}")
        conditions, _ = _parse_group(tokens, position + 1)
    except IndexError:
        raise ValueError("the rule ends too early") from None
    return conclusions, conditions


def parse_required_patterns(text: str) -> list[TriplePattern]:
    """Parse the patterns that every match of a rule has: those outside nested groups such as UNION and OPTIONAL.

    Args:
        text: as for `parse_rule_patterns`.

    >>> rule = "CONSTRUCT { ?m ag:evidence ?e } WHERE { ?m ag:framework ?e OPTIONAL { ?m ag:evidence ?f } }"
    >>> [str(pattern.predicate) for pattern in parse_required_patterns(rule)]
    ['<https://w3id.org/actgraph/ns/framework>']
    """
    tokens = _tokenize_rule(text)
    required, _ = _parse_group(tokens, tokens.index("WHERE") + 1, nested=False)
    return required


def _tokenize_rule(text: str) -> list[str]:
    """Split a rule into tokens; variables keep their question mark, names their prefix."""
    found: list[str] = []
    for token in sparql_tokens.tokenize_query(re.sub(r"^PREFIX .*$", "", text, flags=re.MULTILINE)):
        if token.group().startswith("#"):
            continue
        if token["prefix"] is not None:
            local = (token["local"] or "").rstrip(".")
            found.append(f"{token['prefix']}:{local}")
            found += ["."] * (len(token["local"] or "") - len(local))
        else:
            found.append(token.group())
    return found


def _parse_group(tokens: list[str], position: int, *, nested: bool = True) -> tuple[list[TriplePattern], int]:
    """Parse the group that opens at a position; return its patterns and the position after it."""
    if tokens[position] != "{":
        raise ValueError(f"a brace is expected, not {tokens[position]}")
    found: list[TriplePattern] = []
    position += 1
    while tokens[position] != "}":
        word = tokens[position].upper()
        if word == "{":
            within, position = _parse_group(tokens, position)
            found += within if nested else []
        elif word in ("UNION", "OPTIONAL", "."):
            position += 1
        elif word in ("FILTER", "BIND", "VALUES"):
            position = _skip_clause(tokens, position)
        else:
            triples, position = _parse_triples(tokens, position)
            found += triples
    return found, position + 1


def _skip_clause(tokens: list[str], position: int) -> int:
    """Return the position after a FILTER, BIND or VALUES clause, which ends with its last bracket."""
    values, position = tokens[position].upper() == "VALUES", position + 1
    while tokens[position].upper() in ("NOT", "EXISTS") or tokens[position].startswith("?"):
        position += 1
    if values and tokens[position] == "(":  # VALUES (?a ?b) { … }
        position = _skip_brackets(tokens, position)
    return _skip_brackets(tokens, position)


def _skip_brackets(tokens: list[str], position: int) -> int:
    depth = 0
    while True:
        depth += (tokens[position] in "{(") - (tokens[position] in "})")
        position += 1
        if not depth:
            return position


def _parse_triples(tokens: list[str], position: int) -> tuple[list[TriplePattern], int]:
    subject, position = _parse_term(tokens[position]), position + 1
    found: list[TriplePattern] = []
    while True:
        predicate, position = _RDF_TYPE if tokens[position] == "a" else _parse_term(tokens[position]), position + 1
        while True:
            found.append(TriplePattern(subject, predicate, _parse_term(tokens[position])))
            position += 1
            if tokens[position] != ",":
                break
            position += 1
        if tokens[position] != ";":
            return found, position
        position += 1


def _parse_term(token: str) -> PatternTerm:
    if token.startswith("?"):
        return Variable(token[1:])
    if token in _BOOLEANS:
        return _BOOLEANS[token]
    if token.startswith('"'):
        return Literal(token[1:-1])
    iri = expand_curie(token)
    if iri is None:
        raise ValueError(f"{token} is no term of a rule")
    return NamedNode(iri)
