"""What no code covers: gaps of a chapter or article, what shows such a duty, days on which no code exists."""

from actgraph.core.errors import InputError
from actgraph.core.prefixes import ACT, CODE, CODES, load_prefixes, shorten_iri
from actgraph.graph.day import Day, open_all_editions
from actgraph.graph.engine import Row
from actgraph.sparql import named_queries


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


def find_gaps(day: Day, iri: str) -> list[Row]:
    """Find what no code covers in a provision and its parts: duties first, then exceptions, then the rest.

    Raises:
        InputError: it is no chapter, section, article or paragraph.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [row["provisionLabel"] for row in find_gaps(day, day.cite("Article 50")) if not row["norm"]]
    ['Article 50(1)', 'Article 50(3)', 'Article 50(6)', 'Article 50(7)']
    """
    node = day.get_node(iri)
    kinds = named_queries.load_named_query("gaps-of-provision").params[0].kinds
    if not iri.startswith(ACT) or node.kind not in kinds:
        raise InputError(
            f"{node.label or shorten_iri(iri)} is no chapter, section, article or paragraph of the Act",
            todo=f"See it with: actgraph show '{shorten_iri(iri)}'",
        )
    return _query_rows(day, "gaps-of-provision", provision=iri)


def find_other_proof(day: Day, iri: str) -> list[Row]:
    """Find the duties of Article 50 in a provision that no code covers, with what shows each.

    Returns:
        Rows of the query `routes-of-article-50`; of Chapter V the query `routes-of-duty` says it.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [row["dutyLabel"] for row in find_other_proof(day, day.cite("50(1)"))]
    ['People learn that they are dealing with an AI system']
    """
    act_itself = load_prefixes()["ag"] + "actItself"
    return [row for row in _query_rows(day, "routes-of-article-50", provision=iri) if row["kind"] == act_itself]


def require_code(day: Day) -> None:
    """Check that there is a code of practice on a day.

    Raises:
        InputError: there is none.

    >>> from actgraph.graph.day import open_day
    >>> require_code(open_day("2026-11-24"))
    """
    if f"{CODE}code" not in day:
        raise InputError(f"there is no code of practice on {day.date}", where="--on", todo="Take 2025-07-10 or later.")


def describe_absent_code(day: Day, iri: str) -> str:
    """Describe that no code on a provision existed yet on a day; empty where none came later.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-06-09")
    >>> describe_absent_code(day, day.cite("Article 50"))
    'No code on Article 50 existed on 2026-06-09: the AI-Generated Content Code is dated 2026-06-10.'
    """
    missing = [space for space in CODES if f"{space}code" not in day]
    if not missing:
        return ""
    every = open_all_editions()
    rows = _query_rows(every, "coverage-of-provision", provision=iri)
    found = [space for space in missing if any((row["commitment"] or "").startswith(space) for row in rows)]
    if not found:
        return "" if len(missing) < len(CODES) else f"There is no code of practice on {day.date}."
    code = every.get_node(f"{found[0]}code")
    since = next(edition.start for edition in every.editions if every.is_in_edition(code.iri, edition))
    return f"No code on {day.get_node(iri).label} existed on {day.date}: the {code.label} is dated {since}."


def _query_rows(day: Day, name: str, **params: str) -> list[Row]:
    return day.select_rows(named_queries.bind_parameters(named_queries.load_named_query(name), params))
