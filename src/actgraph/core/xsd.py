"""Lexical forms of XSD datatypes (XML Schema 1.1, Part 2) as regular expressions.

SPARQL engines accept different ill-formed literals: one takes 30 February for a date, another "inf" for a number. A
comparison with such a literal fails silently.
"""

import functools
import re

from pyoxigraph import Literal

from actgraph.core.prefixes import load_prefixes

_XSD = load_prefixes()["xsd"]
_INTEGER = "[+-]?[0-9]+"
_DECIMAL = "[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)"
_DOUBLE = f"({_DECIMAL}([Ee][+-]?[0-9]+)?|[+-]?INF|NaN)"
_YEAR = "-?([1-9][0-9]{3,}|0[0-9]{3})"
# Divisible by 4 by its last two digits; where these are 00, by the digits before them.
_LEAP_YEAR = "-?([0-9]*[0-9]{2}(0[48]|[2468][048]|[13579][26])|[0-9]*([02468][048]|[13579][26])00)"
_DAY = (
    f"({_YEAR}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    f"|02-(0[1-9]|1[0-9]|2[0-8]))|{_LEAP_YEAR}-02-29)"
)
_TIME = "(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?|24:00:00([.]0+)?)"
_ZONE = "(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_BITS = {"long": 63, "int": 31, "short": 15, "byte": 7}
# Least and greatest value of each integer type; None where there is no limit.
INTEGER_BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    **{name: (-(2**bits), 2**bits - 1) for name, bits in _BITS.items()},
    **{f"unsigned{name.capitalize()}": (0, 2 ** (bits + 1) - 1) for name, bits in _BITS.items()},
}
_MAX_DIGITS = 1000  # digits of an integer that are compared
_LEXICAL_FORMS = {
    "boolean": "(true|false|1|0)",
    "decimal": _DECIMAL,
    "double": _DOUBLE,
    "float": _DOUBLE,
    "date": f"{_DAY}{_ZONE}",
    "dateTime": f"{_DAY}T{_TIME}{_ZONE}",
    "gYear": f"{_YEAR}{_ZONE}",
    "gYearMonth": f"{_YEAR}-(0[1-9]|1[0-2]){_ZONE}",
    **dict.fromkeys(INTEGER_BOUNDS, _INTEGER),
}
CHECKED_DATATYPES = tuple(_LEXICAL_FORMS)  # local names


def build_lexical_check(datatype: str, variable: str) -> str:
    """Write a SPARQL expression that is true if a literal is well-formed for a datatype.

    Args:
        datatype: IRI of the datatype; the expression is empty for one that is not in `CHECKED_DATATYPES`.
        variable: the variable of the literal, with its question mark.

    >>> build_lexical_check(_XSD + "boolean", "?value")
    'REGEX(STR(?value), "^(true|false|1|0)$")'
    >>> build_lexical_check(_XSD + "string", "?value")
    ''
    """
    name = datatype.removeprefix(_XSD)
    if _XSD + name != datatype or name not in _LEXICAL_FORMS:
        return ""
    parts = [f'REGEX(STR({variable}), "^{_LEXICAL_FORMS[name]}$")']
    for sign, bound in zip((">=", "<="), INTEGER_BOUNDS.get(name, (None, None)), strict=True):
        # Cast from the lexical form: an engine may not compare literals of the derived type.
        parts += [] if bound is None else [f"<{_XSD}integer>(STR({variable})) {sign} {bound}"]
    return " && ".join(parts)


def is_well_formed(literal: Literal) -> bool:
    """Return whether the lexical form of a literal is valid for its datatype; unknown datatypes accept every form.

    >>> from pyoxigraph import NamedNode
    >>> [is_well_formed(Literal(day, datatype=NamedNode(_XSD + "date"))) for day in ("2024-02-29", "2025-02-29")]
    [True, False]
    """
    name = literal.datatype.value.removeprefix(_XSD)
    if _XSD + name != literal.datatype.value or name not in _LEXICAL_FORMS:
        return True
    if not _compile_pattern(name).fullmatch(literal.value):
        return False
    if name not in INTEGER_BOUNDS:
        return True
    least, greatest = INTEGER_BOUNDS[name]
    # Python refuses to convert very long numbers; the first digits are already beyond every limit.
    value = int(literal.value[:_MAX_DIGITS])
    return (least is None or value >= least) and (greatest is None or value <= greatest)


@functools.cache
def _compile_pattern(name: str) -> re.Pattern[str]:
    return re.compile(_LEXICAL_FORMS[name])
