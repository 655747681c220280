"""Draft the report on a serious incident under Measure 9.2 of the Safety and Security chapter."""

from collections.abc import Sequence

from actgraph.core.prefixes import expand_curie
from actgraph.documents.remarks import NOTE, OPEN, REMOVE
from actgraph.documents.writers.contents import Contents, Entry, Filling, Part, describe_source, split_lines
from actgraph.documents.writers.duties import Standing, list_duty_notes
from actgraph.documents.writers.model_facts import ModelFacts, join_places
from actgraph.graph.day import Day
from actgraph.sparql.named_queries import run_named_query

_ABOUT_MODELS = "general-purpose AI models"


def draft_incident_report(facts: ModelFacts, day: Day, standing: Standing | None = None) -> Contents:
    """Draft the report, with the nine points of Measure 9.2 and the times of Measure 9.3.

    Args:
        facts: what the profile states of the model.
        day: the graph of the day.
        standing: where the model stands; None if it is not assessed.
    """
    points: dict[str, dict[str, str]] = {}
    for row in run_named_query("incident-report-points", day, {}):
        said = {name: value or "" for name, value in row.items()}
        points.setdefault(said["number"], said)
    notes = [
        f"{NOTE} {facts.get_name(facts.model)}, filled from {facts.profile.name} as of {day.date}.",
        *(list_duty_notes(standing, ["Article 55(1)(c)"]) if standing else ()),
        f"{NOTE} Article 55(1)(c) prescribes no form. Measure 9.2 is a commitment of the signatories of the Safety and"
        f" Security chapter. {_tell_signature(facts)}",
        f"{NOTE} signatories will track, document and report at least these points, as far as they know them, to the AI"
        " Office and, as applicable, to national competent authorities. Signatories will redact this information only"
        " as far as necessary to comply with other Union law that applies to it. The level of detail will be"
        " appropriate to the severity of the incident.",
        f"{NOTE} the initial report has points (1) to (7) (Measure 9.3).",
        REMOVE,
    ]
    parts = [
        Part("Points of Measure 9.2", [_fill_point(facts, one) for one in points.values()]),
        Part("When it is due", _list_deadlines(day), is_help=True),
    ]
    return Contents("Report on a serious incident (draft)", notes, parts)


def _fill_point(facts: ModelFacts, said: dict[str, str]) -> Entry:
    number, title = said["number"], said["pointLabel"].partition(": ")[2]
    label = f"({number}) {title[0].upper()}{title[1:]}"
    found = _find_model(facts) if title == "model" else Filling()
    if found.lines:
        return Entry(number, label, found.lines, found.remarks)
    is_later = "not in the initial report" in title
    record = f"If you do not know it yet, say so in the {'later ' if is_later else ''}report."
    source = f"{said['aboutLabel']}, point ({number}); {said['sourceLabel']}"
    return Entry(number, label, (), [f"{OPEN} {said['description']} {record} ({source})"])


def _find_model(facts: ModelFacts) -> Filling:
    names = facts.find(facts.model, "rdfs:label")
    providers = facts.follow("ag:marketedBy", "rdfs:label")
    by = f", by {', '.join(one.text for one in providers)}" if providers else ""
    source = describe_source("name of the model and its provider", [*names, *providers])
    return Filling([f"{one.text}{by}" for one in names], source, "add the version that was involved")


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
            event = said["event"]
            counted = f"{event[0].upper()}{event[1:]}." if event.startswith("the text") else f"Counted from: {event}."
            sources = dict.fromkeys((said["aboutLabel"], said["sourceLabel"]))
            lines = [counted, *split_lines(said["description"])]
            found[said["period"]] = Entry("", said["periodLabel"], lines, [f"{NOTE} {'; '.join(sources)}."])
    return list(found.values())
