"""What a profile states of a model itself, as answers to fields that no document of the model answers."""

import re
from collections.abc import Sequence

from actgraph.documents.writers.contents import Filling, describe_source, write_number
from actgraph.documents.writers.model_facts import Fact, ModelFacts

FIGURES = ("13", "39", "40", "44")  # items whose answer is a number
_STEPS = ((0.5e9, "500M"), (5e9, "5B"), (15e9, "15B"), (50e9, "50B"), (100e9, "100B"), (500e9, "500B"), (1e12, "1T"))
_ONE_FIGURE = re.compile(r"[1-9](?:[eE].*)?")


def find_provider_name(facts: ModelFacts) -> Filling:
    """Find the name of who places the model on the market."""
    found = facts.follow("ag:marketedBy", "rdfs:label")
    return _answer(found, "name of the provider", "check that this is its legal name")


def find_provider_contact(facts: ModelFacts) -> Filling:
    """Find the name of who places the model on the market, for a field that also requires its contact details."""
    return _answer(facts.follow("ag:marketedBy", "rdfs:label"), "name of the provider", "add the contact details")


def find_representative(facts: ModelFacts) -> Filling:
    """Find the name of the authorised representative of who places the model on the market."""
    found = facts.follow("ag:marketedBy", "ag:representative", "rdfs:label")
    return _answer(found, "name of the authorised representative", "add the contact details")


def find_model_name(facts: ModelFacts) -> Filling:
    """Find the name of the model."""
    return _answer(facts.find(facts.model, "rdfs:label"), "name of the model", "add its versions")


def find_release_day(facts: ModelFacts) -> Filling:
    """Find the day of the first release anywhere."""
    return _answer(facts.find(facts.model, "ag:releasedOn"), "first release of the model")


def find_market_day(facts: ModelFacts) -> Filling:
    """Find the day of the placing on the Union market; none if another supply may be the first one."""
    days: list[Fact] = []
    for supply in facts.find_nodes("ag:madeAvailable"):
        told = facts.find(supply.value, "ag:date")
        where = {one.text for one in facts.find(supply.value, "ag:onUnionMarket")}
        if where != {"false"} and (where != {"true"} or len(told) != 1):
            return Filling(missing="the profile does not state day and market of each supply; one may be the first")
        days += told if where == {"true"} else []
    first = sorted(days, key=lambda one: one.text)[:1]
    return _answer(first, "first making available on the Union market that the profile states")


def find_base_models(facts: ModelFacts) -> Filling:
    """Find the names of the models that this one modifies."""
    nodes = facts.find_nodes("ag:baseModel")
    rest = "name those alone that are general-purpose AI models placed on the market before, with their versions"
    source = describe_source("base models", nodes)
    return Filling([facts.get_name(one.value) for one in nodes], source, rest) if nodes else Filling()


def find_parameters(facts: ModelFacts) -> Filling:
    """Find the number of parameters."""
    found = facts.find(facts.model, "ag:parameters")
    return fill_figure(found, "parameters of the model")


def find_parameter_range(facts: ModelFacts) -> Filling:
    """Find the range of the Form that the number of parameters is in; none at a limit that two ranges share."""
    found = facts.find(facts.model, "ag:parameters")
    if len(found) != 1:
        return Filling()
    try:
        number = float(found[0].text)
    except ValueError:
        return Filling()
    limits = [limit for limit, _ in _STEPS]
    if number in limits[:-1]:  # the last range is of more than its limit
        return Filling(missing="the number of parameters is at the limit of two ranges; choose one")
    if not number >= 1:
        return Filling()
    names = ["1", *(name for _, name in _STEPS)]
    place = sum(number > limit for limit in limits)
    text = f"{names[place]}—{names[place + 1]}" if place < len(_STEPS) else f">{names[-1]}"
    return Filling([text], describe_source("range of the parameters of the model", found))


def find_licence(facts: ModelFacts) -> Filling:
    """Find the titles of the licences of the model, each with its address."""
    lines, used, is_linked = [], list[Fact](), True
    for licence in facts.find_nodes("ag:licence"):
        names = [*facts.find(licence.value, "dcterms:title"), *facts.find(licence.value, "ag:spdxIdentifier")][:1]
        pages = facts.find(licence.value, "foaf:page")[:1]
        if names:
            lines.append(": ".join(one.text for one in (*names, *pages)))
            used += [*names, *pages]
            is_linked = is_linked and bool(pages)
    rest = "" if is_linked else "add a link to the licence; without one, give a copy when the AI Office requests it"
    return Filling(lines, describe_source("licence of the model", used), rest) if lines else Filling()


def fill_figure(found: Sequence[Fact], what: str) -> Filling:
    """Fill a field with numbers, and say where one has fewer than two significant figures.

    >>> from pyoxigraph import Literal
    >>> fill_figure([Fact(Literal("7e9"), "m.ttl:3")], "parameters").rest
    'give at least two significant figures'
    """
    short = any(_ONE_FIGURE.fullmatch(one.text) for one in found)
    rest = "give at least two significant figures" if short else ""
    lines = [write_number(one.text) for one in found]
    return Filling(lines, describe_source(what, found), rest) if found else Filling()


def _answer(found: Sequence[Fact], what: str, rest: str = "") -> Filling:
    return Filling([one.text for one in found], describe_source(what, found), rest) if found else Filling()
