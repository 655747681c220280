"""Find the duties that bind from a later day because of a fact that the profile states for that day."""

from collections.abc import Iterable, Mapping
from weakref import WeakKeyDictionary

from pyoxigraph import Literal

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import open_day
from actgraph.reasoning import rule_sets
from actgraph.reasoning.derived import DerivedProfile
from actgraph.reasoning.outcome import NO_VERDICT, get_outcome, infer_outcomes, keep_what_verdicts_use

_DATE = load_prefixes()["xsd"] + "date"
_APPLIES = load_prefixes()["ag"] + "applies"
_MAX_DAYS = 5  # that a profile states and that are still to come; later ones wait for their time


def find_upcoming_duties(derived: DerivedProfile) -> Mapping[str, str]:
    """Find the duties that do not bind by the facts of the day, and will by what is stated for a later one.

    A designation that takes effect next month is such a fact.

    Args:
        derived: the profile.

    Returns:
        IRI of the duty → the day from which it binds, ISO 8601.

    >>> find_upcoming_duties(DerivedProfile([], open_day("2026-11-28")))
    {}
    """
    search_upcoming_duties([derived])
    return _upcoming[derived]


def search_upcoming_duties(profiles: Iterable[DerivedProfile]) -> None:
    """Search what `find_upcoming_duties` then returns of profiles: together that takes less time.

    >>> search_upcoming_duties([])
    """
    waiting = {one: _list_waiting_duties(one) for one in profiles if one not in _upcoming}
    stating: dict[str, list[DerivedProfile]] = {}
    for one, duties in waiting.items():
        _upcoming[one] = {}
        for date in _list_later_days(one)[:_MAX_DAYS] if duties else ():
            stating.setdefault(date, []).append(one)
    for date, some in sorted(stating.items()):
        outcomes = infer_outcomes([keep_what_verdicts_use(one.readable) for one in some], open_day(date))
        for one, then in zip(some, outcomes, strict=True):
            for duty in waiting[one]:
                verdict = then.verdicts.get(duty, NO_VERDICT)
                if _APPLIES in verdict.statuses and not verdict.starts_after(date):
                    _upcoming[one].setdefault(duty, date)


_upcoming: WeakKeyDictionary[DerivedProfile, dict[str, str]] = WeakKeyDictionary()


def _list_waiting_duties(derived: DerivedProfile) -> list[str]:
    return [
        duty
        for duty, verdict in get_outcome(derived).verdicts.items()
        if verdict.statuses and _APPLIES not in verdict.statuses
    ]


def _list_later_days(derived: DerivedProfile) -> list[str]:
    """List the days after the day asked for that a profile states where a rule on verdicts can look at them."""
    stated = {
        fact.object.value[:10]
        for fact in derived.readable
        if isinstance(fact.object, Literal)
        and fact.object.datatype.value == _DATE
        and fact.predicate.value in rule_sets.list_verdict_terms()
    }
    return sorted(date for date in stated if date > derived.day.date)
