"""Write an assessment as text."""

import textwrap
from collections.abc import Sequence

from pyoxigraph import NamedNode, Triple

from actgraph.core.errors import InputError
from actgraph.core.prefixes import shorten_iri
from actgraph.core.suggestions import quote_text
from actgraph.core.tables import strip_controls, to_one_line
from actgraph.graph import catalog
from actgraph.graph.day import Day
from actgraph.profile.profile import Profile
from actgraph.profile.schema import get_term_value
from actgraph.reasoning import what_if
from actgraph.reasoning.assess import AssessedDuty, AssessedModel
from actgraph.reasoning.derived import DerivedProfile, expand_node
from actgraph.reasoning.duty_counts import OWED, format_duty_counts
from actgraph.reasoning.enforcement_text import describe_authority, describe_fines
from actgraph.reasoning.open_questions import OpenQuestion, format_hanging_duties
from actgraph.reasoning.proof import ProofStep
from actgraph.reasoning.reservations import Reservation

_WIDTH = 110


def format_assessment(day: Day, models: Sequence[AssessedModel]) -> str:
    """Format an assessment: of each model how many duties apply, what it is, what is owed for it, and what is open."""
    head = "\n".join(format_duty_counts(model.counts) for model in models)
    return strip_controls("\n\n".join([head, *(_format_model(day, model) for model in models)]))


def describe_refused_triples(profile: Profile, derived: DerivedProfile) -> list[str]:
    """Describe the first few statements of a profile that are not read, and which duties hang on them."""
    hanging = {doubt.triples[0]: doubt for doubt in what_if.find_doubts(derived) if len(doubt.triples) == 1}
    others = [one for one in [*derived.refused, *(one.triple for one in derived.unread)] if one not in hanging]
    lines = []
    for triple, doubt in list(hanging.items())[:_MAX_SHOWN]:
        near = f"; did you mean {' or '.join(map(shorten_iri, doubt.meant))}?" if doubt.meant else "."
        duties = format_hanging_duties(doubt, derived.day)
        lines.append(
            f"{profile.format_location(triple)}: cannot be read: {_format_statement(profile, triple)}{near}"
            f"{f' Unknown because of it: {duties}' if duties else ' No verdict depends on it'}"
        )
    lines += [
        f"{profile.format_location(one)}: not read, as it is not for a profile to state, or no word of the vocabulary:"
        f" {_format_statement(profile, one)}"
        for one in dict.fromkeys(others[:_MAX_SHOWN])
    ]
    more = max(0, len(hanging) - _MAX_SHOWN) + max(0, len(others) - _MAX_SHOWN)
    return [*lines, f"{more} more such statements are not read"] if more else lines


def _format_statement(profile: Profile, triple: Triple) -> str:
    value = triple.object
    told = profile.format_node(value) if isinstance(value, NamedNode) else quote_text(get_term_value(value))
    return f"{profile.format_node(triple.subject)} {profile.format_node(triple.predicate)} {told}"  # type: ignore[arg-type]


def build_no_model_error(profile_name: str, derived: DerivedProfile) -> InputError:
    """Build the error that says why no model of a profile could be assessed."""
    if derived.get_subjects("rdf:type", expand_node("ag:Model")):
        return InputError(
            "each model of the profile is only the base of another's, so none is assessed",
            where=profile_name,
            todo="Say of the other that it is a ag:Model too; no model is made from itself, nor by way of others.",
        )
    return InputError(
        "the profile describes no model that could be assessed",
        where=profile_name,
        todo="Say what is a model: <…> a ag:Model . A profile to start from: actgraph profile new",
    )


def format_duty_proof(day: Day, model: AssessedModel, duty: AssessedDuty) -> str:
    """Format the whole proof behind the status of one duty."""
    heading = format_status_heading(duty.status, duty.since)
    status = heading[0].lower() + heading[1:] if duty.status in _LATER else duty.status
    lines = [f"{duty.provision.label}, {duty.obligation.label}, for {to_one_line(model.label)}: {status}", ""]
    if duty.status == "unknown" and duty.proof:
        lines.append("  It would follow from what can be read, but the statements below can turn it.")
    lines += format_proof(day, duty.proof)
    if not duty.proof:
        lines.append("  No rule settles it: what is stated does not suffice.")
    lines += _format_reservations(day, duty.unless, "  ")
    lines += _format_questions(day, duty.questions, "  ")
    return strip_controls("\n".join(lines).rstrip())


