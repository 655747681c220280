"""Profiles copied within a store of somebody else's into one graph, each node under a name that keeps them apart.

Only what a profile may state is copied, and amounts become `xsd:double`, as if the profile were read here. The rule for
names is that of `batch`: what rules or shapes could join between two profiles has a name of its own for each.
"""

from collections.abc import Collection, Iterable, Sequence

from actgraph.core.prefixes import BASE, prefixes
from actgraph.core.xsd import BOUNDS, well_formed
from actgraph.graph import vocabulary
from actgraph.graph.day import Day
from actgraph.profile.profile import GENID
from actgraph.remote.client import Remote
from actgraph.validation import renaming
from actgraph.validation.renaming import APART

_XSD = prefixes()["xsd"]
_FIGURES = [f"{_XSD}{name}" for name in ("decimal", *BOUNDS)]
_HOST = BASE.split("/", 2)[2].rstrip("/")


def ours(variable: str) -> str:
    """The expression of SPARQL that is true of an IRI of the graph: `statable.is_ours`.

    Args:
        variable: of the IRI, with its question mark.

    >>> ours("?s").split(" && ")[0]
    '(CONTAINS(STR(?s), "w3id.org/actgraph")'
    """
    others = " && ".join(f'!STRSTARTS(STR({variable}), "{space}")' for space in (prefixes()["exa"], GENID))
    return f'(CONTAINS(STR({variable}), "{_HOST}") && {others})'


def among(variable: str, iris: Iterable[str]) -> str:
    """The expression that is true of one of some IRIs.

    Args:
        variable: of the IRI, with its question mark.
        iris: any, none among them.

    >>> among("?p", ["urn:a", "urn:b"]), among("?p", [])
    ('?p IN (<urn:a>, <urn:b>)', 'false')
    """
    told = ", ".join(f"<{iri}>" for iri in iris)
    return f"{variable} IN ({told})" if told else "false"


def copy(
    remote: Remote,
    graph: str,
    number: int | None,
    properties: Collection[str],
    classes: Collection[str],
    to: str,
    day: Day,
) -> None:
    """Copy what a profile may state.

    Args:
        remote: the store.
        graph: IRI of the profile's graph.
        number: that its nodes are named with; None to leave them their names.
        properties: IRIs of those that are there and that a profile may state, but for `rdf:type`.
        classes: likewise of classes.
        to: IRI of the graph to copy to.
        day: the graph of the day.

    Raises:
        InputError: the store cannot be written, or does not answer.
    """
    # No example: it needs a server. Those of the tests start some.
    amounts = [iri for iri in properties if vocabulary.is_amount(iri)]
    others = [iri for iri in properties if iri not in amounts]
    parts = [] if not classes else [_insert(graph, to, number, "a ?o", "a ?o", among("?o", classes))]
    if amounts:
        double = f"BIND(STRDT(STR(?o), <{_XSD}double>) AS ?to)"
        figure = " || ".join(f"(DATATYPE(?o) = <{kind}> && {well_formed(kind, '?o')})" for kind in _FIGURES)
        is_amount = f"isLiteral(?o) && ({figure})"
        parts.append(_insert(graph, to, number, "?p ?o", "?p ?to", f"{among('?p', amounts)} && {is_amount}", double))
        others_of = f"{among('?p', amounts)} && (!isLiteral(?o) || !({figure}))"
        parts += _named(graph, to, number, others_of, [], day)
    if others:
        links = [iri for iri in others if iri in renaming.links()]
        parts += _named(graph, to, number, among("?p", others), links, day)
    remote.update(" ;\n".join(parts))


def _named(graph: str, to: str, number: int | None, which: str, links: Sequence[str], day: Day) -> list[str]:
    """The updates for statements of a filter, those with objects that have names of their own apart."""
    if number is None:
        return [_insert(graph, to, number, "?p ?o", "?p ?o", which)]
    common = f"({ours('?o')} || {among('?o', sorted(renaming.beyond(day)))})"
    link = among("?p", links)
    name = f'BIND(IRI(CONCAT("{APART}{number}:", STR(?o))) AS ?to)'
    words = f'isLiteral(?o) && (LANG(?o) != "" || DATATYPE(?o) = <{_XSD}string>)'
    found = [
        _insert(graph, to, number, "?p ?o", "?p ?o", f"{which} && isLiteral(?o) && !({link} && {words})"),
        _insert(graph, to, number, "?p ?o", "?p ?o", f"{which} && isIRI(?o) && !({link}) && {common}"),
        _insert(graph, to, number, "?p ?o", "?p ?to", f"{which} && isIRI(?o) && ({link} || !{common})", name),
    ]
    if links:  # what stands where a node of a profile should is taken for one, and found wrong as one
        plain = f'BIND(CONCAT("{APART}{number}:", STR(?o)) AS ?to)'
        in_language = f'BIND(STRLANG(CONCAT("{APART}{number}:", STR(?o)), LANG(?o)) AS ?to)'
        both = f"{which} && {link} && isLiteral(?o)"
        string = f'{both} && LANG(?o) = "" && DATATYPE(?o) = <{_XSD}string>'
        found.append(_insert(graph, to, number, "?p ?o", "?p ?to", string, plain))
        found.append(_insert(graph, to, number, "?p ?o", "?p ?to", f'{both} && LANG(?o) != ""', in_language))
    return found


def _insert(graph: str, to: str, number: int | None, found: str, made: str, which: str, bind: str = "") -> str:
    name = "?s" if number is None else f'IRI(CONCAT("{APART}{number}:", STR(?s)))'
    return (
        f"INSERT {{ GRAPH <{to}> {{ ?node {made} }} }} WHERE {{ GRAPH <{graph}> {{ ?s {found} }}"
        f" FILTER({which}) FILTER(!{ours('?s')}) BIND({name} AS ?node) {bind} }}"
    )
