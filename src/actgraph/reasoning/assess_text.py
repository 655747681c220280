"""An assessment in words."""

import textwrap
from collections.abc import Sequence

from pyoxigraph import NamedNode, Triple

from actgraph.core.errors import InputError
from actgraph.core.prefixes import expand, shorten
from actgraph.core.tables import one_line, plain
from actgraph.graph.day import Day
from actgraph.profile.profile import Profile
from actgraph.reasoning.assess import Duty, Model
from actgraph.reasoning.derived import Derived
from actgraph.reasoning.open_questions import Question
from actgraph.reasoning.proof import Reason

_WIDTH = 110


def told(day: Day, models: Sequence[Model]) -> str:
    """An assessment in words: of each model what it is, what is owed, and what is open.

    Args:
        day: the graph of the day.
        models: what was assessed.
    """
    return plain("\n\n".join(_model(day, model) for model in models))


def not_read(read: Profile, refused: Sequence[Triple]) -> list[str]:
    """What is told of statements that are not for a profile to make, as they change nothing; of the first few each.

    Args:
        read: the profile.
        refused: these statements.
    """
    told = [
        f"{read.where(one)}: not read, as it is not for a profile to state, or no word of the vocabulary:"
        f" {read.shown(one.subject)} {shorten(one.predicate.value)}"  # type: ignore[arg-type]
        for one in refused[:_SHOWN]
    ]
    if len(refused) > _SHOWN:
        told.append(f"{len(refused) - _SHOWN} more such statements are not read")
    return told


def nothing(name: str, derived: Derived) -> InputError:
    """Why none of the models of a profile could be assessed.

    Args:
        name: of the profile.
        derived: what follows from it.
    """
    if derived.subjects("rdf:type", NamedNode(expand("ag:Model") or "")):
        return InputError(
            "each model of the profile is only the base of another's, so none is assessed",
            where=name,
            todo="Say of the other that it is a ag:Model too; no model is made from itself, nor by way of others.",
        )
    return InputError(
        "the profile describes no model that could be assessed",
        where=name,
        todo="Say what is a model: <…> a ag:Model . A profile to start from: actgraph profile new",
    )


def why(day: Day, model: Model, duty: Duty) -> str:
    """One chain in full.

    Args:
        day: the graph of the day.
        model: the model.
        duty: one of its duties.
    """
    lines = [f"{duty.provision.label}, {duty.obligation.label}, for {one_line(model.label)}: {duty.status}", ""]
    lines += chain(day, duty.reasons)
    if not duty.reasons:
        lines.append("  No rule settles it: what is stated does not suffice.")
    lines += _questions(day, duty.questions, "  ")
    return plain("\n".join(lines).rstrip())


def chain(day: Day, reasons: Sequence[Reason]) -> list[str]:
    """A chain of reasons, a step a line, each further in than what rests on it.

    Args:
        day: the graph of the day.
        reasons: the steps.
    """
    lines = []
    for step in reasons:
        pad = "  " * (step.depth + 1)
        if step.kind == "derived":
            lines.append(f"{pad}{one_line(step.words)}")
            rule = f"by {sources(day, step.sources)}, rule {step.rule.rpartition('/')[2]}"
            lines += textwrap.wrap(
                rule, _WIDTH, initial_indent=pad + "  ", subsequent_indent=pad + "  ", break_on_hyphens=False
            )
        elif step.kind == "stated":
            lines.append(f"{pad}stated: {one_line(step.words)}{f'  ({one_line(step.where)})' if step.where else ''}")
        else:
            lines.append(f"{pad}law: {step.words}{f'  ({sources(day, step.sources)})' if step.sources else ''}")
    return lines


def provider(model: Model) -> str:
    """Who provides a model, in words.

    Args:
        model: what was assessed.
    """
    if model.providers:
        return f"provided by {', '.join(one_line(label) for _, label in model.providers)}"
    return "nobody counts as its provider, by the facts given" if model.nobody else "who provides it is unknown"


def _model(day: Day, model: Model) -> str:
    lines = [one_line(model.label), f"  {provider(model)}"]
    lines += [f"  {one_line(said)}  ({sources(day, by)})" for said, by in what(model)]
    lines += [f"  fines: {line}" for line in fines(day, model)]
    for status in HEADS:
        duties = [duty for duty in model.duties if duty.status == status]
        if duties:
            lines += ["", f"  {HEADS[status]}"]
            lines += [line for duty in duties for line in _duty(day, duty)]
    if model.questions:
        lines += ["", "  What would settle what is open"]
        lines += _questions(day, model.questions, "    ")
    return "\n".join(lines)


def what(model: Model) -> list[tuple[str, Sequence[str]]]:
    """What a model is by the rules, each with the provisions that it stands on; who provides it is told elsewhere.

    Args:
        model: what was assessed.
    """
    firsts = [(found[0].words.removeprefix(f"{model.label}: "), found[0].sources) for found in model.findings]
    return [(said, by) for said, by in firsts if not said.startswith(_PROVIDED)]


