"""Write where a model stands as a page of HTML that prints on one sheet of A4, for who decides about it."""

from collections.abc import Sequence
from html import escape

from actgraph.core.tables import strip_controls
from actgraph.documents.writers.duties import Standing, describe_evidence, describe_status, is_owed
from actgraph.documents.writers.model_facts import ModelFacts
from actgraph.graph import catalog
from actgraph.graph.day import Day
from actgraph.reasoning.assess import AssessedDuty
from actgraph.reasoning.fines import assess_fines
from actgraph.validation.findings import Finding

_MOST_FINDINGS = 3
_MOST_LETTERS = 1_200  # of all findings that are shown
_MOST_QUESTIONS = 2
_MOST_TEXT = 110  # characters of a cell
_STYLE = """
@page { size: A4; margin: 10mm 12mm }
body { font: 8.5pt/1.22 Arial, Helvetica, sans-serif; max-width: 186mm; margin: 1em auto; color: #111 }
h1 { font-size: 15pt; margin: 0 0 1mm }
h2 { font-size: 11pt; margin: 3mm 0 1mm }
p { margin: 0 0 1.5mm }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid #999; padding: 0.7mm 1.5mm; text-align: left; vertical-align: top }
th:nth-child(1) { width: 14% } th:nth-child(2) { width: 39% } th:nth-child(3) { width: 22% }
.next { border: 1px solid #111; padding: 1.5mm; margin: 2mm 0 }
.open { color: #9c1c1c; font-weight: bold }
ol { margin: 0; padding-left: 5mm }
footer { font-size: 8pt; color: #444; margin-top: 2mm }
"""


def write_status(facts: ModelFacts, day: Day, standing: Standing) -> str:
    """Write the page.

    Args:
        facts: what the profile states of the model.
        day: the graph of the day.
        standing: where the model stands on that day.
    """
    model = standing.model
    name = _escape(facts.get_name(facts.model))
    providers = ", ".join(label for _, label in model.providers)
    who = f"Provider: {_escape(providers)}." if providers else "Who provides it is unknown."
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        f"<head><meta charset='utf-8'><title>{name}: status</title><style>{_STYLE}</style></head>",
        "<body><main>",
        f"<h1>{name}: status under Articles 52 to 55 of the AI Act</h1>",
        f"<p>{catalog.format_date(day.date)}. {who} {_escape(_count(standing))}</p>",
        f"<p class='next'>{_escape(_tell_next(standing))}</p>",
        "<h2>Duties that bind, now or later</h2>",
        *_write_fines(day, standing),
        *_write_duties([one for one in model.duties if is_owed(one)]),
        "<h2>Undecided</h2>",
        *_write_unknown([one for one in model.duties if one.status == "unknown"]),
        f"<h2>What to do first ({len(standing.findings)} findings)</h2>",
        *_write_findings(standing.findings),
        *_write_rest(model.duties),
        f"<footer>Filled from {_escape(facts.profile.name)} by actgraph; {_escape(day.short_basis)}. This"
        " page is not about duties for AI systems. It judges the profile, not the model or the conduct of its provider."
        " No legal advice.</footer>",
        "</main></body></html>",
    ]
    return "\n".join(lines) + "\n"


def _count(standing: Standing) -> str:
    owed = [one for one in standing.model.duties if is_owed(one)]
    lacking = sum(not one.evidence for one in owed)
    unknown = sum(one.status == "unknown" for one in standing.model.duties)
    told = f"{len(owed)} duties bind now or later."
    if owed and lacking:
        told += f" For {lacking} of them, the profile names no evidence."
    elif owed:
        told += " The profile names evidence for each; actgraph has not read it."
    return f"{told} {unknown} duties are undecided." if unknown else told


def _tell_next(standing: Standing) -> str:
    counts = standing.model.counts
    if not counts.next_change:
        return "No further duty is due to start, on the facts given."
    verb = "duty binds" if counts.added == 1 else "duties bind"
    return f"Next: on {catalog.format_date(counts.next_change)}, {counts.added} more {verb}."


