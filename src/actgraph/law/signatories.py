"""The Commission's lists of signatories of a code: the latest one of a day, and what changed between two lists."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from actgraph.core.prefixes import expand_curie
from actgraph.graph.day import Day
from actgraph.graph.engine import Row

_DAY_LENGTH = len("2026-07-31")


class ListEntry(NamedTuple):
    """A name on a list of signatories.

    Attributes:
        iri: the entry itself, which says where the name was found.
        provider: IRI of the company or body.
        name: its name.
        chapters: IRIs of the chapters or sections that it signed; empty where they are not known.
        note: what our reading says of the entry; mostly empty.
        in_doubt: whether it is doubtful that the name stood on the list.
    """

    iri: str
    provider: str
    name: str
    chapters: frozenset[str]
    note: str
    in_doubt: bool


class SignatoryList(NamedTuple):
    """A list of signatories of one code, as the Commission published it.

    Attributes:
        iri: the list.
        label: its name.
        period: its day, or its month where the day is not known, ISO 8601.
        stood: how long the page stood so, in words; empty where the day is known.
        description: what we know of it.
        page: URL of the Commission's page.
        entries: the names, in alphabetical order.
    """

    iri: str
    label: str
    period: str
    stood: str
    description: str
    page: str
    entries: Sequence[ListEntry]

    @property
    def has_day(self) -> bool:
        """Whether the day of the list is known; else its names may not be all."""
        return len(self.period) == _DAY_LENGTH

    @property
    def certain_entries(self) -> list[ListEntry]:
        """The entries that are not in doubt."""
        return [one for one in self.entries if not one.in_doubt]

    @property
    def has_chapters(self) -> bool:
        """Whether the list is known to say who signed which chapters."""
        return any(one.chapters for one in self.certain_entries)

    def count_signatures(self, chapters: Sequence[str]) -> int:
        """Count the names that stand on the list for all the given chapters."""
        return sum(one.chapters.issuperset(chapters) for one in self.certain_entries if one.chapters)


class ListChange(NamedTuple):
    """What changed from one list of a code to the next.

    Attributes:
        earlier: the list before.
        later: the list after.
        added: entries of the later list whose name is not on the earlier one.
        gone: entries of the earlier list whose name is not on the later one.
        moved: entries of both lists for the same name, whose chapters are known and differ.
        doubtful: entries, of any list before the later one, that are in doubt and bear on what is added or gone.
    """

    earlier: SignatoryList
    later: SignatoryList
    added: Sequence[ListEntry]
    gone: Sequence[ListEntry]
    moved: Sequence[tuple[ListEntry, ListEntry]]
    doubtful: Sequence[ListEntry]


def find_lists(day: Day, code: str) -> list[SignatoryList]:
    """Find the lists of signatories of a code, the earliest first, up to a day.

    A list of which only the month is known counts from the first day of that month.

    Args:
        code: IRI of the code.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-07-31")
    >>> [one.period for one in find_lists(day, day.cite("cop:code"))]
    ['2025-08', '2025-12', '2026-07-31']
    """
    entries: dict[str, dict[str, ListEntry]] = {}
    for row in day.select_rows(_ENTRIES % code):
        known = entries.setdefault(row["list"] or "", {})
        iri = row["entry"] or ""
        before = known[iri].chapters if iri in known else frozenset()
        known[iri] = ListEntry(
            iri,
            row["provider"] or "",
            row["name"] or "",
            before.union(filter(None, [row["chapter"]])),
            row["note"] or "",
            row["status"] == _IN_DOUBT,
        )
    found = [
        _make_list(row, list(entries.get(row["list"] or "", {}).values())) for row in day.select_rows(_LISTS % code)
    ]
    kept = [one for one in found if one.period <= day.date[: len(one.period)]]
    return sorted(kept, key=lambda one: one.period)


def compare_lists(lists: Sequence[SignatoryList]) -> list[ListChange]:
    """Compare each list with the one before it, the latest first.

    An entry in doubt makes no name added or gone: it is reported apart.

    Args:
        lists: of one code, the earliest first.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-07-31")
    >>> last, *_ = compare_lists(find_lists(day, day.cite("cop:code")))
    >>> [one.name for one in last.added]
    ['AI Studio Delta', 'Black Forest Labs', 'xAI']
    """
    return [_compare(*pair, lists[: place + 1]) for place, pair in enumerate(pairwise(lists))][::-1]


def list_chapters(day: Day, code: str) -> list[str]:
    """List the chapters or sections of a code that its signatories can sign, in the order of the code.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-07-31")
    >>> [day.get_node(iri).label for iri in list_chapters(day, day.cite("cop:code"))]
    ['Transparency chapter', 'Copyright chapter', 'Safety and Security chapter']
    """
    return [row["chapter"] or "" for row in day.select_rows(_CHAPTERS % code)]


def find_refusals(day: Day, code: str) -> list[Row]:
    """Find who had declined to sign a code by a day, with the day and the report of it.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-07-31")
    >>> [(row["name"], row["date"]) for row in find_refusals(day, day.cite("cop:code"))]
    [('Meta', '2025-07-18')]
    """
    return [row for row in day.select_rows(_REFUSALS % code) if (row["date"] or "") <= day.date]


def _make_list(row: Row, entries: Sequence[ListEntry]) -> SignatoryList:
    iri = row["list"] or ""
    return SignatoryList(
        iri=iri,
        label=row["label"] or "",
        # The graph has no property for a month: it stands in the IRI, as in the query listed-on.
        period=row["date"] or iri.rpartition("sgl_")[2],
        stood=row["condition"] or "",
        description=row["description"] or "",
        page=row["page"] or "",
        entries=entries,
    )


def _compare(earlier: SignatoryList, later: SignatoryList, lists: Sequence[SignatoryList]) -> ListChange:
    before, after = _map_by_provider(earlier), _map_by_provider(later)
    added = [entry for provider, entry in after.items() if provider not in before]
    gone = [entry for provider, entry in before.items() if provider not in after]
    both = [(entry, after[provider]) for provider, entry in before.items() if provider in after]
    moved = [(old, new) for old, new in both if old.chapters and new.chapters and old.chapters != new.chapters]
    told = [*added, *(one for one in [*earlier.entries, *later.entries] if one.in_doubt)]
    unsettled = {one.provider for one in told}
    doubtful = [one for each in [*lists, later] for one in each.entries if one.in_doubt and one.provider in unsettled]
    return ListChange(earlier, later, added, gone, moved, doubtful)


def _map_by_provider(one: SignatoryList) -> Mapping[str, ListEntry]:
    return {entry.provider: entry for entry in one.certain_entries}


_IN_DOUBT = expand_curie("ag:inDoubt")
_HEAD = (
    "PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"
    " PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/> "
)
_LISTS = (
    _HEAD + "SELECT ?list ?label ?date ?condition ?description ?page WHERE {"
    " ?list a ag:SignatoryList ; ag:ofCode <%s> ; rdfs:label ?label ; dcterms:description ?description ;"
    " foaf:page ?page ."
    " OPTIONAL { ?list ag:date ?date } OPTIONAL { ?list ag:condition ?condition } }"
)
_ENTRIES = (
    _HEAD + "SELECT ?list ?entry ?provider ?name ?chapter ?note ?status WHERE {"
    " ?list ag:ofCode <%s> . ?entry ag:onList ?list ; ag:provider ?provider ; ag:reviewStatus ?status ."
    " ?provider rdfs:label ?name . OPTIONAL { ?entry ag:forChapter ?chapter }"
    " OPTIONAL { ?entry dcterms:description ?note } } ORDER BY ?list LCASE(?name) ?entry ?chapter"
)
_CHAPTERS = (
    _HEAD + "SELECT ?chapter WHERE { { SELECT DISTINCT ?chapter WHERE {"
    " ?list ag:ofCode <%s> . ?entry ag:onList ?list ; ag:forChapter ?chapter } }"
    " ?chapter ag:number ?number } ORDER BY ?number ?chapter"
)
_REFUSALS = (
    _HEAD + "SELECT ?refusal ?label ?provider ?name ?date ?description ?page WHERE {"
    " ?refusal a ag:Refusal ; ag:ofCode <%s> ; rdfs:label ?label ; ag:provider ?provider ; ag:date ?date ;"
    " dcterms:description ?description ; foaf:page ?page . ?provider rdfs:label ?name } ORDER BY ?date ?name"
)
