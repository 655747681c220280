"""How much a profile may hold: what cannot be answered for while somebody waits is refused, never answered by half."""

from collections.abc import Iterator

from actgraph.core.errors import ProfileError
from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.profile.formats import ParsedText

MAX_MODELS = 400
MAX_LINKS = 4000  # from models to their providers, base models and channels: the rules follow them together
MAX_LINKS_PER_PROPERTY = 100  # from one model by one property: the rules compare each with each
MAX_VALUES = 400  # of any other property of a node
_LINK_PROPERTIES = ("baseModel", "developedBy", "developedFor", "marketedBy", "madeAvailable")


def check_limits(parsed: ParsedText, name: str) -> None:
    """Refuse a profile that holds too much.

    Args:
        parsed: its statements.
        name: what to call it in messages.

    Raises:
        ProfileError: it does; the line is that of the first statement too many.

    >>> from actgraph.profile import formats
    >>> from actgraph.profile.text import ProfileText
    >>> values = ", ".join(f"<a:{number}>" for number in range(MAX_VALUES + 1))
    >>> check_limits(formats.parse_rdf(ProfileText("a.ttl", f"<a:m> <{load_prefixes()['ag']}licence> {values} ."), "ttl"), "a.ttl")
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
    """The places where it becomes too much, and what does."""
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
