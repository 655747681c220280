"""Build the page that applies the one-third rule for modifiers."""

from collections.abc import Sequence
from typing import Any

from actgraph.core.errors import ActgraphError
from actgraph.core.prefixes import expand_curie
from actgraph.graph.day import Day
from actgraph.reasoning.open_questions import OpenQuestion
from actgraph.web.forms.answers import AnswerError, Answers
from actgraph.web.forms.questions import load_one_third_sections, map_inputs
from actgraph.web.http.page import Page
from actgraph.web.modifier_check import ModifierVerdict, RangeOfVerdicts
from actgraph.web.pages.answer_form import list_section_views
from actgraph.web.pages.form_result import Mend, find_answering
from actgraph.web.pages.profile_form import make_citation_cells

ONE_THIRD_PATH = "one-third"
_TITLE = "Does whoever modifies a model become its provider? The one-third rule"
_PARAGRAPHS = ("60", "62", "63", "64")


def build_one_third_page(
    day: Day,
    answers: Answers = Answers(),  # noqa: B008
    errors: Sequence[AnswerError] = (),
    error: ActgraphError | None = None,
    verdicts: RangeOfVerdicts | None = None,
) -> Page:
    """Build the page: the form, and below its heading what follows from the answers.

    Args:
        day: the day of the law.
        answers: the answers so far.
        errors: what is wrong with them.
        error: why the request cannot be answered.
        verdicts: what follows from the answers.

    >>> from actgraph.graph.day import open_day
    >>> build_one_third_page(open_day("2026-11-24")).path
    'one-third'
    """
    sources = [expand_curie(f"gdl:5045.par_{number}") or "" for number in _PARAGRAPHS]
    context: dict[str, Any] = {
        "error": error,
        "errors": [(one, map_inputs()[one.input][1]) for one in errors],
        "sections": list_section_views(load_one_third_sections(), answers, errors),
        "paragraphs": [(make_citation_cells(day, [iri]), day.get_node(iri).description) for iri in sources],
        "has_rule": all(iri in day for iri in sources),
        "verdicts": verdicts,
        "provisos": _list_provisos(answers),
        "told": [] if verdicts is None else _list_verdicts(day, verdicts),
    }
    if answers.values or error:
        context["forms"] = []  # the page has no URL
    return Page(ONE_THIRD_PATH, "one_third.html", _TITLE, context, {"error": str(error)} if error else _list_inputs())


def _list_provisos(answers: Answers) -> list[str]:
    """List what the rule presupposes and the answers leave open."""
    found = []
    if not any(answers.get_text(f"base.{word}") for word in ("significantGenerality", "wideRangeOfTasks")):
        found.append("the original is a general-purpose AI model")
    if not answers.get_text("model.onBehalfOfOriginalProvider"):
        found.append("the modification is not made by its provider or on its behalf")
    return found


def _list_inputs() -> list[dict[str, str]]:
    return [
        {"input": question.name, "question": question.text}
        for section in load_one_third_sections()
        for question in section.questions
    ]


def _list_verdicts(day: Day, verdicts: RangeOfVerdicts) -> list[dict[str, Any]]:
    named = (
        ("", verdicts.stated),
        ("With the lowest amounts within the error that you state", verdicts.lowest),
        ("With the highest amounts within the error that you state", verdicts.highest),
    )
    return [_make_verdict_context(day, title, one) for title, one in named if one is not None]


def _make_verdict_context(day: Day, title: str, verdict: ModifierVerdict) -> dict[str, Any]:
    return {
        "title": title,
        "verdict": verdict,
        "sources": make_citation_cells(day, verdict.proof[0].sources) if verdict.proof else [],
        "steps": [(min(step.depth, 12), step, make_citation_cells(day, step.sources)) for step in verdict.proof],
        "unless": [(one.text, make_citation_cells(day, one.sources)) for one in verdict.unless],
        "questions": [
            (one.text, make_citation_cells(day, [one.source]), _list_mends(one)) for one in verdict.questions
        ],
    }


def _list_mends(question: OpenQuestion) -> list[Mend]:
    """List the questions of the page that answer an open question."""
    asked = {one.name for section in load_one_third_sections() for one in section.questions}
    found = find_answering(question.iri, [expand_curie(one) or one for one in question.answered_by])
    return [one for one in found if one.id in asked]
