"""Say in words who supervises what is assessed, and which fines can be imposed."""

from actgraph.graph.day import Day
from actgraph.reasoning.assess import AssessedModel
from actgraph.reasoning.duty_law import has_sole_competence
from actgraph.reasoning.fines import assess_fines

_CASE_A = (
    "(a) {developers} developed both the system and the general-purpose AI model that it is based on, and none of the"
    " exceptions (i) to (iv) applies  (Article 75(1), point (a))"
)
_CASE_B = (
    "(b) the system is, or is integrated into, a very large online platform or very large online search engine"
    " designated under Regulation (EU) 2022/2065  (Article 75(1), point (b))"
)
_DEPLOYER = (
    "In both cases, the AI Office is competent for a deployer only if that deployer is also the provider, or forms part"
    " of the same undertaking as the provider  (Article 75(1), second subparagraph)"
)
_UNION = (
    "For Union institutions, bodies, offices and agencies, the European Data Protection Supervisor is competent, but"
    " not for the Court of Justice acting in its judicial capacity  (Article 74(9))"
)
_FINES_OF_SYSTEMS = "Article 99(4), point (g), (6) and (6a)"


def describe_authority(day: Day, model: AssessedModel) -> list[str]:
    """Say who supervises Article 50 as regards a system or a deployment; empty for a model, and before 27 July 2026."""
    if model.kind == "model" or not has_sole_competence(day):
        return []
    if model.supervised_by_office:
        return [
            "The AI Office alone is competent, unless one of the exceptions (i) to (iv) of point (a) applies  (Article"
            " 75(1))",
            "If one applies, the AI Office alone is competent only in case (b), and otherwise a market surveillance"
            " authority of the Member State  (Articles 70(1), 74(1) and 75(1))",
            _CASE_B,
        ]
    others = "providers forming part of the same undertaking"
    is_excluded = model.kind == "AI system" and model.supervised_by_office is False
    case_a = _CASE_A.format(developers=others if is_excluded else f"the same provider, or {others},")
    if model.supervised_by_office is None:
        return [
            "The AI Office alone is competent in two cases, (a) and (b)  (Article 75(1))",
            *(case_a, _CASE_B, _DEPLOYER),
            "In all other cases, a market surveillance authority of the Member State is competent  (Articles 70(1) and"
            " 74(1))",
            _UNION,
        ]
    return [
        "A market surveillance authority of the Member State is competent  (Articles 70(1) and 74(1))",
        "The AI Office alone is competent instead in two cases, (a) and (b)  (Article 75(1))",
        *(case_a, _CASE_B, *([_DEPLOYER] if model.kind == "deployment" else []), _UNION),
    ]


def describe_fines(day: Day, model: AssessedModel) -> list[str]:
    """Say from when, and with which ceiling, fines can be imposed as regards a model; empty if no duty applies."""
    fines = assess_fines(day, model)
    if fines is None:
        return []
    if model.kind != "model":
        from_when = f"from {fines.later_from}" if fines.later_from and not fines.is_enforceable else ""
        more = f"; for some duties not before {fines.later_from}" if fines.later_from and fines.is_enforceable else ""
        return [f"can be imposed {from_when}{', ' if from_when else ''}{fines.ceiling}{more}  ({_FINES_OF_SYSTEMS})"]
    ceiling = f"for intent or negligence, {fines.ceiling}"
    if not fines.is_in_force:
        return [f"cannot yet be imposed, only from {fines.power_from}; then, {ceiling}  (Article 101(1))"]
    later = f"not before {fines.later_from}" if fines.later_from else ""
    rest = "the day from which they can be imposed is unknown" if fines.has_unknown_date else later
    if fines.is_enforceable:
        more = f"; for some duties {rest}" if rest else ""
        return [f"can be imposed {ceiling}{more}  (Article 101(1))"]
    if rest:
        return [
            f"can be imposed since {fines.power_from}, for the duties as regards this model {rest};"
            f" {ceiling}  (Articles 101(1) and 111(3))"
        ]
    return [f"can be imposed {ceiling}  (Article 101(1))"]
