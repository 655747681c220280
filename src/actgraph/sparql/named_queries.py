"""Load the named queries in `queries/`, bind their parameters and run them."""

import functools
import math
import os
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from actgraph.core import paths, suggestions
from actgraph.core.errors import CitationError, InputError, QueryError
from actgraph.core.prefixes import BASE, load_prefixes
from actgraph.graph.catalog import parse_date
from actgraph.graph.day import Day

_VALUE_DATATYPES = {"date": "date", "number": "double"}  # parameter kinds that are not nodes → XSD datatype
_MOST_CHOICES = 30  # more are not listed in an error
_LABELS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?node ?label ?class WHERE { ?node a ?class ; rdfs:label ?label }
"""


class QueryParameter(NamedTuple):
    """A parameter of a named query.

    Attributes:
        name: the name, as in `--param NAME=…`.
        required: whether the query needs it.
        kinds: the classes of nodes that it accepts, given as a citation, a short name or an IRI; or `date`, an ISO 8601
            date; or `number`, such as 1e25.
        help: a description with an example.
    """

    name: str
    required: bool
    kinds: Sequence[str]
    help: str


class NamedQuery(NamedTuple):
    """A named query with its header.

    Attributes:
        name: the name of its file without `.rq`.
        summary: one sentence on what its rows are.
        kind: `report`.
        source: the texts that the rows are based on.
        tags: search words.
        params: the parameters in the order of the header.
        text: SPARQL 1.1, with the header.
    """

    name: str
    summary: str
    kind: str
    source: str
    tags: Sequence[str]
    params: Sequence[QueryParameter]
    text: str


@functools.cache
def list_query_names() -> Sequence[str]:
    """List the names of all named queries.

    >>> "coverage-of-provision" in list_query_names()
    True
    """
    return tuple(
        sorted(file.removesuffix(".rq") for file in os.listdir(paths.get_data_path("queries")) if file.endswith(".rq"))
    )


@functools.cache
def load_named_query(name: str) -> NamedQuery:
    """Load a named query.

    Args:
        name: the name of its file without `.rq`.

    Raises:
        QueryError: there is no such query.

    >>> load_named_query("measures-of-commitment").params[0].name
    'commitment'
    """
    if name not in list_query_names():
        raise QueryError(
            f"there is no query “{name}”",
            near=suggestions.suggest_labels(name, list_query_names()),
            todo="List them with: actgraph queries",
        )
    with open(paths.get_data_path("queries", f"{name}.rq"), encoding="utf-8") as file:
        return parse_named_query(name, file.read())


def parse_named_query(name: str, text: str) -> NamedQuery:
    """Parse the header of a query; fields without a header line are empty.

    Args:
        name: the name of the query.
        text: SPARQL, with header lines that begin with `#+`.

    Raises:
        QueryError: a `param` line is malformed.

    >>> parse_named_query("mine", "#+ summary: Anything.").summary
    'Anything.'
    """
    header: dict[str, list[str]] = {}
    for key, value in re.findall(r"^#\+ (\w+): (.*)$", text, re.MULTILINE):
        header.setdefault(key, []).append(value)
    params = [QueryParameter(*_parse_parameter(name, line)) for line in header.get("param", [])]
    first = {key: values[0] for key, values in header.items()}
    summary, kind, source, tags = (first.get(key, "") for key in ("summary", "kind", "source", "tags"))
    return NamedQuery(name, summary, kind, source, tags.split(), params, text)


def run_named_query(name: str, day: Day, params: Mapping[str, str]) -> list[dict[str, str | None]]:
    """Run a named query and return its rows.

    Args:
        name: the name of the query.
        day: the graph to run it on.
        params: name of the parameter → citation, short name or IRI; date or number.

    Raises:
        QueryError: there is no such query, or a parameter is missing, unknown or wrong.
        CitationError: a parameter names no node of the day.

    >>> from actgraph.graph.day import open_day
    >>> params = {"commitment": "Safety and Security Commitment 10"}
    >>> rows = run_named_query("measures-of-commitment", open_day("2026-11-24"), params)
    >>> [row["measureLabel"] for row in rows]
    ['Safety and Security Measure 10.1', 'Safety and Security Measure 10.2']
    """
    query = load_named_query(name)
    return day.select_rows(bind_parameters(query, resolve_parameters(query, day, params)))


def resolve_parameters(query: NamedQuery, day: Day, params: Mapping[str, str]) -> dict[str, str]:
    """Resolve the parameters of a named query to IRIs, and check dates and numbers.

    Args:
        query: the query.
        day: the graph to find nodes in.
        params: name of the parameter → citation, short name or IRI; date or number.

    Returns:
        Name of the parameter → full IRI, ISO 8601 date, or number as Python writes a float.

    Raises:
        QueryError: a parameter is unknown, is not a date or number, or names a node of a class that it does not accept.
        CitationError: a parameter names no node of the day.

    >>> from actgraph.graph.day import open_day
    >>> resolve_parameters(load_named_query("thresholds-reached"), open_day("2026-11-24"), {"amount": "1e25"})
    {'amount': '1e+25'}
    """
    known = {param.name: param for param in query.params}
    found = {}
    for name, words in params.items():
        if name not in known:
            told = suggestions.suggest_labels(name, known) or list(known)
            raise QueryError(f"the query {query.name} has no parameter “{name}”", near=told, where="--param")
        if known[name].kinds[0] in _VALUE_DATATYPES:
            found[name] = _parse_value(known[name], words)
            continue
        found[name] = _find_node(known[name], day, words)
    return found


def _find_node(param: QueryParameter, day: Day, words: str) -> str:
    """Return the IRI of the node that words name: a citation, or the label of a node that the parameter accepts."""
    error: InputError
    try:
        node = day.get_node(day.cite(words))
        if node.kind in param.kinds:
            return node.iri
        error = QueryError(
            f"{node.label} is of class {node.kind or 'none of ours'}; {param.name} takes: {', '.join(param.kinds)}",
            todo=f"Name {param.help.partition('; leave it out')[0]}.",
        )
    except CitationError as unknown:
        error = unknown
    error.where = f"--param {param.name}"
    named = day.select_rows(_LABELS)
    same = [row["node"] or "" for row in named if (row["label"] or "").casefold() == words.strip().casefold()]
    fit = [iri for iri in same if day.get_node(iri).kind in param.kinds]
    if len(fit) == 1:
        return fit[0]
    only = f"{BASE}ns/{param.kinds[0]}" if len(param.kinds) == 1 else ""
    choice = {row["label"] or "" for row in named if row["class"] == only}
    if 0 < len(choice) <= _MOST_CHOICES:
        cited = not isinstance(error, CitationError)
        what = error.what if cited else f"{suggestions.quote_text(words)} is not a valid value of {param.name}"
        error = QueryError(what, where=error.where, todo=f"Use one of: {'; '.join(sorted(choice))}.")
    raise error


def bind_parameters(query: NamedQuery, params: Mapping[str, str]) -> str:
    """Insert the values of the parameters into the text of a named query.

    A required parameter `provision` replaces the variable `?theProvision` everywhere, so that every engine can start
    from the node. An optional parameter `role` replaces UNDEF in the line `VALUES ?role { UNDEF }`.

    Args:
        query: the query.
        params: name of the parameter → full IRI, date or number; unknown names are ignored.

    Raises:
        QueryError: a required parameter is missing.

    >>> query = parse_named_query("mine", "#+ param: node required Article an article\\nASK { ?theNode ?p ?o }")
    >>> bind_parameters(query, {"node": "urn:a"}).splitlines()[-1]
    'ASK { <urn:a> ?p ?o }'
    """
    known = {param.name: param for param in query.params}
    text = query.text
    for name, param in known.items():
        term = _format_value(param, params[name]) if name in params else ""
        if term and param.required:
            text = re.sub(rf"\?the{name.capitalize()}\b", term, text)
        elif term:
            text = text.replace(f"VALUES ?{name} {{ UNDEF }}", f"VALUES ?{name} {{ {term} }}")
        elif param.required:
            raise QueryError(
                f"the query {query.name} needs the parameter {name}: {param.help}",
                where="--param",
                todo=f'Write: --param {name}="…"',
            )
    return text


def _format_value(parameter: QueryParameter, value: str) -> str:
    """Format the value of a parameter as a SPARQL term."""
    datatype = _VALUE_DATATYPES.get(parameter.kinds[0])
    return f'"{value}"^^<{load_prefixes()["xsd"]}{datatype}>' if datatype else f"<{value}>"


def _parse_value(parameter: QueryParameter, text: str) -> str:
    """Check a date or a number and return its normal form."""
    try:
        if parameter.kinds[0] == "date":
            return parse_date(text)
        if 0 <= (number := float(text)) < math.inf:
            return repr(number)
    except (ValueError, InputError):
        pass
    what = "date" if parameter.kinds[0] == "date" else "number from 0 to 1.7e308"
    raise QueryError(f"“{text}” is no {what}", where=f"--param {parameter.name}", todo=f"Give {parameter.help}.")


def _parse_parameter(query_name: str, line: str) -> tuple[str, bool, Sequence[str], str]:
    words = line.split(" ", 3)
    if len(words) < 4 or words[1] not in ("required", "optional"):
        raise QueryError(
            f"the line “#+ param: {line}” is no parameter",
            where=query_name,
            todo="Write: #+ param: NAME required|optional CLASS,… what it is",
        )
    return words[0], words[1] == "required", words[2].split(","), words[3]
