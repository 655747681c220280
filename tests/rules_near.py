"""Profiles near the one that fires a rule: a statement gone, turned, moved in time or amount, or one more.

What a rule derives from each of them stands in tests/cases/near, where it is not what its case has. These lists were
written by the rules and read by people: they hold each condition of a rule, while a case shows what the rule is for.

Run it as: python -m tests.rules_near   to write them anew; read the difference before you commit it.
"""

import datetime
import functools
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from actgraph import graph, lawstore, results, rules, statable
from actgraph.names import expand, prefixes, shorten
from actgraph.rule_terms import named_by
from actgraph.rules import Rule
from tests.conftest import ROOT
from tests.rule_cases import FOLDER, Case, law, of_file

LISTS = ROOT / "tests/cases/near"
_OURS = prefixes()["exa"]
_HEADS = "".join(f"@prefix {name}: <{iri}> . " for name, iri in prefixes().items())
_AMOUNTS = [0.0, 1e23, math.nextafter(1e23, math.inf), 1e25, math.nextafter(1e25, math.inf)]
_DAYS = ("2025-08-01", "2025-08-02")  # the last without the duties of Chapter V, and their first
_EARLY = "2025-01-01"
# What one more statement may be, by what a node is: ME is the node, YOU one that is not there yet, DAY the day that is
# asked for, NEXT the one after, LARGE what makes a model one for general purposes.
_MORE = {
    "ag:Model": """
        ME ag:baseModel YOU | ME ag:developedBy YOU | ME ag:developedFor YOU | ME ag:marketedBy YOU
        ME ag:madeAvailable YOU | ME ag:madeAvailable YOU . YOU ag:onUnionMarket true
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket true ; ag:date DAY
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket true ; ag:date NEXT
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket true ; ag:date "2024-01-01"^^xsd:date
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket false
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket false ; ag:excludesUnion true
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket false ; ag:excludesUnion false
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket false ; ag:channel ag:internalUse
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket true ; ag:by YOU.maker
        ME ag:contestation YOU . YOU ag:answer ag:accepted
        ME ag:contestation YOU . YOU ag:answer ag:accepted ; ag:answeredOn DAY
        ME ag:contestation YOU . YOU ag:answer ag:accepted ; ag:answeredOn NEXT
        ME ag:contestation YOU . YOU ag:answer ag:rejected ; ag:answeredOn DAY
        ME ag:designation YOU . YOU ag:date DAY | ME ag:designation YOU . YOU ag:date NEXT
        ME ag:designation YOU . YOU ag:date DAY ; ag:endedOn DAY
        ME ag:designation YOU . YOU ag:date DAY ; ag:endedOn NEXT
        ME ag:designation YOU . YOU ag:date "2026-01-01"^^xsd:date ; ag:endedOn "2026-06-01"^^xsd:date
        ME ag:notification YOU . YOU ag:date DAY | ME ag:notification YOU . YOU ag:date NEXT
        ME ag:licence YOU | ME ag:licence YOU . YOU ag:withholds ag:usage
        ME ag:licence YOU . YOU ag:hasTerm ag:userScaleLimit | ME ag:monetisedBy ag:price
        ME ag:publishes ag:weights | ME ag:keepsBack ag:weights | ME ag:technicalDocumentation YOU
        ME ag:trainingSummary YOU | ME ag:copyrightPolicy YOU | ME ag:downstreamInformation YOU
        ME a ag:ModelWithSystemicRisk | ME a ag:GeneralPurposeModel | ME a ag:NotGeneralPurposeModel
        ME a ag:NotPresumedModel | ME a ag:OpenSourceRelease | ME a ag:NotOpenSourceRelease | ME a ag:SameModel
        ME a ag:ModelOfModifier | ME a ag:ModelOfLesserModifier | ME a ag:LegacyModel | ME a ag:ResearchModel
        ME ag:baseModel YOU . YOU a ag:Model ; ag:cumulativeCompute 2e25 ; LARGE
        ME ag:baseModel YOU . YOU ag:developedBy YOU.maker
        YOU ag:baseModel ME | YOU a ag:SameModel ; ag:baseModel ME | YOU ag:baseModel ME ; ag:significantChange true
        ME ag:ownCompute 1e22 | ME ag:ownCompute 1e23 | ME ag:ownCompute 2e23 | ME ag:ownCompute 2e25
        ME ag:cumulativeCompute 1e22 | ME ag:cumulativeCompute 1e24 | ME ag:cumulativeCompute 2e25
        ME ag:computeOfModification 0e0 | ME ag:computeOfModification 1e22 | ME ag:computeOfModification 1e25
        ME ag:modalityOut ag:text | ME ag:modalityOut ag:video | ME ag:modalityIn ag:text | ME ag:modalityIn ag:video
        ME ag:conditionMetOn DAY | ME ag:conditionMetOn NEXT | ME ag:placedOn DAY | ME ag:placedOn NEXT
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket true ; ag:date DAY ; ag:excludesUnion true
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket false ; ag:excludesUnion true ; ag:by YOU.maker
        ME ag:madeAvailable YOU . YOU ag:channel ag:aiSystem ; ag:onUnionMarket true ; ag:by YOU.maker
        ME ag:baseModel YOU . YOU ag:ownCompute 1e22 | ME ag:baseModel YOU . YOU ag:cumulativeCompute 2e25
        ME ag:baseModel YOU . YOU ag:cumulativeCompute 0e0 | ME ag:baseModel YOU . YOU ag:cumulativeCompute 1e24
    """,
    "ag:Provider": """
        ME ag:signed cop:tra | ME ag:signed cop:cpy | ME ag:signed cop:sas | ME ag:declined cop:tra
        ME ag:declined cop:cpy | ME ag:declined cop:sas | ME ag:establishment "FR" | ME ag:establishment "NO"
        ME ag:establishment "US" | ME ag:representative YOU | ME ag:listedAs cop:prv_google | ME ag:listedAs cop:prv_xai
        ME ag:sizeClass ag:microenterprise | ME ag:sizeClass ag:sme | ME ag:sizeClass ag:largeEnterprise
        ME ag:sizeClass ag:smallEnterprise | ME ag:sizeClass ag:smallMidCap | ME ag:turnover 1e9 | ME ag:turnover 0e0
        ME ag:onlyEstablishment "FR" | YOU ag:developedBy ME | YOU ag:marketedBy ME | YOU ag:developedFor ME
        ME ag:framework YOU | ME ag:copyrightPolicy YOU
    """,
    "ag:Licence": """
        ME ag:withholds ag:usage | ME ag:hasNoTerms true | ME ag:hasNoTerms false | ME ag:hasTerm ag:attribution
        ME ag:hasTerm ag:userScaleLimit | ME ag:permits ag:access
    """,
    "ag:MakingAvailable": """
        ME ag:date DAY | ME ag:date NEXT | ME ag:date "2025-08-01"^^xsd:date | ME ag:date "2025-08-02"^^xsd:date
        ME ag:by YOU | ME ag:channel ag:internalUse | ME ag:channel ag:aiSystem | ME ag:channel ag:download
    """,
    "": """
        ME dcterms:issued DAY | ME dcterms:issued "2024-01-01"^^xsd:date
        ME dcterms:modified DAY | ME dcterms:modified NEXT
    """,
}
# What is about one rule alone.
_SOLD = "exa:a.model ag:madeAvailable exa:y , exa:z . exa:y ag:excludesUnion true . exa:z ag:onUnionMarket true"
_TURNED = (
    "exa:m a ag:Model ; ag:contestation exa:y , exa:z . "
    'exa:y ag:answer ag:accepted ; ag:answeredOn "2026-01-01"^^xsd:date . exa:z ag:date DAY'
)
_THIRD = "0.3333333333333333e0"
_OPEN = (
    "exa:m a ag:Model ; LARGE ; ag:licence exa:y ; ag:publishes ag:weights , ag:architectureInformation , "
    "ag:usageInformation ; ag:developedBy exa:p ; ag:marketedBy exa:p . exa:p ag:sizeClass ag:microenterprise . "
    "exa:y ag:permits ag:access , ag:usage , ag:modification , ag:distribution . "
)
_PAID = "exa:m a ag:Model ; ag:isMonetised true ; ag:onlyBetweenMicroenterprises {} . exa:p ag:sizeClass ag:{}"
_ABOUT = {
    "same-model": ["exa:m ag:onBehalfOfOriginalProvider true"],
    "provider-of-new-model": [
        "exa:m a ag:Model ; LARGE ; ag:baseModel exa:b.model ; ag:developedFor exa:a ; ag:marketedBy exa:a"
    ],
    "not-open-source-monetised": [
        _PAID.format(flag, size) + provided
        for flag in ("true", "false")
        for size in ("microenterprise", "sme")
        for provided in ("", " . exa:m ag:developedBy exa:p ; ag:marketedBy exa:p")
    ],
    "open-source": [f"{_OPEN} exa:m ag:isMonetised false . exa:y ag:hasNoTerms {flag}" for flag in ("true", "false")],
    "open-source-between-microenterprises": [
        f"{_OPEN} exa:m ag:onlyBetweenMicroenterprises true . exa:y ag:hasNoTerms {flag}" for flag in ("true", "false")
    ],
    "provider-develops": [f"{_SOLD} ; ag:by exa:a", f"{_SOLD} ; ag:by exa:other", _SOLD],
    "provider-has-developed": [f"{_SOLD} ; ag:by exa:a", f"{_SOLD} ; ag:by exa:other", _SOLD],
    "contestation-accepted": [
        f"{_TURNED} ; ag:answer {answer} ; ag:answeredOn {day}"
        for answer in ("ag:rejected", "ag:accepted")
        for day in ('"2026-02-01"^^xsd:date', "DAY", "NEXT", '"2025-12-01"^^xsd:date')
    ],
    "modifier-by-share": [f"exa:c.model ag:isMeasuredByCompute true ; ag:shareOfModification {_THIRD}"],
    "lesser-modifier-by-share": [
        "exa:c.model ag:isMeasuredByCompute true ; ag:onBehalfOfOriginalProvider false ;"
        f" ag:shareOfModification {_THIRD}"
    ],
    "provider-makes-available": ["exa:a.hub ag:by exa:a", "exa:a.hub ag:by exa:other"],
    "provider-downstream": [
        "exa:b.model ag:developedFor exa:a ; ag:madeAvailable exa:a.supply , exa:a.system",
        "exa:a.model ag:madeAvailable exa:z . exa:z ag:by exa:a ; ag:channel ag:aiSystem ; ag:onUnionMarket true",
        "exa:z ag:by exa:a ; ag:onUnionMarket true",
        "exa:z ag:by exa:a ; ag:excludesUnion false",
        "exa:a.model ag:madeAvailable exa:z . exa:z ag:by exa:a ; ag:excludesUnion false",
        "exa:a.system ag:by exa:a",
    ],
    "provider-upstream": [
        "exa:b.model ag:developedFor exa:a ; ag:madeAvailable exa:a.supply , exa:a.system",
        "exa:c.model ag:developedBy exa:a ; ag:madeAvailable exa:a.supply , exa:z . "
        "exa:z ag:by exa:a ; ag:channel ag:aiSystem ; ag:onUnionMarket true",
    ],
}


