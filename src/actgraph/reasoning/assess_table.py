"""An assessment as rows: one a duty."""

from collections.abc import Sequence

from actgraph.core.tables import Row
from actgraph.graph.day import Day
from actgraph.reasoning.assess import Model
from actgraph.reasoning.assess_text import sources
from actgraph.reasoning.open_questions import Question

COLUMNS = (
    *("profile", "provider", "providerLabel", "model", "modelLabel", "obligation", "obligationLabel", "provision"),
    *("provisionLabel", "status", "since", "enforceableFrom", "limitedToModification", "routes", "measures"),
    *("evidence", "missing", "reasons", "questions"),
)


def rows(day: Day, name: str, models: Sequence[Model]) -> list[dict[str, object]]:
    """One row a duty, with the columns of `COLUMNS`; what there are several of is a list.

    Args:
        day: the graph of the day.
        name: of the profile.
        models: what was assessed.
    """
    return [
        {
            "profile": name,
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
            "enforceableFrom": duty.enforceable or None,
            "limitedToModification": duty.limited,
            "routes": [route.iri for route in duty.routes],
            "measures": list(duty.measures),
            "evidence": list(duty.evidence),
            "missing": list(duty.missing),
            "reasons": [reason._asdict() | {"sources": list(reason.sources)} for reason in duty.reasons],
            "questions": [_json(one) for one in duty.questions],
        }
        for model in models
        for duty in model.duties
    ]


def _json(question: Question) -> dict[str, object]:
    return {
        "iri": question.iri,
        "words": question.words,
        "answeredBy": list(question.answered_by),
        "source": question.source,
    }


def flat(day: Day, found: Sequence[dict[str, object]]) -> list[Row]:
    """The rows with plain words in every cell, for csv and the like.

    Args:
        day: the graph of the day.
        found: rows as `rows` gives them.
    """
    return [{name: _cell(day, name, row[name]) for name in COLUMNS} for row in found]


def _cell(day: Day, name: str, value: object) -> str | None:
    if not isinstance(value, list):
        return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    if name == "reasons":
        return "; ".join(f"{one['words']} ({sources(day, one['sources'])})" for one in value if one["depth"] < 2)
    if name == "questions":
        return "; ".join(one["words"] for one in value)
    return "; ".join(value)
