"""What the shapes find in profiles in a store of somebody else's: nothing of them is fetched but what is wrong.

A graph of its own is made there for the time of the check, with what the profiles may state; the rules add to it what
follows, and the shapes are held against it by queries. It is removed afterwards, whatever happens.
"""

import contextlib
import uuid
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import NamedNode, Triple

from actgraph.core.errors import InputError
from actgraph.core.prefixes import BASE, prefixes
from actgraph.core.suggestions import misses, quoted
from actgraph.graph.day import Day
from actgraph.profile.profile import Profile
from actgraph.profile.schema import Result
from actgraph.reasoning import law_facts
from actgraph.reasoning.derived import Derived, asked
from actgraph.remote import copy_profiles
from actgraph.remote import graphs as remote_graphs
from actgraph.remote import rules as remote_rules
from actgraph.remote import shapes as remote_shapes
from actgraph.remote import vocabulary_checks as remote_words
from actgraph.remote.client import Remote, Term
from actgraph.validation import renaming, vocabulary_checks
from actgraph.validation.findings_builder import Told
from actgraph.validation.validate import Checked

WORK = BASE + "work/"
_MOST = 80  # graphs that are looked at together: Virtuoso repeats their names in headers, of which a hundred are read
_AG, _RDFS, _DCTERMS, _XSD = (prefixes()[name] for name in ("ag", "rdfs", "dcterms", "xsd"))


def check(remote: Remote, names: Sequence[str], day: Day) -> Checked:
    """What the shapes find in the graphs of some profiles.

    Args:
        remote: the store.
        names: IRIs of graphs; all that describe a model where there are none.
        day: the graph of the day.

    Raises:
        InputError: the store cannot be written or does not answer, or has no profile.
    """
    # No example: it needs a server. Those of the tests start some.
    there = profiles(remote)
    broken = [error for name in names if (error := _missing(remote, name, there))]
    if not names and not there:
        todo = f"Load some: actgraph load --endpoint {remote.url} PROFILE…"
        raise InputError("no graph there describes a model", where=remote.url, todo=todo)
    wrong = {error.where for error in broken}
    graphs = list(dict.fromkeys(name for name in names if name not in wrong)) if names else there
    told = Told(day)
    found: list[tuple[Profile, Sequence[Result]]] = []
    for start in range(0, len(graphs), _MOST):
        some = graphs[start : start + _MOST]
        unnamed = _graphs(remote, some, "isBlank(?s) || isBlank(?o)")
        broken += [_unnamed(graph) for graph in some if graph in unnamed]
        some = [graph for graph in some if graph not in unnamed]
        results = _find(remote, some, day)
        labels = _labels(remote, some, results)
        for graph in some:
            one = Profile(graph, (), {}, {}, ())
            told.add(one, Derived(labels[graph], day), results[graph])
            found.append((one, results[graph]))
    notes = [f"not checked: {error.where}: {error.what}" for error in broken]
    return Checked(told.report(notes), found, broken, [])


def profiles(remote: Remote) -> list[str]:
    """IRIs of the graphs of a store that describe a model, and are no graphs of the law.

    Args:
        remote: the store.

    Raises:
        InputError: the store does not answer.
    """
    # No example: it needs a server.
    found = _with(remote, f"?model a <{_AG}Model>")
    return sorted(one for one in found - set(remote_graphs.law()) if not one.startswith(WORK))


def left_over(remote: Remote) -> list[str]:
    """IRIs of graphs that a check has made and not removed: one that was killed, or that still runs.

    Args:
        remote: the store.

    Raises:
        InputError: the store does not answer.
    """
    # No example: it needs a server.
    return sorted(one for one in _with(remote, f"?day a <{_AG}Assessment>") if one.startswith(WORK))


def _missing(remote: Remote, name: str, there: Sequence[str]) -> InputError | None:
    try:
        NamedNode(name)
    except ValueError:
        return InputError(f"{quoted(name)} is no IRI of a graph", where=name, near=misses(name, there))
    if name in remote_graphs.law() or name.startswith(WORK):
        return InputError("that is no profile, but a graph of the law", where=name)
    if name in there or remote_rules.count(remote, name):
        return None
    return InputError(f"there is no such graph at {remote.url}", where=name, near=misses(name, there))


def _unnamed(graph: str) -> InputError:
    what = "it has nodes without a name, which cannot be told apart from outside"
    return InputError(what, where=graph, todo="Load it by actgraph load, which names them.")


def _graphs(remote: Remote, graphs: Sequence[str], which: str) -> set[str]:
    """The graphs in which a statement ?s ?p ?o meets a filter."""
    return _with(remote, "?s ?p ?o", f"FILTER({which})", graphs)


def _with(remote: Remote, pattern: str, filter_: str = "", graphs: Sequence[str] = ()) -> set[str]:
    """IRIs of the graphs in which a pattern matches; of all where none are named."""
    rows = remote.rows(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ {pattern} }} {filter_} }}", (), graphs).rows
    return {row["g"].value for row in rows if isinstance(row["g"], NamedNode)}


