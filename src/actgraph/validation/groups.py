"""Group the findings of a profile that have one cause and one remedy."""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from types import MappingProxyType

from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.core.suggestions import truncate_name
from actgraph.graph.day import open_all_editions
from actgraph.graph.vocabulary import load_vocabulary
from actgraph.profile.declared_prefixes import WrongPrefix
from actgraph.profile.schema import load_shapes
from actgraph.reasoning.allowed_terms import is_actgraph_iri
from actgraph.reasoning.readability import RDF_TYPE
from actgraph.validation.findings import STATEMENTS, Finding, FindingGroup

_AG, _SHP = load_prefixes()["ag"], load_prefixes()["shp"]
_MISSING_ENTITIES = (_SHP + "Profile-model", _SHP + "Profile-provider")
_CLASS = _SHP + "Vocabulary-class"
_NODE = _SHP + "Vocabulary-node"
_MAX_NAMES = 3  # told in one message
_QUESTION = _SHP + "Model-question"
_CAUSED_BY_STATEMENT = ("unreadable", "contradiction")


def group_findings(
    findings: Sequence[Finding],
    described: Set[str],
    prefixes: Sequence[WrongPrefix] = (),
    caused: Mapping[Finding, WrongPrefix] = MappingProxyType({}),
) -> tuple[list[Finding], list[FindingGroup]]:
    """Group the findings of one profile: each finding carries the id of its group, if it has company.

    These are one cause: a prefix or a namespace that is wrong; a node that is named and not described; a statement that
    cannot be read or contradicts another; a document that does not show what it contains; what is said of several nodes
    in the same words, such as each model of a provider.

    Args:
        findings: the findings of one profile.
        described: IRIs of the nodes that the profile describes.
        prefixes: the prefixes that stand for another namespace than their names say.
        caused: the findings that follow from one of these that is not ours.

    >>> group_findings([], set())
    ([], [])
    """
    namespaces = set(_find_wrong_namespaces(findings))
    nowhere = {one.node for one in findings if one.property == RDF_TYPE.value} - described
    misclassed = {one.node: _get_namespace(one.value) for one in findings if one.shape == _CLASS}
    misnamed = dict[str, tuple[str, str]]() if namespaces else dict(_find_misnamed_classes(findings))
    causes = [
        ("prefix", caused[finding].name)
        if finding in caused
        else misnamed.get(finding.shape) or _find_cause(finding, namespaces, nowhere, misclassed)
        for finding in findings
    ]
    causes = [cause if cause[0] else _find_alike(one) for one, cause in zip(findings, causes, strict=True)]
    members: dict[tuple[str, str], list[Finding]] = {}
    for finding, cause in zip(findings, causes, strict=True):
        members.setdefault(cause, []).append(finding)
    joined = [cause for cause, some in members.items() if cause[0] and len(some) > 1]
    ids = {cause: f"{number} {cause[0]}" for number, cause in enumerate(joined, 1)}
    groups = [
        FindingGroup(
            ids[cause],
            some[0].profile,
            *_describe_cause(cause, some, prefixes),
            cause[0].startswith("contents"),
            _find_prefix_line(cause, prefixes),
        )
        for cause, some in members.items()
        if cause in ids
    ]
    grouped = zip(findings, causes, strict=True)
    return [replace(one, group=ids[cause]) if cause in ids else one for one, cause in grouped], groups


