"""Mutants of the shapes, tried on the cases of the shapes.

Most are seen by the case of the shape, the rest by the lists of findings near valid data. For house rules, which
actgraph runs as SPARQL queries, other tests compare these queries with pyshacl.
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
from tests.robustness.mutants.mutant import ROOT, Mutant, number_mutants
from tests.support import expected_severity, near_shapes, profile_cases

_HOUSE_CASES = ROOT / "tests/cases/shapes"
_INVALID_SHAPE_ERRORS = (
    UnsupportedShapeError,
    SyntaxError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AssertionError,
)
_CACHED_READERS = (schema.load_shapes, schema.load_property_datatypes, schema.collect_shape_terms)


def make_mutants() -> Iterator[Mutant]:
    """Make every mutant of every shape; `new` has all quads of the file.

    >>> sum(one.where == "shp:Provider-label" for one in make_mutants())
    3
    """
    for file, triples in _read_shape_files().items():
        found = (Mutant(f"shapes/{file}", *change) for change in shape_operators.change_shapes(triples))
        yield from number_mutants(found)


def is_killed(mutant: Mutant) -> bool:
    """Tell whether a test sees a mutant of a shape."""
    file = mutant.file.removeprefix("shapes/")
    if mutant.what.startswith("sh:severity "):  # the cases do not state severities; a separate test checks them
        return _is_seen_by_severity(mutant)
    try:
        if file in schema.INTERNAL_SHAPES:
            return _is_seen_by_house_cases(file, mutant.new)
        return _is_seen_by_profiles(file, mutant)
    except _INVALID_SHAPE_ERRORS:  # the mutant is no valid shape, so its cases fail
        return True


@functools.cache
def _read_shape_files() -> Mapping[str, Sequence[Quad]]:
    names = sorted([*schema.list_shape_files(), *schema.INTERNAL_SHAPES])
    return {
        name: list(parse(path=paths.get_data_path("shapes", name), format=RdfFormat.TURTLE, rename_blank_nodes=True))
        for name in names
    }


# ---- The shapes for profiles ----------------------------------------------------------------------------------------


def _replace_file(file: str, triples: Sequence[Quad]) -> tuple[Quad, ...]:
    """Collect the quads of all profile shapes, with one file replaced."""
    return tuple(
        quad for name in schema.list_shape_files() for quad in (triples if name == file else _read_shape_files()[name])
    )


@contextmanager
def _use_shapes(triples: tuple[Quad, ...]) -> Iterator[None]:
    """Use other shapes instead of the project's."""

    def clear_caches() -> None:
        engines.clear_shape_caches()
        for one in _CACHED_READERS:
            one.cache_clear()

    with mock.patch.object(schema, "load_shape_quads", return_value=triples):
        clear_caches()
        yield
    clear_caches()


@functools.cache
def _read_profile_case(name: str) -> tuple[profile_cases.ProfileCase, DerivedProfile]:
    case = profile_cases.read_profile_case(profile_cases.CASES_FOLDER / f"{name}.trig")
    return case, DerivedProfile(case.facts, day.open_day(case.day))


def _is_seen_by_profiles(file: str, mutant: Mutant) -> bool:
    whole = _replace_file(file, mutant.new)
    near = [near_shapes.get_near_complete_example(one) for one in profile_cases.COMPLETE_EXAMPLES]  # original shapes
    with _use_shapes(whole):
        own = mutant.where.partition(":")[2]
        if (profile_cases.CASES_FOLDER / f"{own}.trig").exists() and _is_case_failing(own):
            return True
        return _is_seen_near(near, checks.compile_checks(ShapesGraph(whole), False), _compile_unchanged_checks())


def _is_seen_by_severity(mutant: Mutant) -> bool:
    with _use_shapes(_replace_file(mutant.file.removeprefix("shapes/"), mutant.new)):
        shape_now = schema.load_shapes()[expand_curie(mutant.where) or ""]
    return expected_severity.get_expected_severity(shape_now) != shape_now.severity


def _is_case_failing(name: str) -> bool:
    case, derived = _read_profile_case(name)
    return profile_cases.list_findings(validate.validate_derived(derived)) != case.found


