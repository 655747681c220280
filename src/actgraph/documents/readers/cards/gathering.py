"""Gather what stands under one heading as one text, up to where the card begins to speak of something else."""

import re

from actgraph.documents.readers.cards import patterns
from actgraph.documents.readers.cards.guards import find_plan
from actgraph.documents.readers.cards.labels import find_section
from actgraph.documents.readers.cards.markdown import Block
from actgraph.documents.readers.cards.prose import Found
from actgraph.documents.reading import MAIN_MODEL

_MAX_TEXT = 6_000  # characters of what stands under one heading
_MAY_PLAN = ("limitations", "users", "intended use", "restricted use")
_USES = ("intended use", "restricted use")
_REPORTS = re.compile(r"(?:Please |To )?(?:report|contact|e-?mail|write to)\b", re.IGNORECASE)
_WORDS = {  # what a heading below one of these speaks of if its text belongs there
    "training process": "train|tun|align|optimi|stage|phase|learn|reinforc|sft|dpo|rl|hyper|distill|merg|process|"
    "procedure|method|objective|loss|curriculum|schedul|recipe|precision|regime|infra|hardware|software|compute",
    "architecture": "archit|attention|layer|token|design|structure|overview|detail|embedding|network|coder|expert|"
    "backbone|config|spec|transformer|context|vocab|memory|model|normali|activation|position",
}
_HOW_TO = re.compile(
    r"\bcan be (?:further )?(?:fine-?tuned|improved)|\bplease see\b|\byou can\b|\bguides?\b", re.IGNORECASE
)
_ELSEWHERE = re.compile(r"(?:for )?(?:more|further) (?:details|information)\b[^.]*\.?", re.IGNORECASE)
_OTHER_HEADING = "its own heading is about something else than the section around it"
_FOR_OTHERS = "it says how others can train the model"
_REFERS = "it only refers to another text"
_OWN_LABEL = "it stands under a label of its own: whether it answers the heading above is not said"
_NO_USE = "it says where to report something, and speaks of no use"


def is_bold_label(block: Block) -> bool:
    """Tell whether a block is a line in bold that stands like a heading over what follows.

    >>> [is_bold_label(Block("text", text, 1, bold="Tone")) for text in ("Tone:", "Tone is set")]
    [True, False]
    """
    if block.kind != "text" or not block.bold:
        return False
    is_line = bool(block.breaks) and block.breaks[0][0] == len(block.bold.split()) and block.text.startswith(block.bold)
    return is_line or block.text.strip(" :") == block.bold.strip(" :")


class Gathering:
    """Gather the text under one heading.

    >>> gathering = Gathering()
    >>> for text, bold in (("We tuned it.", ""), ("Tone", "Tone"), ("It is polite.", "")):
    ...     gathering.meet(Block("text", text, 1, bold=bold), "training process")
    ...     gathering.add(Block("text", text, 1), "training process")
    >>> [(found.value, bool(found.doubt)) for found, _ in gathering.end("Tuning", "training process")]
    [('Tuning: We tuned it.', False), ('Tone; It is polite.', True)]
    """

    def __init__(self) -> None:
        self._texts: list[tuple[str, int, bool]] = []  # text, line, whether it is a plan
        self._rest: list[tuple[str, int]] = []  # what stands after the end
        self._reason = ""  # why the text has ended
        self._about = MAIN_MODEL
        self._is_divided = False  # by labels from its beginning on: all of them are parts of it

    def meet(self, block: Block, role: str) -> None:
        """Look whether the text under the heading ends before a block."""
        if not self._reason and role in patterns.GATHERED:
            if is_bold_label(block) and role not in ("limitations", "users"):
                self._is_divided = self._is_divided or not self._texts
                self._reason = "" if self._is_divided else _OWN_LABEL
            elif self._texts and role in _USES and block.kind == "text" and _REPORTS.match(block.text):
                self._reason = _NO_USE

    def add(self, block: Block, role: str, about: tuple[str, str] = MAIN_MODEL) -> None:
        """Add a block.

        Args:
            block: a paragraph, an item or a table as text.
            role: of the section.
            about: the model that its first sentence is about.
        """
        if role not in patterns.GATHERED:
            return
        if self._reason:
            self._rest.append((block.text, block.line))
        elif sum(len(one[0]) for one in self._texts) < _MAX_TEXT:
            self._about = self._about if self._texts else about
            is_plan = role not in _MAY_PLAN and bool(find_plan(block.text))
            self._texts.append((block.text[:_MAX_TEXT], block.line, is_plan))

    def end(self, heading: str, role: str) -> list[tuple[Found, int]]:
        """End the text: what was gathered, and what stands after its end, each with its line."""
        found: list[tuple[Found, int]] = []
        if self._texts:
            text = f"{heading.rstrip(' :')}: {'; '.join(one[0] for one in self._texts)}"[:_MAX_TEXT]
            field = "data coverage" if role == "training data" and patterns.COVERAGE.search(text) else role
            doubt = find_plan(text) if all(one[2] for one in self._texts) else ""
            doubt = doubt or self._find_doubt(heading, role)
            found.append((Found(field, text.replace("\n", " "), doubt, self._about), self._texts[0][1]))
        if self._rest:
            text = "; ".join(one[0] for one in self._rest)[:_MAX_TEXT].replace("\n", " ")
            found.append((Found(role, text, self._reason), self._rest[0][1]))
        self.__init__()  # type: ignore[misc]
        return found

    def _find_doubt(self, heading: str, role: str) -> str:
        """Say why the text does not answer what stands under the heading above; empty if nothing speaks against it."""
        if role in _WORDS and not find_section(heading) and not re.search(_WORDS[role], heading, re.IGNORECASE):
            return _OTHER_HEADING
        if role == "training process" and all(_HOW_TO.search(text) for text, _, _ in self._texts):
            return _FOR_OTHERS
        return _REFERS if all(_ELSEWHERE.fullmatch(text) for text, _, _ in self._texts) else ""