def _write_fines(day: Day, standing: Standing) -> list[str]:
    fines = assess_fines(day, standing.model)
    if fines is None:
        return []
    when = "" if fines.is_in_force else f"From {catalog.format_date(fines.power_from)}: "
    told = (
        f"{when}The Commission may fine the provider if it finds an intentional or negligent infringement or failure"
        f" listed in Article 101(1), points (a) to (d). The fine is {fines.ceiling}."
    )
    if fines.has_unknown_date:
        told += " For some duties, the day from which it may do so is unknown."
    elif fines.later_from:
        told += f" For some duties, not before {catalog.format_date(fines.later_from)} (Article 111(3))."
    return [f"<p>{_escape(told)}</p>"]


def _write_duties(duties: Sequence[AssessedDuty]) -> list[str]:
    if not duties:
        return ["<p>None, on the facts given.</p>"]
    heads = ("Provision", "Duty", "Status", "Evidence that the profile names")
    lines = ["<table><thead><tr>", *(f"<th scope='col'>{head}</th>" for head in heads), "</tr></thead><tbody>"]
    for one in duties:
        evidence = _clip(describe_evidence(one))
        shown = _escape(evidence) if one.evidence else f"<span class='open'>{_escape(evidence)}</span>"
        cells = (one.provision.label, _clip(one.obligation.label), describe_status(one))
        lines.append("<tr>" + "".join(f"<td>{_escape(cell)}</td>" for cell in cells) + f"<td>{shown}</td></tr>")
    return [*lines, "</tbody></table>"]


def _write_unknown(duties: Sequence[AssessedDuty]) -> list[str]:
    if not duties:
        return ["<p>None.</p>"]
    labels = ", ".join(one.provision.label for one in duties)
    questions = dict.fromkeys(question.text for one in duties for question in one.questions)
    lines = [f"<p><span class='open'>Unknown does not mean compliant:</span> {_escape(labels)}.</p>", "<ol>"]
    lines += [f"<li>{_escape(_clip(text, 200))}</li>" for text in list(questions)[:_MOST_QUESTIONS]]
    lines.append("</ol>")
    if (more := len(questions) - _MOST_QUESTIONS) > 0:
        lines.append(f"<p>{more} more questions: actgraph assess.</p>")
    return lines


def _write_findings(findings: Sequence[Finding]) -> list[str]:
    if not findings:
        return ["<p>No finding. That is no proof of compliance.</p>"]
    lines, used, shown = ["<ol>"], 0, 0
    for one in findings[:_MOST_FINDINGS]:
        used += len(one.message) + len(one.todo)
        if shown and used > _MOST_LETTERS:  # an instruction is shown whole or not at all
            break
        shown += 1
        place = f"{one.profile}:{one.line}" if one.line else one.profile
        cited = f" ({_escape(one.source_label)})" if one.source_label else ""
        told = f"{_escape(one.message)}{cited} <i>{_escape(one.todo)}</i>"
        lines.append(f"<li><b>{_escape(one.kind)}</b>: {told} ({_escape(place)})</li>")
    lines.append("</ol>")
    if more := len(findings) - shown:
        lines.append(f"<p>{more} more: actgraph validate.</p>")
    return lines


def _write_rest(duties: Sequence[AssessedDuty]) -> list[str]:
    lines = []
    for status, head in (("exempt", "Exempt"), ("does not apply", "Does not apply, on the facts given")):
        named = [f"{one.provision.label}, {one.obligation.label}" for one in duties if one.status == status]
        if labels := "; ".join(named):
            lines.append(f"<p><b>{head}:</b> {_escape(labels)}.</p>")
    return lines


def _clip(text: str, most: int = _MOST_TEXT) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _escape(text: str) -> str:
    return escape(strip_controls(text))
