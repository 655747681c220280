"""Read the amendments that a consolidated Formex file marks, and the amending point that made each.

A marker is a pair of processing instructions. It covers the elements that begin between the two, wherever the second
one is: in Article 58(1) it is deeper in the tree than the first.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from actgraph.ingest import amending
from actgraph.ingest.formex import FormexEdition
from actgraph.ingest.formex_text import extract_element_text, fold_spaces, make_element_error

_ACTIONS = {"REPLACED": "replaced", "INSERTED": "inserted", "DELETED": "deleted"}
_KINDS = {"AR": "art", "PT": "pnt"}
_CELEX = "3{}R{}".format(*amending.NUMBER.split("/"))
# lxml does not parse pseudo-attributes with a dot in the name.
_ATTRIBUTE = re.compile(r'([\w.]+)="([^"]*)"')
_ID = re.compile(r"O\d+(M\d+)")
_PLACE = re.compile(r"(?:AR|PT):\w+(?:;PT:\w+)*")
_PUNCTUATION = re.compile(r"[.,;]")


class Amendment(NamedTuple):
    """One amendment as a marker records it.

    Attributes:
        number: the number of the marker, such as `M013000`.
        action: `inserted`, `replaced` or `deleted`.
        provisions: local names under `act:` of the largest provisions that it covers completely, or of the one
            around a smaller extent.
        extent: `heading`, `introduction` or `punctuation` if it changes no more than that; else empty.
        point: local name under `omn:` of the amending point.
        date: the date from which the amended text is in force.
    """

    number: str
    action: str
    provisions: list[str]
    extent: str
    point: str
    date: str

    @property
    def identity(self) -> tuple[str, Sequence[str], str, str]:
        """What the point did: equal in all later editions, whatever the number there.

        >>> Amendment("M013000", "deleted", ["art_10.par_5"], "", "art_1.pnt_9.pnt_b", "2026-07-27").identity
        ('deleted', ['art_10.par_5'], '', 'art_1.pnt_9.pnt_b')
        """
        return self.action, self.provisions, self.extent, self.point


def read_amendments(edition: FormexEdition, corrections: Mapping[str, tuple[str, str]]) -> list[Amendment]:
    """Read the amendments that made an edition, in the order of the text.

    Args:
        edition: the edition; only a consolidation has amendments.
        corrections: marker number → (the place in the amending act that it states, the place that is correct).

    Raises:
        InputError: a marker has no end, covers nothing, or has an unknown act, action or place.
    """
    return [_parse_amendment(marker, edition, corrections) for marker in _find_markers(edition)]


class _Marker(NamedTuple):
    start: etree._ProcessingInstruction
    attributes: dict[str, str]
    elements: list[etree._Element]


def _find_markers(edition: FormexEdition) -> list[_Marker]:
    found: list[_Marker] = []
    waiting: dict[str, _Marker] = {}
    for node in next(iter(edition.elements.values())).getroottree().getroot().iter():
        if not isinstance(node, etree._ProcessingInstruction):
            for marker in waiting.values():
                marker.elements.append(node)
        elif node.target == "CLG.MDFO":
            marks = dict(_ATTRIBUTE.findall(node.text or ""))
            found.append(_Marker(node, marks, []))
            waiting[marks.get("ID", "")] = found[-1]
        elif node.target == "CLG.MDFC":
            waiting.pop(dict(_ATTRIBUTE.findall(node.text or "")).get("IDREF", ""), None)
    for name, marker in waiting.items():
        raise make_element_error(_get_enclosing(marker.start), f"the amendment {name} has no end")
    return found


def _get_enclosing(node: etree._Element) -> etree._Element:
    whole = node.getparent()
    return node if whole is None else whole


def _parse_amendment(marker: _Marker, edition: FormexEdition, corrections: Mapping[str, tuple[str, str]]) -> Amendment:
    marks, whole = marker.attributes, _get_enclosing(marker.start)
    number = _ID.fullmatch(marks.get("ID", ""))
    action = _ACTIONS.get(marks.get("ACTION", ""))
    if not number or not action:
        raise make_element_error(whole, f"an amendment that is not known: {marks.get('ID')}, {marks.get('ACTION')}")
    if marks.get("ACTIVE.DOC") != _CELEX:
        raise make_element_error(
            whole, f"the amendment {number[1]} is made by {marks.get('ACTIVE.DOC')}, not by {_CELEX}"
        )
    place = marks.get("ACTIVE.LOC", "")
    printed, corrected = corrections.get(number[1], (place, place))
    if not _PLACE.fullmatch(place) or place not in (printed, corrected):
        raise make_element_error(whole, f"the amendment {number[1]} is made by {place}, which is not known")
    steps = (step.split(":") for step in corrected.split(";"))
    point = ".".join(f"{_KINDS[kind]}_{name}" for kind, name in steps)
    provisions, extent = _find_covered(marker, edition)
    if not provisions:
        raise make_element_error(whole, f"the amendment {number[1]} covers nothing that has a name")
    return Amendment(number[1], action, provisions, extent, point, edition.date)


def _find_covered(marker: _Marker, edition: FormexEdition) -> tuple[list[str], str]:
    """Return the names of the provisions that a marker covers, and the extent if it covers less than all of them."""
    if marker.attributes.get("ACTION") == "DELETED":
        outer = [element for element in marker.elements if element.getparent() is marker.start.getparent()]
        return [_name_deleted(element, edition) for element in outer], ""
    inside = set(marker.elements)
    names = [item for item in edition.provisions if edition.elements[item.name] in inside]
    if names:
        covered = {item.name for item in names}
        wholes = [item.name for item in names if item.parent not in covered]
        # A list that follows in the same element is outside the marker.
        cut = any(one not in inside for name in wholes for one in edition.elements[name].iter(etree.Element))
        return wholes, "introduction" if cut else ""
    around = [name for element in marker.start.iterancestors() for name in _find_names(element, edition)][:1]
    if any(element.tag == "STI.ART" for element in marker.elements):
        return around, "heading"
    if marker.attributes.get("LEVEL") == "TEXT" and _PUNCTUATION.fullmatch(fold_spaces(marker.start.tail or "")):
        return around, "punctuation"
    return [], ""


def _find_names(element: etree._Element, edition: FormexEdition) -> Iterator[str]:
    return (name for name, one in edition.elements.items() if one is element)


def _name_deleted(element: etree._Element, edition: FormexEdition) -> str:
    """Derive the name of a deleted provision from the name of a sibling and its own number."""
    number = extract_element_text(
        element.find(".//NO.PARAG") if element.tag == "PARAG" else element.find(".//NO.P")
    ).strip("().")
    beside = (name for one in _get_enclosing(element) if one is not element for name in _find_names(one, edition))
    name = next((name for name in beside if name.rpartition(".")[0]), "")
    step = name.rpartition("_")[0]
    return f"{step}_{number}" if step and number else ""
