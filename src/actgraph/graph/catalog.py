"""The catalogue of named graphs and editions: which are valid on a day."""

import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import RdfFormat, parse

from actgraph.core import paths
from actgraph.core.errors import InputError

if TYPE_CHECKING:
    import datetime

_AG = "https://w3id.org/actgraph/ns/"
_DCAT = "http://www.w3.org/ns/dcat#"
_PART_OF = "http://purl.org/dc/terms/isPartOf"
_CORE = "https://w3id.org/actgraph/graphs/core"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_SHORT_LABEL = "http://www.w3.org/2004/02/skos/core#altLabel"


class Edition(NamedTuple):
    """A version of a text that is valid from a first to a last day, both included (ISO 8601).

    Attributes:
        iri: IRI of the edition.
        label: its name; empty for the edition of a graph that holds no text.
        start: its first day.
        end: its last day; empty where it is still valid.
        short_label: a shorter name; empty where it has none.
    """

    iri: str
    label: str
    start: str
    end: str
    short_label: str = ""

    def clamp_day(self, day: str) -> str:
        """Return the day (ISO 8601) itself if the edition is valid on it, else its first or last day, the nearer one.

        >>> Edition("urn:e", "", "2024-08-01", "2026-07-26").clamp_day("2026-11-24")
        '2026-07-26'
        """
        if self.start > day:
            return self.start
        return self.end if self.end and self.end < day else day


class NamedGraph(NamedTuple):
    """A named graph of the catalogue.

    Attributes:
        iri: its name.
        file: the path of its file below `ontology/`; of its first file where it has several.
        edition: the edition that it belongs to; None where it is always valid. A graph that holds no text and is valid
            only from some day has an edition of its own, without a label.
        parts: the paths of its further files below `ontology/`; the graph has the statements of all its files.
    """

    iri: str
    file: str
    edition: Edition | None
    parts: tuple[str, ...] = ()

    def list_files(self) -> list[str]:
        """List the paths of the graph's files.

        >>> len(NamedGraph("urn:g", "g/g.ttl", None, ("g/a.ttl",)).list_files())
        2
        """
        return [paths.get_data_path("ontology", file) for file in (self.file, *self.parts)]

    def read(self) -> bytes:
        """Read the graph as one Turtle document.

        Raises:
            OSError: a file cannot be read.

        >>> [graph.read()[:7] for graph in load_catalog() if graph.file == "core/core.ttl"]
        [b'@prefix']
        """
        contents = []
        for path in self.list_files():
            with open(path, "rb") as stream:
                contents.append(stream.read())
        return b"\n".join(contents)

    def is_valid_on(self, day: str) -> bool:
        """Return whether the graph is valid on a day (ISO 8601).

        >>> NamedGraph("urn:g", "g.ttl", Edition("urn:e", "", "2024-08-01", "2026-07-26")).is_valid_on("2026-07-27")
        False
        """
        return self.edition is None or self.edition.start <= day <= (self.edition.end or day)


@functools.cache
def load_catalog() -> Sequence[NamedGraph]:
    """Load the graphs of `ontology/catalog.ttl`, in the order of their editions.

    >>> [graph.file for graph in load_catalog() if graph.iri.endswith("/core")]
    ['core/core.ttl']
    """
    nodes: dict[str, dict[str, str]] = {}
    for quad in parse(path=paths.get_data_path("ontology", "catalog.ttl"), format=RdfFormat.TURTLE):
        nodes.setdefault(_to_string(quad.subject), {})[quad.predicate.value] = _to_string(quad.object)
    editions = {iri: _build_edition(iri, facts) for iri, facts in nodes.items() if _DCAT + "startDate" in facts}
    parts: dict[str, list[str]] = {}
    for facts in nodes.values():
        if _PART_OF in facts:
            parts.setdefault(facts[_PART_OF], []).append(facts[_AG + "file"])
    found = [
        (int(nodes[facts[_AG + "edition"]][_AG + "order"]) if _AG + "edition" in facts else 0, iri, facts)
        for iri, facts in nodes.items()
        if _AG + "file" in facts and _PART_OF not in facts
    ]
    return [
        NamedGraph(iri, facts[_AG + "file"], editions.get(facts.get(_AG + "edition", iri)), tuple(parts.get(iri, ())))
        for _, iri, facts in sorted(found, key=lambda item: item[:2])
    ]


