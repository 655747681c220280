"""Random profiles for Hypothesis: two providers, a model and perhaps its base models, with amounts near thresholds."""

import math

from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import expand_curie, load_prefixes

_DAYS = ["2024-08-02", "2025-08-01", "2025-08-02", "2026-08-01", "2026-11-23", "2026-11-24", "2026-11-25"]


def _list_neighbours(amount: float) -> list[float]:
    return [math.nextafter(amount, 0), amount, math.nextafter(amount, math.inf)]


COMPUTE_AMOUNTS = [
    *_list_neighbours(1e23),
    *_list_neighbours(1e25),
    *_list_neighbours(3.333333333333333e22),
    *_list_neighbours(3.333333333333333e24),
    0.0,
    1e22,
    1e24,
    1e26,
]


def make_node(name: str) -> NamedNode:
    """Make the IRI of a node."""
    return NamedNode(f"{load_prefixes()['exa']}{name}")


def _make_literal(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=NamedNode(expand_curie(f"xsd:{datatype}")))


_BOOLEANS = st.booleans().map(lambda one: _make_literal(str(one).lower(), "boolean"))
_MOSTLY_TRUE = st.sampled_from(["true", "true", "true", "false"]).map(lambda one: _make_literal(one, "boolean"))
_MOSTLY_FALSE = st.sampled_from(["true", "false", "false", "false"]).map(lambda one: _make_literal(one, "boolean"))
_AMOUNT_LITERALS = st.sampled_from(COMPUTE_AMOUNTS).map(lambda one: _make_literal(repr(one), "double"))
_DAY_LITERALS = st.sampled_from(_DAYS).map(lambda one: _make_literal(one, "date"))
_COUNTRIES = st.sampled_from(["FR", "GR", "NO", "CH", "US"]).map(Literal)


def _sample_terms(*names: str) -> st.SearchStrategy:
    return st.sampled_from([NamedNode(expand_curie(f"ag:{name}")) for name in names])


_PROVIDERS = st.sampled_from([make_node("a"), make_node("a"), make_node("a"), make_node("b")])
_MODALITIES = _sample_terms("text", "text", "text", "speech", "otherAudio", "image", "video", "otherModality")
_PROVIDER_VALUES = {
    "establishment": _COUNTRIES,
    "sizeClass": _sample_terms("microenterprise", "sme", "smallMidCap", "largeEnterprise"),
    "signed": st.sampled_from([NamedNode(expand_curie(f"cop:{name}")) for name in ("tra", "cpy", "sas")]),
    "turnover": st.sampled_from([0.0, 5e8, 1e12]).map(lambda one: _make_literal(repr(one), "double")),
}
_MODEL_VALUES = {
    "developedBy": _PROVIDERS,
    "developedFor": _PROVIDERS,
    "marketedBy": _PROVIDERS,
    "modalityIn": _MODALITIES,
    "modalityOut": _MODALITIES,
    "ownCompute": _AMOUNT_LITERALS,
    "cumulativeCompute": _AMOUNT_LITERALS,
    "highImpactCapabilities": _BOOLEANS,
    "significantGenerality": _MOSTLY_TRUE,
    "wideRangeOfTasks": _MOSTLY_TRUE,
    "isMonetised": _MOSTLY_FALSE,
    "onlyBetweenMicroenterprises": _BOOLEANS,
    "conditionMetOn": _DAY_LITERALS,
}
_RARE_MODEL_VALUES = {
    "forResearchOnly": _MOSTLY_FALSE,
    "monetisedBy": _sample_terms("price", "dualLicensing"),
    "keepsBack": _sample_terms("weights", "usageInformation"),
}
_MODIFICATION_VALUES = {
    "computeOfModification": _AMOUNT_LITERALS,
    "originalComputeNotKnowable": _BOOLEANS,
    "significantChange": _BOOLEANS,
    "onBehalfOfOriginalProvider": _BOOLEANS,
}
_SUPPLY_VALUES = {
    "by": _PROVIDERS,
    "channel": _sample_terms("aiSystem", "download", "applicationInterface"),
    "onUnionMarket": _MOSTLY_TRUE,
    "excludesUnion": _BOOLEANS,
    "date": _DAY_LITERALS,
}
_CONTESTATION_VALUES = {"answer": _sample_terms("accepted", "rejected"), "answeredOn": _DAY_LITERALS}
_DESIGNATION_VALUES = {"date": _DAY_LITERALS, "endedOn": _DAY_LITERALS}
_LICENCE_VALUES = {
    "withholds": _sample_terms("usage", "distribution"),
    "hasNoTerms": _MOSTLY_TRUE,
    "hasTerm": _sample_terms("attribution", "userScaleLimit", "proportionateSafetyTerms"),
}


