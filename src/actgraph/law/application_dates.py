"""The rule by which the dates that the law sets reach a provision (docs/dates.md)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from actgraph.citation.labels import format_act_label
from actgraph.core.errors import InputError
from actgraph.core.prefixes import ACT

WHOLE_ACT = "http://data.europa.eu/eli/reg/2024/1689/oj"


class Milestone(NamedTuple):
    """A date that a provision sets.

    Attributes:
        kind: the local name of its kind, such as `application`.
        concerns: the provisions that it concerns; the whole Act stands for all.
        exceptions: parts of these that it does not reach.
        condition_provisions: the provisions that its condition names.
        actors: whom it matters to.
    """

    iri: str
    date: str
    kind: str
    kind_label: str
    label: str
    description: str
    condition: str
    source: str
    source_label: str
    last_checked: str
    concerns: frozenset[str]
    exceptions: frozenset[str]
    condition_provisions: frozenset[str]
    actors: frozenset[str]


class ProvisionDate(NamedTuple):
    """A milestone as it reaches a provision.

    Attributes:
        milestone: the milestone.
        via: what the milestone concerns: the provision itself, a whole or a part of it.
        date: the day for this provision: never before it stood in the Act.
        note: why the rule gives this date, where that is not obvious.
    """

    milestone: Milestone
    via: str
    date: str
    note: str = ""


class ApplicationRule:
    """The rule by which the provisions of one edition start to apply.

    Args:
        milestones: the dates that the law sets.
        parents: provision → what it is directly part of; the Act's own IRI for what has no other parent.
        annex_provisions: annex → the provision that it is made for.
        get_start_date: provision → the day since which it stands in the Act (ISO 8601).

    >>> ApplicationRule([], {"art_5": WHOLE_ACT}, {}, {"art_5": "2024-08-01"}.__getitem__).get_start_date("art_5")
    '2024-08-01'
    """

    def __init__(
        self,
        milestones: Sequence[Milestone],
        parents: Mapping[str, str],
        annex_provisions: Mapping[str, str],
        get_start_date: Callable[[str], str],
    ) -> None:
        self.milestones = milestones
        self.get_start_date = get_start_date
        self._parents = parents
        self._annex_provisions = annex_provisions

    def list_ancestors(self, iri: str) -> list[str]:
        """List a provision and all that it is part of, the nearest first, the Act last.

        >>> ApplicationRule([], {"art_5.par_1": "art_5", "art_5": "the Act"}, {}, str).list_ancestors("art_5.par_1")
        ['art_5.par_1', 'art_5', 'the Act']
        """
        chain = [iri]
        while place := self._parents.get(chain[-1]):
            chain.append(place)
        return chain

    def find_annex_provisions(self, chain: Iterable[str]) -> list[str]:
        """Find the provision that an annex is made for, if there is an annex in the chain.

        Args:
            chain: of `list_ancestors`.

        >>> ApplicationRule([], {}, {"anx_XI": "art_53"}, str).find_annex_provisions(["anx_XI.sct_1", "anx_XI"])
        ['art_53']
        """
        return [self._annex_provisions[place] for place in chain if place in self._annex_provisions]

    def filter_milestones(self, kind: str) -> list[Milestone]:
        """Return the milestones of a kind, in the order of their dates.

        Args:
            kind: the local name of the kind, such as `application`.

        >>> one = Milestone(*[""] * 14)._replace(kind="deadline", date="2025-05-02")
        >>> [found.date for found in ApplicationRule([one], {}, {}, str).filter_milestones("deadline")]
        ['2025-05-02']
        """
        return [one for one in self.milestones if one.kind == kind]

    def find_entry_milestone(self, since: str) -> Milestone:
        """Find the entry into force by which a provision that came into the Act on a day became law.

        Args:
            since: ISO 8601 date.

        Raises:
            InputError: no milestone is an entry into force on that day.

        >>> one = Milestone(*[""] * 14)._replace(kind="entryIntoForce", date="2026-07-27", label="The amendment")
        >>> ApplicationRule([one], {}, {}, str).find_entry_milestone("2026-07-27").label
        'The amendment'
        """
        for one in self.filter_milestones("entryIntoForce"):
            if one.date == since:
                return one
        raise InputError(
            f"an edition of the Act holds from {since} on, and no entry into force on that day has been read",
            todo="State it in ontology/reading/application-dates/*.ttl (docs/maintainer.md).",
        )

    def find_application_dates(self, iri: str) -> list[ProvisionDate]:
        """Find from when a provision applies: one date, or one per condition; none for a recital.

        The milestone that names the provision or its nearest whole counts, unless it leaves the provision out: then the
        next. An annex applies with the provision that it is made for. Nothing applies before it stood in the Act.

        >>> from actgraph.graph.day import open_day
        >>> from actgraph.law.milestones import get_calendar
        >>> [reach.date for reach in get_calendar(open_day("2026-11-24")).find_application_dates(f"{ACT}art_53")]
        ['2025-08-02']
        """
        chain = self.list_ancestors(iri)
        if iri.rpartition("/")[2].startswith("rct_"):
            return []
        if made_for := self.find_annex_provisions(chain):
            note = f"applies with {_label_provision(made_for[0])}, for which the annex is made"
            found = [reach._replace(note=note) for reach in self.find_application_dates(made_for[0])]
        else:
            found = self._find_nearest_dates(chain)
        return list(dict.fromkeys(self.postpone_to_entry(self.get_start_date(iri), iri, reach) for reach in found))

    def _find_nearest_dates(self, chain: Sequence[str]) -> list[ProvisionDate]:
        left_out = ""
        for place in chain:
            found = [one for one in self.filter_milestones("application") if place in one.concerns]
            reaching = [one for one in found if not one.exceptions.intersection(chain)]
            if reaching:
                return filter_by_condition([ProvisionDate(one, place, one.date, left_out) for one in reaching], chain)
            for one in found[:1]:
                left_out = f"left out of what {one.source_label} says of {_label_provision(place)}"
        return []

    def postpone_to_entry(self, since: str, iri: str, provision_date: ProvisionDate) -> ProvisionDate:
        """Postpone a date for a provision that came into the Act later, to the entry into force of that day.

        Args:
            since: when the provision came into the Act, as an ISO 8601 date.
            iri: the provision.
            provision_date: the date that it would have otherwise.

        Raises:
            InputError: as of `find_entry_milestone`.

        >>> from actgraph.graph.day import open_day
        >>> from actgraph.law.milestones import get_calendar
        >>> dates = get_calendar(open_day("2026-11-24"))
        >>> (reach,) = dates.find_application_dates(f"{ACT}art_53")
        >>> dates.postpone_to_entry("2026-07-27", f"{ACT}art_53", reach).date
        '2026-07-27'
        """
        if provision_date.date >= since:
            return provision_date
        one = provision_date.milestone
        inserted = self.find_entry_milestone(since)._replace(
            kind=one.kind, kind_label=one.kind_label, label="What came with the amendment applies"
        )
        why = f"{_label_provision(provision_date.via)} has applied since {provision_date.date} ({one.source_label}); "
        why += f"this stands in the Act since {since}"
        return ProvisionDate(inserted, iri, since, "; ".join(filter(None, [provision_date.note, why])))


def filter_by_condition(dates: list[ProvisionDate], chain: Iterable[str]) -> list[ProvisionDate]:
    """Drop dates whose condition names other provisions, where that of another date of the same kind names this one.

    Args:
        dates: milestones as they reach the provision.
        chain: of `ApplicationRule.list_ancestors`.

    >>> one = Milestone(*[""] * 14)._replace(condition="Annex I", condition_provisions=frozenset(["anx_I"]))
    >>> other = one._replace(condition="Annex III", condition_provisions=frozenset(["anx_III"]))
    >>> dates = [ProvisionDate(milestone, "", "") for milestone in (one, other)]
    >>> [date.milestone.condition for date in filter_by_condition(dates, ["anx_III"])]
    ['Annex III']
    """
    own = {reach.milestone.kind for reach in dates if reach.milestone.condition_provisions.intersection(chain)}

    def is_meant(reach: ProvisionDate) -> bool:
        one = reach.milestone
        return one.kind not in own or not one.condition_provisions or bool(one.condition_provisions.intersection(chain))

    return list(filter(is_meant, dates))


def _label_provision(iri: str) -> str:
    return "the Act" if iri == WHOLE_ACT else format_act_label(iri.removeprefix(ACT))
