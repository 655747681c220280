"""The place where the parser of Turtle has stumbled, and the mistake that explains it."""

import re
from typing import NamedTuple

from pyoxigraph import RdfFormat

NO_OBJECT = "is not a valid RDF object"  # what the parser says where a value is due
_NEAR = 2000  # characters before the place and after it


class Mistake(NamedTuple):
    """A mistake in a text.

    Attributes:
        what: one sentence without a full stop.
        todo: what to do.
        offset: index of the character to name the line of.
    """

    what: str
    todo: str
    offset: int


class Place(NamedTuple):
    """Where the parser has stumbled.

    Attributes:
        text: the whole text.
        offset: index of the first character that the parser could not take.
        message: of the parser.
        rdf_format: what the text was read as.

    >>> place = Place("<a:a> <a:b> ;\\n  <a:c> 17 people ;", 25, "", RdfFormat.TURTLE)
    >>> place.line_before, place.rest
    ('  <a:c> 17 ', 'people ;')
    """

    text: str
    offset: int
    message: str
    rdf_format: RdfFormat

    @property
    def before(self) -> str:
        """What stands before the place, up to a limit."""
        return self.text[max(0, self.offset - _NEAR) : self.offset]

    @property
    def line_before(self) -> str:
        """What stands before the place on its line, up to a limit."""
        return re.split(r"[\r\n]", self.before)[-1]

    @property
    def rest(self) -> str:
        """What follows on the same line, up to a limit."""
        return re.split(r"[\r\n]", self.text[self.offset : self.offset + _NEAR], maxsplit=1)[0]

    def explain(self, what: str, todo: str) -> Mistake:
        """Build the mistake that is made at this place.

        >>> Place("<a:a> <a:b> 17 people .", 15, "", RdfFormat.TURTLE).explain("no unit", "Write: 17")
        Mistake(what='no unit', todo='Write: 17', offset=15)
        """
        return Mistake(what, todo, self.offset)
