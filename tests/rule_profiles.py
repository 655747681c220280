"""Profiles that a random choice makes: one to three models, their providers, and what decides on their duties."""

from collections.abc import Callable, Sequence

Pick = Callable[[Sequence[str]], str]

COMPUTE = ("9.0e22", "1.0e23", "2.0e23", "3.0e24", "9.0e24", "1.0e25", "1.0000000000000002e25", "4.0e25")
YES_NO = ("true", "false")
RIGHTS = "ag:access , ag:usage , ag:modification , ag:distribution"
OPEN = "ag:weights , ag:architectureInformation , ag:usageInformation"


def _days(*days: str) -> tuple[str, ...]:
    return tuple(f'"{day}"^^xsd:date' for day in days)


# Property, what it can have; empty for nothing stated. What stands twice is more likely.
_PROVIDER = {
    "ag:establishment": ('"US"', '"DE"', '"NO"', '"US" , "IE"', ""),
    "ag:sizeClass": ("ag:microenterprise", "ag:largeEnterprise", ""),
    "ag:signed": ("cop:tra", "cop:sas", "cop:tra , cop:cpy", "cop:tra , cop:cpy , cop:sas", ""),
}
_MODEL = {
    "ag:developedBy": ("exa:p", "exa:p", "exa:q", ""),
    "ag:marketedBy": ("exa:p", "exa:p", "exa:q", ""),
    "ag:developedFor": ("", "", "", "exa:p", "exa:q"),
    "ag:ownCompute": (*COMPUTE, ""),
    "ag:cumulativeCompute": (*COMPUTE, "", ""),
    "ag:modalityIn": ("ag:text", "ag:image", ""),
    "ag:modalityOut": ("ag:text", "ag:text", "ag:image", "ag:otherModality", ""),
    "ag:significantGenerality": ("true", "true", "true", "", "", "", "false"),
    "ag:wideRangeOfTasks": ("true", "true", "true", "true", "", "", "false"),
    "ag:highImpactCapabilities": ("", "", "", *YES_NO),
    "ag:forResearchOnly": ("", "", "", *YES_NO),
    "ag:conditionMetOn": ("", "", *_days("2025-06-01", "2026-06-01", "2026-12-24")),
    "ag:publishes": (OPEN, OPEN, "ag:weights", ""),
    "ag:keepsBack": ("", "", "", "", "ag:weights"),
    "ag:isMonetised": ("true", "false", "false", ""),
    "ag:monetisedBy": ("", "", "", "", "ag:price"),
    "ag:onlyBetweenMicroenterprises": ("", "", "", *YES_NO),
}
_MODIFICATION = {
    "ag:computeOfModification": (*COMPUTE, "", ""),
    "ag:onBehalfOfOriginalProvider": ("true", "false", "false", "false", ""),
    "ag:significantChange": ("", "", "", *YES_NO),
    "ag:originalComputeNotKnowable": ("", "", "true", "false"),
}
_SUPPLY = {
    "ag:onUnionMarket": ("true", "true", "true", "false", ""),
    "ag:date": (*_days("2025-08-01", "2025-08-02", "2026-11-24", "2026-12-01"), ""),
    "ag:channel": ("ag:download", "ag:aiSystem", "ag:internalUse", ""),
    "ag:by": ("", "", "exa:p", "exa:q"),
    "ag:excludesUnion": ("", "", *YES_NO),
}
_LICENCE = {
    "ag:permits": (RIGHTS, RIGHTS, RIGHTS, "ag:access", ""),
    "ag:hasTerm": ("ag:attribution", "ag:attribution", "ag:userScaleLimit", ""),
    "ag:hasNoTerms": ("", "", *YES_NO),
    "ag:withholds": ("", "", "", "", "ag:distribution"),
}
_DECISION = {"ag:date": _days("2026-03-01", "2026-12-01"), "ag:endedOn": ("", "", *_days("2026-09-01"))}
_ANSWER = {
    "ag:answer": ("ag:accepted", "ag:rejected"),
    "ag:answeredOn": _days("2026-03-01", "2026-05-01", "2026-12-01"),
}
_PARTS = (
    ("ag:madeAvailable", _SUPPLY, ("0", "1", "1", "1", "2")),
    ("ag:licence", _LICENCE, ("0", "1", "1", "2")),
    ("ag:designation", _DECISION, ("0", "0", "1")),
    ("ag:contestation", _ANSWER, ("0", "0", "0", "1", "2")),
)


def statements(pick: Pick) -> list[str]:
    """The statements of a profile, one a line, in Turtle without its prefixes.

    Args:
        pick: takes one of some texts.
    """
    found = [line for name in ("exa:p", "exa:q") for line in _node(name, "ag:Provider", _PROVIDER, pick)]
    count = int(pick("11223"))
    for place in range(count):
        model = f"exa:m{place}"
        found += _node(model, "ag:Model", _MODEL, pick)
        for link, properties, numbers in _PARTS:
            for part in range(int(pick(numbers))):
                name = f"{model}.{link.removeprefix('ag:')}{part}"
                found += [f"{model} {link} {name} .", *_node(name, "", properties, pick)]
        bases = [f"exa:m{other}" for other in range(place + 1, count) if pick(("yes", "no")) == "yes"]
        if bases:
            found += [f"{model} ag:baseModel {base} ." for base in bases]
            found += _node(model, "", _MODIFICATION, pick)
    return found


def _node(name: str, kind: str, properties: dict[str, Sequence[str]], pick: Pick) -> list[str]:
    typed = [f"{name} a {kind} ."] if kind else []
    chosen = ((says, pick(values)) for says, values in properties.items())
    return typed + [f"{name} {says} {value} ." for says, value in chosen if value]
