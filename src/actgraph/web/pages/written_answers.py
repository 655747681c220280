"""Build the written answers to what people ask: a list of them, and one page each."""

import functools
import os
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import yaml

from actgraph.core.errors import CitationError
from actgraph.core.prefixes import expand_curie
from actgraph.core.suggestions import suggest_labels
from actgraph.graph.catalog import format_date
from actgraph.graph.day import Day
from actgraph.web.http.page import Page
from actgraph.web.pages.answer_markdown import AnswerPart, list_cited, list_statements, parse_answer

ANSWERS_PATH = "answers"
_FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "written_answers")


class WrittenAnswer(NamedTuple):
    """An answer that was written by hand.

    Attributes:
        name: the last part of its path.
        order: its place in the list.
        title: the question.
        start: first day that it describes, ISO 8601.
        end: last day that it describes; empty if none is known.
        query: named query that has the facts of any other day.
        parts: its text and tables.
    """

    name: str
    order: int
    title: str
    start: str
    end: str
    query: str
    parts: Sequence[AnswerPart]

    @property
    def path(self) -> str:
        """The path of its page."""
        return f"{ANSWERS_PATH}/{self.name}"

    def describes(self, date: str) -> bool:
        """Return whether it describes the law of a day.

        >>> load_written_answers()["fines"].describes("2026-07-26")
        False
        """
        return self.start <= date and not (self.end and date > self.end)


@functools.cache
def load_written_answers() -> dict[str, WrittenAnswer]:
    """Load the answers, in the order of the list.

    >>> "open-source" in load_written_answers()
    True
    """
    names = [name.removesuffix(".md") for name in os.listdir(_FOLDER) if name.endswith(".md")]
    found = sorted((_load_answer(name) for name in names), key=lambda answer: answer.order)
    return {answer.name: answer for answer in found}


def build_answers_page(day: Day) -> Page:
    """List the written answers.

    >>> from actgraph.graph.day import open_day
    >>> build_answers_page(open_day("2026-11-24")).title
    'Answers'
    """
    found = list(load_written_answers().values())
    data = [{"question": one.title, "page": one.path, "from": one.start, "until": one.end or None} for one in found]
    return Page(ANSWERS_PATH, "answers.html", "Answers", {"answers": found}, data)


def build_answer_page(day: Day, name: str) -> Page:
    """Build the page of an answer; on a day that it does not describe, a note and the query for that day.

    Raises:
        CitationError: there is no such answer.

    >>> from actgraph.graph.day import open_day
    >>> build_answer_page(open_day("2026-11-24"), "fines").path
    'answers/fines'
    """
    known = load_written_answers()
    if name not in known:
        raise CitationError(f"there is no answer “{name}”", near=suggest_labels(name, list(known)))
    answer = known[name]
    if not answer.describes(day.date):
        data: dict[str, Any] = {"from": answer.start, "until": answer.end or None, "query": answer.query}
        outside = {"answer": answer, "parts": [], "dates": _format_dates(answer, day)}
        return Page(answer.path, "answer.html", answer.title, outside, data)
    context: dict[str, Any] = {
        "answer": answer,
        "parts": [(part, part.table.make_rows(day) if part.table else []) for part in answer.parts],
        "dates": _format_dates(answer, day),
    }
    about = dict.fromkeys(
        iri for part in answer.parts for one in list_cited(part) if (iri := expand_curie(one)) and iri in day
    )
    data = {"from": answer.start, "until": answer.end or None, "parts": list(_list_data(day, answer))}
    return Page(answer.path, "answer.html", answer.title, context, data, list(about))


def _load_answer(name: str) -> WrittenAnswer:
    with open(os.path.join(_FOLDER, f"{name}.md"), encoding="utf-8") as file:
        _, head, text = file.read().split("---\n", 2)
    facts = yaml.safe_load(head)
    return WrittenAnswer(
        name=name,
        order=facts["order"],
        title=facts["title"],
        start=str(facts["from"]),  # YAML reads a day as a date
        end=str(facts.get("until") or ""),
        query=facts["query"],
        parts=parse_answer(text),
    )


def _format_dates(answer: WrittenAnswer, day: Day) -> dict[str, str]:
    return {
        "start": format_date(answer.start),
        "end": format_date(answer.end or answer.start),
        "day": format_date(day.date),
    }


def _list_data(day: Day, answer: WrittenAnswer) -> Iterator[dict[str, Any]]:
    for part in answer.parts:
        if part.table is not None:
            rows = [
                dict(zip(part.table.columns, (cell.text for cell in row), strict=True))
                for row in part.table.make_rows(day)
            ]
            yield {"table": part.table.caption, "query": part.table.query, "rows": rows}
        for kind, one in list_statements(day, part):
            yield {"heading": one.text} if kind == "heading" else {"statement": one.text, "sources": one.sources}
