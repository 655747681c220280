"""Find prefixes of a Turtle or TriG text that have a well-known name and stand for another namespace."""

import re
from typing import NamedTuple

from actgraph.core.prefixes import load_prefixes
from actgraph.profile.text import ProfileText

_HEAD = 100_000  # characters in which prefixes are looked for
_DECLARATION = re.compile(r"^[ \t]*@?prefix[ \t]+([\w-]+):[ \t]*<([^<>\s]*)>", re.IGNORECASE | re.MULTILINE)
_WELL_KNOWN = ("ag", "cop", "tcs", "rdg", "act", "dcterms", "foaf", "owl", "prov", "rdf", "rdfs", "skos", "xsd")


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


def find_wrong_prefixes(source: ProfileText) -> tuple[WrongPrefix, ...]:
    """Find the well-known prefixes that a text declares for another namespace.

    >>> find_wrong_prefixes(ProfileText("a.ttl", "@prefix xsd: <http://www.w3.org/2001/XMLSchema> ."))
    (WrongPrefix(name='xsd', namespace='http://www.w3.org/2001/XMLSchema', line=1),)
    """
    return tuple(
        WrongPrefix(one[1], one[2], source.get_line(one.start(1)))
        for one in _DECLARATION.finditer(source.text, 0, _HEAD)
        if one[1] in _WELL_KNOWN and one[2] != load_prefixes()[one[1]]
    )
