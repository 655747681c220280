"""Names of nodes in YAML: the base that they share, and how provisions and measures are cited."""

import functools
from collections import Counter
from collections.abc import Iterable, Iterator

from actgraph.core.prefixes import BASE, expand_curie, load_prefixes, shorten_iri
from actgraph.profile.yaml_text import write_word
from actgraph.profile.yaml_values import DOCUMENTS
from actgraph.profile.yaml_words import DEFAULT_BASE, LOCAL_NAME, Word

_GENID = BASE + ".well-known/genid/"


@functools.cache
def _load_labels() -> dict[str, str]:
    from actgraph.graph.day import open_all_editions  # imported here: few profiles need the graph to be written

    return {iri: label for label, iri in reversed(open_all_editions().get_labels().items())}


def find_base(iris: Iterable[str]) -> str:
    """Find the namespace that most nodes of a profile share.

    >>> find_base(["urn:p/a", "urn:p/b", "urn:q/c"])
    'urn:p/'
    """
    counted: Counter[str] = Counter()
    for iri in iris:
        end = max(iri.rfind("/"), iri.rfind("#"), iri.rfind(":")) + 1
        if not iri.startswith(_GENID) and end and LOCAL_NAME.fullmatch(iri[end:]):
            counted[iri[:end]] += 1
    return counted.most_common(1)[0][0] if counted else DEFAULT_BASE


def format_cited(word: Word, iri: str) -> Iterator[str]:
    """Yield the ways to write a node of the graph as a value, best first: its citation, its short name.

    >>> from actgraph.profile.yaml_words import load_words
    >>> next(format_cited(load_words()["signed"], load_prefixes()["cop"] + "tra"))
    'Transparency chapter'
    """
    if not iri.startswith(BASE):
        return
    start = expand_curie(f"rdg:{DOCUMENTS}") or ""
    if word.iri == load_prefixes()["ag"] + "ofDocument" and iri.startswith(start):
        yield iri.removeprefix(start)
    elif label := _load_labels().get(iri):
        yield label
    short = shorten_iri(iri)
    if short != iri:
        yield short


def write_class(iri: str) -> str:
    """Write a class: one of ours as a word.

    >>> write_class(load_prefixes()["ag"] + "Model"), write_class("urn:c")
    ('Model', 'urn:c')
    """
    ag = load_prefixes()["ag"]
    is_ours = iri.startswith(ag) and LOCAL_NAME.fullmatch(iri[len(ag) :])
    return iri[len(ag) :] if is_ours else write_word(iri)
