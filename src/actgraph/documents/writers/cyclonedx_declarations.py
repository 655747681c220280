"""The declarations of a CycloneDX bill: which duties bind, and what the profile names to show them."""

from collections.abc import Sequence
from typing import Any

from actgraph.documents.writers.duties import Standing, describe_evidence, describe_status, is_owed
from actgraph.documents.writers.model_facts import ModelFacts
from actgraph.graph.day import Day
from actgraph.reasoning.assess import AssessedDuty

_ELI = "http://data.europa.eu/eli/reg/2024/1689/oj"


def build_standard(day: Day, duties: Sequence[AssessedDuty]) -> dict[str, Any]:
    """Build the Act as a standard whose requirements are the duties.

    Args:
        day: the graph of the day.
        duties: the duties of the model.
    """
    requirements = [
        {
            "bom-ref": _name_requirement(duty),
            "identifier": duty.provision.label,
            "title": duty.obligation.label,
            "externalReferences": [{"type": "documentation", "url": duty.provision.iri}],
        }
        for duty in duties
    ]
    return {
        "bom-ref": "ai-act",
        "name": "Regulation (EU) 2024/1689 (AI Act)",
        "version": day.short_basis,
        "owner": "European Union",
        "requirements": requirements,
        "externalReferences": [{"type": "documentation", "url": _ELI}],
    }


def build_declarations(facts: ModelFacts, day: Day, standing: Standing, model: str) -> dict[str, Any]:
    """Build the declarations: one attestation that maps each duty to the claims for it.

    No score says how far a duty is met: nobody has measured it. Nothing is signed or affirmed: a person must do that.

    Args:
        facts: what the profile states of the model.
        day: the graph of the day.
        standing: where the model stands on that day.
        model: the reference of its component.
    """
    claims, evidence, mapped = [], [], []
    for duty in standing.model.duties:
        requirement = _name_requirement(duty)
        entry: dict[str, Any] = {"requirement": requirement, "conformance": {"rationale": _explain(duty)}}
        if is_owed(duty) and duty.evidence:
            names = [f"{requirement}-evidence-{number}" for number in range(1, len(duty.evidence) + 1)]
            evidence += [
                {"bom-ref": name, "propertyName": duty.provision.label, "description": title}
                for name, title in zip(names, duty.evidence, strict=True)
            ]
            claim = {
                "bom-ref": f"{requirement}-claim",
                "target": model,
                "predicate": f"The profile names evidence for {duty.provision.label}: {duty.obligation.label}",
                "reasoning": f"As {facts.profile.name} states; actgraph has not read the evidence.",
                "evidence": names,
            }
            claims.append(claim)
            entry["claims"] = [claim["bom-ref"]]
        mapped.append(entry)
    summary = (
        "Nobody has assessed, signed or affirmed this: actgraph derived it from the profile."
        f" Duties of Articles 52 to 55 of the AI Act as of {day.date}, by the facts of {facts.profile.name}."
        " A duty has no claim if it does not bind, is undecided, or has no evidence; the rationale gives the reason."
    )
    return {
        "attestations": [{"summary": summary, "map": mapped}],
        "claims": claims,
        "evidence": evidence,
    }


def _explain(duty: AssessedDuty) -> str:
    told = describe_evidence(duty)
    if duty.evidence and told:
        told = f"The profile names evidence: {told}. Nobody has assessed whether the duty is met."
    if duty.status == "exempt" and duty.unless:
        told = f"Unless {duty.unless[0].text}."
    return f"{describe_status(duty)[0].upper()}{describe_status(duty)[1:]}." + (f" {told}" if told else "")


def _name_requirement(duty: AssessedDuty) -> str:
    return duty.obligation.iri.rpartition("/")[2]
