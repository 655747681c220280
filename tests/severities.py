"""How grave a finding is, by what its shape stands on: a breach of the Act, of the Code alone, or a fact left open."""

from actgraph.names import shorten
from actgraph.results import Shape

# Nothing is breached where a fact is left open: it is unknown, and asked for. So is what the Code encourages only.
LEFT_OPEN = frozenset(
    """
    UnderCopyrightChapter-policy-summary CopyrightPolicyUnderCode-date Provider-label Model-label
    Model-baseModel MakingAvailable-date-given MakingAvailable-channel MakingAvailable-onUnionMarket-given
    Licence-title Notification-date-given Contestation-date-given Contestation-day-of-answer
    Contestation-answer-of-day Designation-date-given Evidence-title Evidence-place Representative-label
    OwedTrainingSummary-page OwedTrainingSummary-date Model-question
    """.split()
)
# Owed, and the last day for it has not passed: nothing is breached yet.
NOT_YET = frozenset({"Owes_52.1-notification-awaited"})
# What is found may be in order: the text does not settle it, or what would settle it is not in the profile.
IN_DOUBT = frozenset(
    """
    Representative-in-EEA Representative-empowersFor Contestation-with-notification OwedTrainingSummary-update
    """.split()
)


def expected(shape: Shape) -> str:
    """The severity that a shape must have.

    The Act and the template that it prescribes bind everyone: violation. The Code binds who signed it, and other means
    are open to all: warning. The guidelines bind nobody: info.
    """
    kinds = {shorten(source).partition(":")[0] for source in shape.sources}
    if shape.iri.rpartition("/")[2] in LEFT_OPEN | NOT_YET | IN_DOUBT or kinds == {"gdl"}:
        return "info"
    return "warning" if "cop" in kinds else "violation"
