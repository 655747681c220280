"""List what a statement that cannot be read may be meant to say, in the values that can turn a verdict."""

import calendar
import datetime
import functools
import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.graph.day import Day
from actgraph.profile import schema
from actgraph.profile.schema import load_shapes
from actgraph.reasoning import law_facts, law_store_pool, readability, rule_patterns, rule_sets, rule_terms
from actgraph.reasoning.readability import RDF_TYPE, UnreadStatement
from actgraph.reasoning.rule_terms import get_used_term

_XSD = load_prefixes()["xsd"]
_START_OF_DATE = re.compile(r"([12]\d{3})(?:-(0[1-9]|1[0-2])(?!\d))?", re.ASCII)
_UNDESCRIBED = NamedNode("urn:actgraph:undescribed")
_GENERAL = {"ag:significantGenerality": True, "ag:wideRangeOfTasks": True}
_COUNTRIES = ("DE", "NO", "US")  # of the Union, of the rest of the European Economic Area, of neither
# What a node may be that a profile names by words instead of describing it: facts of each range that can turn verdicts.
_DESCRIPTIONS: Mapping[str, Sequence[Mapping[str, object]]] = {
    "ag:MakingAvailable": [
        {"ag:onUnionMarket": True, "ag:date": "2025-08-01"},
        {"ag:onUnionMarket": True, "ag:date": "2025-08-02"},
        {"ag:onUnionMarket": False, "ag:excludesUnion": True},
    ],
    "ag:Licence": [{"ag:withholds": "ag:distribution"}, {"ag:hasTerm": "ag:otherUseRestriction"}],
    "ag:Designation": [{"ag:date": "2025-08-02"}],
    "ag:Contestation": [
        {"ag:answer": "ag:accepted", "ag:answeredOn": "2025-08-02"},
        {"ag:answer": "ag:rejected", "ag:answeredOn": "2025-08-02"},
    ],
    "ag:Provider": [{"rdf:type": "ag:Provider", "ag:establishment": country} for country in _COUNTRIES],
    "ag:Model": [
        {"rdf:type": "ag:Model", "ag:wideRangeOfTasks": False},
        *({"rdf:type": "ag:Model", **_GENERAL, "ag:cumulativeCompute": compute} for compute in (1e24, 1e26)),
    ],
}


def list_readings(statement: UnreadStatement, given: Sequence[Triple], day: Day) -> list[list[Triple]] | None:
    """List what an unread statement may be meant to say.

    Args:
        statement: the statement.
        given: all statements of the profile.
        day: the graph of the day.

    Returns:
        The triples of each reading; None if it may say anything.

    >>> from actgraph.graph.day import open_day
    >>> said = Triple(NamedNode("urn:m"), NamedNode(expand_curie("ag:isMonetised")), Literal("no"))
    >>> (unread,) = readability.find_unread_statements([said], open_day("2026-11-28"))
    >>> [one[0].object.value for one in list_readings(unread, [said], open_day("2026-11-28"))]
    ['true', 'false']
    """
    fact = statement.triple
    if not statement.is_unknown_term:
        return _list_values(fact, given, day)
    if not statement.meant:
        return None
    if fact.predicate == RDF_TYPE:
        return [[Triple(fact.subject, RDF_TYPE, NamedNode(iri))] for iri in statement.meant]
    found: list[list[Triple]] = []
    kinds = {
        schema.get_term_value(one.object) for one in given if (one.subject, one.predicate) == (fact.subject, RDF_TYPE)
    }
    for iri in statement.meant:
        meant = Triple(fact.subject, NamedNode(iri), fact.object)
        readable = readability.find_violated_shape(meant, kinds, day) is None
        found += [[meant]] if readable else _list_values(meant, given, day)
    return found


def _list_values(fact: Triple, given: Sequence[Triple], day: Day) -> list[list[Triple]]:
    """List a statement with each value of its property that can turn a verdict."""
    path = fact.predicate.value
    if path == expand_curie("ag:establishment"):
        values: Sequence[NamedNode | Literal] = list(map(Literal, _COUNTRIES))
    elif path == expand_curie("ag:listedAs"):
        values = readability.list_listed_names(day)
    else:
        values = _list_closed_values(path) or list(_list_literals(path, schema.get_term_value(fact.object), given, day))
    found = [[Triple(fact.subject, fact.predicate, value)] for value in values]
    return found or _list_described_nodes(fact, given, day)


