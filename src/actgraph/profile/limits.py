"""Limit the size of a profile: one that would take too long is refused as a whole, never checked in part."""

from collections.abc import Iterator

from actgraph.core.errors import ProfileError
from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.profile.formats import ParsedText

MAX_MODELS = 400
MAX_LINKS = 4000  # from models to providers, base models and channels: the rules join them
MAX_LINKS_PER_PROPERTY = 100  # of one model by one property: the rules compare every pair
MAX_VALUES = 400  # of one node by any other property
_LINK_PROPERTIES = ("baseModel", "developedBy", "developedFor", "marketedBy", "madeAvailable")


def check_limits(parsed: ParsedText, name: str) -> None:
    """Refuse a profile that exceeds a limit.

    Args:
        parsed: the quads and their lines.
        name: the name of the profile in messages.

    Raises:
        ProfileError: a limit is exceeded; the line is that of the first quad over it.

    >>> from actgraph.profile import formats
    >>> from actgraph.profile.text import ProfileText
    >>> values = ", ".join(f"<a:{number}>" for number in range(MAX_VALUES + 1))
    >>> text = ProfileText("a.ttl", f"<a:m> <{load_prefixes()['ag']}licence> {values} .")
    >>> check_limits(formats.parse_rdf(text, "ttl"), "a.ttl")
    Traceback (most recent call last):
    actgraph.core.errors.ProfileError: a.ttl:1: a node has more than 400 values of ag:licence
      Leave out what is none of it, or describe it in several profiles.
    """
    for index, many in _find_excesses(parsed):
        raise ProfileError(
            many,
            where=f"{name}:{parsed.lines[index]}" if parsed.lines else name,
            todo="Leave out what is none of it, or describe it in several profiles.",
        )


def _find_excesses(parsed: ParsedText) -> Iterator[tuple[int, str]]:
    """Yield the index of each quad that exceeds a limit, and the message."""
    ag, kind = load_prefixes()["ag"], f"{load_prefixes()['rdf']}type"
    links = {ag + link for link in _LINK_PROPERTIES}
    models: set[object] = set()
    values: dict[tuple[object, str], set[object]] = {}
    linked = 0
    for index, quad in enumerate(parsed.quads):
        predicate = quad.predicate.value
        if predicate == kind and getattr(quad.object, "value", "") == f"{ag}Model":
            models.add(quad.subject)
            if len(models) > MAX_MODELS:
                yield index, f"it describes more than {MAX_MODELS} models"
        elif predicate.startswith(ag):
            of_node = values.setdefault((quad.subject, predicate), set())
            linked += predicate in links and quad.object not in of_node
            of_node.add(quad.object)
            most = MAX_LINKS_PER_PROPERTY if predicate in links else MAX_VALUES
            if len(of_node) > most:
                yield index, f"a node has more than {most} values of {shorten_iri(predicate)}"
            if linked > MAX_LINKS:
                yield index, f"its models have more than {MAX_LINKS} providers, base models and channels in all"
