"""The shapes held against a graph of a store of somebody else's, by the queries that are made of them."""

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from pyoxigraph import Triple

from actgraph.core.prefixes import prefixes
from actgraph.core.xsd import KNOWN, well_formed
from actgraph.graph.day import Day
from actgraph.profile.schema import Result, shapes, text
from actgraph.remote import rules as remote_rules
from actgraph.remote.client import Remote
from actgraph.validation import engines
from actgraph.validation import results as shaped
from actgraph.validation.engines import Part
from actgraph.validation.shacl.joined_checks import of_row

_XSD, _TYPE = prefixes()["xsd"], prefixes()["rdf"] + "type"
_FACTS = "SELECT ?s ?p ?o {{ {} }}"


class Found(NamedTuple):
    """What the shapes find.

    Attributes:
        results: without the statements that are wrong.
        unreadable: the statements with values that cannot be read: of those nothing is told but that.
    """

    results: Sequence[Result]
    unreadable: Sequence[Triple]


def find(remote: Remote, graph: str, day: Day) -> Found:
    """What does not conform in a graph.

    Args:
        remote: the store.
        graph: IRI of a graph with profiles and what follows from them, and without the law; values that cannot be read
            are taken out of it.
        day: the graph of the day.

    Raises:
        InputError: the store cannot be written, or does not answer.
    """
    # No example: it needs a server. Those of the tests start some.
    there = remote_rules.said(remote, graph)
    subclasses = prefixes()["rdfs"] + "subClassOf" in there
    found = _run(remote, graph, Part.NOT_COMPARING, subclasses, there)
    unreadable = []
    for pattern in _unreadable(day):
        rows = remote.rows(_FACTS.format(pattern), [graph]).rows
        if rows:
            unreadable += [Triple(row["s"], row["p"], row["o"]) for row in rows]  # type: ignore[arg-type]
            remote.update(f"WITH <{graph}> DELETE {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
    kept = [one for one in found if shapes()[one.shape].datatype or not is_of(one, unreadable)]
    return Found([*kept, *_run(remote, graph, Part.COMPARING, subclasses, there)], unreadable)


def is_of(result: Result, facts: Sequence[Triple]) -> bool:
    """Whether the wrong value of a result stands in one of some statements.

    Args:
        result: any; of one without a value it is never so.
        facts: statements.

    >>> from pyoxigraph import NamedNode
    >>> fact = Triple(NamedNode("urn:m"), NamedNode("urn:p"), NamedNode("urn:v"))
    >>> is_of(Result("urn:s", "", fact.subject), [fact])
    False
    """
    if result.value is None:
        return False
    path = shapes()[result.shape].path
    return any(
        fact.predicate.value in path
        and result.value in (fact.subject, fact.object)
        and (len(path) > 1 or result.focus in (fact.subject, fact.object))
        for fact in facts
    )


def _run(remote: Remote, graph: str, part: Part, subclasses: bool, there: frozenset[str]) -> list[Result]:
    found: dict[object, Result] = {}
    for check in engines.queries(part, subclasses):
        if not all(needed.value in there for needed in check.needs):
            continue
        for row in remote.rows(portable(check.select), [graph]).rows:
            focus = row["focus"]
            assert focus is not None
            one = of_row(check, row.pop("wanted", None))
            path = shapes()[text(one.shape)].path
            # Several targets may lead to a node: it is told once.
            found[one.place, tuple(row.values())] = Result(
                text(one.shape), one.component, focus, path[-1], row.get("value")
            )
    return list(found.values())


@functools.cache
def portable(select: str) -> str:
    """The query of a check as every store reads it: Virtuoso knows no infinity, and compares anything.

    Args:
        select: SPARQL 1.1, as `checks` makes it.

    >>> portable('ASK { ?s ?p ?v FILTER(!(sameTerm(?v, <urn:a>) || sameTerm(?v, <urn:b>))) }')
    'ASK { ?s ?p ?v FILTER(!((isIRI(?v) && STR(?v) IN ("urn:a", "urn:b")))) }'
    """
    finite = select.replace(f'< "INF"^^<{_XSD}double>', f'<= "1.7976931348623157E308"^^<{_XSD}double>')
    figures = _FIGURE.sub(r"COALESCE(isNumeric(\1) && \1 \2, false)", finite)
    return _SAME.sub(_same, figures)


_FIGURE = re.compile(rf'COALESCE\((\?\w+) ([<>]=? "[^"]*"\^\^<{_XSD}(?:double|integer|decimal)>), false\)')
_WORDS = r'"(?:[^"\\]|\\.)*"'
_TERM = rf"(?:<[^>]*>|{_WORDS}(?:\^\^<[^>]*>|@[\w-]+)?)"
_SAME = re.compile(rf"sameTerm\((\?\w+), {_TERM}\)(?: \|\| sameTerm\(\1, {_TERM}\))*")


def _same(found: re.Match[str]) -> str:
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
        elif re.fullmatch(_WORDS, term):
            by_kind.setdefault(f"isLiteral({variable}) && DATATYPE({variable}) = <{_XSD}string>", []).append(term)
        else:
            return found[0]
    return " || ".join(f"({kind} && STR({variable}) IN ({', '.join(some)}))" for kind, some in by_kind.items())


def _unreadable(day: Day) -> list[str]:
    """Patterns of statements with values that are not of their datatype, or not of the one that is wanted."""
    by_type: dict[str, list[str]] = {}
    for property, datatype in shaped.datatypes(day).items():
        by_type.setdefault(datatype, []).append(property)
    patterns = [
        f"?s ?p ?o FILTER(?p IN ({', '.join(f'<{iri}>' for iri in some)})"
        f" && (!isLiteral(?o) || DATATYPE(?o) != <{datatype}>))"
        for datatype, some in by_type.items()
    ]
    for name in KNOWN:
        datatype = f"{_XSD}{name}"
        number = ' || STR(?o) = "NaN"' if name in ("double", "float") else ""
        wrong = f"!({well_formed(datatype, '?o')}){number}"
        patterns.append(f"?s ?p ?o FILTER(isLiteral(?o) && DATATYPE(?o) = <{datatype}> && ({wrong}))")
    return patterns
