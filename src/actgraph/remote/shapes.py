"""Run the shapes, compiled to queries, over a graph of a remote store."""

import functools
import re
from collections.abc import Sequence, Set
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple

from actgraph.core.prefixes import load_prefixes
from actgraph.core.xsd import CHECKED_DATATYPES, build_lexical_check
from actgraph.graph.day import Day
from actgraph.profile.schema import get_term_value, load_shapes
from actgraph.remote.client import RemoteStore
from actgraph.remote.rules import list_used_terms
from actgraph.validation import engines
from actgraph.validation.engines import ShapeSelection
from actgraph.validation.result import ValidationResult
from actgraph.validation.results import get_expected_datatypes
from actgraph.validation.shacl.joined_checks import get_row_check

_XSD, _TYPE = load_prefixes()["xsd"], load_prefixes()["rdf"] + "type"
_FACTS_QUERY = "SELECT ?s ?p ?o {{ {} }}"


class RemoteResults(NamedTuple):
    """The results of the shapes.

    Attributes:
        results: without their wrong triples.
        unreadable: the triples with unreadable values; nothing else is reported of them.
    """

    results: Sequence[ValidationResult]
    unreadable: Sequence[Triple]


def run_remote_shapes(remote: RemoteStore, graph: str, day: Day) -> RemoteResults:
    """Run the shapes over a graph with profiles and derived triples, without the law.

    Triples with unreadable values are removed from the graph.

    Raises:
        InputError: the store cannot be written, or does not answer.
    """
    used_terms = list_used_terms(remote, graph)
    subclasses = load_prefixes()["rdfs"] + "subClassOf" in used_terms
    found = _run_queries(remote, graph, ShapeSelection.NOT_COMPARING, subclasses, used_terms)
    unreadable = []
    for pattern in _build_unreadable_patterns(day, _list_datatypes(remote, graph)):
        rows = remote.run_select(_FACTS_QUERY.format(pattern), [graph]).rows
        if rows:
            unreadable += [Triple(row["s"], row["p"], row["o"]) for row in rows]  # type: ignore[arg-type]
            remote.run_update(f"WITH <{graph}> DELETE {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
    kept = [one for one in found if load_shapes()[one.shape].datatype or not is_caused_by(one, unreadable)]
    return RemoteResults(
        [*kept, *_run_queries(remote, graph, ShapeSelection.COMPARING, subclasses, used_terms)], unreadable
    )


def is_caused_by(result: ValidationResult, facts: Sequence[Triple]) -> bool:
    """Return whether one of the triples has the wrong value of a result; never true of a result without a value.

    >>> from pyoxigraph import NamedNode
    >>> fact = Triple(NamedNode("urn:m"), NamedNode("urn:p"), NamedNode("urn:v"))
    >>> is_caused_by(ValidationResult("urn:s", "", fact.subject), [fact])
    False
    """
    if result.value is None:
        return False
    path = load_shapes()[result.shape].path
    return any(
        fact.predicate.value in path
        and result.value in (fact.subject, fact.object)
        and (len(path) > 1 or result.focus_node in (fact.subject, fact.object))
        for fact in facts
    )


def _run_queries(
    remote: RemoteStore, graph: str, selection: ShapeSelection, subclasses: bool, used_terms: frozenset[str]
) -> list[ValidationResult]:
    found: dict[object, ValidationResult] = {}
    for check in engines.compile_queries(selection, subclasses):
        if not all(needed.value in used_terms for needed in check.required_terms):
            continue
        for row in remote.run_select(make_portable(check.select), [graph]).rows:
            focus = row["focus"]
            assert focus is not None
            one = get_row_check(check, row.pop("wanted", None))
            path = load_shapes()[get_term_value(one.shape)].path
            # Several targets may select a node: report it once.
            found[one.key, tuple(row.values())] = ValidationResult(
                get_term_value(one.shape), one.component, focus, path[-1], row.get("value")
            )
    return list(found.values())


@functools.cache
def make_portable(select: str) -> str:
    """Rewrite the query of a check for every store: Virtuoso knows no infinity, and compares anything.

    >>> make_portable('ASK { ?s ?p ?v FILTER(!(sameTerm(?v, <urn:a>) || sameTerm(?v, <urn:b>))) }')
    'ASK { ?s ?p ?v FILTER(!((isIRI(?v) && STR(?v) IN ("urn:a", "urn:b")))) }'
    """
    finite = select.replace(f'< "INF"^^<{_XSD}double>', f'<= "1.7976931348623157E308"^^<{_XSD}double>')
    figures = _NUMBER_COMPARISON.sub(r"COALESCE(isNumeric(\1) && \1 \2, false)", finite)
    return _SAME_TERM.sub(_rewrite_same_term, figures)


_NUMBER_COMPARISON = re.compile(rf'COALESCE\((\?\w+) ([<>]=? "[^"]*"\^\^<{_XSD}(?:double|integer|decimal)>), false\)')
_STRING = r'"(?:[^"\\]|\\.)*"'
_TERM = rf"(?:<[^>]*>|{_STRING}(?:\^\^<[^>]*>|@[\w-]+)?)"
_SAME_TERM = re.compile(rf"sameTerm\((\?\w+), {_TERM}\)(?: \|\| sameTerm\(\1, {_TERM}\))*")


def _rewrite_same_term(found: re.Match[str]) -> str:
    variable = found[1]
    terms = re.findall(rf"sameTerm\(\?\w+, ({_TERM})\)", found[0])
    by_kind: dict[str, list[str]] = {}
    for term in terms:
        words, _, datatype = term.partition("^^")
        if term.startswith("<"):
            by_kind.setdefault(f"isIRI({variable})", []).append(f'"{term[1:-1]}"')
        elif words != term and datatype == f"<{_XSD}boolean>":
            also = {'"true"': '"1"', '"false"': '"0"'}[words]
            by_kind.setdefault(f"DATATYPE({variable}) = {datatype}", []).extend([words, also])
        elif re.fullmatch(_STRING, term):
            by_kind.setdefault(f"isLiteral({variable}) && DATATYPE({variable}) = <{_XSD}string>", []).append(term)
        else:
            return found[0]
    return " || ".join(f"({kind} && STR({variable}) IN ({', '.join(some)}))" for kind, some in by_kind.items())


def _list_datatypes(remote: RemoteStore, graph: str) -> set[str]:
    """List the datatypes of a graph: each that is looked for without need costs a pass over all of it."""
    query = "SELECT DISTINCT ?d { ?s ?p ?o FILTER(isLiteral(?o)) BIND(DATATYPE(?o) AS ?d) }"
    return {row["d"].value for row in remote.run_select(query, [graph]).rows if isinstance(row["d"], NamedNode)}


def _build_unreadable_patterns(day: Day, used_datatypes: Set[str]) -> list[str]:
    """Build patterns of triples whose value is not valid for its datatype or has an unexpected one."""
    by_type: dict[str, list[str]] = {}
    for property, datatype in get_expected_datatypes(day).items():
        by_type.setdefault(datatype, []).append(property)
    patterns = [
        f"?s ?p ?o FILTER(?p IN ({', '.join(f'<{iri}>' for iri in some)})"
        f" && (!isLiteral(?o) || DATATYPE(?o) != <{datatype}>))"
        for datatype, some in by_type.items()
    ]
    for name in CHECKED_DATATYPES:
        datatype = f"{_XSD}{name}"
        if datatype not in used_datatypes:
            continue
        number = ' || STR(?o) = "NaN"' if name in ("double", "float") else ""
        wrong = f"!({build_lexical_check(datatype, '?o')}){number}"
        patterns.append(f"?s ?p ?o FILTER(isLiteral(?o) && DATATYPE(?o) = <{datatype}> && ({wrong}))")
    return patterns
