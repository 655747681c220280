"""Suggest how to write a value that a shape has refused."""

import re

from pyoxigraph import Literal, NamedNode

from actgraph.core.prefixes import get_local_name, load_prefixes, shorten_iri
from actgraph.core.xsd import is_well_formed
from actgraph.profile import written_values
from actgraph.profile.schema import RdfTerm, Shape, load_shapes
from actgraph.validation.country_codes import find_country_code
from actgraph.validation.result import ValidationResult

_AG, _XSD = load_prefixes()["ag"], load_prefixes()["xsd"]
_SHARES = (f"{_AG}estimationError",)
_PLAIN_TEXT = re.compile(r'[^"\\\x00-\x1f]{1,60}')


def suggest_remedy(result: ValidationResult) -> str:
    """Suggest how to write the value of a result; empty if there is none, or nothing is known of it.

    >>> from pyoxigraph import NamedNode
    >>> suggest_remedy(ValidationResult(load_prefixes()["shp"] + "Provider-label", "", NamedNode("urn:p")))
    ''
    """
    shape = load_shapes()[result.shape]
    return suggest_value(shape, result.value) if len(shape.path) == 1 else ""


def suggest_value(shape: Shape, value: RdfTerm | None) -> str:
    """Suggest how to write a value so that a shape accepts it; an instruction, or empty.

    Args:
        shape: the property shape that has refused the value.
        value: as it is written in the profile.

    >>> def suggest(name, value, datatype="string"):
    ...     literal = Literal(value, datatype=NamedNode(_XSD + datatype))
    ...     return suggest_value(load_shapes()[load_prefixes()["shp"] + name], literal)
    >>> from pyoxigraph import NamedNode
    >>> suggest("MakingAvailable-date", "2026-05-11")
    'Write: ag:date "2026-05-11"^^xsd:date'
    >>> for choice in suggest("MakingAvailable-date", "11.05.2026").split(", or "):
    ...     print(choice)
    Write ag:date "2026-05-11"^^xsd:date if it is 11 May 2026
    ag:date "2026-11-05"^^xsd:date if it is 5 November 2026.
    >>> suggest("MakingAvailable-date", "May 2026")
    'Add the day to “May 2026”: ag:date "2026-05-DD"^^xsd:date, with the number of the day for DD.'
    >>> [suggest("Model-ownCompute", text) for text in ("1e25", "1.1*10^25", "1,500")]
    ['Write: ag:ownCompute 1e25', 'Write: ag:ownCompute 1.1e25', 'Write: ag:ownCompute 1.500e0 or 1500e0']
    >>> suggest("Model-ownCompute", "7,1e9", "double"), suggest("Model-ownCompute", "12B")
    ('Write: ag:ownCompute 7.1e9', 'Write: ag:ownCompute 1.2e10')
    >>> suggest("Model-isMonetised", "yes"), suggest("Model-estimationError", "30", "double")
    ('Write: ag:isMonetised true', 'If it is 30 %, write: ag:estimationError 0.30')
    >>> [suggest("Provider-establishment", text)[-4:] for text in ("UK", "EL", "Germany", "de")]
    ['"GB"', '"GR"', '"DE"', '"DE"']
    >>> suggest("Provider-sizeClass", "SME"), suggest("Model-ownCompute", "much")
    ('Write: ag:sizeClass ag:sme', '')
    """
    if not isinstance(value, Literal) or not shape.path or len(value.value) > written_values.MAX_LENGTH:
        return ""
    name, text = shorten_iri(shape.path[0]), value.value
    datatype = shape.datatype.removeprefix(_XSD)
    if datatype == "date":
        day = _suggest_day(name, text)
        return _name_datatype(value) + day if day else ""
    if datatype in ("double", "decimal", "integer"):
        is_written_well = value.datatype.value == shape.datatype and is_well_formed(value)
        return _suggest_number(name, text, datatype, shape.path[0] in _SHARES, is_written_well)
    if datatype == "boolean":
        meant = written_values.find_boolean(text)
        return f"Write: {name} {meant}" if meant else ""
    if datatype == "string":
        return _suggest_text(name, text, shape)
    return _suggest_name(name, text, shape)


def _name_datatype(value: Literal) -> str:
    """Name the datatype of a day that is written well but for it; empty for a text, whose datatype is not written."""
    written = value.datatype.value
    if written in (f"{_XSD}string", f"{_XSD}date") or written.startswith(load_prefixes()["rdf"]):
        return ""
    is_day = is_well_formed(Literal(value.value, datatype=NamedNode(f"{_XSD}date")))
    return f"Its datatype is {shorten_iri(written)} and must be xsd:date. " if is_day else ""


def _suggest_day(name: str, text: str) -> str:
    days = written_values.find_days(text)
    if len(days) == 1:
        return f'Write: {name} "{days[0]}"^^xsd:date'
    if days:
        choices = [f'{name} "{day}"^^xsd:date if it is {written_values.format_day(day)}' for day in days]
        return f"Write {', or '.join(choices)}."
    month = written_values.find_month(text)
    if month:
        return f'Add the day to “{text}”: {name} "{month}-DD"^^xsd:date, with the number of the day for DD.'
    return ""


def _suggest_number(name: str, text: str, datatype: str, is_share: bool, is_written_well: bool) -> str:
    share = written_values.find_share(text) if is_share else ""
    if share:
        percent = f"{float(share) * 100:.4g}"
        return f"If it is {percent} %, write: {name} {share}"
    meant = [] if is_written_well else written_values.find_numbers(text)
    if datatype == "double" and not is_share:
        meant = [one if "e" in one else f"{one}e0" for one in meant]
    elif datatype == "integer":
        meant = [one for one in meant if one.isdecimal()]
    elif datatype == "decimal":
        meant = [one for one in meant if "e" not in one]
    return f"Write: {name} {' or '.join(meant)}" if meant and not meant[0].startswith("-") else ""


def _suggest_text(name: str, text: str, shape: Shape) -> str:
    if not shape.values:
        return f'Write: {name} "{text}"' if _PLAIN_TEXT.fullmatch(text) else ""
    allowed = {value.value for value in shape.values}
    word = text.strip().upper()
    code = word if word in allowed else find_country_code(text)
    return f'Write: {name} "{code}"' if code in allowed else ""


def _suggest_name(name: str, text: str, shape: Shape) -> str:
    """Suggest one of the nodes that a shape allows, by its local name."""
    written = re.sub(r"[\s_-]", "", text.rpartition(":")[2]).casefold()
    for node in shape.values:
        if get_local_name(node.value).casefold() == written:
            return f"Write: {name} {shorten_iri(node.value)}"
    return ""
