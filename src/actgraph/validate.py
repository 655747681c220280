"""What the shapes find in profiles. The only module that knows the SHACL engine.

A profile is read, its words are held against the vocabulary, the rules say what follows from it, and the shapes are
held against both. Of a value that cannot be read one thing is told: that it cannot be read.
"""

import functools
import logging
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from actgraph import hygiene, profile, results
from actgraph.derived import Derived
from actgraph.errors import InputError
from actgraph.findings import Report
from actgraph.graph import Day
from actgraph.names import prefixes
from actgraph.profile import Profile
from actgraph.results import SH, Result, Shape, Term, shapes
from actgraph.tell import Told

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

    Statement = tuple[Node, Node, Node]


MOST_COMPARED = 20  # values of one property of a node


class Part(Enum):
    """Which of the shapes are tried."""

    ALL = 1
    COMPARING = 2
    NOT_COMPARING = 3


class Checked(NamedTuple):
    """What was found, and what could not be read at all.

    Attributes:
        report: the findings of all profiles that could be read.
        results: of each of them, in their order, as SHACL has it.
        broken: why the others cannot be read, each naming its file.
        conversions: what was converted while they were read, a line each.
    """

    report: Report
    results: Sequence[tuple[Profile, Sequence[Result]]]
    broken: Sequence[InputError]
    conversions: Sequence[str]


def validate(profiles: Sequence[str], day: Day, form: str | None = None) -> Report:
    """What the shapes find in some profiles on a day.

    Args:
        profiles: paths of files; `-` for standard input.
        day: the graph of the day.
        form: the format of all of them; by the ending of each name where there is none.

    Raises:
        InputError: a profile cannot be read.

    >>> from actgraph import graph, paths
    >>> validate([paths.data("examples", "complete.ttl")], graph.on("2026-11-24")).findings
    ()
    """
    found = check(profiles, day, form)
    for error in found.broken:
        raise error
    return found.report


def check(profiles: Sequence[str], day: Day, form: str | None = None) -> Checked:
    """The same, for all profiles that can be read: one that cannot does not keep the others from being checked.

    Args:
        profiles: paths of files; `-` for standard input.
        day: the graph of the day.
        form: as for `validate`.

    >>> from actgraph import graph
    >>> [error.where for error in check(["nowhere.ttl"], graph.on("2026-11-24")).broken]
    ['nowhere.ttl']
    """
    read: list[Profile] = []
    broken: list[InputError] = []
    for name in profiles:
        try:
            read.append(profile.read(name, form))
        except InputError as error:
            broken.append(error)
    told = Told(day)
    found = []
    for one in read:
        derived = Derived(one.triples, day)
        ours = find(derived)
        told.add(one, derived, ours)
        found.append((one, ours))
    notes = [f"not checked: {error.where}: {error.what}" for error in broken]
    return Checked(told.report(notes), found, broken, [note for one in read for note in one.notes])


def find(derived: Derived) -> list[Result]:
    """All that is found in one profile.

    Args:
        derived: the profile, with what follows from it on a day.

    >>> from actgraph import graph
    >>> find(Derived([], graph.on("2026-11-24")))
    []
    """
    own = hygiene.check(list(derived.written.values()), derived.day)
    asked = hygiene.questions(derived.statements, derived.day)
    nowhere = {one.at for one in own if one.shape in hygiene.NOWHERE}
    by_shapes = _by_shapes([*derived.stated, *derived.statements], derived.day)
    found = [_as_written(one, derived) for one in by_shapes]
    return [*own, *asked, *(one for one in found if one.at is None or one.at not in nowhere)]


def _as_written(result: Result, derived: Derived) -> Result:
    """A result with statement and value as the profile has them: the rules know only one way to write a number."""
    written = None if result.at is None else derived.written.get(result.at)
    if result.at is None or written is None:
        return result
    return result._replace(at=written, value=written.object if result.value == result.at.object else result.value)


def _by_shapes(facts: Sequence[Triple], day: Day) -> list[Result]:
    with _quiet():
        terms = {fact: _as_rdflib(fact) for fact in facts}
        wanted = {**_ranges(day), **results.datatypes()}
        unreadable = {fact for fact, (_, _, value) in terms.items() if _is_unreadable(fact, value, wanted)}
        aside = unreadable | _surplus(facts)
        if not aside:
            return _run(terms, _engine_shapes(Part.ALL))
        # The engine cannot compare what cannot be read; and only the shape that asks for a datatype tells of it.
        readable = {fact: statement for fact, statement in terms.items() if fact not in aside}
        alone = _run(terms, _engine_shapes(Part.NOT_COMPARING))
        told = [one for one in alone if one.at not in unreadable or shapes()[one.shape].datatype or one.value is None]
        return told + _run(readable, _engine_shapes(Part.COMPARING))


