"""Select the triples of the law that rules match: duties, exemptions, thresholds, routes, dates, lists; no wording."""

import functools
from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode, Triple

from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.graph.day import Day

# The predicates that rules match in the law; a test compares this list with the rules.
LAW_PREDICATES = (
    *("rdf:type", "rdfs:subPropertyOf", "dcterms:source"),
    *("ag:ofModels", "ag:notOfModels", "ag:exempts", "ag:condition", "ag:appliesBy", "ag:date", "ag:value"),
    *(
        "ag:dutyClass",
        "ag:dutyClassOfSystem",
        "ag:dutyClassOfDeployment",
        "ag:qualifies",
        "ag:punishes",
        "ag:evidenceFor",
        "ag:codeChapter",
        "ag:codeChapterOfSystemicRisk",
        "ag:shownBy",
        "ag:routeKind",
        "ag:addresses",
        "ag:audience",
        "ag:bearer",
        "ag:valueKind",
        "ag:acceptsNotApplicable",
    ),
    *(
        "ag:onList",
        "ag:provider",
        "ag:forChapter",
        "ag:ofCode",
        "dcterms:isPartOf",
        "ag:memberCountry",
        "ag:eeaCountry",
    ),
    *("ag:maxAmount", "ag:maxShare", "ag:ceilingRule"),
    *("ag:namesDocument", "ag:headcountBelow", "ag:turnoverAtMost", "ag:balanceSheetAtMost"),
    *("ag:approximationFactor", "ag:toleratedFactor"),
    *("ag:spdxIdentifier", "ag:hubIdentifier", "ag:titlePattern", "ag:titleWord", "ag:addressPrefix"),
    *("ag:grants", "ag:refuses", "ag:imposes", "ag:mayImpose"),
)
LAW_CLASSES = (
    *("ag:Obligation", "ag:Exemption", "ag:Power", "ag:Sanction", "ag:Threshold", "ag:Route", "ag:Milestone"),
    *("ag:SignatoryList", "ag:Reservation", "ag:Listing", "ag:Refusal", "ag:Relief", "ag:CodeChapter", "ag:FormItem"),
    "ag:SummaryField",
    *("ag:DisqualifyingTerm", "ag:LicenceText", "owl:ObjectProperty"),
)
# Selected for every node, not only for instances of LAW_CLASSES.
PREDICATES_OF_ANY_NODE = (
    *("ag:evidenceFor", "ag:memberCountry", "ag:eeaCountry"),
    *("ag:namesDocument", "ag:headcountBelow", "ag:turnoverAtMost", "ag:balanceSheetAtMost"),
    *("ag:approximationFactor", "ag:toleratedFactor"),
)


def load_law_facts(day: Day) -> Sequence[Triple]:
    """Load the triples of a day's law that rules match.

    >>> from actgraph.graph.day import open_day
    >>> 500 < len(load_law_facts(open_day("2026-11-24"))) < 8000
    True
    """
    return _select_law_facts(day.undated)


@functools.lru_cache(maxsize=8)
def _select_law_facts(day: Day) -> Sequence[Triple]:
    heads = "".join(f"PREFIX {name}: <{iri}> " for name, iri in load_prefixes().items())
    wanted = "".join(f" {one}" for one in LAW_PREDICATES)
    classes = "".join(f" {one}" for one in LAW_CLASSES)
    found = day.query(
        f"{heads} CONSTRUCT {{ ?node ?says ?what }} WHERE {{"
        f" {{ VALUES ?class {{{classes} }} ?node a ?class . VALUES ?says {{{wanted} }} ?node ?says ?what }}"
        f" UNION {{ VALUES ?says {{ {' '.join(PREDICATES_OF_ANY_NODE)} }} ?node ?says ?what }} }}"
    )
    assert isinstance(found, list)
    return [one for one in found if isinstance(one.subject, NamedNode)]


# The class of what is assessed → the property by which the law says what binds there.
_DUTY_CLASSES = {
    "ag:AssessedModel": "ag:dutyClass",
    "ag:AssessedSystem": "ag:dutyClassOfSystem",
    "ag:AssessedDeployment": "ag:dutyClassOfDeployment",
}


@functools.lru_cache(maxsize=8)
def list_assessed_obligations(day: Day) -> Mapping[str, Sequence[str]]:
    """List the IRIs of the obligations that are assessed, by the class of what they are assessed for.

    >>> from actgraph.graph.day import open_day
    >>> [len(some) for some in list_assessed_obligations(open_day("2026-11-28")).values()]
    [16, 3, 4]
    """
    said = [(one.predicate.value, str(one.subject.value)) for one in load_law_facts(day)]  # type: ignore[union-attr]
    return {
        expand_curie(kind) or kind: tuple(sorted(subject for by, subject in said if by == expand_curie(says)))
        for kind, says in _DUTY_CLASSES.items()
    }


@functools.cache
def list_law_only_terms() -> frozenset[str]:
    """List the IRIs of the terms by which rules match the law, except those that profiles use too.

    >>> terms = list_law_only_terms()
    >>> load_prefixes()["rdfs"] + "subPropertyOf" in terms, load_prefixes()["dcterms"] + "source" in terms
    (True, False)
    """
    shared = ("rdf:type", "dcterms:source", "dcterms:isPartOf")
    return frozenset(expand_curie(one) or one for one in (*LAW_PREDICATES, *LAW_CLASSES) if one not in shared)
