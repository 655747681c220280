"""Checks that differ in nothing but the value they ask for, as one query: to plan a query costs more than to run it.

Chapters of the Code ask for evidence of each of their measures, forms for each of their items: so most of the checks.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode

from actgraph.validation.shacl.checks import Check
from actgraph.validation.shacl.shapes_graph import Term, name_of

_NAMES = re.compile(r'<[^>]*>|"(?:[^"\\]|\\.)*"|\?v\d+')


class Joined(NamedTuple):
    """Checks that are asked together.

    Attributes:
        of: the value that each asks for → the check.
        needs: as those of each of them.
        select: SPARQL 1.1: the nodes ?focus that lack a value ?wanted.
    """

    of: Mapping[Term, Check]
    needs: tuple[NamedNode, ...]
    select: str


def joined(checks: Iterable[Check]) -> Sequence[Check | Joined]:
    """The same checks, those that can be joined joined.

    Args:
        checks: of shapes.

    >>> from actgraph.validation.shacl.checks import checks
    >>> from actgraph.validation.shacl.shapes_graph import SH, ShapesGraph
    >>> from pyoxigraph import RdfFormat, parse
    >>> shape = f"<a:s{{0}}> <{SH}targetClass> <a:c> ; <{SH}path> <a:p> ; <{SH}hasValue> <a:{{0}}> ."
    >>> graph = ShapesGraph(parse(shape.format(1) + shape.format(2), format=RdfFormat.TURTLE))
    >>> (one,) = joined(checks(graph, subclasses=False))
    >>> one.select.partition("> . ")[2]
    'VALUES ?wanted { <a:1> <a:2> } FILTER(!EXISTS { ?focus <a:p> ?wanted }) }'
    """
    groups: dict[object, list[Check]] = {}
    for check in checks:
        groups.setdefault(_likeness(check), []).append(check)
    return [one for some in groups.values() for one in (some if len(some) == 1 else _together(some))]


def of_row(check: Check | Joined, wanted: Term | None) -> Check:
    """The check that finds something.

    Args:
        check: what was asked.
        wanted: what the row has of ?wanted, if it has it.

    >>> one = Check(NamedNode("a:s"), "", (NamedNode("a:s"), 0), (), "")
    >>> of_row(Joined({NamedNode("a:1"): one}, (), ""), NamedNode("a:1")) is one is of_row(one, None)
    True
    """
    if isinstance(check, Check):
        return check
    assert wanted is not None
    return check.of[wanted]


def _likeness(check: Check) -> object:
    """What the checks that are asked together have in common; of one that is asked alone, its own place."""
    wanted = isinstance(check.wanted, NamedNode) and name_of(check.wanted)
    if not wanted or check.select.count(wanted) != 1:
        return check.place, check.select
    names: dict[str, str] = {}

    def plain(found: re.Match[str]) -> str:
        return names.setdefault(found[0], f"?v{len(names)}") if found[0].startswith("?") else found[0]

    return check.component, _NAMES.sub(plain, check.select.replace(wanted, "?wanted"))


def _together(checks: Sequence[Check]) -> list[Check | Joined]:
    of: dict[Term, Check] = {}
    again: list[Check | Joined] = []  # a second shape that asks for the same
    for check in checks:
        assert check.wanted is not None
        if of.setdefault(check.wanted, check) is not check:
            again.append(check)
    first = next(iter(of.values()))
    head, _, rest = first.select.replace(name_of(first.wanted), "?wanted").partition("FILTER")  # type: ignore[arg-type]
    values = f"VALUES ?wanted {{ {' '.join(map(name_of, of))} }}"
    select = f"{head.replace('?focus', '?focus ?wanted', 1)}{values} FILTER{rest}"
    return [Joined(of, first.needs, select), *again]
