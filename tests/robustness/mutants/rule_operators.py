"""Mutate a rule: remove a pattern or a filter, negate, move a comparison, drop a branch.

A rule is parsed with positions, so that the rest of its text stays as it is.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tests.robustness.mutants.sparql_words import list_words


class RuleChange(NamedTuple):
    """A mutated rule.

    Attributes:
        what: the change in a few words.
        text: the whole rule.
    """

    what: str
    text: str


_WEAKENED_OPERATORS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "!=", "!=": "=", "&&": "||", "||": "&&"}
_NEGATED_OPERATORS = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_NEGATED_BOOLEANS = {"true": "false", "false": "true"}
# The maximum of two equal values is the same: `>=` instead of `>` would make an equivalent mutant.
_MAXIMUM = re.compile(r"IF\((\?\w+) > (\?\w+), \1, \2\)")


def change_rule(text: str, siblings: Mapping[str, str]) -> Iterator[RuleChange]:
    """Mutate a rule by each of the operators.

    Args:
        text: the rule.
        siblings: a class, property or node → another that could stand in its place.

    >>> rule = "PREFIX ag: <a:> CONSTRUCT { ?m ag:a ?d } WHERE { ?m ag:b ?d ; a ag:C . FILTER(?d > 1) }"
    >>> for change in change_rule(rule, {"ag:C": "ag:D"}):
    ...     print(change.what.ljust(28), change.text.partition("WHERE ")[2])
    without ?m ag:b ?d           { ?m a ag:C . FILTER(?d > 1) }
    OPTIONAL { ?m ag:b ?d }      { ?m a ag:C . OPTIONAL { ?m ag:b ?d } . FILTER(?d > 1) }
    without ?m a ag:C            { ?m ag:b ?d . FILTER(?d > 1) }
    without FILTER(?d > 1)       { ?m ag:b ?d ; a ag:C .  }
    ag:C → ag:D: a ag:C          { ?m ag:b ?d ; a ag:D . FILTER(?d > 1) }
    > → >=: ?d > 1               { ?m ag:b ?d ; a ag:C . FILTER(?d >= 1) }
    > → <=: ?d > 1               { ?m ag:b ?d ; a ag:C . FILTER(?d <= 1) }
    """
    return _RuleMutator(text, siblings).list_changes()


class _RuleMutator:
    def __init__(self, text: str, siblings: Mapping[str, str]) -> None:
        self._text = text
        declared = set(re.findall(r"^PREFIX (\w+):", text, re.MULTILINE))
        self._siblings = {one: other for one, other in siblings.items() if other.partition(":")[0] in declared}
        self._words = list(list_words(text))

    def list_changes(self) -> Iterator[RuleChange]:
        where = next(number for number, word in enumerate(self._words) if word.text == "WHERE")
        yield from self._change_template(where)
        yield from self._change_group(where + 1, optional=True)
        yield from self._change_words()

    # ---- Groups ----

    def _change_template(self, where: int) -> Iterator[RuleChange]:
        at, triples = 2, []
        while at < where - 1:
            if self._words[at].text == ".":
                at += 1
                continue
            some, at = self._read_triple_block(at)
            triples += some
        if len(triples) > 1:
            span = self._words[2].start, self._words[where - 2].end
            for number, one in enumerate(triples):
                left = " . ".join(triples[:number] + triples[number + 1 :])
                yield self._replace_span(f"without conclusion {one}", *span, left)

    def _change_group(self, at: int, *, optional: bool = False) -> Iterator[RuleChange]:
        """List the changes within the group that opens at a word."""
        end, at = self._find_bracket_end(at) - 1, at + 1
        alone = self._is_alone(at, end)
        while at < end:
            word = self._words[at].text.upper()
            if word == ".":
                at += 1
            elif word == "FILTER":
                behind = self._find_filter_end(at + 1)
                yield self._remove_words(at, behind)
                yield from self._change_expression(at + 1, behind)
                at = behind
            elif word == "BIND":
                behind = self._find_bracket_end(at + 1)
                yield from self._change_expression(at + 1, behind)
                at = behind
            elif word == "VALUES":
                behind = self._find_values_end(at)
                yield from self._change_values_rows(at, behind)
                at = behind
            elif word == "OPTIONAL":
                yield self._replace_span("OPTIONAL required", self._words[at].start, self._words[at].end, "")
                yield from self._change_group(at + 1)
                at = self._find_bracket_end(at + 1)
            elif word == "{":
                at, found = self._change_union(at)
                yield from found
            else:
                triples, behind = self._read_triple_block(at)
                yield from self._change_triples(at, behind, triples, alone=alone, optional=optional)
                at = behind

    def _change_triples(
        self, at: int, behind: int, triples: list[str], *, alone: bool, optional: bool
    ) -> Iterator[RuleChange]:
        span = self._words[at].start, self._words[behind - 1].end
        for number, one in enumerate(triples):
            left = triples[:number] + triples[number + 1 :]
            if left:
                yield self._replace_span(f"without {one}", *span, " . ".join(left))
            elif not alone:  # to empty the group would be another change than to remove the pattern
                yield self._replace_span(
                    f"without {one}", span[0], self._words[behind - (self._words[behind].text != ".")].end, ""
                )
            if optional and any(self._text.count(name) > 1 + one.count(name) for name in re.findall(r"\?\w+", one)[1:]):
                yield self._replace_span(f"OPTIONAL {{ {one} }}", *span, " . ".join([*left, f"OPTIONAL {{ {one} }}"]))

    def _change_union(self, at: int) -> tuple[int, list[RuleChange]]:
        start, branches = at, []
        while True:
            behind = self._find_bracket_end(at)
            branches.append((at, behind))
            if self._words[behind].text.upper() != "UNION":
                break
            at = behind + 1
        found: list[RuleChange] = []
        for number, (opens, closes) in enumerate(branches):
            if len(branches) > 1:
                others = [self._get_text(*one) for place, one in enumerate(branches) if place != number]
                span = self._words[start].start, self._words[behind - 1].end
                found.append(
                    self._replace_span(
                        f"without branch {self._get_short_text(opens, closes)}", *span, " UNION ".join(others)
                    )
                )
            found += self._change_group(opens)
        return behind, found

    def _change_values_rows(self, at: int, behind: int) -> Iterator[RuleChange]:
        """Remove each row of VALUES."""
        opens = next(number for number in range(at, behind) if self._words[number].text == "{")
        rows, place = [], opens + 1
        while place < behind - 1:
            after = self._find_bracket_end(place) if self._words[place].text == "(" else place + 1
            rows.append((place, after))
            place = after
        for one in rows if len(rows) > 1 else []:
            yield self._remove_words(*one)

    def _change_expression(self, at: int, behind: int) -> Iterator[RuleChange]:
        """Change the operands and the groups within an expression."""
        yield from self._drop_operands(at, behind)
        while at < behind:
            if self._words[at].text == "{":
                yield from self._change_group(at)
                at = self._find_bracket_end(at)
            else:
                at += 1

    def _drop_operands(self, at: int, behind: int) -> Iterator[RuleChange]:
        """Remove each operand of `&&` or `||`, if a filter consists of these."""
        if self._words[at].text != "(":
            return
        cuts, depth = [at], 0
        for number in range(at + 1, behind - 1):
            depth += (self._words[number].text in "({") - (self._words[number].text in ")}")
            if not depth and self._words[number].text in ("&&", "||"):
                cuts.append(number)
        cuts.append(behind - 1)
        for number in range(len(cuts) - 1) if len(cuts) > 2 else []:
            first, last = cuts[number] + 1, cuts[number + 1]
            gone = (first, last + 1) if not number else (first - 1, last)
            yield self._replace_span(
                f"without operand {self._get_short_text(first, last)}",
                self._words[gone[0]].start,
                self._words[gone[1] - 1].end,
                "",
            )

    # ---- Words ----

    def _change_words(self) -> Iterator[RuleChange]:
        """Change operators and terms, wherever they stand."""
        greater = [found.span() for found in _MAXIMUM.finditer(self._text)]
        depth = 0
        for number, (word, start, end) in enumerate(self._words):
            depth += (word == "(") - (word == ")")
            before = self._words[number - 1].text.upper()
            around = self._get_text(max(number - 1, 0), min(number + 2, len(self._words)))
            for other in dict.fromkeys([_WEAKENED_OPERATORS.get(word), _NEGATED_OPERATORS.get(word)]) if depth else []:
                same = other == ">=" and any(first <= start < last for first, last in greater)
                if other and not same:
                    yield self._replace_span(f"{word} → {other}: {around}", start, end, other)
            if word.upper() == "EXISTS" and before == "NOT":
                yield self._replace_span(
                    f"EXISTS {self._get_group_text(number)}", self._words[number - 1].start, end, "EXISTS"
                )
            elif word.upper() == "EXISTS":
                yield self._replace_span(f"NOT EXISTS {self._get_group_text(number)}", start, end, "NOT EXISTS")
            elif word.upper() == "IN" and before == "NOT":
                yield self._replace_span(f"IN {self._get_group_text(number)}", self._words[number - 1].start, end, "IN")
            elif word.upper() == "IN":
                yield self._replace_span(f"NOT IN {self._get_group_text(number)}", start, end, "NOT IN")
            elif word == "!" and depth:
                yield self._replace_span(f"without ! {self._words[number + 1].text}", start, end, "")
            elif word in _NEGATED_BOOLEANS or word in self._siblings:
                other = _NEGATED_BOOLEANS.get(word) or self._siblings[word]
                told = (
                    self._get_text(number - 1, number + 1)
                    if before == "A" or word in _NEGATED_BOOLEANS
                    else self._get_text(number, number + 2)
                )
                yield self._replace_span(f"{word} → {other}: {told}", start, end, other)
            elif word in "+-" and depth:
                yield self._replace_span(f"{word} → {'+-'.replace(word, '')}", start, end, "+-".replace(word, ""))

    # ---- Positions ----

    def _find_bracket_end(self, at: int) -> int:
        """Find the position after the bracket that opens at a word."""
        depth = 0
        while True:
            depth += (self._words[at].text in ("{", "(")) - (self._words[at].text in ("}", ")"))
            at += 1
            if not depth:
                return at

    def _find_filter_end(self, at: int) -> int:
        while self._words[at].text.upper() in ("NOT", "EXISTS"):
            at += 1
        return self._find_bracket_end(at)

    def _find_values_end(self, at: int) -> int:
        at = self._find_bracket_end(at + 1) if self._words[at + 1].text == "(" else at + 2
        return self._find_bracket_end(at)

    def _read_triple_block(self, at: int) -> tuple[list[str], int]:
        """Read the triples with one subject, each in full, and the position after them."""
        subject, found = self._words[at].text, []
        at += 1
        while True:
            verb, at = self._words[at].text, at + 1
            while True:
                first = at
                at += 1
                if self._words[at].text == "^^":
                    at += 2
                found.append(f"{subject} {verb} {self._get_text(first, at)}")
                if self._words[at].text != ",":
                    break
                at += 1
            if self._words[at].text != ";":
                return found, at
            at += 1

    def _is_alone(self, at: int, end: int) -> bool:
        """Tell whether a group is one block of triples and nothing else."""
        if self._words[at].text.upper() in ("{", "FILTER", "BIND", "VALUES", "OPTIONAL"):
            return False
        _, behind = self._read_triple_block(at)
        return all(self._words[number].text == "." for number in range(behind, end))

    def _get_text(self, at: int, behind: int) -> str:
        return " ".join(self._text[self._words[at].start : self._words[behind - 1].end].split())

    def _get_short_text(self, at: int, behind: int) -> str:
        said = self._get_text(at, behind)
        return said if len(said) <= 80 else f"{said[:79]}…"

    def _get_group_text(self, at: int) -> str:
        return self._get_short_text(at + 1, self._find_bracket_end(at + 1))

    def _remove_words(self, at: int, behind: int) -> RuleChange:
        return self._replace_span(
            f"without {self._get_short_text(at, behind)}", self._words[at].start, self._words[behind - 1].end, ""
        )

    def _replace_span(self, what: str, start: int, end: int, new: str) -> RuleChange:
        return RuleChange(what, self._text[:start] + new + self._text[end:])
