"""Draft the notification of Article 52(1) and the report on a serious incident under Measure 9.2 of the Code."""

from collections.abc import Sequence

from pyoxigraph import NamedNode

from actgraph.core.prefixes import expand_curie
from actgraph.documents.remarks import NOT_DUE, NOTE, OPEN, REMOVE
from actgraph.documents.writers import model_answers
from actgraph.documents.writers.contents import (
    Answer,
    Contents,
    Entry,
    Part,
    describe_source,
    split_lines,
    write_day,
    write_number,
)
from actgraph.documents.writers.duties import Standing, is_in_union, list_duty_notes
from actgraph.documents.writers.model_facts import Fact, ModelFacts, join_places
from actgraph.graph.day import Day
from actgraph.reasoning.open_questions import get_first_date
from actgraph.sparql.named_queries import run_named_query

_NO_FORM = "The Act prescribes no form for it: the fields are ours, and each names its source."
_DUE = (
    "Derived: two weeks after that day, the outer limit. How periods are counted:"
    " Implementing Regulation (EU) 2026/1755, Article 12."
)
_ABOUT_MODELS = "general-purpose AI models"


def draft_notification(facts: ModelFacts, day: Day, standing: Standing) -> Contents:
    """Draft the notification of a model that meets the condition for systemic risk.

    Args:
        facts: what the profile states of the model.
        day: the graph of the day.
        standing: where the model stands on that day.
    """
    node = facts.model
    notes = [
        f"{NOTE} draft for {facts.get_name(node)}, filled from {facts.profile.name} as of {day.date}. {_NO_FORM}",
        *list_duty_notes(standing, ["Article 52(1)"]),
        *(f"{NOTE} {one}" for one in _list_notifications(facts)),
        REMOVE,
    ]
    compute = facts.find(node, "ag:cumulativeCompute")
    condition = facts.find(node, "ag:conditionMetOn")
    due = get_first_date(standing.derived, node, "ag:notificationDueBy")
    due_answer = Answer([write_day(due)], _DUE) if due else Answer()
    parts = [
        Part(
            "Provider",
            [
                _fill("1", "Name", model_answers.find_provider_name(facts), "Article 52(1)"),
                _fill("2", "Country of establishment", _establishment(facts), "Article 52(1)"),
                _fill(
                    "3",
                    "Authorised representative",
                    model_answers.find_representative_name(facts),
                    "Article 54(1), if the provider is established in a third country",
                    "the provider is established in the Union" if is_in_union(standing) else "",
                ),
            ],
        ),
        Part(
            "Model",
            [
                _fill("4", "Name", model_answers.find_model_name(facts), "Article 52(1)"),
                _fill(
                    "5",
                    "Model that was modified, if this one is a modification",
                    model_answers.find_base_models(facts),
                    "guidelines, paragraphs 32 and 63",
                    "leave it empty if the model is not a modification",
                ),
            ],
        ),
        Part(
            "The condition of Article 51(1), point (a), that is met or will be met",
            [
                _fill(
                    "6",
                    "Cumulative training compute, in FLOP with two significant figures",
                    _answer([f"{_round(one.text)} FLOP" for one in compute], "cumulative training compute", compute),
                    "Article 51(2); guidelines, paragraph 32",
                ),
                _fill(
                    "7",
                    "How this amount was estimated, with the approximations made where precise information is missing",
                    _method(facts),
                    "guidelines, paragraph 32",
                ),
                _fill(
                    "8",
                    "Day on which the requirement was met or it became known that it will be",
                    _answer([one.text for one in condition], "day of the condition", condition),
                    "Article 52(1)",
                ),
                _fill(
                    "9",
                    "Notify without delay, at the latest by",
                    due_answer,
                    "two weeks after the day of field 8, Article 52(1)",
                ),
            ],
        ),
        Part(
            "Arguments that the model, exceptionally, presents no systemic risks (optional)",
            [
                _fill(
                    "10",
                    "Sufficiently substantiated arguments",
                    _arguments(facts),
                    "Article 52(2)",
                    "you may, but need not, add them",
                )
            ],
        ),
    ]
    return Contents("Notification under Article 52(1) (draft)", notes, parts)


