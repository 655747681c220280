"""Read the tables of a model card: attributes, models with their figures, datasets."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from actgraph.documents.readers.cards.html_tables import Cell
from actgraph.documents.readers.cards.labels import find_field, find_section, normalize_label
from actgraph.documents.readers.cards.markdown import Block
from actgraph.documents.readers.cards.names import Names, split_name
from actgraph.documents.readers.cards.values_of_labels import is_dataset_name
from actgraph.documents.reading import MAIN_MODEL

_KEYS = {"attribute", "property", "parameter", "field", "hyperparameter", "item", "feature", "specification", "key", ""}
_KEYS |= {
    "hyperparameters",
    "parameters",
    "spec",
    "aspect",
    "detail",
    "attributes",
    "name",
    "characteristic",
    "model details",
}
_VALUES = {
    "value",
    "details",
    "description",
    "setting",
    "values",
    "detail",
    "",
    "specification",
    "specifications",
    "info",
}
_FIGURES = {
    *"parameters,active parameters,training tokens,context length,input modalities,output modalities,training time,"
    "release date,licence,knowledge cutoff,base model,hardware required,other parameters".split(",")
}
_MAX_ROWS = 200
_MAX_COLUMNS = 40
_TOTAL = re.compile(r"(?:total|sum|overall|average|mean|all)\b", re.IGNORECASE)
_TAG_SIZE = re.compile(r":(\d+(?:\.\d+)?[BM](?:-A\d+(?:\.\d+)?B)?)(?![^\W_])", re.IGNORECASE)  # ai/aurora:8B-Q4
_SIZE_HEAD = re.compile(r"(?P<size>\d+(?:\.\d+)?[BM])(?: (?:dense|moe|model))?", re.IGNORECASE)
_VERSION = re.compile(r"v?\d+(?:\.\d+)*")
_TRAINING = re.compile(
    r"learning rate|optimi[sz]er|batch size|weight decay|warm-?up|epoch|precision|gradient|beta|schedule|"
    r"dropout|lr\b|steps",
    re.IGNORECASE,
)
_DESIGN = re.compile(
    r"n_?(?:layers?|heads?|kv)|d_?model|layers?\b|heads?\b|hidden|vocab|sequence|dimension|experts|head_dim|"
    r"embedding|tokeni[sz]er",
    re.IGNORECASE,
)


class TableField(NamedTuple):
    """What one cell of a table says.

    Attributes:
        field: the field that its label means; empty if none is known.
        label: as written.
        cell: the value.
        about: which model.
        is_attribute: whether it stands in a table of attributes; else in a table of models.
        row: what its row is called in a table of models.
    """

    field: str
    label: str
    cell: Cell
    about: tuple[str, str] = MAIN_MODEL
    is_attribute: bool = False
    row: str = ""


def find_variants(rows: Sequence[Sequence[Cell]], names: Names, main: str) -> dict[str, int]:
    """Find the models that the rows of a table describe, beside the one that the card is for, and the line of each.

    >>> rows = [[Cell(text, 1) for text in row] for row in (["", "Params"], ["Aurora 7B", "7B"], ["Aurora 70B", "70B"])]
    >>> find_variants(rows, Names(["Aurora"]), "Aurora")
    {'Aurora 7B': 1, 'Aurora 70B': 1}
    """
    rows = [row[:_MAX_COLUMNS] for row in rows[:_MAX_ROWS]]
    found: dict[str, int] = {}
    for row, key in zip(rows[1:], _name_rows(rows, names, main), strict=False):
        if key:
            found.setdefault(key, max(cell.line for cell in row if cell.text in key or cell is row[0]))
    if _is_transposed(rows, names, main):
        for cell in rows[0][1:]:
            if _is_column_of(cell.text, names, main) and not _is_main(cell.text, main):
                found.setdefault(_strip_name(cell.text), cell.line)
    return found


def read_table(block: Block, names: Names, main: str) -> Iterator[TableField]:
    """Read a table of attributes, or of models; of other tables nothing is read.

    Args:
        block: the table.
        names: of the models of the card.
        main: the name of the model that the card is for.

    >>> rows = [[Cell(text, 1) for text in row] for row in (["Field", "Value"], ["License", "MIT"], ["Size", "1"])]
    >>> [one.label for one in read_table(Block("table", "", 1, rows=rows), Names([]), "")]
    ['License', 'Size']
    """
    rows = [row[:_MAX_COLUMNS] for row in block.rows[:_MAX_ROWS] if any(cell.text for cell in row)]
    if len(rows) < 1 or not rows[0]:
        return
    if _is_of_models(rows):
        yield from _read_models(rows, names, main)
    elif _is_transposed(rows, names, main):
        for column in range(1, len(rows[0])):
            head = _strip_name(rows[0][column].text)
            key = names.name_variant(head)
            if _is_of_sizes(rows):  # those of other sizes are not named, so that nothing is read of them
                size = head.split()[0].casefold()
                key = "" if size in split_name(main) else None
            if key is not None:
                for row in rows[1:]:
                    if column < len(row) and row[column].text:
                        yield TableField(find_field(row[0].text), row[0].text, row[column], ("model", key))
    elif any(one.kind == "other" for one in names.find_mentions(rows[0][0].text)):
        return  # its head names another model
    elif start := _find_attributes(rows):
        for row in rows[start - 1 :]:
            if len(row) > 1 and row[0].text and row[1].text:
                cell = row[1]
                if len(row) > 2 and row[2].text and find_field(row[0].text) in ("", "design"):
                    cell = cell._replace(text=f"{cell.text} ({row[2].text})")
                yield TableField(find_field(row[0].text), row[0].text, cell, is_attribute=True)


def gather_settings(fields: Sequence[TableField]) -> Iterator[tuple[str, str, int]]:
    """Gather the settings of a table of attributes into one text each for design and training: field, text, line."""
    groups: tuple[tuple[str, Callable[[TableField], object]], ...] = (
        ("design", lambda one: one.field == "design" or _DESIGN.search(one.label)),
        ("training process", lambda one: _TRAINING.search(one.label)),
    )
    for name, fits in groups:
        found = [one for one in fields if one.is_attribute and fits(one)]
        if len(found) >= 2:
            yield name, "; ".join(f"{one.label}: {one.cell.text}" for one in found), found[0].cell.line


def is_setting(one: TableField) -> bool:
    """Tell whether a row of attributes is a setting, which stands in the text of all of them."""
    return one.field in ("", "design") and bool(
        one.field == "design" or _DESIGN.search(one.label) or _TRAINING.search(one.label)
    )


def _is_of_models(rows: Sequence[Sequence[Cell]]) -> bool:
    fields = [find_field(cell.text) for cell in rows[0]]
    if len(rows) < 2 or len(rows[0]) < 2 or not set(fields[1:]) & _FIGURES:
        return False
    plain = normalize_label(rows[0][1].text)
    return not (len(rows[0]) == 2 and normalize_label(rows[0][0].text) in _KEYS - {"", "name"} and plain in _VALUES)


def _is_transposed(rows: Sequence[Sequence[Cell]], names: Names, main: str) -> bool:
    """Tell whether each column is about a model."""
    if not rows or normalize_label(rows[0][0].text) not in _KEYS | {"model"}:
        return False
    labels = sum(bool(find_field(row[0].text)) for row in rows[1:])
    if labels >= 2 and _is_of_sizes(rows):
        return True
    named = [names.name_variant(cell.text) is not None for cell in rows[0][1:]]
    sizes = [_is_column_of(cell.text, names, main) for cell in rows[0][1:]]
    return labels >= 2 and (any(named) or (len(sizes) > 1 and all(sizes)))


def _is_of_sizes(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether each column is about a size, such as “8B Dense”."""
    return len(rows[0]) > 2 and all(_SIZE_HEAD.fullmatch(cell.text.strip()) for cell in rows[0][1:])


