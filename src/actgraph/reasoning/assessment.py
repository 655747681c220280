"""The assessment of a profile: what its provider owes for each model on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from actgraph.core.tables import JsonValue
from actgraph.graph.day import Day
from actgraph.profile.profile import Profile
from actgraph.reasoning.assess import AssessedModel, assess_models
from actgraph.reasoning.derived import DerivedProfile


@dataclass(frozen=True, eq=False)
class Assessment:
    """What the provider of a profile owes for each of its models on a day.

    Attributes:
        profile: the profile.
        day: the graph of the day.
        models: the assessed models, each with its duties; at least one.
        derived: the profile with everything that follows from it; `refused` are its statements that are not read.

    >>> import actgraph
    >>> from actgraph.core import paths
    >>> found = actgraph.assess(paths.get_data_path("examples", "startup.ttl"), on="2026-11-24")
    >>> duty = found.models[0].duties[0]
    >>> duty.provision.label, duty.status
    ('Article 52(1)', 'does not apply')
    """

    profile: Profile = field(repr=False)
    day: Day = field(repr=False)
    models: Sequence[AssessedModel] = field(repr=False)
    derived: DerivedProfile = field(repr=False)

    def to_dicts(self) -> list[Mapping[str, JsonValue]]:
        """Return what `assess -f json` prints: for each duty of each model its row, documented in docs/json.md."""
        from actgraph.reasoning import assess_table

        return assess_table.build_assessment_rows(self.day, self.profile.name, self.models)


def assess_profile(profile: Profile, derived: DerivedProfile) -> Assessment:
    """Assess the models of a profile.

    Args:
        profile: the profile.
        derived: the same with everything that follows from it on a day.

    Raises:
        InputError: the profile describes no model that can be assessed.

    >>> from actgraph.graph.day import open_day
    >>> from actgraph.profile.profile import parse_profile
    >>> profile = parse_profile(b"<urn:m> a <https://w3id.org/actgraph/ns/Model> .", "m.ttl", "ttl")
    >>> found = assess_profile(profile, DerivedProfile(profile.triples, open_day("2026-11-24")))
    >>> [duty.status for duty in found.models[0].duties][:2]
    ['unknown', 'unknown']
    """
    models = assess_models(derived, lambda triple: profile.format_location(derived.originals.get(triple, triple)))
    if not models:
        from actgraph.reasoning.assess_text import build_no_model_error

        raise build_no_model_error(profile.name, derived)
    return Assessment(profile, derived.day, models, derived)
