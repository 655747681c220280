"""The page that checks a profile: the form, and what was found."""

import functools
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from actgraph.core import suggestions
from actgraph.core.errors import ActgraphError, CitationError
from actgraph.core.paths import data
from actgraph.core.prefixes import BASE, expand, shorten
from actgraph.graph.day import Day, everything
from actgraph.profile.source import FORMS, MOST_BYTES
from actgraph.reasoning import assess_text
from actgraph.reasoning.assess import Duty, Model
from actgraph.validation.findings import CLEAN, SEVERITIES, count, counted, said
from actgraph.web.http.page import Page
from actgraph.web.pages.table_cells import Cell
from actgraph.web.profile_check import Checked, as_data
from actgraph.web.profile_upload import Posted

PATH, START = "profile", "start"
_NAMES = {
    "ttl": "Turtle",
    "trig": "TriG",
    "nt": "N-Triples",
    "nq": "N-Quads",
    "xml": "RDF/XML",
    "jsonld": "JSON-LD",
}
_ORDER = ("applies", "unknown", "exempt", "does not apply")
_MOST_FINDINGS, _MOST_MODELS = 500, 50  # that a page shows; JSON has all


def page(day: Day, params: Mapping[str, str]) -> Page:
    """The form, empty or filled with an example.

    Args:
        day: the graph of the day.
        params: `example`, the name of one of the files of examples.

    Raises:
        CitationError: there is no such example.

    >>> from actgraph.graph.day import on
    >>> "ag:Model" in page(on("2026-11-24"), {"example": "startup"}).facts["text"]
    True
    """
    name = params.get("example", "")
    if name and name not in examples():
        raise CitationError(
            f"there is no example {suggestions.quoted(name)}", near=suggestions.misses(name, examples())
        )
    return form(examples()[name] if name else "", f"?example={name}" if name else "")


def form(text: str = "", asked: str = "", choice: str = "", error: ActgraphError | None = None) -> Page:
    """The form alone.

    Args:
        text: what stands in the field.
        asked: what stands behind the address.
        choice: the format that is chosen; empty for by itself.
        error: why what was sent cannot be checked.

    >>> form("<urn:m>").facts["text"]
    '<urn:m>'
    """
    told: Any = {"error": str(error)} if error else {"examples": list(examples())}
    return Page(PATH, "profile.html", "Check a profile", _facts(text, choice) | {"error": error}, told, asked=asked)


def checked(day: Day, posted: Posted, found: Checked) -> Page:
    """What was found in a profile, and the form to go on with.

    Args:
        day: the graph of the day.
        posted: what was sent.
        found: what was found in it.
    """
    findings = sorted(found.report.findings, key=lambda one: SEVERITIES.index(one.severity))
    facts = {
        "error": None,
        "forms": [],  # the page has no address: what was sent is not kept
        "found": found,
        "from_file": posted.from_file,
        "count": count(findings),
        "counted": counted(findings),
        "clean": CLEAN,
        "said": said,
        "findings": {
            severity: [
                (finding, cited(day, finding.source.split()), _term(finding.property))
                for finding in findings[:_MOST_FINDINGS]
                if finding.severity == severity
            ]
            for severity in SEVERITIES
        },
        "more_findings": max(0, len(findings) - _MOST_FINDINGS),
        "models": [_model(day, model) for model in found.models[:_MOST_MODELS]],
        "more_models": max(0, len(found.models) - _MOST_MODELS),
        "cited": functools.partial(cited, day),
    }
    title = f"Check of {found.name}" if found.name != "text" else "Check of the profile"
    return Page(PATH, "checked.html", title, _facts(posted.text, posted.choice) | facts, as_data(day, found))


def start() -> str:
    """The commented profile to start from, in Turtle.

    >>> "ag:Model" in start()
    True
    """
    return _files()[START]


def examples() -> Mapping[str, str]:
    """The examples by their names, each with its text.

    >>> "startup" in examples()
    True
    """
    return {name: text for name, text in _files().items() if name != START}


def cited(day: Day, iris: Iterable[str]) -> list[Cell]:
    """Provisions and other nodes of the graph by their labels; what is none of it is no link.

    Args:
        day: the graph of the day.
        iris: of the nodes.

    >>> from actgraph.graph.day import on
    >>> [cell.iri for cell in cited(on("2026-11-24"), ["javascript:alert(1)"])]
    ['']
    """
    found, before = [], ""
    for iri in iris:
        ours = iri.startswith(BASE) and (iri in day or iri in everything())
        label = (day if iri in day else everything()).node(iri).label if ours else ""
        text, paragraph, number = label.partition(", paragraph ")
        words = f"paragraph {number}" if paragraph and text == before else label  # the text was just named
        found.append(Cell(words, iri=iri) if label else Cell(shorten(iri)))
        before = text
    return found


def _facts(text: str, choice: str) -> dict[str, Any]:
    return {
        "text": text,
        "choice": choice,
        "choices": [(name, _NAMES[name]) for name in FORMS],
        "examples": [(name, _first(words)) for name, words in examples().items()],
        "start": start(),
        "most": MOST_BYTES // 1_000_000,
    }


def _model(day: Day, model: Model) -> dict[str, Any]:
    groups = [(status, [_duty(day, duty) for duty in model.duties if duty.status == status]) for status in _ORDER]
    bare = sum(bool(duty.missing) for duty in model.duties)
    return {
        "model": model,
        "provider": assess_text.provider(model),
        "what": [(words, cited(day, sources)) for words, sources in assess_text.what(model)],
        "fines": assess_text.fines(day, model),
        "groups": [(assess_text.HEADS[status], status, duties) for status, duties in groups if duties],
        "counts": [(status, len(duties)) for status, duties in groups],
        "bare": bare,
        "questions": _questions(day, model.questions),
    }


def _duty(day: Day, duty: Duty) -> dict[str, Any]:
    first = duty.reasons[0] if duty.reasons and duty.status in ("exempt", "does not apply") else None
    return {
        "duty": duty,
        "to_come": duty.since > day.day,
        "by": cited(day, first.sources) if first else [],
        "ways": [(route, cited(day, duty.measures) if route.iri.endswith(".code") else []) for route in duty.routes],
        "missing": list(map(_named, duty.missing)),
        "reasons": [(min(step.depth, 12), step, cited(day, step.sources)) for step in duty.reasons],
        "questions": _questions(day, duty.questions),
    }


def _questions(day: Day, questions: Sequence[Any]) -> list[tuple[str, list[Cell], list[Cell]]]:
    return [(one.words, list(map(_named, one.answered_by)), cited(day, [one.source])) for one in questions]


def _named(name: str) -> Cell:
    """A term by its short name."""
    return _term(expand(name) or name)


def _term(iri: str) -> Cell:
    return Cell(shorten(iri), iri=iri if iri.startswith(BASE + "ns/") else "")


@functools.cache
def _files() -> Mapping[str, str]:
    found = {}
    for name in sorted(os.listdir(data("examples"))):
        with open(data("examples", name), encoding="utf-8") as file:
            found[os.path.splitext(name)[0]] = file.read()
    return found


def _first(text: str) -> str:
    """What the comment of an example says first: whose it is, and whether it is invented."""
    lines = text.split("\n")
    begin = next((place for place, line in enumerate(lines) if line.startswith("#")), len(lines))
    comment: list[str] = []
    for line in lines[begin:]:
        if not line.startswith("#"):
            break
        comment.append(line.lstrip("# "))
    return " ".join(re.split(r"(?<=\.) ", " ".join(comment))[:2])
