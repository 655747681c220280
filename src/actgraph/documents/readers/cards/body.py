"""Read the text of a model card: labels, tables, sections and sentences."""

import re
from collections.abc import Sequence

from actgraph.documents.readers.cards import licence_parts, patterns, table_fields
from actgraph.documents.readers.cards.card_models import name_models
from actgraph.documents.readers.cards.cells import DOCKER, read_cell
from actgraph.documents.readers.cards.gathering import Gathering
from actgraph.documents.readers.cards.guards import find_doubt, find_plan, split_sentences
from actgraph.documents.readers.cards.labelled import find_label, list_items
from actgraph.documents.readers.cards.labels import find_field, find_section, normalize_label
from actgraph.documents.readers.cards.links import read_links
from actgraph.documents.readers.cards.markdown import Block
from actgraph.documents.readers.cards.origins import cut_quoted_card, doubt_copy, find_origin
from actgraph.documents.readers.cards.prose import Found, SentenceReader
from actgraph.documents.readers.cards.topics import add_addresses, find_topics
from actgraph.documents.readers.cards.values_of_labels import (
    is_dataset_name,
    read_data_topics,
    read_licence,
    read_value,
)
from actgraph.documents.reading import MAIN_MODEL, Field, Unread
from actgraph.documents.values import is_placeholder

_NOT_DENIED = {"architecture", "other assets", "dependencies", "integration"}  # a denial says nothing of these
_OTHERS = "this paragraph names only other models of the same family"
_ANOTHER = "it stands under a heading on another model"
_NO_TITLE = "no licence is named by a title"
_MAX_BLOCKS = 6_000
_MAX_LICENCES = 40  # rows of a table of licences


