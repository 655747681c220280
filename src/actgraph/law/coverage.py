"""Coverage of the Act's provisions by the parts of the codes, with what a code itself narrows."""

import functools
import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from actgraph.core.errors import InputError
from actgraph.core.prefixes import ACT, CODES, CONTENT_CODE, load_prefixes, shorten_iri
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.graph.internal_queries import load_internal_query
from actgraph.sparql import named_queries

COLUMNS = (
    *("provision", "provisionLabel", "commitment", "commitmentLabel", "measure", "measureLabel"),
    *("chapter", "link", "via", "source"),
)
FORCE = "force"  # the last column, only where a part of the AI-Generated Content Code is in the answer


class Coverage(NamedTuple):
    """The coverage of a node.

    Attributes:
        rows: one per link, with the columns of `columns`.
        uncovered: the largest parts that nothing covers, each with its role.
        narrowing_notes: row number → one sentence on how the code narrows the link of that row.
    """

    rows: list[Row]
    uncovered: list[Row]
    narrowing_notes: Mapping[int, str]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the rows: `COLUMNS`, and `force` where a part of the AI-Generated Content Code is among them.

        >>> Coverage([], [], {}).columns == COLUMNS
        True
        """
        return (*COLUMNS, FORCE) if any(FORCE in row for row in self.rows) else COLUMNS

    def to_rows(self) -> list[Row]:
        """Return all rows, and one for each uncovered part, empty but for the provision.

        >>> nothing = {"provision": "act:art_54", "provisionLabel": "Article 54"}
        >>> [(row["provisionLabel"], row["commitment"]) for row in Coverage([], [nothing], {}).to_rows()]
        [('Article 54', None)]
        """
        empty: Row = dict.fromkeys(self.columns)
        return self.rows + [
            {**empty, "provision": gap["provision"], "provisionLabel": gap["provisionLabel"]} for gap in self.uncovered
        ]


@functools.lru_cache(maxsize=16)  # a page and its diagram need the same
def find_coverage(day: Day, iri: str) -> Coverage:
    """Find what covers a provision, its parts or its whole; for a part of a code, what it covers.

    Raises:
        InputError: it is neither a provision nor a part of a code.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [row["provisionLabel"] for row in find_coverage(day, day.cite("Article 54")).uncovered]
    ['Article 54']
    """
    if not can_have_coverage(day, iri):
        label = day.get_node(iri).label
        raise InputError(
            f"{label or shorten_iri(iri)} is neither a provision of the Act nor a part of a code",
            todo=f"See it with: actgraph show '{shorten_iri(iri)}'",
        )
    if iri.startswith(CODES):
        rows = _drop_weaker_rows(_add_force(day, _query_rows(day, "coverage-of-commitment", commitment=iri)))
        return Coverage(rows, [], _find_narrowing_notes(day, rows))
    rows = _drop_weaker_rows(_add_force(day, _query_rows(day, "coverage-of-provision", provision=iri), parts=True))
    return Coverage(rows, _query_rows(day, "parts-without-commitment", provision=iri), _find_narrowing_notes(day, rows))


def can_have_coverage(day: Day, iri: str) -> bool:
    """Return whether a node can cover or be covered: a provision of the Act, or a part of a code.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> can_have_coverage(day, day.cite("Article 54")), can_have_coverage(day, day.cite("cop:tra.pag_5"))
    (True, False)
    """
    if iri.startswith(CODES):
        ag, rdfs = (load_prefixes()[name] for name in ("ag", "rdfs"))
        return bool(day.query(f"ASK {{ <{iri}> a/<{rdfs}subClassOf> <{ag}CodePart> }}"))
    return (
        iri.startswith(ACT)
        and day.get_node(iri).kind in named_queries.load_named_query("coverage-of-provision").params[0].kinds
    )


def describe_coverage_link(day: Day, row: Row) -> str:
    """Describe the kind of link that a row rests on, and where it is written.

    Args:
        row: of a `Coverage`.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> describe_coverage_link(day, find_coverage(day, day.cite("53(1)(c)")).rows[0])
    'declared, Copyright chapter, page 4'
    """
    source = day.get_node(row["source"] or "").label
    if row["link"] == "stated" and not row["measure"] and not has_legal_text(day, row["commitment"] or ""):
        return f"stated, {source}; the commitment has no LEGAL TEXT line"
    if row["link"] != "derived":
        return f"{row['link']}, {source}"
    if row["via"] == row["provision"]:
        return f"derived: stands under {row['commitmentLabel']}, {source}"
    return f"derived: named as part of {day.get_node(row['via'] or '').label}, {source}"


def has_legal_text(day: Day, iri: str) -> bool:
    """Return whether a LEGAL TEXT line stands under the heading of a commitment or appendix.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> has_legal_text(day, day.cite("Copyright Commitment 1"))
    True
    """
    covers = load_prefixes()["ag"] + "covers"
    return any(quad.predicate.value == covers for quad in day.find_outgoing(iri))


def describe_provision_role(day: Day, iri: str) -> str:
    """Describe what a provision does, as some provisions are no duty.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> describe_provision_role(day, day.cite("53(2)")), describe_provision_role(day, day.cite("recital 110"))
    ('exemption', 'recital (not binding)')
    """
    node = day.get_node(iri)
    if node.role:
        return day.get_node(node.role).label
    if node.kind == "Recital":
        return "recital (not binding)"
    return "definition" if node.parent == ACT + "art_3" else ""


def _query_rows(day: Day, name: str, **params: str) -> list[Row]:
    return day.select_rows(named_queries.bind_parameters(named_queries.load_named_query(name), params))


def _add_force(day: Day, rows: list[Row], *, parts: bool = False) -> list[Row]:
    """Say of each row whether its part is mandatory, encouraged or optional, where the second code is in the answer.

    Args:
        parts: add the sub-measures of each measure, and the points of a commitment that has no measures.
    """
    if not any((row["commitment"] or "").startswith(CONTENT_CODE) for row in rows):
        return rows
    known = {row["part"]: row for row in day.select_rows(load_internal_query("parts-with-force"))}
    below: dict[str, list[Row]] = {}
    for part in known.values():
        if _is_shown_below(part, known):
            below.setdefault(part["place"] or "", []).append(part)
    found: list[Row] = []
    for row in _sort_readings([_name_commitment(row, known) for row in rows], list(known)):
        subject = row["measure"] or row["commitment"] or ""
        found.append({**row, FORCE: known[subject]["force"] if subject in known else None})
        if parts and (row["link"] == "derived" or not row["measure"]):
            found += [
                {**row, "measure": one["part"], "measureLabel": one["label"], "link": "derived", FORCE: one["force"]}
                for one in below.get(subject, [])
            ]
    return found


def _sort_readings(rows: list[Row], parts: Sequence[str | None]) -> list[Row]:
    """Sort editorial rows that follow each other, of one provision, in the order of the code: 1.1, 1.1.1, 1.2."""
    place = {part: number for number, part in enumerate(parts)}

    def find_key(row: Row) -> tuple[str | None, ...]:
        return (row["provision"], row["link"] if row["link"] == "editorial" else str(id(row)))

    return [
        row
        for _, group in itertools.groupby(rows, find_key)
        for row in sorted(group, key=lambda row: place.get(row["measure"] or row["commitment"], -1))
    ]


def _is_shown_below(part: Row, known: Mapping[str | None, Row]) -> bool:
    """Return whether a part has rows of its own below its place: sub-measures, and points of a commitment."""
    kind, place = ((part["class"] or "").rpartition("/")[2], known.get(part["place"]))
    return kind == "SubMeasure" or (kind == "CodePoint" and place is not None and _is_commitment(place))


def _is_commitment(part: Row) -> bool:
    return (part["class"] or "").endswith("/Commitment")


def _name_commitment(row: Row, known: Mapping[str | None, Row]) -> Row:
    """Put a sub-measure or a point into the column of measures, with the commitment that it stands under."""
    if row["commitment"] not in known or _is_commitment(known[row["commitment"]]):
        return row
    measure = known[row["measure"] or row["commitment"]]
    commitment = measure
    while not _is_commitment(commitment):
        commitment = known[commitment["place"]]
    return {
        **row,
        "commitment": commitment["part"],
        "commitmentLabel": commitment["label"],
        "measure": measure["part"],
        "measureLabel": measure["label"],
    }


def _drop_weaker_rows(rows: list[Row]) -> list[Row]:
    """Drop rows of measures that only follow from their commitment where the measure itself was read."""
    read = [(row["measure"], f"{row['provision']}.") for row in rows if row["link"] == "editorial"]

    def is_read(row: Row) -> bool:
        return any(measure == row["measure"] and point.startswith(f"{row['provision']}.") for measure, point in read)

    return [row for row in rows if row["link"] != "derived" or not row["measure"] or not is_read(row)]


def _find_narrowing_notes(day: Day, rows: list[Row]) -> dict[int, str]:
    found: dict[int, str] = {}
    for cut in _query_rows(day, "narrowed-links"):
        told = f"narrowed: {cut['leavesLabel']} is left to {cut['toLabel']} ({day.get_node(cut['source'] or '').label})"
        for number, row in enumerate(rows):
            same = row["commitment"] == cut["commitment"] and row["via"] == cut["via"]
            if same and _is_same_or_nested(row["provision"] or "", cut["leaves"] or ""):
                found[number] = told
    return found


def _is_same_or_nested(iri: str, other: str) -> bool:
    """Return whether one provision is the other or part of it, which their IRIs show."""
    return iri == other or iri.startswith(other + ".") or other.startswith(iri + ".")