@st.composite
def _draw_description(draw, name: str, properties: dict, one_in: int = 2) -> list[Triple]:
    """Draw values for some properties: each property with a chance of one in `one_in`."""
    found = []
    for word, values in properties.items():
        if draw(st.integers(1, one_in)) == 1:
            found.append(Triple(make_node(name), NamedNode(expand_curie(f"ag:{word}")), draw(values)))
    return found


def _make_type_triple(name: str, class_name: str) -> Triple:
    return Triple(make_node(name), NamedNode(expand_curie("rdf:type")), NamedNode(expand_curie(f"ag:{class_name}")))


def _make_triple(name: str, property_name: str, value: NamedNode) -> Triple:
    return Triple(make_node(name), NamedNode(expand_curie(f"ag:{property_name}")), value)


@st.composite
def _draw_model(draw, name: str) -> list[Triple]:
    found = [
        _make_type_triple(name, "Model"),
        *draw(_draw_description(name, _MODEL_VALUES)),
        *draw(_draw_description(name, _RARE_MODEL_VALUES, one_in=6)),
    ]
    for supply in (f"{name}.supply", f"{name}.system")[: draw(st.integers(0, 2))]:
        found += [
            _make_triple(name, "madeAvailable", make_node(supply)),
            *draw(_draw_description(supply, _SUPPLY_VALUES)),
        ]
    if draw(st.integers(1, 4)) == 1:
        found.append(_make_triple(name, "contestation", make_node(f"{name}.arguments")))
        found += draw(_draw_description(f"{name}.arguments", _CONTESTATION_VALUES))
    if draw(st.integers(1, 4)) == 1:
        found.append(_make_triple(name, "designation", make_node(f"{name}.decision")))
        found += draw(_draw_description(f"{name}.decision", _DESIGNATION_VALUES))
    if draw(st.booleans()):
        found.append(_make_triple(name, "licence", make_node(f"{name}.licence")))
        rights = ("access", "usage", "modification", "distribution")
        for right in rights[: draw(st.sampled_from([0, 3, 4, 4]))]:
            found.append(_make_triple(f"{name}.licence", "permits", NamedNode(expand_curie(f"ag:{right}"))))
        found += draw(_draw_description(f"{name}.licence", _LICENCE_VALUES, one_in=3))
    parts = ("weights", "architectureInformation", "usageInformation")
    for part in parts[: draw(st.sampled_from([0, 2, 3, 3]))]:
        found.append(_make_triple(name, "publishes", NamedNode(expand_curie(f"ag:{part}"))))
    return found


@st.composite
def draw_profile(draw) -> list[Triple]:
    """Draw a profile of well-formed statements, which may contradict each other."""
    found = []
    for name in ("a", "b"):
        found += [_make_type_triple(name, "Provider"), *draw(_draw_description(name, _PROVIDER_VALUES))]
    found += draw(_draw_model("a.model"))
    for name, base in [("a.model", "b.model"), ("b.model", "c.model")][: draw(st.sampled_from([0, 0, 1, 1, 1, 2]))]:
        found += draw(_draw_model(base))
        found += [
            _make_triple(name, "baseModel", make_node(base)),
            *draw(_draw_description(name, _MODIFICATION_VALUES)),
        ]
    return found
