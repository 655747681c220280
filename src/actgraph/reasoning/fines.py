"""Find out from when and up to which amount a provider or deployer can be fined."""

import functools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from actgraph.graph.day import Day
from actgraph.reasoning.assess import AssessedModel
from actgraph.reasoning.duty_counts import OWED

_FINING_POWER_QUERY = (
    "PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX rdg: <https://w3id.org/actgraph/reading/>"
    " SELECT ?date ?share ?amount { rdg:pow_101.1.sub1 ag:appliesBy ?one . ?one ag:date ?date ."
    " rdg:san_101.1.a ag:maxShare ?share ; ag:maxAmount ?amount ; ag:ceilingRule ag:higherOfTwo }"
)
_FINES_OF_SYSTEMS_QUERY = (
    "PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX rdg: <https://w3id.org/actgraph/reading/>"
    " SELECT ?date ?share ?amount { rdg:san_99.4.g ag:appliesBy ?one ; ag:maxShare ?share ; ag:maxAmount ?amount ;"
    " ag:ceilingRule ag:higherOfTwo . ?one ag:date ?date }"
)


class FineExposure(NamedTuple):
    """From when and up to which amount a provider can be fined as regards a model.

    Attributes:
        power_from: the date from which the Commission can impose fines (Article 101(1)), ISO 8601.
        ceiling: the highest fine in words, with the amount in euro if the turnover is stated.
        is_in_force: whether it can impose them on the day of the assessment.
        is_enforceable: whether a breach of at least one of the duties that apply can be fined on that day.
        later_from: the first later date from which a breach of another duty can be fined; empty if there is none.
        has_unknown_date: whether it is unknown for at least one duty from when a breach can be fined.
    """

    power_from: str
    ceiling: str
    is_in_force: bool
    is_enforceable: bool
    later_from: str
    has_unknown_date: bool


def assess_fines(day: Day, model: AssessedModel) -> FineExposure | None:
    """Assess the exposure to fines under Articles 101(1) and 111(3), or Article 99; None if no duty applies."""
    dates = [duty.enforceable_from for duty in model.duties if duty.status in OWED]
    if not dates:
        return None
    is_model = model.kind == "model"
    rows = _select_rows(day, _FINING_POWER_QUERY if is_model else _FINES_OF_SYSTEMS_QUERY)
    power_from = (rows[0]["date"] or "") if rows else "9999"
    ceiling = (
        f"at most {float(rows[0]['share'] or 0):g} % of the annual total worldwide turnover in the preceding financial"
        f" year or EUR {float(rows[0]['amount'] or 0) / 1e6:g} million, whichever is higher"
        if rows
        else ""
    )
    if rows and not is_model:
        ceiling += "; for SMEs, start-ups among them, and small mid-caps, whichever is lower"
    by = "the turnover" if is_model else "size and turnover"
    return FineExposure(
        power_from=power_from,
        ceiling=f"{ceiling} (by {by} stated: EUR {float(model.ceiling):,.0f})" if model.ceiling else ceiling,
        is_in_force=day.date >= power_from,
        is_enforceable=any(date and date <= day.date for date in dates),
        later_from=min((date for date in dates if date > day.date), default=""),
        has_unknown_date=not all(dates),
    )


@functools.lru_cache(maxsize=16)  # the answer depends on the law only, however many deployments a profile has
def _select_rows(day: Day, query: str) -> Sequence[Mapping[str, str | None]]:
    return day.select_rows(query)
