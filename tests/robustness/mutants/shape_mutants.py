"""Mutants of the shapes, held against the cases of the shapes.

The case of a shape sees most, the lists of what is found near good data the others. The house rules are checked by our
queries too: tests hold these to what pyshacl finds.
"""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from pyoxigraph import Quad, RdfFormat, Store, parse

from actgraph.core import paths
from actgraph.core.prefixes import expand_curie
from actgraph.graph import catalog, day, store_files
from actgraph.profile import schema
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation import engines, validate
from actgraph.validation.shacl import checks, engine
from actgraph.validation.shacl.checks import Check
from actgraph.validation.shacl.shapes_graph import ShapesGraph, UnsupportedShapeError
from tests.robustness.mutants import shape_operators
from tests.robustness.mutants.mutant import ROOT, Mutant, numbered
from tests.support import expected_severity, near_shapes, profile_cases

_HOUSE_CASES = ROOT / "tests/cases/shapes"
_WRONG = (UnsupportedShapeError, SyntaxError, ValueError, KeyError, IndexError, TypeError, AssertionError)
_READ_ONCE = (schema.load_shapes, schema.load_property_datatypes, schema.collect_shape_terms)


def make() -> Iterator[Mutant]:
    """Every mutant of every shape; what is new are all statements of its file.

    >>> sum(one.where == "shp:Provider-label" for one in make())
    3
    """
    for file, triples in _files().items():
        found = (Mutant(f"shapes/{file}", *change) for change in shape_operators.changes(triples))
        yield from numbered(found)


def is_killed(mutant: Mutant) -> bool:
    """Whether a test sees a mutant.

    Args:
        mutant: of a shape.
    """
    file = mutant.file.removeprefix("shapes/")
    if mutant.what.startswith("sh:severity "):  # no case says how grave: a test of its own does
        return _severity_differs(mutant)
    try:
        if file in schema.INTERNAL_SHAPES:
            return _house_differs(file, mutant.new)
        return _profiles_differ(file, mutant)
    except _WRONG:  # it is no shape any more, and every case of it fails
        return True


@functools.cache
def _files() -> Mapping[str, Sequence[Quad]]:
    names = sorted([*schema.list_shape_files(), *schema.INTERNAL_SHAPES])
    return {
        name: list(parse(path=paths.get_data_path("shapes", name), format=RdfFormat.TURTLE, rename_blank_nodes=True))
        for name in names
    }


# ---- The shapes for profiles ----------------------------------------------------------------------------------------


def _whole(file: str, triples: Sequence[Quad]) -> tuple[Quad, ...]:
    """The statements of all files of shapes for profiles, one of them changed."""
    return tuple(quad for name in schema.list_shape_files() for quad in (triples if name == file else _files()[name]))


@contextmanager
def _instead(triples: tuple[Quad, ...]) -> Iterator[None]:
    """Other shapes in the place of ours."""

    def forget() -> None:
        engines.clear_shape_caches()
        for one in _READ_ONCE:
            one.cache_clear()

    with mock.patch.object(schema, "load_shape_quads", return_value=triples):
        forget()
        yield
    forget()


@functools.cache
def _profile_case(name: str) -> tuple[profile_cases.Case, DerivedProfile]:
    case = profile_cases.read(profile_cases.FOLDER / f"{name}.trig")
    return case, DerivedProfile(case.facts, day.open_day(case.day))


def _profiles_differ(file: str, mutant: Mutant) -> bool:
    whole, near = _whole(file, mutant.new), near_shapes.profiles()  # the profiles are made by the shapes as they are
    with _instead(whole):
        own = mutant.where.partition(":")[2]
        if (profile_cases.FOLDER / f"{own}.trig").exists() and _is_red(own):
            return True
        return _near_differs((near,), checks.compile_checks(ShapesGraph(whole), False), _usual())


def _severity_differs(mutant: Mutant) -> bool:
    with _instead(_whole(mutant.file.removeprefix("shapes/"), mutant.new)):
        shape_now = schema.load_shapes()[expand_curie(mutant.where) or ""]
    return expected_severity.expected(shape_now) != shape_now.severity


