"""Limit the size of a profile: one that would take too long is refused as a whole, never checked in part.

The bounds are chosen so that whatever is within them is assessed, or validated, in half of ten seconds.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal

from actgraph.core.errors import ProfileError
from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.profile.formats import ParsedText

MAX_MODELS = 150  # and as many AI systems
MAX_DEPLOYMENTS = 500
MAX_PROVIDERS = 500  # and as many deployers
MAX_LINKS = 1500  # from models and systems to providers, base models and channels: the rules join them
MAX_LINKS_PER_PROPERTY = 100  # of one node by one property: the rules compare every pair
MAX_VALUES = 250  # of one node by any other property
MAX_BASES = 1000  # base models of all models, with the base models of these
MAX_PAIRS_OF_VALUES = 100_000  # of one property of one node, each with each; terms of the vocabulary are not counted
MAX_PAIRS_OF_ROLES = 100_000  # models that one document serves in several roles, each with each
_MANY_MODELS = 10  # fewer are not counted
MAX_SHARED = 30_000  # what a provider links to, and what that links to in turn, counted for each of its models
_CLASSES = {
    "Model": (MAX_MODELS, "models"),
    "System": (MAX_MODELS, "AI systems"),
    "Deployment": (MAX_DEPLOYMENTS, "deployments"),
    "Provider": (MAX_PROVIDERS, "providers"),
    "Deployer": (MAX_PROVIDERS, "deployers"),
}
_PROVIDERS = ("developedBy", "developedFor", "marketedBy")
_LINK_PROPERTIES = (*_PROVIDERS, "baseModel", "madeAvailable")


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
    actgraph.core.errors.ProfileError: a.ttl:1: a node has more than 250 values of ag:licence
      Remove what does not describe the providers and models of this profile, or split it by model.
    """
    for index, many in _find_excesses(parsed):
        raise ProfileError(
            many,
            where=f"{name}:{parsed.lines[index]}" if parsed.lines else name,
            todo="Remove what does not describe the providers and models of this profile, or split it by model.",
        )


def _find_excesses(parsed: ParsedText) -> Iterator[tuple[int, str]]:
    """Yield the index of each quad that exceeds a limit, and the message."""
    ag, kind = load_prefixes()["ag"], f"{load_prefixes()['rdf']}type"
    links = {ag + link for link in _LINK_PROPERTIES}
    described: dict[str, set[object]] = {ag + name: set() for name in _CLASSES}
    values: dict[tuple[object, str], set[object]] = {}
    linked = 0
    for index, quad in enumerate(parsed.quads):
        predicate = quad.predicate.value
        if predicate == kind:
            name = getattr(quad.object, "value", "")
            if name in described:
                described[name].add(quad.subject)
                most, words = _CLASSES[name.removeprefix(ag)]
                if len(described[name]) > most:
                    yield index, f"it describes more than {most} {words}"
        elif predicate.startswith(ag):
            of_node = values.setdefault((quad.subject, predicate), set())
            linked += predicate in links and quad.object not in of_node
            of_node.add(quad.object)
            most = MAX_LINKS_PER_PROPERTY if predicate in links else MAX_VALUES
            if len(of_node) > most:
                yield index, f"a node has more than {most} values of {shorten_iri(predicate)}"
            if linked > MAX_LINKS:
                yield (
                    index,
                    f"its models and AI systems have more than {MAX_LINKS:,} links to providers, bases and channels",
                )
    yield from _find_excess_of_bases(parsed)
    yield from _find_excess_of_pairs(parsed)
    yield from _find_excess_of_shared(parsed)


def _find_excess_of_pairs(parsed: ParsedText) -> Iterator[tuple[int, str]]:
    """Yield the quad at which values that rules compare each with each are too many."""
    ag = load_prefixes()["ag"]
    links = {ag + name for name in _LINK_PROPERTIES}
    described = {quad.subject for quad in parsed.quads}
    values: dict[tuple[object, str], int] = {}
    pairs = 0
    for index, quad in enumerate(parsed.quads):
        is_compared = quad.predicate.value.startswith(ag) and quad.predicate.value not in links
        if is_compared and (isinstance(quad.object, Literal) or quad.object in described):
            of_node = values.get((quad.subject, quad.predicate.value), 0) + 1
            values[quad.subject, quad.predicate.value] = of_node
            pairs += 2 * of_node - 1
            if of_node > 1 and pairs > MAX_PAIRS_OF_VALUES:
                yield index, f"the rules would compare over {MAX_PAIRS_OF_VALUES:,} pairs of values of one property"


