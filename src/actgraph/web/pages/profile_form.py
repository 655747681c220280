"""Build the page that checks a profile: the form, and the result."""

import functools
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from actgraph.core import suggestions
from actgraph.core.errors import ActgraphError, CitationError
from actgraph.core.paths import get_data_path
from actgraph.core.prefixes import BASE, expand_curie, shorten_iri
from actgraph.graph.day import Day, open_all_editions
from actgraph.profile.source import FORMAT_NAMES
from actgraph.reasoning import assess_text, enforcement_text
from actgraph.reasoning.assess import AssessedDuty, AssessedModel
from actgraph.reasoning.duty_counts import format_duty_counts
from actgraph.reasoning.open_questions import OpenQuestion
from actgraph.validation.findings import CLEAN_MESSAGE, SCOPE, format_counts, format_heading, format_message
from actgraph.validation.groups import build_group_head, split_by_cause
from actgraph.web.http.page import Page
from actgraph.web.pages.table_cells import Cell
from actgraph.web.profile_check import ProfileCheck, profile_check_to_json
from actgraph.web.profile_upload import ProfileUpload

PROFILE_PATH, START_NAME = "profile", "start"
_FORMAT_LABELS = {
    "ttl": "Turtle",
    "trig": "TriG",
    "nt": "N-Triples",
    "nq": "N-Quads",
    "xml": "RDF/XML",
    "jsonld": "JSON-LD",
    "yaml": "YAML",
}
_ORDER = ("applies", "comply by", "applies from", "unknown", "exempt", "does not apply")
_MAX_FINDINGS, _MAX_MODELS = 500, 50  # shown on a page; JSON has all


def build_profile_page(day: Day, params: Mapping[str, str]) -> Page:
    """Build the form, empty or filled with an example.

    Args:
        params: `example`, the name of an example file.

    Raises:
        CitationError: there is no such example.

    >>> from actgraph.graph.day import open_day
    >>> "ag:Model" in build_profile_page(open_day("2026-11-24"), {"example": "startup"}).context["text"]
    True
    """
    name = params.get("example", "")
    if name and name not in read_example_profiles():
        raise CitationError(
            f"there is no example {suggestions.quote_text(name)}",
            near=suggestions.suggest_labels(name, read_example_profiles()),
        )
    return build_profile_form_page(read_example_profiles()[name] if name else "", f"?example={name}" if name else "")


def build_profile_form_page(
    text: str = "", query_string: str = "", chosen_format: str = "", error: ActgraphError | None = None
) -> Page:
    """Build the page of the form.

    Args:
        text: content of the text field.
        query_string: query string of the URL.
        chosen_format: chosen format; empty for automatic detection.
        error: why the upload cannot be checked.

    >>> build_profile_form_page("<urn:m>").context["text"]
    '<urn:m>'
    """
    told: Any = {"error": str(error)} if error else {"examples": list(read_example_profiles())}
    return Page(
        PROFILE_PATH,
        "profile.html",
        "Check a profile",
        _make_form_context(text, chosen_format) | {"error": error},
        told,
        query_string=query_string,
    )


_TITLES = {
    "unreadable": "cannot be read",
    "contradiction": "contradictions",
    "overdue": "not shown (Act)",
    "commitment": "not shown (Code, signed)",
    "recommendation": "advice",
    "question": "open",
}


def build_profile_check_page(day: Day, upload: ProfileUpload, check: ProfileCheck) -> Page:
    """Build the page of a check, with the form to change the profile and check it again."""
    title = f"Check of {check.name}" if check.name != "text" else "Check of the profile"
    facts = build_check_context(day, check) | {"from_file": upload.from_file}
    context = _make_form_context(upload.text, upload.chosen_format) | facts
    return Page(PROFILE_PATH, "checked.html", title, context, profile_check_to_json(day, check))


def build_check_context(day: Day, check: ProfileCheck) -> dict[str, Any]:
    """Build the variables of the template for the result of a check."""
    report = check.report
    blocks = [(some, build_group_head(report.get_group(some[0]), some)) for some in split_by_cause(report.findings)]
    return {
        "error": None,
        "forms": [],  # the page has no URL: the upload is not kept
        "found": check,
        "from_file": False,
        "has_lines": True,
        "named": lambda finding: finding.node_label,
        "mends": lambda finding: [],  # a form has questions that mend a finding
        "scope": SCOPE,
        "counted": format_counts(report.findings),
        "clean": CLEAN_MESSAGE,
        "said": format_message,
        "headed": format_heading,
        "findings": {
            title: [
                (head, some, make_citation_cells(day, head.source.split()), _make_term_cell(head.property))
                for some, head in blocks[:_MAX_FINDINGS]
                if head.urgency == urgency
            ]
            for urgency, title in _TITLES.items()
        },
        "more_findings": max(0, len(blocks) - _MAX_FINDINGS),
        "models": [_make_model_context(day, model) for model in check.models[:_MAX_MODELS]],
        "more_models": max(0, len(check.models) - _MAX_MODELS),
        "cited": functools.partial(make_citation_cells, day),
    }