def near(case: Case, about: Sequence[str] = ()) -> dict[str, list[Triple]]:
    """What each change of the profile that fires is called → the changed profile."""
    found: dict[str, list[Triple]] = {}
    for number, one in enumerate(case.fires):
        before, behind = case.fires[:number], case.fires[number + 1 :]
        found[f"without {_told(one)}"] = [*before, *behind]
        for value in _others(one, case.day):
            found[f"{_told(one)} → {_term(value)}"] = [*before, Triple(one.subject, one.predicate, value), *behind]
    for node in dict.fromkeys(one.subject for one in case.fires):
        for said, more in _more(node, case):
            if not set(more) <= set(case.fires):
                found.setdefault(f"with {said}", [*case.fires, *more])
    for text in about:
        found[f"with {text}"] = [*case.fires, *_triples(text, case.day)]
    return found


def _others(one: Triple, day: str) -> list[Literal]:
    """Other values where a statement has a truth, a day or an amount."""
    if not isinstance(one.object, Literal):
        return []
    kind, value = shorten(one.object.datatype.value), one.object.value
    if kind == "xsd:boolean":
        return [Literal(value != "true")]
    if kind == "xsd:date":
        days = [day, _next(day), "2025-08-01", "2025-08-02", "2027-08-02"]
        return [Literal(other, datatype=one.object.datatype) for other in days if other != value]
    if kind == "xsd:double":
        return [Literal(repr(other), datatype=one.object.datatype) for other in _AMOUNTS if other != float(value)]
    return []


