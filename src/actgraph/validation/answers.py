"""Say in the findings what stands in place of an answer to a field of the template or an item of the form."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.core.suggestions import quote_text
from actgraph.graph.day import Day
from actgraph.profile import written_values
from actgraph.profile.answers import is_field
from actgraph.profile.schema import SH, RdfTerm, Shape, load_shapes
from actgraph.validation.result import ValidationResult

UNFINISHED = NamedNode(load_prefixes()["ag"] + "leavesUnfinished")
_KIND_SHAPES = load_prefixes()["shp"] + "Evidence-answer-"  # each says that an answer is not of the kind asked for
_MONTH = load_prefixes()["xsd"] + "gYearMonth"


def place_answers(
    results: Sequence[ValidationResult], facts: Iterable[Triple], told: Iterable[Triple], day: Day
) -> list[ValidationResult]:
    """Add to each result on a missing answer what is stated instead, and report the other unfinished answers.

    Args:
        results: the results of the shapes on one profile.
        facts: the statements of the profile, as they are written.
        told: triples that the rules derived, among them which fields are unfinished.
        day: the graph of the day.

    >>> from actgraph.graph.day import open_day
    >>> place_answers([], [], [], open_day("2026-11-24"))
    []
    """
    stated: dict[str, list[Triple]] = {}
    links: set[tuple[object, str, object]] = set()
    for fact in facts:
        if is_field(fact.predicate.value):
            stated.setdefault(fact.predicate.value, []).append(fact)
        elif isinstance(fact.object, NamedNode):
            links.add((fact.subject, fact.predicate.value, fact.object))
    if not stated:
        return list(results)
    kinds = {(one.focus_node, one.value): one for one in results if one.shape.startswith(_KIND_SHAPES)}
    placed, explained = [], set()
    covered: set[tuple[RdfTerm, RdfTerm]] = set()
    for one in results:
        answer = _find_answer(one, stated, links)
        if answer is not None:
            covered.add((answer.subject, answer.predicate))
            of_kind = kinds.get((answer.subject, answer.object))
            if of_kind is not None:
                explained.add(of_kind)
            missing = one.message or load_shapes()[one.shape].message
            remedy = one.remedy or load_shapes()[one.shape].remedy
            one = one._replace(
                triple=answer,
                message=f"{missing} {_tell(answer, of_kind, day)}",
                remedy=_put_answer(remedy, answer, of_kind),
            )
        placed.append(one)
    unfinished = _build_unfinished_results(told, stated, covered, day)
    left = [_name_field(one, stated, day) for one in placed if one not in explained]
    return [*left, *unfinished]


def _name_field(result: ValidationResult, stated: Mapping[str, Sequence[Triple]], day: Day) -> ValidationResult:
    """Name in a result on the kind of an answer the field that it answers; unchanged for other results."""
    if not result.shape.startswith(_KIND_SHAPES):
        return result
    for field, facts in stated.items():
        if any(fact.subject == result.focus_node and fact.object == result.value for fact in facts):
            label = day.get_node(field).label
            message = f"{label}: {load_shapes()[result.shape].message}"
            remedy = _suggest_form(load_shapes()[result.shape], field, result.value)
            return result._replace(path=field, message=message, remedy=remedy, source=field)
    return result


def _suggest_form(shape: Shape, field: str, value: RdfTerm | None) -> str:
    """Tell how to write an answer; else the remedy of a shape, with a field in place of the one of its example."""
    if written := _write_answer(shape, value):
        return f"Write: {shorten_iri(field)} {written}"
    return _EXAMPLE_FIELD.sub(shorten_iri(field), shape.remedy, count=1)


def _write_answer(shape: Shape, value: RdfTerm | None) -> str:
    """Write an answer in the form that a shape asks for; empty if what it means is not clear."""
    if not isinstance(value, Literal):
        return ""
    kind, text = shape.iri.removeprefix(_KIND_SHAPES), value.value
    if kind == "yes-or-no":
        return written_values.find_boolean(text)
    if kind == "month":
        days = written_values.find_days(text)
        month = written_values.find_month(text) or (days[0][:7] if len(days) == 1 else "")
        return f'"{month}"^^xsd:gYearMonth' if month else ""
    if kind == "date":
        days = written_values.find_days(text)
        return f'"{days[0]}"^^xsd:date' if len(days) == 1 else ""
    numbers = written_values.find_numbers(text) if kind == "number" else []
    return numbers[0] if len(numbers) == 1 and not numbers[0].startswith("-") else ""


_EXAMPLE_FIELD = re.compile(r"(?:tcs:fld_|cop:mdf\.itm_)[\w.-]*\w")


def _find_answer(
    result: ValidationResult, stated: Mapping[str, Sequence[Triple]], links: Set[tuple[object, str, object]]
) -> Triple | None:
    """Find what is stated in place of an answer that a result misses, in the document or in one that the node names."""
    if result.value is not None:
        return None
    path = load_shapes()[result.shape].path
    for shape in (result.shape, *result.included):
        for fact in stated.get(load_shapes()[shape].wanted, ()):
            named = len(path) > 1 and (result.focus_node, path[0], fact.subject) in links
            if named or fact.subject == result.focus_node:
                return fact
    return None


def _put_answer(remedy: str, answer: Triple, of_kind: ValidationResult | None) -> str:
    """Put the answer that is meant in place of the example of a remedy."""
    written = _write_answer(load_shapes()[of_kind.shape], answer.object) if of_kind else ""
    field = shorten_iri(answer.predicate.value)
    name = re.escape(field)
    example = re.compile(rf'{name} (?:"[^"]*"\^\^xsd:\w+|true or {name} false|[\d.]+(?:e\d+)?(?![\w.]))')
    return example.sub(lambda _: f"{field} {written}", remedy) if written else remedy


def _tell(answer: Triple, of_kind: ValidationResult | None, day: Day) -> str:
    """Tell what is wrong with an answer that does not count."""
    if of_kind is not None:
        shape: Shape = load_shapes()[of_kind.shape]
        value = answer.object
        stated = f" It is {quote_text(value.value)}." if isinstance(value, Literal) else ""
        if _write_answer(shape, value):  # the remedy says it
            return f"{shape.message}{stated}"
        return f"{shape.message}{stated} {_suggest_form(shape, answer.predicate.value, value)}"
    label = day.get_node(answer.predicate.value).label
    if isinstance(answer.object, Literal) and answer.object.datatype.value != _MONTH:
        return f"{label} holds {quote_text(answer.object.value)}, which is no answer."
    if isinstance(answer.object, Literal):
        missing = "the description does not state whether the model is trained continuously after that month"
        return f"{label} is answered only in part: {missing}."
    return f"{label} is answered only in part: it needs a size and the types of content, or what describes the entry."


def _build_unfinished_results(
    told: Iterable[Triple],
    stated: Mapping[str, Sequence[Triple]],
    covered: Set[tuple[RdfTerm, RdfTerm]],
    day: Day,
) -> Iterator[ValidationResult]:
    for fact in told:
        if fact.predicate != UNFINISHED or (fact.subject, fact.object) in covered:
            continue
        assert isinstance(fact.object, NamedNode)
        ours = (one for one in stated.get(fact.object.value, ()) if one.subject == fact.subject)
        texts = [one for one in ours if isinstance(one.object, Literal)]
        if not texts:  # a title or a description
            continue
        answer = min(texts, key=lambda one: len(str(one.object)))  # of several, the shortest is the placeholder
        assert isinstance(answer.object, Literal)
        label = day.get_node(fact.object.value).label
        yield ValidationResult(
            shape=load_prefixes()["shp"] + "Evidence-unfinished",
            component=SH + "NotConstraintComponent",
            focus_node=fact.subject,
            path=fact.object.value,
            value=answer.object,
            triple=answer,
            message=f"{label} holds unfinished text: {quote_text(answer.object.value)}.",
            source=fact.object.value,
        )
