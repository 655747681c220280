"""The labels of the official forms: which field a line or a cell of a table begins."""

import functools
import os
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

SUMMARY = "training-summary"
FORM = "documentation-form"
_FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "labels.toml")
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\s*[•◦▪*·\-–—#]*\s*(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}(?:\.?[A-Za-z])?)[.):]?(?=\s)")
_BULLET = re.compile(r"[\s•◦▪*·#▼▶>\-–—]+")
_IF = re.compile(r"if (?:yes|so|applicable|publicly known)\W+", re.IGNORECASE)
_REST = re.compile(r"[\s:?.)\]*_|]*")
_MARK = re.compile(r"[\s)*_\]]*(?:\(optional\)\s*)?(?:[:?|]|$)", re.IGNORECASE)
LABEL_SIGNS = r"(?:[^\n.:;?!☐☒☑□]|\n(?=[a-z]))"  # a sign of a label, which may go on in the next line
# The end of a label in other words than the form's; a sentence or answer that follows the label begins otherwise.
LABEL_REST = re.compile(
    rf"[ ,]*(?!(?:is|are|was|were|has|have|yes|no|not|whether|including|x)\b)[a-z]{LABEL_SIGNS}{{0,250}}[:?](?=\s)"
)
_SURE_WORDS = 5  # a label with as many words may end in other words
_MAX_WORDS = 70
_MAX_HEADING = 300  # characters


class Label(NamedTuple):
    """One label of a form.

    Attributes:
        field: name of the field, as the mapping table has it; `{section}` stands for the section around it.
        section: the only section in which it counts; empty if it counts in all.
        after: the only fields after which it counts; empty if it counts after all.
        parts: the further fields under the same label, in the order of the form.
    """

    field: str
    section: str = ""
    after: Sequence[str] = ()
    parts: Sequence[str] = ()


class LabelFound(NamedTuple):
    """A label at the beginning of a text.

    Attributes:
        field: name of the field.
        rest: what follows the label, without the marks between.
        parts: the further fields under the same label.
        words: how many words the label has.
        is_marked: whether a colon, a question mark or nothing follows the label; a sentence may begin like a label too.
    """

    field: str
    rest: str
    parts: Sequence[str]
    words: int
    is_marked: bool


class _Labels(NamedTuple):
    titles: Sequence[tuple[str, ...]]
    sections: Mapping[tuple[str, ...], str]
    fields: Mapping[tuple[str, ...], Sequence[Label]]


def split_words(text: str) -> list[str]:
    """Split a text into words of letters and digits in small letters, as labels are compared.

    >>> split_words("Versioned model name(s):")
    ['versioned', 'model', 'name', 's']
    """
    return [word.casefold() for word in _WORD.findall(unicodedata.normalize("NFKC", text))]


def find_label(text: str, form: str, section: str = "", last: str = "") -> LabelFound | None:
    """Find the label that a text begins with; a number, a bullet or “If yes,” before it does not matter.

    Args:
        text: a line, or a cell of a table.
        form: SUMMARY or FORM.
        section: number or name of the section around it, as `find_section` gives it.
        last: the field before it.

    >>> find_label("Model dependencies: Mistral 7B v0.2", SUMMARY)
    LabelFound(field='field 1.2.dependencies', rest='Mistral 7B v0.2', parts=(), words=2, is_marked=True)
    >>> find_label("2.4.5 Additional comments (optional):", SUMMARY, "2.4").field
    'field 2.4.comments'
    >>> synthetic = "General-purpose AI models used to generate synthetic data"
    >>> find_label(f"{synthetic} sold in the Union: Gull", SUMMARY).rest  # the end of the label is in other words
    'Gull'
    >>> find_label(f"{synthetic}, not available on the market: Gull", SUMMARY).rest  # they change what it asks
    ', not available on the market: Gull'
    >>> find_label("The models depend on", SUMMARY)
    """
    start = _skip_start(text)
    body = text[start:]
    spans = [match.end() for match in _iterate_words(body)]
    words = split_words(body[: spans[-1]]) if spans else []
    if len(words) != len(spans):  # a ligature or a number that is split otherwise
        spans = []
    for count in range(len(words), 0, -1):
        for label in _load_labels(form).fields.get(tuple(words[:count]), ()):
            if (label.section and label.section != section) or (label.after and last not in label.after):
                continue
            if "{section}" in label.field and not section:
                continue
            rest = body[spans[count - 1] :] if spans else ""
            if count >= _SURE_WORDS and not _MARK.match(rest) and (ending := LABEL_REST.match(rest + " ")):
                rest = rest[ending.end() - 1 :]
            field = label.field.replace("{section}", section)
            return LabelFound(field, _clean_rest(rest), label.parts, count, bool(_MARK.match(rest)))
    return None


def find_section(text: str, form: str) -> str:
    """Find the section that a line is the heading of; empty if it is none. The whole line must be the heading.

    >>> find_section("2.3 Data crawled and scraped from online sources", SUMMARY), find_section("User data:", SUMMARY)
    ('2.3', '2.4')
    >>> find_section("User data is not used.", SUMMARY)
    ''
    """
    if len(text) > _MAX_HEADING:
        return ""
    number = _NUMBER.match(text)
    words = tuple(split_words(text[number.end() :] if number else text))
    if words[-1:] == ("optional",):
        words = words[:-1]
    return _load_labels(form).sections.get(words, "")


def has_title(text: str, form: str) -> bool:
    """Tell whether a line is or begins with the title of a form.

    >>> has_title("Public Summary of Training Content for General-Purpose AI models", SUMMARY)
    True
    """
    words = tuple(split_words(text[:300]))
    return any(words[: len(title)] == title for title in _load_labels(form).titles)


def list_labels(form: str) -> Sequence[tuple[tuple[str, ...], Label]]:
    """List all labels of a form, each as its words.

    >>> (("last", "update"), Label("field 0.last-update")) in list_labels(SUMMARY)
    True
    """
    return [(words, label) for words, labels in _load_labels(form).fields.items() for label in labels]


def list_sections(form: str) -> Sequence[tuple[tuple[str, ...], str]]:
    """List the headings of the sections of a form, each as its words with the number or name of the section.

    >>> (("user", "data"), "2.4") in list_sections(SUMMARY)
    True
    """
    return list(_load_labels(form).sections.items())


def _skip_start(text: str) -> int:
    """Return where a text begins after its number, its bullet and “If yes,”."""
    number = _NUMBER.match(text)
    start = number.end() if number else 0
    if bullet := _BULLET.match(text, start):
        start = bullet.end()
    condition = _IF.match(text, start)
    return condition.end() if condition else start


def _iterate_words(text: str) -> Iterator[re.Match[str]]:
    for count, match in enumerate(_WORD.finditer(text)):
        if count == _MAX_WORDS:
            return
        yield match


def _clean_rest(text: str) -> str:
    text = re.sub(r"^\s*\(optional\)", "", text, flags=re.IGNORECASE)
    return _REST.sub("", text, count=1).strip() if not text.strip().startswith("[") else text.strip()


@functools.cache
def _load_labels(form: str) -> _Labels:
    with open(_FILE, "rb") as file:
        said = tomllib.load(file)[form]
    fields: dict[tuple[str, ...], list[Label]] = {}
    for one in said["field"]:
        label = Label(one["field"], one.get("section", ""), tuple(one.get("after", ())), tuple(one.get("parts", ())))
        for text in one["labels"]:
            fields.setdefault(tuple(text.split()), []).append(label)
    sections = {tuple(text.split()): number for number, texts in said["sections"].items() for text in texts}
    return _Labels([tuple(text.split()) for text in said["titles"]["labels"]], sections, fields)
