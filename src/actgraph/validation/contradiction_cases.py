"""Say in words which case of a contradiction a profile meets, with its values."""

import math
import re
from collections.abc import Sequence, Set

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.core.suggestions import join_words, truncate_name
from actgraph.core.xsd import is_well_formed
from actgraph.graph.day import Day
from actgraph.profile import written_values
from actgraph.profile.schema import RdfTerm, get_term_value
from actgraph.reasoning.derived import DerivedProfile

_PLACE = re.compile(r"\{([\w.: *-]+)\}")
_SENTENCE_END = re.compile(r"(?<=\.) (?=[A-Z{])")
_COMMON = (load_prefixes()["ag"], load_prefixes()["rdg"] + "doc_")  # others are names
_MAX_VALUES = 4  # of one property, named in one message
_NUMBERS = frozenset(load_prefixes()["xsd"] + name for name in ("double", "float", "decimal", "integer"))
_TIMES = " * "
_PLAIN_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")


def describe_cases(triple: Triple, cases: Sequence[str], compares: Set[str], derived: DerivedProfile) -> str:
    """Say which cases of a contradiction are met, with the values; empty where the contradiction has no cases.

    A case is met where the rule has matched every property that its words name in braces. `{property}` stands for the
    compared properties by which the profile names the node; `{ag:parameters * ag:trainingTokens}` for a product, which
    needs one value of each.

    Args:
        triple: the contradiction that the rules derived.
        cases: the words of its cases, as `ag:caseMessage` has them.
        compares: IRIs of the properties that disagree.
        derived: the profile, with the derivations of the triple.

    >>> from actgraph.graph.day import open_day
    >>> node = NamedNode("urn:m")
    >>> describe_cases(Triple(node, node, node), [], set(), DerivedProfile([], open_day("2026-11-28")))
    ''
    """
    matched: dict[str, set[RdfTerm]] = {}
    naming: set[str] = set()
    places = {place for case in cases for place in _PLACE.findall(case)}
    names = {name for place in places for name in place.split(_TIMES)}
    for way in derived.get_derivations(triple) if cases else ():
        for one in way.premises:
            name = shorten_iri(one.predicate.value)
            if name in names:
                matched.setdefault(name, set()).add(one.object)
            if one.object == triple.subject and one.predicate.value in compares:
                naming.add(name)
    words = {"property": _join_values(sorted(naming))} if naming else {}
    for name, some in matched.items():
        values = (describe_value(one, derived.day.undated) for one in sorted(some, key=_get_rank))
        words[name] = _join_values(list(dict.fromkeys(values)))
    for place in places:
        factors = [matched.get(name, set()) for name in place.split(_TIMES)]
        if len(factors) > 1 and all(len(some) == 1 and all(map(_is_number, some)) for some in factors):
            product = math.prod(float(get_term_value(one)) for some in factors for one in some)
            words[place] = f"{product:.2g}".replace("e+", "e")
    met = [case for case in cases if words.keys() >= set(_PLACE.findall(case))]
    # Cases that are met together share sentences.
    sentences = (one for case in met for one in _SENTENCE_END.split(case))
    return " ".join(dict.fromkeys(_PLACE.sub(lambda place: words[place[1]], one) for one in sentences))


def _join_values(words: Sequence[str]) -> str:
    more = len(words) - _MAX_VALUES
    told = [*words[:_MAX_VALUES], f"{more} more"] if more > 0 else words
    return "; ".join(told) if any("," in one for one in told) else join_words(told)


def describe_value(value: RdfTerm, day: Day) -> str:
    """Describe a value in a sentence: the label of a node of the graph, a day or a month in words, a short number.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-28").undated
    >>> values = {"double": "3.0e0", "date": "2026-05-11", "gYearMonth": "2026-05", "string": "3.0"}
    >>> xsd = load_prefixes()["xsd"]
    >>> [describe_value(Literal(text, datatype=NamedNode(xsd + kind)), day) for kind, text in values.items()]
    ['3', '11 May 2026', 'May 2026', '3.0']
    >>> describe_value(NamedNode(load_prefixes()["ag"] + "microenterprise"), day)
    'microenterprise'
    """
    if isinstance(value, NamedNode):
        label = day.get_node(value.value).label
        is_name = not value.value.startswith(_COMMON) or any(sign.isupper() or sign.isdigit() for sign in label[1:])
        return (label if is_name else label[:1].lower() + label[1:]) or shorten_iri(value.value)
    if isinstance(value, Literal) and is_well_formed(value):
        kind = value.datatype.value.removeprefix(load_prefixes()["xsd"])
        if kind in ("date", "gYearMonth") and _PLAIN_DAY.fullmatch(value.value):
            return (
                written_values.format_day(value.value) if kind == "date" else written_values.format_month(value.value)
            )
        if _is_number(value):
            return written_values.shorten_number(value.value)
    return truncate_name(get_term_value(value))


def _get_rank(value: RdfTerm) -> tuple[float, str]:
    """Return a key by which numbers, days and names stand in their order."""
    return float(get_term_value(value)) if _is_number(value) else 0, get_term_value(value)


def _is_number(value: RdfTerm) -> bool:
    return isinstance(value, Literal) and value.datatype.value in _NUMBERS and is_well_formed(value)
