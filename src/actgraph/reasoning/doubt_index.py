"""Index the doubts of a profile by duty and by model: it can have many, of which each leaves many duties open."""

import heapq
from collections.abc import Mapping, Sequence
from itertools import islice

from actgraph.reasoning.open_questions import OpenQuestion, build_doubt_question
from actgraph.reasoning.proof import ProofBuilder
from actgraph.reasoning.what_if import Doubt

MAX_ASKED = 50  # questions about statements for one duty; one more tells how many there are besides


class DoubtIndex:
    """The doubts of a profile by what they leave open.

    Args:
        doubts: the doubts.
        proofs: gives the labels of nodes and the places of statements.

    >>> from actgraph.graph.day import open_day
    >>> from actgraph.reasoning.derived import DerivedProfile
    >>> index = DoubtIndex([], ProofBuilder(DerivedProfile([], open_day("2026-11-24")), lambda triple: ""))
    >>> index.get_open_classes("urn:m"), index.list_verdict_questions("urn:m.duty_54.1")
    (frozenset(), [])
    """

    def __init__(self, doubts: Sequence[Doubt], proofs: ProofBuilder) -> None:
        self._doubts, self._proofs = doubts, proofs
        self._verdicts = _group([one.duties for one in doubts])
        self._starts = _group([one.undated for one in doubts])
        self._questions: dict[int, OpenQuestion] = {}
        self._classes: dict[str, set[str]] = {}
        for classes in {one.classes for one in doubts}:
            for iri, name in classes:
                self._classes.setdefault(iri, set()).add(name)

    def get_open_classes(self, model: str) -> frozenset[str]:
        """Get the classes of which a doubt leaves open whether a model belongs to them.

        Args:
            model: IRI of the model.
        """
        return frozenset(self._classes.get(model, ()))

    def list_verdict_questions(self, duty: str) -> list[OpenQuestion]:
        """List the questions on which the verdict on a duty hangs.

        Args:
            duty: IRI of the duty as regards a model.
        """
        return self._list_questions(self._verdicts, duty)

    def list_start_questions(self, duty: str) -> list[OpenQuestion]:
        """List the questions on which hangs from when a duty binds.

        Args:
            duty: IRI of the duty as regards a model.
        """
        return self._list_questions(self._starts, duty)

    def _list_questions(self, groups: Mapping[frozenset[str], Sequence[int]], duty: str) -> list[OpenQuestion]:
        ours = [numbers for duties, numbers in groups.items() if duty in duties]
        first = list(islice(heapq.merge(*ours), MAX_ASKED))
        asked = list(map(self._get_question, first))
        more = sum(map(len, ours)) - len(asked)
        if more:
            count = "1 more question of this kind is" if more == 1 else f"{more:,} more questions of this kind are"
            text = f"{count} not shown: about statements that cannot be read or that contradict each other"
            asked.append(asked[-1]._replace(text=text, answered_by=[]))
        return asked

    def _get_question(self, number: int) -> OpenQuestion:
        if number not in self._questions:
            self._questions[number] = build_doubt_question(self._proofs, self._doubts[number])
        return self._questions[number]


def _group(sets: Sequence[frozenset[str]]) -> dict[frozenset[str], list[int]]:
    """Map each set to the numbers of the doubts that have it: those that may say anything share one."""
    found: dict[frozenset[str], list[int]] = {}
    for number, duties in enumerate(sets):
        if duties:
            found.setdefault(duties, []).append(number)
    return found
