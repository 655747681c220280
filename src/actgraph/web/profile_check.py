"""A profile assessed and validated together: what its provider owes, and what the profile lacks or gets wrong."""

import threading
from collections.abc import Sequence
from typing import Any, NamedTuple

from actgraph.core.errors import InputError
from actgraph.graph.day import Day
from actgraph.profile import profile
from actgraph.profile.schema import Result
from actgraph.reasoning import assess_table, assess_text
from actgraph.reasoning.assess import Model, assess
from actgraph.reasoning.derived import Derived
from actgraph.validation import report_writers, shacl_report, validate
from actgraph.validation.findings import Report
from actgraph.validation.findings_builder import Told


class Checked(NamedTuple):
    """What was found.

    Attributes:
        name: of the profile.
        models: each with what its provider owes.
        nothing: why there is none; None where there is one.
        report: what the shapes find.
        results: the same as SHACL has it.
        not_read: statements that change nothing, in words.
        notes: what is read otherwise than written.
    """

    name: str
    models: Sequence[Model]
    nothing: InputError | None
    report: Report
    results: Sequence[Result]
    not_read: Sequence[str]
    notes: Sequence[str]


# What the SHACL engine says in its log is switched off for the whole process while it runs: so one at a time.
_ONE = threading.Lock()


def check(day: Day, data: bytes, name: str, form: str) -> Checked:
    """Assess and validate a profile.

    Args:
        day: the graph of the day.
        data: the profile.
        name: what to call it.
        form: `ttl`, `trig`, `nt`, `nq`, `xml` or `jsonld`.

    Raises:
        ProfileError: it cannot be read; the message says where and why.

    >>> from actgraph.graph.day import on
    >>> found = check(on("2026-11-24"), b"<urn:m> a <https://w3id.org/actgraph/ns/Model> .", "text", "ttl")
    >>> found.models[0].duties[0].status, found.report.findings[0].severity
    ('unknown', 'violation')
    """
    read = profile.parse(data, name, form)
    with _ONE:
        derived = Derived(read.triples, day)
        models = assess(derived, lambda triple: read.where(derived.written[triple]))
        results = validate.find(derived)
    told = Told(day)
    told.add(read, derived, results)
    return Checked(
        name=name,
        models=models,
        nothing=None if models else assess_text.nothing(name, derived),
        report=told.report([]),
        results=results,
        not_read=assess_text.not_read(read, derived.refused),
        notes=read.notes,
    )


def as_data(day: Day, found: Checked) -> dict[str, Any]:
    """What was found as JSON has it: `assessment` as assess tells it, `findings` as validate does.

    Args:
        day: the graph of the day.
        found: what was found.
    """
    return {
        "profile": found.name,
        "assessment": assess_table.rows(day, found.name, found.models),
        "findings": report_writers.as_rows(found.report),
        "notRead": list(found.not_read),
        "notes": list(found.notes),
        "nothing": found.nothing and found.nothing.what,
    }


def as_turtle(found: Checked) -> str:
    """The report of SHACL.

    Args:
        found: what was found.
    """
    return shacl_report.as_turtle([(found.name, found.results)]) + "\n"