def read_core() -> bytes:
    """Read the graph `core`, the vocabulary, as one Turtle document.

    Raises:
        OSError: a file cannot be read.

    >>> b"ag:Commitment a owl:Class" in read_core()
    True
    """
    return next(graph for graph in load_catalog() if graph.iri == _CORE).read()


def parse_date(text: "str | datetime.date | None") -> str:
    """Check an ISO 8601 date, or write one so; None is today (UTC).

    Raises:
        InputError: it is not a date in the form 2026-03-01.

    >>> parse_date("2026-03-01")
    '2026-03-01'
    """
    import datetime

    if text is None:
        return datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    if isinstance(text, datetime.date):
        text = text.isoformat()
    try:
        day = datetime.date.fromisoformat(text).isoformat()
    except (TypeError, ValueError):
        day = ""
    if not day or day != text:  # Python also accepts 20261124 and week dates
        raise InputError(f"“{text}” is no date", todo="Write it like 2026-11-24.")
    return day


def list_provisional_texts(answer: str) -> list[str]:
    """List the texts that an answer names and that were not formally adopted when published; its basis does not count.

    >>> list_provisional_texts("Guidelines C(2026) 5054, paragraph 27")
    ['Commission guidelines C(2026) 5054 of 20 July 2026, content approved, formal adoption to follow']
    >>> list_provisional_texts("Article 50")
    []
    """
    found: list[str] = []
    if "C(" not in answer and "guidelines/" not in answer:
        return found
    for edition in list_editions(load_catalog()):
        number = re.search(r"C\(\d{4}\) (\d+)", edition.label) if "formal adoption" in edition.label else None
        if number and re.search(rf"{re.escape(number[0])}|[/:]{number[1]}\b", answer.replace(edition.label, "")):
            found.append(edition.label)
    return found


def format_date(day: str, length: int | None = None) -> str:
    """Write an ISO 8601 date in words.

    Args:
        day: the date.
        length: letters of the month; all of them if None.

    >>> format_date("2026-07-27"), format_date("2026-11-27", 3)
    ('27 July 2026', '27 Nov 2026')
    """
    year, month, number = day[:10].split("-")  # a profile may give a time zone after it
    return f"{int(number)} {_MONTHS[int(month) - 1][:length]} {year}"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def find_valid_graphs(day: str) -> Sequence[NamedGraph]:
    """Find the graphs that are valid on a day (ISO 8601).

    Raises:
        InputError: no text is in force yet on that day.

    >>> [edition.label for edition in list_editions(find_valid_graphs("2025-01-01"))]
    ['AI Act as published on 12 July 2024', 'recitals as published on 12 July 2024']
    """
    found = [graph for graph in load_catalog() if graph.is_valid_on(day)]
    if not any(graph.edition for graph in found):
        first = min(graph.edition.start for graph in load_catalog() if graph.edition)
        raise InputError(
            f"no text of the graph holds on {day}: the first, the AI Act, entered into force on {first}",
            todo=f"Ask for a day from {first} on.",
        )
    return found


@functools.cache
def list_interval_starts() -> Sequence[str]:
    """List the first days of the intervals in which the same graphs are valid.

    >>> list_interval_starts()[0], "2026-07-27" in list_interval_starts()
    ('2024-08-01', True)
    """
    import datetime

    found = set()
    for edition in {graph.edition for graph in load_catalog() if graph.edition}:
        found.add(edition.start)
        if edition.end:
            found.add((datetime.date.fromisoformat(edition.end) + datetime.timedelta(days=1)).isoformat())
    return sorted(found)


def find_future_editions(day: str) -> Sequence[Edition]:
    """Find the editions of texts that become valid after a day (ISO 8601).

    >>> [edition.label for edition in find_future_editions("2026-08-01")]
    ['Implementing Regulation (EU) 2026/1755']
    """
    return [edition for edition in list_editions(load_catalog()) if edition.start > day]


def list_editions(graphs: Sequence[NamedGraph]) -> Sequence[Edition]:
    """List the editions of texts that graphs belong to, each once, in the order of the graphs.

    >>> list_editions(load_catalog())[0].start
    '2024-08-01'
    """
    return list(dict.fromkeys(graph.edition for graph in graphs if graph.edition and graph.edition.label))


def _build_edition(iri: str, facts: dict[str, str]) -> Edition:
    start, end = facts[_DCAT + "startDate"], facts.get(_DCAT + "endDate", "")
    return Edition(iri, facts.get(_LABEL, ""), start, end, facts.get(_SHORT_LABEL, ""))


def _to_string(term: object) -> str:
    return str(getattr(term, "value", term))
