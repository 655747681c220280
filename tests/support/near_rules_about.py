"""What is added to the profile of the case of one rule, so that each of its conditions stands alone once.

Much of it is written as other rules derive it: so a rule can be asked about what they never derive together.
"""

from tests.support.near_rules_asked import ASKED
from tests.support.near_rules_bound import BOUND
from tests.support.near_rules_said import (
    NOTICE,
    OTHER,
    OWED,
    PLACED,
    PROVIDED,
    RISKY,
    SAME,
    TOLD,
    both,
    less,
    owed,
    settled,
)

_SOLD = "exa:a.model ag:madeAvailable exa:y , exa:z . exa:y ag:excludesUnion true . exa:z ag:onUnionMarket true"
_SOLD_ALSO_ELSEWHERE = (
    "exa:a.model ag:madeAvailable exa:y , exa:z . exa:y ag:onUnionMarket false . exa:z ag:onUnionMarket true"
)
_ADHERES = (
    "exa:m a ag:Owes_53.1.a . exa:r ag:routeKind ag:adherence . "
    "exa:d ag:dutyOf exa:m ; ag:duty rdg:obl_53.1.a ; ag:openRoute exa:r"
)
_SIZES = ("microenterprise", "smallEnterprise", "sme", "smallMidCap", "largeEnterprise")
_SUMMED_UP = {
    "audio": ["speech", "otherAudio"],
    "image": ["image"],
    "other-modality": ["otherModality"],
    "text": ["text"],
    "video": ["video"],
}
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
_DESIGNATED = f"exa:m a ag:AssessedModel . {PROVIDED} . {RISKY} . exa:m ag:designation exa:y . exa:y a ag:Designation"
_SIGNED = f"{PROVIDED} . exa:p ag:signed cop:tra"
_NOTICE_OF_BASE = "exa:n ag:dutyOf exa:b . exa:n ag:duty rdg:obl_52.1 . exa:n ag:dutyStatus ag:applies"
# A duty with a way to show it.
_SHOWN = "exa:d_{} ag:openRoute exa:r ; ag:boundFrom DAY"
ABOUT = {
    **ASKED,
    **BOUND,
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
    ]
    + [f"{_TURNED} ; ag:answeredOn DAY", f"{_TURNED.rpartition(' . ')[0]} . exa:m ag:mayBeDesignated true"],
    "modifier-by-share": [f"exa:c.model ag:isMeasuredByCompute true ; ag:shareOfModification {_THIRD}"],
    "lesser-modifier-by-share": [
        "exa:c.model ag:isMeasuredByCompute true ; ag:onBehalfOfOriginalProvider false ; ag:baseModel exa:z ;"
        f" ag:shareOfModification {_THIRD} . exa:z a ag:GeneralPurposeModel"
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
    "compute-with-base": [
        "exa:a.model ag:ownCompute 1e25",
        "exa:m ag:baseModel exa:b ; ag:computeOfModification 5e23 . exa:b ag:cumulativeCompute 9.5e24",
    ],
    "share-of-cumulative-compute": [
        "exa:m ag:baseModel exa:b ; ag:computeOfModification 1e22 . exa:b a ag:ModelWithSystemicRisk ;"
        " ag:cumulativeCompute 0e0"
    ],
    "duty-to-notify": [
        _SOLD_ALSO_ELSEWHERE,
        *less(both(OWED, RISKY), both(SAME, _NOTICE_OF_BASE)),
        *less(
            both(OWED, RISKY),
            "exa:m a ag:ModelOfModifier . exa:m ag:baseModel exa:b . exa:b a ag:ModelWithSystemicRisk",
        ),
    ],
    "duty-to-notify-by-capabilities": [_SOLD_ALSO_ELSEWHERE],
    "duty-to-notify-foreseen": [_SOLD_ALSO_ELSEWHERE],
    "no-notification-after-designation": [
        *(f"{_DESIGNATED} ; ag:date {told} . exa:m ag:computeForPresumption 1e24" for told in ("DAY", "NEXT")),
        f"exa:m a ag:AssessedModel . {PROVIDED} . {RISKY} . exa:m ag:computeForPresumption 1e24",
        *(f"{_DESIGNATED} ; ag:date {told} . exa:m ag:computeForPresumption 2e25" for told in ("DAY", "NEXT")),
        f"{_DESIGNATED} ; ag:date DAY . exa:m ag:computeForPresumption 1e24 ; ag:highImpactCapabilities true",
        *(
            f"{_DESIGNATED} . {TOLD} ; ag:endedOn {ended} . exa:m ag:computeForPresumption 1e24"
            for ended in ("DAY", "NEXT", "DAY , NEXT", '"not yet"')
        ),
    ],
    "no-notification-of-same-model": [
        f"{RISKY} , ag:AssessedModel . {SAME} . exa:m ag:computeForPresumption {amount} . "
        f"exa:b a ag:ModelWithSystemicRisk . {_NOTICE_OF_BASE.replace('applies', 'doesNotApply')}"
        for amount in ("1e25", "2e25")
    ],
    "not-presumed": [
        "exa:a.model ag:mayBeDesignated true",
        "exa:a.model ag:conditionMayBeMet true",
    ],
    "not-presumed-modified": [
        "exa:a.model ag:mayBeDesignated true",
        "exa:a.model ag:conditionMayBeMet true",
    ],
    "not-presumed-unknowable": ["exa:b.model ag:mayBeDesignated true"],
    "no-duty-not-presumed": less("exa:m a ag:AssessedModel , ag:NotPresumedModel", NOTICE),
    "route-act": [OTHER],
    "route-code": [
        f"{OTHER} ; ag:codeChapter cop:tra . exa:p ag:signed cop:tra",
        f"{OTHER} ; ag:codeChapter exa:c ; ag:shownBy exa:r . exa:r ag:routeKind ag:adherence . exa:p ag:signed exa:c",
    ],
    "route-alternative": [
        OTHER,
        f"{OTHER} ; ag:codeChapter exa:c ; ag:shownBy exa:r . exa:r ag:routeKind ag:alternativeMeans . "
        "exa:p ag:signed exa:c",
    ],
    "route-alternative-of-systemic-risk": [f"{RISKY} . {OTHER} ; ag:codeChapterOfSystemicRisk exa:c"],
    "no-duty-to-show-alternative-means": [
        *less("", settled("53.1.a", "53.1.b", "53.1.c")),
        *less(settled("53.1.a", "53.1.b", "53.1.c"), owed("53.4")),
        *less("", owed("55.1.a")),
        *less(settled("55.1.a"), owed("55.2")),
        *(
            text
            for more in (
                "exa:m a ag:NotPresumedModel",
                RISKY,
                settled("53.1.a"),
                owed("53.1.a"),
                "exa:p ag:signed cop:sas",
            )
            for text in less(settled("53.1.c"), both(_SIGNED, more))
        ),
        *less(settled("53.1.a", "53.1.c"), _SIGNED),
        *less(settled("53.1.b", "53.1.c"), both(_SIGNED, "exa:m a ag:NotPresumedModel")),
    ],
    "legacy-model": [
        'exa:m ag:madeAvailable exa:z . exa:z ag:onUnionMarket true ; ag:date "last year"',
        'exa:m ag:madeAvailable exa:z . exa:z ag:onUnionMarket false ; ag:date "2025-05-01"^^xsd:date',
    ],
    "designated": ['exa:m a ag:Model ; ag:designation exa:z . exa:z ag:date DAY ; ag:endedOn "not yet"'],
    "no-duty-off-the-market": [
        "exa:a.model ag:madeAvailable exa:z . exa:z ag:onUnionMarket false ; ag:excludesUnion false ;"
        " ag:channel ag:internalUse"
    ],
    "binds-from-alternative-means": [
        f"{owed('53.4')} . {owed(of)} . {_SHOWN.format(of)} . {kind.format(of)}"
        for of in ("53.1.a", "53.1.b", "53.1.c", "53.1.d")
        for kind in (
            "exa:r ag:routeKind ag:alternativeMeans",
            "exa:r ag:routeKind ag:alternativeMeans . exa:d_{} ag:openRoute exa:s . exa:s ag:routeKind ag:adherence",
        )
    ],
    "condition-may-be-met": ['exa:m a ag:Model ; ag:conditionMetOn "2026-02-30"^^xsd:date'],
    "may-be-designated": [
        *(f"exa:m a ag:Model ; ag:designation exa:y . exa:y ag:endedOn {day}" for day in ("DAY", '"not yet"')),
        'exa:m a ag:Model ; ag:designation exa:y . exa:y ag:date "2026-02-30"^^xsd:date',
    ],
    "framework-due-before-placing": [
        *less("", both(PLACED, owed("55.1.b"))),
        both(RISKY, PLACED, owed("55.1.b"), "exa:m ag:isDesignated true"),
        both(PLACED, owed("55.2")),
        both(owed("55.1.b"), 'exa:m a ag:LegacyModel ; ag:placedOn "2027-08-02"^^xsd:date'),
    ],
    "evidence-of-same-model": ["exa:a.base ag:rightsholderContact exa:z"],
    "contains-point-of-annex-xi": ["exa:a.model ag:technicalDocumentation exa:z"],
    "contains-point-of-annex-xii": ["exa:a.model ag:downstreamInformation exa:z"],
    "relief-for-small-enterprises": [f"exa:p ag:sizeClass ag:{size}" for size in _SIZES],
    "relief-of-the-code": [
        f"exa:p ag:sizeClass ag:{size} ; ag:signed cop:{chapter}"
        for size in _SIZES
        for chapter in ("cpy", "sas", "tra")
    ],
    "provided-model": [
        f"exa:m a ag:AssessedModel , ag:GeneralPurposeModel ; ag:{part} exa:p . exa:p a ag:Provider"
        for part in ("developedFor", "marketedBy")
    ],
    "under-chapter": [_ADHERES],
    "under-safety-and-security-chapter": [_ADHERES],
    "owed-alternative-means-account": ["exa:m a ag:Owes_55.2 ; ag:alternativeMeansAccount exa:z"],
    **{
        f"summary-of-{name}": [
            f"exa:m a ag:Owes_53.1.d ; ag:trainingSummary exa:z ; ag:{way} ag:{modality}"
            for modality in modalities
            for way in ("modalityIn", "modalityOut")
        ]
        for name, modalities in _SUMMED_UP.items()
    },
    "with-stated-compute": [
        f"exa:m a ag:ProvidedModel ; ag:{kind} 1e24"
        for kind in ("ownCompute", "cumulativeCompute", "computeOfModification")
    ],
    "notification-binds-from-legacy": ['exa:a.model ag:conditionMetOn "2027-09-01"^^xsd:date'],
    "notification-open-until": [
        *less("exa:m a ag:LegacyModel", both(NOTICE, 'exa:d_52.1 ag:boundFrom "2027-08-02"^^xsd:date')),
        *less("exa:m a ag:LegacyModel", both(NOTICE, 'exa:m ag:conditionMetOn "2027-08-01"^^xsd:date')),
    ],
    "awaits-notification": [
        *less("", both("exa:m a ag:Owes_52.1", "exa:m ag:notificationOpenUntil NEXT")),
        "exa:m a ag:Owes_52.1 ; ag:notificationOpenUntil NEXT ; ag:notification exa:y",
    ],
    "past-notification-time": [
        f"exa:m a ag:Owes_52.1{until}"
        for until in ("", " ; ag:notificationOpenUntil DAY", ' ; ag:notificationOpenUntil "2026-11-23"^^xsd:date')
    ],
    "evidence-of-provider": [
        f"exa:a ag:{kind} exa:z"
        for kind in (
            *("rightsholderContact", "authorityContact", "alternativeMeansAccount", "incidentProcess", "framework"),
            *("cybersecurity", "representative", "technicalDocumentation"),
        )
    ],
}
# What is alone in a store: it has law, or would be found together with other profiles.
_LISTING = (
    "exa:a ag:listedAs exa:name . exa:x ag:provider exa:name . exa:x ag:forChapter exa:chapter . "
    "exa:x ag:onList exa:list . exa:list ag:date DAY"
)
_REFUSAL = "exa:a ag:listedAs exa:name . exa:x a ag:Refusal . exa:x ag:provider exa:name . exa:x ag:date"
# A duty that no law has, and what is exempt from it.
_NEW = (
    "exa:obl_9 ag:dutyClass exa:class . exa:obl_9 ag:ofModels ag:anyModel . exa:obl_9 ag:appliesBy exa:t . "
    "exa:t ag:date DAY . exa:e ag:exempts exa:obl_9"
)
ALONE = {
    "duty-exempt": less(
        both(OWED, PLACED, "exa:m a ag:OpenSourceRelease , ag:NotPresumedModel"),
        both(_NEW, "exa:e ag:ofModels ag:openSourceModel"),
    ),
    "duty-exemption-lost": less(both(OWED, PLACED, RISKY), both(_NEW, "exa:e ag:notOfModels ag:systemicRiskModel")),
    "duty-exemption-not-met": less(both(OWED, PLACED, "exa:m a ag:NotOpenSourceRelease"), _NEW),
    "ask-base-systemic-risk": ["exa:m a ag:AssessedModel"],
    "same-model": ["exa:a ag:onBehalfOfOriginalProvider true"],
    "measured-by-fallback": ["exa:a ag:isMeasuredByCompute true ; ag:originalComputeNotKnowable true"],
    "signed-by-list": [
        *less("", _LISTING),
        *(
            f"exa:a ag:listedAs cop:prv_xai . {later} ag:date {day}"
            for later in ("exa:list a ag:SignatoryList ;", "exa:list")
            for day in ("DAY", "NEXT")
        ),
    ],
    "declined-in-public": [*less("", f"{_REFUSAL} DAY"), f"{_REFUSAL} NEXT"],
    **{
        f"contains-point-of-annex-{name}": [
            f"exa:m ag:{kind} exa:d . exa:d ag:contains exa:i . exa:i ag:addresses act:anx_{name.upper()}.sec_9 ; "
            f"ag:audience ag:{audience}{other}"
            for audience in ("commission", "memberState", "downstreamProvider")
            for other in (
                "",
                *(
                    f" . exa:j ag:addresses act:anx_{name.upper()}.sec_9 ; ag:audience ag:{reader}"
                    for reader in ("commission", "memberState", "downstreamProvider")
                ),
            )
        ]
        for name, kind in {"xi": "technicalDocumentation", "xii": "downstreamInformation"}.items()
    },
    "relief-for-small-enterprises": ["exa:p ag:sizeClass ag:smallMidCap . rdg:rlf_56.5 ag:bearer ag:smallMidCap"],
    "relief-of-the-code": less(
        "exa:p ag:sizeClass ag:sme ; ag:signed exa:c . exa:r ag:bearer ag:sme ; dcterms:source exa:c.1",
        "exa:r a ag:Relief . exa:c a ag:CodeChapter",
    ),
    "no-duty-to-show-alternative-means": [
        both(settled("53.1.c"), _SIGNED, f"exa:p ag:signed {signed} . rdg:obl_53.1.a ag:{chapter} exa:c", *more)
        for signed, chapter, more in (
            ("exa:c", "codeChapter", ["exa:m a ag:NotPresumedModel"]),
            ("cop:sas , exa:c", "codeChapterOfSystemicRisk", []),
        )
    ],
}
# The same on a day on which the Act holds, and there are no guidelines yet.
EARLIER = {"criterion-missed-modality": ["exa:m ag:modalityOut ag:otherAudio"]}