def _next(day: str) -> str:
    return str(datetime.date.fromisoformat(day) + datetime.timedelta(days=1))


@functools.cache
def _domains() -> dict[str, str]:
    """IRI of a property → the short name of the class that it is said of."""
    rows = graph.on("2026-11-24").rows(f"SELECT ?of ?in {{ ?of <{expand('rdfs:domain')}> ?in FILTER(ISIRI(?in)) }}")
    return {row["of"] or "": shorten(row["in"] or "") for row in rows}


@functools.cache
def _flags() -> dict[str, list[str]]:
    """Short name of a class → the properties that are true or false of its nodes and can be stated."""
    rows = graph.on("2026-11-24").rows(
        f"SELECT ?of {{ ?of <{expand('rdfs:range')}> <{expand('xsd:boolean')}> }} ORDER BY ?of"
    )
    can = statable.terms(graph.on("2026-11-24")).properties
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["of"] in can:
            found.setdefault(_domains().get(row["of"] or "", ""), []).append(shorten(row["of"] or ""))
    return found


def _more(node: NamedNode, case: Case) -> Iterator[tuple[str, list[Triple]]]:
    said = [one for one in case.fires if one.subject == node]
    kinds = {shorten(getattr(one.object, "value", "")) for one in said if one.predicate.value == expand("rdf:type")}
    kinds |= {_domains().get(one.predicate.value, "") for one in said} | {""}
    for kind in sorted(kinds):
        texts = [one.strip() for line in _MORE.get(kind, "").splitlines() for one in line.split(" | ")]
        texts += (
            [f"ME {flag} {value}" for flag in _flags().get(kind, []) for value in ("true", "false")] if kind else []
        )
        for text in filter(None, texts):
            words = re.sub(r"\bYOU(\.maker)?", rf"<{_OURS}z\1>", re.sub(r"\bME\b", f"<{node.value}>", text))
            yield (
                text.replace("ME", shorten(node.value)).replace("YOU", "exa:z"),
                _triples(words, case.day),
            )


