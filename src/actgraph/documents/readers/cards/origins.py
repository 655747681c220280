"""Find out whether the model of a card was made from another one, or is somebody else's copy of one."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from actgraph.documents.readers.cards import patterns
from actgraph.documents.readers.cards.guards import find_doubt
from actgraph.documents.readers.cards.labels import find_field
from actgraph.documents.readers.cards.markdown import Block
from actgraph.documents.readers.cards.prose import Found
from actgraph.documents.reading import Field, Unread

_QUOTED = re.compile(r"\W*original (?:\w+ )?model ?card\b", re.IGNORECASE)
_COPY_TITLE = re.compile(
    r"(?<![A-Za-z])(?:GGUF|GGML|AWQ|GPTQ|EXL2|MLX|imatrix|bnb-4bit|quants?)(?![a-z])", re.IGNORECASE
)
_COPY = re.compile(
    r"\bquanti[sz]ed (?:version|copy|variant|model files|weights) (?:of|for)\b|\bquanti[sz]ed by\b|"
    r"\b(?:GGUF|AWQ|GPTQ|EXL2|MLX)[- ](?:format )?(?:model files|quanti[sz]ation|version|conversion) (?:of|for)\b|"
    r"\bconverted to (?:GGUF|MLX)\b",
    re.IGNORECASE,
)
_MADE_FROM = re.compile(
    r"\b(?:LoRA|QLoRA|PEFT) adapter\b|\bmerge of\b|\bfine-?tun(?:e|ing) of\b|\b(?:uncensored|abliterated|distilled|"
    r"fine-?tuned|quanti[sz]ed) (?:version|variant) of\b",
    re.IGNORECASE,
)
# What a copy has from its original, so that the card may mean that one.
_OF_ORIGINAL = {
    *"developer,release date,training tokens,training start,training compute,cumulative compute,training time,energy,"
    "training dataset,training data,data provenance,data collection,data coverage,data processing,data filtering,"
    "training process,dependencies".split(",")
}
_REASON = "the card is of a copy that somebody quantised or converted: this may be meant of the original model"


class Origin(NamedTuple):
    """From what the model of a card was made.

    Attributes:
        bases: names of the models from which it was made.
        is_derived: whether it was made from another one.
        is_copy: whether it is another one, quantised or converted.
    """

    bases: Sequence[str] = ()
    is_derived: bool = False
    is_copy: bool = False


def cut_quoted_card(blocks: Sequence[Block]) -> tuple[list[Block], list[Unread]]:
    """Cut off the card of the original model that a card quotes.

    >>> from actgraph.documents.readers.cards.markdown import parse_markdown
    >>> kept, left = cut_quoted_card(parse_markdown("# A - GGUF\\n\\n# Original model card: A\\n\\nBy A Labs."))
    >>> [one.text for one in kept], left[0].reason
    (['A - GGUF'], 'from here on the card of another model is quoted: import that card itself')
    """
    for index, block in enumerate(blocks):
        if block.kind == "heading" and _QUOTED.match(block.text):
            reason = "from here on the card of another model is quoted: import that card itself"
            return list(blocks[:index]), [Unread(f"line {block.line}", block.text, reason)]
    return list(blocks), []


def find_origin(header: Sequence[Field], blocks: Sequence[Block]) -> Origin:
    """Find from what the model of a card was made.

    Args:
        header: the fields of the header.
        blocks: of the card.

    >>> find_origin([Field("base_model", "a/b", "line 2"), Field("quantized_by", "c", "line 3")], [])
    Origin(bases=('a/b',), is_derived=True, is_copy=True)
    """
    values = {one.name: one.value for one in header}
    bases = [one.value for one in header if one.name == "base_model"]
    is_copy = "quantized_by" in values or values.get("base_model_relation") == "quantized"
    is_derived = bool(bases)
    for block in blocks[:60]:
        if block.kind == "heading":
            is_copy = is_copy or (block.level == 1 and bool(_COPY_TITLE.search(block.text)))
            is_copy = is_copy or bool(re.match(r"\W*quanti[sz]ed by\b", block.text, re.IGNORECASE))
        elif not block.rows:
            text = block.text[:2_000]
            label = block.bold or (text.split(":")[0] if ":" in text[:60] else "")
            is_base = find_field(label) == "base model" if label else False
            if is_base and not re.search(r"\b(?:none|n/a|scratch|not?)\b", text[len(label) :], re.IGNORECASE):
                is_derived = True
                bases += [name for name, _ in block.links] or [text[len(label) :].strip(" :*")[:80]]
            if (said := patterns.BASED.search(text)) and not find_doubt(text[: said.end()]):
                bases.append(said["value"].rstrip("."))
                is_derived = True
            is_derived = is_derived or bool(_MADE_FROM.search(text))
            is_copy = is_copy or bool(_COPY.search(text) and "original" in text.lower() + " ".join(values))
    return Origin(tuple(dict.fromkeys(bases)), is_derived or is_copy, is_copy)


def doubt_copy(found: Found, origin: Origin) -> Found:
    """Doubt what is said on the card of a copy and may be meant of the original.

    >>> doubt_copy(Found("developer", "Aurora Labs"), Origin(is_copy=True)).doubt[:24]
    'the card is of a copy th'
    """
    return (
        found._replace(doubt=_REASON) if origin.is_copy and found.field in _OF_ORIGINAL and not found.doubt else found
    )


def settle_copy(header: Sequence[Field], origin: Origin) -> list[Field]:
    """Rename the fields of a header that on a copy name the original.

    >>> settle_copy([Field("model_name", "A", "line 2")], Origin(is_copy=True))[0].name
    'model_name of the original'
    """
    names = {"model_name": "model_name of the original", "datasets": "datasets of the original"}
    return [one._replace(name=names.get(one.name, one.name)) if origin.is_copy else one for one in header]
