"""Keep statements that cannot be read from the rules at a remote store, and find the verdicts that hang on them.

Only what has a property with a datatype or listed values is fetched, and a whole profile only where something in it
cannot be read or contradicts itself.
"""

from collections.abc import Mapping, Sequence

from pyoxigraph import DefaultGraph, Literal, Quad, Triple

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import Day
from actgraph.profile import amounts
from actgraph.profile.schema import get_term_value
from actgraph.reasoning import readability, renaming, what_if
from actgraph.reasoning.derived import DerivedProfile
from actgraph.remote.client import RemoteStore
from actgraph.remote.copy_profiles import build_in_filter

_AG, _RDF = load_prefixes()["ag"], load_prefixes()["rdf"]
_CLASSES = ", ".join(
    f"<{_AG}{name}>"
    for name in ("AssessedModel", "AssessedSystem", "AssessedDeployment", "LegacyModel", "DutyInTransition")
)
_OUTCOME_QUERY = (
    f"SELECT ?s ?p ?o {{ ?s ?p ?o FILTER(?p IN (<{_AG}dutyStatus>, <{_AG}boundFrom>)"
    f" || (?p = <{_RDF}type> && ?o IN ({_CLASSES}))) }} ORDER BY ?s ?p ?o"
)


def fetch_doubtful_profiles(
    remote: RemoteStore, graphs: Sequence[str], wrong: Mapping[str, Sequence[Triple]], day: Day
) -> dict[str, DerivedProfile]:
    """Fetch the profiles with statements that cannot be read or contradict each other.

    Args:
        remote: the store.
        graphs: IRIs of the graphs of profiles.
        wrong: graph → its triples with a wrong term, as far as they are known.
        day: the graph of the day.

    Raises:
        InputError: the store does not answer.
    """
    wanted = f"FILTER({build_in_filter('?p', sorted(readability.list_checked_properties(day)))})"
    derived = {graph: DerivedProfile(facts, day) for graph, facts in _fetch(remote, graphs, wanted).items()}
    doubtful = [graph for graph in graphs if wrong[graph] or what_if.has_doubtful_statements(derived[graph])]
    return fetch_profiles(remote, doubtful, day)


def fetch_profiles(remote: RemoteStore, graphs: Sequence[str], day: Day) -> dict[str, DerivedProfile]:
    """Fetch whole profiles.

    Args:
        remote: the store.
        graphs: IRIs of the graphs of profiles.
        day: the graph of the day.

    Raises:
        InputError: the store does not answer.
    """
    return {graph: DerivedProfile(facts, day) for graph, facts in _fetch(remote, graphs, "").items()}


def _fetch(remote: RemoteStore, graphs: Sequence[str], condition: str) -> dict[str, list[Triple]]:
    """Fetch triples of some graphs, with amounts as they are read from files."""
    found: dict[str, list[Triple]] = {graph: [] for graph in graphs}
    if graphs:
        for row in remote.run_select(f"SELECT ?g ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }} {condition} }}", (), graphs).rows:
            fact = Quad(row["s"], row["p"], row["o"], DefaultGraph())  # type: ignore[arg-type]
            amount = amounts.convert_amount(fact)
            value = amount.double if amount else fact.object
            found[row["g"].value].append(Triple(fact.subject, fact.predicate, value))  # type: ignore[union-attr]
    return found


def remove_unread_statements(
    remote: RemoteStore, profiles: Mapping[str, DerivedProfile], graphs: Sequence[str], target: str
) -> None:
    """Remove the statements that the rules must not see from a graph with copies of profiles.

    Args:
        remote: the store.
        profiles: graph → its profile, for those that were fetched.
        graphs: the graphs that were copied together, in order; the nodes of a single one keep their names.
        target: IRI of the graph of the copies.

    Raises:
        InputError: the store cannot be written, or does not answer.
    """
    for number, graph in enumerate(graphs):
        for fact in profiles[graph].unread_stated if graph in profiles else ():
            subject = fact.subject if len(graphs) == 1 else renaming.rename_term(fact.subject, number)
            value = get_term_value(fact.object)
            forms = sorted({value, f"{renaming.RENAMED_PREFIX}{number}:{value}"})
            words = ", ".join(str(Literal(form)) for form in forms)
            remote.run_update(
                f"WITH <{target}> DELETE {{ {subject} {fact.predicate} ?o }}"
                f" WHERE {{ {subject} {fact.predicate} ?o FILTER(STR(?o) IN ({words})) }}"
            )


def fetch_outcomes(remote: RemoteStore, graphs: Sequence[str], target: str) -> dict[str, list[Triple]]:
    """Fetch what the rules derived of the duties and models of each profile, under the names that the profile uses.

    Args:
        remote: the store.
        graphs: the graphs whose copies are there, in order.
        target: IRI of the graph of the copies and of what was derived.

    Raises:
        InputError: the store does not answer.
    """
    found: dict[str, list[Triple]] = {graph: [] for graph in graphs}
    for row in remote.run_select(_OUTCOME_QUERY, [target]).rows:
        owner = 0 if len(graphs) == 1 else renaming.get_profile_number(row["s"])  # type: ignore[arg-type]
        if owner is not None:
            subject = row["s"] if len(graphs) == 1 else renaming.restore_term(row["s"])  # type: ignore[arg-type]
            found[graphs[owner]].append(Triple(subject, row["p"], row["o"]))  # type: ignore[arg-type]
    return found
