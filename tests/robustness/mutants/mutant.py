"""A mutant: the project with one thing changed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[3]


class Mutant(NamedTuple):
    """A single change.

    Attributes:
        file: its path from the root of the project.
        where: the rule, the shape or the function.
        what: the change as text; together with `file` and `where` it names the mutant.
        new: the changed content, in the form that its runner needs.
    """

    file: str
    where: str
    what: str
    new: Any

    @property
    def name(self) -> tuple[str, str, str]:
        """The name by which an explanation refers to it.

        >>> Mutant("a.rq", "a", "without ?s ?p ?o", "").name
        ('a.rq', 'a', 'without ?s ?p ?o')
        """
        return self[:3]


def number_mutants(mutants: Iterable[Mutant]) -> Iterator[Mutant]:
    """Number repeated names, so that each mutant has a name of its own.

    Args:
        mutants: in the order of the text.

    >>> [one.what for one in number_mutants([Mutant("a.rq", "a", "> → >=", ""), Mutant("a.rq", "a", "> → >=", "")])]
    ['> → >=', '> → >= (2)']
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    for one in mutants:
        seen[one.name] += 1
        yield one if seen[one.name] == 1 else one._replace(what=f"{one.what} ({seen[one.name]})")
