"""What is added to the profile of the case of one rule that asks something."""

from tests.support.near_rules_said import ASSESSED, NOTICE, PROVIDED, RISKY, both, less, owed, settled

_STATED = [
    *less(ASSESSED, both(owed("53.1.a"), owed("54.1"))),
    both(ASSESSED, owed("53.1.b"), owed("54.1")),
    both(ASSESSED, owed("53.1.a"), owed("54.2")),
]
_FORESEEN = "exa:m a ag:AssessedModel ; ag:conditionMayBeMet true"
ASKED = {
    "ask-designation-day": [
        "exa:m a ag:AssessedModel ; ag:mayBeDesignated true . exa:d a ag:DutyOfSystemicRisk ; ag:dutyOf exa:m ; "
        f"ag:boundFrom DAY . {owed('53.1.d')} . exa:d_53.1.d ag:boundFrom DAY"
    ],
    "ask-high-impact": [f"{_FORESEEN} ; ag:computeForPresumption {amount}" for amount in ("8e24", "1e25", "2e25")]
    + [f"{_FORESEEN} ; ag:computeForPresumption 8e24 ; ag:highImpactCapabilities true"],
    "ask-earlier-release": [
        *less("", both(f"{RISKY} . {owed('53.1.a')} . exa:d_53.1.a ag:boundFrom DAY", owed("53.1.c"))),
    ],
    "ask-base-compute": [
        f"{ASSESSED} ; ag:baseModel exa:b . exa:b ag:{kind} 1e24" for kind in ("ownCompute", "cumulativeCompute")
    ],
    "ask-base-generality": ["exa:m a ag:Model"],
    "ask-later-answer": [
        "exa:m a ag:Model ; ag:contestation exa:y , exa:z . exa:y ag:answer ag:accepted ; ag:answeredOn "
        '"2026-01-01"^^xsd:date . exa:z ag:answer ag:rejected ; ag:answeredOn "2026-02-01"^^xsd:date'
    ],
    "ask-eea": [
        f"{ASSESSED} . {PROVIDED} . exa:p ag:establishment {more}"
        for more in ('"US"', '"NO"', f'"NO" . {owed("54.1")}', f'"NO" . {owed("54.2")}')
    ],
    "ask-establishment": [both(ASSESSED, PROVIDED, owed(of)) for of in ("54.1", "54.2")],
    "ask-licence": [
        *_STATED,
        *less(
            f"{ASSESSED} ; ag:licence exa:l . exa:l ag:hasNoTerms true",
            "exa:l ag:permits ag:access . exa:l ag:permits ag:usage . exa:l ag:permits ag:modification . "
            "exa:l ag:permits ag:distribution",
        ),
    ],
    "ask-modalities": [f"{ASSESSED} ; ag:modality{way} ag:text" for way in ("In", "Out")],
    "ask-modification-compute": [
        f"{ASSESSED} ; ag:computeOfModification 1e22 ; ag:baseModel {bases}" for bases in ("exa:b", "exa:b , exa:c")
    ],
    "ask-monetisation": _STATED,
    "ask-own-compute": [f"{ASSESSED} ; ag:computeForCriterion 2e23"],
    "ask-placing": [
        f"{ASSESSED} , ag:ModelOfLesserModifier ; ag:baseModel exa:b . "
        "exa:b ag:madeAvailable exa:s . exa:s ag:excludesUnion true",
        *less(ASSESSED, settled("53.1.c", "52.1")),
        both(ASSESSED, owed("53.1.c"), settled("52.1")),
    ],
    "ask-provider": [
        f"{ASSESSED} ; ag:baseModel exa:b . {more}"
        for more in ("exa:m a ag:ModelOfModifier", "exa:m a ag:SameModel", "exa:b a ag:NotGeneralPurposeModel")
    ],
    "ask-publicity": [
        *_STATED,
        *less(
            ASSESSED,
            "exa:m ag:publishes ag:weights . exa:m ag:publishes ag:architectureInformation . "
            "exa:m ag:publishes ag:usageInformation",
        ),
    ],
    "ask-training-compute": less(ASSESSED, both(RISKY, NOTICE)),
    "ask-upstream-exclusion": [
        f"{ASSESSED} ; ag:madeAvailable exa:s , exa:t . exa:s ag:by exa:u ; ag:onUnionMarket false . "
        f"exa:t ag:channel ag:aiSystem ; ag:onUnionMarket true ; ag:by {more}"
        for more in ("exa:u", "exa:v", f"exa:v . {PROVIDED}")
    ],
}
