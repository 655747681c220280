"""Check that a profile uses only known, permitted terms and describes what is assessed and who answers for it."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from pyoxigraph import NamedNode, Quad, Triple

from actgraph.core import suggestions
from actgraph.core.errors import CitationError
from actgraph.core.prefixes import BASE, get_local_name, load_prefixes, shorten_iri
from actgraph.core.suggestions import MAX_GUESSED_NAMES, NameSuggester
from actgraph.graph.day import Day, open_all_editions
from actgraph.profile import schema
from actgraph.profile.schema import SH, RdfTerm
from actgraph.reasoning import allowed_terms, law_facts
from actgraph.reasoning.allowed_terms import AllowedTerms, is_actgraph_iri
from actgraph.validation.result import ValidationResult

# External vocabularies that profiles use; rdflib knows their terms.
_SHARED_VOCABULARIES = {
    "rdf": "RDF",
    "rdfs": "RDFS",
    "dcterms": "DCTERMS",
    "foaf": "FOAF",
    "skos": "SKOS",
    "prov": "PROV",
}
_TYPE = NamedNode(load_prefixes()["rdf"] + "type")
# If a node does not exist, other shapes need not report it again.
UNKNOWN_NODE_SHAPES = tuple(load_prefixes()["shp"] + name for name in ("Vocabulary-node", "Vocabulary-day"))


def check_vocabulary(facts: Sequence[Triple], day: Day) -> list[ValidationResult]:
    """Find unknown and forbidden terms, and a missing model, AI system, provider or deployer, in a whole profile.

    >>> from actgraph.graph.day import open_day
    >>> from pyoxigraph import Literal
    >>> model, ag = NamedNode("urn:m"), load_prefixes()["ag"]
    >>> fact = Triple(model, NamedNode(ag + "cumulativCompute"), Literal(1.0))
    >>> [shorten_iri(result.shape) for result in check_vocabulary([fact], open_day("2026-11-24"))]
    ['shp:Vocabulary-property', 'shp:Profile-model', 'shp:Profile-provider']
    """
    kinds = {_get_object_text(fact) for fact in facts if fact.predicate.value == load_prefixes()["rdf"] + "type"}
    return find_term_errors(facts, day) + (find_missing_entities(kinds, facts[0].subject) if facts else [])


def find_term_errors(facts: Iterable[Triple], day: Day) -> list[ValidationResult]:
    """Find unknown and forbidden terms in some triples of a profile.

    >>> from actgraph.graph.day import open_day
    >>> find_term_errors([Triple(NamedNode("urn:m"), NamedNode("urn:p"), NamedNode("urn:o"))], open_day("2026-11-24"))
    []
    """
    terms, guesses = allowed_terms.load_allowed_terms(day), NameSuggester()
    return [
        result
        for fact in facts
        if not _is_plain(fact, terms.properties)
        for result in _check_triple(fact, terms, day, guesses)
    ]


def _is_plain(fact: Triple, known: frozenset[str]) -> bool:
    """Tell whether a statement uses a known property and names no node of ours: most do."""
    named = [one.value for one in (fact.subject, fact.object) if isinstance(one, NamedNode)]
    return fact.predicate.value in known and fact.predicate != _TYPE and not any(map(is_actgraph_iri, named))


def find_missing_entities(kinds: Collection[str], focus: RdfTerm) -> list[ValidationResult]:
    """Report that a profile describes no model or AI system, or no provider or deployer.

    Args:
        kinds: IRIs of the classes that the profile uses.
        focus: the node to report it of.

    >>> kinds = [load_prefixes()["ag"] + "Model"]
    >>> [shorten_iri(result.shape) for result in find_missing_entities(kinds, NamedNode("urn:m"))]
    ['shp:Profile-provider']
    """
    found = []
    for shape, kind, other in (("Profile-model", "Model", "System"), ("Profile-provider", "Provider", "Deployer")):
        if not {load_prefixes()["ag"] + one for one in (kind, other)} & set(kinds):
            alike = sorted(one for one in kinds if get_local_name(one) == kind)
            ours = f"@prefix ag: <{load_prefixes()['ag']}> ."
            remedy = f"If {alike[0]} is meant to be ag:{kind}, correct the prefix: {ours}" if alike else ""
            unknown = [one for one in kinds if one not in schema.collect_shape_terms()[1]]
            if not alike and (near := suggestions.suggest_iris(kind, unknown, limit=1)):
                remedy = f"Write ag:{kind} in place of {shorten_iri(near[0])} if it is meant."
            iri = load_prefixes()["shp"] + shape
            found.append(ValidationResult(iri, SH + "MinCountConstraintComponent", focus, remedy=remedy))
    return found


def suggest_described_nodes(results: Iterable[ValidationResult], facts: Iterable[Triple]) -> list[ValidationResult]:
    """Say in results about nodes that are named and not described so, and which described node has a near name.

    Args:
        results: only those of a shape that wants the node to have a class are changed.
        facts: the triples of the profile.

    >>> shape = load_prefixes()["shp"] + "Model-type"
    >>> fact = Triple(NamedNode("urn:x/bramble_24b"), _TYPE, NamedNode("urn:c"))
    >>> result = ValidationResult(shape, "", NamedNode("urn:x/bramble-24b"), _TYPE.value)
    >>> [one.remedy.partition("?")[0] for one in suggest_described_nodes([result], [fact])]
    ['Did you mean urn:x/bramble_24b']
    """
    given, guesses = list(facts), NameSuggester(limit=1, most_compared=20_000)
    subjects = {one.subject for one in given}  # what has no class is described, as what is not said
    typed = {one.subject.value for one in given if one.predicate == _TYPE and isinstance(one.subject, NamedNode)}
    described = tuple(sorted(typed))
    return [
        _suggest_described_node(one, described, guesses)
        if one.path == _TYPE.value and isinstance(one.focus_node, NamedNode) and one.focus_node not in subjects
        else one
        for one in results
    ]


def _suggest_described_node(
    result: ValidationResult, described: tuple[str, ...], guesses: NameSuggester
) -> ValidationResult:
    name = schema.get_term_value(result.focus_node)
    message = f"The description refers to {shorten_iri(name)}, but describes nothing of that name."
    near = [shorten_iri(one) for one in guesses.suggest(name, described) or ()]
    if not near:
        return result._replace(message=message)
    remedy = schema.load_shapes()[result.shape].remedy
    remedy = f"Did you mean {near[0]}? If not, {remedy[:1].lower()}{remedy[1:]}"
    return result._replace(message=f"{message} It describes {near[0]}.", remedy=remedy)


def _get_object_text(quad: Quad | Triple) -> str:
    return str(getattr(quad.object, "value", ""))


def _check_triple(fact: Triple, terms: AllowedTerms, day: Day, guesses: NameSuggester) -> Iterator[ValidationResult]:
    subject, predicate, value = fact.subject, fact.predicate.value, fact.object
    if isinstance(subject, NamedNode) and is_actgraph_iri(subject.value):
        message = f"The profile states something about {shorten_iri(subject.value)}, which is no node of its own."
        yield _build_result("Vocabulary-subject", "NodeKind", fact, message)
        return
    if predicate in terms.reserved or _is_law_term(predicate, terms.properties):
        yield _report_reserved_term(fact, predicate, terms)
    elif _is_unknown(predicate, terms.properties):
        yield _report_unknown_term(
            "Vocabulary-property",
            "Closed",
            fact,
            predicate,
            "property of profiles",
            _list_candidate_terms(predicate, terms.properties),
            guesses,
        )
    if not isinstance(value, NamedNode):
        if predicate == load_prefixes()["rdf"] + "type":
            yield _build_result("Vocabulary-class", "NodeKind", fact, "A class is named by words, and not by its IRI.")
        return
    if predicate == load_prefixes()["rdf"] + "type":
        written = value.value.casefold()
        alike = tuple(one for one in terms.classes if one.casefold() == written and one != value.value)
        if alike:
            yield _report_unknown_term(
                "Vocabulary-class", "Class", fact, value.value, "class of profiles", alike, guesses
            )
        elif value.value in terms.reserved or _is_law_term(value.value, terms.classes):
            yield _report_reserved_term(fact, value.value, terms)
        elif _is_unknown(value.value, terms.classes):
            candidates = _list_candidate_terms(value.value, terms.classes)
            yield _report_unknown_term(
                "Vocabulary-class", "Class", fact, value.value, "class of profiles", candidates, guesses
            )
    elif is_actgraph_iri(value.value) and not _has_node(day, value.value):
        yield _report_missing_node(fact, value.value, day, guesses)


@lru_cache(maxsize=10_000)
def _has_node(day: Day, iri: str) -> bool:
    """Return whether a node is in the graph of a day; cached, as profiles repeat the same few thousand."""
    return iri in day


def _report_reserved_term(fact: Triple, term: str, terms: AllowedTerms) -> ValidationResult:
    by = "the rules" if term in terms.reserved else "the graph of the law"
    message = f"The profile states {shorten_iri(term)}, which only {by} may say."
    return _build_result("Vocabulary-derived", "Not", fact, message, source=terms.reserved.get(term, ""))


def _is_law_term(term: str, allowed: frozenset[str]) -> bool:
    """Return whether the rules read the law by this term, so that a profile could change what they read."""
    return term in law_facts.list_law_only_terms() and term not in allowed


def _report_missing_node(fact: Triple, iri: str, day: Day, guesses: NameSuggester) -> ValidationResult:
    if iri in open_all_editions():
        try:
            day.cite(iri)
        except CitationError as error:
            return _build_result("Vocabulary-day", "In", fact, f"{error.what}.", source=iri)
    allowed = _list_allowed_values(fact.predicate.value)
    if by_label := _find_by_label(day, iri, allowed):
        return _build_result("Vocabulary-node", "In", fact, f"There is no node {shorten_iri(iri)}.", [by_label])
    known = allowed or _list_candidate_nodes(day, iri)
    return _report_unknown_term("Vocabulary-node", "In", fact, iri, "node", known, guesses)


@lru_cache
def _list_allowed_values(path: str) -> tuple[str, ...]:
    return tuple(schema.find_allowed_values(path))


@lru_cache
def _list_labels(day: Day, iris: tuple[str, ...]) -> Sequence[tuple[str, str]]:
    return [(one, day.get_node(one).label.lower()) for one in iris if one in day]


def _find_by_label(day: Day, iri: str, allowed: tuple[str, ...]) -> str:
    """Find the one allowed value whose label has the words of an unknown name; empty if none or several have."""
    words = set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", get_local_name(iri)).lower()))
    found = [one for one, label in _list_labels(day, allowed) if words and words <= set(re.findall("[a-z]+", label))]
    return found[0] if len(found) == 1 else ""


def _report_unknown_term(
    shape: str, component: str, fact: Triple, iri: str, kind: str, known: tuple[str, ...], guesses: NameSuggester
) -> ValidationResult:
    """Report an unknown name with suggestions."""
    message, meant = f"There is no {kind} {shorten_iri(iri)}.", guesses.suggest(iri, known)
    result = _build_result(shape, component, fact, message, meant or ())
    if meant is not None:
        return result
    remedy = schema.load_shapes()[result.shape].remedy
    limit = f"Near names are looked for only for the first {MAX_GUESSED_NAMES} that are unknown."
    return result._replace(remedy=f"{remedy} {limit}")


def _build_result(
    shape: str, component: str, fact: Triple, message: str, meant: Sequence[str] = (), source: str = ""
) -> ValidationResult:
    return ValidationResult(
        shape=load_prefixes()["shp"] + shape,
        component=f"{SH}{component}ConstraintComponent",
        focus_node=fact.subject,
        path=fact.predicate.value,
        value=fact.object,
        triple=fact,
        message=message,
        remedy=f"Did you mean {' or '.join(map(shorten_iri, meant))}?" if meant else "",
        source=source,
        meant=tuple(meant),
    )


def _is_unknown(iri: str, known: frozenset[str]) -> bool:
    """Return whether a known vocabulary lacks the term; terms of other namespaces are the profile's own affair."""
    if iri in known or iri == _TYPE.value:
        return False  # rdflib, which knows the others, takes long to import
    return is_actgraph_iri(iri) or iri not in (_list_shared_terms(iri) or [iri])


