"""Provisions → which defined terms each of them uses, by the forms that `ontology/reading/` lists of each term."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from actgraph.core import paths
from actgraph.core.prefixes import ACT, BASE
from actgraph.graph import catalog
from actgraph.ingest.provision import Provision
from actgraph.ingest.turtle import header, the_act

_SCHEME = BASE + "terms/act."
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_FORMS = (f"{_SKOS}prefLabel", f"{_SKOS}altLabel", f"{_SKOS}hiddenLabel")
_GAP = r"(?:[\w’-]+ ){0,6}?"  # of words alone: a comma ends the phrase

_PREFIXES = {"act", "ag", "dcterms", "grf", "owl", "rdfs", "trm"}
_MADE = "the official Formex file and the forms of the terms"

_Spans = tuple[tuple[int, int], ...]  # from which letter to which, a pair for each word


class Term(NamedTuple):
    """A defined term.

    Attributes:
        name: local name under `trm:`, such as `act.AI-system`.
        place: local name under `act:` of the provision that defines it.
        forms: how texts write it; "…" stands for up to six words, what is in brackets must be there but is not taken.
        not_within: phrases in which the same words are something else.
    """

    name: str
    place: str
    forms: list[str]
    not_within: list[str]


class Finder:
    """Finds the terms of one edition in its words.

    Args:
        terms: the terms.

    >>> finder = Finder([Term("act.provider", "", ["provider"], []), Term("act.risk", "", ["risk"], ["at risk"])])
    >>> finder.find("Providers of high-risk systems put nobody at risk.")
    ['act.provider']
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._forms = [(term.name, _pattern(form)) for term in terms for form in term.forms]
        self._not = {term.name: [_pattern(phrase) for phrase in term.not_within] for term in terms}

    def find(self, words: str) -> list[str]:
        """The names of the terms that some words use, sorted; where two terms overlap, the longer is meant.

        Args:
            words: of a provision.

        >>> Finder([Term("act.risk", "", ["risk"], []), Term("act.systemic-risk", "", ["systemic risk"], [])]).find(
        ...     "Systemic risks are assessed."
        ... )
        ['act.systemic-risk']
        """
        words = _without_quotes(words)
        found = [
            (spans, name)
            for name, pattern in self._forms
            for match in pattern.finditer(words)
            if not self._excluded(name, spans := _taken(match), words)
        ]
        found.sort(key=lambda item: (-sum(end - start for start, end in item[0]), item))
        used: set[str] = set()
        places: set[_Spans] = set()
        taken: set[int] = set()
        for spans, name in found:
            letters = {letter for start, end in spans for letter in range(start, end)}
            if spans in places or not letters & taken:  # two terms can share their words: "training and testing data"
                used.add(name)
                places.add(spans)
                taken |= letters
        return sorted(used)

    def _excluded(self, name: str, spans: _Spans, words: str) -> bool:
        return any(
            match.start() <= spans[0][0] and spans[-1][1] <= match.end()
            for pattern in self._not[name]
            for match in pattern.finditer(words)
        )


def of(date: str) -> list[Term]:
    """The terms that an edition of the Act defines, from the graph itself.

    Args:
        date: of the edition.

    >>> [term.place for term in of("2024-07-12") if term.name == "act.AI-system"]
    ['art_3.pnt_1']
    """
    facts: dict[str, dict[str, list[str]]] = {}
    for graph in catalog.graphs():
        of_edition = graph.edition is None or graph.edition.iri.endswith(f".act.{date}")
        if of_edition and graph.file.startswith("reading/definitions"):
            for quad in parse(path=paths.data("ontology", graph.file), format=RdfFormat.TURTLE):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                    term = facts.setdefault(quad.subject.value, {})
                    term.setdefault(quad.predicate.value, []).append(quad.object.value)
    return [_term(iri, term) for iri, term in sorted(facts.items()) if iri.startswith(_SCHEME)]


def graphs(date: str, provisions: Iterable[Provision]) -> Iterator[tuple[str, str]]:
    """The graphs that say which terms the provisions of an edition use: paths below `ontology/act/`, and contents.

    Args:
        date: of the edition.
        provisions: all of it, recitals too.

    >>> said = Provision("art_53", "Article", "53", "", "", "A downstream provider may ask.")
    >>> [text.splitlines()[-1] for _, text in graphs("2026-07-27", [said])]
    ['act:art_53 ag:usesTerm trm:act.downstream-provider .']
    """
    law = the_act(date)
    terms = of(date)
    finder = Finder(terms)
    own = {term.place: term.name for term in terms}
    recitals: list[str] = []
    rest: list[str] = []
    for item in provisions:
        used = finder.find(f"{item.title} | {item.wording}")
        if used := [name for name in used if name not in _defined(item.name, own)]:
            told = " ,\n    ".join(f"trm:{name}" for name in used)
            (recitals if item.kind == "Recital" else rest).append(f"act:{item.name} ag:usesTerm {told} .\n")
    if recitals:
        title = "terms that the recitals of the AI Act use"
        head = header("act.recitals.terms", title, law.source, _MADE, _PREFIXES)
        yield "recitals.terms.ttl", "\n".join([head, *recitals])
    title = f"terms that the provisions of the AI Act use, edition of {date}"
    head = header(f"act.{date}.terms", title, law.source, _MADE, _PREFIXES)
    yield f"{date}/terms.ttl", "\n".join([head, *rest])


def _term(iri: str, facts: Mapping[str, list[str]]) -> Term:
    forms = sorted(form for kind in _FORMS for form in facts.get(kind, []))
    place = facts[BASE + "ns/definedIn"][0].removeprefix(ACT)
    return Term(iri.removeprefix(BASE + "terms/"), place, forms, sorted(facts.get(BASE + "ns/notWithin", [])))


def _defined(provision: str, own: Mapping[str, str]) -> set[str]:
    """The term that a provision, or the one that it is part of, defines: a definition does not use its own term."""
    return {name for place, name in own.items() if f"{provision}.".startswith(f"{place}.")}


def _without_quotes(words: str) -> str:
    """Without quotation marks, which stand within some terms; the apostrophe of a possessive stays."""
    return re.sub(r"[‘'“”]|’(?!s\b)", "", words)


def _pattern(form: str) -> re.Pattern[str]:
    """A form as a pattern: any case, space or hyphen, plural and possessive; a group for each word that is taken."""
    parts = re.findall(r"[()…]|[^\s()…]+", form.replace("-", " "))
    written, taken, first = "", True, True
    for part, after in zip(parts, [*parts[1:], ")"], strict=True):
        if part in "()":
            taken = part == ")"
            continue
        written += "" if first else "[ -]"
        first = part == "…"  # a gap ends with a space of its own
        if first:
            written += _GAP
        else:
            word = _inflected(part) if after in "()" else re.escape(part)
            written += f"({word})" if taken else word
    return re.compile(rf"(?<![\w-]){written}(?![\w-])", re.IGNORECASE)


def _inflected(word: str) -> str:
    stem = re.escape(word[:-1]) + "(?:y|ies)" if word.endswith("y") else re.escape(word) + "(?:e?s)?"
    return f"{stem}(?:’s)?"


def _taken(match: re.Match[str]) -> _Spans:
    return tuple(match.span(number) for number in range(1, len(match.groups()) + 1))
