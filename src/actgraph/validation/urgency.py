"""How urgent a finding is, and since when the duty behind it binds: the order of a report."""

import functools
from collections.abc import Mapping, Sequence
from typing import Literal

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import Day
from actgraph.profile.schema import Shape
from actgraph.reasoning.outcome import Outcome
from actgraph.validation.result import ValidationResult

Urgency = Literal["unreadable", "contradiction", "overdue", "due", "commitment", "recommendation", "question"]
URGENCIES: tuple[Urgency, ...] = (
    "unreadable",
    "contradiction",
    "overdue",
    "due",
    "commitment",
    "recommendation",
    "question",
)
_AG, _RDG, _SHP = (load_prefixes()[name] for name in ("ag", "rdg", "shp"))
_BY_SEVERITY: Mapping[str, Urgency] = {"violation": "overdue", "warning": "commitment", "info": "recommendation"}


def get_urgency(result: ValidationResult, shape: Shape) -> Urgency:
    """Return how urgent a result is, as found on the day asked for.

    Args:
        result: the result.
        shape: its shape.

    >>> from actgraph.profile.schema import load_shapes
    >>> from pyoxigraph import NamedNode
    >>> shape = load_shapes()[_SHP + "Owes_53.1.a-evidence"]
    >>> get_urgency(ValidationResult(shape.iri, "", NamedNode("urn:m")), shape)
    'overdue'
    """
    if not shape.leaves_open:
        return _BY_SEVERITY[shape.severity]
    can_both_be_true = bool(shape.compared) and shape.severity == "info"  # two days; what follows from them is open
    if shape.iri == _SHP + "Contradiction" or (len(result.statements) > 1 and not can_both_be_true):
        return "contradiction"
    is_doubt = shape.iri == _SHP + "Model-question" and result.triple is not None
    return "unreadable" if shape.severity == "violation" or is_doubt else "question"


def list_binding_days(outcome: Outcome) -> dict[str, str]:
    """List the first day from which each duty binds a provider, by the short name of the obligation.

    Args:
        outcome: the verdicts on the duties of a profile.

    >>> list_binding_days(Outcome({}, frozenset()))
    {}
    """
    found: dict[str, str] = {}
    for duty, verdict in outcome.verdicts.items():
        if _AG + "applies" in verdict.statuses and verdict.start:
            name = duty.rpartition(".duty_")[2]
            found[name] = min(found.get(name, verdict.start), verdict.start)
    return found


def find_binding_day(sources: tuple[str, ...], days: Mapping[str, str], day: Day) -> str:
    """Return the first day from which a duty behind some sources binds a provider; empty if none is known.

    Args:
        sources: IRIs of provisions.
        days: as `list_binding_days` gives them.
        day: the graph of the day.

    >>> from actgraph.graph.day import open_day
    >>> find_binding_day((), {}, open_day("2026-11-28"))
    ''
    """
    return min((days[one] for one in _find_obligations(sources, day.undated) if one in days), default="")


@functools.lru_cache(maxsize=2000)
def _find_obligations(sources: tuple[str, ...], day: Day) -> frozenset[str]:
    index = _index_obligations(day)
    return frozenset(one for source in sources for provision, one in index if _is_within(source, provision))


def _is_within(source: str, provision: str) -> bool:
    return source == provision or source.startswith(provision + ".")


@functools.lru_cache(maxsize=8)
def _index_obligations(day: Day) -> Sequence[tuple[str, str]]:
    """Pair the provision of each obligation, and the annexes with the content of its document, with its short name."""
    source = f"<{load_prefixes()['dcterms']}source>"
    duty = f"?one <{_AG}dutyClass> ?class ; {source}"
    content = f"?document a <{_AG}Document> ; {source} ?of ; <{_AG}contentIn> ?at"
    rows = day.select_rows(f"SELECT ?one ?at {{ {{ {duty} ?at }} UNION {{ {duty} ?of . {content} }} }}")
    return sorted({(row["at"] or "", (row["one"] or "").removeprefix(_RDG + "obl_")) for row in rows})
