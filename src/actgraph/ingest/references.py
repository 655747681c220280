"""Find what each provision of an edition cites: provisions of the same edition, and other acts.

docs/references.md defines a reference. `reference_phrases.py` parses the words; this module follows their paths in the
edition: relative ones upwards from the citing provision, "that Article" back to what was named before.
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
# The title of an act names the acts that it amends; "thereof" and "that Regulation" do not refer to them.
_AMENDED = re.compile(r"\b(?:amending|repealing)\b(?:(?!\(OJ|;).)*$")


class Reference(NamedTuple):
    """One reference.

    Attributes:
        subject: local name of the citing provision.
        object: local name of the cited provision, or empty for another act.
        act: the other act, or None.
        place: the cited place in the other act, or empty.
    """

    subject: str
    object: str
    act: Act | None = None
    place: str = ""


class DanglingReference(NamedTuple):
    """A reference to a provision that the edition does not have.

    Attributes:
        subject: local name of the citing provision.
        place: the place, written from the whole down.
    """

    subject: str
    place: str


def extract_references(
    provisions: Sequence[Provision], extra_names: Iterable[str] = ()
) -> tuple[list[Reference], list[DanglingReference]]:
    """Return the references in the title and wording of each provision, in order, each once; and the dangling ones.

    Args:
        provisions: the provisions of one edition.
        extra_names: other local names that can be cited, such as those of the act that recitals belong to.

    >>> said = Provision("art_1.par_2", "Paragraph", "2", "", "art_1", "Paragraph 1 of this Article shall apply.")
    >>> [one.object for one in extract_references([said], ["art_1", "art_1.par_1"])[0]]
    ['art_1.par_1']
    """
    reader = _ReferenceReader(provisions, extra_names)
    for item in provisions:
        reader.read_provision(item)
    return list(dict.fromkeys(reader.references)), reader.dangling


class _Antecedent(NamedTuple):
    """What was named before, for "that Article" and "thereof"."""

    targets: Sequence[str]
    acts: Sequence[Act]
    amended: bool  # an act that the title of another act names as amended


class _ReferenceReader:
    def __init__(self, provisions: Sequence[Provision], extra_names: Iterable[str]) -> None:
        self.walker = EditionIndex(provisions, extra_names)
        self.history: dict[str, list[_Antecedent]] = {}
        self.references: list[Reference] = []
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
        """Record what one phrase names."""
        said, named = mention.act_word, mention.acts
        if said not in ("", "this", "named", "thereof"):
            named = tuple(self.find_act_before(subject, said))
            if not named:  # a place in an unidentified act is no place in this one
                return _Antecedent([], (), amended)
        if said == "thereof":
            last = next((one for one in self.iter_antecedents(subject) if not one.amended), None)
            named = tuple(last.acts) if last else ()
        if mention.paths and mention.paths[0][0].kind == "pro":  # those that the Act names are annexed to both Treaties
            named = (act_names.get_treaty("teu"), act_names.get_treaty("tfeu"))
        if _QUOTING.match(subject) and not said and not quoted:  # "In Article 17, …" is of the amended act
            named = next((tuple(one.acts) for one in self.iter_antecedents(subject) if one.acts), ())
        others = [act for act in named if act.eli != act_names.AI_ACT_ELI]
        here = [path for path in mention.paths if path[0].demonstrative == "this"]  # "this paragraph, Article 5 of …"
        for act in others:
            for path in [path for path in mention.paths if path not in here] or [()]:
                self.references.append(Reference(subject, "", act, format_place(path)))
        if quoted and not named:
            return _Antecedent([], named, amended)
        paths = here if others else mention.paths
        targets = [target for path in paths for target in self.resolve_path(subject, path, said)]
        self.references += [Reference(subject, target) for target in targets if target != subject]
        return _Antecedent(targets, named, amended)

    def find_act_before(self, subject: str, kind: str) -> Iterator[Act]:
        for one in self.iter_antecedents(subject):
            acts_ = [act for act in one.acts if act.kind == kind]
            if acts_ and not one.amended:
                yield from acts_
                return

    def iter_antecedents(self, subject: str) -> Iterator[_Antecedent]:
        """Yield what was named before, the latest first: in the same text, then in the text that it continues."""
        for name in self.walker.iter_wholes(subject):
            yield from reversed(self.history.get(name, []))

    # ---- Paths → provisions ----------------------------------------------------------------------------------------

    def resolve_path(self, subject: str, path: ReferencePath, act_word: str) -> list[str]:
        """Return the provisions that a path leads to; record it as dangling if there is none."""
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
        """Yield the wholes from which to follow a path, with the steps to take, the likeliest first."""
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
        """Return what "that Article" or "those Articles" mean: the latest of that kind."""
        for one in self.iter_antecedents(subject):
            cut = [hit[0] for target in one.targets if (hit := re.match(rf"(?:.*\.)?{kind}_\w+?(?=\.|$)", target))]
            if cut:
                return list(dict.fromkeys(cut))
            if one.acts and not one.targets:  # it is in another act, which is cited already
                return []
        return []

    def iter_earlier_targets(self, subject: str) -> Iterator[str]:
        """Yield what was named before, and its wholes."""
        for one in self.iter_antecedents(subject):
            for target in one.targets:
                yield from self.walker.iter_wholes(target)
