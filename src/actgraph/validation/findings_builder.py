"""Turn SHACL results into findings with labels, citations and line numbers."""

import functools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.core.suggestions import truncate_name, truncate_words
from actgraph.graph.day import Day, open_all_editions
from actgraph.profile import written_values
from actgraph.profile.declared_prefixes import WrongPrefix
from actgraph.profile.profile import GENID, Profile
from actgraph.profile.schema import RdfTerm, get_term_value, load_shapes
from actgraph.reasoning import duty_counts, law_facts, outcome, upcoming, what_if
from actgraph.reasoning.derived import DerivedProfile
from actgraph.reasoning.duty_counts import DutyCounts
from actgraph.reasoning.open_questions import find_undated_duties
from actgraph.validation.findings import STATEMENTS, Finding, FindingGroup, Report
from actgraph.validation.groups import group_findings
from actgraph.validation.prefix_causes import PrefixCauses, is_written_with
from actgraph.validation.result import ValidationResult
from actgraph.validation.urgency import find_binding_day, get_urgency, list_binding_days

_ON_DAY = load_prefixes()["ag"] + "onDay"  # the day asked for is compared with a day of the profile, which is shown
_SHAPES_OF_BOUNDS = load_prefixes()["shp"] + "ModelNear"  # the rules derive their values


class FindingsBuilder:
    """Collect the findings of several profiles and build their report.

    >>> from actgraph.graph.day import open_day
    >>> FindingsBuilder(open_day("2026-11-24")).build_report([]).findings
    ()
    """

    def __init__(self, day: Day) -> None:
        self._day = day
        self._findings: list[Finding] = []
        self._groups: list[FindingGroup] = []
        self._profiles: list[str] = []
        self._pages: dict[str, str] = {}
        self._counts: dict[str, Sequence[DutyCounts]] = {}

    def add_results(self, profile: Profile, derived: DerivedProfile, results: Iterable[ValidationResult]) -> None:
        """Add the results of one profile as findings."""
        self._profiles.append(profile.name)
        labels: dict[RdfTerm, str] = {
            fact.subject: get_term_value(fact.object) for fact in derived.stated if _is_label(fact)
        }
        verdicts, results = outcome.get_outcome(derived), list(results)
        asked = [(get_term_value(one.focus_node), one.question) for one in results if one.question]
        self._counts[profile.name] = duty_counts.count_duties(
            verdicts,
            what_if.find_doubts(derived),
            upcoming.find_upcoming_duties(derived),
            law_facts.list_assessed_obligations(self._day),
            {get_term_value(node): label for node, label in labels.items()},
            self._day.date,
            find_undated_duties(self._day, verdicts.classes, asked),
        )
        lines, days = _LineFinder(profile, derived), list_binding_days(verdicts)
        found: list[Finding] = []
        causes, caused = PrefixCauses(profile), dict[Finding, WrongPrefix]()

        def write(text: str) -> str:
            return truncate_words(profile.write_words(text))

        for result in results:
            shape, cause, sources = load_shapes()[result.shape], causes.find_cause(result), result.sources
            message = result.message or shape.message
            if cause and result.path and result.value is not None and is_written_with(result, cause):
                message = f"{shorten_iri(result.path)} cannot be read."
            found.append(
                Finding(
                    profile=profile.name,
                    line=lines.find_line(result),
                    node=format_term(result.focus_node),
                    node_label=truncate_name(labels.get(result.focus_node) or _shorten_term(result.focus_node)),
                    property=result.path,
                    value="" if result.value is None else _format_value(result),
                    severity=shape.severity,
                    message=write(_format_disagreement(message, result.statements, profile)),
                    todo=write(_format_remedy(cause) if cause else _find_remedy(result)),
                    source=" ".join(sources),
                    source_label="; ".join(map(self._cite_source, sources)),
                    shape=shape.iri,
                    leaves_open=shape.leaves_open,
                    urgency=get_urgency(result, shape),
                    meant=result.meant,
                    since="" if shape.leaves_open else find_binding_day(sources, days, self._day),
                )
            )
            if cause:
                caused[found[-1]] = cause
        described = {get_term_value(fact.subject) for fact in derived.stated}
        grouped, groups = group_findings(list(dict.fromkeys(found)), described, profile.wrong_prefixes, caused)
        self._findings += grouped
        self._groups += groups

    def build_report(self, notes: Sequence[str]) -> Report:
        """Build the report of all findings; `notes` are further sentences for its reader."""
        used = {finding.shape for finding in self._findings}
        summaries = {iri: shape.message for iri, shape in load_shapes().items() if iri in used}
        basis = self._day.basis
        return Report(self._findings, self._profiles, basis, notes, self._pages, summaries, self._counts, self._groups)

    def _cite_source(self, source: str) -> str:
        """Return the citation of a source, and keep its page for the report."""
        label, page = _look_up_source(self._day, source)
        if page:
            self._pages[source] = page
        return label


@functools.lru_cache(maxsize=2000)
def _look_up_source(day: Day, source: str) -> tuple[str, str]:
    """Return citation and page of a source, from another day where it is not in force on this one."""
    node = (day if source in day else open_all_editions()).get_node(source)
    return node.label or shorten_iri(source), node.page


