"""Results → the validation report of SHACL, as Turtle: one report a profile."""

import functools
from collections.abc import Sequence

from pyoxigraph import BlankNode, Literal, NamedNode

from actgraph.core.prefixes import prefixes, shorten
from actgraph.core.tables import escaped
from actgraph.profile import schema
from actgraph.profile.schema import SH, Result, Term, shapes, text


def as_turtle(found: Sequence[tuple[str, Sequence[Result]]]) -> str:
    """The reports of some profiles.

    Args:
        found: name of each profile, and what was found in it.

    >>> print(as_turtle([("m.ttl", [])]).splitlines()[-1])
      sh:conforms true .
    """
    body = "\n".join(_report(name, ours) for name, ours in found)
    heads = [f"@prefix {name}: <{space}> ." for name, space in sorted(prefixes().items()) if f"{name}:" in body]
    return escaped("\n".join([*heads, "", body]))


def _report(name: str, found: Sequence[Result]) -> str:
    # The same may be found of one value by two constraints of a shape.
    written = sorted(dict.fromkeys(map(_result, found)))
    said = ["[] a sh:ValidationReport", f"  rdfs:label {Literal(name)}", f"  sh:conforms {str(not found).lower()}"]
    return " ;\n".join(said + (["  sh:result " + " , ".join(written)] if written else [])) + " ."


def _result(result: Result) -> str:
    shape = shapes()[result.shape]
    sources = (result.source,) if result.source else shape.sources
    path = _path_of(shape.iri) or _term(NamedNode(result.path)) if result.path else ""
    said = {
        "sh:focusNode": _term(result.focus),
        "sh:resultPath": path,
        "sh:value": "" if result.value is None else _term(result.value),
        "sh:resultSeverity": f"sh:{shape.severity.capitalize()}",
        "sh:resultMessage": str(Literal(result.message or shape.message, language="en")),
        "sh:sourceConstraintComponent": _term(NamedNode(result.component)),
        "sh:sourceShape": _term(NamedNode(shape.iri)),
        "dcterms:source": " , ".join(_term(NamedNode(source)) for source in sources),
    }
    return (
        "[ a sh:ValidationResult" + "".join(f" ;\n    {name} {value}" for name, value in said.items() if value) + " ]"
    )


def _path_of(shape: str) -> str:
    path = next((value for name, value in _said().get(NamedNode(shape), []) if name == SH + "path"), None)
    return "" if path is None else _written(path)


def _written(node: Term) -> str:
    """A path in Turtle: a property, a list of paths, or a blank node that says how a path is meant."""
    if not isinstance(node, BlankNode):
        return _term(node)
    said = dict(_said()[node])
    rdf = prefixes()["rdf"]
    if rdf + "first" not in said:
        return "[ " + " ; ".join(f"{shorten(name)} {_written(value)}" for name, value in said.items()) + " ]"
    items: list[str] = []
    while rdf + "first" in said:
        items.append(_written(said[rdf + "first"]))
        said = dict(_said().get(said[rdf + "rest"], []))
    return f"( {' '.join(items)} )"


@functools.cache
def _said() -> dict[Term, list[tuple[str, Term]]]:
    said: dict[Term, list[tuple[str, Term]]] = {}
    for quad in schema.triples():
        said.setdefault(quad.subject, []).append((quad.predicate.value, quad.object))
    return said


def _term(term: Term) -> str:
    short = shorten(term.value) if isinstance(term, NamedNode) else ""
    return str(term) if short in ("", text(term)) else short
