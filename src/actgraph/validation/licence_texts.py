"""Compare what a profile states of a licence with the known licence text that it names."""

from collections.abc import Iterable

from pyoxigraph import Quad, Triple

from actgraph.core.prefixes import load_prefixes
from actgraph.core.suggestions import join_terms, join_words
from actgraph.profile.schema import get_term_value
from actgraph.reasoning.derived import DerivedProfile

_AG = load_prefixes()["ag"]


def describe_named_texts(triple: Triple, derived: DerivedProfile) -> str:
    """Say how the licence text that a licence names differs from what is stated of it; empty for anything else.

    Args:
        triple: a contradiction that the rules derived.
        derived: the profile, with the derivations of this triple.

    >>> from pyoxigraph import NamedNode
    >>> from actgraph.graph.day import open_day
    >>> term = NamedNode("urn:l")
    >>> describe_named_texts(Triple(term, term, term), DerivedProfile([], open_day("2026-11-28")))
    ''
    """
    own = [one for one in derived.stated if one.subject == triple.subject]
    terms, rights, withheld = (_select_values(own, [name]) for name in ("hasTerm", "permits", "withholds"))
    has_none = "true" in _select_values(own, ["hasNoTerms"])
    ways = derived.get_derivations(triple)
    premises = (one for way in ways for one in way.premises if one.subject == triple.subject)
    names = _select_values(premises, ["knownAs"])
    parts, surplus = [], set(terms)
    for name in sorted(names):
        said = derived.day.undated.find_outgoing(name)
        label = derived.day.undated.get_node(name).label
        surplus -= _select_values(said, ["imposes", "mayImpose"])
        if lacking := _select_values(said, ["imposes"]) - terms:
            stated = "says that the licence has no terms" if has_none else "does not state that"
            parts.append(f"The text “{label}” has {join_terms(lacking)}; the description {stated}.")
        if narrow := _select_values(said, ["refuses"]) & rights:
            parts.append(f"The text “{label}” does not give {join_terms(narrow)} in full.")
        if given := _select_values(said, ["grants"]) & withheld:
            parts.append(f"The text “{label}” gives {join_terms(given)}; the description says that it does not.")
    if names and surplus:
        texts = join_words([f"“{derived.day.undated.get_node(name).label}”" for name in sorted(names)])
        parts.append(f"The description states {join_terms(surplus)}, which is not in {texts}.")
    return " ".join(parts)


def _select_values(facts: Iterable[Triple | Quad], names: Iterable[str]) -> set[str]:
    properties = {_AG + name for name in names}
    return {get_term_value(one.object) for one in facts if one.predicate.value in properties}
