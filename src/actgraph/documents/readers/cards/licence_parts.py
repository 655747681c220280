"""Read which licence a card gives to the weights, the code and the data, where it tells them apart."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from actgraph.documents.licences import find_licence_key
from actgraph.documents.readers.cards.guards import find_doubt, split_sentences
from actgraph.documents.readers.cards.patterns import ASSET
from actgraph.documents.readers.cards.prose import Found
from actgraph.documents.reading import Field, Unread

NO_LICENCES = ("other", "custom", "unknown", "proprietary")  # they name none
_PART = (
    r"(?P<part>(?:model |open )?weights|models?|checkpoints?|"
    r"(?:source |inference |training |model )?code(?:base| repository)?"
    r"|repo(?:sitory)?|(?:training )?data(?:sets?)?|(?:model )?outputs?|documentation)"
)
_UNDER = (
    r"(?:(?:licen[cs]ed|released|(?:made )?available|distributed|provided|published|shared)\b[^.;]{0,40}?\bunder |"
    r"under |subject to |governed by |for )?(?:the terms of )?(?:the |an? )?"
)
_PATTERNS = (
    re.compile(rf"(?:the |our )?{_PART}(?: \([^()]*\))?\s*(?::|–|—| - )\s*(?P<licence>\S.*)", re.IGNORECASE),
    re.compile(
        rf"(?:(?:the|this|our|all) )?(?:[\w.-]+ ){{0,3}}?{_PART} (?:is|are) (?:also )?{_UNDER}(?P<licence>\S.*)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:the )?use of (?:the )?.{0,40}?\b(?P<part>models?|weights)\b.{0,20}? is (?:subject to|governed by) "
        r"(?:the )?(?P<licence>\S.*)",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<licence>[^();]{2,60}?) ?\((?:for )?(?:the )?" + _PART + r"(?P<only> only)?\)", re.IGNORECASE),
)
_SEVERAL = re.compile(
    r"[;,] .*\bfor (?:the )?(?:others?|rest|\d|small|large)|\bfor (?:the )?\d[^;,]*[;,]", re.IGNORECASE
)
_TERMS = re.compile(r"non-?commercial|research|commercial|proprietary|custom|gated", re.IGNORECASE)
_MAX_PARTS = 40


class LicencePart(NamedTuple):
    """The licence of a part.

    Attributes:
        part: as written.
        licence: as written.
        kind: `code`, `model` or `other`.
        line: where it stands.
        is_only: whether it is said of this part only.
    """

    part: str
    licence: str
    kind: str
    line: int
    is_only: bool = False


def find_licence_parts(text: str, line: int = 0) -> list[LicencePart]:
    """Find the licences that a text gives to the weights, the code and other parts.

    Args:
        text: of a label, an item or a paragraph.
        line: on which it stands.

    >>> [one[:3] for one in find_licence_parts("Weights: CC BY-NC 4.0; code: Apache-2.0")]
    [('Weights', 'CC BY-NC 4.0', 'model'), ('code', 'Apache-2.0', 'code')]
    >>> [one[:3] for one in find_licence_parts("This code repository is licensed under the MIT License.")]
    [('code repository', 'MIT License', 'code')]
    >>> [one[:3] for one in find_licence_parts("Apache 2.0 (code), CC BY-NC 4.0 (weights)")]
    [('code', 'Apache 2.0', 'code'), ('weights', 'CC BY-NC 4.0', 'model')]
    >>> find_licence_parts("This model is released under the Apache 2.0 license.")
    []
    """
    found: list[LicencePart] = []
    for sentence in split_sentences(text):
        for clause in re.split(r";\s+", sentence):
            found += _read_clause(clause.strip(" *"), line)
    is_of_model_alone = all(one.kind == "model" and one.part.lower().startswith("model") for one in found)
    return [] if is_of_model_alone and not re.search(r"\buse of\b", text, re.IGNORECASE) else found[:_MAX_PARTS]


def _read_clause(clause: str, line: int) -> Iterator[LicencePart]:
    if len(clause) > 400:
        return
    for pattern in _PATTERNS[:3]:
        if match := pattern.fullmatch(clause):
            licence = match["licence"].strip(" .*")
            if "not " in f"{clause} " and not re.match(r"not\b", licence):
                return
            yield LicencePart(match["part"], licence, _find_kind(match["part"]), line)
            return
    for match in _PATTERNS[3].finditer(clause):
        licence = match["licence"].strip(" .,*")
        kind = _find_kind(match["part"])
        yield LicencePart(match["part"], re.sub(r"^and ", "", licence), kind, line, bool(match["only"]))


def _find_kind(part: str) -> str:
    part = part.lower()
    if "code" in part or part.startswith("repo"):
        return "code"
    return "model" if re.search(r"weights|model|checkpoint", part) and "output" not in part else "other"


def read_licence_parts(parts: Sequence[LicencePart]) -> Iterator[Found]:
    """Say what each part states: the licence of the weights is the one of the model.

    >>> [one[:2] for one in read_licence_parts(find_licence_parts("weights: non-commercial; code: MIT"))]
    [('kind of licence', 'weights: non-commercial'), ('licence of the code', 'code: MIT')]
    """
    for one in parts:
        text = f"{one.part}: {one.licence}"
        doubt = find_doubt(one.licence)
        if one.kind == "code":
            yield Found("licence of the code", text, doubt)
        elif one.kind == "other":
            yield Found("licence", text, f"it holds for the {one.part.lower()}, and not for the model")
        elif find_licence_key(one.licence):
            yield Found("licence", one.licence, doubt)
        elif _TERMS.search(one.licence):
            yield Found("kind of licence", text, doubt)
        else:
            yield Found("licence", text, doubt or "which licence it is, the text does not say: state it by its title")


def shorten_asset(sentence: str) -> str:
    """Return what a sentence gives away beside the model, with its licence; the sentence where it is not that plain.

    >>> shorten_asset("It beats others while providing training code, and data under an Apache-2 license.")
    'training code, and data: Apache-2 license'
    """
    match = ASSET.search(sentence)
    return f"{match['asset']}: {match['licence']}" if match else sentence


def is_of_several(text: str) -> bool:
    """Tell whether a text gives several licences to several sizes.

    >>> is_of_several("Gull Licence for 70B; Apache 2.0 for the others"), is_of_several("Apache 2.0")
    (True, False)
    """
    return bool(_SEVERAL.search(text))


def settle_header(
    header: Sequence[Field], parts: Sequence[LicencePart], unread: Sequence[Unread] = ()
) -> tuple[list[Field], list[Unread]]:
    """Leave out the licence of a header that the text gives to the code, or that it contradicts.

    >>> parts = find_licence_parts("Weights: CC BY-NC 4.0; code: MIT")
    >>> kept, left = settle_header([Field("license", "mit", "line 2")], parts)
    >>> kept, left[0].reason
    ([], 'the text gives the weights another licence: CC BY-NC 4.0 (line 0)')
    """
    kept: list[Field] = []
    left: list[Unread] = []
    planned = [one for one in unread if one.text.startswith("licence: ") and "plan" in one.reason]
    plans = {find_licence_key(one.text.removeprefix("licence: ")): one.place for one in planned}
    for one in header:
        key = find_licence_key(one.value) if one.name == "license" else ""
        reason = _contradict(key, parts)
        if key and not reason and key in plans:
            reason = f"the text says that this licence is planned ({plans[key]})"
        if reason:
            left.append(Unread(one.place, f"license: {one.value}", reason))
        else:
            kept.append(one)
    return kept, left


def _contradict(key: str, parts: Sequence[LicencePart]) -> str:
    """Say why the licence of a header is not stated of the model; empty if the text does not speak against it."""
    of_code = [part for part in parts if part.kind == "code" and find_licence_key(part.licence) == key]
    for part in parts:
        other = find_licence_key(part.licence)
        if key and part.kind == "model" and other != key and (of_code or other):
            return f"the text gives the {part.part.lower()} another licence: {part.licence[:60]} (line {part.line})"
    only = next((part for part in of_code if part.is_only), None)
    return f"the text gives this licence to the {only.part.lower()} only (line {only.line})" if key and only else ""
