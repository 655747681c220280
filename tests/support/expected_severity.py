"""Compute the severity that each shape must have, from the provisions it cites and from listed exceptions."""

from actgraph.core.prefixes import shorten_iri
from actgraph.profile.schema import Shape

# A missing fact, or one that the Code only encourages: nothing is breached, the provider is asked for it.
OPEN_FACT_SHAPES = frozenset(
    """
    UnderCopyrightChapter-policy-summary CopyrightPolicyUnderCode-date Provider-label Model-label
    Model-baseModel MakingAvailable-date-given MakingAvailable-channel MakingAvailable-onUnionMarket-given
    Licence-title Notification-date-given Contestation-date-given Contestation-day-of-answer
    Contestation-answer-of-day Designation-date-given Evidence-title Evidence-place Representative-label
    Representative-establishment-given Representative-appointedOn-given
    OwedTrainingSummary-page OwedTrainingSummary-date Model-question Evidence-unfinished
    System-label Marking-technique-given OwedInformation-first-contact-given OwedInformation-clear-given
    OwedInformation-accessible-given UnderContentSection1-sub_2.1.4 UnderContentSection1-provenance
    """.split()
)
# A duty whose deadline has not passed: nothing is breached yet.
NOT_YET_DUE_SHAPES = frozenset({"Owes_52.1-notification-awaited"})
# Possibly compliant: the law does not settle it or prescribes no form, or the deciding fact is not in the profile.
DOUBTFUL_SHAPES = frozenset(
    """
    Representative-in-EEA Representative-empowersFor Contestation-with-notification OwedTrainingSummary-update
    Owes_52.1-notified-by-count Owes_53.3-evidence Contradiction-possible
    OwedTrainingSummary-fld_1.3.languages OwedTrainingSummary-fld_1.3.other-characteristics
    SummaryOfPublicDatasets-fld_2.1.large-list SummaryOfPublicDatasets-fld_2.1.other-description
    SummaryOfPrivateDatasets-fld_2.2.2.known-list SummaryOfPrivateDatasets-fld_2.2.2.unknown-description
    SummaryOfSyntheticData-fld_2.5.gpai-models SummaryOfSyntheticData-fld_2.5.other-models
    """.split()
)
# A profile without a provider or a model: no rule or other shape applies, so a file with a misspelt class would pass
# `--fail-on violation` without any finding. The other two read answers in a form that is none, whatever text they cite.
ILL_FORMED_SHAPES = frozenset(
    {"Profile-model", "Profile-provider", "System-isInClosedProduct", "System-textIsFreeForm"}
)
# Info of a binding text that leaves nothing open: what it only encourages, where it prescribes no form, or unfinished
# text in a field that no text requires.
ADVICE_SHAPES = frozenset(
    """
    UnderCopyrightChapter-policy-summary OwedTrainingSummary-page OwedTrainingSummary-update Owes_53.3-evidence
    Evidence-unfinished UnderContentSection1-provenance
    """.split()
)
LISTED_SHAPES = OPEN_FACT_SHAPES | NOT_YET_DUE_SHAPES | DOUBTFUL_SHAPES | ILL_FORMED_SHAPES


def get_expected_severity(shape: Shape) -> str:
    """Get the severity that a shape must have.

    The Act and its mandatory template bind every provider: violation. A code of practice binds its signatories only,
    and others may use other means: warning. Guidelines and recitals bind nobody: info. Contradictory or unreadable
    statements: violation. Missing facts, duties not yet due, and doubtful findings: info.
    """
    name = shape.iri.rpartition("/")[2]
    if name in ILL_FORMED_SHAPES:
        return "violation"
    binding = {
        kind
        for kind, _, part in map(_split_source, shape.sources)
        if kind not in ("gdl", "g50") and not part.startswith("rct_")
    }
    if name in OPEN_FACT_SHAPES | NOT_YET_DUE_SHAPES | DOUBTFUL_SHAPES or not binding:
        return "info"
    return "warning" if binding & {"cop", "agc"} else "violation"


def _split_source(source: str) -> tuple[str, str, str]:
    return shorten_iri(source).partition(":")
