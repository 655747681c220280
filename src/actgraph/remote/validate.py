"""Validate profiles in a remote store; only what is wrong is fetched.

Work graphs are created there for the time of the validation, with the permitted triples of the profiles; the rules add
what they derive, and the shapes run as queries. The work graphs are removed at the end, also after an error.
"""

import contextlib
import uuid
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import NamedNode, Triple

from actgraph.core.errors import InputError
from actgraph.core.prefixes import BASE, load_prefixes
from actgraph.core.suggestions import quote_text, suggest_labels
from actgraph.graph.day import Day
from actgraph.profile.answers import FIELD_SPACES
from actgraph.profile.profile import Profile
from actgraph.reasoning import law_facts, outcome, renaming, rule_sets, what_if
from actgraph.reasoning.derived import DerivedProfile, build_day_facts
from actgraph.reasoning.what_if import Doubt
from actgraph.remote import copy_profiles
from actgraph.remote import shapes as remote_shapes
from actgraph.remote.client import RemoteStore, Term
from actgraph.remote.graphs import list_law_graphs
from actgraph.remote.rules import count_graph_triples, run_remote_rules
from actgraph.remote.unread import (
    fetch_doubtful_profiles,
    fetch_outcomes,
    fetch_profiles,
    remove_unread_statements,
)
from actgraph.remote.vocabulary_checks import VocabularyUse, find_vocabulary_use
from actgraph.validation import answers, disagreements, open_results, vocabulary_checks
from actgraph.validation.disagreements import HAS_CONTRADICTION
from actgraph.validation.findings_builder import FindingsBuilder
from actgraph.validation.result import ValidationResult, merge_results
from actgraph.validation.validate import ValidationRun

WORK_PREFIX = BASE + "work/"
_MAX_GRAPHS = 80  # per query: Virtuoso repeats their names in headers, and Python reads a hundred headers at most
_AG, _RDFS, _DCTERMS, _XSD = (load_prefixes()[name] for name in ("ag", "rdfs", "dcterms", "xsd"))


def validate_remote_graphs(remote: RemoteStore, names: Sequence[str], day: Day) -> ValidationRun:
    """Validate the profiles in some graphs of a store; by default all graphs that describe a model.

    Raises:
        InputError: the store cannot be written, does not answer, or has no profile.
    """
    existing = list_profile_graphs(remote)
    errors = [error for name in names if (error := _find_graph_error(remote, name, existing))]
    if not names and not existing:
        todo = f"Load some: actgraph load --endpoint {remote.url} PROFILE…"
        raise InputError("no graph there describes a model", where=remote.url, todo=todo)
    wrong = {error.where for error in errors}
    graphs = list(dict.fromkeys(name for name in names if name not in wrong)) if names else existing
    builder = FindingsBuilder(day)
    found: list[tuple[Profile, Sequence[ValidationResult]]] = []
    for start in range(0, len(graphs), _MAX_GRAPHS):
        some = graphs[start : start + _MAX_GRAPHS]
        unnamed = _find_graphs_where(remote, some, "isBlank(?s) || isBlank(?o)")
        errors += [_make_blank_node_error(graph) for graph in some if graph in unnamed]
        some = [graph for graph in some if graph not in unnamed]
        results, outcomes, doubts, fetched = _validate_graphs(remote, some, day)
        labels = _fetch_labels(remote, some, results)
        for graph in some:
            profile, derived = Profile(graph, (), {}, {}, ()), fetched.get(graph) or DerivedProfile(labels[graph], day)
            outcome.cache_outcome(derived, outcomes[graph])
            what_if.cache_doubts(derived, doubts[graph])
            builder.add_results(profile, derived, results[graph])
            found.append((profile, results[graph]))
    notes = [f"not checked: {error.where}: {error.what}" for error in errors]
    return ValidationRun(builder.build_report(notes), found, errors, [])


def list_profile_graphs(remote: RemoteStore) -> list[str]:
    """List the IRIs of the graphs of a store that describe a model, without those of the law.

    Raises:
        InputError: the store does not answer.
    """
    found = _find_graphs(remote, f"?model a <{_AG}Model>")
    return sorted(one for one in found - set(list_law_graphs()) if not one.startswith(WORK_PREFIX))


def list_leftover_graphs(remote: RemoteStore) -> list[str]:
    """List the IRIs of work graphs of a validation that was killed or is still running.

    Raises:
        InputError: the store does not answer.
    """
    return sorted(one for one in _find_graphs(remote, f"?day a <{_AG}Assessment>") if one.startswith(WORK_PREFIX))


def _find_graph_error(remote: RemoteStore, name: str, existing: Sequence[str]) -> InputError | None:
    try:
        NamedNode(name)
    except ValueError:
        return InputError(f"{quote_text(name)} is no IRI of a graph", where=name, near=suggest_labels(name, existing))
    if name in list_law_graphs() or name.startswith(WORK_PREFIX):
        return InputError("that is no profile, but a graph of the law", where=name)
    if name in existing or count_graph_triples(remote, name):
        return None
    return InputError(f"there is no such graph at {remote.url}", where=name, near=suggest_labels(name, existing))


