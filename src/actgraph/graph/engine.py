"""Run SPARQL on a store and return plain values."""

import re
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Store, Triple

Row = dict[str, str | None]


class Table(NamedTuple):
    """The result of a SELECT query.

    Attributes:
        columns: the variables in their order, without question marks.
        rows: for each solution, variable → plain string, or None where unbound.
    """

    columns: list[str]
    rows: list[Row]


_DOTTED = re.compile(r":[\w-]+\.[\w-]+\.")  # pyoxigraph 0.5 rejects a name with two dots


def run_query(query: str, store: Store) -> Table | bool | list[Triple]:
    """Run a query of any form on a store.

    Returns:
        A table for SELECT, a bool for ASK, triples for CONSTRUCT and DESCRIBE.

    Raises:
        SyntaxError: it is not SPARQL 1.1.

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
    """Convert a term of the engine to a plain string: an IRI, a blank node label, or a lexical form; None stays None.

    >>> to_plain_value(Literal("1e25", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#double")))
    '1.0E25'
    """
    if isinstance(term, BlankNode):
        return str(term)  # with its "_:", which no IRI starts with
    if isinstance(term, Literal) and term.datatype == _DOUBLE:
        return format_engine_double(term.value)
    return None if term is None else str(getattr(term, "value", term))


_DOUBLE = NamedNode("http://www.w3.org/2001/XMLSchema#double")


def format_engine_double(value: str) -> str:
    """Write a double as the graph does: the engine would expand 1.0E25 to 25 zeros.

    A value that is not a number stays as it is.

    >>> [format_engine_double(value) for value in (f"1{'0' * 25}", "0.3333333333333333", "10000", "much")]
    ['1.0E25', '0.3333333333333333', '10000.0', 'much']
    """
    try:
        figure = float(value)
    except ValueError:
        return value
    mantissa, power, exponent = repr(figure).partition("e")
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}E{int(exponent)}" if power else mantissa
