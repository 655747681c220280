"""The rule by which the dates that the law sets reach a provision (docs/dates.md)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from actgraph.citation.labels import act_label
from actgraph.core.errors import InputError
from actgraph.core.prefixes import ACT

WHOLE_ACT = "http://data.europa.eu/eli/reg/2024/1689/oj"


class Milestone(NamedTuple):
    """A date that a provision sets.

    Attributes:
        kind: the local name of its kind, such as `application`.
        concerns: the provisions that it is about; the whole Act stands for all.
        excepted: parts of them that it does not reach.
        named: the provisions that its condition names.
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
    checked: str
    concerns: frozenset[str]
    excepted: frozenset[str]
    named: frozenset[str]
    actors: frozenset[str]


class Reach(NamedTuple):
    """A milestone as it reaches a provision.

    Attributes:
        milestone: the milestone.
        via: what the milestone concerns: the provision itself, a whole or a part of it.
        date: the day for this provision: never before it stood in the Act.
        note: why the rule gives this date, where that is not plain.
    """

    milestone: Milestone
    via: str
    date: str
    note: str = ""


class Rule:
    """From when the provisions of one edition apply.

    Args:
        milestones: the dates that the law sets.
        place: provision → the whole that it stands in; the Act's own IRI for what stands under nothing else.
        serves: annex → the provision that it is made for.
        since: provision → the day since which it stands in the Act (ISO 8601).

    >>> Rule([], {"art_5": WHOLE_ACT}, {}, {"art_5": "2024-08-01"}.__getitem__).since("art_5")
    '2024-08-01'
    """

    def __init__(
        self,
        milestones: Sequence[Milestone],
        place: Mapping[str, str],
        serves: Mapping[str, str],
        since: Callable[[str], str],
    ) -> None:
        self.milestones = milestones
        self.since = since
        self._place = place
        self._serves = serves

    def chain(self, iri: str) -> list[str]:
        """A provision and the wholes that it stands in, the nearest first, the Act last.

        Args:
            iri: a provision of the edition.

        >>> Rule([], {"art_5.par_1": "art_5", "art_5": "the Act"}, {}, str).chain("art_5.par_1")
        ['art_5.par_1', 'art_5', 'the Act']
        """
        chain = [iri]
        while place := self._place.get(chain[-1]):
            chain.append(place)
        return chain

    def made_for(self, chain: Iterable[str]) -> list[str]:
        """The provision that an annex among some wholes is made for, if any.

        Args:
            chain: IRIs of the wholes.

        >>> Rule([], {}, {"anx_XI": "art_53"}, str).made_for(["anx_XI.sct_1", "anx_XI"])
        ['art_53']
        """
        return [self._serves[place] for place in chain if place in self._serves]

    def of_kind(self, kind: str) -> list[Milestone]:
        """The milestones of a kind, in the order of their dates.

        Args:
            kind: the local name of the kind, such as `application`.

        >>> one = Milestone(*[""] * 14)._replace(kind="deadline", date="2025-05-02")
        >>> [found.date for found in Rule([one], {}, {}, str).of_kind("deadline")]
        ['2025-05-02']
        """
        return [one for one in self.milestones if one.kind == kind]

    def entry(self, since: str) -> Milestone:
        """The entry into force that made law what stands in the Act since a day.

        Args:
            since: ISO 8601 date.

        Raises:
            InputError: no date that was read says that something entered into force on that day.

        >>> one = Milestone(*[""] * 14)._replace(kind="entryIntoForce", date="2026-07-27", label="The amendment")
        >>> Rule([one], {}, {}, str).entry("2026-07-27").label
        'The amendment'
        """
        for one in self.of_kind("entryIntoForce"):
            if one.date == since:
                return one
        raise InputError(
            f"an edition of the Act holds from {since} on, and no entry into force on that day has been read",
            todo="State it in ontology/reading/application-dates.*.ttl (docs/maintainer.md).",
        )

    def applies(self, iri: str) -> list[Reach]:
        """From when a provision applies: one date, or one for each condition; none for a recital.

        The milestone that names the provision or its nearest whole counts, unless it leaves the provision out: then the
        next. An annex applies with the provision that it is made for. Nothing applies before it stood in the Act.

        Args:
            iri: a provision of the edition.

        >>> from actgraph.graph.day import on
        >>> from actgraph.law.milestones import calendar
        >>> [reach.date for reach in calendar(on("2026-11-24")).applies(f"{ACT}art_53")]
        ['2025-08-02']
        """
        chain = self.chain(iri)
        if iri.rpartition("/")[2].startswith("rct_"):
            return []
        if made_for := self.made_for(chain):
            note = f"applies with {_told(made_for[0])}, for which the annex is made"
            found = [reach._replace(note=note) for reach in self.applies(made_for[0])]
        else:
            found = self._nearest(chain)
        return list(dict.fromkeys(self.not_before(self.since(iri), iri, reach) for reach in found))

    def _nearest(self, chain: Sequence[str]) -> list[Reach]:
        left_out = ""
        for place in chain:
            found = [one for one in self.of_kind("application") if place in one.concerns]
            reaching = [one for one in found if not one.excepted.intersection(chain)]
            if reaching:
                return meant([Reach(one, place, one.date, left_out) for one in reaching], chain)
            for one in found[:1]:
                left_out = f"left out of what {one.source_label} says of {_told(place)}"
        return []

    def not_before(self, since: str, iri: str, reach: Reach) -> Reach:
        """A date as it reaches what stands in the Act since a later day: by the entry into force of that day.

        Args:
            since: the day, as an ISO 8601 date.
            iri: the provision.
            reach: the date that it would have otherwise.

        Raises:
            InputError: as of `entry`.

        >>> from actgraph.graph.day import on
        >>> from actgraph.law.milestones import calendar
        >>> dates = calendar(on("2026-11-24"))
        >>> (reach,) = dates.applies(f"{ACT}art_53")
        >>> dates.not_before("2026-07-27", f"{ACT}art_53", reach).date
        '2026-07-27'
        """
        if reach.date >= since:
            return reach
        one = reach.milestone
        inserted = self.entry(since)._replace(
            kind=one.kind, kind_label=one.kind_label, label="What came with the amendment applies"
        )
        why = f"{_told(reach.via)} has applied since {reach.date} ({one.source_label}); "
        why += f"this stands in the Act since {since}"
        return Reach(inserted, iri, since, "; ".join(filter(None, [reach.note, why])))


def meant(found: list[Reach], chain: Iterable[str]) -> list[Reach]:
    """Of dates with conditions, a provision that one of the conditions names has that one alone.

    Args:
        found: milestones as they reach the provision.
        chain: the provision and its wholes.

    >>> one = Milestone(*[""] * 14)._replace(kind="application", condition="Annex I", named=frozenset(["anx_I"]))
    >>> other = one._replace(condition="Annex III", named=frozenset(["anx_III"]))
    >>> [reach.milestone.condition for reach in meant([Reach(one, "", ""), Reach(other, "", "")], ["anx_III"])]
    ['Annex III']
    """
    own = {reach.milestone.kind for reach in found if reach.milestone.named.intersection(chain)}

    def is_meant(reach: Reach) -> bool:
        one = reach.milestone
        return one.kind not in own or not one.named or bool(one.named.intersection(chain))

    return list(filter(is_meant, found))


def _told(iri: str) -> str:
    return "the Act" if iri == WHOLE_ACT else act_label(iri.removeprefix(ACT))
