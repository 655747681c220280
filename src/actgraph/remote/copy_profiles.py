"""Copy profiles within a remote store into one graph, with their nodes renamed.

Only permitted triples are copied, and amounts become `xsd:double`, as if the profile were read here. Nodes are renamed
as in `validation/batch.py`, so that no rule or shape joins two profiles.
"""

from collections.abc import Collection, Iterable, Sequence

from actgraph.core.prefixes import BASE, load_prefixes
from actgraph.core.xsd import INTEGER_BOUNDS, build_lexical_check
from actgraph.graph import vocabulary
from actgraph.graph.day import Day
from actgraph.profile.profile import GENID
from actgraph.reasoning import renaming
from actgraph.reasoning.renaming import RENAMED_PREFIX
from actgraph.remote.client import RemoteStore

_XSD = load_prefixes()["xsd"]
_NUMERIC_TYPES = [f"{_XSD}{name}" for name in ("decimal", *INTEGER_BOUNDS)]
_HOST = BASE.split("/", 2)[2].rstrip("/")


def build_own_iri_filter(variable: str) -> str:
    """Build the SPARQL expression that is true of an IRI of the graph, as `allowed_terms.is_actgraph_iri` is.

    >>> build_own_iri_filter("?s").split(" && ")[0]
    '(CONTAINS(STR(?s), "w3id.org/actgraph")'
    """
    others = " && ".join(f'!STRSTARTS(STR({variable}), "{space}")' for space in (load_prefixes()["exa"], GENID))
    return f'(CONTAINS(STR({variable}), "{_HOST}") && {others})'


def build_in_filter(variable: str, iris: Iterable[str]) -> str:
    """Build the expression that is true of one of the IRIs; false if there are none.

    >>> build_in_filter("?p", ["urn:a", "urn:b"]), build_in_filter("?p", [])
    ('?p IN (<urn:a>, <urn:b>)', 'false')
    """
    members = ", ".join(f"<{iri}>" for iri in iris)
    return f"{variable} IN ({members})" if members else "false"


def copy_profile(
    remote: RemoteStore,
    graph: str,
    number: int | None,
    properties: Collection[str],
    classes: Collection[str],
    target: str,
    day: Day,
) -> None:
    """Copy the permitted triples of a profile to another graph.

    Args:
        remote: the store.
        graph: IRI of the profile's graph.
        number: renames the nodes; None keeps their names.
        properties: IRIs of the permitted properties in the store, except `rdf:type`.
        classes: IRIs of the permitted classes in the store.
        target: IRI of the graph to copy to.
        day: the graph whose nodes keep their names.

    Raises:
        InputError: the store cannot be written, or does not answer.
    """
    amounts = [iri for iri in properties if vocabulary.is_amount_property(iri)]
    others = [iri for iri in properties if iri not in amounts]
    parts = (
        [] if not classes else [_build_insert(graph, target, number, "a ?o", "a ?o", build_in_filter("?o", classes))]
    )
    if amounts:
        double = f"BIND(STRDT(STR(?o), <{_XSD}double>) AS ?to)"
        figure = " || ".join(
            f"(DATATYPE(?o) = <{kind}> && {build_lexical_check(kind, '?o')})" for kind in _NUMERIC_TYPES
        )
        is_amount = f"isLiteral(?o) && ({figure})"
        parts.append(
            _build_insert(
                graph, target, number, "?p ?o", "?p ?to", f"{build_in_filter('?p', amounts)} && {is_amount}", double
            )
        )
        others_of = f"{build_in_filter('?p', amounts)} && (!isLiteral(?o) || !({figure}))"
        parts += _build_renaming_updates(graph, target, number, others_of, [], day)
    if others:
        links = [iri for iri in others if iri in renaming.find_link_properties()]
        parts += _build_renaming_updates(graph, target, number, build_in_filter("?p", others), links, day)
    remote.run_update(" ;\n".join(parts))


def _build_renaming_updates(
    graph: str, target: str, number: int | None, condition: str, links: Sequence[str], day: Day
) -> list[str]:
    """Build the updates that copy the triples of a filter, and rename their objects where needed."""
    if number is None:
        return [_build_insert(graph, target, number, "?p ?o", "?p ?o", condition)]
    common = f"({build_own_iri_filter('?o')} || {build_in_filter('?o', sorted(renaming.collect_external_iris(day)))})"
    link = build_in_filter("?p", links)
    name = f'BIND(IRI(CONCAT("{RENAMED_PREFIX}{number}:", STR(?o))) AS ?to)'
    words = f'isLiteral(?o) && (LANG(?o) != "" || DATATYPE(?o) = <{_XSD}string>)'
    found = [
        _build_insert(graph, target, number, "?p ?o", "?p ?o", f"{condition} && isLiteral(?o) && !({link} && {words})"),
        _build_insert(graph, target, number, "?p ?o", "?p ?o", f"{condition} && isIRI(?o) && !({link}) && {common}"),
        _build_insert(
            graph, target, number, "?p ?o", "?p ?to", f"{condition} && isIRI(?o) && ({link} || !{common})", name
        ),
    ]
    if links:  # rename whatever is in the place of a node: a shape then reports it as such
        plain = f'BIND(CONCAT("{RENAMED_PREFIX}{number}:", STR(?o)) AS ?to)'
        in_language = f'BIND(STRLANG(CONCAT("{RENAMED_PREFIX}{number}:", STR(?o)), LANG(?o)) AS ?to)'
        both = f"{condition} && {link} && isLiteral(?o)"
        string = f'{both} && LANG(?o) = "" && DATATYPE(?o) = <{_XSD}string>'
        found.append(_build_insert(graph, target, number, "?p ?o", "?p ?to", string, plain))
        found.append(_build_insert(graph, target, number, "?p ?o", "?p ?to", f'{both} && LANG(?o) != ""', in_language))
    return found


def _build_insert(
    graph: str, target: str, number: int | None, pattern: str, template: str, condition: str, bind: str = ""
) -> str:
    name = "?s" if number is None else f'IRI(CONCAT("{RENAMED_PREFIX}{number}:", STR(?s)))'
    return (
        f"INSERT {{ GRAPH <{target}> {{ ?node {template} }} }} WHERE {{ GRAPH <{graph}> {{ ?s {pattern} }}"
        f" FILTER({condition}) FILTER(!{build_own_iri_filter('?s')}) BIND({name} AS ?node) {bind} }}"
    )