def _is_column_of(text: str, names: Names, main: str) -> bool:
    name = _strip_name(text)
    return bool(re.search(r"\d", name)) and not names.is_foreign(name) and _is_related(name, names, main)


def _strip_name(text: str) -> str:
    return re.sub(r"\s*\([^()]*\)", "", text.split("\n")[0]).strip(" *:")


def _find_attributes(rows: Sequence[Sequence[Cell]]) -> int:
    """Return the number of the first row of attributes, counted from 1; 0 if the table has none."""
    if not 2 <= len(rows[0]) <= 3:
        return 0
    known = [bool(find_field(row[0].text)) for row in rows]
    if normalize_label(rows[0][0].text) in _KEYS and normalize_label(rows[0][1].text) in _VALUES:
        return 2
    return 1 if sum(known) >= 2 and sum(known) * 2 >= len(rows) else 0


def _read_models(rows: Sequence[Sequence[Cell]], names: Names, main: str) -> Iterator[TableField]:
    labels = [cell.text for cell in rows[0]]
    fields = [find_field(label) for label in labels]
    for row, key in zip(rows[1:], _name_rows(rows, names, main), strict=True):
        if key is None:
            continue
        for index, cell in enumerate(row[: len(labels)]):
            if cell.text and not (index == 0 and fields[0] in ("", "name", "file size")):
                yield TableField(fields[index], labels[index], cell, ("model", key), row=row[0].text)


