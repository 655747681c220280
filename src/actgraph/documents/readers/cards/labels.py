"""The labels and headings of model cards: which field or section of the mapping table they mean."""

import functools
import os
import re
import tomllib
from collections.abc import Mapping

_FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "labels.toml")
_BRACKETS = re.compile(r"\[[^\[\]]*\]|\(s\)|\*+|_{2,}|`")
_OPTIONAL = re.compile(r"\(?\boptional\b\)?", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)\\]*\s+|[IVX]+\.\s+)")
_NO_WORD = re.compile(r"[^\w¹²]+|_+")
_MAX_WORDS = 12


@functools.cache
def _load_file() -> tuple[Mapping[str, str], tuple[tuple[str, str], ...]]:
    with open(_FILE, "rb") as file:
        said = tomllib.load(file)
    labels = {label: field for field, known in said["labels"].items() for label in known}
    sections = [(start, role) for role, starts in said["sections"].items() for start in starts]
    return labels, tuple(sorted(sections, key=lambda one: -len(one[0])))


def normalize_label(text: str) -> str:
    """Return a label in small letters, without marks, numbers and brackets.

    >>> normalize_label("**Finetuned from model [optional]:**"), normalize_label("2. Language(s) (NLP)")
    ('finetuned from model', 'language nlp')
    """
    text = _OPTIONAL.sub(" ", _BRACKETS.sub(" ", _NUMBER.sub("", text)))
    return " ".join(_NO_WORD.sub(" ", text).casefold().split())


def find_field(label: str) -> str:
    """Return the field that a label means; empty if none is known.

    >>> find_field("Model developers"), find_field("# Parameters"), find_field("MMLU")
    ('developer', 'parameters', '')
    >>> find_field("Parameters (excluding embeddings)")
    'other parameters'
    """
    if len(label) > 200 or label.count(" ") > _MAX_WORDS:
        return ""
    text = normalize_label(label)
    known = _load_file()[0]
    field = known.get(text) or known.get(normalize_label(re.sub(r"\([^()]*\)", " ", label)), "")
    return "other parameters" if field == "parameters" and "embedding" in text else field


def find_section(heading: str) -> str:
    """Return what stands under a heading, such as `intended use` or `skip`; empty if it is not known.

    >>> find_section("4. Out-of-Scope Use"), find_section("Evaluation results"), find_section("Model Details")
    ('restricted use', 'skip', 'any')
    """
    text = normalize_label(heading) + " "
    return next((role for start, role in _load_file()[1] if text.startswith(start)), "")
