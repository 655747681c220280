"""Assess and validate a profile in one step."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from actgraph.core.errors import InputError
from actgraph.graph.day import Day
from actgraph.profile import profile
from actgraph.reasoning import assess_table, assess_text
from actgraph.reasoning.assess import AssessedModel, assess_models
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation import report_writers, shacl_report, validate
from actgraph.validation.findings import Report
from actgraph.validation.findings_builder import FindingsBuilder
from actgraph.validation.result import ValidationResult


class ProfileCheck(NamedTuple):
    """The assessment of a profile and its findings.

    Attributes:
        name: name of the profile.
        models: the assessed models, each with the duties of its provider.
        no_model_error: why nothing is assessed; None if there is a model.
        report: findings of the shapes.
        results: the same as SHACL validation results.
        not_read: sentences about statements that have no effect.
        notes: sentences about statements that are read otherwise than written.
    """

    name: str
    models: Sequence[AssessedModel]
    no_model_error: InputError | None
    report: Report
    results: Sequence[ValidationResult]
    not_read: Sequence[str]
    notes: Sequence[str]


def check_profile(day: Day, data: bytes, name: str, format_name: str) -> ProfileCheck:
    """Assess and validate a profile.

    Args:
        name: name of the profile in messages.
        format_name: `ttl`, `trig`, `nt`, `nq`, `xml`, `jsonld` or `yaml`.

    Raises:
        ProfileError: the profile cannot be read; the message says where and why.

    >>> from actgraph.graph.day import open_day
    >>> profile = b"<urn:m> a <https://w3id.org/actgraph/ns/Model> ."
    >>> check = check_profile(open_day("2026-11-24"), profile, "text", "ttl")
    >>> check.models[0].duties[0].status, check.report.findings[0].severity
    ('unknown', 'violation')
    """
    read = profile.parse_profile(data, name, format_name)
    derived = DerivedProfile(read.triples, day)
    models = assess_models(derived, lambda triple: read.format_location(derived.originals.get(triple, triple)))
    results = validate.validate_derived(derived)
    told = FindingsBuilder(day)
    told.add_results(read, derived, results)
    return ProfileCheck(
        name=name,
        models=models,
        no_model_error=None if models else assess_text.build_no_model_error(name, derived),
        report=told.build_report([]),
        results=results,
        not_read=assess_text.describe_refused_triples(read, derived),
        notes=read.notes,
    )


def profile_check_to_json(day: Day, check: ProfileCheck) -> dict[str, Any]:
    """Convert a check to JSON data: `assessment` as in `actgraph assess`, `findings` as in `actgraph validate`."""
    return {
        "profile": check.name,
        "assessment": assess_table.build_assessment_rows(day, check.name, check.models),
        "findings": report_writers.build_finding_rows(check.report),
        "notRead": list(check.not_read),
        "notes": list(check.notes),
        "nothing": check.no_model_error and check.no_model_error.what,
    }


def profile_check_to_turtle(check: ProfileCheck) -> str:
    """Write the SHACL validation report of a check as Turtle."""
    return shacl_report.format_shacl_report([(check.name, check.results)], check.report) + "\n"