def _find_wrong_namespaces(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield the namespaces of ours that do not exist, as unknown names have them."""
    known = set(load_prefixes().values())
    for finding in findings:
        if finding.shape.startswith(_SHP + "Vocabulary-"):
            for iri in (finding.property, finding.value):
                space = _get_namespace(iri)
                if is_actgraph_iri(iri) and space not in known:
                    yield space


def _find_misnamed_classes(findings: Iterable[Finding]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the shape that wants a model or a provider, with the statement whose class is nearly that."""
    for finding in findings:
        for shape, kind in zip(_MISSING_ENTITIES, ("Model", "Provider"), strict=True):
            if finding.shape == _CLASS and finding.meant == (_AG + kind,):
                yield shape, ("statement", f"{finding.node} {shorten_iri(finding.property)}")


def _get_namespace(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def _find_cause(
    finding: Finding, namespaces: Set[str], nowhere: Set[str], misclassed: Mapping[str, str]
) -> tuple[str, str]:
    """Find the kind of the cause and what it is about; the kind is empty where a finding stands alone."""
    for iri in (finding.property, finding.value):
        if _get_namespace(iri) in namespaces:
            return "namespace", _get_namespace(iri)
    if finding.property == RDF_TYPE.value and misclassed.get(finding.node) in namespaces:
        return "namespace", misclassed[finding.node]
    if finding.shape in _MISSING_ENTITIES and len(namespaces) == 1:
        return "namespace", next(iter(namespaces))
    if finding.shape in _MISSING_ENTITIES:
        return "nothing described", ""
    if finding.node in nowhere:
        return "not described", finding.node
    if finding.property == _AG + "hasContradiction":
        return "contradiction", finding.value
    path = load_shapes()[finding.shape].path
    if path[-1:] == (_AG + "contains",):
        return f"contents of {_name_document(path)}".strip(), finding.node
    if finding.urgency in _CAUSED_BY_STATEMENT:
        return "statement", f"{finding.node} {shorten_iri(finding.property)}"
    return "", ""


def _find_alike(finding: Finding) -> tuple[str, str]:
    """Find what findings of several nodes share that say the same of each."""
    return "same", f"{finding.shape} {finding.message} {finding.value}"


def _find_meant_prefix(namespace: str, findings: Iterable[Finding]) -> str:
    """Find the prefix of a namespace that differs little, or else that of most near names; empty if there is none."""
    names = {value: name for name, value in load_prefixes().items()}
    if near := difflib.get_close_matches(namespace, names, n=1, cutoff=0.95):
        return names[near[0]]
    spaces = (_get_namespace(one.meant[0]) for one in findings if one.meant)
    meant = Counter(names[space] for space in spaces if space in names)
    return meant.most_common(1)[0][0] if meant else ""


def _name_document(path: Sequence[str]) -> str:
    return load_vocabulary().labels.get(path[0], "document") if len(path) > 1 else ""


def _find_prefix_line(cause: tuple[str, str], prefixes: Sequence[WrongPrefix]) -> int | None:
    """Find the line of the declaration of a prefix that is the cause; None if there is none."""
    about = {"prefix": "name", "namespace": "namespace"}.get(cause[0])
    return next((one.line for one in prefixes if about and getattr(one, about) == cause[1]), None)


def _describe_cause(
    cause: tuple[str, str], findings: Sequence[Finding], prefixes: Sequence[WrongPrefix]
) -> tuple[str, str]:
    """Say what the cause is and what mends it."""
    kind, about = cause
    first = findings[0]
    if kind == "prefix":
        wrong = next(one for one in prefixes if one.name == about)
        meant = load_prefixes()[about]
        what = f"The prefix {about}: stands for {truncate_name(wrong.namespace)}, and {meant} is meant."
        return f"{what} What is written with it cannot be read.", f"Correct the prefix: {wrong.declaration}"
    if kind == "namespace":
        prefix = _find_meant_prefix(about, findings)
        todo = "Correct the prefix" + (f": @prefix {prefix}: <{load_prefixes()[prefix]}> ." if prefix else ".")
        return f"There is no namespace {truncate_name(about)}. Nothing that is written with it can be read.", todo
    if kind == "nothing described":
        return "The profile describes neither a model nor a provider.", first.todo
    if kind == "not described":
        own = next((one for one in findings if one.shape.endswith("-type")), first)
        return own.message, own.todo
    if kind == "statement":
        told = [one for one in findings if one.shape == _CLASS] or [one for one in findings if one.shape != _QUESTION]
        own = told[0] if told else first
        unknown = [one for one in findings if one.shape == _NODE]
        if len(unknown) > 1 and own in unknown:
            todo = " ".join(f"{truncate_name(shorten_iri(one.value))}: {one.todo}" for one in unknown[:_MAX_NAMES])
            return " ".join(one.message for one in unknown[:_MAX_NAMES]), todo
        return own.message, own.todo
    if kind == "same":
        return first.message, first.todo
    if kind == "contradiction":
        words = {one.message.partition(STATEMENTS)[0] for one in findings}
        # What differs from node to node stands at each.
        return words.pop() if len(words) == 1 else open_all_editions().get_node(about).description, first.todo
    name = kind.removeprefix("contents of").strip()
    document = f"the {name}" if name else f"“{first.node_label}”"
    return (
        f"The description does not show {len(findings)} items that {document} must or should contain.",
        "Add them to the document, then state in the description what the document contains.",
    )


def split_by_cause(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Split the findings of a profile; those with one cause stand where the gravest of them does.

    Args:
        findings: in the order of the report.

    >>> split_by_cause([])
    []
    """
    blocks: dict[str | int, list[Finding]] = {}
    for number, finding in enumerate(findings):
        blocks.setdefault(finding.group or number, []).append(finding)
    return list(blocks.values())


def build_group_head(group: FindingGroup | None, findings: Sequence[Finding]) -> Finding:
    """Build the finding that stands for several with one cause: where the gravest is, with what mends all.

    Args:
        group: their group; None for a finding that stands alone.
        findings: the findings, the gravest first.

    >>> one = Finding("m.ttl", 3, *[""] * 4, "info", "no licence", *[""] * 4)
    >>> build_group_head(None, [one]) is one
    True
    """
    first = findings[0]
    if group is None:
        return first
    by = first.source_label if len({one.source_label for one in findings}) == 1 else ""
    if group.line is None:
        first = next((one for one in findings if one.shape == _CLASS and one.message == group.message), first)
    first = first if group.line is None else replace(first, line=group.line)
    values = {one.value for one in findings if one.message == group.message}
    value = values.pop() if len({one.value for one in findings}) == len(values) == 1 else ""
    return replace(first, message=group.message, value=value, todo=group.todo, source_label=by)
