"""Read where a bill says that a model can be downloaded."""

from typing import Any

from actgraph.documents.readers.bills.bounded_json import clean_text
from actgraph.documents.readers.bills.collector import FieldCollector
from actgraph.documents.readers.bills.wording import keeps_weights_back, refuse_download

_FIELD = "component.externalReferences.distribution"


def add_distributions(
    found: FieldCollector,
    component: dict[str, Any],
    references: list[tuple[dict[str, Any], str]],
    about: tuple[str, str],
) -> None:
    """Add the addresses from which a model is downloaded, unless the bill says that it cannot be had.

    Args:
        found: where the fields go.
        component: the model.
        references: what it refers to, each with its path.
        about: what the fields are about.
    """
    name, description = clean_text(component.get("name")), clean_text(component.get("description"))
    addresses: dict[str, str] = {}
    for reference, place in references:
        address = clean_text(reference.get("url"))
        if clean_text(reference.get("type")) != "distribution" or not address:
            continue
        reason = refuse_download(address, name)
        if keeps_weights_back(description):
            reason = "the description of the model says that its weights cannot be had"
        if reason:
            found.leave_out(f"{place}.url", address, reason)
        else:
            addresses.setdefault(address, f"{place}.url")
    add_addresses(found, _FIELD, list(addresses.items()), about)


def add_addresses(found: FieldCollector, field: str, addresses: list[tuple[str, str]], about: tuple[str, str]) -> None:
    """Add the addresses of downloads: if there are several, nothing says which of them belong to one making available.

    Args:
        found: where the fields go.
        field: the name of the field.
        addresses: each with its path.
        about: what the fields are about.
    """
    several = len(addresses) > 1
    for number, (address, path) in enumerate(addresses):
        if number == 0:
            found.add(field, address, path, about)
        if several:
            found.add(f"{field} (one of several)", address, path, about)
        elif address.lower().startswith("http"):
            found.add(f"{field} (page)", address, path, about)