@functools.cache
def _compile_unchanged_checks() -> Sequence[Check]:
    return checks.compile_checks(ShapesGraph(_replace_file("", ())), False)


def _compare_checks(new: Sequence[Check], old: Sequence[Check]) -> tuple[list[Check], list[Check]]:
    """List the checks that are only in the new ones, and those that are only in the old ones."""
    now, before = ({_normalize_check(check): check for check in some} for some in (new, old))
    return [now[one] for one in now if one not in before], [before[one] for one in before if one not in now]


def _normalize_check(check: Check) -> tuple[object, ...]:
    """Convert a check to a tuple without the numbers of variables and blank nodes, which differ each time."""
    names: dict[str, str] = {}
    select = re.sub(r"\?v\d+", lambda found: names.setdefault(found[0], f"?v{len(names)}"), check.select)
    return str(check.shape) if not str(check.shape).startswith("_:") else "", check.component, select


def _find_violations(some: Sequence[Check], store: Store) -> set[tuple[object, ...]]:
    return {(one.shape, one.focus, one.value) for one in engine.run_checks(some, store)}


# ---- The house rules ------------------------------------------------------------------------------------------------


@functools.cache
def _read_house_cases() -> Mapping[str, Store]:
    found = {}
    for path in sorted(_HOUSE_CASES.glob("*.ttl")):
        found[path.stem] = Store()
        found[path.stem].extend(Quad(*quad.triple) for quad in parse(path=path, format=RdfFormat.TURTLE))
    return found


@functools.cache
def _compile_house_checks() -> Sequence[Check]:
    return checks.compile_checks(
        ShapesGraph([quad for name in schema.INTERNAL_SHAPES for quad in _read_shape_files()[name]]), False
    )


@functools.cache
def _find_house_violations(name: str) -> Sequence[tuple[object, str]]:
    """List what is found in a case: the check, normalised, and its shape."""
    store = _read_house_cases()[name]
    return [
        (_normalize_check(one), shape_operators.get_term_text(one.shape))
        for one in _compile_house_checks()
        if engine.run_checks([one], store)
    ]


def _is_seen_by_house_cases(file: str, triples: Sequence[Quad]) -> bool:
    """Tell whether the case of a house rule reports other shapes than its own, or a good case reports any."""
    whole = [
        quad for name in schema.INTERNAL_SHAPES for quad in (triples if name == file else _read_shape_files()[name])
    ]
    changed, gone = _compare_checks(checks.compile_checks(ShapesGraph(whole), False), _compile_house_checks())
    lost = set(map(_normalize_check, gone))
    for name, store in _read_house_cases().items():
        found = {iri for check, iri in _find_house_violations(name) if check not in lost}
        found |= {shape_operators.get_term_text(one.shape) for one in engine.run_checks(changed, store)}
        if found != (set() if name.startswith("good") else {expand_curie(f"shp:{name}")}):
            return True
    if engine.run_checks(changed, _load_law_store()):  # a finding in the project's own data fails a test
        return True
    near = (near_shapes.get_near_house_case("good"), near_shapes.get_near_house_case("good.reading"))
    return _is_seen_near(near, checks.compile_checks(ShapesGraph(whole), False), _compile_house_checks())


@functools.cache
def _load_law_store() -> Store:
    """Load all graphs of the day into one default graph."""
    graphs = catalog.find_valid_graphs(profile_cases.DAY)
    files = [Path(paths.get_data_path("ontology", one.file)).read_bytes() for one in graphs]
    store = Store()
    store.extend(Quad(*quad.triple) for quad in store_files.fill_store(Store(), graphs, files))
    return store


# ---- What is near ---------------------------------------------------------------------------------------------------


def _is_seen_near(near: Sequence[near_shapes.NearData], new: Sequence[Check], old: Sequence[Check]) -> bool:
    """Tell whether the findings near valid data change."""
    changed, gone = _compare_checks(new, old)
    whose = {one.shape for one in (*changed, *gone)}
    now, before = ([one for one in some if one.shape in whose] for some in (new, old))
    changes = ((data, name) for data in near for name in data.changes)
    return any(data.find_results(now, name) != data.find_results(before, name) for data, name in changes)
