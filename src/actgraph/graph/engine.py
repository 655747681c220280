"""What the engine answers, as plain values: a table of strings, yes or no, triples, or what is said of one node."""

import re
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Store, Triple

Row = dict[str, str | None]


class Table(NamedTuple):
    """The answer to a SELECT query: its variables in their order, and a row each, None where unbound.

    Attributes:
        columns: the variables without their question marks.
        rows: variable → plain string.
    """

    columns: list[str]
    rows: list[Row]


class Node(NamedTuple):
    """What the graph itself says of one node; empty where it says nothing.

    Attributes:
        iri: of the node.
        label: its citation, or its name.
        kind: the local name of its class, such as `Article`.
        number: as the text has it.
        title: that the text gives it.
        description: in our words, or the definition of a term.
        role: IRI of what a provision mainly does.
        parent: IRI of what it stands under.
        page: address of the official page.
        source: IRI of the provision or page that it stands on.
        order: its place in its own text, from 1; 0 where it has none.
    """

    iri: str
    label: str
    kind: str
    number: str
    title: str
    description: str
    role: str
    parent: str
    page: str
    source: str
    order: int


_DOTTED = re.compile(r":[\w-]+\.[\w-]+\.")  # a name that the engine refuses as it stands


def run_query(query: str, store: Store) -> Table | bool | list[Triple]:
    """The answer to a query of whatever form: a table, yes or no, or triples.

    Args:
        query: SPARQL 1.1.
        store: what is asked.

    Raises:
        SyntaxError: it is no query.

    >>> run_query("SELECT * { VALUES ?model { 'GPT-2' UNDEF } }", Store())
    Table(columns=['model'], rows=[{'model': 'GPT-2'}, {'model': None}])
    >>> run_query("ASK { ?s ?p ?o }", Store())
    False
    """
    if _DOTTED.search(query):
        from actgraph.core import sparql_tokens

        query = sparql_tokens.escape_dots(query)
    found = store.query(query)
    if isinstance(found, QueryBoolean):
        return bool(found)
    if not isinstance(found, QuerySolutions):
        return list(found)
    names = [variable.value for variable in found.variables]
    return Table(names, [{name: to_plain_value(row[name]) for name in names} for row in found])


def to_plain_value(term: object) -> str | None:
    """A term as a plain string: the IRI, the name or the words without language and datatype; None for none.

    Args:
        term: of the engine.

    >>> to_plain_value(Literal("1e25", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#double")))
    '1.0E25'
    """
    if isinstance(term, BlankNode):
        return str(term)  # with its "_:", as no IRI begins
    if isinstance(term, Literal) and term.datatype == _DOUBLE:
        return format_engine_double(term.value)
    return None if term is None else str(getattr(term, "value", term))


_DOUBLE = NamedNode("http://www.w3.org/2001/XMLSchema#double")


def format_engine_double(value: str) -> str:
    """A double as it is written in the graph: the engine would write 1.0E25 as a one with 25 noughts.

    What is no number stays as it is.

    >>> format_engine_double("10000000000000000000000000"), format_engine_double("0.3333333333333333"), format_engine_double("10000"), format_engine_double("much")
    ('1.0E25', '0.3333333333333333', '10000.0', 'much')
    """
    try:
        figure = float(value)
    except ValueError:
        return value
    mantissa, power, exponent = repr(figure).partition("e")
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}E{int(exponent)}" if power else mantissa
