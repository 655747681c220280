"""Cases of the profile shapes: one TriG file for each shape, with a profile and all its findings.

A case edits examples/complete.ttl, or the example that it names by `case:case case:base "complete-system"`: it removes
the graph case:without and adds the graph case:with. Where a case has the graph case:profile, that graph is the whole
profile. In case:without, the object case:any matches every value. The default graph has a sh:ValidationResult for each
finding, with sh:detail for what is part of it, and may set the day: `case:case ag:onDay "…"^^xsd:date`.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Triple, parse

from actgraph.core.prefixes import expand_curie
from actgraph.profile.schema import RdfTerm
from actgraph.validation.result import ValidationResult
from tests.conftest import ROOT

DAY = "2026-11-24"
CASES_FOLDER = ROOT / "tests/cases/profiles"
CASE_FILES = sorted(CASES_FOLDER.glob("*.trig"))
_CASES_NAMESPACE = "https://w3id.org/actgraph/cases/"
COMPLETE_EXAMPLES = ("complete", "complete-system")  # of models, and of AI systems: both without findings
_ANY = NamedNode(_CASES_NAMESPACE + "any")

ExpectedFindings = set[tuple[str, RdfTerm, RdfTerm | None, frozenset[str]]]


class ProfileCase(NamedTuple):
    """A profile, its day, and its findings as shape, focus node, value and the shapes whose findings are part of it."""

    facts: list[Triple]
    day: str
    found: ExpectedFindings


def read_profile_case(path: Path) -> ProfileCase:
    graphs: dict[str, list[Triple]] = {"without": [], "with": [], "profile": [], "": []}
    for quad in parse(path=path, format=RdfFormat.TRIG):
        name = "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value.removeprefix(_CASES_NAMESPACE)
        graphs[name].append(quad.triple)
    expected = graphs[""]
    bases = [one.object.value for one in expected if one.predicate.value == _CASES_NAMESPACE + "base"]
    days = [one.object.value for one in expected if one.predicate.value == expand_curie("ag:onDay")]
    results = [one.subject for one in expected if one.object == NamedNode(expand_curie("sh:ValidationResult"))]
    found = {_read_finding(expected, result) for result in results}
    base = bases[0] if bases else COMPLETE_EXAMPLES[0]
    return ProfileCase(
        graphs["profile"] or _change_complete_example(base, graphs["without"], graphs["with"]),
        days[0] if days else DAY,
        found,
    )


def list_findings(results: Iterable[ValidationResult]) -> ExpectedFindings:
    """List validation results as a case lists them."""
    return {(one.shape, one.focus_node, one.value, frozenset(one.included)) for one in results}


def read_complete_example(name: str = "complete") -> list[Triple]:
    return [quad.triple for quad in parse(path=ROOT / f"examples/{name}.ttl", format=RdfFormat.TURTLE)]


def _change_complete_example(base: str, without: list[Triple], with_: list[Triple]) -> list[Triple]:
    facts = read_complete_example(base)
    for gone in without:
        left = [
            fact
            for fact in facts
            if fact != gone
            and not (gone.object == _ANY and (fact.subject, fact.predicate) == (gone.subject, gone.predicate))
        ]
        assert left != facts, f"case:without: {gone} is not in examples/{base}.ttl"
        facts = left
    for more in with_:
        assert more not in facts, f"case:with: {more} is in examples/{base}.ttl"
    return facts + with_


def _read_finding(facts: list[Triple], result: RdfTerm) -> tuple[str, RdfTerm, RdfTerm | None, frozenset[str]]:
    shape, focus, value = (_get_result_value(facts, result, name) for name in ("sourceShape", "focusNode", "value"))
    details = [one.object for one in facts if (one.subject, one.predicate.value) == (result, expand_curie("sh:detail"))]
    included = frozenset(_get_result_value(facts, one, "sourceShape").value for one in details)
    return shape.value, focus, value, included


def _get_result_value(facts: list[Triple], subject: RdfTerm, name: str) -> RdfTerm | None:
    return next(
        (one.object for one in facts if (one.subject, one.predicate.value) == (subject, expand_curie(f"sh:{name}"))),
        None,
    )
