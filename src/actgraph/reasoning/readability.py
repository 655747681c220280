"""Find the statements of a profile that cannot be read.

A value that its property does not have, an unknown property or class of our namespaces, a day that is no day: the rules
do not see such a statement. Which verdicts hang on it, `what_if` tells.
"""

import calendar
import functools
import math
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core import suggestions
from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.graph.day import Day
from actgraph.profile import schema
from actgraph.profile.schema import Shape, load_shapes
from actgraph.reasoning import allowed_terms, law_facts
from actgraph.reasoning.allowed_terms import AllowedTerms, is_actgraph_iri

_XSD = load_prefixes()["xsd"]
_LISTED_AS = load_prefixes()["ag"] + "listedAs"
RDF_TYPE = NamedNode(load_prefixes()["rdf"] + "type")
_DATE = re.compile(r"(?!0000)\d{4}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?", re.ASCII)  # years 0001 to 9999 only


class UnreadStatement(NamedTuple):
    """A statement of a profile that cannot be read.

    Attributes:
        triple: the statement as it is written.
        shape: the shape that reports it.
        is_unknown_term: whether its property or class is unknown, and not its value.
        meant: IRIs or words of the vocabulary that it is nearest to, best first; none beyond `MAX_GUESSED_NAMES`.
    """

    triple: Triple
    shape: Shape
    is_unknown_term: bool
    meant: Sequence[str]


def find_unread_statements(triples: Iterable[Triple], day: Day) -> list[UnreadStatement]:
    """Find the statements of a profile that cannot be read.

    Args:
        triples: the statements, as they are written.
        day: the graph of the day.

    >>> from actgraph.graph.day import open_day
    >>> term = NamedNode(expand_curie("ag:userScaleLimits"))
    >>> fact = Triple(NamedNode("urn:licence"), NamedNode(expand_curie("ag:hasTerm")), term)
    >>> [one.meant for one in find_unread_statements([fact], open_day("2026-11-28"))]
    [['https://w3id.org/actgraph/ns/userScaleLimit']]
    """
    known, readable, suspicious = allowed_terms.load_allowed_terms(day), _list_readable_uses(day), []
    kinds: dict[object, set[str]] = {}
    for one in triples:
        if one.predicate == RDF_TYPE:
            kinds.setdefault(one.subject, set()).add(schema.get_term_value(one.object))
        if (one.predicate.value, type(one.object) is Literal) not in readable:
            suspicious.append(one)
    guesses = suggestions.NameSuggester()
    checked = (_check_statement(one, kinds.get(one.subject, set()), known, day, guesses) for one in suspicious)
    return [found for found in checked if found is not None]


@functools.lru_cache(maxsize=8)
def _list_readable_uses(day: Day) -> frozenset[tuple[str, bool]]:
    """List the properties all of whose values can be read, each twice: for nodes as values, and for literals."""
    known, checked = (
        allowed_terms.load_allowed_terms(day).properties,
        {*_index_value_shapes(), _LISTED_AS, RDF_TYPE.value},
    )
    nodes = {(path, False) for path in known - checked}
    return frozenset(nodes | {(path, True) for path in known - checked - list_object_properties(day)})


def _check_statement(
    fact: Triple, kinds: Set[str], known: AllowedTerms, day: Day, guesses: suggestions.NameSuggester
) -> UnreadStatement | None:
    if isinstance(fact.subject, NamedNode) and is_actgraph_iri(fact.subject.value):
        return None  # it is about the law, which is not for a profile to change
    is_type = fact.predicate == RDF_TYPE
    terms = known.classes if is_type else known.properties
    term = schema.get_term_value(fact.object) if is_type else fact.predicate.value
    if is_type and not isinstance(fact.object, NamedNode):
        return UnreadStatement(fact, _get_shape("Vocabulary-class"), True, [])
    if term in known.reserved or (term in law_facts.list_law_only_terms() and term not in terms):
        return None
    if is_actgraph_iri(term) and term not in terms:
        shape = _get_shape("Vocabulary-class" if is_type else "Vocabulary-property")
        return UnreadStatement(fact, shape, True, guesses.suggest(term, terms) or ())
    violated = None if is_type else find_violated_shape(fact, kinds, day)
    if violated is None:
        return None
    words = tuple(one.value for one in violated.values)
    return UnreadStatement(fact, violated, False, guesses.suggest(schema.get_term_value(fact.object), words) or ())


def _get_shape(name: str) -> Shape:
    return load_shapes()[load_prefixes()["shp"] + name]


class _ValueShape(NamedTuple):
    shape: Shape
    classes: frozenset[str]
    values: frozenset[NamedNode | Literal]


