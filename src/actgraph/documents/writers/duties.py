"""The duties of a model and the findings of its profile, for documents that show where it stands."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode

from actgraph.core.errors import InputError
from actgraph.documents.remarks import NOTE
from actgraph.graph import catalog
from actgraph.graph.day import Day
from actgraph.profile.profile import Profile
from actgraph.reasoning.assess import AssessedDuty, AssessedModel
from actgraph.reasoning.assessment import assess_profile
from actgraph.reasoning.derived import DerivedProfile, expand_node
from actgraph.reasoning.duty_counts import OWED
from actgraph.validation.findings import Finding
from actgraph.validation.findings_builder import FindingsBuilder
from actgraph.validation.validate import validate_derived

_SHORT_NAME = re.compile(r"[\w.-]*:\S+")  # stands for evidence without a title
_NAMELESS = "stated in the profile, without a title"


class Standing(NamedTuple):
    """Where a model stands on a day.

    Attributes:
        model: its assessment.
        findings: what is not shown or wrong in the profile, the gravest first.
        derived: the profile with everything that follows from it.
    """

    model: AssessedModel
    findings: Sequence[Finding]
    derived: DerivedProfile


def assess_standing(profile: Profile, model: str, day: Day) -> Standing:
    """Assess one model of a profile, and validate the profile.

    Args:
        profile: the profile.
        model: IRI of the model.
        day: the graph of the day.

    Raises:
        InputError: the model is not assessed, as it is only the base of another.

    >>> from actgraph.core import paths
    >>> from actgraph.graph.day import open_day
    >>> from actgraph.profile.profile import read_profile
    >>> profile = read_profile(paths.get_data_path("examples", "startup.ttl"))
    >>> found = assess_standing(profile, "https://w3id.org/actgraph/examples/startup.model", open_day("2026-11-24"))
    >>> found.model.counts.counts["applies"], [finding.severity for finding in found.findings]
    (4, ['info', 'info'])
    """
    derived = DerivedProfile(profile.triples, day)
    assessed = {one.iri: one for one in assess_profile(profile, derived).models}
    if model not in assessed:
        raise InputError(
            "this model is not assessed, because it is only the base of another model",
            where=f"{profile.name}, {model}",
            todo="Choose the model that is made from it: --model NAME",
        )
    builder = FindingsBuilder(day)
    builder.add_results(profile, derived, validate_derived(derived))
    return Standing(assessed[model], tuple(builder.build_report([]).findings), derived)


def describe_status(duty: AssessedDuty) -> str:
    """Say in words whether a duty binds, and since or from when.

    >>> from actgraph.core import paths
    >>> from actgraph.graph.day import open_day
    >>> from actgraph.profile.profile import read_profile
    >>> profile = read_profile(paths.get_data_path("examples", "startup.ttl"))
    >>> found = assess_standing(profile, "https://w3id.org/actgraph/examples/startup.model", open_day("2026-11-24"))
    >>> [describe_status(one) for one in found.model.duties if one.provision.label == "Article 53(1)(d)"]
    ['applies since 17 March 2026']
    """
    since = catalog.format_date(duty.since[:10]) if duty.since else ""
    told = {
        "applies": f"applies since {since}" if since else "applies; since when is unknown",
        "comply by": f"must be complied with by {since or 'a later day that is unknown'}",
        "applies from": f"applies from {since or 'a later day that is unknown'}",
        "does not apply": "does not apply, on the facts given",
        "exempt": "exempt, on the facts given",
    }
    limited = ", for the modification only" if duty.limited_to_modification else ""
    return told.get(duty.status, duty.status) + limited


def describe_evidence(duty: AssessedDuty) -> str:
    """Say what the profile names to show a duty, or what is missing.

    For a duty that does not bind, and one that is unknown without a question, the text is empty.
    """
    if duty.status == "unknown":
        return "; ".join(dict.fromkeys(one.text for one in duty.questions))
    if duty.status not in OWED:
        return ""
    named = (_NAMELESS if _SHORT_NAME.fullmatch(one) else one for one in duty.evidence)
    return "; ".join(dict.fromkeys(named)) or "The profile names no evidence."


def list_duty_notes(standing: Standing, labels: Sequence[str]) -> list[str]:
    """List the status of some duties, as remarks at the head of a document.

    Args:
        standing: where the model stands.
        labels: citations of the provisions, such as `Article 53(1)(d)`.

    >>> from actgraph.core import paths
    >>> from actgraph.graph.day import open_day
    >>> from actgraph.profile.profile import read_profile
    >>> profile = read_profile(paths.get_data_path("examples", "startup.ttl"))
    >>> found = assess_standing(profile, "https://w3id.org/actgraph/examples/startup.model", open_day("2026-11-24"))
    >>> list_duty_notes(found, ["Article 53(1)(a)"])
    ['Note: on the facts given, the provider is exempt from Article 53(1)(a).']
    """
    found = []
    for one in standing.model.duties:
        if one.provision.label in labels:
            label = one.provision.label
            told = {
                "exempt": f"on the facts given, the provider is exempt from {label}",
                "does not apply": f"on the facts given, {label} does not apply to this model",
                "unknown": f"whether {label} applies to this model is unknown",
            }
            found.append(f"{NOTE} {told.get(one.status, f'on the facts given, {label} {describe_status(one)}')}.")
    return found


def is_in_union(standing: Standing) -> bool:
    """Tell whether each provider of the model is established in the Union or the European Economic Area."""
    classes = [
        standing.derived.has_triple(NamedNode(iri), "rdf:type", expand_node("ag:UnionProvider"))
        for iri, _ in standing.model.providers
    ]
    return bool(classes) and all(classes)


def is_owed(duty: AssessedDuty) -> bool:
    """Tell whether a duty binds, now or from a later day."""
    return duty.status in OWED
