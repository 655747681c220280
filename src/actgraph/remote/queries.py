"""Queries asked at a store of somebody else's: over the same graphs, under the same guard, with the same answers."""

from collections.abc import Sequence
from typing import NamedTuple

from pyoxigraph import Quad, QueryTriples, Store

from actgraph.core import sparql_tokens
from actgraph.core.prefixes import BASE, load_prefixes, shorten_iri
from actgraph.graph.day import Day
from actgraph.graph.engine import Table, to_plain_value
from actgraph.remote import graphs as remote_graphs
from actgraph.remote.client import RemoteStore
from actgraph.sparql import dataset_clause, guard
from actgraph.sparql.writers import serialize_results

_MAX_BYTES = 500_000_000


class RemoteAnswer(NamedTuple):
    """What a store answers.

    Attributes:
        result: a table, yes or no, or triples as text.
        basis: what it rests on, in words.
    """

    result: Table | bool | str
    basis: str


def run_own_query(remote: RemoteStore, text: str, day: Day) -> Table:
    """The rows of a query of ours on a day.

    Args:
        remote: the store.
        text: SPARQL, a SELECT with all prefixes that it uses.
        day: the graph of the day.

    Raises:
        InputError: the store does not answer; the message says why.
    """
    # No example: it needs a server. Those of the tests start some.
    return _run_select(remote, sparql_tokens.escape_dots(text), [remote_graphs.get_day_graph(day.date)], ())


def run_user_query(remote: RemoteStore, text: str, source: str, day: Day, triples_format: str) -> RemoteAnswer:
    """The answer to a query of somebody's own.

    The graphs and editions that it names by FROM are those of the catalogue, or any other that the store has.

    Args:
        remote: the store.
        text: SPARQL 1.1.
        source: what to call it in a message: a file, or standard input.
        day: the graph of the day: what is asked where the query names no graph.
        triples_format: the format of triples, as `sparql_results` names it.

    Raises:
        InputError: it is no query, may not be asked, or the store does not answer.
    """
    # No example: it needs a server.
    checked = guard.check_query(text, source, load_prefixes(), BASE)
    default: Sequence[str] = [remote_graphs.get_day_graph(day.date)]
    named: Sequence[str] = [graph.iri for graph in day.graphs] if "GRAPH" in _list_keywords(text) else []
    basis = day.basis
    if checked.default_graphs is not None:
        default, named = (
            list(_resolve_graphs(names, day)) for names in (checked.default_graphs, checked.named_graphs or ())
        )
        basis = dataset_clause.describe_dataset(checked.default_graphs, checked.named_graphs or (), day.date)
    asked = sparql_tokens.escape_dots(_add_prefixes(sparql_tokens.remove_dataset_clauses(checked.text)))
    basis = f"{basis}; asked at {remote.url}"
    if checked.form == "SELECT":
        return RemoteAnswer(_run_select(remote, asked, default, named), basis)
    if checked.form == "ASK":
        return RemoteAnswer(remote.run_ask(asked, default, named), basis)
    store = Store()
    store.extend(Quad(one.subject, one.predicate, one.object) for one in remote.run_construct(asked, default, named))
    made = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(made, QueryTriples)
    return RemoteAnswer(serialize_results(made, triples_format, _MAX_BYTES).body.decode(), basis)


def _run_select(remote: RemoteStore, text: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> Table:
    found = remote.run_select(text, default_graphs, named_graphs)
    rows = [{name: to_plain_value(value) for name, value in row.items()} for row in found.rows]
    return Table(list(found.columns), rows)


def _resolve_graphs(names: Sequence[str], day: Day) -> dict[str, None]:
    """The graphs that some names stand for: an edition for all that holds on a day of it."""
    editions = dataset_clause.index_editions()
    ours = {*remote_graphs.list_law_graphs(), *editions}
    for name in names:
        if name.startswith(f"{BASE}graphs/") and name not in ours:  # others are for the store to know
            raise dataset_clause.make_unknown_graph_error(name, f"there is no graph {shorten_iri(name)}")
    return dict.fromkeys(
        remote_graphs.get_day_graph(editions[name].clamp_day(day.date)) if name in editions else name for name in names
    )


def _add_prefixes(text: str) -> str:
    """The query with the prefixes of the graph that it uses; its own come behind, and go before."""
    used = {token["prefix"] for token in sparql_tokens.tokenize_query(text)} & load_prefixes().keys()
    heads = [f"PREFIX {name}: <{load_prefixes()[name]}>" for name in sorted(used)]
    return "\n".join([f"BASE <{BASE}>", *heads, text])


def _list_keywords(text: str) -> set[str]:
    return {(token["word"] or "").upper() for token in sparql_tokens.tokenize_query(text)}
