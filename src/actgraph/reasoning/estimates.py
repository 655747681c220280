"""Warn where an estimate of training compute can turn out above a threshold that it does not exceed."""

import functools
from collections.abc import Mapping

from pyoxigraph import NamedNode

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import Day
from actgraph.reasoning import law_facts
from actgraph.reasoning.derived import DerivedProfile, expand_node

# The class of the model, its figure and upper bound, the threshold, what follows, and the paragraph of the guidelines.
_EDGES = (
    (
        *("ag:ModelNearPresumption", "ag:computeForPresumption", "ag:presumptionUpperBound", "rdg:thr_51.2"),
        *(
            "above it the model is presumed to have high-impact capabilities; the provider should closely monitor it",
            "31",
        ),
    ),
    (
        *("ag:ModelNearCriterion", "ag:computeForCriterion", "ag:criterionUpperBound"),
        *(
            "gdl:5045.thr_indicative-criterion",
            "above it the model can meet the indicative criterion; estimate it more closely",
            "17",
        ),
    ),
)


def list_estimate_warnings(derived: DerivedProfile, model: NamedNode) -> list[str]:
    """List a warning for each threshold that the compute of a model may exceed within the stated error.

    Args:
        derived: the profile with everything that follows from it.
        model: the model.

    >>> from actgraph.graph.day import open_day
    >>> from pyoxigraph import Literal, Triple
    >>> model = NamedNode("urn:m")
    >>> stated = [Triple(model, expand_node("rdf:type"), expand_node("ag:Model"))]
    >>> for name, figure in (("ag:cumulativeCompute", 9e24), ("ag:estimationError", 0.25)):
    ...     stated.append(Triple(model, expand_node(name), Literal(figure)))
    >>> list_estimate_warnings(DerivedProfile(stated, open_day("2026-11-28")), model)[0].partition(":")[0]
    'the estimate of 9e24 FLOP does not exceed 1e25, but with the stated error it can be 1.13e25, 12.5 % above'
    """
    found = []
    for kind, figure, bound, threshold, todo, paragraph in _EDGES:
        if derived.has_triple(model, "rdf:type", expand_node(kind)):
            limit, most = _load_amounts(derived.day)[expand_node(threshold)], float(derived.get_value(model, bound))
            told = _format_amount(float(derived.get_value(model, figure)))
            found.append(
                f"the estimate of {told} FLOP does not exceed {_format_amount(limit)}, but with the stated error it"
                f" can be {_format_amount(most)}, {(most / limit - 1) * 100:.3g} % above: {todo}"
                f" (guidelines, paragraphs {paragraph}, 123)"
            )
    return found


@functools.lru_cache(maxsize=8)
def _load_amounts(day: Day) -> Mapping[object, float]:
    return {
        one.subject: float(one.object.value)  # type: ignore[union-attr]
        for one in law_facts.load_law_facts(day)
        if one.predicate.value == load_prefixes()["ag"] + "value"
    }


def _format_amount(figure: float) -> str:
    return f"{figure:.3g}".replace("e+", "e")
