"""Run the checks of shapes over a pyoxigraph store."""

from collections.abc import Iterable

from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, Store

from actgraph.validation.shacl.checks import Check
from actgraph.validation.shacl.joined_checks import JoinedCheck, get_row_check
from actgraph.validation.shacl.shapes_graph import RDF
from actgraph.validation.shacl.violation import Violation

_TYPE = NamedNode(RDF + "type")


def run_checks(checks: Iterable[Check | JoinedCheck], store: Store) -> list[Violation]:
    """Report the violations in the default graph of a store, by single or joined checks.

    >>> from actgraph.validation.shacl.checks import compile_checks
    >>> from actgraph.validation.shacl.shapes_graph import SH, ShapesGraph
    >>> from pyoxigraph import RdfFormat, parse
    >>> turtle = f"<a:s> <{SH}targetSubjectsOf> <a:p> ; <{SH}nodeKind> <{SH}BlankNode> ."
    >>> store = Store()
    >>> store.load(b"<a:a> <a:p> 1 .", format=RdfFormat.TURTLE)
    >>> shapes = ShapesGraph(parse(turtle, format=RdfFormat.TURTLE))
    >>> [found.focus.value for found in run_checks(compile_checks(shapes), store)]
    ['a:a']
    """
    found: dict[object, Violation] = {}
    used: dict[NamedNode, bool] = {}
    for check in checks:
        for term in check.required_terms:
            if term not in used:
                used[term] = _has_term(term, store)
        if all(used[term] for term in check.required_terms):
            rows = store.query(check.select)
            assert isinstance(rows, QuerySolutions)
            names = [variable.value for variable in rows.variables]
            for row in rows:
                wanted, at, value = (row[name] if name in names else None for name in ("wanted", "property", "value"))
                one = get_row_check(check, wanted)
                # Several targets may select a node: report it once.
                key = one.key, tuple(row[name] for name in names if name != "wanted")
                found[key] = Violation(one.shape, one.component, row["focus"], at, value)
    return list(found.values())


def _has_term(term: NamedNode, store: Store) -> bool:
    """Return whether the data use a class or property at all: most profiles use few of those that shapes target."""
    here = DefaultGraph()
    instances = store.quads_for_pattern(None, _TYPE, term, here)
    return any(True for _ in instances) or any(True for _ in store.quads_for_pattern(None, term, None, here))
