"""The instructions that the Form prints where an answer goes, and for whom each item is meant."""

import functools
import hashlib
import os
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

_FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "prompts.toml")
_WORD = re.compile(r"[^\W_]+")
_TRAILING = re.compile(r"[\s.,:;…)\]”“\"'’]*")
_SMALL_PRINT = re.compile(
    r"\[?\bRecommended (?:up to )?\d+ words\b\]?|\bIf (?:any other|so),? please specify\s*[:…]*"
    r"|\bSelect all that apply\b\W*|\bMaximum (?:input |output )?size\s*:?\s*(?:…|\.\.\.)(?=\s|$)",
    re.IGNORECASE,
)
_STRAYS = ("bu",)  # stands in item 29 of the official file
MAX_ANSWER = 20_000  # characters; a longer answer is listed as it is
MAX_SHOWN = 1_000  # characters of such an answer that are listed
_MOST_BEGINNINGS = 12  # words: a shorter instruction is not told by how it begins


class _Prompt(NamedTuple):
    words: int
    hash: str
    begins: str
    items: Sequence[str]


class Stripped(NamedTuple):
    """A text without the instructions of the Form.

    Attributes:
        text: what is left.
        items: the items whose instructions were there.
        is_edited: whether what is left begins like an instruction, so that nobody can tell it from the answer.
    """

    text: str
    items: frozenset[str]
    is_edited: bool


@functools.cache
def load_audiences() -> Mapping[str, str]:
    """Load for whom each item is meant: A for the AI Office, N for national authorities, D for downstream providers.

    >>> load_audiences()["item 13"], load_audiences()["item 14"]
    ('A', 'ND')
    """
    audiences: Mapping[str, str] = _load()["audiences"]
    return audiences


def strip_prompts(text: str) -> Stripped:
    """Take the instructions of the Form out of a text.

    >>> strip_prompts("Click here to add text. Example GmbH")
    Stripped(text='Example GmbH', items=frozenset({'item 1'}), is_edited=False)
    """
    if len(text) > MAX_ANSWER:
        return Stripped(text, frozenset(), False)
    spans = [match.span() for match in _WORD.finditer(text)]
    words = [unicodedata.normalize("NFKC", text[start:end]).casefold() for start, end in spans]
    kept: list[str] = []
    items: set[str] = set()
    position = place = 0
    prompts = _load_prompts()
    while place < len(words):
        prompt = next(
            (one for one in prompts.get(tuple(words[place : place + 3]), ()) if _is_at(words, place, one)), None
        )
        if prompt is None:
            place += 1
            continue
        kept.append(text[position : spans[place][0]])
        place += prompt.words
        position = _TRAILING.match(text, spans[place - 1][1]).end()  # type: ignore[union-attr]
        items.update(prompt.items)
    kept.append(text[position:])
    left = _SMALL_PRINT.sub(" ", " ".join(kept))
    left = re.sub(r"^[\s.:;…]+|\s+$", "", re.sub(r"[ \t]+", " ", left))
    if left in _STRAYS or not re.search(r"[^\W_]|[☒☐⍰✗✘]", left):
        left = ""
    return Stripped(left, frozenset(items), _begins_like_one(left))


def _is_at(words: Sequence[str], place: int, prompt: _Prompt) -> bool:
    part = words[place : place + prompt.words]
    return len(part) == prompt.words and _hash(part) == prompt.hash


def _begins_like_one(text: str) -> bool:
    words = [unicodedata.normalize("NFKC", word).casefold() for word in _WORD.findall(text[:400])][:8]
    return len(words) == 8 and any(
        one.words >= _MOST_BEGINNINGS and one.begins == _hash(words)
        for one in _load_prompts().get(tuple(words[:3]), ())
    )


def _hash(words: Sequence[str]) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


@functools.cache
def _load() -> dict[str, Any]:
    with open(_FILE, "rb") as file:
        return tomllib.load(file)


@functools.cache
def _load_prompts() -> Mapping[tuple[str, ...], Sequence[_Prompt]]:
    """Load the instructions by their first three words, the longest first."""
    found: dict[tuple[str, ...], list[_Prompt]] = {}
    for one in _load()["prompt"]:
        said = dict(one)
        found.setdefault(tuple(said.pop("start").split()), []).append(_Prompt(**said))
    return {start: sorted(prompts, key=lambda one: -one.words) for start, prompts in found.items()}