def format_proof(day: Day, proof: Sequence[ProofStep]) -> list[str]:
    """Format a proof with one step per line, each indented further than the step that depends on it."""
    lines = []
    for step in proof:
        pad = "  " * (step.depth + 1)
        if step.kind == "derived":
            lines.append(f"{pad}{to_one_line(step.words)}")
            rule = f"by {format_sources(day, step.sources)}, rule {step.rule.rpartition('/')[2]}"
            lines += textwrap.wrap(
                rule, _WIDTH, initial_indent=pad + "  ", subsequent_indent=pad + "  ", break_on_hyphens=False
            )
        elif step.kind == "stated":
            lines.append(
                f"{pad}stated: {to_one_line(step.words)}{f'  ({to_one_line(step.where)})' if step.where else ''}"
            )
        else:
            lines.append(f"{pad}law: {step.words}{f'  ({format_sources(day, step.sources)})' if step.sources else ''}")
    return lines


def describe_provider(model: AssessedModel) -> str:
    """Say who provides a model or an AI system, or who uses one."""
    if model.kind != "model":
        verb = "use" if model.kind == "deployment" else "provide"
        who = ", ".join(to_one_line(label) for _, label in model.providers)
        return f"{model.kind}, {verb}d by {who}" if who else f"{model.kind}; who {verb}s it is unknown"
    if model.providers:
        return f"provided by {', '.join(to_one_line(label) for _, label in model.providers)}"
    return (
        "nobody counts as its provider, by the facts given" if model.has_no_provider else "who provides it is unknown"
    )


def _format_model(day: Day, model: AssessedModel) -> str:
    lines = [to_one_line(model.label), f"  {describe_provider(model)}"]
    lines += [f"  {to_one_line(text)}  ({format_sources(day, by)})" for text, by in list_model_conclusions(model)]
    notes = [*(f"warning: {line}" for line in model.warnings), *(f"not known: {line}" for line in model.not_known)]
    for line in notes:
        lines += _wrap_note(line)
    for line in describe_authority(day, model):
        lines += _wrap_note(f"authority: {line}")
    for line in describe_fines(day, model):
        lines += [f"  fines: {line}"] if model.kind == "model" else _wrap_note(f"fines: {line}")
    for status, since, duties in group_duties(model.duties, tuple(_STATUS_HEADINGS)):
        lines += ["", f"  {format_status_heading(status, since)}", *_format_duties(day, duties)]
    if model.questions:
        lines += ["", "  What would settle what is open"]
        lines += _format_questions(day, model.questions, "    ")
    return "\n".join(lines)


