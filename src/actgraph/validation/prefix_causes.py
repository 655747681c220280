"""Find the results that follow from a prefix which stands for another namespace than its name says."""

from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode

from actgraph.core.prefixes import load_prefixes
from actgraph.profile.declared_prefixes import WrongPrefix
from actgraph.profile.profile import Profile
from actgraph.profile.schema import load_shapes
from actgraph.reasoning.allowed_terms import is_actgraph_iri
from actgraph.validation.result import ValidationResult


class PrefixCauses:
    """Tell of each result of a profile whether a wrong prefix is its cause.

    >>> from actgraph.profile.profile import parse_profile
    >>> PrefixCauses(parse_profile(b"<a:a> <a:b> 1 .", "a.ttl", "ttl")).prefixes
    ()
    """

    def __init__(self, profile: Profile) -> None:
        # Names of ours are reported as unknown ones, which have a cause of their own.
        self.prefixes: Sequence[WrongPrefix] = tuple(
            one for one in profile.wrong_prefixes if not is_actgraph_iri(load_prefixes()[one.name])
        )
        triples = profile.triples if self.prefixes else ()
        self._used = {triple.predicate.value for triple in triples}
        self._describing = {(triple.subject, _get_prefix(triple.predicate.value, self.prefixes)) for triple in triples}

    def find_cause(self, result: ValidationResult) -> WrongPrefix | None:
        """Find the prefix that a result follows from; None if there is none.

        It is a prefix with which the value or its datatype is written, with which the profile states the property that
        the shape has not found, or with which it describes the node that answers only in part.
        """
        for prefix in self.prefixes:
            if is_written_with(result, prefix):
                return prefix
            if result.value is None and result.triple and (result.triple.object, prefix) in self._describing:
                return prefix
            right = load_prefixes()[prefix.name]
            for step in (result.path, *load_shapes()[result.shape].path):
                if step.startswith(right) and prefix.namespace + step.removeprefix(right) in self._used:
                    return prefix
        return None


def is_written_with(result: ValidationResult, prefix: WrongPrefix) -> bool:
    """Tell whether the value of a result, or its datatype, is written with a prefix.

    >>> from pyoxigraph import NamedNode
    >>> result = ValidationResult("urn:shape", "", NamedNode("urn:m"), value=NamedNode("urn:x/a"))
    >>> [is_written_with(result, WrongPrefix("dcterms", namespace, 1)) for namespace in ("urn:x/", "urn:y/")]
    [True, False]
    """
    return any(iri.startswith(prefix.namespace) for iri in _list_iris(result))


def _get_prefix(iri: str, prefixes: Sequence[WrongPrefix]) -> WrongPrefix | None:
    return next((one for one in prefixes if iri.startswith(one.namespace)), None)


def _list_iris(result: ValidationResult) -> Iterator[str]:
    values = [result.value, *([] if result.triple is None else [result.triple.object])]
    for value in values:
        if isinstance(value, Literal):
            yield value.datatype.value
        elif isinstance(value, NamedNode):
            yield value.value
