"""A rule with one thing changed: a pattern or a filter gone, a negation turned, a comparison moved, a branch dropped.

A rule is read as `actgraph.reasoning.rule_patterns` reads it, but with the places, so that a change leaves all else as
it is written.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tests.robustness.mutants.sparql_words import words


class Change(NamedTuple):
    """A change of a rule.

    Attributes:
        what: in few words.
        text: of the rule now.
    """

    what: str
    text: str


_MOVED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "!=", "!=": "=", "&&": "||", "||": "&&"}
_TURNED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_OPPOSITE = {"true": "false", "false": "true"}
# The greater of two is the same where they are equal: `>` as `>=` would change nothing.
_GREATER = re.compile(r"IF\((\?\w+) > (\?\w+), \1, \2\)")


def changes(text: str, siblings: Mapping[str, str]) -> Iterator[Change]:
    """Every change of a rule by one of the operators.

    Args:
        text: of the rule.
        siblings: a class, property or node → another that could stand in its place.

    >>> rule = "PREFIX ag: <a:> CONSTRUCT { ?m ag:a ?d } WHERE { ?m ag:b ?d ; a ag:C . FILTER(?d > 1) }"
    >>> for change in changes(rule, {"ag:C": "ag:D"}):
    ...     print(change.what.ljust(28), change.text.partition("WHERE ")[2])
    without ?m ag:b ?d           { ?m a ag:C . FILTER(?d > 1) }
    OPTIONAL { ?m ag:b ?d }      { ?m a ag:C . OPTIONAL { ?m ag:b ?d } . FILTER(?d > 1) }
    without ?m a ag:C            { ?m ag:b ?d . FILTER(?d > 1) }
    without FILTER(?d > 1)       { ?m ag:b ?d ; a ag:C .  }
    ag:C → ag:D: a ag:C          { ?m ag:b ?d ; a ag:D . FILTER(?d > 1) }
    > → >=: ?d > 1               { ?m ag:b ?d ; a ag:C . FILTER(?d >= 1) }
    > → <=: ?d > 1               { ?m ag:b ?d ; a ag:C . FILTER(?d <= 1) }
    """
    return _Rule(text, siblings).changes()


class _Rule:
    def __init__(self, text: str, siblings: Mapping[str, str]) -> None:
        self._text = text
        declared = set(re.findall(r"^PREFIX (\w+):", text, re.MULTILINE))
        self._siblings = {one: other for one, other in siblings.items() if other.partition(":")[0] in declared}
        self._all = list(words(text))

    def changes(self) -> Iterator[Change]:
        where = next(number for number, word in enumerate(self._all) if word.text == "WHERE")
        yield from self._template(where)
        yield from self._group(where + 1, optional=True)
        yield from self._in_words()

    # ---- The groups ----

    def _template(self, where: int) -> Iterator[Change]:
        at, triples = 2, []
        while at < where - 1:
            if self._all[at].text == ".":
                at += 1
                continue
            some, at = self._block(at)
            triples += some
        if len(triples) > 1:
            span = self._all[2].start, self._all[where - 2].end
            for number, one in enumerate(triples):
                left = " . ".join(triples[:number] + triples[number + 1 :])
                yield self._changed(f"without conclusion {one}", *span, left)

    def _group(self, at: int, *, optional: bool = False) -> Iterator[Change]:
        """The changes within the group that opens at a word."""
        end, at = self._behind(at) - 1, at + 1
        alone = self._is_alone(at, end)
        while at < end:
            word = self._all[at].text.upper()
            if word == ".":
                at += 1
            elif word == "FILTER":
                behind = self._filter_end(at + 1)
                yield self._without(at, behind)
                yield from self._inside(at + 1, behind)
                at = behind
            elif word == "BIND":
                behind = self._behind(at + 1)
                yield from self._inside(at + 1, behind)
                at = behind
            elif word == "VALUES":
                behind = self._values_end(at)
                yield from self._rows(at, behind)
                at = behind
            elif word == "OPTIONAL":
                yield self._changed("OPTIONAL required", self._all[at].start, self._all[at].end, "")
                yield from self._group(at + 1)
                at = self._behind(at + 1)
            elif word == "{":
                at, found = self._union(at)
                yield from found
            else:
                triples, behind = self._block(at)
                yield from self._triples(at, behind, triples, alone=alone, optional=optional)
                at = behind

    def _triples(self, at: int, behind: int, triples: list[str], *, alone: bool, optional: bool) -> Iterator[Change]:
        span = self._all[at].start, self._all[behind - 1].end
        for number, one in enumerate(triples):
            left = triples[:number] + triples[number + 1 :]
            if left:
                yield self._changed(f"without {one}", *span, " . ".join(left))
            elif not alone:  # a group of nothing is another thing than a pattern gone
                yield self._changed(
                    f"without {one}", span[0], self._all[behind - (self._all[behind].text != ".")].end, ""
                )
            if optional and any(self._text.count(name) > 1 + one.count(name) for name in re.findall(r"\?\w+", one)[1:]):
                yield self._changed(f"OPTIONAL {{ {one} }}", *span, " . ".join([*left, f"OPTIONAL {{ {one} }}"]))

    def _union(self, at: int) -> tuple[int, list[Change]]:
        start, branches = at, []
        while True:
            behind = self._behind(at)
            branches.append((at, behind))
            if self._all[behind].text.upper() != "UNION":
                break
            at = behind + 1
        found: list[Change] = []
        for number, (opens, closes) in enumerate(branches):
            if len(branches) > 1:
                others = [self._said(*one) for place, one in enumerate(branches) if place != number]
                span = self._all[start].start, self._all[behind - 1].end
                found.append(
                    self._changed(f"without branch {self._short(opens, closes)}", *span, " UNION ".join(others))
                )
            found += self._group(opens)
        return behind, found

    def _rows(self, at: int, behind: int) -> Iterator[Change]:
        """VALUES without each of its rows."""
        opens = next(number for number in range(at, behind) if self._all[number].text == "{")
        rows, place = [], opens + 1
        while place < behind - 1:
            after = self._behind(place) if self._all[place].text == "(" else place + 1
            rows.append((place, after))
            place = after
        for one in rows if len(rows) > 1 else []:
            yield self._without(*one)

    def _inside(self, at: int, behind: int) -> Iterator[Change]:
        """The operands and the groups within the words of an expression."""
        yield from self._operands(at, behind)
        while at < behind:
            if self._all[at].text == "{":
                yield from self._group(at)
                at = self._behind(at)
            else:
                at += 1

    def _operands(self, at: int, behind: int) -> Iterator[Change]:
        """Each operand of `&&` or `||` gone, where these are all that a filter has."""
        if self._all[at].text != "(":
            return
        cuts, depth = [at], 0
        for number in range(at + 1, behind - 1):
            depth += (self._all[number].text in "({") - (self._all[number].text in ")}")
            if not depth and self._all[number].text in ("&&", "||"):
                cuts.append(number)
        cuts.append(behind - 1)
        for number in range(len(cuts) - 1) if len(cuts) > 2 else []:
            first, last = cuts[number] + 1, cuts[number + 1]
            gone = (first, last + 1) if not number else (first - 1, last)
            yield self._changed(
                f"without operand {self._short(first, last)}",
                self._all[gone[0]].start,
                self._all[gone[1] - 1].end,
                "",
            )

    # ---- The words ----

    def _in_words(self) -> Iterator[Change]:
        """What is changed wherever it stands."""
        greater = [found.span() for found in _GREATER.finditer(self._text)]
        depth = 0
        for number, (word, start, end) in enumerate(self._all):
            depth += (word == "(") - (word == ")")
            before = self._all[number - 1].text.upper()
            around = self._said(max(number - 1, 0), min(number + 2, len(self._all)))
            for other in dict.fromkeys([_MOVED.get(word), _TURNED.get(word)]) if depth else []:
                same = other == ">=" and any(first <= start < last for first, last in greater)
                if other and not same:
                    yield self._changed(f"{word} → {other}: {around}", start, end, other)
            if word.upper() == "EXISTS" and before == "NOT":
                yield self._changed(f"EXISTS {self._after(number)}", self._all[number - 1].start, end, "EXISTS")
            elif word.upper() == "EXISTS":
                yield self._changed(f"NOT EXISTS {self._after(number)}", start, end, "NOT EXISTS")
            elif word.upper() == "IN" and before == "NOT":
                yield self._changed(f"IN {self._after(number)}", self._all[number - 1].start, end, "IN")
            elif word.upper() == "IN":
                yield self._changed(f"NOT IN {self._after(number)}", start, end, "NOT IN")
            elif word == "!" and depth:
                yield self._changed(f"without ! {self._all[number + 1].text}", start, end, "")
            elif word in _OPPOSITE or word in self._siblings:
                other = _OPPOSITE.get(word) or self._siblings[word]
                told = (
                    self._said(number - 1, number + 1)
                    if before == "A" or word in _OPPOSITE
                    else self._said(number, number + 2)
                )
                yield self._changed(f"{word} → {other}: {told}", start, end, other)
            elif word in "+-" and depth:
                yield self._changed(f"{word} → {'+-'.replace(word, '')}", start, end, "+-".replace(word, ""))

    # ---- Places ----

    def _behind(self, at: int) -> int:
        """The place behind the bracket that opens at a word."""
        depth = 0
        while True:
            depth += (self._all[at].text in ("{", "(")) - (self._all[at].text in ("}", ")"))
            at += 1
            if not depth:
                return at

    def _filter_end(self, at: int) -> int:
        while self._all[at].text.upper() in ("NOT", "EXISTS"):
            at += 1
        return self._behind(at)

    def _values_end(self, at: int) -> int:
        at = self._behind(at + 1) if self._all[at + 1].text == "(" else at + 2
        return self._behind(at)

    def _block(self, at: int) -> tuple[list[str], int]:
        """The triples with one subject, each alone, and the place behind them."""
        subject, found = self._all[at].text, []
        at += 1
        while True:
            verb, at = self._all[at].text, at + 1
            while True:
                first = at
                at += 1
                if self._all[at].text == "^^":
                    at += 2
                found.append(f"{subject} {verb} {self._said(first, at)}")
                if self._all[at].text != ",":
                    break
                at += 1
            if self._all[at].text != ";":
                return found, at
            at += 1

    def _is_alone(self, at: int, end: int) -> bool:
        """Whether a group has nothing but one block of triples."""
        if self._all[at].text.upper() in ("{", "FILTER", "BIND", "VALUES", "OPTIONAL"):
            return False
        _, behind = self._block(at)
        return all(self._all[number].text == "." for number in range(behind, end))

    def _said(self, at: int, behind: int) -> str:
        return " ".join(self._text[self._all[at].start : self._all[behind - 1].end].split())

    def _short(self, at: int, behind: int) -> str:
        said = self._said(at, behind)
        return said if len(said) <= 80 else f"{said[:79]}…"

    def _after(self, at: int) -> str:
        return self._short(at + 1, self._behind(at + 1))

    def _without(self, at: int, behind: int) -> Change:
        return self._changed(f"without {self._short(at, behind)}", self._all[at].start, self._all[behind - 1].end, "")

    def _changed(self, what: str, start: int, end: int, new: str) -> Change:
        return Change(what, self._text[:start] + new + self._text[end:])
