"""Convert amounts that are written as integers or decimals to `xsd:double`.

Amounts of compute exceed the range in which the SPARQL engines compare integers or decimals: such a comparison would
silently yield no result.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from actgraph.core.xsd import INTEGER_BOUNDS, is_well_formed
from actgraph.graph import vocabulary

_XSD = "http://www.w3.org/2001/XMLSchema#"
_DOUBLE = NamedNode(f"{_XSD}double")
_NUMBER = re.compile(r"[ \t\r\n]*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))[ \t\r\n]*")


class Amount(NamedTuple):
    """An amount and its conversion.

    Attributes:
        original: an integer or a decimal.
        double: the `xsd:double` nearest to it.
    """

    original: Literal
    double: Literal


def convert_amount(quad: Quad) -> Amount | None:
    """Convert the value of an amount property to `xsd:double`; None if it is not a valid integer or decimal.

    A value outside its own datatype ("-5" as a positive integer) is not converted, so that the shapes find it.

    >>> value = NamedNode("https://w3id.org/actgraph/ns/value")
    >>> written = Literal("30000000000000000000000000", datatype=NamedNode(f"{_XSD}integer"))
    >>> convert_amount(Quad(value, value, written)).double.value
    '3.0E25'
    """
    written = quad.object
    if not isinstance(written, Literal) or not vocabulary.is_amount_property(quad.predicate.value):
        return None
    kind = written.datatype.value.removeprefix(_XSD)
    figure = _NUMBER.fullmatch(written.value)
    if figure is None or f"{_XSD}{kind}" != written.datatype.value or kind not in (*INTEGER_BOUNDS, "decimal"):
        return None
    if not is_well_formed(Literal(figure[1], datatype=written.datatype)):
        return None
    return Amount(written, Literal(format_double(float(figure[1])), datatype=_DOUBLE))


def format_double(value: float) -> str:
    """Format a float in the canonical form of `xsd:double` (XML Schema 2, section 3.2.5.2).

    Args:
        value: any float but NaN.

    >>> [format_double(value) for value in (3e25, 0.25, -120.0, 0.0, 1e400)]
    ['3.0E25', '2.5E-1', '-1.2E2', '0.0E0', 'INF']
    """
    if value in (float("inf"), float("-inf")):
        return "INF" if value > 0 else "-INF"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    rest = "".join(map(str, digits[1:])) or "0"
    return f"{'-' if sign else ''}{digits[0]}.{rest}E{len(digits) - 1 + int(exponent)}"
