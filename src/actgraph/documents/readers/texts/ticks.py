"""Read tick boxes, and plain words in their place; only where it is plain which one is ticked."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_TICKED = (
    r"[☒☑✓✔✗✘🗹🗸■▣●◉⦿]|\[ ?[xX✓✔✗] ?\]|\( ?[xX✓✔•] ?\)"
    r"|(?<![\w.])[xX](?=\s+(?:yes|no|text|image|video|audio|other|less|more|\d|si|sì|ja|nein)\b)"
)
_BLANK = r"[☐□▢○◯❑❏]|\[ ?_? ?\]|\( ?\)|(?<!\w)_{1,3}(?!\w)"
_BOX = re.compile(rf"(?P<ticked>{_TICKED})|(?P<blank>{_BLANK})", re.IGNORECASE)
_YES = ("yes", "ja", "oui", "sì", "si", "sí", "tak", "sim")
_NO = ("no", "nein", "non", "nie", "não", "nee")
_ANSWER = re.compile(rf"\W*\b({'|'.join((*_YES, *_NO))})\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_EXCEPTION = re.compile(
    r"\b(?:except|but|however|unless|apart from|other than|although|only|partly|yes|some)\b", re.IGNORECASE
)
MODALITIES = ("text", "image", "video", "audio", "speech", "other")
_MODALITY_WORDS = re.compile(r"\b(texts?|images?|videos?|audio|speech|code)\b", re.IGNORECASE)
_FILLING = re.compile(r"(?i)[\s,;/&+|•–-]|\b(?:and|only|data|content|modality|modalities)\b")
SPECIFY = re.compile(r"(?i)\s*(?:if so,? )?please specify\s*(?:…|\.{3}|:)?")


class Tick(NamedTuple):
    """An option with its box.

    Attributes:
        option: the option as printed.
        is_ticked: whether its box is ticked; nothing if it has no box.
    """

    option: str
    is_ticked: bool | None


class UnclearTickError(ValueError):
    """It is not plain which box is ticked; the message says why, as a sentence without a full stop."""


def find_ticks(text: str, options: Sequence[str]) -> tuple[list[Tick], str]:
    """Find options with their boxes, and what else the text says.

    Args:
        text: the answer.
        options: what may be printed beside a box, in small letters.

    >>> find_ticks("☒ Yes ☐ No", ("yes", "no"))
    ([Tick(option='Yes', is_ticked=True), Tick(option='No', is_ticked=False)], '')
    >>> find_ticks("Yes [ ] No [x]", ("yes", "no"))[0]
    [Tick(option='Yes', is_ticked=False), Tick(option='No', is_ticked=True)]
    """
    words = "|".join(re.escape(option) for option in sorted(options, key=len, reverse=True))
    pattern = re.compile(rf"{_BOX.pattern}|(?P<option>(?<![\w-])(?:{words})(?:s|\(s\))?(?![\w-]))", re.IGNORECASE)
    found = list(pattern.finditer(text))
    kinds = ["option" if one["option"] else "box" for one in found]
    boxes = kinds.count("box")
    if not boxes:
        return [], text
    follows = kinds[0] == "option"
    ticks: list[Tick] = []
    used: list[re.Match[str]] = []
    if follows:  # the box stands after its option
        for one, two in zip(found, [*found[1:], None], strict=True):
            if one["option"] and two is not None and not two["option"]:
                ticks.append(Tick(one["option"], two["ticked"] is not None))
                used += [one, two]
        if len(ticks) != boxes or kinds != ["option", "box"] * boxes:
            raise UnclearTickError("which box belongs to which word is not clear")
    else:
        for one, two in zip(found, [*found[1:], None], strict=True):
            if not one["option"] and two is not None and two["option"]:
                ticks.append(Tick(two["option"], one["ticked"] is not None))
                used += [one, two]
    pieces, at = list[str](), 0
    for one in used:
        pieces.append(text[at : one.start()])
        at = one.end()
    rest = " ".join(" ".join([*pieces, text[at:]]).split())
    return ticks, rest


def read_yes_or_no(text: str, lone_boxes: bool = False, is_flow: bool = False) -> tuple[str, str]:
    """Read the answer to a question as `Yes` or `No`, and what else is said; both empty where nothing is answered.

    Args:
        text: the answer.
        lone_boxes: whether the document prints only the option that is meant, whatever its box.
        is_flow: whether the line breaks of the document are lost, so that a sentence may follow the answer.

    Raises:
        UnclearTickError: it is neither, or it is not plain which.

    >>> read_yes_or_no("X Yes ☐ No"), read_yes_or_no("No"), read_yes_or_no("No. See 2.3.")
    (('Yes', ''), ('No', ''), ('No', 'See 2.3.'))
    >>> read_yes_or_no("☐ Yes ☐ No")
    Traceback (most recent call last):
    actgraph.documents.readers.texts.ticks.UnclearTickError: no box is ticked
    """
    if not text.strip():
        return "", ""
    ticks, rest = find_ticks(text, (*_YES, *_NO))
    if ticks:
        options = [_tell(tick.option) for tick in ticks]
        ticked = {option for option, tick in zip(options, ticks, strict=True) if tick.is_ticked}
        if len(ticks) == 1 and not ticked and lone_boxes:
            ticked = set(options)
        if len(ticked) != 1:
            raise UnclearTickError("both boxes are ticked" if ticked else "no box is ticked")
        if len(ticks) > 2 or re.match(rf"\W*(?:{'|'.join((*_YES, *_NO))})\W*$", rest, re.IGNORECASE):
            raise UnclearTickError("which box belongs to which word is not clear")
        return ticked.pop(), _clean_rest(rest)
    if _BOX.search(text):
        raise UnclearTickError("there is a box without Yes or No")
    answer = _ANSWER.fullmatch(text.strip())
    if not answer:
        raise UnclearTickError("it says neither yes nor no")
    rest = answer["rest"]
    is_alone = not rest.strip(" .;!") or rest.lstrip(" ").startswith("\n") or re.match(r"\s*[.;]\s", rest)
    if not is_alone:
        says_more = re.match(r"\s*(?:[,:(]|[–—-]\s)", rest)
        follows_capital = is_flow and re.match(
            r"\s+[A-Z][a-z]*\s+[a-z]", rest
        )  # a new sentence after a cell of a table
        if _EXCEPTION.search(rest[:200]) or not (says_more or follows_capital):
            raise UnclearTickError("it says more than yes or no")
    return _tell(answer[1]), _clean_rest(rest)


def _tell(word: str) -> str:
    return "Yes" if word.lower() in _YES else "No"


def _clean_rest(text: str) -> str:
    return text.lstrip(" \n.,;:–—-").rstrip() if re.search(r"\w", text) else ""


def read_modalities(text: str) -> tuple[list[str], str]:
    """Read the modalities that are ticked or named, and what else is said.

    Raises:
        UnclearTickError: it is not plain which are.

    >>> read_modalities("☒ Text ☐ Image ☐ Video ☐ Audio ☐ Other If so, please specify…")
    (['Text'], '')
    >>> read_modalities("Text-only"), read_modalities("Image and video")
    ((['Text'], ''), (['Image', 'video'], ''))
    """
    if not text.strip():
        return [], ""
    ticks, rest = find_ticks(text, MODALITIES)
    if ticks:
        said = SPECIFY.sub(" ", rest).strip(" .…:")
        return [tick.option for tick in ticks if tick.is_ticked], said
    if _BOX.search(text):
        raise UnclearTickError("there is a box without a modality")
    named = _MODALITY_WORDS.findall(text)
    if named and not _FILLING.sub("", _MODALITY_WORDS.sub("", text)).strip(" .():"):
        return list(dict.fromkeys(named)), ""
    raise UnclearTickError("it is no list of modalities")
