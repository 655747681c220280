"""Find the prefixes that a Turtle or TriG text declares, and those that stand for another namespace than is usual."""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from actgraph.core.prefixes import load_prefixes
from actgraph.profile.text import ProfileText
from actgraph.profile.turtle_lines import tokenize

_HEAD = 100_000  # characters in which prefixes are looked for
_WELL_KNOWN = ("ag", "cop", "tcs", "rdg", "act", "dcterms", "foaf", "owl", "prov", "rdf", "rdfs", "skos", "xsd")


MAX_DECLARATIONS = 1000
MAX_BASE_LENGTH = 2000  # characters: the parser writes it before each relative IRI, of prefixes too
_DECLARING_WORD = re.compile(r"\b(?:prefix|base)\b", re.IGNORECASE)
_LONG_BASE = re.compile(rf"\bbase\b[^<]{{0,100}}<[^>]{{{MAX_BASE_LENGTH},}}", re.IGNORECASE)


class PrefixDeclaration(NamedTuple):
    """A declaration of a prefix.

    Attributes:
        name: such as `xsd`; empty for the empty prefix.
        namespace: what it stands for.
        offset: index of its name in the text.
    """

    name: str
    namespace: str
    offset: int


class WrongPrefix(NamedTuple):
    """A prefix that stands for another namespace than its name says.

    Attributes:
        name: such as `xsd`.
        namespace: what it stands for in the text.
        line: of its declaration, from 1.
    """

    name: str
    namespace: str
    line: int

    @property
    def declaration(self) -> str:
        """What to write in its place.

        >>> WrongPrefix("foaf", "http://xmlns.com/foaf/", 1).declaration
        '@prefix foaf: <http://xmlns.com/foaf/0.1/> .'
        """
        return f"@prefix {self.name}: <{load_prefixes()[self.name]}> ."


def check_declarations(source: ProfileText) -> None:
    """Refuse a Turtle or TriG text with too many declarations, or too long a base: the parser multiplies them.

    Raises:
        ProfileError: a limit is exceeded.

    >>> check_declarations(ProfileText("a.ttl", "@base <urn:" + "x" * 2000 + "> ."))
    Traceback (most recent call last):
    actgraph.core.errors.ProfileError: a.ttl:1: the base is over 2,000 characters
      Shorten it, or write IRIs in full.
    """
    many = sum(1 for _ in itertools.islice(_DECLARING_WORD.finditer(source.text), MAX_DECLARATIONS + 1))
    if many <= MAX_DECLARATIONS and not _LONG_BASE.search(source.text):
        return
    count, word = 0, ""
    for token, offset in tokenize(source.text):
        if word == "base" and len(token) > MAX_BASE_LENGTH:
            what, todo = f"the base is over {MAX_BASE_LENGTH:,} characters", "Shorten it, or write IRIs in full."
            raise source.make_error(what, todo, source.get_line(offset))
        word = token.removeprefix("@").lower() if len(token) < 8 else ""
        count += word in ("prefix", "base")
        if count > MAX_DECLARATIONS:
            what = f"it declares more than {MAX_DECLARATIONS:,} prefixes and bases"
            raise source.make_error(what, "Remove those that the profile does not use.", source.get_line(offset))


def find_prefix_declarations(text: str) -> Iterator[PrefixDeclaration]:
    """Find the declarations at the beginning of a text, which may be invalid; none is in a comment or a literal.

    Args:
        text: Turtle or TriG.

    >>> text = '@prefix a: <urn:a> . PREFIX b: <urn:b> # prefix c: <urn:c>'
    >>> [(one.name, one.namespace) for one in find_prefix_declarations(text)]
    [('a', 'urn:a'), ('b', 'urn:b')]
    """
    tokens = itertools.takewhile(lambda found: found[1] < _HEAD, tokenize(text))
    word = name = ""
    offset = 0
    for token, index in tokens:
        if word.lower() in ("prefix", "@prefix") and name.endswith(":") and token.startswith("<"):
            yield PrefixDeclaration(name[:-1], token[1:-1], offset)
        word, name, offset = name, token, index


def find_wrong_prefixes(source: ProfileText) -> tuple[WrongPrefix, ...]:
    """Find the well-known prefixes that a text declares for another namespace.

    >>> find_wrong_prefixes(ProfileText("a.ttl", "@prefix xsd: <http://www.w3.org/2001/XMLSchema> ."))
    (WrongPrefix(name='xsd', namespace='http://www.w3.org/2001/XMLSchema', line=1),)
    """
    return tuple(
        WrongPrefix(one.name, one.namespace, source.get_line(one.offset))
        for one in find_prefix_declarations(source.text)
        if one.name in _WELL_KNOWN and one.namespace != load_prefixes()[one.name]
    )
