"""The words of a rule with their places."""

from collections.abc import Iterator
from typing import NamedTuple

from actgraph.core import sparql_tokens


class RuleWord(NamedTuple):
    """A word.

    Attributes:
        text: the word.
        start: where it begins.
        end: the place behind it.
    """

    text: str
    start: int
    end: int


def list_words(text: str) -> Iterator[RuleWord]:
    """The tokens of a rule behind its prologue; signs that stand together are one.

    Args:
        text: of the rule.

    >>> " ".join(word.text for word in list_words("CONSTRUCT {} WHERE { ?a ag:b ?c FILTER(?c<=1) }"))
    'CONSTRUCT { } WHERE { ?a ag:b ?c FILTER ( ?c <= 1 ) }'
    """
    start = text.index("CONSTRUCT")
    found: list[RuleWord] = []
    for token in sparql_tokens.tokenize_query(text):
        said, at = token.group(), token.start()
        if at < start or said.startswith("#"):
            continue
        if token["prefix"] is not None and said.endswith("."):  # the dot ends the triple
            name = said.rstrip(".")
            found += [RuleWord(name, at, at + len(name)), RuleWord(".", at + len(name), at + len(name) + 1)]
        elif found and found[-1].end == at and found[-1].text + said in ("<=", ">=", "!=", "&&", "||", "^^"):
            found[-1] = RuleWord(found[-1].text + said, found[-1].start, token.end())
        else:
            found.append(RuleWord(said, at, token.end()))
    yield from found
