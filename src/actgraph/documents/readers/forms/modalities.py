"""Answers that choose modalities: in boxes, or typed as a list."""

import re
from collections.abc import Iterator, Mapping, Sequence

from actgraph.documents.readers.forms.boxes import UNCLEAR_BOX, has_boxes, read_boxes, split_list, split_specified
from actgraph.documents.reading import Field, Unread
from actgraph.documents.tables import load_table
from actgraph.documents.values import is_placeholder

_OPTIONS = ("text", "image", "images", "audio", "video", "other")


def read_modalities(field: str, cells: Sequence[Sequence[str]], place: str) -> Iterator[Field | Unread]:
    """Read an answer as one field for each modality.

    Args:
        field: name of the field.
        cells: the lines of each cell of the answer.
        place: where it stands.

    >>> [one.value for one in read_modalities("item 9", [["☒ Text ☒ Images ☐ Audio"]], "line 1")]
    ['Text', 'Images']
    """
    if not has_boxes(cells):
        yield from _read_typed(field, cells, place)
        return
    boxes = read_boxes(cells, _OPTIONS)
    for text in boxes.unclear:
        yield Unread(place, text, f"{field}: {UNCLEAR_BOX}")
    for text in boxes.ticked:
        option, specified = split_specified(text)
        if not specified or option.lower() != "other":
            yield _read_one(field, option, place)
        for part in split_list(specified):
            yield _read_one(field, part, place)
    for line in boxes.loose:
        for part in split_list(line) if len(line.split()) < 8 else [line]:
            yield _read_one(field, part, place)


def _read_typed(field: str, cells: Sequence[Sequence[str]], place: str) -> Iterator[Field | Unread]:
    texts = [" ".join(cell) for cell in cells if any(cell)]
    if len(texts) > 2 and {text.lower().strip(" .") for text in texts} >= {"text", "audio", "video"}:
        yield Unread(place, ", ".join(texts), f"{field}: the options stand there without boxes, so none is chosen")
        return
    for text in texts:
        is_list = len(text.split()) < 15 and not is_placeholder(text)
        for part in split_list(text) if is_list else [text]:
            yield _read_one(field, part, place)


def _read_one(field: str, text: str, place: str) -> Field | Unread:
    if is_placeholder(text) or text.strip(" .;:").lower() in _load_choices():
        return Field(field, text, place)
    return Unread(
        place, text, f"{field}: it is not one of text, image, audio, video and speech, or says more than that"
    )


def _load_choices() -> Mapping[str, str]:
    return load_table("documentation-form").rows["input modality"][0].choice.choices


def tell_modalities(field: str, found: Sequence[Field | Unread], name: str) -> list[Field | Unread]:
    """Tell the modalities of the model, where each one that is chosen is one of the vocabulary.

    Args:
        field: name of the field.
        found: what `read_modalities` gave.
        name: name of the field of the model.

    >>> tell_modalities("item 9", [Field("item 9", "Audio", "")], "input modality")[0][0]
    'input modality in part'
    """
    values = [one for one in found if isinstance(one, Field) and one.name == field]
    if not values:
        return []
    terms = [_load_choices().get(one.value.strip(" .;:").lower(), "?") for one in values]
    if len(values) < len(found):
        text, term = ", ".join(one.value for one in values), load_table("documentation-form").rows[name][0].term
        why = f"{field}: another part of the answer is not clear, and {term} must have all of them; state them yourself"
        return [Unread(values[0].place, text, why)]
    if not any(term.startswith("?") for term in terms):
        return [one._replace(name=name) for one in values]
    return [Field(f"{name} in part", ", ".join(one.value for one in values), values[0].place)]


def split_sizes(cells: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[str]]:
    """Split the maximum sizes from the options that they stand under; each size has its option before it.

    >>> split_sizes([["☒ Text", "Maximum size:", "8k tokens"], ["☐ Video", "Maximum size: …"]])
    ([['☒ Text'], ['☐ Video']], ['Text: 8k tokens'])
    """
    options: list[list[str]] = []
    sizes = []
    for cell in cells:
        text = "\n".join(cell)
        found = re.search(r"maximum (?:input |output )?size\s*:?", text, re.IGNORECASE)
        options.append([line for line in (text[: found.start()] if found else text).split("\n") if line.strip()])
        size = " ".join(text[found.end() :].split()).strip() if found else ""
        if re.search(r"[^\W_]", size):
            option = " ".join(options[-1]).strip("☒☐⍰ ")
            sizes.append(f"{option}: {size}" if option and len(option.split()) < 4 else size)
    return options, sizes
