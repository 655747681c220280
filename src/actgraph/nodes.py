"""Walk down from an article or annex to the node that a citation's steps name."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from actgraph import near
from actgraph.errors import CitationError
from actgraph.label import act_label
from actgraph.names import BASE

if TYPE_CHECKING:
    from actgraph.known import Known

ACT = BASE + "eli/reg/2024/1689/"
_MOST_SUBPARAGRAPHS = 20


class Step(NamedTuple):
    """One step down: its kind (`par`, `pnt`, `sub`, `sct`; empty where the words do not say) and its number."""

    kind: str
    number: str


class _Place(NamedTuple):
    name: str
    first_sub: bool  # "first subparagraph" was said: its points stand under the whole


def walk(head: str, steps: Sequence[Step], written: str, known: "Known") -> str:
    """The IRI of the one node that the steps lead to.

    Args:
        head: local name of the article, recital, chapter or annex.
        steps: the steps below it.
        written: the citation, for the message.
        known: the nodes of the graph.

    Raises:
        CitationError: there is no such node, or more than one.
    """
    if ACT + head not in known:
        label = act_label(head)
        alike = [
            name
            for name, iri in known.labels().items()
            if iri.startswith(ACT + head[:4]) and "." not in iri[len(ACT) :]
        ]
        raise CitationError(f"there is no {label} in the AI Act of this day", near=near.misses(label, alike))
    places = [_Place(head, False)]
    for step in steps:
        further = [below for place in places for below in _below(place, step, known)]
        if not further:
            raise _nothing(places[0].name, step, written, known)
        places = further
    names = list(dict.fromkeys(place.name for place in places))
    if len(names) > 1:
        raise CitationError(f"“{written}” can be {len(names)} nodes", near=[act_label(name) for name in names])
    return ACT + names[0]


def _below(place: _Place, step: Step, known: "Known") -> Iterator[_Place]:
    name = place.name
    if step.kind == "sub":
        if f"{ACT}{name}.sub_{step.number}" in known:
            yield _Place(f"{name}.sub_{step.number}", step.number == "1")
        elif step.number == "1":  # the only one is no node of its own
            yield _Place(name, True)
        return
    if place.first_sub:
        name = name.removesuffix(".sub_1")
    kinds = [step.kind] if step.kind else ["par", "pnt"]
    exact = [f"{name}.{kind}_{step.number}" for kind in kinds if f"{ACT}{name}.{kind}_{step.number}" in known]
    if exact:  # under two subparagraphs the first is meant, as its points are cited
        yield _Place(exact[0], False)
    elif "pnt" in kinds and not place.first_sub:
        for count in range(2, _MOST_SUBPARAGRAPHS):
            sub = f"{name}.sub_{count}"
            if ACT + sub not in known:
                break
            if f"{ACT}{sub}.pnt_{step.number}" in known:
                yield _Place(f"{sub}.pnt_{step.number}", False)


def _nothing(name: str, step: Step, written: str, known: "Known") -> CitationError:
    start = ACT + name + "."
    below = [label for label, iri in known.labels().items() if iri.startswith(start) and "." not in iri[len(start) :]]
    told = near.misses(written, below) or below[:8]
    if not below:
        return CitationError(f"{act_label(name)} has no parts: “{written}” names nothing")
    return CitationError(f"{act_label(name)} has no such part: “{written}” names nothing", near=told)
