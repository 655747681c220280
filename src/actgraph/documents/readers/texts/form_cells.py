"""Take an answer to the Form out of the text of its table, without instructions and the boxes beside it.

The Form prints three boxes beside each item: whether it is for the AI Office, national authorities, or downstream
providers. Where a label has several items, these boxes tell which answer is whose.
"""

import re
from collections.abc import Sequence

from actgraph.documents.readers.forms.prompts import load_audiences, strip_prompts
from actgraph.documents.readers.texts.segments import Segment

_TICKED = "☒☑✓✔"
_BOX = f"[{_TICKED}☐□]"
HEAD = re.compile(r"\bAIO\s+NCAs?\s+DPs?\b")
_TRIPLE = re.compile(rf"(?<![^\s])({_BOX})\s*({_BOX})\s*({_BOX})(?=\s*(?:$|\n|{_BOX}|[A-Z]))")
_OPTION = re.compile(rf"({_BOX})\s*([^{_TICKED}☐□]*)")
_SIZE = re.compile(r"Maximum (?:input |output )?size\s*:\s*(?:…|\.{3}|_+)?", re.IGNORECASE)
_SIZE_PROMPT = re.compile(rf"For each selected modality\b[^{_TICKED}☐□\n]*", re.IGNORECASE)
_OPTIONS_ONLY = ("item 14", "item 29")


def split_items(segment: Segment) -> list[Segment]:
    """Split what follows a label into the answers to its items, without instructions; blank ones are left out.

    >>> one = Segment("item 13", "properties", "7.0e10\\n☒ ☐ ☐\\n☐1—500M\\n☒50B—100B\\n☐ ☒ ☒", "page 2", ("item 14",))
    >>> [(item.field, item.value) for item in split_items(one)]
    [('item 13', '7.0e10'), ('item 14', '50B—100B')]
    >>> one = Segment("item 14", "properties", "9.1e9 parameters\\n☐1—500M\\n☒5B—15B", "page 2")
    >>> [(item.field, item.value) for item in split_items(one)]
    [('item 13 or 14', '9.1e9 parameters'), ('item 14', '5B—15B')]
    """
    text = HEAD.sub(" ", segment.value)
    parts: list[tuple[str, str]] = []
    at = 0
    for found in _TRIPLE.finditer(text):
        readers = "".join(one for one, box in zip("AND", found.groups(), strict=True) if box in _TICKED)
        parts.append((text[at : found.start()], readers))
        at = found.end()
    if not parts:
        return _clean(segment, text)
    parts.append((text[at:], ""))
    known = {load_audiences().get(item, ""): item for item in (segment.field, *segment.parts)}
    if len(known) == 1:
        return _clean(segment, "\n".join(part for part, _ in parts))
    texts: dict[str, str] = {}
    item = segment.field
    for part, readers in parts:
        item = known.get(readers, item)  # options that wrap around the boxes follow them
        texts[item] = f"{texts.get(item, '')}\n{part}"
    return [one for item, part in texts.items() for one in _clean(segment._replace(field=item, parts=()), part)]


def _clean(segment: Segment, text: str) -> list[Segment]:
    text = _SIZE_PROMPT.sub(" ", strip_prompts(re.sub(r"[ \t]+", " ", text)).text)
    if segment.field == "item 12" and re.search(rf"{_BOX}\s*(?:text|image)", text, re.IGNORECASE):
        options, sizes = _SIZE.sub(" ", text), _read_sizes(text)
        found = [segment._replace(field="item 11", value=options)]
        return found + ([segment._replace(value=sizes)] if sizes else [])
    if segment.field in ("item 10", "item 12"):
        text = _SIZE.sub("\n", text)
    found = []
    if segment.field in _OPTIONS_ONLY and (box := re.search(_BOX, text)):
        before = _SIZE.sub(" ", text[: box.start()]).strip(" \n:…")
        if segment.field == "item 14" and re.search(r"\d", before):  # the size itself, which is not for all readers
            found = [segment._replace(field="item 13 or 14", value=before, place=segment.find_place(before))]
            text = text[box.start() :]
        text = keep_ticked(text)
    text = text.strip(" \n:…")
    if re.search(r"\w", text):
        found.append(segment._replace(value=text, place=segment.find_place(text.split("\n")[0])))
    return found


def _read_sizes(text: str) -> str:
    """Read the largest sizes that stand under the options, each with its option."""
    sizes: list[str] = []
    for option in _OPTION.finditer(text):
        name, _, size = _SIZE.sub("\x00", option[2]).partition("\x00")
        size = " ".join(size.split())
        if re.search(r"\w", size):
            sizes.append(f"{' '.join(name.split())}: {size}")
    return "; ".join(sizes)


def keep_ticked(text: str) -> str:
    """Keep the options that are ticked, and what stands before the first box.

    >>> keep_ticked("☐Web crawling ☒User data ☒ Synthetic data")
    'User data; Synthetic data'
    """
    start = re.search(_BOX, text)
    before = " ".join(text[: start.start()].split()) if start else text
    kept: Sequence[str] = [" ".join(one[2].split()) for one in _OPTION.finditer(text) if one[1] in _TICKED]
    return "; ".join(filter(None, [before, *kept]))