def _wrap_note(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")


def group_duties(duties: Sequence[AssessedDuty], order: Sequence[str]) -> list[tuple[str, str, Sequence[AssessedDuty]]]:
    """Group duties by status, and those that bind later by day: status, day or empty, and the duties, none empty.

    Args:
        duties: the duties of one model.
        order: the statuses in the order wanted.
    """
    keys = dict.fromkeys(
        (status, since) for status in order for since in sorted({_get_later_day(one) for one in duties})
    )
    groups = [
        (status, since, [one for one in duties if (one.status, _get_later_day(one)) == (status, since)])
        for status, since in keys
    ]
    return [group for group in groups if group[2]]


def _get_later_day(duty: AssessedDuty) -> str:
    return duty.since if duty.status in _LATER else ""


def format_status_heading(status: str, since: str = "") -> str:
    """Format the heading of the duties with a status; those that bind later are under their day.

    >>> format_status_heading("comply by", "2027-08-02")
    'Comply by 2 August 2027'
    """
    day = catalog.format_date(since) if since else "a day that is unknown"
    return f"{_STATUS_HEADINGS[status]} {day}" if status in _LATER else _STATUS_HEADINGS[status]


def list_model_conclusions(model: AssessedModel) -> list[tuple[str, Sequence[str]]]:
    """List what a model is by the rules, with the provisions for each, except who provides it (`describe_provider`)."""
    firsts = [(proof[0].words.removeprefix(f"{model.label}: "), proof[0].sources) for proof in model.conclusions]
    return [(text, sources) for text, sources in firsts if not text.startswith(_PROVIDER_PREFIX)]


_PROVIDER_PREFIX = "is provided by: "
_STATUS_HEADINGS = {
    "applies": "Applies",
    "comply by": "Comply by",
    "applies from": "Applies from",
    "exempt": "Exempt",
    "unknown": "Unknown: no pass; a fact is missing, unreadable or contradicted, or the law does not settle it",
    "does not apply": "Does not apply, by the facts given",
}
_LATER = ("comply by", "applies from")  # headings that are followed by a day
_MAX_SHOWN = 5


def _format_duties(day: Day, duties: Sequence[AssessedDuty]) -> list[str]:
    """Format the duties under one heading: first what would turn all of them; what several in a row share once."""
    common = [one for one in duties[0].unless if len(duties) > 1 and all(one in duty.unless for duty in duties)]
    lines = _format_reservations(day, common, "    each ")
    details = [_format_duty_details(day, duty, common) for duty in duties]
    for place, duty in enumerate(duties):
        lines.append(_format_duty_head(duty))
        if details[place] != next(iter(details[place + 1 : place + 2]), None):
            lines += details[place]
    return lines


def _format_reservations(day: Day, reservations: Sequence[Reservation], pad: str) -> list[str]:
    lines = []
    for one in reservations:
        text = f"unless {one.text}  ({format_sources(day, one.sources)})"
        lines += textwrap.wrap(
            text, _WIDTH, initial_indent=pad, subsequent_indent=" " * (len(pad) - len(pad.lstrip()) + 2)
        )
    return lines


def _format_duty_head(duty: AssessedDuty) -> str:
    head = f"    {duty.provision.label}  {duty.obligation.label}"
    if duty.status in OWED:
        head += f"; since {duty.since}" if duty.since and duty.status == "applies" else ""
        head += f", enforceable from {duty.enforceable_from}" if duty.enforceable_from else ""
        head += ", for the modification alone" if duty.limited_to_modification else ""
        head += ", by a fitting notice that does not hamper the work" if duty.limited_to_notice else ""
    return head


def _format_duty_details(day: Day, duty: AssessedDuty, common: Sequence[Reservation]) -> list[str]:
    lines = []
    if duty.status in ("exempt", "does not apply") and duty.proof:
        lines.append(
            f"      by {format_sources(day, duty.proof[0].sources)}, rule {duty.proof[0].rule.rpartition('/')[2]}"
        )
    lines += _format_reservations(day, [one for one in duty.unless if one not in common], "      ")
    texts = []
    for route in duty.routes:
        with_measures = (
            f": {format_measures(day, duty.measures)}" if duty.measures and route.iri.endswith(".code") else ""
        )
        way = route.label[0].lower() + route.label[1:]
        texts.append(f"shown by {way}{with_measures}; {'' if route.presumption else 'no '}presumption")
    for text in texts:
        lines += textwrap.wrap(text, _WIDTH, initial_indent="      ", subsequent_indent="        ")
    if duty.evidence:
        lines += textwrap.wrap(f"found: {'; '.join(duty.evidence)}", _WIDTH, initial_indent="      ")
    if duty.missing_evidence:
        lines.append(f"      missing: {', '.join(duty.missing_evidence)}")
    return lines


def _format_questions(day: Day, questions: Sequence[OpenQuestion], pad: str) -> list[str]:
    lines = []
    for one in questions:
        by = ", ".join(one.answered_by)
        text = f"{one.text}  ({day.get_node(one.source).label}; state {by})"
        lines += textwrap.wrap(text, _WIDTH, initial_indent=pad, subsequent_indent=pad + "  ", break_on_hyphens=False)
    return lines


def format_measures(day: Day, iris: Sequence[str]) -> str:
    """Format the labels of some measures, grouped by chapter: "Transparency Measures 1.1, 1.2"."""
    chapters: dict[str, list[str]] = {}
    for iri in iris:
        chapter, _, number = day.get_node(iri).label.rpartition(" Measure ")
        chapters.setdefault(chapter, []).append(number)
    return "; ".join(f"{chapter} Measures {', '.join(numbers)}" for chapter, numbers in chapters.items())


def format_sources(day: Day, iris: Sequence[str]) -> str:
    """Format the labels of some provisions, grouped by text: "Guidelines C(2025) 5045, paragraphs 17, 20"."""
    texts: dict[str, list[str]] = {}
    for iri in iris:
        label = day.get_node(iri).label or shorten_iri(iri)
        text, _, number = label.partition(", paragraph ")
        texts.setdefault(text, []).extend([number] if number else [])
    return ", ".join(
        f"{text}, paragraph{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}" if numbers else text
        for text, numbers in texts.items()
    )
