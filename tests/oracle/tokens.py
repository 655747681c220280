"""Cut a wording into what matters for a reference; every other word is a break."""

import re
from typing import NamedTuple

SELF = "this act"  # Regulation (EU) 2024/1689 itself
_ELI = "http://data.europa.eu/eli/"
_TYPES = {
    "Framework Decision": "dec_framw",
    "Implementing Regulation": "reg_impl",
    "Delegated Regulation": "reg_del",
    "Implementing Decision": "dec_impl",
    "Regulation": "reg",
    "Directive": "dir",
    "Decision": "dec",
    "Recommendation": "reco",
}
_TREATIES = {"Functioning": "tfeu", "TFEU": "tfeu", "TEU": "teu", "on European Union": "teu", "Charter": "char"}
_TREATY = {name: f"{_ELI}treaty/{name}_2016/oj" for name in ("tfeu", "teu", "char")}
# The only act named here that shares its number with another decision of the same year.
_SAME_NUMBER = {("dec", 2008, 768): "768(1)"}

_KINDS = "Article Paragraph Subparagraph Point Annex Section Chapter Title Part Recital".split()
_KIND = r"(?:[Aa]rticle|[Ss]ubparagraph|[Pp]aragraph|[Pp]oint|[Ss]ection|[Cc]hapter|[Tt]itle|[Pp]art|[Rr]ecital)s?"
_KIND = rf"(?:{_KIND}|[Aa]nnex(?:es)?)\b"
_ORDINALS = "first second third fourth fifth sixth".split()
_ACT_NUMBER = r"(?:\((?:EU|EC|EEC)\) )?(?:No )?\d+/\d+(?:/(?:EC|EU|EEC|JHA))?"
_AND = r"(?:,? (?:and|or) |, )"
_ACT_KIND = "|".join(_TYPES)

_PATTERNS = {
    "self": r"[Tt]his (?:Regulation|Act)\b",
    "act": rf"(?:(?:Council|Commission) )?(?:{_ACT_KIND})s? {_ACT_NUMBER}(?:{_AND}{_ACT_NUMBER})*",
    "thatact": rf"[Tt]hat (?:{_ACT_KIND})\b",
    "treaty": r"(?:Treaty on the Functioning of the European Union(?: \(TFEU\))?|Treaty on European Union(?: \(TEU\))?"
    r"|(?:the )?TF?EU\b|Charter(?: of Fundamental Rights of the European Union)?(?: \(the ‘Charter’\))?|the Treaties)",
    "foreign": r"Protocol No \d+|Convention\b|Agreement\b",
    "this": rf"[Tt]his {_KIND}",
    "that": rf"(?:[Tt]hat|[Tt]hose|[Tt]he same) {_KIND}",
    "kind": _KIND,
    "ordinal": rf"(?:{'|'.join(_ORDINALS)})\b",
    "thereof": r"thereof\b",
    "number": r"\((?:\d+[a-z]*|[a-z]{1,4})\)"
    r"|(?:\d+(?:\.\d+)+\.?(?=[ ,;.]|$)|\d+[a-z]{0,2}|R\d+|[A-Z]|[IVX]+|Three)(?![\w%’/])",
    "dash": r"[-–]",
    "comma": ",",
    "and": r"(?:and|or)\b",
    "of": r"(?:of|to)\b",
    "the": r"[Tt]he\b",
    "change": r"(?:amending|repealing)\b",
    "other": r"\w+|\S",
}
_TOKEN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()))


class Token(NamedTuple):
    """A piece of a wording: what it is, as printed, what it stands for, and where it begins."""

    is_a: str
    text: str
    value: tuple[str, ...]
    start: int


def tokenize_wording(wording: str) -> list[Token]:
    """Cut a wording into tokens, without articles."""
    found = (Token(m.lastgroup or "", m[0], _get_value(m.lastgroup, m[0]), m.start()) for m in _TOKEN.finditer(wording))
    return [token for token in found if token.is_a != "the"]


def _get_value(is_a: str | None, text: str) -> tuple[str, ...]:
    if is_a == "act":
        return list_acts(text)
    if is_a == "self":
        return (SELF,)
    if is_a == "thatact":
        return (next(eli for name, eli in _TYPES.items() if name in text),)
    if is_a == "treaty":
        name = next((name for word, name in _TREATIES.items() if word in text), "")
        return (_TREATY[name],) if name else (_TREATY["tfeu"], _TREATY["teu"])
    if is_a in {"kind", "this", "that"}:
        word = text.split()[-1].lower()
        return (next(kind for kind in _KINDS if word.startswith(kind.lower())),)
    if is_a == "ordinal":
        return (str(_ORDINALS.index(text) + 1),)
    return (text.strip("()."),)


def list_acts(text: str) -> tuple[str, ...]:
    """List the ELIs of the acts in words like `Regulations (EC) No 300/2008 and (EU) 2018/858`."""
    kind = next(eli for name, eli in _TYPES.items() if name in text)
    return tuple(_make_eli(kind, number) for number in re.findall(_ACT_NUMBER, text))


def _make_eli(kind: str, number: str) -> str:
    first, second = re.findall(r"\d+", number)[:2]
    # "No 300/2008" and "No 768/2008/EC" have the year last, "2001/95/EC" and "(EU) 2016/679" first.
    year, running = (second, first) if "No " in number else (first, second)
    if len(year) == 2:
        year = f"19{year}"
    if (kind, year, running) == ("reg", "2024", "1689"):
        return SELF
    return f"{_ELI}{kind}/{year}/{_SAME_NUMBER.get((kind, int(year), int(running)), running)}/oj"
