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
from actgraph.ingest.citation_writer import format_place
from actgraph.ingest.edition_index import EditionIndex
from actgraph.ingest.provision import Provision
from actgraph.ingest.reference_groups import ReferencePath, ReferenceStep
from actgraph.ingest.reference_phrases import Mention

_QUOTING = re.compile(r"art_(10[2-9]|110)\b")
_QUOTED = re.compile(r": ‘")
# The title of an act names those that it changes; "thereof" and "that Regulation" do not mean them.
_AMENDED = re.compile(r"\b(?:amending|repealing)\b(?:(?!\(OJ|;).)*$")


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


class DanglingReference(NamedTuple):
    """Words that name a provision which the edition does not have.

    Attributes:
        subject: local name of the provision that says them.
        place: the place, as it is written from the whole down.
    """

    subject: str
    place: str


def extract_references(
    provisions: Sequence[Provision], extra_names: Iterable[str] = ()
) -> tuple[list[Reference], list[DanglingReference]]:
    """What each provision cites in its title and its own words, in the order of the text, each once.

    Args:
        provisions: of one edition.
        extra_names: local names that can be cited besides, such as those of the act that recitals belong to.

    >>> said = Provision("art_1.par_2", "Paragraph", "2", "", "art_1", "Paragraph 1 of this Article shall apply.")
    >>> [one.object for one in extract_references([said], ["art_1", "art_1.par_1"])[0]]
    ['art_1.par_1']
    """
    reader = _ReferenceReader(provisions, extra_names)
    for item in provisions:
        reader.read_provision(item)
    return list(dict.fromkeys(reader.found)), reader.dangling


class _Antecedent(NamedTuple):
    """What was named before, for "that Article" and "thereof"."""

    targets: Sequence[str]
    acts: Sequence[Act]
    amended: bool  # an act that the title of another names as changed by it


class _ReferenceReader:
    def __init__(self, provisions: Sequence[Provision], extra_names: Iterable[str]) -> None:
        self.walker = EditionIndex(provisions, extra_names)
        self.history: dict[str, list[_Antecedent]] = {}
        self.found: list[Reference] = []
        self.dangling: list[DanglingReference] = []

    def read_provision(self, item: Provision) -> None:
        before = self.history.setdefault(item.name, [])
        for text in (item.title, item.wording):
            quoted = _QUOTED.search(text) if _QUOTING.match(item.name) else None
            for mention in reference_phrases.find_mentions(text):
                in_quotation = quoted is not None and mention.start > quoted.start()
                changed = bool(_AMENDED.search(text[: mention.start]))
                before.append(self.resolve_mention(item.name, mention, in_quotation, changed))

    def resolve_mention(self, subject: str, mention: Mention, quoted: bool, amended: bool) -> _Antecedent:
        """Note down what one phrase names."""
        said, named = mention.act_word, mention.acts
        if said not in ("", "this", "named", "thereof"):
            named = tuple(self.find_act_before(subject, said))
            if not named:  # a place in an act that cannot be told is none in this one
                return _Antecedent([], (), amended)
        if said == "thereof":
            last = next((one for one in self.iter_antecedents(subject) if not one.amended), None)
            named = tuple(last.acts) if last else ()
        if mention.paths and mention.paths[0][0].kind == "pro":  # those that the Act names are annexed to both Treaties
            named = (act_names.get_treaty("teu"), act_names.get_treaty("tfeu"))
        if _QUOTING.match(subject) and not said and not quoted:  # "In Article 17, …": of the act that is amended
            named = next((tuple(one.acts) for one in self.iter_antecedents(subject) if one.acts), ())
        others = [act for act in named if act.eli != act_names.AI_ACT_ELI]
        here = [path for path in mention.paths if path[0].demonstrative == "this"]  # "this paragraph, Article 5 of …"
        for act in others:
            for path in [path for path in mention.paths if path not in here] or [()]:
                self.found.append(Reference(subject, "", act, format_place(path)))
        if quoted and not named:
            return _Antecedent([], named, amended)
        paths = here if others else mention.paths
        targets = [target for path in paths for target in self.resolve_path(subject, path, said)]
        self.found += [Reference(subject, target) for target in targets if target != subject]
        return _Antecedent(targets, named, amended)

    def find_act_before(self, subject: str, kind: str) -> Iterator[Act]:
        for one in self.iter_antecedents(subject):
            acts_ = [act for act in one.acts if act.kind == kind]
            if acts_ and not one.amended:
                yield from acts_
                return

    def iter_antecedents(self, subject: str) -> Iterator[_Antecedent]:
        """What was named before, the last first: in the same words, then in those that they continue."""
        for name in self.walker.iter_wholes(subject):
            yield from reversed(self.history.get(name, []))

    # ---- Paths → provisions ----------------------------------------------------------------------------------------

    def resolve_path(self, subject: str, path: ReferencePath, act_word: str) -> list[str]:
        """The provisions that a path leads to; where there is none, it is noted as dangling."""
        first, *rest = path
        if first.demonstrative == "that" and not rest:
            return self.resolve_that(subject, first.kind)
        for head, steps in self.list_starts(subject, path, act_word):
            if found := self.walker.find_targets(head, steps):
                return found
        first_of_range = f"{first.kind}_{first.number}"
        if first.range_end and (found := self.walker.list_range(first_of_range, f"{first.kind}_{first.range_end}")):
            return found
        self.dangling.append(DanglingReference(subject, format_place(path)))
        return []

    def list_starts(
        self, subject: str, path: ReferencePath, act_word: str
    ) -> Iterator[tuple[str, Sequence[ReferenceStep]]]:
        """From which wholes a path can be followed, and with which steps: the likeliest first."""
        first, *rest = path
        if act_word == "thereof":
            heads, steps = self.iter_earlier_targets(subject), list(path)
        elif first.demonstrative == "that":
            heads, steps = iter(self.resolve_that(subject, first.kind)), rest
        elif first.demonstrative == "this":
            whole = self.walker.find_enclosing(subject, first.kind)
            heads, steps = iter([whole.removesuffix(".sub_1") if rest else whole]), rest
        elif first.kind in ("art", "anx", "cpt", "rct"):
            heads, steps = iter([] if first.range_end else [f"{first.kind}_{first.number}"]), rest
        else:
            heads, steps = (
                chain(self.walker.iter_possible_wholes(subject, first), self.iter_earlier_targets(subject)),
                list(path),
            )
        for head in heads:
            if head:
                yield head, steps

    def resolve_that(self, subject: str, kind: str) -> list[str]:
        """What "that Article" or "those Articles" mean: what was named last of that kind."""
        for one in self.iter_antecedents(subject):
            cut = [hit[0] for target in one.targets if (hit := re.match(rf"(?:.*\.)?{kind}_\w+?(?=\.|$)", target))]
            if cut:
                return list(dict.fromkeys(cut))
            if one.acts and not one.targets:  # it is of another act, which is cited already
                return []
        return []

    def iter_earlier_targets(self, subject: str) -> Iterator[str]:
        """What was named before, and its wholes."""
        for one in self.iter_antecedents(subject):
            for target in one.targets:
                yield from self.walker.iter_wholes(target)
