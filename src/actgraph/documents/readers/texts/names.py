"""Names, addresses and datasets in an answer: only what is plainly one."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from actgraph.documents.readers.texts.addresses import ADDRESS, clean_address, join_addresses

_BETWEEN = re.compile(
    r"(?:;|(?<=\)),) (?=[A-Z\d][^\n;]{1,80}\(?https?://)"
)  # one dataset with its address and the next
_HUB = re.compile(
    r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/datasets/(?P<owner>[\w.-]+)/(?P<name>[\w.-]+)", re.IGNORECASE
)
_BULLET = re.compile(r"^\s*(?:[•◦▪·*●○–—-]|o(?=\s)|\d{1,2}[.)]|[a-z]\))\s+")
_PAPER = re.compile(r"https?://(?:www\.)?(?:arxiv\.org|doi\.org|aclanthology\.org|openreview\.net)/", re.IGNORECASE)
_MOST_PROVIDER = 1_000  # letters of a name with contact details
_MOST_ENTRIES = 1_000  # of a list
_MOST_WORDS = 4  # beside an address that names a thing of a list
_ENUMERATION = re.compile(
    r"\b(?:data\s?sets?|repositor(?:y|ies)|resources|corpora|corpus|collections)\s*,?"
    r"\s+(?:such as|including|namely|like)\s+(?P<items>[^.:;]+)",
    re.IGNORECASE,
)
_TONGUES = re.compile(
    r"(?i)\b(?:english|german|french|italian|spanish|portuguese|polish|dutch|chinese|japanese|korean|arabic|russian"
    r"|hindi|greek|czech|swedish|danish|finnish|hungarian|romanian|bulgarian|croatian|slovak|slovenian|estonian|latvian"
    r"|lithuanian|irish|maltese|turkish|ukrainian)\b"
)
_SMALL = frozenset(
    "collections corpora archive archives dumps articles of the and for in by on with de la das der und version release"
    " dataset corpus data".split()
)
_SENTENCE = re.compile(r"[.!?]\s+[A-Z]|[.!?]$")
_AND = re.compile(r",\s*|\s+and\s+")
_NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|without|except|excluding|excluded?|instead of|unlike|rather than|will be|would be|"
    r"plan(?:s|ned)?|compar(?:ed|ison)|similar to|evaluat\w*|decontaminat\w* against)\b",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    "none no na nil null unknown scratch yes tbd tbc applicable nobody nothing other others various several see"
    " annex appendix below above confidential proprietary undisclosed dependencies dependency".split()
)
_LEGAL_ENDING = re.compile(
    r"\s*,\s*(?=(?:Inc|Ltd|LLC|L\.L\.C|GmbH|AG|SE|S\.?A\.?S?|B\.?V|N\.?V|Corp|Co|PLC|Limited|S\.?r\.?l|S\.?p\.?A|Oy|AB|A/S)\b)"
)
_PROVIDER_END = re.compile(
    r"[\n,;|(]|\s(?:at|with|c/o|e-?mail|mail|tel|telephone|phone|contact|address|website|web|located|registered|having|whose)\b[:.\s]"
    r"|https?://|\S+@\S+|\s[A-Z]{2,8}[\s:]+\d{3,}|\s-\s|\s–\s",
    re.IGNORECASE,
)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|be|been|we|our|this|that|which)\b", re.IGNORECASE)


class Entry(NamedTuple):
    """A thing of a list.

    Attributes:
        name: its name, or its address without the scheme where it has no name.
        address: its address; empty if there is none.
        at: where it stands in the answer.
    """

    name: str
    address: str
    at: int


def is_name(text: str) -> bool:
    """Tell whether a text looks like the name of a model or dataset, and not like words about it.

    >>> [is_name(text) for text in ("Mistral 7B v0.2", "phi-4", "The Stack v2", "None", "a mix of sources", "70B")]
    [True, True, True, False, False, False]
    """
    words = text.split()
    if not 0 < len(words) <= 7 or len(text) > 80 or not re.search(r"[^\W\d_]{2}", text):
        return False
    if _SENTENCE.search(text) or ":" in text or re.fullmatch(r"[\d.,]+\s*[A-Za-z]{1,2}", text):
        return False
    if {word.strip("().,").lower() for word in words} & _NO_NAME or _VERB.search(text):
        return False
    if len(words) == 1:
        return bool(re.search(r"[A-Z\d]|\w-\w|\w_\w", text)) and "@" not in text
    telling = [word for word in words if word.lower() not in _SMALL]
    return bool(telling) and all(re.search(r"[A-Z\d]", word) or not word.isalnum() for word in telling)


def split_names(text: str) -> list[str] | None:
    """Split an answer into names, without their addresses; None where it is not plainly a list of names.

    >>> split_names("Apertus-8B, https://example.org/8b\\nApertus-70B"), split_names("Mistral 7B v0.2")
    (['Apertus-8B', 'Apertus-70B'], ['Mistral 7B v0.2'])
    >>> split_names("Fine-tuned from an earlier model"), split_names("Apertus 8B and 70B")
    (None, None)
    """
    bare = ADDRESS.sub("\n", join_addresses(text))
    bare = re.sub(r"\(\s*\)|\[\s*\]", " ", bare)
    parts = re.split(r"[\n;•◦▪|]|,\s|\s(?:and|&)\s", bare)
    names = [re.sub(r"^\s*(?:[-–*]\s|\d{1,2}[.)]\s)", "", part).strip(" ,.;:()–-") for part in parts]
    names = [name for name in names if name]
    return list(dict.fromkeys(names)) if names and all(map(is_name, names)) and len(names) <= 50 else None


def find_provider(text: str) -> str:
    """Find the name of a company or body at the beginning of its name and contact details; empty if it is not plain.

    >>> find_provider("Hugging Face, Inc., Email: a@b.c"), find_provider("FUNDACJA SPEAKLEASH KRS 0001099568")
    ('Hugging Face, Inc.', 'FUNDACJA SPEAKLEASH')
    >>> find_provider("Both institutes are partners of the Institute")
    ''
    """
    text = text[:_MOST_PROVIDER]
    if _VERB.search(re.split(r"https?:|\S+@", text)[0][:300]):
        return ""
    text = _LEGAL_ENDING.sub("\x00", text.strip(), count=1)
    end = _PROVIDER_END.search(text)
    name = (text[: end.start()] if end else text).replace("\x00", ", ").strip(" \n:–-")
    name = re.sub(r"(?i)^(?:name|company|provider|legal name)\s*:\s*", "", name)
    words = name.split()
    fits = 0 < len(words) <= 10 and len(name) <= 100 and name[:1].isupper() and not _VERB.search(name)
    return (
        " ".join(words)
        if fits and not {word.strip("()./").lower() for word in words} & _NO_NAME and name != "N/A"
        else ""
    )


def find_entries(text: str) -> tuple[list[Entry], str]:
    """Find the datasets of a list, and the words that stand around them.

    Args:
        text: the answer, with its line breaks.

    >>> entries, words = find_entries("DCLM: https://hf.co/datasets/a\\nCode:\\nhttps://hf.co/datasets/b/stack (v1.2)")
    >>> [one.name for one in entries], words
    (['DCLM', 'b/stack (v1.2)'], 'Code:')
    """
    entries: list[Entry] = []
    words: list[str] = []
    at = 0
    lines = _BETWEEN.sub(lambda match: match[0][0] + "\n", join_addresses(text)).split("\n")
    bulleted = sum(bool(_BULLET.match(line)) for line in lines) >= 2
    merged = list(_merge_lines(lines))
    names_alone = all(_split_listed(line) for line in lines if line.strip())
    listing = False
    for line in merged:
        is_listed = (
            names_alone or (bulleted and bool(_BULLET.match(line))) or (listing and len(line.split()) <= _MOST_WORDS)
        )
        found = list(_find_in_line(line, is_listed))
        listing = line.rstrip().endswith(":") or (listing and bool(found))
        entries += [one._replace(at=at + one.at) for one in found]
        if not found and line.strip():
            words.append(line.strip())
        at += len(line) + 1
    unique: dict[str, Entry] = {}
    for one in entries:
        unique.setdefault(re.sub(r"\W", "", one.name.lower()), one)
    return list(unique.values())[:_MOST_ENTRIES], "\n".join(words)


def _merge_lines(lines: Sequence[str]) -> Iterator[str]:
    """Put an address on a line of its own after the name that ends with a colon."""
    waiting = ""
    for line in lines:
        if waiting:
            line = f"{waiting} {line.strip()}" if ADDRESS.match(line.strip()) else f"{waiting}\n{line}"
            waiting = ""
        last = line.split("\n")[-1]
        name = _BULLET.sub("", last).strip()
        addressed = ADDRESS.search(last)
        if last.rstrip().endswith(":") and (addressed or (is_name(name.rstrip(": ")) and _BULLET.match(last))):
            waiting = line
        else:
            yield from line.split("\n")
    if waiting:
        yield from waiting.split("\n")


def _find_in_line(line: str, may_be_names: bool) -> Iterator[Entry]:
    addresses = list(ADDRESS.finditer(line))
    bare = ADDRESS.sub(" ", line)
    if not addresses:
        if may_be_names:
            for name in _split_listed(line) or ():
                yield Entry(name, "", 0)
        return
    count = len(re.findall(r"[^\W_]{2,}", bare))
    is_prose = count > 12
    if is_prose and _NEGATION.search(bare):
        return
    before = _BULLET.sub("", line[: addresses[0].start()]).strip(" :–—-(,\t")
    seen = set()
    for index, found in enumerate(addresses):
        address = clean_address(found[0])
        hub = _HUB.match(line, found.start())
        is_named = index == 0 and is_name(before) and not is_prose
        if (count > _MOST_WORDS and not hub and not is_named) or _PAPER.match(address):
            continue
        name = _name_hub_dataset(hub, line) if hub else re.sub(r"^https?://(?:www\.)?", "", address).rstrip("/")
        if index == 0 and before and is_name(before) and not is_prose:
            name = before
        elif index and before and is_name(before) and not is_prose:
            continue  # a second address of the same thing
        if name not in seen:
            seen.add(name)
            yield Entry(name, address, found.start())


def _name_hub_dataset(hub: re.Match[str], line: str) -> str:
    """Name a dataset of the Hub by owner and name, with the version that follows in brackets."""
    version = re.match(r"\s*(\(v?\d[\w.]{0,10}\))", line[hub.end() :])
    name = f"{hub['owner']}/{hub['name'].rstrip('.')}"
    return f"{name} {version[1]}" if version else name


def find_address(text: str, name: str) -> str:
    """Find the address that follows a name on its line; empty if there is none.

    >>> find_address("A-1, https://example.org/a\\nB-2, https://example.org/b", "B-2")
    'https://example.org/b'
    """
    for line in join_addresses(text).split("\n"):
        if found := re.match(rf"\W*{re.escape(name)}\W+(https?://\S+)", line):
            return clean_address(found[1])
    return ""


def _split_listed(line: str) -> list[str] | None:
    """Split a line that holds names alone; None if it holds more."""
    line = _BULLET.sub("", line).strip(" .;,")
    parts = [part.strip() for part in re.split(r"[;,]\s|\s(?:and|&)\s", line)]
    return parts if parts and all(map(is_name, parts)) else None


def find_used_datasets(text: str) -> list[Entry]:
    """Find the datasets that a description names by their address on the Hub or on a line of their own.

    >>> [one.name for one in find_used_datasets("They include:\\nWikipedia\\nhttps://hf.co/datasets/a/smoltalk2")]
    ['Wikipedia', 'a/smoltalk2']
    """
    found: list[Entry] = []
    at, listing = 0, False
    for line in join_addresses(text).split("\n"):
        hubs = list(_HUB.finditer(line))
        if hubs and not _NEGATION.search(ADDRESS.sub(" ", line)):
            found += [Entry(_name_hub_dataset(hub, line), clean_address(hub[0]), at + hub.start()) for hub in hubs]
        elif listing and not ADDRESS.search(line) and is_name(line.strip()) and len(line.split()) <= 4:
            found.append(Entry(line.strip(), "", at))
        listing = line.rstrip().endswith(":") or (bool(hubs) and len(ADDRESS.sub("", line).split()) < 4)
        at += len(line) + 1
    flat = " ".join(re.sub(r"\([^()]*\)", "", text).split())
    for enumeration in _ENUMERATION.finditer(flat):
        sentence = flat[max(flat.rfind(". ", 0, enumeration.start()), 0) : enumeration.end()]
        items = [
            re.sub(r"^(?:and|the)\s+|\s+$", "", re.sub(r"^and\s+", "", one.strip()))
            for one in _AND.split(enumeration["items"])
        ]
        items = [item for item in items if item]
        is_list = all(is_name(item) and item[0].isupper() for item in items) and not _TONGUES.search(
            enumeration["items"]
        )
        if is_list and not _NEGATION.search(sentence):
            found += [Entry(item, "", 0) for item in items]
    return list({one.name.lower(): one for one in reversed(found)}.values())[::-1][:_MOST_ENTRIES]
