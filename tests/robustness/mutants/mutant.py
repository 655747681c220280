"""A mutant: something of the project with one thing changed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[3]


class Mutant(NamedTuple):
    """One thing changed.

    Attributes:
        file: that it is in, from the root of the project.
        where: the rule, the shape or the function.
        what: the change as text; with file and place it names the mutant.
        new: what stands there now, for who tries it.
    """

    file: str
    where: str
    what: str
    new: Any

    @property
    def name(self) -> tuple[str, str, str]:
        """What an explanation names it by.

        >>> Mutant("a.rq", "a", "without ?s ?p ?o", "").name
        ('a.rq', 'a', 'without ?s ?p ?o')
        """
        return self[:3]


def number_mutants(mutants: Iterable[Mutant]) -> Iterator[Mutant]:
    """The mutants with names of their own: what is changed alike in one place a second time says so.

    Args:
        mutants: in the order of the text.

    >>> [one.what for one in number_mutants([Mutant("a.rq", "a", "> → >=", ""), Mutant("a.rq", "a", "> → >=", "")])]
    ['> → >=', '> → >= (2)']
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    for one in mutants:
        seen[one.name] += 1
        yield one if seen[one.name] == 1 else one._replace(what=f"{one.what} ({seen[one.name]})")
