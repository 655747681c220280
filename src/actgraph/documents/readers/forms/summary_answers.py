"""Read the answers of the summary: yes or no, modalities, sizes, lists of datasets, periods, names."""

import re
from collections.abc import Iterator, Sequence

from actgraph.documents.data_sizes import fold_range
from actgraph.documents.placeholders import explain_placeholder, is_placeholder
from actgraph.documents.readers.forms.boxes import UNCLEAR_BOX, has_boxes, read_boxes
from actgraph.documents.readers.forms.days import explain_days
from actgraph.documents.readers.forms.modalities import read_modalities
from actgraph.documents.readers.forms.prompts import MAX_ANSWER, MAX_SHOWN
from actgraph.documents.readers.names import (
    find_model_names,
    find_provider_name,
    is_entry,
    join_lines,
    says_no_name,
    split_link,
)
from actgraph.documents.reading import Field, Unread
from actgraph.documents.tables import load_table
from actgraph.profile import written_values

Part = Field | Unread
_MAX_ENTRIES = 1_000  # lines of a list
_YES_OR_NO = ("yes", "no")
_TYPED = re.compile(r"\W*(?P<word>yes|no)\b(?:\s*[.,;:(–—-]\s*|\s*$)(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_LIMIT = re.compile(
    r"\b(?:unless|except\w*|only|but|when|where|until|till|before|after|part(?:ly|ially)|in part|limited|some|mostly"
    r"|mainly|however|any ?more|no longer|provided|other than|apart from|subject to|although|though|yet|planned|will"
    r"|not (?:for|all|in)|if(?! (?:yes|so|no|applicable)\b))\b",
    re.IGNORECASE,
)
_LIMITED = "a condition or a limit stands beside yes or no, so it is neither"
_INSTRUCTION = re.compile(
    r"\s*(?:please|specify|indicate|insert|enter|provide an?\b|describe the|list the|include the|providers may also|"
    r"mm/yyyy|dd/mm/yyyy|from mm/yyyy to mm/yyyy)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_PERIOD = re.compile(
    r"(?:from\s+)?(?P<from>.+?)\s*(?:\bto\b|\buntil\b|\bthrough\b|[–—]|\s-\s)\s*(?P<until>.+)", re.IGNORECASE
)
_OTHER_UNIT = re.compile(r"\W*(?:alternatively\W*)?specify the approximate size\b.{0,60}?\bunit\b\W*", re.IGNORECASE)
_OTHER_UNIT_SHORT = re.compile(r"\W*(?:training data size|approximate size|size)\s*:\s*", re.IGNORECASE)
_TYPES = re.compile(r"\W*types? of content\s*:\s*", re.IGNORECASE)
_TYPES_ROW = re.compile(r"\btypes? of content\W*$", re.IGNORECASE)
_RANGE = re.compile(
    r"\W*(?:less than|more than|<|>|\d[\d ,.]*\s*(?:million|billion)?\s*(?:to|-|–)\s*\d)", re.IGNORECASE
)
_UNTIL = re.compile(  # the month, and the sentence of the template whether training goes on after it
    r"(?P<month>[\w/ .-]{4,20}?)\s*[.;,:(–—-]?\s*(?:and )?(?:(?:the|our|this) model is |it is )?(?P<no>not )?"
    r"(?:being )?continuously trained(?: (?:on new data|(?:after|beyond) (?:this|that) date)){0,2}[ .)]*",
    re.IGNORECASE,
)
_COLLECTED = re.compile(r"\s*\(collected (?P<from>\d\d/\d{4}) to (?P<until>\d\d/\d{4})\)\s*$")
_MARKS = " ;,:…\n"  # that stand before an answer
_BY_ITSELF = re.compile(r"\W*(?:none|not applicable|n/?a)\W*", re.IGNORECASE)


def read_answer(name: str, cells: Sequence[Sequence[str]], place: str) -> Iterator[Part]:
    """Read the answer to a field.

    Args:
        name: of the field.
        cells: the lines of each cell of the answer.
        place: where it stands.

    >>> [one.value for one in read_answer("field 2.1.used", [["☐ Yes ☒ No"]], "row 1")]
    ['No']
    """
    text = "\n".join(line for cell in cells for line in cell)
    if len(text) > MAX_ANSWER:
        yield Unread(place, text[:MAX_SHOWN], f"{name}: it is longer than {MAX_ANSWER:,} characters")
        return
    place = f"{name} ({place})"
    rows = load_table("training-summary").rows.get(name, ())
    how = rows[0].read if rows else "text"
    if how == "boolean":
        yield from _read_yes_or_no(name, cells, place)
    elif how == "choice":
        yield from read_modalities(name, cells, place)
    elif has_boxes(cells):
        yield Unread(place, text, f"{name}: there are boxes in the answer, which is none of boxes")
    elif _INSTRUCTION.fullmatch(text) and len(text) < 400:
        yield Unread(place, text, f"{name}: it reads like an instruction of the template")
    elif name.endswith(("large-list", "known-list")):
        yield from _read_list(name, text, place)
    elif name == "field 2.3.period":
        yield from read_period(name, text, place)
    elif how == "day" and (reason := explain_days(text)):
        yield Unread(place, text, f"{name}: {reason}")
    elif (
        name == "field 1.3.latest-acquisition"
        and (ending := _UNTIL.fullmatch(" ".join(text.split())))
        and _find_month(ending["month"])
    ):
        yield Field(name, ending["month"], place)
        yield Field("continuously trained", "no" if ending["no"] else "yes", place)
    else:
        text = text.lstrip(_MARKS)
        yield Field(name, join_lines(text.split("\n")), place)
        yield from _tell_facts(name, text, place)