def _name_rows(rows: Sequence[Sequence[Cell]], names: Names, main: str) -> list[str | None]:
    """Name the model of each row but the first; None where it is another one than those of the card."""
    if not _is_of_models(rows):
        return []
    fields = [find_field(cell.text) for cell in rows[0]]
    sizes = fields.index("parameters") if "parameters" in fields else -1
    named = [_name_model(row[0].text, fields[0], main) for row in rows[1:]]
    if fields[0] in _FIGURES:  # no column of names: only one row can be about the main model
        return ["" if len(named) == 1 else None for _ in named]
    texts = [row[sizes].text if 0 <= sizes < len(row) else "" for row in rows[1:]]
    if fields[0] == "model variant":  # packages of the model: models of their own only where their sizes differ
        tags = [_TAG_SIZE.search(row[0].text) for row in rows[1:]]
        sizes_ = [tag[1] if all(tags) and tag else "".join(text.split()) for tag, text in zip(tags, texts, strict=True)]
        return ["" if len(set(sizes_)) == 1 else f"{main} {one}".strip() if one else None for one in sizes_]
    found: list[str | None] = []
    for name, text in zip(named, texts, strict=True):
        if name is None or _TOTAL.match(name) or names.is_foreign(name) or not _is_related(name, names, main):
            found.append(None)
        elif named.count(name) > 1:
            size = text.split("\n")[0].split("(")[0].strip()
            found.append(f"{name} {size}" if size and size.lower() not in name.lower() else None)
        else:
            found.append("" if _is_main(name, main) or (len(named) == 1 and names.name_variant(name) == "") else name)
    return found


def _name_model(text: str, field: str, main: str) -> str | None:
    if not (name := _strip_name(text)):
        return None
    if not re.search(r"[^\W\d_]{2}", re.sub(r"\d+(?:\.\d+)?\s*[A-Za-z]{1,2}\b", "", name)):
        return f"{main} {name}".strip() if field in ("", "name", "file size") else None
    return name


def _is_main(name: str, main: str) -> bool:
    return bool(main) and split_name(name.split("/")[-1]) == split_name(main.split("/")[-1])


def _is_related(name: str, names: Names, main: str) -> bool:
    """Tell whether a name is of the family of the main model: a word in common, and no other version."""
    if not main:
        return False
    tokens, own = set(split_name(name)), set(split_name(main))
    words = {one for one in tokens & own if len(one) >= 2 and one[0].isalpha()}
    versions = {one for one in tokens if _VERSION.fullmatch(one)}, {one for one in own if _VERSION.fullmatch(one)}
    return bool(words) and (not all(versions) or bool(versions[0] & versions[1]))


def list_tables(blocks: Sequence[Block]) -> Iterator[Block]:
    """List the tables, but those of scores and the like.

    >>> list(list_tables([Block("heading", "Benchmarks", 1, 2), Block("table", "", 2, rows=[[Cell("a", 2)]])]))
    []
    """
    sections: list[tuple[int, str]] = []
    for block in blocks:
        if block.kind == "heading":
            sections = [one for one in sections if one[0] < block.level]
            sections.append((block.level, find_section(block.text)))
        elif block.rows and next((role for _, role in reversed(sections) if role), "") != "skip":
            yield block


def iterate_dataset_rows(block: Block) -> Iterator[tuple[str, int]]:
    """Iterate over the names of datasets in the first column of a table, each with its line.

    >>> rows = [[Cell(text, line)] for line, text in enumerate(("Dataset", "The Pile", "Total"))]
    >>> list(iterate_dataset_rows(Block("table", "", 1, rows=rows)))
    [('The Pile', 1)]
    """
    for row in block.rows[1:]:
        name = row[0].text.split("\n")[0].strip()
        note = row[1].text if len(row) > 1 else ""
        if (
            name
            and re.search(r"\b(?:dataset|corpus)\b", note)
            and name.lower() in note.lower()
            and len(note.split()) <= 6
        ):
            name = note
        if name and not re.match(r"(?:total|sum|all)\b", name, re.IGNORECASE) and is_dataset_name(name):
            yield name, row[0].line