class _LineFinder:
    """Find the line of a result in the file of its profile."""

    def __init__(self, profile: Profile, derived: DerivedProfile) -> None:
        self._profile = profile
        self._derived = derived

    def find_line(self, result: ValidationResult) -> int | None:
        """Return the line of the wrong triple or of a premise of it; else the first line of the focus node."""
        line = None if result.triple is None else self._find_statement_line(result.triple)
        if line is None and isinstance(result.focus_node, NamedNode):
            line = self._profile.find_line(result.focus_node)
        return self._find_mention_line(result.focus_node) if line is None else line

    def _find_statement_line(self, triple: Triple, seen: set[Triple] | None = None) -> int | None:
        written = self._derived.originals.get(triple, triple)
        if written in self._profile.lines:
            return self._profile.lines[written]
        seen = seen or set()
        seen.add(triple)  # break cycles of triples that derive each other
        # Choose among several derivations in a fixed order.
        ways = sorted(
            self._derived.get_derivations(triple), key=lambda way: (way.rule.order, way.rule.name, str(way.premises))
        )
        premises = [premise for way in ways for premise in way.premises]
        premises.sort(key=lambda premise: premise.object != triple.object)  # prefer the premise with the same value
        for premise in premises:
            line = None if premise in seen else self._find_statement_line(premise, seen)
            if line is not None:
                return line
        return None

    def _find_mention_line(self, node: RdfTerm) -> int | None:
        """Return the first line that mentions a node which the profile does not describe."""
        return self._mentions.get(node)

    @functools.cached_property
    def _mentions(self) -> dict[RdfTerm, int]:
        """Map each value of the profile to its first line."""
        found: dict[RdfTerm, int] = {}
        for triple, line in self._profile.lines.items():
            found[triple.object] = min(line, found.get(triple.object, line))
        return found


def _format_remedy(prefix: WrongPrefix) -> str:
    return f"Correct the prefix {prefix.name}: on line {prefix.line}. Write: {prefix.declaration}"


def _find_remedy(result: ValidationResult) -> str:
    return result.remedy or _suggest_remedy(result) or load_shapes()[result.shape].remedy


def _suggest_remedy(result: ValidationResult) -> str:
    if not isinstance(result.value, Literal):
        return ""
    from actgraph.validation import value_remedies  # imported here: few findings need it

    return value_remedies.suggest_remedy(result)


_MAX_STATEMENTS = 6  # named in one message


def _format_disagreement(message: str, statements: Sequence[Triple], profile: Profile) -> str:
    """Add to a message the statements that disagree, each with its line if the format has lines."""
    if not statements:
        return message
    named = []
    for one in _choose_named(statements):
        line = profile.lines.get(one)
        place = "" if line is None else f" (line {line})"
        named.append(f"{shorten_iri(one.predicate.value)} {_format_stated_value(one.object)}{place}")
    more = [f"{len(statements) - _MAX_STATEMENTS} more"] if len(statements) > _MAX_STATEMENTS else []
    return f"{message}{STATEMENTS}{', '.join([*named, *more])}."


def _format_stated_value(value: RdfTerm) -> str:
    if isinstance(value, Literal) and value.datatype.value in _NUMERIC:
        return truncate_name(written_values.shorten_number(value.value))
    return truncate_name(shorten_iri(format_term(value)))


_NUMERIC = frozenset(load_prefixes()["xsd"] + name for name in ("double", "float", "decimal", "integer"))


def _choose_named(statements: Sequence[Triple]) -> Sequence[Triple]:
    """Choose the statements that a message has room for: of each property one, before a second of any."""
    ranks: dict[Triple, int] = {}
    counts: Counter[str] = Counter()
    for one in statements:
        ranks[one] = counts[one.predicate.value]
        counts[one.predicate.value] += 1
    chosen = set(sorted(statements, key=ranks.__getitem__)[:_MAX_STATEMENTS])
    return [one for one in statements if one in chosen]


def _is_label(fact: Triple) -> bool:
    names: Mapping[str, str] = load_prefixes()
    naming = (f"{names['rdfs']}label", f"{names['dcterms']}title")
    return fact.predicate.value in naming and isinstance(fact.object, Literal)


def _format_value(result: ValidationResult) -> str:
    """Format the value of a result as it is written; an amount that the rules derived with three significant digits."""
    value = result.value
    assert value is not None
    if result.path == _ON_DAY:
        return "" if result.triple is None else format_term(result.triple.object)
    if result.shape.startswith(_SHAPES_OF_BOUNDS):
        return f"{float(get_term_value(value)):.3g}".replace("e+", "e")
    return format_term(value)


def format_term(term: RdfTerm) -> str:
    """Format an IRI in full, a blank node as `_:b1`, a literal as it is written.

    >>> format_term(NamedNode(GENID + "b1"))
    '_:b1'
    """
    words = get_term_value(term)
    return f"_:{words.removeprefix(GENID)}" if words.startswith(GENID) else words


def _shorten_term(term: RdfTerm) -> str:
    return Profile.format_node(term) if isinstance(term, NamedNode) else get_term_value(term)
