"""Provisions of an edition → what each of them cites: provisions of the same edition, and other acts.

What counts as a reference stands in docs/references.md. `phrases.py` reads the words; here their paths are followed in
the edition: relative ones from the provision that says them upwards, "that Article" back to what was named before.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from actgraph import nodes
from actgraph.build import acts, phrases
from actgraph.build.acts import Act
from actgraph.build.groups import Path, Step
from actgraph.build.phrases import Mention
from actgraph.build.place import place
from actgraph.build.provision import Provision
from actgraph.errors import CitationError
from actgraph.known import Named
from actgraph.names import ACT

_QUOTING = re.compile(r"art_(10[2-9]|110)\b")
_NTHS = range(20, 0, -1)  # for "the last subparagraph"
_QUOTED = re.compile(r": ‘")
# The title of an act names those that it changes; "thereof" and "that Regulation" do not mean them.
_CHANGED = re.compile(r"\b(?:amending|repealing)\b(?:(?!\(OJ|;).)*$")


class Reference(NamedTuple):
    """One reference.

    Attributes:
        subject: local name of the provision that says it.
        object: local name of the provision named, or empty for another act.
        act: the other act, or None.
        place: the place in it that is named, or empty.
    """

    subject: str
    object: str
    act: Act | None = None
    place: str = ""


class Dangling(NamedTuple):
    """Words that name a provision which the edition does not have."""

    subject: str
    words: str


def references(provisions: Sequence[Provision], within: Iterable[str] = ()) -> tuple[list[Reference], list[Dangling]]:
    """What each provision cites in its title and its own words, in the order of the text, each once.

    Args:
        provisions: of one edition.
        within: local names that can be cited besides, such as those of the act that recitals belong to.

    >>> said = Provision("art_1.par_2", "Paragraph", "2", "", "art_1", "Paragraph 1 of this Article shall apply.")
    >>> [one.object for one in references([said], ["art_1", "art_1.par_1"])[0]]
    ['art_1.par_1']
    """
    reader = _Reader(provisions, within)
    for item in provisions:
        reader.provision(item)
    return list(dict.fromkeys(reader.found)), reader.dangling


class _Named(NamedTuple):
    """What was named before, for "that Article" and "thereof"."""

    targets: Sequence[str]
    acts: Sequence[Act]
    changed: bool  # an act that the title of another names as changed by it


class _Names:
    """The names of an edition, as the walk of citations asks for them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = set(names)

    def __contains__(self, iri: str) -> bool:
        return iri.removeprefix(ACT) in self.names

    def labels(self) -> dict[str, str]:
        return {}

    def places(self, iri: str) -> list[Named]:
        return []


