"""How grave a finding is, by what its shape stands on: a breach of the Act, of the Code alone, or a fact left open."""

from actgraph.core.prefixes import shorten_iri
from actgraph.profile.schema import Shape

# Nothing is breached where a fact is left open: it is unknown, and asked for. So is what the Code encourages only.
OPEN_FACT_SHAPES = frozenset(
    """
    UnderCopyrightChapter-policy-summary CopyrightPolicyUnderCode-date Provider-label Model-label
    Model-baseModel MakingAvailable-date-given MakingAvailable-channel MakingAvailable-onUnionMarket-given
    Licence-title Notification-date-given Contestation-date-given Contestation-day-of-answer
    Contestation-answer-of-day Designation-date-given Evidence-title Evidence-place Representative-label
    Representative-establishment-given Representative-appointedOn-given
    OwedTrainingSummary-page OwedTrainingSummary-date Model-question
    """.split()
)
# Owed, and the last day for it has not passed: nothing is breached yet.
NOT_YET_DUE_SHAPES = frozenset({"Owes_52.1-notification-awaited"})
# What is found may be in order: the text does not settle it, or what would settle it is not in the profile.
DOUBTFUL_SHAPES = frozenset(
    """
    Representative-in-EEA Representative-empowersFor Contestation-with-notification OwedTrainingSummary-update
    """.split()
)
# No description of a provider with a model at all: no rule and no shape has anything to look at, so that nothing else
# would be found, and a file in which a class is misspelt would get through `--fail-on violation` as if all was well.
ILL_FORMED_SHAPES = frozenset({"Profile-model", "Profile-provider"})
LISTED_SHAPES = OPEN_FACT_SHAPES | NOT_YET_DUE_SHAPES | DOUBTFUL_SHAPES | ILL_FORMED_SHAPES


def get_expected_severity(shape: Shape) -> str:
    """The severity that a shape must have.

    The Act and the template that it prescribes bind everyone: violation. The Code binds who signed it, and other means
    are open to all: warning. The guidelines and recitals bind nobody: info. What is said twice where it can be said
    once, or in words that cannot be read, leaves no fact open but contradicts itself or says nothing: violation.
    """
    name = shape.iri.rpartition("/")[2]
    if name in ILL_FORMED_SHAPES:
        return "violation"
    binding = {
        kind for kind, _, part in map(_split_source, shape.sources) if kind != "gdl" and not part.startswith("rct_")
    }
    if name in OPEN_FACT_SHAPES | NOT_YET_DUE_SHAPES | DOUBTFUL_SHAPES or not binding:
        return "info"
    return "warning" if "cop" in binding else "violation"


def _split_source(source: str) -> tuple[str, str, str]:
    return shorten_iri(source).partition(":")
