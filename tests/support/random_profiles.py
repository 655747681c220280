"""Random profiles: two providers, a model, perhaps what it was made from, every amount at or near a threshold."""

import math

from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import expand_curie, load_prefixes

_DAYS = ["2024-08-02", "2025-08-01", "2025-08-02", "2026-08-01", "2026-11-23", "2026-11-24", "2026-11-25"]


def _near(amount: float) -> list[float]:
    return [math.nextafter(amount, 0), amount, math.nextafter(amount, math.inf)]


AMOUNTS = [
    *_near(1e23),
    *_near(1e25),
    *_near(3.333333333333333e22),
    *_near(3.333333333333333e24),
    0.0,
    1e22,
    1e24,
    1e26,
]


def node(name: str) -> NamedNode:
    """A node of a random profile."""
    return NamedNode(f"{load_prefixes()['exa']}{name}")


def _typed(value: str, name: str) -> Literal:
    return Literal(value, datatype=NamedNode(expand_curie(f"xsd:{name}")))


_boolean = st.booleans().map(lambda one: _typed(str(one).lower(), "boolean"))
_mostly = st.sampled_from(["true", "true", "true", "false"]).map(lambda one: _typed(one, "boolean"))
_seldom = st.sampled_from(["true", "false", "false", "false"]).map(lambda one: _typed(one, "boolean"))
_amount = st.sampled_from(AMOUNTS).map(lambda one: _typed(repr(one), "double"))
_day = st.sampled_from(_DAYS).map(lambda one: _typed(one, "date"))
_country = st.sampled_from(["FR", "GR", "NO", "CH", "US"]).map(Literal)


def _any_of(*names: str) -> st.SearchStrategy:
    return st.sampled_from([NamedNode(expand_curie(f"ag:{name}")) for name in names])


_provider = st.sampled_from([node("a"), node("a"), node("a"), node("b")])
_modality = _any_of("text", "text", "text", "speech", "otherAudio", "image", "video", "otherModality")
_OF_PROVIDER = {
    "establishment": _country,
    "sizeClass": _any_of("microenterprise", "sme", "smallMidCap", "largeEnterprise"),
    "signed": st.sampled_from([NamedNode(expand_curie(f"cop:{name}")) for name in ("tra", "cpy", "sas")]),
    "turnover": st.sampled_from([0.0, 5e8, 1e12]).map(lambda one: _typed(repr(one), "double")),
}
_OF_MODEL = {
    "developedBy": _provider,
    "developedFor": _provider,
    "marketedBy": _provider,
    "modalityIn": _modality,
    "modalityOut": _modality,
    "ownCompute": _amount,
    "cumulativeCompute": _amount,
    "highImpactCapabilities": _boolean,
    "significantGenerality": _mostly,
    "wideRangeOfTasks": _mostly,
    "isMonetised": _seldom,
    "onlyBetweenMicroenterprises": _boolean,
    "conditionMetOn": _day,
}
_RARELY = {
    "forResearchOnly": _seldom,
    "monetisedBy": _any_of("price", "dualLicensing"),
    "keepsBack": _any_of("weights", "usageInformation"),
}
_OF_MODIFICATION = {
    "computeOfModification": _amount,
    "originalComputeNotKnowable": _boolean,
    "significantChange": _boolean,
    "onBehalfOfOriginalProvider": _boolean,
}
_OF_SUPPLY = {
    "by": _provider,
    "channel": _any_of("aiSystem", "download", "applicationInterface"),
    "onUnionMarket": _mostly,
    "excludesUnion": _boolean,
    "date": _day,
}
_OF_CONTESTATION = {"answer": _any_of("accepted", "rejected"), "answeredOn": _day}
_OF_DESIGNATION = {"date": _day, "endedOn": _day}
_OF_LICENCE = {
    "withholds": _any_of("usage", "distribution"),
    "hasNoTerms": _mostly,
    "hasTerm": _any_of("attribution", "userScaleLimit", "proportionateSafetyTerms"),
}


@st.composite
def _described(draw, name: str, words: dict, often: int = 2) -> list[Triple]:
    """Each word is there in one of so many profiles, on average."""
    found = []
    for word, values in words.items():
        if draw(st.integers(1, often)) == 1:
            found.append(Triple(node(name), NamedNode(expand_curie(f"ag:{word}")), draw(values)))
    return found


def _is(name: str, kind: str) -> Triple:
    return Triple(node(name), NamedNode(expand_curie("rdf:type")), NamedNode(expand_curie(f"ag:{kind}")))


def _has(name: str, word: str, other: NamedNode) -> Triple:
    return Triple(node(name), NamedNode(expand_curie(f"ag:{word}")), other)


@st.composite
def _model(draw, name: str) -> list[Triple]:
    found = [_is(name, "Model"), *draw(_described(name, _OF_MODEL)), *draw(_described(name, _RARELY, often=6))]
    for supply in (f"{name}.supply", f"{name}.system")[: draw(st.integers(0, 2))]:
        found += [_has(name, "madeAvailable", node(supply)), *draw(_described(supply, _OF_SUPPLY))]
    if draw(st.integers(1, 4)) == 1:
        found.append(_has(name, "contestation", node(f"{name}.arguments")))
        found += draw(_described(f"{name}.arguments", _OF_CONTESTATION))
    if draw(st.integers(1, 4)) == 1:
        found.append(_has(name, "designation", node(f"{name}.decision")))
        found += draw(_described(f"{name}.decision", _OF_DESIGNATION))
    if draw(st.booleans()):
        found.append(_has(name, "licence", node(f"{name}.licence")))
        rights = ("access", "usage", "modification", "distribution")
        for right in rights[: draw(st.sampled_from([0, 3, 4, 4]))]:
            found.append(_has(f"{name}.licence", "permits", NamedNode(expand_curie(f"ag:{right}"))))
        found += draw(_described(f"{name}.licence", _OF_LICENCE, often=3))
    parts = ("weights", "architectureInformation", "usageInformation")
    for part in parts[: draw(st.sampled_from([0, 2, 3, 3]))]:
        found.append(_has(name, "publishes", NamedNode(expand_curie(f"ag:{part}"))))
    return found


@st.composite
def profiles(draw) -> list[Triple]:
    """A random profile that contradicts nothing by its form; its answers may well contradict each other."""
    found = []
    for name in ("a", "b"):
        found += [_is(name, "Provider"), *draw(_described(name, _OF_PROVIDER))]
    found += draw(_model("a.model"))
    for name, base in [("a.model", "b.model"), ("b.model", "c.model")][: draw(st.sampled_from([0, 0, 1, 1, 1, 2]))]:
        found += draw(_model(base))
        found += [_has(name, "baseModel", node(base)), *draw(_described(name, _OF_MODIFICATION))]
    return found
