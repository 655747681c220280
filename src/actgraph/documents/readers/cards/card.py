"""Recognise a model card or the entry of a catalogue, and put its parts together."""

import re
from collections.abc import Sequence

from actgraph.documents.readers.cards.body import BodyReader
from actgraph.documents.readers.cards.catalogue import read_catalogue
from actgraph.documents.readers.cards.dataset_parts import settle_parts
from actgraph.documents.readers.cards.labels import find_field, find_section
from actgraph.documents.readers.cards.licence_parts import NO_LICENCES, settle_header
from actgraph.documents.readers.cards.licence_terms import find_licence_terms
from actgraph.documents.readers.cards.markdown import Block, parse_markdown
from actgraph.documents.readers.cards.origins import find_origin, settle_copy
from actgraph.documents.readers.cards.settle import settle_doubts, settle_fields
from actgraph.documents.readers.cards.yaml_values import YamlValue, read_yaml
from actgraph.documents.reading import DocumentError, Field, Reading, Unread

_MAX_CHARACTERS = 1_000_000
_MAX_BODY = 300_000
_HEADER = re.compile(r"(?P<before>\s*)---[ \t]*\n(?P<yaml>.*?)(?:^---[ \t]*$)(?P<after>\n?)", re.DOTALL | re.MULTILINE)
_OPEN_HEADER = re.compile(r"\s*---[ \t]*\n(?=[A-Za-z_-]+:)")
_MODEL_KEYS = {
    *"pipeline_tag,base_model,base_model_relation,model-index,model_name,license_name,extra_gated_prompt,extra_gated_fields,"
    "library_name,model_type,inference,widget,co2_eq_emissions,model_creator,new_version,quantized_by".split(",")
}
_WEAK_KEYS = {"license", "language", "datasets", "tags", "metrics", "license_link"}
_OTHER_KEYS = {
    *"dataset_info,task_categories,size_categories,configs,pretty_name,annotations_creators,sdk,app_file,layout,permalink,"
    "nav_order,categories,slug".split(",")
}
_SCORES = re.compile(r"^model-index:[^\n]*\n(?:[ \t-][^\n]*\n|\n)*", re.MULTILINE)  # scores, in thousands of lines
_NOT_SAID = re.compile(
    r"^(?:model-index|widget|inference|metrics|thumbnail|eval_results|extra_gated_button_content)(?:\.|$)"
)
_CATALOGUE = re.compile(r"^(?:\$schema:|name:|system_metadata:|huggingFaceModelId:)", re.MULTILINE)
_SPOKEN = re.compile(
    r"\b(?:is|are) an? .{0,120}\b(?:language|diffusion|embedding|generative|foundation|speech|vision) models?\b", re.I
)
_SIZED = re.compile(
    r"\b\d[\d.]*\s?(?:B|M|T|billion|million|trillion)[ -]+"
    r"(?:(?:total |active |activated )?param|(?:[\w-]+ ){0,3}models?\b)",
    re.I,
)
_PLAIN_TITLE = re.compile(r"^#{1,2} (?!.*\bdata ?set).*", re.MULTILINE | re.IGNORECASE)
_OF_MODEL = re.compile(  # a size, or a word for what is trained
    r"\b\d[\d.]{0,9}[BM]\b|\b(?:models?|LMs?|LLMs?|weights|checkpoints?|parameters|fine-?tuned|trained|merge)\b",
    re.IGNORECASE,
)
_LISTED = ("language", "tags")
_GATE = "extra_gated_prompt"
_LABELS = {"developer", "parameters", "architecture", "model type", "licence", "training data", "training tokens",
           "context length", "base model", "intended use", "release date", "input modalities", "output modalities",
           "knowledge cutoff", "training dataset", "restricted use"}  # fmt: skip


