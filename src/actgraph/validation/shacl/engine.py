"""The checks of shapes, run over a store of pyoxigraph."""

from collections.abc import Iterable

from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, Store

from actgraph.validation.shacl.checks import Check
from actgraph.validation.shacl.joined_checks import JoinedCheck, get_row_check
from actgraph.validation.shacl.shapes_graph import RDF
from actgraph.validation.shacl.violation import Violation

_TYPE = NamedNode(RDF + "type")


def run_checks(checks: Iterable[Check | JoinedCheck], store: Store) -> list[Violation]:
    """What does not conform in the default graph of a store.

    Args:
        checks: of the shapes, joined or not.
        store: the data.

    >>> from actgraph.validation.shacl.checks import compile_checks
    >>> from actgraph.validation.shacl.shapes_graph import SH, ShapesGraph
    >>> from pyoxigraph import RdfFormat, parse
    >>> turtle = f"<a:s> <{SH}targetSubjectsOf> <a:p> ; <{SH}nodeKind> <{SH}BlankNode> ."
    >>> store = Store()
    >>> store.load(b"<a:a> <a:p> 1 .", format=RdfFormat.TURTLE)
    >>> [found.focus.value for found in run_checks(compile_checks(ShapesGraph(parse(turtle, format=RdfFormat.TURTLE))), store)]
    ['a:a']
    """
    found: dict[object, Violation] = {}
    there: dict[NamedNode, bool] = {}
    for check in checks:
        for needed in check.required_terms:
            if needed not in there:
                there[needed] = _has_term(needed, store)
        if all(there[needed] for needed in check.required_terms):
            rows = store.query(check.select)
            assert isinstance(rows, QuerySolutions)
            names = [variable.value for variable in rows.variables]
            for row in rows:
                wanted, at, value = (row[name] if name in names else None for name in ("wanted", "property", "value"))
                one = get_row_check(check, wanted)
                # Several targets may lead to a node: it is told once.
                told = one.key, tuple(row[name] for name in names if name != "wanted")
                found[told] = Violation(one.shape, one.component, row["focus"], at, value)
    return list(found.values())


def _has_term(term: NamedNode, store: Store) -> bool:
    """Whether the data has a class or a property at all: most profiles have few of those that shapes look at."""
    here = DefaultGraph()
    instances = store.quads_for_pattern(None, _TYPE, term, here)
    return any(True for _ in instances) or any(True for _ in store.quads_for_pattern(None, term, None, here))