def read_size(modality: str, cells: Sequence[Sequence[str]], place: str) -> Iterator[Part]:
    """Read a row of field 1.3: the modality with its box, the size, the types of content.

    >>> cells = [["☐ Less than 1 billion tokens", "☒ More than 10 trillion tokens"], ["Web pages"]]
    >>> [(one.name, one.value) for one in read_size("☒ Text", cells, "row 1")]
    [('field 1.3.text.range', 'More than 10 trillion tokens'), ('field 1.3.text.types', 'Web pages')]
    """
    text = "\n".join(line for cell in cells for line in cell)
    if len(text) + len(modality) > MAX_ANSWER:
        yield Unread(place, text[:MAX_SHOWN], f"the size is longer than {MAX_ANSWER:,} characters")
        return
    boxes = read_boxes([[modality]])
    found = re.search(r"[^\W\d_]{3,}", modality)
    key = {"images": "image"}.get(found[0].lower(), found[0].lower()) if found else ""
    place = f"field 1.3.{key} ({place})" if key else place
    if _TYPES_ROW.search(modality) and key != "other":  # a row of its own for the third column
        said = text.lstrip(_MARKS)
        if said and not boxes.unticked:
            yield Field(f"field 1.3.{key}.types", join_lines(said.split("\n")), place)
        elif said:
            yield Unread(place, text, f"size of {key}: the modality is not ticked, and types of content are stated")
        return
    if len(cells) == 1:  # no columns: what follows “Types of content:” is of the third one
        start = next((number for number, line in enumerate(cells[0]) if _TYPES.match(line)), len(cells[0]))
        cells = [cells[0][:start], cells[0][start:]]
    size = read_boxes(cells[:1], ("less", "more", "1", "10"))
    types = _TYPES.sub("", "\n".join(line for cell in cells[1:] for line in cell), count=1)
    amount, ranges = _split_size_lines(size.loose)
    if boxes.unclear:
        yield Unread(place, text, f"size of {key}: {UNCLEAR_BOX}")
    elif boxes.unticked and key == "other" and _BY_ITSELF.fullmatch(text):
        yield Field("field 1.3.other", text, place)
    elif boxes.unticked and (size.ticked or amount):
        has_size = size.ticked or re.search(r"\d", " ".join(amount))
        what = "a size is stated" if has_size else "this stands beside it"
        yield Unread(place, text, f"size of {key}: the modality is not ticked, and {what}")
    elif boxes.unticked:
        return
    elif key == "other":
        rest = re.sub(r"^[☒\s]*other\W*", "", modality, flags=re.IGNORECASE)
        if value := "\n".join(part for part in (rest, text) if part):
            yield Field("field 1.3.other", value, place)
    else:
        printed = load_table("training-summary").rows[f"field 1.3.{key}.range"][0].choice.choices
        if has_boxes(cells[:1]):  # a range without a box beside those with boxes is printed, or somebody typed it
            amount += [one for one in ranges if fold_range(one) not in printed]
            ranges = []
        yield from _read_ranges(key, [*size.ticked, *ranges], place)
        for line in amount:
            yield Field(f"field 1.3.{key}.amount", line, place)
        if types:
            yield Field(f"field 1.3.{key}.types", join_lines(types.lstrip(_MARKS).split("\n")), place)


def read_period(name: str, text: str, place: str) -> Iterator[Field]:
    """Read the months from and to.

    >>> [one.value for one in read_period("field 2.3.period", "From 11/2022 to 05/2025", "row 1")]
    ['11/2022', '05/2025']
    """
    period = _PERIOD.fullmatch(" ".join(text.split()).strip(" .;"))
    if period and all(_find_month(period[end]) for end in ("from", "until")):
        yield Field(f"{name}.from", period["from"], place)
        yield Field(f"{name}.until", period["until"], place)
    else:
        yield Field(name, text, place)


def _find_month(text: str) -> str:
    days = written_values.find_days(text)
    return written_values.find_month(text) or (days[0][:7] if len(days) == 1 else "")