class _Reader:
    def __init__(self, provisions: Sequence[Provision], within: Iterable[str]) -> None:
        self.order = [*within, *(item.name for item in provisions)]
        self.names = _Names(self.order)
        self.parents = {item.name: item.parent for item in provisions}
        self.printed = {item.name: item.number for item in provisions}
        self.history: dict[str, list[_Named]] = {}
        self.found: list[Reference] = []
        self.dangling: list[Dangling] = []

    def provision(self, item: Provision) -> None:
        before = self.history.setdefault(item.name, [])
        for text in (item.title, item.wording):
            quoted = _QUOTED.search(text) if _QUOTING.match(item.name) else None
            for mention in phrases.read(text):
                in_quotation = quoted is not None and mention.start > quoted.start()
                changed = bool(_CHANGED.search(text[: mention.start]))
                before.append(self.mention(item.name, mention, in_quotation, changed))

    def mention(self, subject: str, mention: Mention, quoted: bool, changed: bool) -> _Named:
        """Note down what one phrase names."""
        said, named = mention.said, mention.acts
        if said not in ("", "this", "named", "thereof"):
            named = tuple(self.act_before(subject, said))
            if not named:  # a place in an act that cannot be told is none in this one
                return _Named([], (), changed)
        if said == "thereof":
            last = next((one for one in self.before(subject) if not one.changed), None)
            named = tuple(last.acts) if last else ()
        if mention.paths and mention.paths[0][0].kind == "pro":  # those that the Act names are annexed to both Treaties
            named = (acts.treaty("teu"), acts.treaty("tfeu"))
        if _QUOTING.match(subject) and not said and not quoted:  # "In Article 17, …": of the act that is amended
            named = next((tuple(one.acts) for one in self.before(subject) if one.acts), ())
        others = [act for act in named if act.eli != acts.OWN]
        here = [path for path in mention.paths if path[0].which == "this"]  # "this paragraph, Article 5 of …"
        for act in others:
            for path in [path for path in mention.paths if path not in here] or [()]:
                self.found.append(Reference(subject, "", act, place(path)))
        if quoted and not named:
            return _Named([], named, changed)
        paths = here if others else mention.paths
        targets = [target for path in paths for target in self.targets(subject, path, said)]
        self.found += [Reference(subject, target) for target in targets if target != subject]
        return _Named(targets, named, changed)

    def act_before(self, subject: str, kind: str) -> Iterator[Act]:
        for one in self.before(subject):
            acts_ = [act for act in one.acts if act.kind == kind]
            if acts_ and not one.changed:
                yield from acts_
                return

    def before(self, subject: str) -> Iterator[_Named]:
        """What was named before, the last first: in the same words, then in those that they continue."""
        for name in self.above(subject):
            yield from reversed(self.history.get(name, []))

    def above(self, name: str) -> Iterator[str]:
        """A provision and its wholes, the nearest first; beside a subparagraph the one before it."""
        while name:
            yield name
            head, _, number = name.rpartition(".sub_")
            if head and number.isdigit() and int(number) > 1:
                yield f"{head}.sub_{int(number) - 1}"
            name = self.parents.get(name) or name.rpartition(".")[0]

    # ---- Paths → provisions ----------------------------------------------------------------------------------------

    def targets(self, subject: str, path: Path, said: str) -> list[str]:
        """The provisions that a path leads to; where there is none, it is noted as dangling."""
        first, *rest = path
        heads: Iterable[str]
        if said == "thereof":
            heads, rest = self.before_heads(subject), list(path)
        elif first.which == "that":
            found = (
                [self.wholes(subject, first.kind)] if not rest else [[one] for one in self.wholes(subject, first.kind)]
            )
            if not rest:
                return found[0]
            heads = [one for (one,) in found]
        elif first.which == "this":
            whole = self.this(subject, first.kind)
            heads = [whole.removesuffix(".sub_1") if rest else whole]
        elif first.kind in ("art", "anx", "cpt", "rct"):
            heads, rest = [f"{first.kind}_{first.number}"], [first._replace(kind="")] if first.upto else rest
            if first.upto:
                return self.between(heads[0], f"{first.kind}_{first.upto}", subject, path)
        else:
            heads, rest = chain(self.relative(subject, first), self.before_heads(subject)), list(path)
        for head in heads:
            found_ = self.walk(head, rest) if head else []
            if found_ and not (rest and self.misread(found_[0], rest[0])):
                return found_
        self.dangling.append(Dangling(subject, place(path)))
        return []

    def misread(self, name: str, step: Step) -> bool:
        """Whether "point 3", said in point 4.1 of an annex, was taken for point 4.3, which prints another number."""
        printed = self.printed.get(name, "")
        return step.kind == "pnt" and "." in printed and "." not in step.number and "(" not in printed

    def walk(self, head: str, steps: Sequence[Step]) -> list[str]:
        """Down from a whole; a range is every part from the first to the last."""
        first = self.one(head, steps)
        if not steps or not steps[-1].upto or not first:
            return [first] if first else []
        last = self.one(head, [*steps[:-1], steps[-1]._replace(number=steps[-1].upto)])
        return self.range(first, last) if last else []

    def one(self, head: str, steps: Sequence[Step]) -> str:
        if any(step.number == "last" for step in steps):
            counted = ([step._replace(number=step.number.replace("last", str(nth))) for step in steps] for nth in _NTHS)
            return next(filter(None, (self.one(head, numbered) for numbered in counted)), "")
        down = [nodes.Step(step.kind, part) for step in steps for part in step.number.split(".")]
        try:
            return nodes.walk(ACT + head, down, "", self.names).removeprefix(ACT)
        except CitationError:
            return ""

    def range(self, first: str, last: str) -> list[str]:
        stem = re.sub(r"[^_]+$", "", first)
        alike = [name for name in self.order if name.startswith(stem) and "." not in name[len(stem) :]]
        return alike[alike.index(first) : alike.index(last) + 1] if last in alike else []

    def between(self, first: str, last: str, subject: str, path: Path) -> list[str]:
        found = self.range(first, last) if first in self.names.names else []
        if not found:
            self.dangling.append(Dangling(subject, place(path)))
        return found

    def relative(self, subject: str, step: Step) -> Iterator[str]:
        """The wholes in which a part that is named alone can stand, the nearest first."""
        wholes = [name for name in self.above(subject) if not re.search(r"\.sub_\d+$", name) or step.kind == "pnt"]
        if step.kind == "sub":  # "the first subparagraph": of the paragraph, even where a point says it
            paragraphs = [name for name in wholes if re.search(r"\.par_\w+$", name)] or wholes
            return iter([*paragraphs, *wholes])
        return iter(wholes)

    def this(self, subject: str, kind: str) -> str:
        """The whole of a kind that a provision stands in."""
        for name in self.above(subject):
            if re.search(rf"(^|\.){kind}_\w+$", name):
                return name
        if kind == "sub":  # its points stand directly under the paragraph
            whole = re.sub(r"\.pnt_.*$", "", subject)
            return f"{whole}.sub_1" if f"{whole}.sub_1" in self.names.names else whole
        return ""

    def wholes(self, subject: str, kind: str) -> list[str]:
        """What "that Article" or "those Articles" mean: what was named last of that kind."""
        for one in self.before(subject):
            cut = [hit[0] for target in one.targets if (hit := re.match(rf"(?:.*\.)?{kind}_\w+?(?=\.|$)", target))]
            if cut:
                return list(dict.fromkeys(cut))
            if one.acts and not one.targets:
                return []
        return []

    def before_heads(self, subject: str) -> Iterator[str]:
        for one in self.before(subject):
            for target in one.targets:
                yield from self.above(target)