def _is_red(name: str) -> bool:
    case, derived = _profile_case(name)
    return {(one.shape, one.focus_node, one.value) for one in validate.validate_derived(derived)} != case.found


@functools.cache
def _usual() -> Sequence[Check]:
    return checks.compile_checks(ShapesGraph(_whole("", ())), False)


def _apart(new: Sequence[Check], old: Sequence[Check]) -> tuple[list[Check], list[Check]]:
    """The checks that there are only now, and those that there were only before."""
    now, before = ({_plain(check): check for check in some} for some in (new, old))
    return [now[one] for one in now if one not in before], [before[one] for one in before if one not in now]


def _plain(check: Check) -> tuple[object, ...]:
    """A check without the numbers of its variables and of its blank nodes, which are new each time."""
    names: dict[str, str] = {}
    select = re.sub(r"\?v\d+", lambda found: names.setdefault(found[0], f"?v{len(names)}"), check.select)
    return str(check.shape) if not str(check.shape).startswith("_:") else "", check.component, select


def _found(some: Sequence[Check], store: Store) -> set[tuple[object, ...]]:
    return {(one.shape, one.focus, one.value) for one in engine.run_checks(some, store)}


# ---- The house rules ------------------------------------------------------------------------------------------------


@functools.cache
def _house_cases() -> Mapping[str, Store]:
    found = {}
    for path in sorted(_HOUSE_CASES.glob("*.ttl")):
        found[path.stem] = Store()
        found[path.stem].extend(Quad(*quad.triple) for quad in parse(path=path, format=RdfFormat.TURTLE))
    return found


@functools.cache
def _house_checks() -> Sequence[Check]:
    return checks.compile_checks(
        ShapesGraph([quad for name in schema.INTERNAL_SHAPES for quad in _files()[name]]), False
    )


@functools.cache
def _house_found(name: str) -> Sequence[tuple[object, str]]:
    """What is found in a case: by which check, so that it can be taken away, and of which shape."""
    store = _house_cases()[name]
    return [
        (_plain(one), shape_operators.text_of(one.shape)) for one in _house_checks() if engine.run_checks([one], store)
    ]


def _house_differs(file: str, triples: Sequence[Quad]) -> bool:
    """Whether the case of a house rule finds other shapes than its own, or a good case any."""
    whole = [quad for name in schema.INTERNAL_SHAPES for quad in (triples if name == file else _files()[name])]
    changed, gone = _apart(checks.compile_checks(ShapesGraph(whole), False), _house_checks())
    lost = set(map(_plain, gone))
    for name, store in _house_cases().items():
        found = {iri for check, iri in _house_found(name) if check not in lost}
        found |= {shape_operators.text_of(one.shape) for one in engine.run_checks(changed, store)}
        if found != (set() if name.startswith("good") else {expand_curie(f"shp:{name}")}):
            return True
    if engine.run_checks(changed, _law()):  # what the house rules find in our own data would be seen at once
        return True
    near = (near_shapes.house("good"), near_shapes.house("good.reading"))
    return _near_differs(near, checks.compile_checks(ShapesGraph(whole), False), _house_checks())


@functools.cache
def _law() -> Store:
    """The graph of the day, all in one."""
    graphs = catalog.find_valid_graphs(profile_cases.DAY)
    files = [Path(paths.get_data_path("ontology", one.file)).read_bytes() for one in graphs]
    store = Store()
    store.extend(Quad(*quad.triple) for quad in store_files.fill_store(Store(), graphs, files))
    return store


# ---- What is near ---------------------------------------------------------------------------------------------------


def _near_differs(near: Sequence[near_shapes.Near], new: Sequence[Check], old: Sequence[Check]) -> bool:
    """Whether a list of what shapes find near good data is red."""
    changed, gone = _apart(new, old)
    whose = {one.shape for one in (*changed, *gone)}
    now, before = ([one for one in some if one.shape in whose] for some in (new, old))
    return any(data.found(now, name) != data.found(before, name) for data in near for name in data.changes)
