"""Say in words who supervises what is assessed, and which fines can be imposed."""

from actgraph.graph.day import Day
from actgraph.reasoning.assess import AssessedModel
from actgraph.reasoning.duty_law import has_sole_competence
from actgraph.reasoning.fines import assess_fines

_AUTHORITY = (
    "a market surveillance authority of the Member State; for Union institutions, bodies, offices and agencies, the"
    " European Data Protection Supervisor, but not for the Court of Justice acting in its judicial capacity  (Articles"
    " 70(1), 74(1) and 74(9))"
)
_PLATFORM = (
    "the system is, or is integrated into, a very large online platform or very large online search engine designated"
    " under Regulation (EU) 2022/2065"
)
_FINES_OF_SYSTEMS = "Article 99(4), point (g), (6) and (6a)"


def describe_authority(day: Day, model: AssessedModel) -> list[str]:
    """Say who supervises Article 50 as regards a system or a deployment; empty for a model, and before 27 July 2026."""
    if model.kind == "model" or not has_sole_competence(day):
        return []
    if model.supervised_by_office:
        return [
            "the AI Office alone  (Article 75(1))",
            "but if one of the exceptions (i) to (iv) of point (a) applies, the AI Office only where"
            f" {_PLATFORM} (point (b)), and otherwise a market surveillance authority  (Article 75(1))",
        ]
    is_excluded = model.kind == "AI system" and model.supervised_by_office is False
    developers = f"{'' if is_excluded else 'the same provider, or '}providers forming part of the same undertaking"
    cases = (
        f"in two cases, the AI Office alone. First, {developers}{'' if is_excluded else ','} developed both the system"
        " and the general-purpose AI model that it is based on, and none of the exceptions (i) to (iv) of point (a)"
        f" applies. Second, {_PLATFORM}  (Article 75(1), points (a) and (b))"
    )
    deployer = (
        "in both cases, the AI Office is competent for a deployer only if the deployer is also the provider, or forms"
        " part of the same undertaking as the provider  (Article 75(1), second subparagraph)"
    )
    if model.supervised_by_office is None:
        return [cases, deployer, f"otherwise {_AUTHORITY}"]
    return [_AUTHORITY, f"instead, {cases}", *([deployer] if model.kind == "deployment" else [])]


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
