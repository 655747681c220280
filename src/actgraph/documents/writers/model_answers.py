"""What a profile states of a model itself, as answers to fields that no document of the model answers."""

from collections.abc import Sequence

from actgraph.documents.writers.contents import Answer, describe_source, write_number
from actgraph.documents.writers.model_facts import Fact, ModelFacts

FIGURES = ("13", "39", "40", "44")  # items whose answer is a number
_STEPS = ((0.5e9, "500M"), (5e9, "5B"), (15e9, "15B"), (50e9, "50B"), (100e9, "100B"), (500e9, "500B"), (1e12, "1T"))


def find_provider_name(facts: ModelFacts) -> Answer:
    """Find the name of who places the model on the market."""
    return _answer(facts.follow("ag:marketedBy", "rdfs:label"), "name of the provider; check that it is the legal name")


def find_representative_name(facts: ModelFacts) -> Answer:
    """Find the name of the authorised representative of who places the model on the market."""
    found = facts.follow("ag:marketedBy", "ag:representative", "rdfs:label")
    return _answer(found, "name of the authorised representative")


def find_model_name(facts: ModelFacts) -> Answer:
    """Find the name of the model."""
    return _answer(facts.find(facts.model, "rdfs:label"), "name of the model; add its public versions")


def find_release_day(facts: ModelFacts) -> Answer:
    """Find the day of the first release anywhere."""
    return _answer(facts.find(facts.model, "ag:releasedOn"), "first release of the model")


def find_market_day(facts: ModelFacts) -> Answer:
    """Find the day of the placing on the Union market; none if a supply on it has no day."""
    days: list[Fact] = []
    for supply in facts.find_nodes("ag:madeAvailable"):
        told = facts.find(supply.value, "ag:date")
        where = {one.text for one in facts.find(supply.value, "ag:onUnionMarket")}
        if where != {"false"} and (where != {"true"} or len(told) != 1):
            return Answer()  # it may be the first one
        days += told if where == {"true"} else []
    first = sorted(days, key=lambda one: one.text)[:1]
    return _answer(first, "first making available on the Union market")


def find_base_models(facts: ModelFacts) -> Answer:
    """Find the names of the models that this one modifies."""
    nodes = facts.find_nodes("ag:baseModel")
    return Answer([facts.get_name(one.value) for one in nodes], describe_source("base models", nodes), nodes)


def find_parameters(facts: ModelFacts) -> Answer:
    """Find the number of parameters."""
    found = facts.find(facts.model, "ag:parameters")
    return Answer([write_number(one.text) for one in found], describe_source("parameters of the model", found), found)


def find_parameter_range(facts: ModelFacts) -> Answer:
    """Find the range of the Form that the number of parameters is in; none at a limit, which two ranges share."""
    found = facts.find(facts.model, "ag:parameters")
    if len(found) != 1:
        return Answer()
    try:
        number = float(found[0].text)
    except ValueError:
        return Answer()
    limits = [limit for limit, _ in _STEPS]
    if number in limits or not number >= 1:
        return Answer()
    names = ["1", *(name for _, name in _STEPS)]
    place = sum(number > limit for limit in limits)
    text = f"{names[place]}—{names[place + 1]}" if place < len(_STEPS) else f">{names[-1]}"
    return Answer([text], describe_source("range of the parameters of the model", found), found)


def find_licence(facts: ModelFacts) -> Answer:
    """Find the titles of the licences of the model, each with its address."""
    lines, used = [], []
    for licence in facts.find_nodes("ag:licence"):
        named = [
            *facts.find(licence.value, "dcterms:title"),
            *facts.find(licence.value, "ag:spdxIdentifier"),
        ][:1]
        pages = facts.find(licence.value, "foaf:page")
        if not named:
            continue
        lines.append(": ".join([named[0].text, *(one.text for one in pages[:1])]))
        used += [*named, *pages[:1]]
    return Answer(lines, describe_source("licence of the model", used), used)


def _answer(found: Sequence[Fact], what: str) -> Answer:
    return Answer([one.text for one in found], describe_source(what, found), found) if found else Answer()