def _read_ranges(key: str, ranges: Sequence[str], place: str) -> Iterator[Part]:
    if len(ranges) > 1:
        yield Unread(place, "; ".join(ranges), f"size of {key}: more than one range is chosen")
    elif ranges:
        yield Field(f"field 1.3.{key}.range", ranges[0], place)


def _split_size_lines(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split lines without boxes into amounts and printed ranges; what follows “Alternatively” was typed."""
    amount, ranges = [], []
    before, *behind = _OTHER_UNIT.split("\n".join(lines))
    for text in behind:
        typed, *others = text.strip("\n").split("\n")
        amount += [left] if (left := typed.strip(" :….")) else []
        before = "\n".join([before, *others])
    for line in before.split("\n"):
        left = _OTHER_UNIT_SHORT.sub("", line).strip(" :…")
        if left and _RANGE.match(left):
            ranges.append(left.strip("[] "))
        elif left:
            amount.append(left)
    return amount, ranges


def _read_yes_or_no(name: str, cells: Sequence[Sequence[str]], place: str) -> Iterator[Part]:
    text = "\n".join(line for cell in cells for line in cell)
    if not has_boxes(cells):
        typed = _TYPED.fullmatch(text)
        if not typed or re.match(r"\W*(?:yes|no)\b", typed["rest"], re.IGNORECASE):
            yield Unread(place, text, f"{name}: it does not choose between yes and no")
            return
        if _LIMIT.search(typed["rest"]):
            yield Unread(place, text, f"{name}: {_LIMITED}")
            return
        yield Field(name, typed["word"], place)
        if typed["rest"].strip(" )."):
            yield Unread(place, text, f"{name}: what stands behind the answer yes or no is not read")
        return
    boxes = read_boxes(cells, _YES_OR_NO)
    chosen = [option for option in boxes.ticked if option.lower().strip(" .:;,").startswith(_YES_OR_NO)]
    if len(chosen) != 1 or boxes.unclear:
        reason = "both are ticked" if len(chosen) > 1 else "neither yes nor no is ticked"
        reason = UNCLEAR_BOX if boxes.unclear else reason
        yield Unread(place, text, f"{name}: {reason}")
        return
    word = chosen[0].split()[0].strip(" .:;,")
    rest = "\n".join(filter(None, [chosen[0].strip()[len(word) :].strip(" .:;,"), *boxes.loose]))
    if _LIMIT.search(rest):
        yield Unread(place, text, f"{name}: {_LIMITED}")
        return
    yield Field(name, word, place)
    if rest:
        yield Unread(place, rest, f"{name}: it stands beside the answer yes or no")


def _read_list(name: str, text: str, place: str) -> Iterator[Part]:
    """Read a list of datasets: each line that is a name or an address is one; the rest is words."""
    words = []
    lines = text.split("\n")
    if len(lines) > _MAX_ENTRIES:
        yield Field(f"{name} in words", text, place)
        return
    for line in lines:
        parts = line.split(";") if line.count(";") and all(map(is_entry, line.split(";"))) else [line]
        for part in parts:
            if not is_entry(part):
                words.append(part)
                continue
            collected = _COLLECTED.search(part)
            one = split_link(part[: collected.start()] if collected else part)
            title = one.name or one.address
            yield Field(name, title, place)
            if collected:
                yield Field(f"{name}.from", collected["from"], place, ("listed", title))
                yield Field(f"{name}.until", collected["until"], place, ("listed", title))
            if one.address:
                yield Field(f"{name}.address", one.address, place, ("listed", title))
    described = [line for line in words if not says_no_name(line)]
    for line in words:
        if is_placeholder(line):
            yield Unread(place, line, f"{name}: {explain_placeholder(line)}")
        elif line not in described:
            yield Unread(place, line, f"{name}: it names no dataset")
    if described := [line for line in described if not is_placeholder(line)]:
        yield Field(f"{name} in words", "\n".join(described), place)


def _tell_facts(name: str, text: str, place: str) -> Iterator[Field]:
    """Tell what an answer states of provider and model."""
    if is_placeholder(text):
        return
    if name == "field 1.1.provider":
        if found := find_provider_name(text):
            yield Field("provider name", found, place)
    elif name == "field 1.1.authorised-representative":
        found = find_provider_name(text)
        if found and not re.match(r"(?:none|no|not)\b", found, re.IGNORECASE):
            yield Field("representative name", found, place)
    elif name == "field 1.2.model-names":
        names = find_model_names(text)
        for one in names:
            about = ("model", one.name if len(names) > 1 else "")
            yield Field("model name", one.name, place, about)
            if one.address:
                yield Field("model address", one.address, place, about)
        if not names:
            yield Field("model name in words", text, place)
    elif name == "field 1.2.dependencies":
        names = [] if _BY_ITSELF.fullmatch(text) else find_model_names(text)
        for one in names:
            yield Field("base model", one.name, place)
        if not names and not _BY_ITSELF.fullmatch(text):
            yield Field("base model in words", text, place)
