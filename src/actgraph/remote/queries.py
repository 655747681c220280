"""Run queries at a remote store, over the same graphs and under the same guard as local ones."""

from collections.abc import Sequence
from typing import NamedTuple

from pyoxigraph import Quad, QueryTriples, Store

from actgraph.core import sparql_tokens
from actgraph.core.prefixes import BASE, load_prefixes, shorten_iri
from actgraph.graph.day import Day
from actgraph.graph.engine import Table, to_plain_value
from actgraph.remote.client import RemoteStore
from actgraph.remote.graphs import get_day_graph, list_law_graphs
from actgraph.sparql import dataset_clause, guard
from actgraph.sparql.writers import serialize_results

_MAX_BYTES = 500_000_000


class RemoteAnswer(NamedTuple):
    """The answer of a remote store.

    Attributes:
        result: a table, a truth value, or triples as text.
        basis: the graphs that the query named, in words; empty if it named none.
    """

    result: Table | bool | str
    basis: str = ""


def run_own_query(remote: RemoteStore, text: str, day: Day) -> Table:
    """Run a SELECT query of the project on a day; the text declares all its prefixes.

    Raises:
        InputError: the store does not answer; the message says why.
    """
    return _run_select(remote, sparql_tokens.escape_dots(text), [get_day_graph(day.date)], ())


def run_user_query(remote: RemoteStore, text: str, source: str, day: Day, triples_format: str) -> RemoteAnswer:
    """Run a query of a user.

    FROM may name graphs and editions of the catalogue, and any other graph of the store.

    Args:
        remote: the store to query.
        text: a SPARQL 1.1 query.
        source: the name of the query in messages: a file, or standard input.
        day: the default graph, where the query names none.
        triples_format: the format of triples, as `sparql/writers.py` names it.

    Raises:
        InputError: the text is no query, the guard refuses it, or the store does not answer.
    """
    checked = guard.check_query(text, source, load_prefixes(), BASE)
    default_graphs: Sequence[str] = [get_day_graph(day.date)]
    named_graphs: Sequence[str] = [graph.iri for graph in day.graphs] if "GRAPH" in _list_keywords(text) else []
    basis = ""
    if checked.default_graphs is not None:
        default_graphs, named_graphs = (
            list(_resolve_graphs(names, day)) for names in (checked.default_graphs, checked.named_graphs or ())
        )
        basis = dataset_clause.describe_dataset(checked.default_graphs, checked.named_graphs or (), day.date)
    query = build_query_text(checked)
    if checked.form == "SELECT":
        return RemoteAnswer(_run_select(remote, query, default_graphs, named_graphs), basis)
    if checked.form == "ASK":
        return RemoteAnswer(remote.run_ask(query, default_graphs, named_graphs), basis)
    store = Store()
    store.extend(
        Quad(one.subject, one.predicate, one.object)
        for one in remote.run_construct(query, default_graphs, named_graphs)
    )
    made = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(made, QueryTriples)
    return RemoteAnswer(serialize_results(made, triples_format, _MAX_BYTES).body.decode(), basis)


def build_query_text(checked: guard.CheckedQuery) -> str:
    """Build the text that a store gets: with all prefixes, without the graphs, which the protocol names.

    >>> print(build_query_text(guard.check_query("ASK FROM grf:core { ?s a ?o }", "", load_prefixes(), BASE)))
    BASE <https://w3id.org/actgraph/>
    ASK  { ?s a ?o }
    """
    return sparql_tokens.escape_dots(_add_prefixes(sparql_tokens.remove_dataset_clauses(checked.text)))


def _run_select(remote: RemoteStore, text: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> Table:
    found = remote.run_select(text, default_graphs, named_graphs)
    rows = [{name: to_plain_value(value) for name, value in row.items()} for row in found.rows]
    return Table(list(found.columns), rows)


def _resolve_graphs(names: Sequence[str], day: Day) -> dict[str, None]:
    """Resolve names of graphs: an edition becomes the graph of everything in force on a day of it."""
    editions = dataset_clause.index_editions()
    ours = {*list_law_graphs(), *editions}
    for name in names:
        if name.startswith(f"{BASE}graphs/") and name not in ours:  # the store knows its other graphs
            raise dataset_clause.make_unknown_graph_error(name, f"there is no graph {shorten_iri(name)}")
    return dict.fromkeys(
        get_day_graph(editions[name].clamp_day(day.date)) if name in editions else name for name in names
    )


def _add_prefixes(text: str) -> str:
    """Add the prefixes of the graph that the query uses; its own declarations follow, and override them."""
    used = {token["prefix"] for token in sparql_tokens.tokenize_query(text)} & load_prefixes().keys()
    heads = [f"PREFIX {name}: <{load_prefixes()[name]}>" for name in sorted(used)]
    return "\n".join([f"BASE <{BASE}>", *heads, text])


def _list_keywords(text: str) -> set[str]:
    return {(token["word"] or "").upper() for token in sparql_tokens.tokenize_query(text)}