class BodyReader:
    """Read the blocks of one card.

    Args:
        blocks: of the card.
        name: of its model where something else than the text names it.
        header: the fields of its header.

    Attributes:
        fields: what was found, of the text.
        docker_fields: what stands in the tables that Docker's cards have.
        unread: what seems to be a fact and is not stated, with the reason.
        licence_parts: the licences of the code, the weights and so on, where the text tells them apart.
        others_compute: the compute that the text states of other models.
        planned_days: the days for which the text plans something.
    """

    def __init__(self, blocks: Sequence[Block], name: str = "", header: Sequence[Field] = ()) -> None:
        self.unread: list[Unread] = []
        blocks, self.unread = cut_quoted_card(blocks)
        self._origin = origin = find_origin(header, blocks)
        self._blocks = blocks[:_MAX_BLOCKS]
        self._all = blocks
        models = name_models(self._blocks, origin, name)
        self._main, self._names = models.main, models.names
        is_sparse = any(
            patterns.SPARSE.search(one.text) and not find_doubt(one.text[:500]) for one in blocks if one.kind == "text"
        )
        self._sentences = SentenceReader(self._names, is_sparse)
        self.others_compute, self.planned_days = self._sentences.others_compute, self._sentences.planned_days
        self._footnote = next((one.text.lstrip("¹: ") for one in blocks if one.text.startswith("¹")), "")
        self._sections: list[tuple[int, str, str, int]] = []  # level, role, heading, line
        self._gathering = Gathering()
        self._taken = -1  # the block that was read as the value of the label before it
        self.licence_parts: list[licence_parts.LicencePart] = []
        self._lists_datasets = False
        self._last_label = ""  # what the label means of the block before, if it had one
        self.fields = list(models.fields)
        self.docker_fields: list[Field] = []

    def read(self) -> None:
        """Read all blocks."""
        for index, block in enumerate(self._blocks):
            if block.kind == "heading":
                self._begin_section(block)
            elif block.kind == "table":
                self._read_table(block)
            else:
                self._last_label = ""
                self._read_block(index, block)
        self._end_section()
        if len(blocks := self._all) > _MAX_BLOCKS:
            reason = f"only the first {_MAX_BLOCKS:,} paragraphs, items and tables are read"
            self.unread.append(Unread(f"line {blocks[_MAX_BLOCKS].line}", "the rest of the card", reason))

    @property
    def _role(self) -> str:
        role = next((role for _, role, _, _ in reversed(self._sections) if role), "")
        return "" if role == "any" else role

    def _begin_section(self, block: Block) -> None:
        self._end_section()
        self._lists_datasets = False
        while self._sections and self._sections[-1][0] >= block.level:
            self._sections.pop()
        self._sections.append((block.level, find_section(block.text), block.text, block.line))
        self._sentences.begin_block()
        if re.search(r"\bteam$", block.text, re.IGNORECASE):
            self._add(Found("author", block.text), block.line)

    def _end_section(self) -> None:
        """Give what stood under a heading as one text, with the heading, since it says too little without it."""
        for found, line in self._gathering.end(self._sections[-1][2] if self._sections else "", self._role):
            self._add(found, line)

    def _add(self, found: Found, line: int, about: tuple[str, str] = MAIN_MODEL) -> None:
        about = found.about if found.about != MAIN_MODEL else about
        found = doubt_copy(found, self._origin)
        if found.field == "use policy" and any(
            (one.name, one.value.rstrip("/")) == (found.field, found.value.rstrip("/")) for one in self.fields
        ):
            return  # the link stands there again
        if found.doubt:
            self.unread.append(Unread(f"line {line}", f"{found.field}: {found.value}", found.doubt))
        elif found.value:
            self.fields.append(Field(found.field, found.value, f"line {line}", about))

    def _read_block(self, index: int, block: Block) -> None:
        role = self._role
        if role == "skip":
            self._read_requirements(block)
            return
        if role == "another model":
            if not block.text.endswith(":") and not is_placeholder(block.text):
                self.unread.append(Unread(f"line {block.line}", block.text[:300], _ANOTHER))
            return
        if index == self._taken:
            return
        self._sentences.begin_block()
        if patterns.OF_THE_CARD.match(block.text):
            return
        if block.bold and normalize_label(block.bold) in patterns.NO_LABELS:
            block = block._replace(text=block.text[len(block.bold) :].lstrip(" :–—-"), bold="")
        if self._sections and find_field(self._sections[-1][2]) == "release date":
            self._add(next(read_value("release date", "", block.text)), block.line)
        self._gathering.meet(block, role)
        for found in read_links(block, role):
            self._add(found, block.line)
        if length := patterns.LENGTH.match(block.text):
            field = "context length" if length[0].startswith("Context") else "design"
            if not any(one.name == field and length[0] in one.value for one in self.fields):
                self._add(Found(field, length[0]), block.line)
        label = find_label(block, role)
        if label is not None:
            name, value = label
            self._last_label = field = find_field(name)
            self._lists_datasets = field == "training dataset" or bool(patterns.DATASETS_FOLLOW.search(block.text))
            below = list_items(self._blocks, index) if field in patterns.WITH_ITEMS else []
            items = [one.text for one in below]
            line = below[0].line if below and not value else block.line
            self._taken = index + 1 if below and below[0].kind == "text" and field in patterns.GATHERED else self._taken
            parts = licence_parts.find_licence_parts(value, block.line) if field == "licence" else []
            self.licence_parts += parts
            if field or (value and normalize_label(name) not in patterns.NO_LABELS):
                said = read_value(field or normalize_label(name), name, value, block.links, items)
                for found in licence_parts.read_licence_parts(parts) if parts else said:
                    self._add(found, line)
            if field == "architecture" and (settings := [item for item in items if patterns.DESIGN.search(item)]):
                first = next(one for one in below if one.text == settings[0])
                self._add(Found("design", "; ".join(settings)), first.line)
            if field == "training data" and line != block.line:
                for found in read_data_topics(name, below[0].text):
                    self._add(found, line)
            if not parts:
                self._read_sentences(block._replace(text=value), bool(field), field)
            return
        if self._lists_datasets and block.kind == "item":
            is_link = bool(block.links) and len(block.links[0][0]) * 2 > len(block.text)
            name = block.links[0][0] if is_link else block.text
            if is_dataset_name(name) or (is_link and len(name) < 120):
                self._add(Found("training dataset", name), block.line)
                self._gathering.add(block, role)
                return
        if block.kind == "text" or block.text.endswith(":"):
            self._lists_datasets = bool(patterns.DATASETS_FOLLOW.search(block.text)) and not find_doubt(block.text)
        if role == "licence":
            self._read_licence(block)
            return
        if role == "training compute" and len(block.text.split()) <= 8:
            for found in read_value(role, "", block.text):
                self._add(found, block.line)
            return
        if is_placeholder(block.text):
            return
        self._gathering.add(block, role, self._names.find_version(block.text))
        self._read_sentences(block, False)

    def _read_licence(self, block: Block) -> None:
        """Read a block of the section on the licence; each of its sentences is stated or listed."""
        if block.kind == "text" and len(block.text.split()) <= 6 and not licence_parts.find_licence_parts(block.text):
            for found in read_licence(block.text, block.links):
                self._add(found, block.line)
            return
        for sentence in split_sentences(block.text):
            before = len(self.fields) + len(self.unread)
            if parts := licence_parts.find_licence_parts(sentence, block.line):
                self.licence_parts += parts
                for found in licence_parts.read_licence_parts(parts):
                    self._add(found, block.line)
            else:
                self._read_sentences(block._replace(text=sentence), False)
            if before == len(self.fields) + len(self.unread) and not (block.links and len(sentence) < 120):
                self.unread.append(Unread(f"line {block.line}", f"licence: {sentence}", _NO_TITLE))

    def _read_sentences(self, block: Block, is_value: bool, role: str = "") -> None:
        sentences = split_sentences(block.text)
        is_of_others = self._names.names_only_kin(block.text)
        for number, sentence in enumerate(sentences):
            line = block.find_line(sentence)
            is_fragment = is_value or (block.kind == "item" and number == 0 and bool(patterns.FRAGMENT.match(sentence)))
            for found in self._sentences.read(sentence, is_fragment):
                if found.field == "licence":
                    for one in read_licence(found.value):
                        self._add(one._replace(doubt=found.doubt or one.doubt), line, found.about)
                else:
                    self._add(found, line)
            about = self._sentences.find_first_subject()
            if about is None and self._role == "training data" and not self._names.find_mentions(sentence):
                about = MAIN_MODEL
            if about is not None or is_value:
                for topic in find_topics(sentence) if not sentence.endswith(":") else ():
                    doubt = find_plan(sentence) or (find_doubt(sentence) if topic in _NOT_DENIED else "")
                    doubt = doubt if doubt == find_plan(sentence) or "denies" in doubt else ""
                    doubt = doubt or _OTHERS * (is_of_others and about == MAIN_MODEL)
                    if topic not in (role, self._role) and not (is_value and topic not in patterns.IN_VALUES):
                        later = (
                            sentences[number + 1 :] if topic == "integration" else sentences[number + 1 : number + 2]
                        )
                        said = " ".join([sentence, *(one for one in later if patterns.TAKES_BACK.match(one))])
                        said = (
                            licence_parts.shorten_asset(said)
                            if topic == "other assets"
                            else add_addresses(topic, said, block.links)
                        )
                        self._add(Found(topic, said, doubt, about or MAIN_MODEL), line)
        self._read_requirements(block)

    def _read_requirements(self, block: Block) -> None:
        for sentence in split_sentences(block.text):
            if needed := patterns.NEEDED.search(sentence):
                self._add(Found("software required", needed["value"]), block.line)
            if self._role == "skip" and "integration" in find_topics(sentence):
                self._add(Found("integration", sentence), block.line)

    def _read_table(self, block: Block) -> None:
        if self._role == "skip":
            return
        if self._role == "another model":
            self.unread.append(Unread(f"line {block.line}", "a table", _ANOTHER))
            return
        if self._role == "licence":
            for row in block.rows[find_field(block.rows[0][-1].text) == "licence" : _MAX_LICENCES]:
                self._read_licence(Block("item", ": ".join(cell.text for cell in row if cell.text), row[0].line))
            return
        is_of_data = "training data" in (self._role, self._last_label)
        if is_of_data and find_field(block.rows[0][0].text) == "training dataset":
            for name, line in table_fields.iterate_dataset_rows(block):
                self._add(Found("training dataset", name), line)
            return
        if self._role == "training data" and patterns.COVERAGE.search(" ".join(cell.text for cell in block.rows[0])):
            texts = (" ".join(cell.text for cell in row if cell.text) for row in block.rows[:400])
            self._gathering.add(Block("table", "; ".join(texts), block.line), self._role)
        found = list(table_fields.read_table(block, self._names, self._main))
        header = normalize_label(block.rows[0][0].text)
        if header.startswith("hyperparameter"):
            found = [one._replace(field="design") if one.field == "context length" else one for one in found]
        is_docker = header == "model variant" or (
            header == "attribute" and {"provider", "architecture"} & {one.label.lower() for one in found}
        )
        designs: dict[tuple[str, str], list[table_fields.TableField]] = {}
        for one in found:
            if one.field == "design" and not one.is_attribute:
                designs.setdefault(one.about, []).append(one)
            else:
                self._add_cell(one, bool(is_docker))
        for about, cells in designs.items():
            text = "; ".join(f"{one.label}: {one.cell.text}" for one in cells)
            self._add(Found("design", text), cells[0].cell.line, about)
        if not is_docker:
            for field, text, line in table_fields.gather_settings(found):
                self._add(Found(field, text), line)

    def _add_cell(self, one: table_fields.TableField, is_docker: bool) -> None:
        if one.is_attribute and table_fields.is_setting(one):
            return
        if one.is_attribute and one.field == "architecture" and not is_docker:
            self._read_sentences(Block("item", one.cell.text, one.cell.line), True, one.field)
        for found in read_cell(one, is_docker, self._footnote):
            if found.field.startswith(DOCKER):
                field = Field(found.field.removeprefix(DOCKER), found.value, f"line {one.cell.line}", one.about)
                self.docker_fields.append(field)
            else:
                self._add(found, one.cell.line, one.about)
