"""Provisions of an edition → what each of them cites: provisions of the same edition, and other acts.

What counts as a reference stands in docs/references.md. `phrases.py` reads the words; here their paths are followed in
the edition: relative ones from the provision that says them upwards, "that Article" back to what was named before.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from actgraph.ingest import act_names, reference_phrases
from actgraph.ingest.act_names import Act
from actgraph.ingest.citation_writer import place
from actgraph.ingest.edition_index import Walker
from actgraph.ingest.provision import Provision
from actgraph.ingest.reference_groups import Path, Step
from actgraph.ingest.reference_phrases import Mention

_QUOTING = re.compile(r"art_(10[2-9]|110)\b")
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
    """Words that name a provision which the edition does not have.

    Attributes:
        subject: local name of the provision that says them.
        words: the place, as it is written from the whole down.
    """

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


class _Reader:
    def __init__(self, provisions: Sequence[Provision], within: Iterable[str]) -> None:
        self.walker = Walker(provisions, within)
        self.history: dict[str, list[_Named]] = {}
        self.found: list[Reference] = []
        self.dangling: list[Dangling] = []

    def provision(self, item: Provision) -> None:
        before = self.history.setdefault(item.name, [])
        for text in (item.title, item.wording):
            quoted = _QUOTED.search(text) if _QUOTING.match(item.name) else None
            for mention in reference_phrases.read(text):
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
            named = (act_names.treaty("teu"), act_names.treaty("tfeu"))
        if _QUOTING.match(subject) and not said and not quoted:  # "In Article 17, …": of the act that is amended
            named = next((tuple(one.acts) for one in self.before(subject) if one.acts), ())
        others = [act for act in named if act.eli != act_names.OWN]
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
        for name in self.walker.above(subject):
            yield from reversed(self.history.get(name, []))

    # ---- Paths → provisions ----------------------------------------------------------------------------------------

    def targets(self, subject: str, path: Path, said: str) -> list[str]:
        """The provisions that a path leads to; where there is none, it is noted as dangling."""
        first, *rest = path
        if first.which == "that" and not rest:
            return self.that(subject, first.kind)
        for head, steps in self.ways(subject, path, said):
            if found := self.walker.walk(head, steps):
                return found
        first_of_range = f"{first.kind}_{first.number}"
        if first.upto and (found := self.walker.between(first_of_range, f"{first.kind}_{first.upto}")):
            return found
        self.dangling.append(Dangling(subject, place(path)))
        return []

    def ways(self, subject: str, path: Path, said: str) -> Iterator[tuple[str, Sequence[Step]]]:
        """From which wholes a path can be followed, and with which steps: the likeliest first."""
        first, *rest = path
        if said == "thereof":
            heads, steps = self.named_before(subject), list(path)
        elif first.which == "that":
            heads, steps = iter(self.that(subject, first.kind)), rest
        elif first.which == "this":
            whole = self.walker.this(subject, first.kind)
            heads, steps = iter([whole.removesuffix(".sub_1") if rest else whole]), rest
        elif first.kind in ("art", "anx", "cpt", "rct"):
            heads, steps = iter([] if first.upto else [f"{first.kind}_{first.number}"]), rest
        else:
            heads, steps = chain(self.walker.relative(subject, first), self.named_before(subject)), list(path)
        for head in heads:
            if head:
                yield head, steps

    def that(self, subject: str, kind: str) -> list[str]:
        """What "that Article" or "those Articles" mean: what was named last of that kind."""
        for one in self.before(subject):
            cut = [hit[0] for target in one.targets if (hit := re.match(rf"(?:.*\.)?{kind}_\w+?(?=\.|$)", target))]
            if cut:
                return list(dict.fromkeys(cut))
            if one.acts and not one.targets:  # it is of another act, which is cited already
                return []
        return []

    def named_before(self, subject: str) -> Iterator[str]:
        """What was named before, and its wholes."""
        for one in self.before(subject):
            for target in one.targets:
                yield from self.walker.above(target)