_PROVIDED = "is provided by: "
HEADS = {
    "applies": "Applies",
    "exempt": "Exempt",
    "unknown": "Unknown: no pass, the facts that are needed are not there",
    "does not apply": "Does not apply, by the facts given",
}
_SHOWN = 5
_POWER = (
    "PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX rdg: <https://w3id.org/actgraph/reading/>"
    " SELECT ?date { <https://w3id.org/actgraph/reading/pow_101.1.sub1> ag:appliesBy ?one . ?one ag:date ?date }"
)


def fines(day: Day, model: Model) -> list[str]:
    """Since or from when fines can be imposed for a model, and up to which amount; none where no duty applies.

    Args:
        day: the graph of the day.
        model: what was assessed.
    """
    if not any(duty.status == "applies" for duty in model.duties):
        return []
    rows = day.rows(_POWER)
    power = (rows[0]["date"] or "") if rows else "9999"
    ceiling = f"EUR {float(model.ceiling):,.0f}{' at least' if model.at_least else ''}" if model.ceiling else ""
    if day.day < power:
        return [f"cannot yet be imposed, only from {power}; ceiling then {ceiling}  (Article 101(1))"]
    binding = [duty for duty in model.duties if duty.status == "applies"]
    later = sorted({duty.enforceable for duty in binding if duty.enforceable > day.day})
    undated = any(not duty.enforceable for duty in binding)
    rest = "since when is unknown" if undated else f"not before {later[0]}" if later else ""
    if any(duty.enforceable and duty.enforceable <= day.day for duty in binding):
        more = f"; for some duties {rest}" if rest else ""
        return [f"can be imposed, up to {ceiling}{more}  (Article 101(1))"]
    if rest:
        return [
            f"can be imposed since {power}, for the duties as regards this model {rest};"
            f" ceiling {ceiling}  (Articles 101(1) and 111(3))"
        ]
    return [f"can be imposed, up to {ceiling}  (Article 101(1))"]


def _duty(day: Day, duty: Duty) -> list[str]:
    head = f"    {duty.provision.label}  {duty.obligation.label}"
    if duty.status == "applies":
        to_come = duty.since > day.day
        head += f"; {'to be met by' if to_come else 'since'} {duty.since}" if duty.since else ""
        head += f", enforceable from {duty.enforceable}" if duty.enforceable else ""
        head += ", for the modification alone" if duty.limited else ""
    lines = [head]
    if duty.status in ("exempt", "does not apply") and duty.reasons:
        lines.append(
            f"      by {sources(day, duty.reasons[0].sources)}, rule {duty.reasons[0].rule.rpartition('/')[2]}"
        )
    for route in duty.routes:
        with_measures = f": {labels(day, duty.measures)}" if duty.measures and route.iri.endswith(".code") else ""
        way = route.label[0].lower() + route.label[1:]
        text = f"shown by {way}{with_measures}; {'' if route.presumption else 'no '}presumption"
        lines += textwrap.wrap(text, _WIDTH, initial_indent="      ", subsequent_indent="        ")
    if duty.evidence:
        lines += textwrap.wrap(f"found: {'; '.join(duty.evidence)}", _WIDTH, initial_indent="      ")
    if duty.missing:
        lines.append(f"      missing: {', '.join(duty.missing)}")
    return lines


def _questions(day: Day, questions: Sequence[Question], pad: str) -> list[str]:
    lines = []
    for one in questions:
        by = ", ".join(one.answered_by)
        text = f"{one.words}  ({day.node(one.source).label}; state {by})"
        lines += textwrap.wrap(text, _WIDTH, initial_indent=pad, subsequent_indent=pad + "  ", break_on_hyphens=False)
    return lines


def labels(day: Day, iris: Sequence[str]) -> str:
    """The labels of some measures, those of one chapter together: "Transparency Measures 1.1, 1.2".

    Args:
        day: the graph of the day.
        iris: the measures.
    """
    chapters: dict[str, list[str]] = {}
    for iri in iris:
        chapter, _, number = day.node(iri).label.rpartition(" Measure ")
        chapters.setdefault(chapter, []).append(number)
    return "; ".join(f"{chapter} Measures {', '.join(numbers)}" for chapter, numbers in chapters.items())


def sources(day: Day, iris: Sequence[str]) -> str:
    """The labels of some provisions, the paragraphs of one text together: "Guidelines C(2025) 5045, paragraphs 17, 20".

    Args:
        day: the graph of the day.
        iris: the provisions.
    """
    texts: dict[str, list[str]] = {}
    for iri in iris:
        label = day.node(iri).label or shorten(iri)
        text, _, number = label.partition(", paragraph ")
        texts.setdefault(text, []).extend([number] if number else [])
    return ", ".join(
        f"{text}, paragraph{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}" if numbers else text
        for text, numbers in texts.items()
    )
