"""Queries asked at a store of somebody else's: over the same graphs, under the same guard, with the same answers."""

from collections.abc import Sequence
from typing import NamedTuple

from pyoxigraph import Quad, QueryTriples, Store

from actgraph.core import sparql_tokens
from actgraph.core.prefixes import BASE, prefixes, shorten
from actgraph.graph.day import Day
from actgraph.graph.engine import Table, plain_value
from actgraph.remote import graphs as remote_graphs
from actgraph.remote.client import Remote
from actgraph.sparql import dataset_clause, guard
from actgraph.sparql.writers import written

_MOST_BYTES = 500_000_000


class Answer(NamedTuple):
    """What a store answers.

    Attributes:
        found: a table, yes or no, or triples as text.
        basis: what it rests on, in words.
    """

    found: Table | bool | str
    basis: str


def of_ours(remote: Remote, text: str, day: Day) -> Table:
    """The rows of a query of ours on a day.

    Args:
        remote: the store.
        text: SPARQL, a SELECT with all prefixes that it uses.
        day: the graph of the day.

    Raises:
        InputError: the store does not answer; the message says why.
    """
    # No example: it needs a server. Those of the tests start some.
    return _table(remote, sparql_tokens.escaped(text), [remote_graphs.of_day(day.day)], ())


def of_others(remote: Remote, text: str, source: str, day: Day, triples: str) -> Answer:
    """The answer to a query of somebody's own.

    The graphs and editions that it names by FROM are those of the catalogue, or any other that the store has.

    Args:
        remote: the store.
        text: SPARQL 1.1.
        source: what to call it in a message: a file, or standard input.
        day: the graph of the day: what is asked where the query names no graph.
        triples: the format of triples, as `sparql_results` names it.

    Raises:
        InputError: it is no query, may not be asked, or the store does not answer.
    """
    # No example: it needs a server.
    checked = guard.check(text, source, prefixes(), BASE)
    default: Sequence[str] = [remote_graphs.of_day(day.day)]
    named: Sequence[str] = [graph.iri for graph in day.graphs] if "GRAPH" in _words(text) else []
    basis = day.basis
    if checked.default is not None:
        default, named = (list(_named(names, day)) for names in (checked.default, checked.named or ()))
        basis = dataset_clause.told(checked.default, checked.named or (), day.day)
    asked = sparql_tokens.escaped(_with_prefixes(sparql_tokens.without_dataset(checked.text)))
    basis = f"{basis}; asked at {remote.url}"
    if checked.form == "SELECT":
        return Answer(_table(remote, asked, default, named), basis)
    if checked.form == "ASK":
        return Answer(remote.yes(asked, default, named), basis)
    store = Store()
    store.extend(Quad(one.subject, one.predicate, one.object) for one in remote.triples(asked, default, named))
    made = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(made, QueryTriples)
    return Answer(written(made, triples, _MOST_BYTES).body.decode(), basis)


def _table(remote: Remote, text: str, default: Sequence[str], named: Sequence[str]) -> Table:
    found = remote.rows(text, default, named)
    rows = [{name: plain_value(value) for name, value in row.items()} for row in found.rows]
    return Table(list(found.columns), rows)


def _named(names: Sequence[str], day: Day) -> dict[str, None]:
    """The graphs that some names stand for: an edition for all that holds on a day of it."""
    editions = dataset_clause.editions()
    ours = {*remote_graphs.law(), *editions}
    for name in names:
        if name.startswith(f"{BASE}graphs/") and name not in ours:  # others are for the store to know
            raise dataset_clause.unknown(name, f"there is no graph {shorten(name)}")
    return dict.fromkeys(
        remote_graphs.of_day(editions[name].seen_from(day.day)) if name in editions else name for name in names
    )


def _with_prefixes(text: str) -> str:
    """The query with the prefixes of the graph that it uses; its own come behind, and go before."""
    used = {token["prefix"] for token in sparql_tokens.tokens(text)} & prefixes().keys()
    heads = [f"PREFIX {name}: <{prefixes()[name]}>" for name in sorted(used)]
    return "\n".join([f"BASE <{BASE}>", *heads, text])


def _words(text: str) -> set[str]:
    return {(token["word"] or "").upper() for token in sparql_tokens.tokens(text)}
