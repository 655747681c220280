"""Find the acts that an official text names, and their ELI."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_ELI = "http://data.europa.eu/eli/"
AI_ACT_ELI = f"{_ELI}reg/2024/1689/oj"
_TREATY = "treaty/{}_2016/oj"  # the consolidated versions published in 2016

_TYPES = {"Regulation": "reg", "Directive": "dir", "Decision": "dec", "Recommendation": "reco"}
_FORMS = {"Implementing": "_impl", "Delegated": "_del", "Framework": "_framw"}
# Two acts of one year have the same number: the Publications Office distinguishes them in brackets.
_TWINS = {"dec/2008/768": "dec/2008/768(1)"}

_NUMBER = (
    r"(?:\((?:EU|EC|EEC|Euratom|CFSP)(?:, (?:EU|Euratom))?\) )?(?:No )?\d+/\d+(?:/(?:EC|EU|EEC|JHA|CFSP|Euratom)\b)?"
)
_ACT = re.compile(
    r"\b(?:(Implementing|Delegated|Framework) )?(Regulation|Directive|Decision|Recommendation)s? "
    rf"({_NUMBER}(?:(?:, | and | or |, and ){_NUMBER})*)"
)
_TREATY_PATTERNS = {
    "tfeu": r"TFEU|Treaty on the Functioning of the European Union(?: \(TFEU\))?",
    "teu": r"TEU|Treaty on European Union(?: \(TEU\))?",
    "char": r"Charter(?: of Fundamental Rights of the European Union)?",
}
_TREATY_NAME = re.compile("|".join(rf"(?P<{name}>\b(?:{words})(?!\w))" for name, words in _TREATY_PATTERNS.items()))
_TREATIES = re.compile(r"\bthe Treaties\b")
_TREATY_LABELS = {"tfeu": "TFEU", "teu": "TEU", "char": "Charter of Fundamental Rights of the European Union"}


class Act(NamedTuple):
    """An act of the Union.

    Attributes:
        eli: its ELI.
        label: its citation, "Directive (EU) 2019/790".
        kind: `Regulation`, `Directive` and so on; `Treaty` for the Treaties and the Charter.
    """

    eli: str
    label: str
    kind: str


class ActMention(NamedTuple):
    """A place in a text that names one act, or several in one list.

    Attributes:
        start: the offset of its first character.
        end: the offset after its last character.
        acts: the acts in the order of the text.
    """

    start: int
    end: int
    acts: list[Act]


def find_acts(text: str) -> list[ActMention]:
    """Find the acts that a text names by number or by the name of a treaty, in order.

    Args:
        text: the text, with white space folded.

    >>> [act.eli for act in find_acts("Regulations (EU) 2016/679 and (EC) No 765/2008")[0].acts]
    ['http://data.europa.eu/eli/reg/2016/679/oj', 'http://data.europa.eu/eli/reg/2008/765/oj']
    >>> [act.label for act in find_acts("Article 114 TFEU")[0].acts]
    ['TFEU']
    """
    found = [ActMention(hit.start(), hit.end(), list(_parse_numbered_acts(hit))) for hit in _ACT.finditer(text)]
    found += [
        ActMention(hit.start(), hit.end(), [get_treaty(hit.lastgroup or "")]) for hit in _TREATY_NAME.finditer(text)
    ]
    found += [
        ActMention(hit.start(), hit.end(), [get_treaty("teu"), get_treaty("tfeu")]) for hit in _TREATIES.finditer(text)
    ]
    return sorted(found)


def get_treaty(name: str) -> Act:
    """Return a Treaty or the Charter by the short name in its ELI.

    Args:
        name: `teu`, `tfeu` or `char`.

    Raises:
        KeyError: it is another name.

    >>> get_treaty("tfeu").eli
    'http://data.europa.eu/eli/treaty/tfeu_2016/oj'
    """
    return Act(_ELI + _TREATY.format(name), _TREATY_LABELS[name], "Treaty")


def _parse_numbered_acts(hit: re.Match[str]) -> Iterator[Act]:
    form, kind, numbers = hit.groups()
    for words in re.findall(_NUMBER, numbers):
        first, second = re.findall(r"\d+", words)[:2]
        year, number = (second, first) if _is_year_last(words, first, second) else (first, second)
        place = f"{_TYPES[kind]}{_FORMS.get(form, '')}/{_expand_year(year)}/{number}"
        label = " ".join(filter(None, [form, kind, words]))
        yield Act(f"{_ELI}{_TWINS.get(place, place)}/oj", label, kind)


def _is_year_last(number: str, first: str, second: str) -> bool:
    """Distinguish "No 765/2008", with the year last, from "(EU) 2016/679" and "2001/95/EC"."""
    return "No " in number or (len(second) == 4 and len(first) != 4)


def _expand_year(year: str) -> str:
    return f"19{year}" if len(year) == 2 else year
