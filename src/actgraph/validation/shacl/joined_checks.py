"""Join checks that differ only in the required value to one query, as planning a query costs more than running it.

Most checks are of this kind: a code requires evidence of each measure, its forms require each item.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode

from actgraph.validation.shacl.checks import Check
from actgraph.validation.shacl.shapes_graph import Term, to_sparql_term

_TOKENS = re.compile(r'<[^>]*>|"(?:[^"\\]|\\.)*"|\?v\d+')


class JoinedCheck(NamedTuple):
    """Several checks in one query.

    Attributes:
        checks_by_value: the required value of each check → the check.
        required_terms: as for each of the checks.
        select: a SPARQL 1.1 query for the nodes ?focus that lack a value ?wanted.
    """

    checks_by_value: Mapping[Term, Check]
    required_terms: tuple[NamedNode, ...]
    select: str


def join_checks(checks: Iterable[Check]) -> Sequence[Check | JoinedCheck]:
    """Join those checks that differ only in the required value; return the others unchanged.

    >>> from actgraph.validation.shacl.checks import compile_checks
    >>> from actgraph.validation.shacl.shapes_graph import SH, ShapesGraph
    >>> from pyoxigraph import RdfFormat, parse
    >>> shape = f"<a:s{{0}}> <{SH}targetClass> <a:c> ; <{SH}path> <a:p> ; <{SH}hasValue> <a:{{0}}> ."
    >>> graph = ShapesGraph(parse(shape.format(1) + shape.format(2), format=RdfFormat.TURTLE))
    >>> (one,) = join_checks(compile_checks(graph, subclasses=False))
    >>> one.select.partition("> . ")[2]
    'VALUES ?wanted { <a:1> <a:2> } FILTER(!EXISTS { ?focus <a:p> ?wanted }) }'
    """
    groups: dict[object, list[Check]] = {}
    for check in checks:
        groups.setdefault(_build_group_key(check), []).append(check)
    return [one for group in groups.values() for one in (group if len(group) == 1 else _merge_checks(group))]


def get_row_check(check: Check | JoinedCheck, wanted: Term | None) -> Check:
    """Return the check that a row of results belongs to, by its value of ?wanted.

    >>> one = Check(NamedNode("a:s"), "", (NamedNode("a:s"), 0), (), "")
    >>> get_row_check(JoinedCheck({NamedNode("a:1"): one}, (), ""), NamedNode("a:1")) is one is get_row_check(one, None)
    True
    """
    if isinstance(check, Check):
        return check
    assert wanted is not None
    return check.checks_by_value[wanted]


def _build_group_key(check: Check) -> object:
    """Build a key that joinable checks share; a check that cannot be joined has a key of its own."""
    wanted = isinstance(check.wanted, NamedNode) and to_sparql_term(check.wanted)
    if not wanted or check.select.count(wanted) != 1:
        return check.key, check.select
    names: dict[str, str] = {}

    def normalize_variable(found: re.Match[str]) -> str:
        return names.setdefault(found[0], f"?v{len(names)}") if found[0].startswith("?") else found[0]

    return check.component, _TOKENS.sub(normalize_variable, check.select.replace(wanted, "?wanted"))


def _merge_checks(checks: Sequence[Check]) -> list[Check | JoinedCheck]:
    by_value: dict[Term, Check] = {}
    duplicates: list[Check | JoinedCheck] = []  # a second shape that requires the same value
    for check in checks:
        assert check.wanted is not None
        if by_value.setdefault(check.wanted, check) is not check:
            duplicates.append(check)
    first = next(iter(by_value.values()))
    head, _, rest = first.select.replace(to_sparql_term(first.wanted), "?wanted").partition("FILTER")  # type: ignore[arg-type]
    values = f"VALUES ?wanted {{ {' '.join(map(to_sparql_term, by_value))} }}"
    select = f"{head.replace('?focus', '?focus ?wanted', 1)}{values} FILTER{rest}"
    return [JoinedCheck(by_value, first.required_terms, select), *duplicates]
