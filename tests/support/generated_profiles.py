"""Generate profiles of about 100 triples from the complete example, with other values and some errors.

The same number always gives the same profile. Providers, licences and documents share names across profiles, as in a
registry.
"""

import functools
import random
from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from actgraph.core import paths
from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.profile.answers import is_field
from tests.support.random_profiles import COMPUTE_AMOUNTS

MOST_TRIPLES = 100
_EXA = load_prefixes()["exa"]
_DAYS = ["2024-08-02", "2025-08-01", "2025-08-02", "2025-11-30", "2026-02-02", "2026-08-02", "2026-11-24", "2027-01-01"]
_VALUES = {
    "ag:establishment": ["US", "FR", "GR", "NO", "CH", "IE", "XX", "us"],
    "ag:sizeClass": ["ag:microenterprise", "ag:sme", "ag:largeEnterprise"],
    "ag:signed": ["cop:tra", "cop:cpy", "cop:sas"],
    "ag:answer": ["ag:accepted", "ag:rejected"],
    "ag:channel": ["ag:aiSystem", "ag:download", "ag:applicationInterface", "ag:internalUse"],
}
_AMOUNTS = ("ag:ownCompute", "ag:cumulativeCompute", "ag:reportedCompute", "ag:computeOfModification")
# Wrong statements: unreadable values, unknown nodes, statements reserved to the law, or values of the wrong kind.
_WRONG_STATEMENTS = [
    ("model", "ag:ownCompute", ("1e25 FLOP", "xsd:double")),
    ("model", "ag:conditionMetOn", ("2026-02-30", "xsd:date")),
    ("model", "ag:conditionMetOn", ("2026", "xsd:gYear")),
    ("model", "ag:parameters", ("many", "xsd:string")),
    ("model", "ag:compute", ("1.0E25", "xsd:double")),
    ("model", "ag:dutyStatus", "ag:applies"),
    ("model", "ag:licence", ("Apache-2.0", "xsd:string")),
    ("model", "ag:evidence", "act:art_53"),
    ("model", "ag:madeAvailable", "act:art_53"),
    ("model", "rdf:type", "ag:GeneralPurposeModel"),
    ("model", "ag:baseModel", "model"),
    ("provider", "ag:signed", "cop:xyz"),
    ("provider", "ag:turnover", ("-5", "xsd:integer")),
    ("provider", "ag:authorityContact", "provider"),
]


_CORE_NODES = tuple(NamedNode(f"{_EXA}{name}") for name in ("aurora", "aurora.model", "aurora.model.api"))


def generate_profile(number: int) -> list[Triple]:
    """Generate the profile of a number."""
    draw = random.Random(number)
    nodes = _draw_node_names(number, draw)
    facts = [_change_statement(fact, draw) for fact in _draw_statements(draw)]
    if draw.random() < 0.3:
        facts += [_make_triple("model", "ag:baseModel", "base"), _make_triple("base", "rdf:type", "ag:Model")]
        facts += [
            _make_triple(
                "model",
                "ag:onBehalfOfOriginalProvider",
                draw.choice([("true", "xsd:boolean"), ("false", "xsd:boolean")]),
            )
        ]
        facts += [_make_triple("model", "ag:computeOfModification", (repr(draw.choice(COMPUTE_AMOUNTS)), "xsd:double"))]
    if draw.random() < 0.4:
        facts += [_make_triple(*one) for one in draw.sample(_WRONG_STATEMENTS, draw.randint(1, 3))]
    return list(dict.fromkeys(Triple(*(nodes.get(part, part) for part in fact)) for fact in facts))


def generate_turtle(number: int) -> bytes:
    """Generate the profile of a number as Turtle."""
    return serialize(generate_profile(number), format=RdfFormat.TURTLE, prefixes=load_prefixes())


def get_graph_iri(number: int) -> str:
    """Get the name of a profile's graph in a registry."""
    return f"https://registry.example/profiles/{number}"