def _collect_links(parsed: ParsedText, properties: Iterable[str] | None = None) -> dict[object, dict[object, int]]:
    """Collect node → node that it links to → index of the first quad that says so.

    Args:
        properties: names in the vocabulary; None for all of it.
    """
    ag = load_prefixes()["ag"]
    wanted = None if properties is None else {ag + name for name in properties}
    found: dict[object, dict[object, int]] = {}
    for index, quad in enumerate(parsed.quads):
        predicate = quad.predicate.value
        is_wanted = predicate.startswith(ag) if wanted is None else predicate in wanted
        if is_wanted and not isinstance(quad.object, Literal):
            found.setdefault(quad.subject, {}).setdefault(quad.object, index)
    return found


def _find_excess_of_bases(parsed: ParsedText) -> Iterator[tuple[int, str]]:
    """Yield the quad at which all models together have more base models, near and far, than the limit."""
    bases = _collect_links(parsed, ["baseModel"])
    count = 0
    for model in bases:
        found: set[object] = set()
        waiting = [model]
        while waiting:
            for base, index in bases.get(waiting.pop(), {}).items():
                if base in found:
                    continue
                found.add(base)
                waiting.append(base)
                count += 1
                if count > MAX_BASES:
                    yield index, f"its models have more than {MAX_BASES} base models, with those of base models"
                    return


def _find_excess_of_shared(parsed: ParsedText) -> Iterator[tuple[int, str]]:
    """Yield the quad at which what providers link to exceeds the limit; rules join it with each of their models."""
    links = _collect_links(parsed)
    provided = _collect_links(parsed, _PROVIDERS)
    models = Counter(provider for theirs in provided.values() for provider in theirs)
    yield from _find_excess_of_roles(parsed, models)
    shared = {node: len(theirs) + sum(len(links.get(one, ())) for one in theirs) for node, theirs in links.items()}
    count = 0
    for providers in provided.values():
        for provider, index in providers.items():
            count += shared.get(provider, 0)
            if count > MAX_SHARED:
                what = f"the providers in this profile and their documents have over {MAX_SHARED:,} links"
                yield index, f"{what}; a link is counted again for each model"
                return


def _find_excess_of_roles(parsed: ParsedText, models: Mapping[object, int]) -> Iterator[tuple[int, str]]:
    """Yield the quad at which documents that models or their providers name by several properties are too many."""
    ag = load_prefixes()["ag"]
    others = {ag + name for name in _LINK_PROPERTIES}
    described = {quad.subject for quad in parsed.quads}
    roles: dict[object, set[str]] = {}
    served: dict[object, int] = {}  # document → number of models that it serves
    known: set[tuple[object, object]] = set()
    named: dict[object, int] = {}
    pairs: dict[object, int] = {}
    total = 0
    for index, quad in enumerate(parsed.quads):
        predicate, node = quad.predicate.value, quad.object
        if not predicate.startswith(ag) or predicate in others or node not in described:
            continue
        roles.setdefault(node, set()).add(predicate)
        many = models.get(quad.subject, 1)
        named[node] = named.get(node, 0) + many
        if (node, quad.subject) not in known:
            known.add((node, quad.subject))
            served[node] = served.get(node, 0) + many
        if len(roles[node]) > 1 and served[node] > _MANY_MODELS:
            total += named[node] ** 2 - pairs.get(node, 0)
            pairs[node] = named[node] ** 2
            if total > MAX_PAIRS_OF_ROLES:
                yield (
                    index,
                    "several properties refer to this document, and too many models are affected: "
                    "use a separate document for each property",
                )
                return