def draft_incident_report(facts: ModelFacts, day: Day, standing: Standing | None = None) -> Contents:
    """Draft the report on a serious incident, with the nine points of Measure 9.2 and the times of Measure 9.3.

    Args:
        facts: what the profile states of the model.
        day: the graph of the day.
        standing: where the model stands; None if it is not assessed.
    """
    entries = []
    points: dict[str, dict[str, str]] = {}
    for row in run_named_query("incident-report-points", day, {}):
        said = {name: value or "" for name, value in row.items()}
        points.setdefault(said["number"], said)
    for number, said in points.items():
        title = said["pointLabel"].partition(": ")[2]
        source = f"{said['aboutLabel']}, point ({number})"
        found = _model(facts) if title == "model" else Answer()
        later = "not in the initial report" in title
        record = "" if later else " If you do not know it yet, record that."
        remark = found.filled_from or f"{OPEN} {said['description']}{record} ({source}; {said['sourceLabel']})"
        entries.append(Entry(number, f"({number}) {title[0].upper()}{title[1:]}", found.lines, remark))
    notes = [
        f"{NOTE} draft for {facts.get_name(facts.model)}, filled from {facts.profile.name} as of {day.date}.",
        *(list_duty_notes(standing, ["Article 55(1)(c)"]) if standing else ()),
        f"{NOTE} Article 55(1)(c) prescribes no form. Measure 9.2 is a commitment of the signatories of the Safety and"
        f" Security chapter. {_tell_signature(facts)}",
        f"{NOTE} signatories will report at least these points, as far as they know them. They will redact what other"
        " Union law on this information requires them to, and give the detail that fits how severe the incident is.",
        REMOVE,
    ]
    parts = [Part("Points of Measure 9.2", entries), Part("When it is due", list(_list_deadlines(day)))]
    return Contents("Report on a serious incident (draft)", notes, parts)


def _tell_signature(facts: ModelFacts) -> str:
    """Say what the profile states of the signature of this chapter."""
    for link, verb in (("ag:signed", "has signed"), ("ag:declined", "has declined to sign")):
        found = [one for one in facts.follow("ag:marketedBy", link) if one.text == expand_curie("cop:sas")]
        if found:
            return f"The profile states that the provider {verb} it ({join_places(found)})."
    return "The profile does not state whether the provider has signed it."


def _list_deadlines(day: Day) -> Sequence[Entry]:
    found: dict[str, Entry] = {}
    for row in run_named_query("incident-deadlines", day, {}):
        said = {name: value or "" for name, value in row.items()}
        if said["regime"] == _ABOUT_MODELS and said["period"] not in found:
            number = str(len(found) + 1)
            event = said["event"]
            counted = f"{event[0].upper()}{event[1:]}." if event.startswith("the text") else f"Counted from: {event}."
            sources = dict.fromkeys((said["aboutLabel"], said["sourceLabel"]))
            lines = [counted, *split_lines(said["description"])]
            remark = f"{NOTE} {'; '.join(sources)}"
            found[said["period"]] = Entry(number, said["periodLabel"], lines, remark)
    return list(found.values())


def _fill(number: str, label: str, answer: Answer, source: str, not_due: str = "") -> Entry:
    """Fill a field; `not_due` says why it may stay empty, if it may."""
    if answer.lines:
        return Entry(number, f"{number}. {label}", answer.lines, answer.filled_from)
    told = f"{NOT_DUE} {not_due}" if not_due else f"{OPEN} the profile does not state this"
    return Entry(number, f"{number}. {label}", (), f"{told} ({source}).")


def _answer(lines: Sequence[str], what: str, found: Sequence[Fact]) -> Answer:
    return Answer(lines, describe_source(what, found), found) if found else Answer()


def _round(text: str) -> str:
    r"""Round an amount of compute to two significant figures.

    >>> _round("3.44e25") == "3.4 \u00d7 10²⁵"
    True
    """
    try:
        return write_number(f"{float(text):.1e}".replace("e+", "e"))
    except ValueError:
        return text


def _establishment(facts: ModelFacts) -> Answer:
    found = facts.follow("ag:marketedBy", "ag:establishment")
    return _answer([one.text for one in found], "establishment of the provider", found)


def _method(facts: ModelFacts) -> Answer:
    """Find how compute was measured: in words in item 41 of the Form, else by the method that the profile names."""
    words = facts.follow("ag:technicalDocumentation", "cop:mdf.itm_41")
    if words:
        return _answer([one.text for one in words], "item 41 of the Model Documentation Form", words)
    return Answer()


def _arguments(facts: ModelFacts) -> Answer:
    found = [one for one in facts.follow("ag:contestation") if isinstance(one.value, NamedNode)]
    days = [day for one in found for day in facts.find(one.value, "ag:date")]
    return _answer([f"Handed in on {write_day(one.text)}; add them here." for one in days], "arguments", days)


def _list_notifications(facts: ModelFacts) -> list[str]:
    """List the notifications that the profile already states."""
    return [
        f"the profile states that a notification was made on {write_day(one.text)} ({one.place})."
        for one in facts.follow("ag:notification", "ag:date")
    ]


def _model(facts: ModelFacts) -> Answer:
    names = facts.find(facts.model, "rdfs:label")
    providers = facts.follow("ag:marketedBy", "rdfs:label")
    by = f", by {', '.join(one.text for one in providers)}" if providers else ""
    return _answer([f"{one.text}{by}" for one in names], "name of the model and its provider", [*names, *providers])