def decode_text(data: bytes) -> str | None:
    """Decode the bytes of a text; None if they are no text.

    >>> decode_text(b"\\xef\\xbb\\xbfa\\r\\nb"), decode_text(b"%PDF-1.7"), decode_text(b"a\\x00")
    ('a\\nb', None, None)
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data[: 2 * _MAX_CHARACTERS].decode("utf-16")
        except UnicodeDecodeError:
            return None
    elif b"\x00" in data[:100_000] or data.startswith((b"%PDF", b"PK")):
        return None
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_card(text: str, name: str) -> Sequence[Reading] | None:
    """Read a model card, or the entry of a catalogue.

    Args:
        text: the document.
        name: its name in messages.

    Raises:
        DocumentError: it is one, and is damaged or too large.

    >>> read_card("$schema: https://example.org/other.json\\nname: a", "spec.yaml")
    """
    start = text.lstrip()[:100]
    if start.startswith(("{", "[", "<?xml", "<!DOCTYPE", "<html")):
        return None
    header = _HEADER.match(text[:_MAX_CHARACTERS])
    if header:
        return _read_with_header(text, name, header)
    if _CATALOGUE.search(text[:20_000]) and not re.search(r"^#{1,3} ", text[:2_000], re.MULTILINE):
        return read_catalogue(text, name)
    if _OPEN_HEADER.match(text) and re.search(r"^(?:license|pipeline_tag|base_model):", text[:2_000], re.MULTILINE):
        raise DocumentError("the header that begins with --- does not end", where=f"{name}:1", todo="Close it with ---")
    if not _may_be_card(text):
        return None
    _check_size(text, name)
    blocks = parse_markdown(text)
    return _join([], *_read_body(blocks, [])) if _is_card(blocks) else None


def _check_size(text: str, name: str) -> None:
    if len(text) > _MAX_BODY:
        raise DocumentError(
            f"the text of the card has more than {_MAX_BODY:,} characters", where=name, todo="Split or shorten it"
        )


def _read_with_header(text: str, name: str, header: re.Match[str]) -> Sequence[Reading] | None:
    keys = {match[1] for match in re.finditer(r"^([\w-]+) *:", header["yaml"], re.MULTILINE)}
    if keys & _OTHER_KEYS and not keys & _MODEL_KEYS:
        return None
    if re.search(r"^# .*\bdataset card\b", text[:20_000], re.MULTILINE | re.IGNORECASE) and not keys & _MODEL_KEYS:
        return None
    _check_size(text[header.end() :], name)
    first_line = text.count("\n", 0, header.start("yaml")) + 1
    if not keys & (_MODEL_KEYS | {"license"}) and not _may_be_card(text):
        return None
    body = text[header.end() :][:20_000]
    is_licensed = "license" in keys and bool(_PLAIN_TITLE.search(body) and _OF_MODEL.search(body))
    blocks = parse_markdown(text[header.end() :], text.count("\n", 0, header.end()) + 1)
    is_weak = bool(keys & _WEAK_KEYS - {"tags"}) and _is_of_model(blocks)
    if not keys & _MODEL_KEYS and not is_weak and not is_licensed and not _is_card(blocks):
        return None
    values = read_yaml(_SCORES.sub(lambda match: "\n" * match[0].count("\n"), header["yaml"]), name, first_line)
    if values is None:
        return None
    fields = _make_header_fields(values)
    found = _read_body(blocks, fields)
    for value in values:
        if value.path == _GATE:
            gate = parse_markdown(_take_raw(header["yaml"], value.line - first_line), value.line)
            policy = BodyReader(gate, "gate")
            policy.read()
            known = {one.value.rstrip("/") for one in found[0] if one.name == "use policy"}
            said = (one for one in policy.fields if one.name in ("restricted use", "use policy"))
            found[0].extend(one for one in said if one.value.rstrip("/") not in known)
            found[2].extend(one for one in policy.unread if one.text.startswith("restricted use"))
            terms = ((term, block.line) for block in gate for term in find_licence_terms(block.text))
            found[0].extend(Field("licence term", term, f"line {line}") for term, line in terms)
    return _join(fields, *found)


def _take_raw(header: str, start: int) -> str:
    """Take the lines of a value as they stand in a header: where YAML folds them, their numbers would be lost."""
    lines = header.split("\n")[start:]
    end = next((index for index, line in enumerate(lines) if index and re.match(r"[\w-]+ *:", line)), len(lines))
    return "\n".join(["", *(line.strip() for line in lines[1:end])])


def _make_header_fields(values: Sequence[YamlValue]) -> list[Field]:
    fields: list[Field] = []
    for value in values:
        if _NOT_SAID.match(value.path):
            continue
        name = value.path.split(".")[0] if value.path.startswith(("extra_gated", "co2_eq")) else value.path
        if name == "license" and value.text.lower() in NO_LICENCES:
            name = "license other"
        if name == "license_link" and not value.text.startswith("http"):
            name = "license file"
        same = next((one for one in fields if one.name == name and name in _LISTED), None)
        if same:  # one line for all of them
            fields[fields.index(same)] = same._replace(value=f"{same.value}, {value.text}"[:2_000])
            continue
        fields.append(Field(name, value.text, f"line {value.line}"))
        if name == "pipeline_tag" and "-to-" in value.text:
            taken = ", ".join(value.text.split("-to-")[0].split("-"))
            fields.append(Field("pipeline_tag: input", taken, f"line {value.line}"))
    return fields


def _read_body(blocks: Sequence[Block], header: list[Field]) -> tuple[list[Field], list[Field], list[Unread]]:
    name = next((one.value for one in header if one.name == "model_name"), "")
    body = BodyReader(blocks, name, header)
    body.read()
    fields, left = settle_fields(header, [*body.fields, *body.docker_fields])
    fields, doubted = settle_doubts(fields, body.planned_days, body.others_compute)
    docker = set(body.docker_fields)
    named = settle_copy(header, find_origin(header, blocks))
    header[:], contradicted = settle_header(named, body.licence_parts, body.unread)
    header[:], parts = settle_parts(header, blocks)
    unread = [*body.unread, *left, *doubted, *contradicted, *parts]
    return [one for one in fields if one not in docker], [one for one in fields if one in docker], unread


def _join(header: list[Field], fields: list[Field], docker: list[Field], unread: list[Unread]) -> Sequence[Reading]:
    readings = [Reading("hub-card", tuple(header))] if header else []
    readings += [Reading("docker-card", tuple(dict.fromkeys(docker)))] if docker else []
    return [*readings, Reading("card-text", tuple(dict.fromkeys(fields)), tuple(dict.fromkeys(unread)))]


def _may_be_card(text: str) -> bool:
    """Tell by a quick look whether a text may be a model card."""
    start = text[:60_000].lower()
    is_likely = len(re.findall(r"\bmodels?\b", start)) >= 2 or bool(_SIZED.search(start))
    return is_likely and bool(re.search(r"^\s{0,3}#|<h[1-6]|^\*\*|\|", start, re.MULTILINE))


def _is_card(blocks: Sequence[Block]) -> bool:
    """Tell by headings and labels whether Markdown is a model card."""
    score = int(any(_SPOKEN.search(block.text) for block in blocks[:40] if block.kind == "text"))
    score += int(any(_SIZED.search(block.text) for block in blocks[:40] if block.kind == "text"))
    labels: set[str] = set()
    for block in blocks[:2_000]:
        if block.kind == "heading":
            score += 3 * ("model card" in block.text.lower() and "template" not in block.text.lower())
            score += bool(
                re.match(
                    r"\W*model (?:details|information|description|summary|overview|architecture)", block.text, re.I
                )
            )
            score += find_section(block.text) in ("intended use", "restricted use", "training data", "licence")
        elif block.rows:
            labels.update(find_field(cell.text) for row in block.rows[:20] for cell in (row[:1] or []))
            labels.update(find_field(cell.text) for cell in block.rows[0])
        else:
            name = block.bold or (block.text.split(":")[0] if ":" in block.text[:60] else "")
            labels.add(find_field(name) if name else "")
    return score + len(labels & _LABELS) >= 3


def _is_of_model(blocks: Sequence[Block]) -> bool:
    """Tell whether a text under a header that models and other things have speaks of a model."""
    return any(re.search(r"\b(?:models?|LLM|checkpoint|weights)\b", block.text) for block in blocks[:200])
