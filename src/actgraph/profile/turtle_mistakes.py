"""Explain ordinary mistakes in Turtle and TriG, at the place where the parser has stumbled.

Called only when a text could not be parsed. A rule looks at a few thousand characters around that place; what it says
must be true also if the mistake is another one.
"""

from collections.abc import Callable, Sequence

from pyoxigraph import RdfFormat

from actgraph.profile import turtle_literals, turtle_names
from actgraph.profile.text import ProfileText
from actgraph.profile.turtle_place import Mistake, Place
from actgraph.profile.turtle_punctuation import find_punctuation_mistake

_MAX_LINE = 200_000
_TURTLE_RULES: Sequence[Callable[[Place], Mistake | None]] = (
    *turtle_literals.RULES,
    *turtle_names.RULES,
    find_punctuation_mistake,
)
_NTRIPLES_RULES = (turtle_literals.explain_quotation_mark, find_punctuation_mistake)


def find_mistake(source: ProfileText, rdf_format: RdfFormat, error: SyntaxError) -> Mistake | None:
    """Find the ordinary mistake behind an error of the parser; None if it is none that is known.

    Args:
        source: the text that could not be parsed.
        rdf_format: Turtle, TriG, N-Triples or N-Quads.
        error: what the parser has raised.

    >>> import pyoxigraph
    >>> text = ProfileText("a.ttl", "<a:a> <a:b> 10^25 .")
    >>> try:
    ...     list(pyoxigraph.parse(text.text, format=RdfFormat.TURTLE))
    ... except SyntaxError as error:
    ...     print(find_mistake(text, RdfFormat.TURTLE, error).todo)
    Write: 1e25
    """
    if not error.lineno or not error.offset or error.lineno > _MAX_LINE:
        return None
    place = Place(source.text, source.get_offset(error.lineno, error.offset), error.msg, rdf_format)
    rules = _TURTLE_RULES if rdf_format in (RdfFormat.TURTLE, RdfFormat.TRIG) else _NTRIPLES_RULES
    return next(filter(None, (rule(place) for rule in rules)), None)
