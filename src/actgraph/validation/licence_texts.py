"""Compare what a profile states of a licence with the known licence text that it names."""

from pyoxigraph import Triple

from actgraph.core.prefixes import join_terms, load_prefixes
from actgraph.profile.schema import get_term_value
from actgraph.reasoning.derived import DerivedProfile

_AG = load_prefixes()["ag"]


def describe_named_texts(triple: Triple, derived: DerivedProfile) -> str:
    """Say what the licence text that a licence names has and the licence does not state; empty for anything else.

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
    terms = {get_term_value(one.object) for one in own if one.predicate.value == _AG + "hasTerm"}
    rights = {get_term_value(one.object) for one in own if one.predicate.value == _AG + "permits"}
    premises = (one for way in derived.get_derivations(triple) for one in way.premises)
    names = {get_term_value(one.object) for one in premises if one.predicate.value == _AG + "knownAs"}
    parts = []
    for name in sorted(names):
        said = derived.day.undated.find_outgoing(name)
        label = derived.day.undated.get_node(name).label
        lacking = {get_term_value(one.object) for one in said if one.predicate.value == _AG + "imposes"} - terms
        if lacking:
            parts.append(f"The text “{label}” has {join_terms(lacking)}; the description does not state that.")
        narrow = {get_term_value(one.object) for one in said if one.predicate.value == _AG + "refuses"} & rights
        if narrow:
            parts.append(f"The text “{label}” does not give {join_terms(narrow)} in full.")
    return " ".join(parts)
