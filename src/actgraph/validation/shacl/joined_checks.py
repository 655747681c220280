"""Checks that differ in nothing but the value they ask for, as one query: to plan a query costs more than to run it.

Chapters of the Code ask for evidence of each of their measures, forms for each of their items: so most of the checks.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode

from actgraph.validation.shacl.checks import Check
from actgraph.validation.shacl.shapes_graph import Term, to_sparql_term

_TOKENS = re.compile(r'<[^>]*>|"(?:[^"\\]|\\.)*"|\?v\d+')


class JoinedCheck(NamedTuple):
    """Checks that are asked together.

    Attributes:
        checks_by_value: the value that each asks for → the check.
        required_terms: as those of each of them.
        select: SPARQL 1.1: the nodes ?focus that lack a value ?wanted.
    """

    checks_by_value: Mapping[Term, Check]
    required_terms: tuple[NamedNode, ...]
    select: str


def join_checks(checks: Iterable[Check]) -> Sequence[Check | JoinedCheck]:
    """The same checks, those that can be joined joined.

    Args:
        checks: of shapes.

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
    return [one for some in groups.values() for one in (some if len(some) == 1 else _merge_checks(some))]


def get_row_check(check: Check | JoinedCheck, wanted: Term | None) -> Check:
    """The check that finds something.

    Args:
        check: what was asked.
        wanted: what the row has of ?wanted, if it has it.

    >>> one = Check(NamedNode("a:s"), "", (NamedNode("a:s"), 0), (), "")
    >>> get_row_check(JoinedCheck({NamedNode("a:1"): one}, (), ""), NamedNode("a:1")) is one is get_row_check(one, None)
    True
    """
    if isinstance(check, Check):
        return check
    assert wanted is not None
    return check.checks_by_value[wanted]


def _build_group_key(check: Check) -> object:
    """What the checks that are asked together have in common; of one that is asked alone, its own place."""
    wanted = isinstance(check.wanted, NamedNode) and to_sparql_term(check.wanted)
    if not wanted or check.select.count(wanted) != 1:
        return check.key, check.select
    names: dict[str, str] = {}

    def normalize_variable(found: re.Match[str]) -> str:
        return names.setdefault(found[0], f"?v{len(names)}") if found[0].startswith("?") else found[0]

    return check.component, _TOKENS.sub(normalize_variable, check.select.replace(wanted, "?wanted"))


def _merge_checks(checks: Sequence[Check]) -> list[Check | JoinedCheck]:
    of: dict[Term, Check] = {}
    again: list[Check | JoinedCheck] = []  # a second shape that asks for the same
    for check in checks:
        assert check.wanted is not None
        if of.setdefault(check.wanted, check) is not check:
            again.append(check)
    first = next(iter(of.values()))
    head, _, rest = first.select.replace(to_sparql_term(first.wanted), "?wanted").partition("FILTER")  # type: ignore[arg-type]
    values = f"VALUES ?wanted {{ {' '.join(map(to_sparql_term, of))} }}"
    select = f"{head.replace('?focus', '?focus ?wanted', 1)}{values} FILTER{rest}"
    return [JoinedCheck(of, first.required_terms, select), *again]
