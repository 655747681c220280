"""Profiles near the case of a rule: a statement removed, negated, moved in time or amount, or added.

The triples that the rule matched become a profile too, and so does each copy without one of them: this separates
conclusions that usually occur together.

tests/cases/near records where what a rule derives from such a profile differs from what it derives from the case. The
lists are generated from the rules and reviewed by people: they pin each condition of a rule, while a case shows its
purpose.

Run `python -m tests.support.near_rules` to generate the lists again; review the diff before you commit it.
"""

import datetime
import functools
import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from actgraph.core.prefixes import expand_curie, load_prefixes, shorten_iri
from actgraph.graph.day import open_day
from actgraph.profile import schema
from actgraph.reasoning import allowed_terms, rules
from actgraph.reasoning.rules import Rule
from tests.conftest import ROOT
from tests.support.rule_cases import CASES_FOLDER, DEFAULT_DAY, RuleCase, fill_store_with_law, read_rule_case

LISTS = ROOT / "tests/cases/near"
_EXAMPLE_NAMESPACE = load_prefixes()["exa"]
_PREFIX_DECLARATIONS = "".join(f"@prefix {name}: <{iri}> . " for name, iri in load_prefixes().items())
_AMOUNTS = [0.0, 1e23, math.nextafter(1e23, math.inf), 1e25, math.nextafter(1e25, math.inf)]
_DAYS = ("2025-08-01", "2025-08-02")  # the day before Chapter V applies, and the first day
_EARLY = "2025-01-01"
_PORTION = 32  # profiles of a store: of more, some rules take time by the square of their number
ADDITIONS = tomllib.loads((ROOT / "tests/data/near_profiles.toml").read_text(encoding="utf-8"))


def make_near_profiles(case: RuleCase, additions: Sequence[str] = ()) -> dict[str, list[Triple]]:
    """Map the description of each change to the changed profile."""
    found: dict[str, list[Triple]] = {}
    for number, one in enumerate(case.fires):
        before, behind = case.fires[:number], case.fires[number + 1 :]
        found[f"without {_format_triple(one)}"] = [*before, *behind]
        for value in _list_other_values(one, case.day):
            found[f"{_format_triple(one)} → {_format_term(value)}"] = [
                *before,
                Triple(one.subject, one.predicate, value),
                *behind,
            ]
    for node in dict.fromkeys(one.subject for one in case.fires):
        for said, more in _list_additions(node, case):
            if not set(more) <= set(case.fires):
                found.setdefault(f"with {said}", [*case.fires, *more])
    for text in additions:
        found[f"with {text}"] = [*case.fires, *_parse_triples(text, case.day)]
    return found


def _list_other_values(triple: Triple, day: str) -> list[Literal]:
    """List other values for a boolean, date or amount."""
    if not isinstance(triple.object, Literal):
        return []
    kind, value = shorten_iri(triple.object.datatype.value), triple.object.value
    if kind == "xsd:boolean":
        return [Literal(value != "true")]
    if kind == "xsd:date":
        days = [day, _get_next_day(day), "2025-08-01", "2025-08-02", "2027-08-02"]
        return [Literal(other, datatype=triple.object.datatype) for other in days if other != value]
    if kind == "xsd:double":
        return [Literal(repr(other), datatype=triple.object.datatype) for other in _AMOUNTS if other != float(value)]
    return []


def _get_next_day(day: str) -> str:
    return str(datetime.date.fromisoformat(day) + datetime.timedelta(days=1))


@functools.cache
def _load_domains() -> dict[str, str]:
    """Map the IRI of each property to the short name of its domain."""
    rows = open_day("2026-11-24").select_rows(
        f"SELECT ?of ?in {{ ?of <{expand_curie('rdfs:domain')}> ?in FILTER(ISIRI(?in)) }}"
    )
    return {row["of"] or "": shorten_iri(row["in"] or "") for row in rows}


