"""Write an assessment as a table with one row for each duty."""

from collections.abc import Mapping, Sequence

from actgraph.core.tables import JsonValue, TableRow
from actgraph.graph.day import Day
from actgraph.reasoning.assess import AssessedDuty, AssessedModel
from actgraph.reasoning.assess_text import format_sources
from actgraph.reasoning.duty_counts import counts_to_dict
from actgraph.reasoning.open_questions import OpenQuestion
from actgraph.reasoning.proof import ProofStep
from actgraph.reasoning.reservations import Reservation

ASSESSMENT_COLUMNS = (
    *("profile", "provider", "providerLabel", "model", "modelLabel", "obligation", "obligationLabel", "provision"),
    *("provisionLabel", "status", "since", "enforceableFrom", "unless", "limitedToModification", "routes", "measures"),
    *("evidence", "missing", "reasons", "questions", "summary", "warnings", "notKnown"),
)
SYSTEM_COLUMNS = ("kind", "limitedToNotice", "supervisedByAIOffice", "fineCeiling")  # where there are AI systems


def build_assessment_rows(
    day: Day, profile_name: str, models: Sequence[AssessedModel]
) -> list[Mapping[str, JsonValue]]:
    """Build one row for each duty, with the columns `ASSESSMENT_COLUMNS`; columns with several values are lists.

    Where a profile has AI systems or deployments, each row has those of `SYSTEM_COLUMNS` too.
    """
    has_systems = any(model.kind != "model" for model in models)
    return [
        {
            "profile": profile_name,
            "provider": [iri for iri, _ in model.providers],
            "providerLabel": [label for _, label in model.providers],
            "model": model.iri,
            "modelLabel": model.label,
            "obligation": duty.obligation.iri,
            "obligationLabel": duty.obligation.label,
            "provision": duty.provision.iri,
            "provisionLabel": duty.provision.label,
            "status": duty.status,
            "since": duty.since or None,
            "enforceableFrom": duty.enforceable_from or None,
            "unless": [_reservation_to_dict(one) for one in duty.unless],
            "limitedToModification": duty.limited_to_modification,
            "routes": [route.iri for route in duty.routes],
            "measures": list(duty.measures),
            "evidence": list(duty.evidence),
            "missing": list(duty.missing_evidence),
            "reasons": [_step_to_dict(one) for one in duty.proof],
            "questions": [_question_to_dict(one) for one in duty.questions],
            "summary": counts_to_dict(model.counts),
            "warnings": list(model.warnings),
            "notKnown": list(model.not_known),
            **(_describe_system(model, duty) if has_systems else {}),
        }
        for model in models
        for duty in model.duties
    ]


def _describe_system(model: AssessedModel, duty: AssessedDuty) -> dict[str, JsonValue]:
    return {
        "kind": model.kind,
        "limitedToNotice": duty.limited_to_notice,
        "supervisedByAIOffice": model.supervised_by_office,
        "fineCeiling": float(model.ceiling) if model.ceiling else None,
    }


def list_columns(rows: Sequence[Mapping[str, JsonValue]]) -> Sequence[str]:
    """List the columns of the rows of `build_assessment_rows`.

    >>> list_columns([]) == ASSESSMENT_COLUMNS
    True
    """
    return (*ASSESSMENT_COLUMNS, *SYSTEM_COLUMNS) if any("kind" in row for row in rows) else ASSESSMENT_COLUMNS


def _step_to_dict(step: ProofStep) -> dict[str, JsonValue]:
    return {
        "depth": step.depth,
        "kind": step.kind,
        "words": step.words,
        "rule": step.rule,
        "sources": list(step.sources),
        "where": step.where,
    }


def _reservation_to_dict(one: Reservation) -> dict[str, JsonValue]:
    return {"iri": one.iri, "words": one.text, "answeredBy": list(one.answered_by), "sources": list(one.sources)}


def _question_to_dict(question: OpenQuestion) -> dict[str, JsonValue]:
    return {
        "iri": question.iri,
        "words": question.text,
        "answeredBy": list(question.answered_by),
        "source": question.source,
    }


def flatten_assessment_rows(day: Day, rows: Sequence[Mapping[str, JsonValue]]) -> list[TableRow]:
    """Turn every cell of the rows of `build_assessment_rows` into one string, for CSV and similar formats."""
    return [{name: _format_cell(day, name, row[name]) for name in list_columns(rows)} for row in rows]


def _format_cell(day: Day, column: str, value: JsonValue) -> str | None:
    if isinstance(value, dict):
        return "; ".join(f"{name} {number}" for name, number in value.items() if number)
    if not isinstance(value, list):
        return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    if column == "reasons":
        return "; ".join(f"{one['words']} ({format_sources(day, one['sources'])})" for one in value if one["depth"] < 2)
    if column == "unless":
        return "; ".join(f"{one['words']} ({format_sources(day, one['sources'])})" for one in value)
    if column == "questions":
        return "; ".join(one["words"] for one in value)
    return "; ".join(value)