def read_start_profile() -> str:
    """Read the commented profile to start from, in Turtle.

    >>> "ag:Model" in read_start_profile()
    True
    """
    return _read_examples()[START_NAME]


def read_example_profiles() -> Mapping[str, str]:
    """Read the text of the example profiles, by name.

    >>> "startup" in read_example_profiles()
    True
    """
    return {name: text for name, text in _read_examples().items() if name != START_NAME}


def make_citation_cells(day: Day, iris: Iterable[str]) -> list[Cell]:
    """Make cells with the labels of nodes; an IRI that is not in the graph gets no link.

    >>> from actgraph.graph.day import open_day
    >>> [cell.iri for cell in make_citation_cells(open_day("2026-11-24"), ["javascript:alert(1)"])]
    ['']
    """
    found, before = [], ""
    for iri in iris:
        ours = iri.startswith(BASE) and (iri in day or iri in open_all_editions())
        label = (day if iri in day else open_all_editions()).get_node(iri).label if ours else ""
        text, paragraph, number = label.partition(", paragraph ")
        words = f"paragraph {number}" if paragraph and text == before else label  # the cell before names the text
        found.append(Cell(words, iri=iri) if label else Cell(shorten_iri(iri)))
        before = text
    return found


def _make_form_context(text: str, chosen_format: str) -> dict[str, Any]:
    return {
        "text": text,
        "choice": chosen_format,
        "choices": [(name, _FORMAT_LABELS[name]) for name in FORMAT_NAMES],
        "examples": [(name, _extract_summary(words)) for name, words in read_example_profiles().items()],
        "start": read_start_profile(),
    }


def _make_model_context(day: Day, model: AssessedModel) -> dict[str, Any]:
    groups = [
        (assess_text.format_status_heading(status, since), status, [_make_duty_context(day, duty) for duty in duties])
        for status, since, duties in assess_text.group_duties(model.duties, _ORDER)
    ]
    bare = sum(bool(duty.missing_evidence) for duty in model.duties)
    return {
        "model": model,
        "provider": assess_text.describe_provider(model),
        "what": [
            (words, make_citation_cells(day, sources)) for words, sources in assess_text.list_model_conclusions(model)
        ],
        "authority": enforcement_text.describe_authority(day, model),
        "fines": enforcement_text.describe_fines(day, model),
        "groups": groups,
        "counted": format_duty_counts(model.counts),
        "bare": bare,
        "questions": _make_question_rows(day, model.questions),
    }


def _make_duty_context(day: Day, duty: AssessedDuty) -> dict[str, Any]:
    first = duty.proof[0] if duty.proof and duty.status in ("exempt", "does not apply") else None
    return {
        "duty": duty,
        "by": make_citation_cells(day, first.sources) if first else [],
        "unless": [(one.text, make_citation_cells(day, one.sources)) for one in duty.unless],
        "ways": [
            (route, make_citation_cells(day, duty.measures) if route.iri.endswith(".code") else [])
            for route in duty.routes
        ],
        "missing": list(map(_make_short_name_cell, duty.missing_evidence)),
        "reasons": [(min(step.depth, 12), step, make_citation_cells(day, step.sources)) for step in duty.proof],
        "questions": _make_question_rows(day, duty.questions),
    }


def _make_question_rows(day: Day, questions: Sequence[OpenQuestion]) -> list[tuple[str, list[Cell], list[Cell], str]]:
    return [
        (one.text, list(map(_make_short_name_cell, one.answered_by)), make_citation_cells(day, [one.source]), one.iri)
        for one in questions
    ]


def _make_short_name_cell(name: str) -> Cell:
    """Make the cell of a term that is given by its short name."""
    return _make_term_cell(expand_curie(name) or name)


def _make_term_cell(iri: str) -> Cell:
    return Cell(shorten_iri(iri), iri=iri if iri.startswith(BASE + "ns/") else "")


@functools.cache
def _read_examples() -> Mapping[str, str]:
    found = {}
    for name in sorted(os.listdir(get_data_path("examples"))):
        if not name.endswith((".ttl", ".trig")):
            continue
        with open(get_data_path("examples", name), encoding="utf-8") as file:
            found[os.path.splitext(name)[0]] = file.read()
    return found


def _extract_summary(text: str) -> str:
    """Extract the first two sentences of an example's comment: whose it is, and whether it is invented."""
    lines = text.split("\n")
    begin = next((place for place, line in enumerate(lines) if line.startswith("#")), len(lines))
    comment: list[str] = []
    for line in lines[begin:]:
        if not line.startswith("#"):
            break
        comment.append(line.lstrip("# "))
    return " ".join(re.split(r"(?<=\.) ", " ".join(comment))[:2])
