"""Write an assessment as text."""

import textwrap
from collections.abc import Sequence

from pyoxigraph import Triple

from actgraph.core.errors import InputError
from actgraph.core.prefixes import shorten_iri
from actgraph.core.tables import strip_controls, to_one_line
from actgraph.graph.day import Day
from actgraph.profile.profile import Profile
from actgraph.reasoning.assess import AssessedDuty, AssessedModel
from actgraph.reasoning.derived import DerivedProfile, expand_node
from actgraph.reasoning.fines import assess_fines
from actgraph.reasoning.open_questions import OpenQuestion
from actgraph.reasoning.proof import ProofStep

_WIDTH = 110


def format_assessment(day: Day, models: Sequence[AssessedModel]) -> str:
    """Format an assessment: of each model what it is, what is owed for it, and what is open."""
    return strip_controls("\n\n".join(_format_model(day, model) for model in models))


def describe_refused_triples(profile: Profile, refused: Sequence[Triple]) -> list[str]:
    """Describe the triples that a profile may not state, which change nothing; only the first few one by one."""
    lines = [
        f"{profile.format_location(one)}: not read, as it is not for a profile to state, or no word of the vocabulary:"
        f" {profile.format_node(one.subject)} {shorten_iri(one.predicate.value)}"  # type: ignore[arg-type]
        for one in refused[:_MAX_SHOWN]
    ]
    if len(refused) > _MAX_SHOWN:
        lines.append(f"{len(refused) - _MAX_SHOWN} more such statements are not read")
    return lines


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
    lines = [f"{duty.provision.label}, {duty.obligation.label}, for {to_one_line(model.label)}: {duty.status}", ""]
    lines += format_proof(day, duty.proof)
    if not duty.proof:
        lines.append("  No rule settles it: what is stated does not suffice.")
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
    """Say who provides a model."""
    if model.providers:
        return f"provided by {', '.join(to_one_line(label) for _, label in model.providers)}"
    return (
        "nobody counts as its provider, by the facts given" if model.has_no_provider else "who provides it is unknown"
    )


def _format_model(day: Day, model: AssessedModel) -> str:
    lines = [to_one_line(model.label), f"  {describe_provider(model)}"]
    lines += [f"  {to_one_line(text)}  ({format_sources(day, by)})" for text, by in list_model_conclusions(model)]
    lines += [f"  fines: {line}" for line in describe_fines(day, model)]
    for status in STATUS_HEADINGS:
        duties = [duty for duty in model.duties if duty.status == status]
        if duties:
            lines += ["", f"  {STATUS_HEADINGS[status]}"]
            lines += [line for duty in duties for line in _format_duty(day, duty)]
    if model.questions:
        lines += ["", "  What would settle what is open"]
        lines += _format_questions(day, model.questions, "    ")
    return "\n".join(lines)


def list_model_conclusions(model: AssessedModel) -> list[tuple[str, Sequence[str]]]:
    """List what a model is by the rules, with the provisions for each, except who provides it (`describe_provider`)."""
    firsts = [(proof[0].words.removeprefix(f"{model.label}: "), proof[0].sources) for proof in model.conclusions]
    return [(text, sources) for text, sources in firsts if not text.startswith(_PROVIDER_PREFIX)]


_PROVIDER_PREFIX = "is provided by: "
STATUS_HEADINGS = {
    "applies": "Applies",
    "exempt": "Exempt",
    "unknown": "Unknown: no pass, the facts that are needed are not there",
    "does not apply": "Does not apply, by the facts given",
}
_MAX_SHOWN = 5


def describe_fines(day: Day, model: AssessedModel) -> list[str]:
    """Say from when, and with which ceiling, fines can be imposed as regards a model; empty if no duty applies."""
    fines = assess_fines(day, model)
    if fines is None:
        return []
    ceiling = f"for intent or negligence, {fines.ceiling}"
    if not fines.is_in_force:
        return [f"cannot yet be imposed, only from {fines.power_from}; then, {ceiling}  (Article 101(1))"]
    later = f"not before {fines.later_from}" if fines.later_from else ""
    rest = "the day from which they can be imposed is unknown" if fines.has_unknown_date else later
    if fines.is_enforceable:
        more = f"; for some duties {rest}" if rest else ""
        return [f"can be imposed {ceiling}{more}  (Article 101(1))"]
    if rest:
        return [
            f"can be imposed since {fines.power_from}, for the duties as regards this model {rest};"
            f" {ceiling}  (Articles 101(1) and 111(3))"
        ]
    return [f"can be imposed {ceiling}  (Article 101(1))"]


def _format_duty(day: Day, duty: AssessedDuty) -> list[str]:
    head = f"    {duty.provision.label}  {duty.obligation.label}"
    if duty.status == "applies":
        to_come = duty.since > day.date
        head += f"; {'to be met by' if to_come else 'since'} {duty.since}" if duty.since else ""
        head += f", enforceable from {duty.enforceable_from}" if duty.enforceable_from else ""
        head += ", for the modification alone" if duty.limited_to_modification else ""
    lines = [head]
    if duty.status in ("exempt", "does not apply") and duty.proof:
        lines.append(
            f"      by {format_sources(day, duty.proof[0].sources)}, rule {duty.proof[0].rule.rpartition('/')[2]}"
        )
    for route in duty.routes:
        with_measures = (
            f": {format_measures(day, duty.measures)}" if duty.measures and route.iri.endswith(".code") else ""
        )
        way = route.label[0].lower() + route.label[1:]
        text = f"shown by {way}{with_measures}; {'' if route.presumption else 'no '}presumption"
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
