"""An assessment in words, for the terminal, and as rows."""

import textwrap
from collections.abc import Sequence

from actgraph.assess import Duty, Model, Question
from actgraph.graph import Day
from actgraph.names import shorten
from actgraph.reasons import Reason
from actgraph.render import Row, in_markdown, one_line, plain

COLUMNS = (
    *("profile", "provider", "providerLabel", "model", "modelLabel", "obligation", "obligationLabel", "provision"),
    *("provisionLabel", "status", "since", "enforceableFrom", "limitedToModification", "routes", "measures"),
    *("evidence", "missing", "reasons", "questions"),
)
_WIDTH = 110


def rows(day: Day, name: str, models: Sequence[Model]) -> list[dict[str, object]]:
    """One row a duty, with the columns of `COLUMNS`; what there are several of is a list.

    Args:
        day: the graph of the day.
        name: of the profile.
        models: what was assessed.
    """
    return [
        {
            "profile": name,
            "provider": [iri for iri, _ in model.providers],
            "providerLabel": [label for _, label in model.providers],
            "model": model.iri,
            "modelLabel": model.label,
            "obligation": duty.obligation.iri,
            "obligationLabel": duty.obligation.label,
            "provision": duty.provision.iri,
            "provisionLabel": duty.provision.label,
            "status": duty.status,
            "since": duty.since or None,
            "enforceableFrom": duty.enforceable or None,
            "limitedToModification": duty.limited,
            "routes": [route.iri for route in duty.routes],
            "measures": list(duty.measures),
            "evidence": list(duty.evidence),
            "missing": list(duty.missing),
            "reasons": [reason._asdict() | {"sources": list(reason.sources)} for reason in duty.reasons],
            "questions": [_json(one) for one in duty.questions],
        }
        for model in models
        for duty in model.duties
    ]


def _json(question: Question) -> dict[str, object]:
    return {
        "iri": question.iri,
        "words": question.words,
        "answeredBy": list(question.answered_by),
        "source": question.source,
    }


def flat(day: Day, found: Sequence[dict[str, object]], form: str) -> list[Row]:
    """The rows with plain words in every cell, for csv and the like, and nothing that these would take for a command.

    Args:
        day: the graph of the day.
        found: rows as `rows` gives them.
        form: `csv`, `tsv` or `markdown`.
    """
    safe = in_markdown if form == "markdown" else _no_formula
    return [{name: safe(_cell(day, name, row[name]) or "") for name in COLUMNS} for row in found]


def _no_formula(words: str) -> str:
    """Words that no spreadsheet reckons with."""
    shown = plain(words)
    return f"'{shown}" if shown.lstrip().startswith(("=", "+", "-", "@")) else shown


def _cell(day: Day, name: str, value: object) -> str | None:
    if not isinstance(value, list):
        return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    if name == "reasons":
        return "; ".join(f"{one['words']} ({_sources(day, one['sources'])})" for one in value if one["depth"] < 2)
    if name == "questions":
        return "; ".join(one["words"] for one in value)
    return "; ".join(value)


def told(day: Day, models: Sequence[Model], power: str) -> str:
    """An assessment in words: of each model what it is, what is owed, and what is open.

    Args:
        day: the graph of the day.
        models: what was assessed.
        power: the day from which the Commission may fine, ISO 8601.
    """
    return plain("\n\n".join(_model(day, model, power) for model in models))


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
            rule = f"by {_sources(day, step.sources)}, rule {step.rule.rpartition('/')[2]}"
            lines += textwrap.wrap(
                rule, _WIDTH, initial_indent=pad + "  ", subsequent_indent=pad + "  ", break_on_hyphens=False
            )
        elif step.kind == "stated":
            lines.append(f"{pad}stated: {one_line(step.words)}{f'  ({one_line(step.where)})' if step.where else ''}")
        else:
            lines.append(f"{pad}law: {step.words}{f'  ({_sources(day, step.sources)})' if step.sources else ''}")
    return lines


def _provider(model: Model) -> str:
    if model.providers:
        return f"provided by {', '.join(one_line(label) for _, label in model.providers)}"
    return "nobody counts as its provider, by the facts given" if model.nobody else "who provides it is unknown"


def _model(day: Day, model: Model, power: str) -> str:
    lines = [one_line(model.label), f"  {_provider(model)}"]
    firsts = [(found[0].words.removeprefix(f"{model.label}: "), found[0].sources) for found in model.findings]
    lines += [f"  {one_line(said)}  ({_sources(day, by)})" for said, by in firsts if not said.startswith(_PROVIDED)]
    lines += _fines(day, model, power)
    for status in ("applies", "exempt", "unknown", "does not apply"):
        duties = [duty for duty in model.duties if duty.status == status]
        if duties:
            lines += ["", f"  {_HEADS[status]}"]
            lines += [line for duty in duties for line in _duty(day, duty)]
    if model.questions:
        lines += ["", "  What would settle what is open"]
        lines += _questions(day, model.questions, "    ")
    return "\n".join(lines)


_PROVIDED = "is provided by: "
_HEADS = {
    "applies": "Applies",
    "exempt": "Exempt",
    "unknown": "Unknown: no pass, the facts that are needed are not there",
    "does not apply": "Does not apply, by the facts given",
}


def _fines(day: Day, model: Model, power: str) -> list[str]:
    if not any(duty.status == "applies" for duty in model.duties):
        return []
    ceiling = f"EUR {float(model.ceiling):,.0f}{' at least' if model.at_least else ''}" if model.ceiling else ""
    if day.day < power:
        return [f"  fines: cannot yet be imposed, only from {power}; ceiling then {ceiling}  (Article 101(1))"]
    later = sorted({duty.enforceable for duty in model.duties if duty.enforceable > day.day})
    if later:
        return [
            f"  fines: can be imposed since {power}, for the duties as regards this model not before {later[0]};"
            f" ceiling {ceiling}  (Articles 101(1) and 111(3))"
        ]
    return [f"  fines: can be imposed, up to {ceiling}  (Article 101(1))"]


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
            f"      by {_sources(day, duty.reasons[0].sources)}, rule {duty.reasons[0].rule.rpartition('/')[2]}"
        )
    for route in duty.routes:
        with_measures = f": {_labels(day, duty.measures)}" if duty.measures and route.iri.endswith(".code") else ""
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


def _labels(day: Day, iris: Sequence[str]) -> str:
    """Labels, the measures of one chapter together: "Transparency Measures 1.1, 1.2"."""
    chapters: dict[str, list[str]] = {}
    for iri in iris:
        chapter, _, number = day.node(iri).label.rpartition(" Measure ")
        chapters.setdefault(chapter, []).append(number)
    return "; ".join(f"{chapter} Measures {', '.join(numbers)}" for chapter, numbers in chapters.items())


def _sources(day: Day, iris: Sequence[str]) -> str:
    """Labels, the paragraphs of one text together: "Guidelines C(2025) 5045, paragraphs 17, 20"."""
    texts: dict[str, list[str]] = {}
    for iri in iris:
        label = day.node(iri).label or shorten(iri)
        text, _, number = label.partition(", paragraph ")
        texts.setdefault(text, []).extend([number] if number else [])
    return ", ".join(
        f"{text}, paragraph{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}" if numbers else text
        for text, numbers in texts.items()
    )
