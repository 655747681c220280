"""The triple patterns of a rule: what it concludes and what it must find, so that a derivation can say both.

Rules are written in a part of SPARQL: groups, UNION, OPTIONAL, FILTER, BIND, VALUES, and triples with `;`, `,` and `a`;
no paths, no blank nodes. A test holds what is read here equal to what a full parser reads.
"""

import re
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Variable

from actgraph.core import sparql_tokens
from actgraph.core.prefixes import expand_curie

PatternTerm = NamedNode | Literal | Variable


class TriplePattern(NamedTuple):
    """A triple with variables.

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
    """The patterns that a rule concludes, and those that it must find.

    What stands in FILTER EXISTS or NOT EXISTS is neither.

    Args:
        text: a CONSTRUCT query in the part of SPARQL that rules are written in.

    Raises:
        ValueError: it is not.

    >>> concluded, found = parse_rule_patterns("CONSTRUCT { ?m ag:evidence ?e } WHERE { ?m ag:framework ?e FILTER(?e != ?m) }")
    >>> str(concluded[0].predicate), str(found[0].object)
    ('<https://w3id.org/actgraph/ns/evidence>', '?e')
    """
    words = _tokenize_rule(text)
    try:
        start = words.index("CONSTRUCT") + 1
        concluded, at = _parse_group(words, start)
        if words[at] != "WHERE":
            raise ValueError(f"WHERE is expected, not {words[at]}")
        found, _ = _parse_group(words, at + 1)
    except IndexError:
        raise ValueError("the rule ends too early") from None
    return concluded, found


def parse_required_patterns(text: str) -> list[TriplePattern]:
    """The patterns that each match of a rule has: those that stand in no group of their own, as UNION and OPTIONAL do.

    Args:
        text: as for `read`.

    >>> rule = "CONSTRUCT { ?m ag:evidence ?e } WHERE { ?m ag:framework ?e OPTIONAL { ?m ag:evidence ?f } }"
    >>> [str(pattern.predicate) for pattern in parse_required_patterns(rule)]
    ['<https://w3id.org/actgraph/ns/framework>']
    """
    words = _tokenize_rule(text)
    found, _ = _parse_group(words, words.index("WHERE") + 1, nested=False)
    return found


def _tokenize_rule(text: str) -> list[str]:
    """The tokens of a rule: a variable with its question mark, a name with its prefix, everything else alone."""
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
    """The patterns of a group that opens at a place, and the place behind it."""
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
    """The place behind a FILTER, a BIND or a VALUES: up to the end of its last bracket."""
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
