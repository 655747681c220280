"""Read what a run of tokens names: `Article 5(1), first subparagraph, points (ba) and (bb)` are two items."""

from __future__ import annotations

import re
from typing import NamedTuple

from .tokens import Token

# A part with a higher figure can stand in one with a lower.
_RANK = {"Part": 0, "Title": 1, "Chapter": 2, "Annex": 2, "Article": 2, "Recital": 2, "Section": 3}
_RANK |= {"Paragraph": 4, "Subparagraph": 5, "Point": 6}
_CAPITAL = {"Part", "Title", "Chapter", "Annex", "Article", "Section"}


class Step(NamedTuple):
    """One step down to a place; the kind is empty for a number in brackets after another ("6(1)")."""

    kind: str
    number: str


class Item(NamedTuple):
    """One place as named: the steps down to it, for a range those to its end too, and the words for it."""

    steps: tuple[Step, ...]
    end: tuple[Step, ...]
    words: str

    def place_under(self, whole: Item, link: str) -> Item:
        """Place it within a whole, which was named before (`, `) or after (` of `) it."""
        words = whole.words + link + self.words if link == ", " else self.words + link + whole.words
        words = re.sub("of Annex$", "of the Annex", words)
        return Item(whole.steps + self.steps, whole.steps + self.end if self.end else (), words)

    def inherit_whole(self, others: list[Item]) -> Item:
        """Place it where the others are: `Section B, points 1 to 5, and points 8 and 9` are points of the section."""
        before = others[-1].steps if others else ()
        if len(before) < 2 or before[0].kind == "Article" or before[-1].kind != self.steps[0].kind:
            return self
        words = ", ".join(f"{step.kind} {step.number}" for step in before[:-1])
        return self.place_under(Item(before[:-1], (), words), ", ")

    def get_rank(self) -> int:
        """Get how far down it names."""
        if self.steps[-1].kind:
            return _RANK[self.steps[-1].kind]
        return _RANK["Paragraph"] if self.steps[-2].kind == "Article" else _RANK["Point"]

    def fits_in(self, whole: Item) -> bool:
        """Return whether this can be a part of what comes after an "of"."""
        mine, its = self.steps[0].kind, whole.steps[0].kind
        in_annex = (mine, its) in {("Article", "Annex"), ("Paragraph", "Point")}
        return in_annex or _RANK[mine] > _RANK[its]


class Cursor:
    """The tokens of a wording and how far they are read."""

    def __init__(self, found: list[Token]):
        self.found, self.place = found, 0

    def peek(self, ahead: int = 0) -> Token:
        place = self.place + ahead
        return self.found[place] if place < len(self.found) else Token("end", "", ("",), -1)

    def read_element(self) -> list[Item]:
        """Read kinds and numbers as long as each is a part of the one before; empty if there is no such thing here."""
        items = self._read_group()
        while items:
            ahead = 1 if self.peek().is_a == "comma" else 0
            kind = self._get_kind_at(ahead)
            if kind and _RANK[kind] > items[-1].get_rank():
                self.place += ahead
                items[-1:] = [item.place_under(items[-1], ", ") for item in self._read_group()]
            elif more := self._return_to_paragraphs(items[-1]):
                items += more
            else:
                break
        return items

    def _get_kind_at(self, ahead: int) -> str:
        while self.peek(ahead).is_a in {"ordinal", "and"} and self.peek(ahead + 1).is_a in {"ordinal", "and", "kind"}:
            ahead += 1
        return self.peek(ahead).value[0] if self.peek(ahead).is_a == "kind" else ""

    def _read_group(self) -> list[Item]:
        """Read `Articles 9, 10 and 12 to 15` or `the first and second subparagraphs`."""
        start, ordinals = self.place, []
        while self.peek().is_a in {"ordinal", "and"} and self._get_kind_at(0):
            ordinals += self.peek().value if self.peek().is_a == "ordinal" else ()
            self.place += 1
        if self.peek().is_a != "kind":
            self.place = start
            return []
        kind = self.peek().value[0]
        self.place += 1
        if ordinals:
            words = ["zeroth", "first", "second", "third", "fourth", "fifth", "sixth"]
            return [Item((Step(kind, n),), (), f"{words[int(n)]} {kind.lower()}") for n in ordinals]
        numbers = self._read_numbers(())
        if not numbers and kind == "Annex":  # "the Annex to Directive …"; of this Act none is without a number
            return [Item((Step(kind, ""),), (), "Annex")]
        return [_make_item(kind, first, last) for first, last in numbers]

    def _read_numbers(self, before: tuple[str, ...]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Read a list of numbers, each with the last one of its range."""
        found: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        path = before
        while True:
            ahead, to = 0, False
            if path:
                ahead += self.peek().is_a == "comma"
                ahead += self.peek(ahead).is_a == "and"
                to = self.peek().text in {"to", "-", "–"}
                ahead = 1 if to else ahead
                if not ahead:
                    return found
            if self.peek(ahead).is_a != "number" or not (path := _continue_path(path, self.peek(ahead).text)):
                return found
            self.place += ahead + 1
            while self.peek().is_a == "number" and self.peek().text.startswith("("):
                path += (self.peek().text,)
                self.place += 1
            if ahead and to:
                found[-1] = (found[-1][0], path)
            else:
                found.append((path, ()))

    def _return_to_paragraphs(self, item: Item) -> list[Item]:
        """Go back from points to paragraphs: `Article 5(1), first subparagraph, point (h), (2) to (6)`."""
        article, number = item.steps[0], self.peek(1)
        if article.kind != "Article" or item.steps[-1].kind != "Point" or self.peek().is_a not in {"comma", "and"}:
            return []
        if number.is_a != "number" or not number.value[0].isdigit() or not number.text.startswith("("):
            return []
        return [_make_item("Article", first, last) for first, last in self._read_numbers((article.number, "(1)"))]


def _continue_path(path: tuple[str, ...], number: str) -> tuple[str, ...]:
    """Place a further number of a list: `6(1)` and `(2)` give `6(2)`; empty if it cannot belong there."""
    if not path:
        return (number,)
    for place in reversed(range(len(path))):
        if _get_shape(path[place]) == _get_shape(number):
            return (*path[:place], number)
    return ()


def _get_shape(number: str) -> str:
    mark = "(" if number.startswith("(") else ""
    return mark + ("1" if number.strip("(R")[0].isdigit() else "A")


def _make_item(kind: str, first: tuple[str, ...], last: tuple[str, ...]) -> Item:
    word = kind if kind in _CAPITAL else kind.lower()
    words = f"{word} {''.join(first)}"
    if last:
        words = f"{word}{'s' * (len(last) == 1)} {''.join(first)} to {last[-1]}"
    return Item(_make_steps(kind, first), _make_steps(kind, last), words)


def _make_steps(kind: str, path: tuple[str, ...]) -> tuple[Step, ...]:
    return tuple(Step(kind if place == 0 else "", number.strip("().")) for place, number in enumerate(path))