@functools.lru_cache(maxsize=1000)
def _list_closed_values(path: str) -> Sequence[NamedNode | Literal]:
    shapes = (shape for shape in load_shapes().values() if shape.path == (path,))
    return next((shape.values for shape in shapes if len(shape.values) > 1), ())


def _list_literals(path: str, text: str, given: Sequence[Triple], day: Day) -> Iterator[Literal]:
    kind = schema.load_property_datatypes().get(path, "").removeprefix(_XSD)
    if kind == "boolean":
        yield from (Literal(True), Literal(False))
    elif kind == "double":
        figures = _list_amounts(path, given, day)
        yield from (Literal(repr(figure), datatype=NamedNode(_XSD + "double")) for figure in figures)
    elif kind == "date":
        yield from (Literal(date, datatype=NamedNode(_XSD + "date")) for date in _list_dates(text, given, day))


def _list_amounts(path: str, given: Sequence[Triple], day: Day) -> list[float]:
    """List an amount below, between and above the limits for the verdicts that a property can lead to.

    These are the thresholds, and where a modification is measured against its base model also the share of another
    amount, what remains up to a threshold, and the error with which it is reached.
    """
    used = _find_used_terms(path, frozenset(map(get_used_term, given)), day)
    thresholds = [value for threshold, value in _load_thresholds(day).items() if threshold in used]
    amounts, shares = ([one for one in thresholds if (one < 1) == is_share] for is_share in (False, True))
    limits = set(amounts)
    if path == expand_curie("ag:estimationError"):
        limits = {*shares, *(abs(amount / figure - 1) for figure in _list_stated_amounts(given) for amount in amounts)}
    elif expand_curie("ag:computeOfModification") in used:
        for figure in _list_stated_amounts(given):
            limits |= {*(amount - figure for amount in amounts), *(figure * share for share in shares)}
            limits |= {figure / share for share in shares}
    edges = sorted(one for one in limits if one > 0)
    between = [math.sqrt(low * high) for low, high in itertools.pairwise(edges) if high / low > 1 + 1e-9]
    return [edges[0] / 2, *between, edges[-1] * 2] if edges else [1.0]


@functools.lru_cache(maxsize=8)
def _load_thresholds(day: Day) -> Mapping[str, float]:
    """Map each threshold of the law to its amount."""
    says = expand_curie("ag:value")
    found = [one for one in law_facts.load_law_facts(day) if one.predicate.value == says]
    return {schema.get_term_value(one.subject): float(schema.get_term_value(one.object)) for one in found}


@functools.lru_cache(maxsize=1000)
def _find_used_terms(path: str, given: frozenset[str], day: Day) -> frozenset[str]:
    """Find what the rules on verdicts use that hold an amount, or what another rule makes of it, against something.

    Args:
        path: IRI of the property of the amount.
        given: the properties and classes that the profile uses.
        day: the graph of the day.
    """
    there, amounts, used = set(given | law_store_pool.collect_law_terms(day) | {path}), {path}, {path}
    for rule in rule_sets.list_verdict_rules():
        if rule_terms.find_required_terms(rule.text) <= there:
            patterns = rule_patterns.find_rule_patterns(rule.text)
            concluded = set(map(rule_terms.get_concluded_term, patterns.conclusions))
            there |= concluded
            if patterns.used is not None and not amounts.isdisjoint(patterns.used):
                used |= patterns.used
                amounts |= concluded & _list_amount_properties(day)
    return frozenset(used)


@functools.lru_cache(maxsize=8)
def _list_amount_properties(day: Day) -> frozenset[str]:
    return frozenset(path for path, kind in _load_ranges(day).items() if kind == _XSD + "double")