@functools.cache
def _load_boolean_properties() -> dict[str, list[str]]:
    """Map the short name of each class to its boolean properties that a profile may state."""
    rows = open_day("2026-11-24").select_rows(
        f"SELECT ?of {{ ?of <{expand_curie('rdfs:range')}> <{expand_curie('xsd:boolean')}> }} ORDER BY ?of"
    )
    can = allowed_terms.load_allowed_terms(open_day("2026-11-24")).properties
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["of"] in can:
            found.setdefault(_load_domains().get(row["of"] or "", ""), []).append(shorten_iri(row["of"] or ""))
    return found


def _list_additions(node: NamedNode, case: RuleCase) -> Iterator[tuple[str, list[Triple]]]:
    said = [one for one in case.fires if one.subject == node]
    kinds = {
        shorten_iri(getattr(one.object, "value", "")) for one in said if one.predicate.value == expand_curie("rdf:type")
    }
    kinds |= {_load_domains().get(one.predicate.value, "") for one in said} | {""}
    for kind in sorted(kinds):
        texts = ADDITIONS["added_to_node"].get(kind, []) + (
            [f"ME {flag} {value}" for flag in _load_boolean_properties().get(kind, []) for value in ("true", "false")]
            if kind
            else []
        )
        for text in texts:
            words = re.sub(
                r"\bYOU(\.maker)?", rf"<{_EXAMPLE_NAMESPACE}z\1>", re.sub(r"\bME\b", f"<{node.value}>", text)
            )
            yield (
                text.replace("ME", shorten_iri(node.value)).replace("YOU", "exa:z"),
                _parse_triples(words, case.day),
            )


def _parse_triples(text: str, day: str) -> list[Triple]:
    large = text.replace("LARGE", "ag:significantGenerality true ; ag:wideRangeOfTasks true")
    words = large.replace("DAY", f'"{day}"^^xsd:date').replace("NEXT", f'"{_get_next_day(day)}"^^xsd:date')
    return [quad.triple for quad in parse(f"{_PREFIX_DECLARATIONS}{words} .", format=RdfFormat.TURTLE)]


def _make_premise_profiles(rule: Rule, case: RuleCase) -> dict[str, list[Triple]]:
    """Make a profile of the triples that a rule matched, and one without each of these."""
    store, used_terms = fill_store_with_law(case.fires, case.day)
    rules.infer_triples(store, used_terms)
    ways = [[one for one in way.premises if Quad(*one) in store] for way in rules.match_rule(rule, store)]
    some = min(map(dict.fromkeys, ways), key=lambda way: (-len(way), sorted(map(_format_triple, way))))
    found = {"its premises alone": list(some)}
    for gone in some if len(some) > 1 else ():
        found[f"its premises without {_format_triple(gone)}"] = [one for one in some if one != gone]
    return found


class NearProfiles(NamedTuple):
    """The profiles near the case of a rule, with all inferred triples.

    Attributes:
        names: the descriptions of the changes.
        stores: the profile of the case and then all changed profiles, in portions; each has its own node names.
        separate_stores: profiles that must not share a store, such as the profile of the case on other days.
    """

    names: Sequence[str]
    stores: Sequence[Store]
    separate_stores: Mapping[str, Store]


def build_near_profiles(rule: Rule) -> NearProfiles:
    """Build the profiles near the case of a rule."""
    case = read_rule_case(CASES_FOLDER / f"{rule.name}.trig")
    some = make_near_profiles(case, ADDITIONS["added_to_case"].get(rule.name, ())) | _make_premise_profiles(rule, case)
    early = [_move_to_early_day(one) for one in case.fires]
    alone = {f"on {day}, with all its days {_EARLY}": _infer_from_profiles([early], day) for day in _DAYS}
    for day, texts in {DEFAULT_DAY: ADDITIONS["alone"], **ADDITIONS["alone_on"]}.items():
        for text in texts.get(rule.name, ()):
            alone[f"alone on {day}, {text}"] = _infer_from_profiles([_parse_triples(text, day)], day)
    profiles = [case.fires, *some.values()]
    portions = [profiles[start : start + _PORTION] for start in range(0, len(profiles), _PORTION)]
    return NearProfiles(list(some), [_infer_from_profiles(portion, case.day) for portion in portions], alone)