def _find(remote: Remote, graphs: Sequence[str], day: Day) -> dict[str, list[Result]]:
    if not graphs:
        return {}
    words = remote_words.of(remote, graphs, day)
    odd = _odd(remote, graphs, day) if len(graphs) > 1 else set()
    found: dict[str, list[Result]] = {}
    groups = [*([one] for one in graphs if one in odd), [one for one in graphs if one not in odd]]
    with _work(remote, day) as (law, facts):
        for group in filter(None, groups):
            found.update(_together(remote, group, words, day, law, facts))
    for graph in graphs:
        own = vocabulary_checks.words(words.wrong[graph], day)
        kinds = words.kinds[graph]
        if len(kinds) < 2:
            own += vocabulary_checks.nothing_described(kinds, _first(remote, graph))
        nowhere = [one.at for one in own if one.at is not None and one.shape in vocabulary_checks.NOWHERE]
        rest = [one for one in found[graph] if not remote_shapes.is_of(one, nowhere)]
        found[graph] = [one._replace(at=None) for one in [*own, *rest]]
    return found


def _odd(remote: Remote, graphs: Sequence[str], day: Day) -> set[str]:
    """The profiles that have a figure where a node should stand, or say something of a node that is others' too."""
    link, about = copy_profiles.among("?p", renaming.links()), copy_profiles.among("?s", sorted(renaming.beyond(day)))
    figure = f'isLiteral(?o) && LANG(?o) = "" && DATATYPE(?o) != <{_XSD}string>'
    return _graphs(remote, graphs, f"({link} && {figure}) || {about}")


def _together(
    remote: Remote, graphs: Sequence[str], words: remote_words.Words, day: Day, law: str, facts: str
) -> Mapping[str, list[Result]]:
    alone = len(graphs) == 1
    remote.drop(facts)
    remote.update(f"ADD <{law}> TO <{facts}>")
    for number, graph in enumerate(graphs):
        copy_profiles.copy(remote, graph, None if alone else number, words.properties, words.classes, facts, day)
    remote_rules.conclude(remote, facts)
    open_ = remote.rows(f"SELECT ?s ?o {{ ?s {vocabulary_checks.ASKS} ?o }} ORDER BY ?s ?o", [facts]).rows
    # The shapes are those of profiles.
    remote.update(f"DELETE {{ GRAPH <{facts}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{law}> {{ ?s ?p ?o }} }}")
    by_shapes = remote_shapes.find(remote, facts, day).results
    found: dict[str, list[Result]] = {graph: [] for graph in graphs}
    asks = [Triple(row["s"], vocabulary_checks.ASKS, row["o"]) for row in open_]  # type: ignore[arg-type]
    for one in [*vocabulary_checks.questions(asks, day), *by_shapes]:
        whose = 0 if alone else renaming.number(one.focus)
        assert whose is not None
        value = one.value if alone or one.value is None else renaming.own(one.value)
        found[graphs[whose]].append(one._replace(focus=one.focus if alone else renaming.own(one.focus), value=value))
    return found


@contextlib.contextmanager
def _work(remote: Remote, day: Day) -> Iterator[tuple[str, str]]:
    """Two graphs for the time of a check: one with the law and the day, one for the facts."""
    name = f"{WORK}{uuid.uuid4()}"
    both = f"{name}/law", f"{name}/facts"
    try:
        try:
            remote.insert(both[0], [*law_facts.facts(day), *asked(day)])
        except InputError as error:
            what = f"a check needs to write a graph of its own there, and cannot: {error.what}"
            raise InputError(what, where=error.where, todo=error.todo) from None
        yield both
    except BaseException:
        with contextlib.suppress(InputError):  # what went wrong first is told
            _remove(remote, both)
        raise
    _remove(remote, both)


def _remove(remote: Remote, graphs: Sequence[str]) -> None:
    for graph in graphs:
        for _ in range(3):  # an update that was left may still have been at work
            remote.drop(graph)
            if not remote_rules.count(remote, graph):
                break


def _first(remote: Remote, graph: str) -> Term:
    """A node of a profile to tell of what the whole lacks: the first by its name."""
    row = remote.rows("SELECT (MIN(STR(?s)) AS ?first) { ?s ?p ?o }", [graph]).rows[0]
    return NamedNode(getattr(row["first"], "value", graph))


def _labels(remote: Remote, graphs: Sequence[str], results: Mapping[str, Sequence[Result]]) -> dict[str, list[Triple]]:
    """What the nodes that something is told of are called in their profiles."""
    found: dict[str, list[Triple]] = {graph: [] for graph in graphs}
    nodes = {one.focus.value for some in results.values() for one in some if isinstance(one.focus, NamedNode)}
    told = sorted(nodes)
    for start in range(0, len(told), 100):
        which = copy_profiles.among("?s", told[start : start + 100])
        query = (
            f"SELECT ?g ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }}"
            f" FILTER(?p IN (<{_RDFS}label>, <{_DCTERMS}title>) && isLiteral(?o) && {which}) }}"
        )
        for row in remote.rows(query, (), graphs).rows:
            assert isinstance(row["g"], NamedNode)
            found[row["g"].value].append(Triple(row["s"], row["p"], row["o"]))  # type: ignore[arg-type]
    return found
