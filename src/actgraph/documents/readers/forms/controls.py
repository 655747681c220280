"""Tick boxes, date pickers and form fields of Word, as text."""

import re

from lxml import etree

from actgraph.profile import written_values

TICKED, UNTICKED, UNCLEAR = "☒", "☐", "⍰"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHECKBOX = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_GLYPHS = str.maketrans(dict.fromkeys("☑🗹🗷⊠✅☒✓✔🗸", TICKED) | dict.fromkeys("☐◻▢🗆⬜□❏❑❒", UNTICKED))
_IN_BRACKETS = re.compile(r"[\[(]\s*(?:(?P<yes>[xX✗✘×*☒])|(?P<no>[ _\u00a0]))\s*[\])]|\[(?P<empty>)\]")
_PROMPT = re.compile(
    r"\W*(?:click|tap|klicken|tippen|cliquez|fare clic|toccare|haga clic|pulse|klik|kliknij|clique|choose an item"
    r"|wählen sie|choisissez|scegliere|elija)\b.{0,90}",
    re.IGNORECASE | re.DOTALL,
)


def normalize_ticks(text: str) -> str:
    """Write each tick box as ☒ or ☐, however it is written.

    >>> normalize_ticks("[x] Text [ ] Image ✓ Audio ( ) Video")
    '☒ Text ☐ Image ☒ Audio ☐ Video'
    """
    return _IN_BRACKETS.sub(lambda box: TICKED if box["yes"] else UNTICKED, text.translate(_GLYPHS))


def is_prompt(text: str) -> bool:
    """Tell whether a text is what Word shows in an empty field, in one of the languages that it speaks.

    >>> [is_prompt(text) for text in ("Click or tap to enter a date.", "Klicken Sie hier, um Text einzugeben.", "A 7B")]
    [True, True, False]
    """
    return bool(_PROMPT.fullmatch(text))


def get_kind(node: etree._Element) -> str:
    """Return the name of an element without its namespace.

    >>> get_kind(etree.Element(WORD + "tbl"))
    'tbl'
    """
    return str(node.tag).rpartition("}")[2]


def get_content(node: etree._Element) -> etree._Element:
    """Return what is inside a content control.

    >>> len(get_content(etree.Element(WORD + "sdt")))
    0
    """
    content = node.find(WORD + "sdtContent")
    return content if content is not None else etree.Element("none")


def is_on(properties: etree._Element, name: str) -> bool:
    """Tell whether a property that is on or off is on.

    >>> is_on(etree.Element("rPr"), "strike")
    False
    """
    found = properties.find(WORD + name)
    return found is not None and found.get(WORD + "val", "true").lower() not in ("0", "false", "off")


def find_checkbox(node: etree._Element) -> etree._Element | None:
    """Find the state of a check box among the properties of a content control.

    >>> find_checkbox(etree.Element("sdt"))
    """
    return node.find(f"{WORD}sdtPr/{_CHECKBOX}checkbox")


def read_box(text: str, box: etree._Element) -> str:
    """Read a check box: what is seen counts; where it says something else than its state, neither does.

    What else somebody typed into it is kept behind it.
    """
    state = box.find(_CHECKBOX + "checked")
    ticked = state is not None and state.get(_CHECKBOX + "val", "1").lower() in ("1", "true", "on")
    seen = normalize_ticks(text).strip()
    if not seen or re.search(rf"[{TICKED}{UNTICKED}]\s*[{TICKED}{UNTICKED}]", seen):
        return seen
    if typed := re.fullmatch(rf"([{TICKED}{UNTICKED}])(.+)|(.+)([{TICKED}{UNTICKED}])", seen, re.DOTALL):
        return read_box(typed[1] or typed[4], box) + " " + (typed[2] or typed[3]).strip()
    if seen in (TICKED, UNTICKED):
        return seen if (seen == TICKED) == ticked else UNCLEAR
    if seen.lower() in ("x", "✗", "✘", "×", "yes"):
        return TICKED
    sign = TICKED if ticked else UNTICKED
    return f"{sign} {seen}" if re.search(r"[^\W_]{2}", seen) and seen.lower() != "no" else sign


def find_picked_day(node: etree._Element) -> str:
    """Find the day that was picked in a date picker; empty if it is none, or nobody has picked one.

    >>> find_picked_day(etree.Element("sdt"))
    ''
    """
    date = node.find(f"{WORD}sdtPr/{WORD}date")
    return date.get(WORD + "fullDate", "")[:10] if date is not None else ""


def choose_day(text: str, day: str) -> str:
    """Choose the day that was picked, unless somebody typed another one over it."""
    days = written_values.find_days(text.strip())
    ending = "\n" if text.endswith("\n") else ""
    return day + ending if day in days else text


def read_legacy_field(node: etree._Element) -> str:
    """Read a form field of older versions of Word: its box or its chosen entry; its text follows as text."""
    box = node.find(f"{WORD}ffData/{WORD}checkBox")
    if box is not None:
        states = [box.find(WORD + "checked"), box.find(WORD + "default")]
        state = next((one for one in states if one is not None), None)
        ticked = state is not None and state.get(WORD + "val", "1").lower() in ("1", "true", "on")
        return TICKED if ticked else UNTICKED
    choices = node.find(f"{WORD}ffData/{WORD}ddList")
    if choices is None:
        return ""
    result = choices.find(WORD + "result")
    if result is None:
        return ""  # nobody has chosen yet: Word shows the first entry
    entries = [one.get(WORD + "val", "") for one in choices.findall(WORD + "listEntry")]
    number = result.get(WORD + "val", "0")
    is_number = number.isdecimal() and len(number) < 6
    return entries[int(number)] if is_number and int(number) < len(entries) else ""
