"""Draft the notification of Article 52(1)."""

import re
from collections.abc import Sequence

from actgraph.core.prefixes import get_local_name
from actgraph.documents.remarks import NOT_DUE, NOTE, OPEN, REMOVE
from actgraph.documents.writers import model_answers
from actgraph.documents.writers.contents import Contents, Entry, Filling, Part, describe_source, write_day, write_number
from actgraph.documents.writers.duties import Standing, is_in_union, list_duty_notes
from actgraph.documents.writers.model_facts import Fact, ModelFacts
from actgraph.graph.day import Day
from actgraph.reasoning.open_questions import get_first_date

_GUIDELINES = "Guidelines C(2025) 5045"
_DUE = (
    "Derived: by our count, the two weeks end on this day, and they do not end before the duty binds (Articles"
    " 52(1), 111(3) and 113). Without delay can mean sooner. The text is open on how the weeks are counted."
    " Implementing Regulation (EU) 2026/1755 has rules on periods (Article 12), but is in force since 10 August 2026"
    " only, and whether it governs this period is open."
)
_ONLY_MODIFIED = (
    "answer this only if the model modifies one with high-impact capabilities, and the modification reaches the"
    " threshold; the profile states none"
)
_ANSWERS = {"accepted": "the Commission accepted them", "rejected": "the Commission rejected them"}
_WHOLE = re.compile(r"0*(\d)\.?(\d*)(?:[eE]([+-]?\d+))?")


def draft_notification(facts: ModelFacts, day: Day, standing: Standing) -> Contents:
    """Draft the notification of a model that meets, or will meet, the condition of Article 51(1), point (a).

    Args:
        facts: what the profile states of the model.
        day: the graph of the day.
        standing: where the model stands on that day.
    """
    notes = [
        f"{NOTE} {facts.get_name(facts.model)}, filled from {facts.profile.name} as of {day.date}.",
        *list_duty_notes(standing, ["Article 52(1)"]),
        f"{NOTE} the Act prescribes no form for the notification: the fields are ours, and each open one names its"
        " source. The information must be what is necessary to demonstrate that the requirement is met (Article"
        f" 52(1)): add what else is necessary. The paragraphs are those of {_GUIDELINES}; the adopted C(2025) 7719"
        " numbers some paragraphs differently.",
        *(f"{NOTE} {one}" for one in _list_notifications(facts)),
        REMOVE,
    ]
    parts = [
        Part("Provider", _fill_provider(facts, standing)),
        Part("Model", _fill_model(facts)),
        Part("The requirement that is met, or will be met", _fill_requirement(facts, standing)),
        Part(
            "Optional: arguments that the model, although it meets the requirement, exceptionally presents no systemic"
            " risks, due to its specific characteristics",
            [_fill("12", "Sufficiently substantiated arguments", _find_arguments(facts), "Article 52(2)", "optional")],
        ),
    ]
    return Contents("Notification to the Commission under Article 52(1) (draft)", notes, parts)


def _fill_provider(facts: ModelFacts, standing: Standing) -> list[Entry]:
    found = facts.follow("ag:marketedBy", "ag:establishment")
    country = _answer([one.text for one in found], "establishment of the provider", found)
    in_union = "the provider is established in the Union" if is_in_union(standing) else ""
    representative = model_answers.find_representative(facts)
    needed = "needed to identify the provider; Article 52(1) names no such field"
    return [
        _fill("1", "Name", model_answers.find_provider_name(facts), needed),
        _fill("2", "Country of establishment", country, "it decides whether Article 54(1) applies"),
        _fill(
            "3",
            "Authorised representative",
            representative,
            "Article 54(1): to appoint before the placing on the Union market; the notification can come earlier",
            in_union,
        ),
    ]


def _fill_model(facts: ModelFacts) -> list[Entry]:
    needed = "needed to identify the model; Article 52(1) names no such field"
    base = model_answers.find_base_models(facts)
    base = base if base.lines else Filling(missing=_ONLY_MODIFIED)
    return [
        _fill("4", "Name", model_answers.find_model_name(facts), needed),
        _fill("5", "Model that was modified", base, f"{_GUIDELINES}, paragraphs 32, 63 and 64"),
    ]