def _move_to_early_day(triple: Triple) -> Triple:
    """Move a date to a day before any duty applied."""
    is_day = isinstance(triple.object, Literal) and triple.object.datatype == NamedNode(expand_curie("xsd:date"))
    return (
        Triple(triple.subject, triple.predicate, Literal(_EARLY, datatype=triple.object.datatype)) if is_day else triple
    )


def _infer_from_profiles(profiles: Sequence[Sequence[Triple]], day: str) -> Store:
    """Infer from profiles and the law of a day."""
    facts = [rename_triple_nodes(one, number) for number, profile in enumerate(profiles) for one in profile]
    store, used_terms = fill_store_with_law(facts, day)
    rules.infer_triples(store, used_terms)
    return store


def group_by_profile(triples: Iterable[Triple], number: int) -> list[set[str]]:
    """Group triples by their profile, in the original node names."""
    found: list[set[str]] = [set() for _ in range(number)]
    for one in triples:
        whose = re.match(rf"{re.escape(_EXAMPLE_NAMESPACE)}(\d+)/", getattr(one.subject, "value", ""))
        if whose:
            found[int(whose[1])].add(_format_triple(one).replace(whose[0], "exa:"))
    return found


def rename_triple_nodes(triple: Triple, whose: int | str) -> Triple:
    """Give the nodes of a profile the names of one among many in a store."""
    return Triple(_rename_node(triple.subject, whose), triple.predicate, _rename_node(triple.object, whose))


def get_own_namespace(whose: int | str) -> str:
    return f"{_EXAMPLE_NAMESPACE}{whose}/"


def _rename_node(term, whose: int | str):
    if isinstance(term, NamedNode) and term.value.startswith(_EXAMPLE_NAMESPACE):
        return NamedNode(get_own_namespace(whose) + term.value.removeprefix(_EXAMPLE_NAMESPACE))
    return term


def format_near_list(rule: Rule, near_profiles: NearProfiles) -> str:
    """Format the list of a rule: each near profile from which it derives something else, and the difference."""
    usual, *others = [found for store in near_profiles.stores for found in _derive_by_profile(rule, store)]
    pairs = zip(near_profiles.names, others[: len(near_profiles.names)], strict=True)  # the last portion has room
    lines = [f"{name}: {_format_difference(usual, other)}\n" for name, other in pairs if other != usual]
    for name, store in near_profiles.separate_stores.items():
        found = _derive_by_profile(rule, store)[0]
        lines.append(f"{name}: {_format_difference(set(), found)}\n")
    return "".join(lines)


def _derive_by_profile(rule: Rule, store: Store) -> list[set[str]]:
    return group_by_profile((one.triple for one in rules.match_rule(rule, store)), _PORTION)


def _format_difference(usual: set[str], other: set[str]) -> str:
    if not other:
        return "nothing"
    gone, new = sorted(usual - other), sorted(other - usual)
    told = [f"{len(gone)} fewer"] * (len(gone) > 3) or [f"not {one}" for one in gone]
    return "; ".join([*told, *(new if len(new) <= 3 else [f"{len(new)} more, as {new[0]}"])])


def _format_triple(triple: Triple) -> str:
    return f"{_format_term(triple.subject)} {_format_term(triple.predicate)} {_format_term(triple.object)}"


def _format_term(term) -> str:
    return shorten_iri(term.value) if isinstance(term, NamedNode) else schema.get_term_value(term)


def write_near_rule_lists() -> None:
    """Generate the lists of all rules."""
    LISTS.mkdir(exist_ok=True)
    for rule in rules.list_rules():
        (LISTS / f"{rule.name}.txt").write_text(format_near_list(rule, build_near_profiles(rule)), encoding="utf-8")


if __name__ == "__main__":
    write_near_rule_lists()
