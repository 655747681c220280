"""The triple patterns of a rule: what it concludes and what it must find, so that a derivation can say both.

Rules are written in a part of SPARQL: groups, UNION, OPTIONAL, FILTER, BIND, VALUES, and triples with `;`, `,` and `a`;
no paths, no blank nodes. A test holds what is read here equal to what a full parser reads.
"""

import re
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Variable

from actgraph.core import sparql_tokens
from actgraph.core.prefixes import expand

Term = NamedNode | Literal | Variable


class Pattern(NamedTuple):
    """A triple with variables.

    Attributes:
        subject: its subject.
        predicate: its predicate.
        object: its object.
    """

    subject: Term
    predicate: Term
    object: Term


_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_BOOLEAN = {"true": Literal(True), "false": Literal(False)}


def read(text: str) -> tuple[list[Pattern], list[Pattern]]:
    """The patterns that a rule concludes, and those that it must find.

    What stands in FILTER EXISTS or NOT EXISTS is neither.

    Args:
        text: a CONSTRUCT query in the part of SPARQL that rules are written in.

    Raises:
        ValueError: it is not.

    >>> concluded, found = read("CONSTRUCT { ?m ag:evidence ?e } WHERE { ?m ag:framework ?e FILTER(?e != ?m) }")
    >>> str(concluded[0].predicate), str(found[0].object)
    ('<https://w3id.org/actgraph/ns/evidence>', '?e')
    """
    words = _words(text)
    try:
        start = words.index("CONSTRUCT") + 1
        concluded, at = _group(words, start)
        if words[at] != "WHERE":
            raise ValueError(f"WHERE is expected, not {words[at]}")
        found, _ = _group(words, at + 1)
    except IndexError:
        raise ValueError("the rule ends too early") from None
    return concluded, found


def required(text: str) -> list[Pattern]:
    """The patterns that each match of a rule has: those that stand in no group of their own, as UNION and OPTIONAL do.

    Args:
        text: as for `read`.

    >>> rule = "CONSTRUCT { ?m ag:evidence ?e } WHERE { ?m ag:framework ?e OPTIONAL { ?m ag:evidence ?f } }"
    >>> [str(pattern.predicate) for pattern in required(rule)]
    ['<https://w3id.org/actgraph/ns/framework>']
    """
    words = _words(text)
    found, _ = _group(words, words.index("WHERE") + 1, inner=False)
    return found


def _words(text: str) -> list[str]:
    """The tokens of a rule: a variable with its question mark, a name with its prefix, everything else alone."""
    found: list[str] = []
    for token in sparql_tokens.tokens(re.sub(r"^PREFIX .*$", "", text, flags=re.MULTILINE)):
        if token.group().startswith("#"):
            continue
        if token["prefix"] is not None:
            local = (token["local"] or "").rstrip(".")
            found.append(f"{token['prefix']}:{local}")
            found += ["."] * (len(token["local"] or "") - len(local))
        else:
            found.append(token.group())
    return found


def _group(words: list[str], at: int, *, inner: bool = True) -> tuple[list[Pattern], int]:
    """The patterns of a group that opens at a place, and the place behind it."""
    if words[at] != "{":
        raise ValueError(f"a brace is expected, not {words[at]}")
    found: list[Pattern] = []
    at += 1
    while words[at] != "}":
        word = words[at].upper()
        if word == "{":
            within, at = _group(words, at)
            found += within if inner else []
        elif word in ("UNION", "OPTIONAL", "."):
            at += 1
        elif word in ("FILTER", "BIND", "VALUES"):
            at = _behind(words, at)
        else:
            triples, at = _triples(words, at)
            found += triples
    return found, at + 1


def _behind(words: list[str], at: int) -> int:
    """The place behind a FILTER, a BIND or a VALUES: up to the end of its last bracket."""
    values, at = words[at].upper() == "VALUES", at + 1
    while words[at].upper() in ("NOT", "EXISTS") or words[at].startswith("?"):
        at += 1
    if values and words[at] == "(":  # VALUES (?a ?b) { … }
        at = _closed(words, at)
    return _closed(words, at)


def _closed(words: list[str], at: int) -> int:
    depth = 0
    while True:
        depth += (words[at] in "{(") - (words[at] in "})")
        at += 1
        if not depth:
            return at


def _triples(words: list[str], at: int) -> tuple[list[Pattern], int]:
    subject, at = _term(words[at]), at + 1
    found: list[Pattern] = []
    while True:
        predicate, at = _TYPE if words[at] == "a" else _term(words[at]), at + 1
        while True:
            found.append(Pattern(subject, predicate, _term(words[at])))
            at += 1
            if words[at] != ",":
                break
            at += 1
        if words[at] != ";":
            return found, at
        at += 1


def _term(word: str) -> Term:
    if word.startswith("?"):
        return Variable(word[1:])
    if word in _BOOLEAN:
        return _BOOLEAN[word]
    if word.startswith('"'):
        return Literal(word[1:-1])
    iri = expand(word)
    if iri is None:
        raise ValueError(f"{word} is no term of a rule")
    return NamedNode(iri)