def _triples(text: str, day: str) -> list[Triple]:
    large = text.replace("LARGE", "ag:significantGenerality true ; ag:wideRangeOfTasks true")
    words = large.replace("DAY", f'"{day}"^^xsd:date').replace("NEXT", f'"{_next(day)}"^^xsd:date')
    return [quad.triple for quad in parse(f"{_HEADS}{words} .", format=RdfFormat.TURTLE)]


class Closed(NamedTuple):
    """What is near the case of a rule, with all that follows.

    Attributes:
        names: what the near profiles are called.
        store: the profile of the case and all of these; each keeps its nodes to itself.
        days: a few days → the profile of the case as it would be on them.
    """

    names: Sequence[str]
    store: Store
    days: Mapping[str, Store]


def closed(rule: Rule) -> Closed:
    """What is near the case of a rule."""
    case = of_file(FOLDER / f"{rule.name}.trig")
    some = near(case, _ABOUT.get(rule.name, ()))
    early = [_early(one) for one in case.fires]
    return Closed(
        list(some), _follows([case.fires, *some.values()], case.day), {day: _follows([early], day) for day in _DAYS}
    )


def _early(one: Triple) -> Triple:
    """The same on a day before any duty applied."""
    is_day = isinstance(one.object, Literal) and one.object.datatype == NamedNode(expand("xsd:date"))
    return Triple(one.subject, one.predicate, Literal(_EARLY, datatype=one.object.datatype)) if is_day else one


