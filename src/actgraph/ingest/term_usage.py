"""Find the defined terms that each provision uses, by the forms that `ontology/` lists for each term."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from actgraph.core import paths
from actgraph.core.prefixes import ACT, BASE
from actgraph.graph import catalog
from actgraph.ingest.provision import Provision
from actgraph.ingest.turtle import format_header, get_ai_act

_SCHEME = BASE + "terms/act."
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_FORM_PREDICATES = (f"{_SKOS}prefLabel", f"{_SKOS}altLabel", f"{_SKOS}hiddenLabel")
_GAP = r"(?:[\w’-]+ ){0,6}?"  # words only: a comma ends the phrase

_PREFIXES = {"act", "ag", "dcterms", "grf", "owl", "rdfs", "trm"}
_ORIGIN = "the official Formex file and the forms of the terms"

_Spans = tuple[tuple[int, int], ...]  # start and end offset of each word


class TermForms(NamedTuple):
    """A defined term and its forms.

    Attributes:
        name: local name under `trm:`, such as `act.AI-system`.
        defined_in: local name under `act:` of the provision that defines it.
        forms: how texts write it; "…" stands for up to six words; words in brackets must occur but are not part of it.
        not_within: phrases in which the same words mean something else.
    """

    name: str
    defined_in: str
    forms: list[str]
    not_within: list[str]


class TermFinder:
    """Find the terms of one edition in a text.

    >>> terms = [TermForms("act.provider", "", ["provider"], []), TermForms("act.risk", "", ["risk"], ["at risk"])]
    >>> finder = TermFinder(terms)
    >>> finder.find_terms("Providers of high-risk systems put nobody at risk.")
    ['act.provider']
    """

    def __init__(self, terms: Iterable[TermForms]) -> None:
        self._forms = [(term.name, _compile_form(form)) for term in terms for form in term.forms]
        self._excluded_phrases = {term.name: [_compile_form(phrase) for phrase in term.not_within] for term in terms}

    def find_terms(self, text: str) -> list[str]:
        """Return the sorted names of the terms that a text uses; of two overlapping terms, the longer counts.

        >>> terms = [TermForms(f"act.{name.replace(' ', '-')}", "", [name], []) for name in ("risk", "systemic risk")]
        >>> TermFinder(terms).find_terms("Systemic risks are assessed.")
        ['act.systemic-risk']
        """
        text = _strip_quotes(text)
        found = [
            (spans, name)
            for name, pattern in self._forms
            for match in pattern.finditer(text)
            if not self._is_excluded(name, spans := _list_spans(match), text)
        ]
        found.sort(key=lambda item: (-sum(end - start for start, end in item[0]), item))
        used: set[str] = set()
        places: set[_Spans] = set()
        taken: set[int] = set()
        for spans, name in found:
            letters = {letter for start, end in spans for letter in range(start, end)}
            if spans in places or not letters & taken:  # two terms can share words: "training and testing data"
                used.add(name)
                places.add(spans)
                taken |= letters
        return sorted(used)

    def _is_excluded(self, name: str, spans: _Spans, text: str) -> bool:
        return any(
            match.start() <= spans[0][0] and spans[-1][1] <= match.end()
            for pattern in self._excluded_phrases[name]
            for match in pattern.finditer(text)
        )


def read_term_forms(date: str) -> list[TermForms]:
    """Read the terms that an edition of the Act defines from the graph itself.

    Args:
        date: the edition.

    >>> [term.defined_in for term in read_term_forms("2024-07-12") if term.name == "act.AI-system"]
    ['art_3.pnt_1']
    """
    facts: dict[str, dict[str, list[str]]] = {}
    for graph in catalog.load_catalog():
        of_edition = graph.edition is None or graph.edition.iri.endswith(f".act.{date}")
        if of_edition and graph.file.startswith("reading/definitions"):
            for quad in parse(path=paths.get_data_path("ontology", graph.file), format=RdfFormat.TURTLE):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                    term = facts.setdefault(quad.subject.value, {})
                    term.setdefault(quad.predicate.value, []).append(quad.object.value)
    return [_parse_term(iri, term) for iri, term in sorted(facts.items()) if iri.startswith(_SCHEME)]


def build_term_graphs(date: str, provisions: Iterable[Provision]) -> Iterator[tuple[str, str]]:
    """Yield the graphs of the terms that the provisions of an edition use: path under `ontology/act/`, and Turtle text.

    Args:
        date: the edition.
        provisions: all its provisions, with recitals.

    >>> said = Provision("art_53", "Article", "53", "", "", "A downstream provider may ask.")
    >>> [text.splitlines()[-1] for _, text in build_term_graphs("2026-07-27", [said])]
    ['act:art_53 ag:usesTerm trm:act.downstream-provider .']
    """
    law = get_ai_act(date)
    terms = read_term_forms(date)
    finder = TermFinder(terms)
    own = {term.defined_in: term.name for term in terms}
    recitals: list[str] = []
    rest: list[str] = []
    for item in provisions:
        used = finder.find_terms(f"{item.title} | {item.wording}")
        if used := [name for name in used if name not in _find_defined(item.name, own)]:
            told = " ,\n    ".join(f"trm:{name}" for name in used)
            (recitals if item.kind == "Recital" else rest).append(f"act:{item.name} ag:usesTerm {told} .\n")
    if recitals:
        title = "terms that the recitals of the AI Act use"
        head = format_header("act.recitals.terms", title, law.source, _ORIGIN, _PREFIXES)
        yield "recitals.terms.ttl", "\n".join([head, *recitals])
    title = f"terms that the provisions of the AI Act use, edition of {date}"
    head = format_header(f"act.{date}.terms", title, law.source, _ORIGIN, _PREFIXES)
    yield f"{date}/terms.ttl", "\n".join([head, *rest])


def _parse_term(iri: str, facts: Mapping[str, list[str]]) -> TermForms:
    forms = sorted(form for kind in _FORM_PREDICATES for form in facts.get(kind, []))
    place = facts[BASE + "ns/definedIn"][0].removeprefix(ACT)
    return TermForms(iri.removeprefix(BASE + "terms/"), place, forms, sorted(facts.get(BASE + "ns/notWithin", [])))


def _find_defined(provision: str, own: Mapping[str, str]) -> set[str]:
    """Return the terms that a provision or one of its wholes defines: a definition does not use its own term."""
    return {name for place, name in own.items() if f"{provision}.".startswith(f"{place}.")}


def _strip_quotes(text: str) -> str:
    """Remove quotation marks, which occur within some terms, but keep the apostrophe of a possessive."""
    return re.sub(r"[‘'“”]|’(?!s\b)", "", text)


def _compile_form(form: str) -> re.Pattern[str]:
    """Compile a form: any case, space or hyphen, plural and possessive; a group for each word of the term."""
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
            word = _make_inflection_pattern(part) if after in "()" else re.escape(part)
            written += f"({word})" if taken else word
    return re.compile(rf"(?<![\w-]){written}(?![\w-])", re.IGNORECASE)


def _make_inflection_pattern(word: str) -> str:
    stem = re.escape(word[:-1]) + "(?:y|ies)" if word.endswith("y") else re.escape(word) + "(?:e?s)?"
    return f"{stem}(?:’s)?"


def _list_spans(match: re.Match[str]) -> _Spans:
    return tuple(match.span(number) for number in range(1, len(match.groups()) + 1))
