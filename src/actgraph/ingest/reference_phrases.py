"""Parse references into paths: "points (a) and (b) of Article 6(1)" is two paths, each from the whole down.

`references.py` looks the paths up in an edition. A phrase is read group by group: a group is a kind with its numbers
("points (a) and (b)"), or "this Article"; groups follow one another down ("Article 6(1), point (a)"), up ("point (a) of
Article 6(1)") or side by side ("Article 6 and Annex III").
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from actgraph.ingest.act_names import Act
from actgraph.ingest.reference_groups import (
    BACK_REFERENCE,
    CONJUNCTION,
    DEMONSTRATIVE,
    DEPTH,
    KIND_WORD,
    ORDINAL,
    PREPOSITION,
    WHOLE_KINDS,
    GroupReader,
    ReferencePath,
)


class Mention(NamedTuple):
    """What one phrase names.

    Attributes:
        start: its offset in the text.
        paths: its paths from the whole down; none if it names acts as wholes.
        act_word: how the phrase names the act: `named`, `this` ("this Regulation"), `thereof`, the kind of an act named
            before ("Regulation" for "that Regulation"), or `elsewhere` (a convention, say); empty if it does not.
        acts: the acts that it names.
    """

    start: int
    paths: list[ReferencePath]
    act_word: str = ""
    acts: tuple[Act, ...] = ()


_THIS_ACT = re.compile(r"this (?:Regulation|Act)\b(?! \()|(?:the )?AI Act\b")
# Acts without an ELI ("the latter Regulation" of two): a place in one is no place in the Act.
_ELSEWHERE = re.compile(
    r"(?:(?:that|the same|a|latter|this(?! Regulation)) )?(?:[A-Z][\w-]+ )*"
    r"(?:Convention|Agreement|Protocol(?! No)|Statute|Constitution|GDPR|Rules of Procedure|Staff Regulations"
    r"|(?:Regulation|Directive|Decision|Recommendation)s?)\b"
)
# Parts that are no nodes stand between a place and its act: "Article 4, first sentence, of".
_ASIDE = re.compile(
    rf",? (?:(?:the )?(?:{ORDINAL})(?:(?:, | and |, and | or )(?:the )?(?:{ORDINAL}))* (?:sentence|indent)s?"
    r"|(?:the )?introductory (?:part|phrase|sentence|wording)|respectively)\b"
)
_OF_AND = re.compile(r",? (?:of|to),?(?= and )")  # "Articles 12 to 14 of, and Annex I to, Regulation …"
_THEREOF = re.compile(r",? thereof\b")
_TREATY_OR_ACT = re.compile(r",? (?=TFEU|TEU|AI Act)")
_OF = re.compile(r",? (?:of|to) (?:the )?")
_START = re.compile(rf"\b(?:{KIND_WORD.pattern}|{DEMONSTRATIVE.pattern}|(?:{ORDINAL})\b)", re.I)
_COMMA = re.compile(", ?")
_ROMAN = re.compile(r"[ivx]{2,}")


def find_mentions(text: str) -> list[Mention]:
    """Find the references in a text, in order.

    Args:
        text: the text, with white space folded.

    >>> [path[-1].number for path in find_mentions("points (a) and (b) of Article 6(1)")[0].paths]
    ['a', 'b']
    >>> find_mentions("Article 4(3) of Directive (EU) 2019/790")[0].acts[0].label
    'Directive (EU) 2019/790'
    """
    found = list(_PhraseReader(text).read_mentions())
    return sorted(found, key=lambda mention: mention.start)


class _Item(NamedTuple):
    steps: ReferencePath  # the steps of its own group
    inherited: ReferencePath  # the steps from earlier groups

    @property
    def path(self) -> ReferencePath:
        return self.inherited + self.steps

    def place_under(self, base: ReferencePath) -> "_Item":
        """Apply "of Annex III": an item that names its own whole stays, except for wholes of other acts."""
        # An article is part of an annex only in another act: "Article R23 of Annex I to Decision No 768/2008/EC".
        larger = base[0].kind in ("ttl", "prt", "pro") or (base[0].kind == "anx" and self.path[0].kind == "art")
        return self if _starts_with_whole(self.path) and not larger else _Item(self.steps, base + self.inherited)

    def replace_inherited(self, base: ReferencePath) -> "_Item":
        """Apply "of Chapter V" to an item beside "Section 2 of Chapter III": it replaces the inherited steps."""
        if not _starts_with_whole(self.inherited) or _starts_with_whole(self.steps):
            return self.place_under(base)
        depth = -1 if _starts_with_whole(base) else DEPTH[base[0].kind] if base[0].kind else 0
        kept = takewhile(lambda step: step.kind and DEPTH[step.kind] < depth, self.inherited)
        return _Item(self.steps, (*kept, *base))


class _PhraseReader(GroupReader):
    def read_mentions(self) -> Iterator[Mention]:
        in_phrases: set[int] = set()
        while hit := _START.search(self.text, self.position):
            self.position = start = hit.start()
            items = self.read_group()
            if not items:
                self.position = hit.start() + 1
                continue
            yield self.read_phrase(start, [_Item(path, ()) for path in items], in_phrases)
        for start, name in self.acts.items():
            if start not in in_phrases:
                yield Mention(start, [], "named", tuple(name.acts))

    def read_phrase(self, start: int, items: list[_Item], in_phrases: set[int]) -> Mention:
        """Read what follows the first group and belongs to it, up to the act."""
        last, joined = len(items), False  # items of the last group; whether it is beside the one before
        while True:
            aside = self.consume(_ASIDE)
            back = self.position
            if self.read_thereof(items, last):
                continue
            if act := self.read_act(in_phrases):
                return Mention(start, [item.path for item in items], *act)
            self.position = back
            if bases := self.read_wholes([item.steps for item in items[-last:]]):
                # "point 3 and the fifth paragraph of point 4.6": only a whole applies to the earlier items too.
                first = 0 if _starts_with_whole(bases[0]) else len(items) - last
                new = len(items) - last if joined else len(items)
                items = items[:first] + [
                    items[at].replace_inherited(base) if at >= new else items[at].place_under(base)
                    for base in bases
                    for at in range(first, len(items))
                ]
                continue
            self.position, count = back, len(items)
            if self.read_parts(items):
                last, joined = len(items) - count + 1, False
            elif self.read_siblings(items, aside) or (self.consume(_OF_AND) and self.read_siblings(items)):
                last, joined = len(items) - count, True
            else:
                self.position = back
                return Mention(start, [item.path for item in items])

    def read_thereof(self, items: list[_Item], last: int) -> bool:
        """Read the "thereof" of "Article 9 and paragraph 2 thereof", which names its own whole."""
        before = items[: len(items) - last]
        if (
            not before
            or not _starts_with_whole(before[-1].path)
            or _starts_with_whole(items[-1].path)
            or not self.consume(_THEREOF)
        ):
            return False
        items[len(before) :] = [_Item(item.steps, before[-1].path) for item in items[len(before) :]]
        return True

    def read_act(self, in_phrases: set[int]) -> tuple[str, tuple[Act, ...]] | None:
        """Read the act of a place, and how the text names it."""
        if self.consume(_THEREOF):
            return "thereof", ()
        if not (self.consume(PREPOSITION) or self.consume(_TREATY_OR_ACT)):
            return None
        if self.position in self.acts:
            name = self.acts[self.position]
            in_phrases.add(name.start)
            self.position = name.end
            return "named", tuple(name.acts)
        if self.consume(_THIS_ACT):
            return "this", ()
        if hit := self.consume(BACK_REFERENCE):
            return hit[1], ()
        return ("elsewhere", ()) if self.consume(_ELSEWHERE) else None

    def read_wholes(self, paths: list[ReferencePath]) -> list[ReferencePath]:
        """Read the wholes of the preceding parts: "of Article 6(1)", "of Annex VIII, Section A"."""
        depth = self.depth
        bases = self.read_group() if self.consume(_OF) else []
        while bases:
            back, before = self.position, self.depth
            below = self.read_group() if self.consume(_COMMA) else []
            larger = before < self.depth and (
                self.depth < depth or (self.depth == depth and _is_under_point(paths, below[-1]))
            )
            if not below or not larger or _starts_with_whole(below[0]) or _OF.match(self.text, self.position):
                self.position = back
                break
            bases = [*bases[:-1], *(bases[-1] + path for path in below)]
        self.depth = depth
        return bases

    def read_parts(self, items: list[_Item]) -> bool:
        """Read a part of the last item: "Article 6(1), point (a)", "Chapter III Section 4"."""
        back, before = self.position, self.depth
        comma = bool(self.consume(re.compile(", ?| ")) and "," in self.text[back : self.position])
        paths = self.read_group()
        deeper = self.depth > before or (comma and self.depth == before and _is_under_point(paths, items[-1].path))
        if not paths or not deeper or _starts_with_whole(paths[0]):
            self.position, self.depth = back, before
            return False
        last = items.pop()
        items += [_Item(path, last.path) for path in paths]
        return True

    def read_siblings(self, items: list[_Item], aside: re.Match[str] | None = None) -> bool:
        """Read items beside the last one: "Article 6 and Annex III", "points 1 to 5, and points 8 and 9"."""
        back, before = self.position, self.depth
        joined, last = self.consume(CONJUNCTION), items[-1]
        paths = self.read_group() if joined else []
        if joined and not paths and last.path[0].kind == "art":
            paths = self.read_numbers("par")  # "Article 5(1), point (h), (2) to (6)"
            last = _Item(paths[0] if paths else (), last.path[:1])
            self.depth = before = DEPTH["par"]
        if not paths:
            self.position, self.depth = back, before
            return False
        above = last.inherited if self.depth == before and not _starts_with_whole(paths[0]) else ()
        if self.depth < before and paths[0][0].kind in (
            "sct",
            "sub",
        ):  # "Annex VIII, Section A, point 1, and Section C"
            above = tuple(takewhile(lambda step: DEPTH[step.kind or "par"] < self.depth, last.path))
        if aside and "introductory" in aside[0] and self.depth > before:
            above = last.path  # "paragraph 1, introductory part and point (a)"
        items += [_Item(path, above) for path in paths]
        return True


def _starts_with_whole(path: ReferencePath) -> bool:
    """Return whether a path states its article, annex or chapter."""
    return bool(path) and (path[0].kind in WHOLE_KINDS or bool(path[0].demonstrative))


def _is_under_point(points: list[ReferencePath], above: ReferencePath) -> bool:
    """Return whether points are parts of a point: "point (h), points (i) to (iii)", "point 2, point (a)"."""
    last = above[-1]
    if not points or points[0][0].kind != "pnt" or last.kind not in ("pnt", ""):
        return False
    if last.number[0].isdigit():
        return last.kind == "pnt" and points[0][0].number[0].isalpha()
    numbers = [number for path in points for number in (path[0].number, path[0].range_end)]
    return len(last.number) == 1 and any(map(_ROMAN.fullmatch, numbers))