@lru_cache
def _list_shared_terms(iri: str) -> tuple[str, ...]:
    """List the terms of the external vocabulary that an IRI belongs to; empty if it belongs to none that is known."""
    import rdflib.namespace

    for name, known_as in _SHARED_VOCABULARIES.items():
        space = load_prefixes()[name]
        if iri.startswith(space):
            found = getattr(rdflib.namespace, known_as)
            counted = (iri,) if re.fullmatch(r"_\d+", iri.removeprefix(space)) and name == "rdf" else ()
            return (*(str(term) for term in dir(found)), *counted)
    return ()


def _list_candidate_terms(iri: str, terms: frozenset[str]) -> tuple[str, ...]:
    """List the terms of the same vocabulary that an unknown term may be meant to be."""
    return _list_shared_terms(iri) or _list_own_terms(terms)


@lru_cache(maxsize=16)
def _list_own_terms(terms: frozenset[str]) -> tuple[str, ...]:
    return tuple(term for term in terms if term.startswith(load_prefixes()["ag"]))


def _list_candidate_nodes(day: Day, iri: str) -> tuple[str, ...]:
    """List the nodes of the namespace that an IRI belongs to."""
    spaces = [space for space in load_prefixes().values() if space.startswith(BASE) and iri.startswith(space)]
    return _query_labelled_nodes(day, max(spaces, key=len, default=load_prefixes()["ag"]))


@lru_cache(maxsize=64)
def _query_labelled_nodes(day: Day, space: str) -> tuple[str, ...]:
    label = f"{load_prefixes()['rdfs']}label"
    rows = day.select_rows(
        f"SELECT DISTINCT ?node {{ ?node <{label}> ?label FILTER(STRSTARTS(STR(?node), '{space}')) }}"
    )
    return tuple(sorted(row["node"] or "" for row in rows))
