"""Find what a model card calls its model."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from actgraph.documents.readers.cards.labels import find_field, find_section, normalize_label
from actgraph.documents.readers.cards.markdown import Block
from actgraph.documents.readers.cards.names import split_name

_CARD = re.compile(
    r"^\W*(?:model card|modelcard|card)\b(?:\s+(?:for|of))?\s*[:–—-]?\s*(?:the )?|[\s:–—-]*\bmodel card\W*$",
    re.IGNORECASE,
)
_GENERIC = {
    *"model card,model details,model information,model description,model overview,model summary,overview,"
    "introduction,about,description,readme,uses,details,summary,basics,general information,abstract,model,training,"
    "highlights,license,"
    "key features,features,untitled,model specifications,specifications,title,project,project title,model name,"
    "technical specifications,characteristics,model id,model_id,uploaded model,uploaded finetuned model,your model,"
    "model name here,my model,contact,authors".split(",")
}
_MARKS = re.compile(r"[^\w\s.,:;()\[\]/+&'’\"–—-]+")
_PART = r"(?:[A-Z][\w.-]*\w|[A-Z]|v?\d[\w.]*)"
_NAME = rf"(?P<name>{_PART}(?: {_PART}){{0,5}})"
_CODE_NAME = r"(?P<name>[A-Za-z][\w.]*(?:-[\w.]+)*-?\d[\w.-]*\w)"
_SENTENCES = (
    re.compile(
        rf"\b(?:[Rr]epo(?:sitory)?|[Pp]age|[Cc]ard) (?:contains?|holds|hosts|is (?:for|about|dedicated to)|"
        rf"describes) (?:[a-z]+ ){{0,4}}?(?:of )?"
        rf"(?:the )?(?:{_CODE_NAME}|{_NAME.replace('name>', 'other>')})"
    ),
    re.compile(rf"^{_CODE_NAME} (?:is|are|was) (?:an?|the|our)\b"),
    re.compile(rf"\b(?:[Ii]ntroduc(?:ing|e)|[Pp]resent(?:ing)?|[Rr]eleas(?:ing|e)) (?:the )?{_NAME}[,.]"),
    re.compile(rf"(?<!one of )\b[Tt]he {_NAME} (?:[a-z-]+ )?(?:family|collection|series|models?)\b"),
    re.compile(
        rf"^(?:The )?{_NAME}(?: \([^()]*\))? is (?:an?|the|our)\b.*\b(?:[Mm]odels?|LLM|transformer|"
        rf"network)\b"
    ),
)
_DESCRIPTION = re.compile(  # no name: it says from what the model was made
    r"\bbased on\b|\b(?:quanti[sz]ations?|quants|conversion|version|fine-?tune|adapter|copy|port) (?:of|for)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d+(?:\.\d+)*\.? +[A-Z]")  # a section, such as “3. Model Downloads”
_NAME_WITH_NUMBER = re.compile(r"\b[A-Za-z][\w.-]*\d|\b[A-Z]\w* v?\d|\b\d+(?:\.\d+)?[BMK]\b")
_KIND = re.compile(r"\s+(?:[Ll]arge )?(?:[Vv]ision )?[Ll]anguage [Mm]odels?$|\s+LLMs?$|\s+[Mm]odels?$")
_NO_NAME = re.compile(
    r"\b(?:model|date|architecture|license|licence|training|data|use|january|february|march|april|may|june|july|"
    r"august|"
    r"september|october|november|december)\b",
    re.IGNORECASE,
)
_GENERIC_NAMES = {
    "model",
    "models",
    "the",
    "this",
    "it",
    "our",
    "large language",
    "llm",
    "we",
    "language",
    "ai",
    "these",
}


class CardName(NamedTuple):
    """A name of the model of a card.

    Attributes:
        name: as written.
        line: where it stands.
        is_heading: whether it is the title of the card; else a sentence names the model or its family so.
    """

    name: str
    line: int
    is_heading: bool


def find_card_names(blocks: Sequence[Block]) -> list[CardName]:
    """Find the names of the model that a card is for, the best first.

    >>> from actgraph.documents.readers.cards.markdown import parse_markdown
    >>> find_card_names(parse_markdown("# Model Card for Aurora-7B\\nThe Aurora collection of models is new."))
    [CardName(name='Aurora-7B', line=1, is_heading=True), CardName(name='Aurora', line=2, is_heading=False)]
    """
    found = [*_iterate_titles(blocks)][:1]
    for pattern in _SENTENCES:
        found += [*_iterate_sentences(blocks, pattern)][:1]
    unique: dict[str, CardName] = {}
    for one in found:
        unique.setdefault(normalize_label(one.name), one)
    return [one for one in unique.values() if not found or _is_akin(one.name, found[0].name)]


def _is_akin(name: str, main: str) -> bool:
    """Tell whether two names have a word in common."""
    return bool({part for part in split_name(name) if part[0].isalpha()} & set(split_name(main)))


def _iterate_titles(blocks: Sequence[Block]) -> Iterator[CardName]:
    """Iterate over the titles: the first heading of the first level, then headings that have the form of a name."""
    is_first = True  # of the first level, beside those that only say that this is a card
    for level_limit in (1, 2):
        for block in blocks:
            is_of_card = "model card" in block.text.lower()
            if block.kind == "heading" and (block.level <= level_limit or is_of_card):
                name = _read_title(block.text, is_of_card or (is_first and block.level == 1))
                is_first = is_first and (block.level > 1 or not _CARD.sub("", block.text).strip(" !#*"))
                if name:
                    yield CardName(name, block.line, True)
                elif level_limit == 2 and find_section(block.text) not in ("", "any"):
                    return


def _read_title(text: str, is_first: bool) -> str:
    for line in text.split("\n"):
        name = " ".join(_MARKS.sub(" ", _CARD.sub("", line)).split()).strip(" :-–—")
        plain = normalize_label(name)
        if not plain or plain in _GENERIC or len(name.split()) > 8 or name.endswith((".", "!", "?")) or "http" in name:
            continue
        if re.search(r"\b(?:deprecated|welcome|model information needed|is|are)\b", name.lower()) or "[" in name:
            continue
        is_name = is_first or _NAME_WITH_NUMBER.search(name)
        if not _CARD.search(line) and (not is_name or _NUMBERED.match(name) or find_section(name) or find_field(name)):
            continue
        if _DESCRIPTION.search(name):
            continue
        return name
    return ""


def _iterate_sentences(blocks: Sequence[Block], pattern: re.Pattern[str]) -> Iterator[CardName]:
    for block in blocks:
        if block.kind in ("text", "item"):
            text = block.text[len(block.bold) :] if block.bold and block.text.startswith(block.bold) else block.text
            for match in pattern.finditer(text[:3000].strip(" :")):
                groups = match.groupdict()
                name = _KIND.sub("", (groups.get("name") or groups.get("other") or "").strip(" ."))
                if _NO_NAME.search(name):
                    continue
                if name and normalize_label(name) not in _GENERIC_NAMES and not name.isdigit() and len(name) > 2:
                    yield CardName(name, block.line, False)
