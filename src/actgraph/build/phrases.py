"""The words of a reference → paths: "points (a) and (b) of Article 6(1)" is two paths, each from the whole down.

What a path leads to is not known here: `references.py` looks that up in an edition. A phrase is read group by group:
a group is a kind with its numbers ("points (a) and (b)"), or "this Article"; groups follow one another down
("Article 6(1), point (a)"), up ("point (a) of Article 6(1)") or side by side ("Article 6 and Annex III").
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from actgraph.build.acts import Act
from actgraph.build.groups import AND, DEPTH, HEAD, ORDINAL, TO, WHICH, WHOLES, Groups, Path, Step


class Mention(NamedTuple):
    """What one phrase names.

    Attributes:
        start: where it begins in the text.
        paths: from the whole down; none where acts are named as wholes.
        said: how the phrase says of which act it is: `named`, `this` ("this Regulation"), `thereof`, or the kind of
            an act named before ("Regulation" for "that Regulation"); empty where it does not say.
        acts: the acts that are named.
    """

    start: int
    paths: list[Path]
    said: str = ""
    acts: tuple[Act, ...] = ()


_OWN = re.compile(r"this (?:Regulation|Act)\b(?! \()|(?:the )?AI Act\b")
_BACK = re.compile(r"(?:that|those|the same) (Regulation|Directive|Decision|Recommendation)s?\b")
_THEREOF = re.compile(r",? thereof\b")
_TREATY_OR_ACT = re.compile(r",? (?=TFEU|TEU|AI Act)")
_OF = re.compile(r",? (?:of|to) (?:the )?")
_START = re.compile(rf"\b(?:{HEAD.pattern}|{WHICH.pattern}|(?:{ORDINAL}) )", re.I)


def read(text: str) -> list[Mention]:
    """The references of a text, in its order.

    Args:
        text: the words, white space folded.

    >>> [path[-1].number for path in read("points (a) and (b) of Article 6(1)")[0].paths]
    ['a', 'b']
    >>> read("Article 4(3) of Directive (EU) 2019/790")[0].acts[0].label
    'Directive (EU) 2019/790'
    """
    found = list(_Reader(text).mentions())
    return sorted(found, key=lambda mention: mention.start)


class _Item(NamedTuple):
    own: Path  # the steps of its own group
    above: Path  # those that it takes over from the groups before it

    @property
    def path(self) -> Path:
        return self.above + self.own

    def under(self, base: Path) -> "_Item":
        """What "of Annex III" makes of it: one that names its own whole stays, but for wholes of other acts."""
        larger = base[0].kind in ("ttl", "prt", "pro") or base[0] == Step("anx", "") or self.path[0].number[0] == "R"
        return self if _whole(self.path) and not larger else _Item(self.own, base + self.above)


class _Reader(Groups):
    def mentions(self) -> Iterator[Mention]:
        in_phrases: set[int] = set()
        while hit := _START.search(self.text, self.at):
            self.at = start = hit.start()
            items = self.group()
            if not items:
                self.at = hit.start() + 1
                continue
            yield self.phrase(start, [_Item(path, ()) for path in items], in_phrases)
        for start, name in self.acts.items():
            if start not in in_phrases:
                yield Mention(start, [], "named", tuple(name.acts))

    def phrase(self, start: int, items: list[_Item], in_phrases: set[int]) -> Mention:
        """All that follows the first group and belongs to it, up to the act that it is in."""
        last = len(items)  # items of the last group
        while True:
            back = self.at
            if self.take(_THEREOF):
                return Mention(start, [item.path for item in items], "thereof")
            to = self.take(TO) or self.take(_TREATY_OR_ACT)
            if to and self.at in self.acts:
                name = self.acts[self.at]
                in_phrases.add(name.start)
                self.at = name.end
                return Mention(start, [item.path for item in items], "named", tuple(name.acts))
            if to and self.take(_OWN):
                return Mention(start, [item.path for item in items], "this")
            if to and (hit := self.take(_BACK)):
                return Mention(start, [item.path for item in items], hit[1])
            self.at = back
            depth = self.depth
            if self.take(_OF) and (above := self.group()):
                self.depth = depth
                # "point 3 and the fifth paragraph of point 4.6": only a whole is that of what stands before too.
                first = 0 if _whole(above[0]) else len(items) - last
                items = items[:first] + [item.under(path) for path in above for item in items[first:]]
                continue
            self.at, count = back, len(items)
            if self.down(items):
                last = len(items) - count + 1
            elif self.beside(items):
                last = len(items) - count
            else:
                self.at = back
                return Mention(start, [item.path for item in items])

    def down(self, items: list[_Item]) -> bool:
        """Go on to a part of the last item: "Article 6(1), point (a)", "Chapter III Section 4"."""
        back, before = self.at, self.depth
        self.take(re.compile(", ?| "))
        paths = self.group()
        if not paths or self.depth <= before or _whole(paths[0]):
            self.at, self.depth = back, before
            return False
        last = items.pop()
        items += [_Item(path, last.path) for path in paths]
        return True

    def beside(self, items: list[_Item]) -> bool:
        """Go on to what stands beside the last item: "Article 6 and Annex III", "points 1 to 5, and points 8 and 9"."""
        back, before = self.at, self.depth
        joined, last = self.take(AND), items[-1]
        paths = self.group() if joined else []
        if joined and not paths and last.path[0].kind == "art":
            paths = self.numbers("par")  # "Article 5(1), point (h), (2) to (6)"
            last = _Item(paths[0] if paths else (), last.path[:1])
            self.depth = before = DEPTH["par"]
        if not paths:
            self.at, self.depth = back, before
            return False
        above = last.above if self.depth == before and not _whole(paths[0]) else ()
        items += [_Item(path, above) for path in paths]
        return True


def _whole(path: Path) -> bool:
    """Whether it says in which article, annex or chapter it is."""
    return bool(path) and (path[0].kind in WHOLES or bool(path[0].which))