def _make_blank_node_error(graph: str) -> InputError:
    what = "it has nodes without a name, which cannot be told apart from outside"
    return InputError(what, where=graph, todo="Load it by actgraph load, which names them.")


def _find_graphs_where(remote: RemoteStore, graphs: Sequence[str], condition: str) -> set[str]:
    """Find the graphs with a triple ?s ?p ?o that meets a filter."""
    return _find_graphs(remote, "?s ?p ?o", f"FILTER({condition})", graphs)


def _find_graphs(remote: RemoteStore, pattern: str, filter_: str = "", graphs: Sequence[str] = ()) -> set[str]:
    """Find the graphs in which a pattern matches, among all or the given ones."""
    rows = remote.run_select(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ {pattern} }} {filter_} }}", (), graphs).rows
    return {row["g"].value for row in rows if isinstance(row["g"], NamedNode)}


def _validate_graphs(
    remote: RemoteStore, graphs: Sequence[str], day: Day
) -> tuple[
    dict[str, list[ValidationResult]],
    dict[str, list[Triple]],
    dict[str, Sequence[Doubt]],
    dict[str, DerivedProfile],
]:
    """Validate some graphs: the results, what the rules say of duties, what leaves that open, and what was fetched."""
    if not graphs:
        return {}, {}, {}, {}
    vocabulary_use = find_vocabulary_use(remote, graphs, day)
    separate = _find_unbatchable(remote, graphs, day) if len(graphs) > 1 else set()
    fetched = fetch_doubtful_profiles(remote, graphs, vocabulary_use.wrong_statements, day)
    doubts = {graph: what_if.find_doubts(fetched[graph]) if graph in fetched else () for graph in graphs}
    found: dict[str, list[ValidationResult]] = {}
    outcomes: dict[str, list[Triple]] = {}
    contradictions: dict[str, list[Triple]] = {}
    groups = [*([one] for one in graphs if one in separate), [one for one in graphs if one not in separate]]
    with _open_work_graphs(remote, day) as (law, facts):
        for group in filter(None, groups):
            results, derived, disagreeing = _validate_group(remote, group, vocabulary_use, fetched, day, law, facts)
            found.update(results)
            outcomes.update(derived)
            contradictions.update(disagreeing)
    named = [
        graph for graph in graphs if contradictions[graph] or any(map(disagreements.names_statements, found[graph]))
    ]
    fetched |= fetch_profiles(remote, [graph for graph in named if graph not in fetched], day)
    for graph in named:
        found[graph] = disagreements.name_statements(found[graph], contradictions[graph], fetched[graph])
    for graph in graphs:
        own = vocabulary_checks.find_term_errors(vocabulary_use.wrong_statements[graph], day)
        kinds = vocabulary_use.described_classes[graph]
        if len(kinds) < 2:
            own += vocabulary_checks.find_missing_entities(kinds, _find_first_node(remote, graph))
        nowhere = [
            one.triple for one in own if one.triple is not None and one.shape in vocabulary_checks.UNKNOWN_NODE_SHAPES
        ]
        rest = [one for one in found[graph] if not remote_shapes.is_caused_by(one, nowhere)]
        own += open_results.build_doubt_results(doubts[graph], day)
        found[graph] = [one._replace(triple=None) for one in [*own, *rest]]
    return found, outcomes, doubts, fetched


def _find_unbatchable(remote: RemoteStore, graphs: Sequence[str], day: Day) -> set[str]:
    """Find the profiles with a number in place of a node, or triples about a shared node (as `validation/batch.py`)."""
    link = copy_profiles.build_in_filter("?p", renaming.find_link_properties())
    about = copy_profiles.build_in_filter("?s", sorted(renaming.collect_external_iris(day)))
    figure = f'isLiteral(?o) && LANG(?o) = "" && DATATYPE(?o) != <{_XSD}string>'
    return _find_graphs_where(remote, graphs, f"({link} && {figure}) || {about}")


