"""Read the entry of a model in a catalogue, spec.yaml of Azure Machine Learning, and the notes in Markdown in it."""

import re
from collections.abc import Sequence

from actgraph.documents.readers.cards.body import BodyReader
from actgraph.documents.readers.cards.licence_parts import NO_LICENCES
from actgraph.documents.readers.cards.markdown import parse_markdown
from actgraph.documents.readers.cards.yaml_values import YamlValue, read_yaml
from actgraph.documents.reading import Field, Reading

_NOTES = ("tags.notes", "tags.description", "description")
_LITERAL = re.compile(r":\s*\|[-+]?\s*$")


def read_catalogue(text: str, name: str) -> Sequence[Reading] | None:
    """Read the entry of a catalogue; None if the text is none.

    Args:
        text: the document.
        name: its name in messages.

    Raises:
        DocumentError: it is one, and is damaged.

    >>> entry = "$schema: model.schema.json\\nname: reed\\ntags:\\n  notes: |\\n    Reed has 7B parameters."
    >>> [(one.table, one.fields[-1].value, one.fields[-1].place) for one in read_catalogue(entry, "spec.yaml")]
    [('catalogue-spec', 'reed', 'line 2'), ('card-text', '7B parameters', 'line 5')]
    """
    schema = re.search(r"^\$schema:\s*(\S+)", text, re.MULTILINE)
    is_model = (
        "model.schema.json" in schema[1]
        if schema
        else bool(
            re.search(r"^(?:system_metadata|properties|tags):", text, re.MULTILINE)
            and re.search(r"\b(?:huggingFaceModelId|inferenceTasks|inference-min-sku-spec|model_id)\b", text)
        )
    )
    if not is_model:
        return None
    values = read_yaml(text, name)
    if values is None:
        return None
    lines = text.split("\n")
    notes = [one for one in values if one.path in _NOTES and _LITERAL.search(lines[one.line - 1])]
    joined: dict[str, tuple[list[str], int]] = {}
    for value in values:
        if value in notes:
            continue
        joined.setdefault(value.path, ([], value.line))[0].append(value.text)
    fields = []
    for path, (texts, line) in joined.items():
        if re.search(r"(?i)recommended-?sku|supportedenvs|supported_envs", path):  # one answer, not several
            texts = [f"{path.split('.')[-1]}: {', '.join(texts)}"]
        if re.search(r"(?i)minSkuSpec|min-sku-spec|\.SHA$", path):
            texts = [f"{path.split('.')[-1]}: {text}" for text in texts]
        if path.endswith(".textContextWindow"):
            texts = [f"Text: context window of {text} tokens" for text in texts]
        if path in ("$schema", "path") or path.startswith("tags.sku_to_num"):
            continue
        if path.endswith(".license") and texts[0].lower() in NO_LICENCES:
            path = "license other"
        fields += [Field(path, text, f"line {line}") for text in texts]
    model = next((value.text for value in values if value.path in ("display_name", "tags.displayName", "name")), "")
    return [Reading("catalogue-spec", tuple(fields)), *(_read_notes(one, model, fields) for one in notes)]


def _read_notes(notes: YamlValue, model: str, fields: Sequence[Field]) -> Reading:
    """Read what the entry says of the model in Markdown; its first line is the one below the key."""
    body = BodyReader(parse_markdown(notes.text, notes.line + 1), model, fields)
    body.read()
    return Reading("card-text", tuple(dict.fromkeys(body.fields)), tuple(dict.fromkeys(body.unread)))
