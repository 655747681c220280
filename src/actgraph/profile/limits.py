"""How much a profile may hold: what cannot be answered for while somebody waits is refused, never answered by half."""

from collections.abc import Iterator

from actgraph.core.errors import ProfileError
from actgraph.core.prefixes import prefixes, shorten
from actgraph.profile.formats import Reading

MOST_MODELS = 400
MOST_LINKS = 4000  # from models to their providers, base models and channels: the rules follow them together
MOST_LINKED = 100  # from one model by one property: the rules compare each with each
MOST_VALUES = 400  # of any other property of a node
_LINKS = ("baseModel", "developedBy", "developedFor", "marketedBy", "madeAvailable")


def check(reading: Reading, name: str) -> None:
    """Refuse a profile that holds too much.

    Args:
        reading: its statements.
        name: what to call it in messages.

    Raises:
        ProfileError: it does; the line is that of the first statement too many.

    >>> from actgraph.profile import formats
    >>> from actgraph.profile.text import Text
    >>> values = ", ".join(f"<a:{number}>" for number in range(MOST_VALUES + 1))
    >>> check(formats.read(Text("a.ttl", f"<a:m> <{prefixes()['ag']}licence> {values} ."), "ttl"), "a.ttl")
    Traceback (most recent call last):
    actgraph.core.errors.ProfileError: a.ttl:1: a node has more than 400 values of ag:licence
      Leave out what is none of it, or describe it in several profiles.
    """
    for index, many in _over(reading):
        raise ProfileError(
            many,
            where=f"{name}:{reading.lines[index]}" if reading.lines else name,
            todo="Leave out what is none of it, or describe it in several profiles.",
        )


def _over(reading: Reading) -> Iterator[tuple[int, str]]:
    """The places where it becomes too much, and what does."""
    ag, kind = prefixes()["ag"], f"{prefixes()['rdf']}type"
    links = {ag + link for link in _LINKS}
    models: set[object] = set()
    values: dict[tuple[object, str], set[object]] = {}
    linked = 0
    for index, quad in enumerate(reading.quads):
        predicate = quad.predicate.value
        if predicate == kind and getattr(quad.object, "value", "") == f"{ag}Model":
            models.add(quad.subject)
            if len(models) > MOST_MODELS:
                yield index, f"it describes more than {MOST_MODELS} models"
        elif predicate.startswith(ag):
            of_node = values.setdefault((quad.subject, predicate), set())
            linked += predicate in links and quad.object not in of_node
            of_node.add(quad.object)
            most = MOST_LINKED if predicate in links else MOST_VALUES
            if len(of_node) > most:
                yield index, f"a node has more than {most} values of {shorten(predicate)}"
            if linked > MOST_LINKS:
                yield index, f"its models have more than {MOST_LINKS} providers, base models and channels in all"
