"""Coverage of the Act's provisions by the parts of the Code, with the gaps and with what the Code itself narrows."""

import functools
from collections.abc import Mapping
from typing import NamedTuple

from actgraph.core.errors import InputError
from actgraph.core.prefixes import ACT, CODE, load_prefixes, shorten_iri
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.sparql import named_queries

COLUMNS = (
    *("provision", "provisionLabel", "commitment", "commitmentLabel", "measure", "measureLabel"),
    *("chapter", "link", "via", "source"),
)


class Coverage(NamedTuple):
    """The coverage of a node.

    Attributes:
        rows: one per link, with the columns of `COLUMNS`.
        uncovered: the largest parts that nothing covers, each with its role.
        narrowing_notes: row number → one sentence on how the Code narrows the link of that row.
    """

    rows: list[Row]
    uncovered: list[Row]
    narrowing_notes: Mapping[int, str]

    def to_rows(self) -> list[Row]:
        """Return all rows, and one for each uncovered part, empty but for the provision.

        >>> nothing = {"provision": "act:art_54", "provisionLabel": "Article 54"}
        >>> [(row["provisionLabel"], row["commitment"]) for row in Coverage([], [nothing], {}).to_rows()]
        [('Article 54', None)]
        """
        empty: Row = dict.fromkeys(COLUMNS)
        return self.rows + [
            {**empty, "provision": gap["provision"], "provisionLabel": gap["provisionLabel"]} for gap in self.uncovered
        ]


@functools.lru_cache(maxsize=16)  # a page and its diagram need the same
def find_coverage(day: Day, iri: str) -> Coverage:
    """Find what covers a provision, its parts or its whole; for a part of the Code, what it covers.

    Raises:
        InputError: it is neither a provision nor a part of the Code.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [row["provisionLabel"] for row in find_coverage(day, day.cite("Article 54")).uncovered]
    ['Article 54']
    """
    if not can_have_coverage(day, iri):
        label = day.get_node(iri).label
        raise InputError(
            f"{label or shorten_iri(iri)} is neither a provision of the Act nor a part of the Code",
            todo=f"See it with: actgraph show '{shorten_iri(iri)}'",
        )
    if iri.startswith(CODE):
        rows = _drop_weaker_rows(_query_rows(day, "coverage-of-commitment", commitment=iri))
        return Coverage(rows, [], _find_narrowing_notes(day, rows))
    rows = _drop_weaker_rows(_query_rows(day, "coverage-of-provision", provision=iri))
    return Coverage(rows, _query_rows(day, "parts-without-commitment", provision=iri), _find_narrowing_notes(day, rows))


def can_have_coverage(day: Day, iri: str) -> bool:
    """Return whether a node can cover or be covered: a provision of the Act, or a part of the Code.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> can_have_coverage(day, day.cite("Article 54")), can_have_coverage(day, day.cite("cop:tra.pag_5"))
    (True, False)
    """
    if iri.startswith(CODE):
        ag, rdfs = (load_prefixes()[name] for name in ("ag", "rdfs"))
        return bool(day.query(f"ASK {{ <{iri}> a/<{rdfs}subClassOf> <{ag}CodePart> }}"))
    return (
        iri.startswith(ACT)
        and day.get_node(iri).kind in named_queries.load_named_query("coverage-of-provision").params[0].kinds
    )


def find_uncovered_provisions(day: Day, role: str = "") -> list[Row]:
    """Find the provisions of Chapter V that no commitment covers, duties of providers first.

    Args:
        role: IRI of a role; all provisions where it is empty.

    >>> from actgraph.graph.day import open_day
    >>> rows = find_uncovered_provisions(open_day("2026-11-24"), load_prefixes()["ag"] + "exemption")
    >>> [row["provisionLabel"] for row in rows]
    ['Article 54(6)']
    """
    return _query_rows(day, "provisions-without-commitment", **({"role": role} if role else {}))


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
    if row["link"] != "derived":
        return f"{row['link']}, {source}"
    if row["via"] == row["provision"]:
        return f"derived: stands under {row['commitmentLabel']}, {source}"
    return f"derived: named as part of {day.get_node(row['via'] or '').label}, {source}"


def describe_provision_role(day: Day, iri: str) -> str:
    """Describe what a provision does, as some provisions are no duty.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> describe_provision_role(day, day.cite("53(2)")), describe_provision_role(day, day.cite("recital 110"))
    ('exemption', 'recital: explains, binds nobody')
    """
    node = day.get_node(iri)
    if node.role:
        return day.get_node(node.role).label
    if node.kind == "Recital":
        return "recital: explains, binds nobody"
    return "definition" if node.parent == ACT + "art_3" else ""


def _query_rows(day: Day, name: str, **params: str) -> list[Row]:
    return day.select_rows(named_queries.bind_parameters(named_queries.load_named_query(name), params))


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