def _validate_group(
    remote: RemoteStore,
    graphs: Sequence[str],
    vocabulary_use: VocabularyUse,
    fetched: Mapping[str, DerivedProfile],
    day: Day,
    law: str,
    facts: str,
) -> tuple[Mapping[str, list[ValidationResult]], Mapping[str, list[Triple]], Mapping[str, list[Triple]]]:
    alone = len(graphs) == 1

    def copy_graph(number: int, graph: str) -> None:
        properties, classes = vocabulary_use.properties, vocabulary_use.classes
        copy_profiles.copy_profile(remote, graph, None if alone else number, properties, classes, facts, day)

    remote.drop_graph(facts)
    remote.run_update(f"ADD <{law}> TO <{facts}>")
    for number, graph in enumerate(graphs):
        copy_graph(number, graph)
    remove_unread_statements(remote, fetched, graphs, facts)
    run_remote_rules(remote, facts, rule_sets.list_rules_for_shapes())
    outcomes = fetch_outcomes(remote, graphs, facts)
    for number, graph in enumerate(graphs):
        if graph in fetched:
            copy_graph(number, graph)  # shapes report what the rules do not read
    told = [
        *_fetch_triples(remote, facts, f"?p IN ({open_results.ASKS})"),
        *_fetch_triples(remote, facts, f"?p IN ({answers.UNFINISHED})"),
        *_fetch_triples(remote, facts, f"?p IN ({HAS_CONTRADICTION})"),
    ]
    # The shapes apply to profiles only: remove the law.
    remote.run_update(f"DELETE {{ GRAPH <{facts}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{law}> {{ ?s ?p ?o }} }}")
    stated = _fetch_triples(remote, facts, _build_answers_filter())  # shapes take away what cannot be read
    by_shapes = merge_results(remote_shapes.run_remote_shapes(remote, facts, day).results)
    by_shapes = answers.place_answers(by_shapes, stated, told, day)
    found: dict[str, list[ValidationResult]] = {graph: [] for graph in graphs}
    contradictions: dict[str, list[Triple]] = {graph: [] for graph in graphs}
    for triple in told:
        if triple.predicate == HAS_CONTRADICTION:
            owner = 0 if alone else renaming.get_profile_number(triple.subject)
            assert owner is not None
            subject = triple.subject if alone else renaming.restore_term(triple.subject)
            contradictions[graphs[owner]].append(Triple(subject, triple.predicate, triple.object))  # type: ignore[arg-type]
    for one in [*open_results.build_question_results(told, day), *by_shapes]:
        owner = 0 if alone else renaming.get_profile_number(one.focus_node)
        assert owner is not None
        value = one.value if alone or one.value is None else renaming.restore_term(one.value)
        found[graphs[owner]].append(
            one._replace(focus_node=one.focus_node if alone else renaming.restore_term(one.focus_node), value=value)
        )
    return found, outcomes, contradictions


def _fetch_triples(remote: RemoteStore, graph: str, condition: str) -> list[Triple]:
    """Fetch the triples ?s ?p ?o of a graph that meet a filter, in a fixed order."""
    rows = remote.run_select(f"SELECT ?s ?p ?o {{ ?s ?p ?o FILTER({condition}) }} ORDER BY ?s ?p ?o", [graph]).rows
    return [Triple(row["s"], row["p"], row["o"]) for row in rows]  # type: ignore[arg-type]


def _build_answers_filter() -> str:
    """Build the filter for the answers of documents, and for the links that lead to the documents."""
    spaces = (f'STRSTARTS(STR(?p), "{space}")' for space in FIELD_SPACES)
    links = copy_profiles.build_in_filter("?p", [f"{_AG}technicalDocumentation", f"{_AG}downstreamInformation"])
    return " || ".join([*spaces, links])


@contextlib.contextmanager
def _open_work_graphs(remote: RemoteStore, day: Day) -> Iterator[tuple[str, str]]:
    """Create two work graphs, one with the law and the day, one for the facts, and remove them at the end."""
    name = f"{WORK_PREFIX}{uuid.uuid4()}"
    graphs = f"{name}/law", f"{name}/facts"
    try:
        try:
            remote.insert_triples(graphs[0], [*law_facts.load_law_facts(day), *build_day_facts(day)])
        except InputError as error:
            what = f"a check needs to write a graph of its own there, and cannot: {error.what}"
            raise InputError(what, where=error.where, todo=error.todo) from None
        yield graphs
    except BaseException:
        with contextlib.suppress(InputError):  # report the first error
            _drop_graphs(remote, graphs)
        raise
    _drop_graphs(remote, graphs)


def _drop_graphs(remote: RemoteStore, graphs: Sequence[str]) -> None:
    for graph in graphs:
        for _ in range(3):  # an abandoned update may still be running
            remote.drop_graph(graph)
            if not count_graph_triples(remote, graph):
                break


def _find_first_node(remote: RemoteStore, graph: str) -> Term:
    """Return the first node of a profile by name, to report what the whole profile lacks."""
    row = remote.run_select("SELECT (MIN(STR(?s)) AS ?first) { ?s ?p ?o }", [graph]).rows[0]
    return NamedNode(getattr(row["first"], "value", graph))


def _fetch_labels(
    remote: RemoteStore, graphs: Sequence[str], results: Mapping[str, Sequence[ValidationResult]]
) -> dict[str, list[Triple]]:
    """Fetch the labels of the focus nodes of the results."""
    found: dict[str, list[Triple]] = {graph: [] for graph in graphs}
    nodes = {one.focus_node.value for some in results.values() for one in some if isinstance(one.focus_node, NamedNode)}
    iris = sorted(nodes)
    for start in range(0, len(iris), 100):
        condition = copy_profiles.build_in_filter("?s", iris[start : start + 100])
        query = (
            f"SELECT ?g ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }}"
            f" FILTER(?p IN (<{_RDFS}label>, <{_DCTERMS}title>) && isLiteral(?o) && {condition}) }}"
        )
        for row in remote.run_select(query, (), graphs).rows:
            assert isinstance(row["g"], NamedNode)
            found[row["g"].value].append(Triple(row["s"], row["p"], row["o"]))  # type: ignore[arg-type]
    return found
