"""Say in words who supervises what is assessed, and which fines can be imposed."""

from actgraph.graph.day import Day
from actgraph.reasoning.assess import AssessedModel
from actgraph.reasoning.fines import assess_fines

_TWO_CASES = (
    "First, the same provider, or providers in one undertaking, developed the system and the general-purpose AI model"
    " that it is based on, unless an exception of point (a) applies. Second, the system is, or is part of, a designated"
    " very large online platform or search engine  (Article 75(1))"
)
_FINES_OF_SYSTEMS = "Article 99(4), point (g), (6) and (6a)"


def describe_authority(model: AssessedModel) -> list[str]:
    """Say who supervises Article 50 as regards an AI system or a deployment; empty for a model."""
    if model.kind == "model":
        return []
    if model.supervised_by_office is None:
        return [
            f"in two cases, the AI Office alone. {_TWO_CASES}",
            "in these cases, for a deployer only if the deployer is also the provider, or part of the same undertaking"
            "  (Article 75(1), second subparagraph)",
            "in all other cases, the market surveillance authority of the Member State  (Articles 70(1) and 74(1))",
        ]
    if model.supervised_by_office:
        return [
            "the AI Office alone, unless one of the exceptions (i) to (iv) of point (a) applies, such as a product"
            " under Annex I  (Article 75(1))"
        ]
    return [
        "the market surveillance authority of the Member State  (Articles 70(1) and 74(1))",
        f"in two cases, the AI Office alone instead. {_TWO_CASES}",
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
