"""Look up the provisions of an edition for references: down a path, up to a whole, along a range."""

import re
from collections.abc import Iterable, Iterator, Sequence

from actgraph.citation import act_parser
from actgraph.citation.protocols import NodeRef
from actgraph.core.errors import CitationError
from actgraph.core.prefixes import ACT
from actgraph.ingest.provision import Provision
from actgraph.ingest.reference_groups import ReferenceStep

_ORDINALS_DOWN = range(20, 0, -1)  # for "the last subparagraph", the highest that exists


class EditionIndex:
    """The provisions of one edition.

    Args:
        provisions: the provisions in the order of the text.
        extra_names: other local names that can be cited.

    >>> EditionIndex([], ["art_53"]).find_targets("art_53", [])
    ['art_53']
    """

    def __init__(self, provisions: Sequence[Provision], extra_names: Iterable[str] = ()) -> None:
        self._order = [*extra_names, *(item.name for item in provisions)]
        self._names = set(self._order)
        self._parents = {item.name: item.parent for item in provisions}
        self._numbers = {item.name: item.number for item in provisions}

    # The protocol `NodeIndex` of the citation parser.

    def __contains__(self, iri: str) -> bool:
        """Return whether an IRI is one of the provisions.

        >>> f"{ACT}art_53" in EditionIndex([], ["art_53"])
        True
        """
        return iri.removeprefix(ACT) in self._names

    def get_labels(self) -> dict[str, str]:
        """Return no labels: nobody reads suggestions here.

        >>> EditionIndex([], ["art_53"]).get_labels()
        {}
        """
        return {}

    def list_ancestors(self, iri: str) -> list[NodeRef]:
        """Return no ancestors: no citation here contradicts itself.

        >>> EditionIndex([], ["art_53"]).list_ancestors(f"{ACT}art_53")
        []
        """
        return []

    # ---- Down ------------------------------------------------------------------------------------------------------

    def find_targets(self, head: str, steps: Sequence[ReferenceStep]) -> list[str]:
        """Return the provisions that steps lead to from a whole: one, each of a range, or none.

        Args:
            head: local name of the whole.
            steps: the steps down from it.

        >>> index = EditionIndex([], ["art_6", "art_6.par_1", "art_6.par_2"])
        >>> index.find_targets("art_6", [ReferenceStep("par", "1", "2")])
        ['art_6.par_1', 'art_6.par_2']
        """
        first = self._find_one(head, steps)
        if not first or not steps or not steps[-1].range_end:
            return [first] if first else []
        last = self._find_one(head, [*steps[:-1], steps[-1]._replace(number=steps[-1].range_end)])
        return self.list_range(first, last)

    def list_range(self, first: str, last: str) -> list[str]:
        """Return the siblings from the first to the last, inserted ones too; none if either does not exist.

        Args:
            first: local name of the first.
            last: local name of the last.

        >>> EditionIndex([], ["art_4", "art_4a", "art_5"]).list_range("art_4", "art_5")
        ['art_4', 'art_4a', 'art_5']
        """
        stem = re.sub(r"[^_]+$", "", first)
        beside = [name for name in self._order if name.startswith(stem) and "." not in name[len(stem) :]]
        return beside[beside.index(first) : beside.index(last) + 1] if {first, last} <= set(beside) else []

    def _find_one(self, head: str, steps: Sequence[ReferenceStep]) -> str:
        if any(step.number == "last" for step in steps):
            counted = (
                [step._replace(number=step.number.replace("last", str(nth))) for step in steps]
                for nth in _ORDINALS_DOWN
            )
            return next(filter(None, (self._find_one(head, numbered) for numbered in counted)), "")
        down = [act_parser.CitationStep(step.kind, part) for step in steps for part in step.number.split(".")]
        try:
            found = act_parser.resolve_steps(ACT + head, down, "", self).removeprefix(ACT)
        except CitationError:
            return ""
        return "" if steps and self._is_misread(found, steps[0]) else found

    def _is_misread(self, name: str, step: ReferenceStep) -> bool:
        """Return whether "point 3", cited in point 4.1 of an annex, was resolved to point 4.3."""
        return step.kind == "pnt" and "." in self._numbers.get(name, "") and "." not in step.number

    # ---- Up --------------------------------------------------------------------------------------------------------

    def iter_wholes(self, name: str) -> Iterator[str]:
        """Yield a provision and its wholes, the nearest first; after a subparagraph the preceding one.

        Args:
            name: local name of the provision.

        >>> list(EditionIndex([]).iter_wholes("art_5.par_1.sub_2"))
        ['art_5.par_1.sub_2', 'art_5.par_1.sub_1', 'art_5.par_1', 'art_5']
        """
        while name:
            yield name
            head, _, number = name.rpartition(".sub_")
            if head and number.isdigit() and int(number) > 1:
                yield f"{head}.sub_{int(number) - 1}"
            name = self._parents.get(name) or name.rpartition(".")[0]

    def iter_possible_wholes(self, subject: str, step: ReferenceStep) -> Iterator[str]:
        """Yield the wholes that can contain a part named alone, the nearest first.

        Args:
            subject: local name of the citing provision.
            step: the part.

        >>> list(EditionIndex([]).iter_possible_wholes("art_6.par_2", ReferenceStep("par", "1")))
        ['art_6.par_2', 'art_6']
        """
        wholes = [
            name for name in self.iter_wholes(subject) if not re.search(r"\.sub_\d+$", name) or step.kind == "pnt"
        ]
        if step.kind == "sub":  # "the first subparagraph" is that of the paragraph, even in a point
            yield from (name for name in wholes if re.search(r"\.par_\w+$", name))
        yield from wholes

    def find_enclosing(self, subject: str, kind: str) -> str:
        """Return the whole of a kind that contains a provision; an empty string if there is none.

        Args:
            subject: local name of the provision.
            kind: such as `art`, `par` or `cpt`.

        >>> EditionIndex([]).find_enclosing("art_53.par_1.pnt_a", "par")
        'art_53.par_1'
        """
        for name in self.iter_wholes(subject):
            if re.search(rf"(^|\.){kind}_\w+$", name):
                return name
        if kind == "sub":  # the points of the first subparagraph stand directly under the paragraph
            whole = re.sub(r"\.pnt_.*$", "", subject)
            return f"{whole}.sub_1" if f"{whole}.sub_1" in self._names else whole
        return ""
