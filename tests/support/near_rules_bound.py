"""What is added to the profile of the case of one rule that says since when a duty binds."""

from tests.support.near_rules_said import NOTICE, OTHER, PLACED, RISKY, SAME, TOLD, both, less, owed

# What binds since a model has systemic risk: its own duties, and of an open-source model those that it was exempt from.
_RISKY = f"{RISKY} ; ag:isWithoutAcceptedArguments true"
_OWING = both(_RISKY, PLACED, owed("55.1.a"))
_OPENED = [
    both(_RISKY, PLACED, owed(of), f"exa:m a ag:{kind}")
    for of in ("53.1.a", "53.1.c")
    for kind in ("OpenSourceRelease", "NotOpenSourceRelease")
]
_BOUND = [
    *less("", _OWING),
    *_OPENED,
    f"{_OWING} . exa:m a ag:LegacyModel",
    both(_RISKY, owed("55.1.a"), "exa:m a ag:LegacyModel"),
    both(_RISKY, PLACED, NOTICE),
    f"{_RISKY} . {PLACED} . {OTHER} ; ag:ofModels ag:systemicRiskModel",
    f"{_RISKY} ; a ag:LegacyModel . {PLACED} . {OTHER} ; ag:ofModels ag:systemicRiskModel ; ag:appliesBy exa:t",
]
# By the decision alone, though a condition was foreseen.
_DECIDED = "exa:m ag:isDesignated true ; ag:highImpactCapabilities false ; ag:computeForPresumption 1e24"
BOUND = {
    "binds-from": [*_OPENED, both(PLACED, owed("53.1.a")), *less(PLACED, owed("55.1.a"))],
    "binds-from-legacy": [
        *(f"{one} . exa:m a ag:LegacyModel" for one in _OPENED),
        *less("exa:m a ag:LegacyModel", owed("55.1.a")),
        both("exa:m a ag:LegacyModel", owed("53.1.a")),
    ],
    "binds-from-condition": [f"{one} . exa:m ag:riskByConditionFrom DAY" for one in _BOUND],
    "binds-from-condition-unknown": [
        *less(f"{_OWING} . {_DECIDED}", both("exa:m ag:conditionMetOn DAY", NOTICE)),
        f"{_OWING} . exa:m ag:riskByConditionFrom DAY",
        *less(f"{_OWING} . exa:m ag:riskByDecisionFrom DAY", NOTICE),
        *_BOUND,
    ],
    "binds-from-designation": [f"{one} . exa:m ag:riskByDecisionFrom DAY" for one in _BOUND],
    "risk-from-condition": [
        *less(f"{_RISKY} . exa:m ag:conditionMetOn DAY", NOTICE),
        *(
            one
            for amount in ("1e25", "2e25")
            for one in less(
                f"{_RISKY} . {NOTICE} . exa:m ag:conditionMetOn DAY",
                "exa:m ag:isDesignated true . exa:m ag:highImpactCapabilities false . "
                f"exa:m ag:computeForPresumption {amount}",
            )
        ),
    ],
    "risk-from-designation": [
        f"{RISKY} . exa:m ag:designation exa:y . {TOLD} ; ag:endedOn {day}"
        for day in ("DAY", "NEXT", "DAY , NEXT", '"not yet"')
    ],
    "risk-from-condition-of-same-model": less(f"{_RISKY} . exa:b ag:riskByConditionFrom DAY", SAME),
    "risk-from-designation-of-same-model": less(f"{RISKY} . exa:b ag:riskByDecisionFrom DAY", SAME),
    "may-be-designated-of-same-model": less("exa:b ag:mayBeDesignated true", SAME),
}
