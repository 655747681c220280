"""Write results as SHACL validation reports in Turtle, one report per profile (SHACL, section 3.6)."""

import functools
from collections.abc import Sequence

from pyoxigraph import BlankNode, Literal, NamedNode

from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.core.tables import escape_controls
from actgraph.profile import schema
from actgraph.profile.schema import SH, RdfTerm, get_term_value, load_shapes
from actgraph.reasoning.duty_counts import format_duty_counts
from actgraph.validation.findings import SCOPE, Report
from actgraph.validation.result import ValidationResult


def format_shacl_report(results_by_profile: Sequence[tuple[str, Sequence[ValidationResult]]], report: Report) -> str:
    """Format the validation reports of several profiles.

    Args:
        results_by_profile: the name of each profile and its results.
        report: the same as findings; what stands at its head becomes `rdfs:comment`.

    >>> print(format_shacl_report([("m.ttl", [])], Report([], ["m.ttl"], "as of 2026-11-24")).splitlines()[-1])
      sh:conforms true .
    """
    body = "\n".join(_format_report(name, ours, report) for name, ours in results_by_profile)
    heads = [f"@prefix {name}: <{space}> ." for name, space in sorted(load_prefixes().items()) if f"{name}:" in body]
    return escape_controls("\n".join([*heads, "", body]))


def _format_report(name: str, profile_results: Sequence[ValidationResult], report: Report) -> str:
    told = [*map(format_duty_counts, report.counts.get(name, ())), SCOPE, report.basis]
    # Two constraints of a shape may report the same of one value.
    entries = sorted(dict.fromkeys(map(_format_result, profile_results)))
    lines = [
        "[] a sh:ValidationReport",
        f"  rdfs:label {Literal(name)}",
        f"  rdfs:comment {' , '.join(str(Literal(one, language='en')) for one in told if one)}",
        f"  sh:conforms {str(not profile_results).lower()}",
    ]
    return " ;\n".join(lines + (["  sh:result " + " , ".join(entries)] if entries else [])) + " ."


def _format_result(result: ValidationResult) -> str:
    shape = load_shapes()[result.shape]
    path = _format_shape_path(shape.iri) or _format_term(NamedNode(result.path)) if result.path else ""
    properties = {
        "sh:focusNode": _format_term(result.focus_node),
        "sh:resultPath": path,
        "sh:value": "" if result.value is None else _format_term(result.value),
        "sh:resultSeverity": f"sh:{shape.severity.capitalize()}",
        "sh:resultMessage": str(Literal(result.message or shape.message, language="en")),
        "sh:sourceConstraintComponent": _format_term(NamedNode(result.component)),
        "sh:sourceShape": _format_term(NamedNode(shape.iri)),
        "dcterms:source": " , ".join(_format_term(NamedNode(source)) for source in result.sources),
        "sh:detail": " , ".join(_format_detail(result, one) for one in result.included),
    }
    return (
        "[ a sh:ValidationResult"
        + "".join(f" ;\n    {name} {value}" for name, value in properties.items() if value)
        + " ]"
    )


def _format_detail(result: ValidationResult, shape: str) -> str:
    """Format a result that is part of another one (SHACL, section 3.6.2.6)."""
    found = load_shapes()[shape]
    return (
        f"[ a sh:ValidationResult ; sh:focusNode {_format_term(result.focus_node)} ;"
        f" sh:resultSeverity sh:{found.severity.capitalize()} ; sh:sourceShape {_format_term(NamedNode(shape))} ;"
        f" sh:resultMessage {Literal(found.message, language='en')} ]"
    )


def _format_shape_path(shape: str) -> str:
    path = next(
        (value for name, value in _index_shape_triples().get(NamedNode(shape), []) if name == SH + "path"), None
    )
    return "" if path is None else _format_path(path)


def _format_path(node: RdfTerm) -> str:
    """Format a path in Turtle: a property, a list of paths, or a blank node with the kind of path."""
    if not isinstance(node, BlankNode):
        return _format_term(node)
    properties = dict(_index_shape_triples()[node])
    rdf = load_prefixes()["rdf"]
    if rdf + "first" not in properties:
        return (
            "[ " + " ; ".join(f"{shorten_iri(name)} {_format_path(value)}" for name, value in properties.items()) + " ]"
        )
    items: list[str] = []
    while rdf + "first" in properties:
        items.append(_format_path(properties[rdf + "first"]))
        properties = dict(_index_shape_triples().get(properties[rdf + "rest"], []))
    return f"( {' '.join(items)} )"


@functools.cache
def _index_shape_triples() -> dict[RdfTerm, list[tuple[str, RdfTerm]]]:
    index: dict[RdfTerm, list[tuple[str, RdfTerm]]] = {}
    for quad in schema.load_shape_quads():
        index.setdefault(quad.subject, []).append((quad.predicate.value, quad.object))
    return index


def _format_term(term: RdfTerm) -> str:
    short = shorten_iri(term.value) if isinstance(term, NamedNode) else ""
    return str(term) if short in ("", get_term_value(term)) else short