def _follows(profiles: Sequence[Sequence[Triple]], day: str) -> Store:
    """Profiles with the law of a day and all that follows."""
    facts = [_apart(one, number) for number, profile in enumerate(profiles) for one in profile]
    store = Store()
    store.extend(Quad(*one, rules.LAW) for one in law(day))
    store.extend(Quad(*one) for one in facts)
    rules.conclude(store, lawstore.said(graph.on(day)) | set(map(named_by, facts)))
    return store


def parted(triples: Iterable[Triple], number: int) -> list[set[str]]:
    """Statements by the profile that they are of, in the names of that profile."""
    found: list[set[str]] = [set() for _ in range(number)]
    for one in triples:
        whose = re.match(rf"{re.escape(_OURS)}(\d+)/", getattr(one.subject, "value", ""))
        if whose:
            found[int(whose[1])].add(_told(one).replace(whose[0], "exa:"))
    return found


def _apart(one: Triple, number: int) -> Triple:
    return Triple(_named(one.subject, number), one.predicate, _named(one.object, number))


def _named(term, number: int):
    if isinstance(term, NamedNode) and term.value.startswith(_OURS):
        return NamedNode(f"{_OURS}{number}/{term.value.removeprefix(_OURS)}")
    return term


def listed(rule: Rule, all_near: Closed) -> str:
    """The list of a rule: each near profile from which it derives something else, and what."""
    usual, *others = _derived(rule, all_near.store, len(all_near.names) + 1)
    pairs = zip(all_near.names, others, strict=True)
    lines = [f"{name}: {_difference(usual, other)}\n" for name, other in pairs if other != usual]
    for day, store in all_near.days.items():
        (found,) = _derived(rule, store, 1)
        lines.append(f"on {day}, with all its days {_EARLY}: {_difference(set(), found)}\n")
    return "".join(lines)


def _derived(rule: Rule, store: Store, number: int) -> list[set[str]]:
    return parted((one.triple for one in rules.matches(rule, store)), number)


def _difference(usual: set[str], other: set[str]) -> str:
    if not other:
        return "nothing"
    gone, new = sorted(usual - other), sorted(other - usual)
    told = [f"{len(gone)} fewer"] * (len(gone) > 3) or [f"not {one}" for one in gone]
    return "; ".join([*told, *(new if len(new) <= 3 else [f"{len(new)} more, as {new[0]}"])])


def _told(one: Triple) -> str:
    return f"{_term(one.subject)} {_term(one.predicate)} {_term(one.object)}"


def _term(term) -> str:
    return shorten(term.value) if isinstance(term, NamedNode) else results.text(term)


def write() -> None:
    """Write the lists of all rules anew."""
    LISTS.mkdir(exist_ok=True)
    for rule in rules.all_rules():
        (LISTS / f"{rule.name}.txt").write_text(listed(rule, closed(rule)), encoding="utf-8")


if __name__ == "__main__":
    write()