def _list_stated_amounts(given: Sequence[Triple]) -> list[float]:
    written = {
        one.object.value
        for one in given
        if isinstance(one.object, Literal)
        and one.object.datatype.value == _XSD + "double"
        and one.predicate.value in rule_sets.list_verdict_terms()
    }
    return [figure for one in written if _is_number(one) and (figure := float(one)) >= 1]


def _is_number(text: str) -> bool:
    try:
        return float(text) > 0
    except ValueError:
        return False


def _list_dates(text: str, given: Sequence[Triple], day: Day) -> list[str]:
    """List the days on which something begins or ends, and their neighbours, within the legible year and month."""
    known = {schema.get_term_value(one.object) for one in given if _is_dated(one)} | _list_dates_of_law(day)
    known |= {day.date, "1990-01-01", "2099-12-31"}
    days = {one for value in known if (one := _parse_day(value))}
    around = days | {one + datetime.timedelta(days=1) for one in days if one < datetime.date.max}
    legible = _START_OF_DATE.match(text)
    if legible:
        year, month = int(legible[1]), int(legible[2] or 0)
        first = datetime.date(year, month or 1, 1)
        last = datetime.date(year, month or 12, calendar.monthrange(year, month or 12)[1])
        around = {min(max(one, first), last) for one in around}
    return sorted(one.isoformat() for one in around)


@functools.lru_cache(maxsize=8)
def _list_dates_of_law(day: Day) -> frozenset[str]:
    """List the days of the law that verdicts of profiles can turn on: not those from which other parts of it apply."""
    facts = law_facts.load_law_facts(day)
    milestones = {one.subject for one in facts if one.object == _make_node("ag:Milestone")}
    assessed = {one for some in law_facts.list_assessed_obligations(day).values() for one in some}
    wanted = {
        one.object
        for one in facts
        if one.predicate == _make_node("ag:appliesBy") and schema.get_term_value(one.subject) in assessed
    }
    named = rule_sets.list_verdict_terms()
    return frozenset(
        schema.get_term_value(one.object)
        for one in facts
        if _is_dated(one)
        and (one.subject not in milestones or one.subject in wanted or schema.get_term_value(one.subject) in named)
    )


def _is_dated(fact: Triple) -> bool:
    """Tell whether a fact gives a day that a rule on verdicts can look at."""
    is_day = isinstance(fact.object, Literal) and fact.object.datatype.value == _XSD + "date"
    return is_day and fact.predicate.value in rule_sets.list_verdict_terms()


def _parse_day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _list_described_nodes(fact: Triple, given: Sequence[Triple], day: Day) -> list[list[Triple]]:
    """List the statement with each node of the profile that may be meant, and with nodes that can turn verdicts."""
    kind = _load_ranges(day).get(fact.predicate.value, "")
    nodes = [one.subject for one in given if one.predicate == RDF_TYPE and schema.get_term_value(one.object) == kind]
    found = [[Triple(fact.subject, fact.predicate, node)] for node in dict.fromkeys(nodes) if node != fact.subject]
    described = next((facts for name, facts in _DESCRIPTIONS.items() if expand_curie(name) == kind), ({},))
    for facts in described:
        said = [Triple(_UNDESCRIBED, _make_node(name), _make_term(value)) for name, value in facts.items()]
        found.append([Triple(fact.subject, fact.predicate, _UNDESCRIBED), *said])
    return found


def _make_node(curie: str) -> NamedNode:
    return NamedNode(expand_curie(curie) or "")


def _make_term(value: object) -> NamedNode | Literal:
    if isinstance(value, bool | float):
        return Literal(value)
    text = str(value)
    if text.startswith("ag:"):
        return _make_node(text)
    return Literal(text, datatype=NamedNode(_XSD + "date")) if _parse_day(text) else Literal(text)


@functools.lru_cache(maxsize=8)
def _load_ranges(day: Day) -> Mapping[str, str]:
    """Map each property to its range."""
    rows = day.select_rows(
        "SELECT ?p ?range { ?p <http://www.w3.org/2000/01/rdf-schema#range> ?range } ORDER BY ?p ?range"
    )
    return {row["p"] or "": row["range"] or "" for row in rows}
