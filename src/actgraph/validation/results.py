"""What the shapes find in profiles: of each result the statement that is wrong; of what cannot be read only that."""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, Quad, Store, Triple

from actgraph.core.prefixes import prefixes
from actgraph.core.xsd import is_well_formed
from actgraph.graph.day import Day
from actgraph.profile import schema
from actgraph.profile.schema import Result, Shape, Term, shapes, text
from actgraph.validation import engines
from actgraph.validation.engines import Engine, Part
from actgraph.validation.shacl.violation import Violation

_FIGURES = (prefixes()["xsd"] + "double", prefixes()["xsd"] + "float")
MOST_COMPARED = 20  # values of one property of a node


def find(
    store: Store, facts: Sequence[Sequence[Triple]], whose: Callable[[Term], int], day: Day, by: Engine | None = None
) -> list[list[Result]]:
    """What the shapes find in some profiles.

    Args:
        store: the facts of all, in its default graph.
        facts: of each profile, with what follows from it, as the engine stores them.
        whose: a node → the number of the profile that it is of.
        day: the graph of the day.
        by: the engine; the usual one where there is none.

    Returns:
        The results of each profile.

    >>> from actgraph.graph import day
    >>> find(Store(), [[]], lambda node: 0, day.on("2026-11-24"))
    [[]]
    """
    wanted = datatypes(day)
    unreadable = [{fact for fact in ours if _is_unreadable(fact, wanted)} for ours in facts]
    aside = [odd | _surplus(ours) for odd, ours in zip(unreadable, facts, strict=True)]
    if not any(aside):
        return _of_each(engines.run(store, Part.ALL, by), facts, whose)
    # An engine cannot compare what cannot be read; and only the shape that asks for a datatype tells of it.
    alone = _of_each(engines.run(store, Part.NOT_COMPARING, by), facts, whose)
    odd_ones = [Quad(fact.subject, fact.predicate, fact.object) for ours in aside for fact in ours]
    for quad in odd_ones:
        store.remove(quad)
    readable = [[fact for fact in ours if fact not in odd] for ours, odd in zip(facts, aside, strict=True)]
    comparing = _of_each(engines.run(store, Part.COMPARING, by), readable, whose)
    store.extend(odd_ones)
    return [
        [one for one in ours if one.at not in odd or shapes()[one.shape].datatype or one.value is None] + compared
        for ours, odd, compared in zip(alone, unreadable, comparing, strict=True)
    ]


def _of_each(
    found: Iterable[Violation], facts: Sequence[Sequence[Triple]], whose: Callable[[Term], int]
) -> list[list[Result]]:
    by_property: list[dict[str, list[Triple]] | None] = [None] * len(facts)
    told: list[list[Result]] = [[] for _ in facts]
    for one in found:
        number = whose(one.focus)
        said = by_property[number]
        if said is None:
            said = by_property[number] = _by_property(facts[number])
        shape = shapes()[text(one.shape)]
        at = _statement(shape, one.focus, one.value, said)
        told[number].append(Result(shape.iri, one.component, one.focus, shape.path[-1], one.value, at))
    return told


def _by_property(facts: Iterable[Triple]) -> dict[str, list[Triple]]:
    found: dict[str, list[Triple]] = {}
    for fact in facts:
        found.setdefault(fact.predicate.value, []).append(fact)
    return found


def _statement(shape: Shape, focus: Term, value: Term | None, said: Mapping[str, list[Triple]]) -> Triple | None:
    """The statement that is wrong: the one with the value; of several where there may be one, the last."""
    if value is None and not shape.at_most_one:
        return None
    found = None
    for fact in _stated(shape.path, said):
        matches = value is None or value in (fact.object, fact.subject)
        if matches and (focus in (fact.subject, fact.object) or len(shape.path) > 1):
            found = fact
    return found


def _stated(path: Iterable[str], said: Mapping[str, list[Triple]]) -> Iterator[Triple]:
    for property in dict.fromkeys(path):
        yield from said.get(property, ())


def _is_unreadable(fact: Triple, wanted: Mapping[str, str]) -> bool:
    if isinstance(fact.object, Literal) and not (is_well_formed(fact.object) and _is_a_number(fact.object)):
        return True
    datatype = wanted.get(fact.predicate.value)
    return datatype is not None and not (isinstance(fact.object, Literal) and fact.object.datatype.value == datatype)


def _is_a_number(literal: Literal) -> bool:
    """Whether a figure can be compared: XML Schema has one that is none, and engines disagree on what it is below."""
    return literal.value != "NaN" or literal.datatype.value not in _FIGURES


def _surplus(facts: Iterable[Triple]) -> set[Triple]:
    """Statements beyond the first of what can be stated once, which a shape tells: each pair would be compared."""
    several: dict[tuple[object, str], int] = {}
    found = set()
    for fact in facts:
        if fact.predicate.value in _once():
            place = fact.subject, fact.predicate.value
            several[place] = several.get(place, 0) + 1
            if several[place] > MOST_COMPARED:
                found.add(fact)
    return found


def datatypes(day: Day) -> dict[str, str]:
    """IRI of a property → that of the datatype that the vocabulary or its shape wants.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph import day
    >>> datatypes(day.on("2026-11-24"))["https://w3id.org/actgraph/ns/ownCompute"]
    'http://www.w3.org/2001/XMLSchema#double'
    """
    return {**_ranges(day), **schema.datatypes()}


@functools.cache
def _once() -> frozenset[str]:
    return frozenset(shape.path[0] for shape in shapes().values() if shape.at_most_one and len(shape.path) == 1)


@functools.lru_cache(maxsize=8)
def _ranges(day: Day) -> dict[str, str]:
    """Property → datatype, as the vocabulary has it: what rules derive has no shape of its own."""
    xsd, rdfs = prefixes()["xsd"], prefixes()["rdfs"]
    rows = day.rows(f"SELECT ?of ?type {{ ?of <{rdfs}range> ?type FILTER(STRSTARTS(STR(?type), '{xsd}')) }}")
    return {row["of"] or "": row["type"] or "" for row in rows}