def _run(terms: "Mapping[Triple, Statement]", shapes_graph: "Graph") -> list[Result]:
    import pyshacl
    from rdflib import RDF, Graph, URIRef

    data = Graph(bind_namespaces="none")
    back: dict[Node, Term] = {}  # rdflib's terms are not the engine's
    for fact, statement in terms.items():
        data.add(statement)
        back[statement[0]], back[statement[2]] = fact.subject, fact.object
    _, report, _ = pyshacl.validate(
        data, shacl_graph=shapes_graph, inference="none", advanced=False, js=False, do_owl_imports=False
    )
    assert isinstance(report, Graph)
    found = []
    for node in report.subjects(RDF.type, URIRef(SH + "ValidationResult")):
        said = {str(predicate).removeprefix(SH): value for predicate, value in report.predicate_objects(node)}
        shape = shapes()[str(said["sourceShape"])]
        focus = back[said["focusNode"]]
        value = back[said["value"]] if "value" in said else None
        component = str(said["sourceConstraintComponent"])
        found.append(Result(shape.iri, component, focus, shape.path[-1], value, _statement(shape, focus, value, terms)))
    return found


def _statement(shape: Shape, focus: Term, value: Term | None, facts: Iterable[Triple]) -> Triple | None:
    """The statement that is wrong: the one with the value; of several where there may be one, the last."""
    if value is None and not shape.at_most_one:
        return None
    found = [
        fact
        for fact in facts
        if fact.predicate.value in shape.path
        and (value is None or value in (fact.object, fact.subject))
        and (focus in (fact.subject, fact.object) or len(shape.path) > 1)
    ]
    return found[-1] if found else None


def _is_unreadable(fact: Triple, value: "Node", wanted: Mapping[str, str]) -> bool:
    if isinstance(fact.object, Literal) and value.ill_typed:  # type: ignore[attr-defined]
        return True
    datatype = wanted.get(fact.predicate.value)
    return datatype is not None and not (isinstance(fact.object, Literal) and fact.object.datatype.value == datatype)


def _surplus(facts: Iterable[Triple]) -> set[Triple]:
    """Statements beyond the first of what can be stated once, which a shape tells: each pair would be compared."""
    once = {shape.path[0] for shape in shapes().values() if shape.at_most_one and len(shape.path) == 1}
    several: dict[tuple[object, str], int] = {}
    found = set()
    for fact in facts:
        if fact.predicate.value in once:
            place = fact.subject, fact.predicate.value
            several[place] = several.get(place, 0) + 1
            if several[place] > MOST_COMPARED:
                found.add(fact)
    return found


@functools.lru_cache(maxsize=8)
def _ranges(day: Day) -> dict[str, str]:
    """Property → datatype, as the vocabulary has it: what rules derive has no shape of its own."""
    xsd, rdfs = prefixes()["xsd"], prefixes()["rdfs"]
    rows = day.rows(f"SELECT ?of ?type {{ ?of <{rdfs}range> ?type FILTER(STRSTARTS(STR(?type), '{xsd}')) }}")
    return {row["of"] or "": row["type"] or "" for row in rows}


@functools.cache
def _engine_shapes(part: Part) -> "Graph":
    """The shapes as the engine takes them, read once: all, those that compare two values, or the others."""
    from rdflib import Graph

    wrong = {Part.ALL: None, Part.COMPARING: False, Part.NOT_COMPARING: True}[part]
    left_out = {shape.iri for shape in shapes().values() if shape.compares is wrong}
    found = Graph(bind_namespaces="none")
    for quad in results.triples():
        subject, linked = getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")
        if subject not in left_out and not (quad.predicate.value == SH + "property" and linked in left_out):
            found.add(_as_rdflib(Triple(quad.subject, quad.predicate, quad.object)))
    return found


def _as_rdflib(fact: Triple) -> "Statement":
    from rdflib import URIRef

    return _term(fact.subject), URIRef(fact.predicate.value), _term(fact.object)


def _term(term: object) -> "Node":
    from rdflib import XSD, BNode, URIRef
    from rdflib import Literal as Written

    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    assert isinstance(term, Literal)
    if term.language:
        return Written(term.value, lang=term.language)
    if term.datatype.value == str(XSD.string):
        return Written(term.value)
    datatype = URIRef(term.datatype.value)
    read = Written(term.value, datatype=datatype, normalize=False)
    # What is written in two ways is one value ("1" and true); what cannot be read stays as it is written.
    return read if read.ill_typed else Written(term.value, datatype=datatype, normalize=True)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what rdflib says of values that it cannot read: a finding says it."""
    log = logging.getLogger("rdflib.term")
    was = log.disabled
    log.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.disabled = was
