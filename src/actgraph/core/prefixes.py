"""Prefixes and namespaces of the graph, and the short names (CURIEs) made with them."""

import functools
import re

from pyoxigraph import Literal, RdfFormat, parse

from actgraph.core import paths

BASE = "https://w3id.org/actgraph/"
ACT = BASE + "eli/reg/2024/1689/"
AMENDING = BASE + "eli/reg/2026/1744/"
IMPLEMENTING = BASE + "eli/reg_impl/2026/1755/"
CODE = BASE + "code-of-practice/"
CONTENT_CODE = BASE + "content-code/"
CODES = (CODE, CONTENT_CODE)  # the General-Purpose AI Code and the AI-Generated Content Code
GUIDELINES = BASE + "guidelines/gpai/"
ARTICLE_50_GUIDELINES = BASE + "guidelines/article-50/"
AI_SYSTEM_GUIDELINES = BASE + "guidelines/ai-system/"
PROHIBITED_GUIDELINES = BASE + "guidelines/prohibited-practices/"
ALL_GUIDELINES = (GUIDELINES, ARTICLE_50_GUIDELINES, AI_SYSTEM_GUIDELINES, PROHIBITED_GUIDELINES)
SUMMARY = BASE + "training-summary/"
TERMS = BASE + "terms/"
_SHACL = "http://www.w3.org/ns/shacl#"


@functools.cache
def load_prefixes() -> dict[str, str]:
    """Map each prefix to its namespace, from `ontology/prefixes.ttl`, the only list of them.

    >>> load_prefixes()["act"]
    'https://w3id.org/actgraph/eli/reg/2024/1689/'
    """
    found: dict[str, dict[str, str]] = {}
    for quad in parse(path=paths.get_data_path("ontology", "prefixes.ttl"), format=RdfFormat.TURTLE):
        if isinstance(quad.object, Literal):
            found.setdefault(str(quad.subject), {})[quad.predicate.value] = quad.object.value
    pairs = [entry for entry in found.values() if _SHACL + "prefix" in entry]
    return {entry[_SHACL + "prefix"]: entry[_SHACL + "namespace"] for entry in pairs}


def expand_curie(curie: str) -> str | None:
    """Return the full IRI of a short name, or None where its prefix is unknown.

    Args:
        curie: such as `act:art_53`.

    >>> expand_curie("cop:tra.com_1")
    'https://w3id.org/actgraph/code-of-practice/tra.com_1'
    """
    prefix, colon, local = curie.partition(":")
    namespace = load_prefixes().get(prefix) if colon else None
    return None if namespace is None else namespace + local


@functools.lru_cache(maxsize=10_000)
def shorten_iri(iri: str) -> str:
    """Return the short name of an IRI, or the IRI itself where no prefix fits.

    >>> shorten_iri("https://w3id.org/actgraph/eli/reg/2024/1689/art_53")
    'act:art_53'
    """
    best = ""
    for prefix, namespace in load_prefixes().items():
        if iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri, len(namespace)) and len(namespace) > len(best):
            best, short = namespace, f"{prefix}:{iri[len(namespace) :]}"
    return short if best else iri


def split_iris(value: str) -> list[str]:
    """Split a value of a row that is a list of IRIs; a list of one for any other value.

    >>> split_iris("urn:a urn:b"), split_iris("two words")
    (['urn:a', 'urn:b'], ['two words'])
    """
    return value.split(" ") if _IRIS.fullmatch(value) else [value]


def shorten_iris(value: str) -> str:
    """Return a value of a row with short names for its IRIs.

    >>> shorten_iris("https://w3id.org/actgraph/ns/sme https://w3id.org/actgraph/ns/deployer")
    'ag:sme ag:deployer'
    """
    return " ".join(map(shorten_iri, split_iris(value)))


def get_local_name(iri: str) -> str:
    """Return what follows the last / or # of an IRI.

    >>> get_local_name("https://w3id.org/actgraph/ns/Model"), get_local_name("http://www.w3.org/2002/07/owl#Class")
    ('Model', 'Class')
    """
    return re.split("[/#]", iri)[-1]


_IRIS = re.compile(r"(?:https?|urn):\S+(?: (?:https?|urn):\S+)+")
_LOCAL_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)*")