@functools.cache
def _index_value_shapes() -> Mapping[str, Sequence[_ValueShape]]:
    """Map each property to the shapes that give it a datatype or more than one possible value, with their classes."""
    targets = schema.load_target_classes()
    found: dict[str, list[_ValueShape]] = {}
    for shape in load_shapes().values():
        if len(shape.path) == 1 and (shape.datatype or len(shape.values) > 1):
            one = _ValueShape(shape, targets.get(shape.iri, frozenset()), frozenset(shape.values))
            found.setdefault(shape.path[0], []).append(one)
    return found


def find_violated_shape(fact: Triple, kinds: Set[str], day: Day) -> Shape | None:
    """Find the shape that says why the value of a statement cannot be read; None if it can.

    Args:
        fact: the statement, with a property of the vocabulary.
        kinds: IRIs of the classes of its subject.
        day: the graph of the day.

    >>> from actgraph.graph.day import open_day
    >>> said = Triple(NamedNode("urn:p"), NamedNode(expand_curie("ag:establishment")), Literal("Germany"))
    >>> find_violated_shape(said, {expand_curie("ag:Provider")}, open_day("2026-11-28")).iri.rpartition("/")[2]
    'Provider-establishment'
    """
    path, value = fact.predicate.value, fact.object
    shapes = _index_value_shapes().get(path, ())
    own = [one for one in shapes if not one.classes or one.classes & kinds] or shapes
    violated = [
        one.shape
        for one in own
        if (one.shape.datatype and not is_possible_value(value, one.shape)) or (one.values and value not in one.values)
    ]
    if violated and (own is not shapes or len(violated) == len(shapes)):
        return violated[0]
    if path == _LISTED_AS and value not in list_listed_names(day):
        return _get_shape("Provider-listedAs")
    if isinstance(value, Literal) and path in list_object_properties(day):
        return _get_shape("Vocabulary-node")
    return None


@functools.lru_cache(maxsize=8)
def list_checked_properties(day: Day) -> frozenset[str]:
    """List the properties whose values can turn out not to be readable, and `rdf:type`.

    >>> from actgraph.graph.day import open_day
    >>> expand_curie("ag:hasTerm") in list_checked_properties(open_day("2026-11-28"))
    True
    """
    return frozenset(_index_value_shapes()) | list_object_properties(day) | {_LISTED_AS, RDF_TYPE.value}


@functools.lru_cache(maxsize=8)
def list_object_properties(day: Day) -> frozenset[str]:
    """List the properties whose values are nodes.

    >>> from actgraph.graph.day import open_day
    >>> expand_curie("ag:licence") in list_object_properties(open_day("2026-11-28"))
    True
    """
    kind = NamedNode(load_prefixes()["owl"] + "ObjectProperty")
    return frozenset(
        one.subject.value  # type: ignore[union-attr]
        for one in law_facts.load_law_facts(day)
        if one.predicate == RDF_TYPE and one.object == kind
    )


@functools.lru_cache(maxsize=8)
def list_listed_names(day: Day) -> Sequence[NamedNode]:
    """List the names on the Commission's lists and of public refusals.

    >>> from actgraph.graph.day import open_day
    >>> NamedNode(expand_curie("cop:prv_xai")) in list_listed_names(open_day("2026-11-28"))
    True
    """
    says = expand_curie("ag:provider")
    found = {one.object for one in law_facts.load_law_facts(day) if one.predicate.value == says}
    return tuple(sorted((one for one in found if isinstance(one, NamedNode)), key=str))


def is_possible_value(value: object, shape: Shape) -> bool:
    """Tell whether a value has the datatype of a shape, can be read, and is within its limits.

    >>> shape = load_shapes()[load_prefixes()["shp"] + "Model-releasedOn"]
    >>> is_possible_value(Literal("2025-08-32", datatype=NamedNode(_XSD + "date")), shape)
    False
    """
    if not isinstance(value, Literal) or value.datatype.value != shape.datatype:
        return False
    kind = shape.datatype.removeprefix(_XSD)
    if kind == "boolean":
        return value.value in ("true", "false", "1", "0")
    if kind == "date":
        return _is_date(value.value)
    if kind != "double":
        return True
    try:
        figure = float(value.value)
    except ValueError:
        return False
    above = _load_bounds().get((shape.iri, "minExclusive"), -math.inf)
    least = _load_bounds().get((shape.iri, "minInclusive"), -math.inf)
    most = _load_bounds().get((shape.iri, "maxInclusive"), math.inf)
    return above < figure and least <= figure <= most


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:10])
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


@functools.cache
def _load_bounds() -> dict[tuple[str, str], float]:
    """Map each shape and each of its limits, such as `minExclusive`, to the limit."""
    return {
        (schema.get_term_value(quad.subject), kind): float(schema.get_term_value(quad.object))
        for quad in schema.load_shape_quads()
        if (kind := quad.predicate.value.removeprefix(schema.SH)) in ("minExclusive", "minInclusive", "maxInclusive")
    }
