"""Make profiles of any size that are full of what leaves verdicts open: contradictions and what cannot be read."""

from collections.abc import Callable

_HEADS = "@prefix ag: <https://w3id.org/actgraph/ns/> .\n@prefix : <urn:> .\n"
_PROVIDER = ':p a ag:Provider ; ag:establishment "US" .\n:q a ag:Deployer ; ag:establishment "DE" .\n'
_BOTH = "true , false"
_LIFTED = "ag:wideRangeOfTasks false ; ag:significantGenerality false"


def _describe_models(many: int, says: str) -> str:
    """Describe models of one provider."""
    return _PROVIDER + "".join(f":m{number} a ag:Model ; ag:developedBy :p ; {says} .\n" for number in range(many))


def _describe_deployments(many: int, says: str) -> str:
    """Describe deployments of five AI systems."""
    system = "ag:generates ag:text , ag:image ; ag:recognises ag:emotions ; ag:deployment"
    parts = [_PROVIDER]
    for number in range(5):
        ours = [f":d{one}" for one in range(number, many, 5)]
        parts += [f":s{number} a ag:System ; ag:providedBy :p ; {system} {' , '.join(ours)} .\n"] if ours else []
        parts += [f"{one} a ag:Deployment ; ag:by :q ; {says} .\n" for one in ours]
    return "".join(parts)


def _list_values(many: int) -> str:
    return " , ".join(f"1.{number:03}e25" for number in range(many))


DOUBTFUL_PROFILES: dict[str, Callable[[int], str]] = {
    # name: makes a profile of so many models, deployments or other nodes
    "contradictory amounts of models": lambda many: _describe_models(
        min(many, 150), f"ag:cumulativeCompute {_list_values(20)}"
    ),
    "contradictory answers of models": lambda many: _describe_models(
        min(many, 150),
        f"ag:highImpactCapabilities {_BOTH} ; ag:significantGenerality {_BOTH} ; ag:wideRangeOfTasks {_BOTH} ;"
        f" ag:forResearchOnly {_BOTH} ; ag:isMonetised {_BOTH} ; ag:criterionRebutted {_BOTH}",
    ),
    "contradictory answers of deployments": lambda many: _describe_deployments(
        min(many, 475),
        f"ag:showsDeepFakes {_BOTH} ; ag:informsOnPublicInterest {_BOTH} ; ag:isReviewedByPerson {_BOTH}",
    ),
    "unreadable answers of deployments": lambda many: _describe_deployments(
        min(many, 475), 'ag:showsDeepFakes "maybe"'
    ),
    "unreadable days": lambda many: (
        _describe_models(1, _LIFTED) + "".join(f':a{one} a ag:MakingAvailable ; ag:date "x" .\n' for one in range(many))
    ),
    "unreadable answers of models that owe nothing": lambda many: _describe_models(
        min(many, 150), f'{_LIFTED} ; ag:isMonetised "a" , "b" , "c" , "d" , "e" , "f"'
    ),
    "providers": lambda many: (
        _PROVIDER
        + ":m a ag:Model ; ag:developedBy :p .\n"
        + "".join(f':p{one} a ag:Provider ; ag:establishment "US" ; ag:signed :x .\n' for one in range(min(many, 499)))
    ),
}


def write_doubtful_profile(name: str, many: int) -> str:
    """Write a profile of one of these shapes.

    >>> write_doubtful_profile("providers", 1).count(" a ag:Provider")
    2
    """
    return _HEADS + DOUBTFUL_PROFILES[name](many)