def generate_nquads(numbers: range) -> Iterator[bytes]:
    """Generate a registry in N-Quads, one chunk for each profile and its named graph."""
    for number in numbers:
        name = NamedNode(get_graph_iri(number))
        yield serialize([Quad(*fact, name) for fact in generate_profile(number)], format=RdfFormat.N_QUADS)


def _draw_node_names(number: int, draw: random.Random) -> dict[object, object]:
    """Draw new names for the example's nodes: own, shared with other profiles, or blank."""
    found: dict[object, object] = {}
    for node in dict.fromkeys(fact.subject for fact in _load_complete_example()):
        local = node.value.removeprefix(_EXA)
        kind = draw.random()
        if local == "aurora":
            found[node] = NamedNode(f"https://provider.example/{draw.randint(1, 50)}")
        elif kind < 0.1:
            found[node] = NamedNode(f"https://shared.example/{local}")
        elif kind < 0.15 and local != "aurora.model":
            found[node] = BlankNode()
        else:
            found[node] = NamedNode(f"https://provider.example/{number}/{local}")
    found[NamedNode(f"{_EXA}base")] = NamedNode(f"https://shared.example/base/{draw.randint(1, 20)}")
    return found


def _draw_statements(draw: random.Random) -> list[Triple]:
    """Draw the statements to keep: model, provider, some other nodes, and long lists up to the size limit."""
    nodes = [
        node for node in dict.fromkeys(fact.subject for fact in _load_complete_example()) if node not in _CORE_NODES
    ]
    gone = {node for node in nodes if draw.random() < 0.6}
    facts = [fact for fact in _load_complete_example() if fact.subject not in gone and fact.object not in gone]
    long = (expand_curie("ag:contains"), expand_curie("ag:implements"))
    lists = [fact for fact in facts if fact.predicate.value in long or is_field(fact.predicate.value)]
    facts = [fact for fact in facts if fact not in lists and draw.random() < 0.96]
    return facts + draw.sample(lists, min(len(lists), max(0, MOST_TRIPLES - len(facts))))


def _change_statement(fact: Triple, draw: random.Random) -> Triple:
    """Replace the value of one in five statements by another of the same kind."""
    if draw.random() > 0.2:
        return fact
    for name, values in _VALUES.items():
        if fact.predicate.value == expand_curie(name):
            return _make_triple(fact.subject, name, draw.choice(values))
    for name in _AMOUNTS:
        if fact.predicate.value == expand_curie(name):
            return _make_triple(fact.subject, name, (repr(draw.choice(COMPUTE_AMOUNTS)), "xsd:double"))
    if isinstance(fact.object, Literal) and fact.object.datatype.value == expand_curie("xsd:date"):
        return Triple(fact.subject, fact.predicate, _make_term((draw.choice(_DAYS), "xsd:date")))
    if isinstance(fact.object, Literal) and fact.object.datatype.value == expand_curie("xsd:boolean"):
        return Triple(fact.subject, fact.predicate, Literal(draw.random() < 0.5))
    return fact


def _make_triple(subject: object, name: str, value: object) -> Triple:
    at = subject if isinstance(subject, NamedNode) else _make_node(str(subject))
    return Triple(at, NamedNode(expand_curie(name)), _make_term(value))


def _make_term(value: object) -> NamedNode | Literal:
    if isinstance(value, tuple):
        return Literal(value[0], datatype=NamedNode(expand_curie(value[1])))
    if ":" in str(value):
        return NamedNode(expand_curie(str(value)) or str(value))
    return _make_node(value) if value in ("model", "provider", "base") else Literal(value)


def _make_node(name: str) -> NamedNode:
    return NamedNode(_EXA + {"model": "aurora.model", "provider": "aurora", "base": "base"}[name])


@functools.cache
def _load_complete_example() -> tuple[Triple, ...]:
    return tuple(
        quad.triple for quad in parse(path=paths.get_data_path("examples", "complete.ttl"), format=RdfFormat.TURTLE)
    )