def _fill_requirement(facts: ModelFacts, standing: Standing) -> list[Entry]:
    node = facts.model
    condition = facts.find(node, "ag:conditionMetOn")
    met = _answer([one.text for one in condition], "day of the condition", condition)
    due = get_first_date(standing.derived, node, "ag:notificationDueBy")
    last = Filling([write_day(due)], _DUE) if due else Filling(missing="it follows from the day of field 10")
    content = f"Article 52(1); {_GUIDELINES}, paragraph 32"
    threshold = f"Article 51(2); {_GUIDELINES}, paragraph 32"
    modified = _find_compute(facts, "ag:computeOfModification", "training compute of the modification")
    return [
        _fill(
            "6", "Which requirement: the threshold of Article 51(2), or that for a modification", Filling(), threshold
        ),
        _fill(
            "7",
            "Estimated cumulative training compute, in FLOP with two significant figures",
            _find_compute(facts, "ag:cumulativeCompute", "cumulative training compute"),
            threshold,
        ),
        _fill(
            "8",
            "For a modification: its estimated training compute, in FLOP with two significant figures",
            modified if modified.lines else Filling(missing=_ONLY_MODIFIED),
            f"{_GUIDELINES}, paragraphs 32, 63 and 64",
        ),
        _fill("9", "How the amount was estimated, with the approximations", _find_method(facts), content),
        _fill(
            "10",
            "Day on which the requirement was met, or on which it became known that it will be",
            met,
            "Article 52(1)",
        ),
        _fill("11", "Notify without delay, at the latest on", last, "Article 52(1)"),
    ]


def _fill(number: str, label: str, answer: Filling, source: str, not_due: str = "") -> Entry:
    """Fill a field; `not_due` says why it may stay empty, if it may."""
    if answer.lines:
        return Entry(number, f"{number}. {label}", answer.lines, answer.remarks)
    told = f"{OPEN} {answer.missing or 'the profile does not state this'}"
    return Entry(number, f"{number}. {label}", (), [f"{f'{NOT_DUE} {not_due}' if not_due else told} ({source})."])


def _answer(lines: Sequence[str], what: str, found: Sequence[Fact], rest: str = "") -> Filling:
    return Filling(lines, describe_source(what, found), rest) if found else Filling()


def _find_compute(facts: ModelFacts, link: str, what: str) -> Filling:
    """Find an amount of compute with two significant figures; none are added, and rounding is told."""
    found = facts.find(facts.model, link)
    lines, rests = [], []
    for one in found:
        figures = _WHOLE.fullmatch(one.text)
        if figures and len((figures[1] + figures[2]).rstrip("0")) > 2:
            lines.append(f"{write_number(f'{float(one.text):.1e}'.replace('e+', 'e'))} FLOP")
            rests.append(f"check the rounding: the profile states {write_number(one.text)}")
        else:
            lines.append(f"{write_number(one.text)} FLOP")
            rests += ["give two significant figures"] if not figures or not figures[2] else []
    return _answer(lines, what, found, "; ".join(rests))


def _find_method(facts: ModelFacts) -> Filling:
    """Find how training compute was measured, in the words of the Model Documentation Form."""
    words = facts.follow("ag:technicalDocumentation", "cop:mdf.itm_41")
    rest = (
        "check that this is about the amount above, and add how you approximated where precise information is missing"
    )
    what = "measurement methodology in the Model Documentation Form"
    return _answer([one.text for one in words], what, words, rest)


def _find_arguments(facts: ModelFacts) -> Filling:
    lines, used = [], []
    for one in facts.find_nodes("ag:contestation"):
        days = facts.find(one.value, "ag:date")
        answers = [_ANSWERS.get(get_local_name(said.text), "") for said in facts.find(one.value, "ag:answer")]
        answered = facts.find(one.value, "ag:answeredOn")
        told = f"Handed in on {write_day(days[0].text)}" if days else "Handed in"
        told += f"; {answers[0]}" if answers and answers[0] else ""
        told += f" on {write_day(answered[0].text)}" if answers and answered else ""
        lines.append(f"{told}.")
        used += [*days, *answered]
    return Filling(lines, describe_source("arguments", used)) if lines else Filling()


def _list_notifications(facts: ModelFacts) -> list[str]:
    """List the notifications that the profile already states."""
    return [
        f"the profile states that a notification was made on {write_day(one.text)} ({one.place})."
        for one in facts.follow("ag:notification", "ag:date")
    ]
