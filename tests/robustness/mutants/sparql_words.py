"""Split a rule into words with their positions."""

from collections.abc import Iterator
from typing import NamedTuple

from actgraph.core import sparql_tokens


class RuleWord(NamedTuple):
    """A word of a rule.

    Attributes:
        text: the word.
        start: the position of its first character.
        end: the position after its last character.
    """

    text: str
    start: int
    end: int


def list_words(text: str) -> Iterator[RuleWord]:
    """List the tokens of a rule after its prologue, with operators of two characters as one word.

    >>> " ".join(word.text for word in list_words("CONSTRUCT {} WHERE { ?a ag:b ?c FILTER(?c<=1) }"))
    'CONSTRUCT { } WHERE { ?a ag:b ?c FILTER ( ?c <= 1 ) }'
    """
    start = text.index("CONSTRUCT")
    found: list[RuleWord] = []
    for token in sparql_tokens.tokenize_query(text):
        said, at = token.group(), token.start()
        if at < start or said.startswith("#"):
            continue
        if token["prefix"] is not None and said.endswith("."):  # the final dot ends the triple
            name = said.rstrip(".")
            found += [RuleWord(name, at, at + len(name)), RuleWord(".", at + len(name), at + len(name) + 1)]
        elif found and found[-1].end == at and found[-1].text + said in ("<=", ">=", "!=", "&&", "||", "^^"):
            found[-1] = RuleWord(found[-1].text + said, found[-1].start, token.end())
        else:
            found.append(RuleWord(said, at, token.end()))
    yield from found
