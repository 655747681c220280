"""Names within the answers of the official forms: of a provider before its contact details, of models, of datasets."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from actgraph.documents.values import is_placeholder

_MAX_NAME = 12  # words
_MAX_MODELS = 100
_LEGAL_FORM = re.compile(
    r"\s*,\s*(?:Inc|Ltd|Limited|LLC|L\.L\.C|LLP|LP|Corp|Co|Corporation|PBC|plc|GmbH|AG|SE|S\.?A\.?S?|S\.?r\.?l|S\.?p\.?A"
    r"|B\.?V|N\.?V|AB|Oy|A/?S|e\.? ?V)\b\.?(?:\s*,\s*(?:Ltd|LLC|Inc)\b\.?)?",
    re.IGNORECASE,
)
_END_OF_NAME = re.compile(
    r"\n|[;|]|\s*[,(]|\s+(?:at|of)\s+(?=\d|One\b)|\s+[-–—]\s|[.:]\s|\s+(?=\S*@|https?:|www\.|KRS\b|NIP\b|HRB\b|VAT\b"
    r"|(?:e-?mail|tel|phone|contact|address|reg(?:istration|istered)?)\b|\d{3,}\b)|\s*<",
    re.IGNORECASE,
)
_OWN_LABEL = re.compile(
    r"(?:(?:full |registered )?(?:legal |company |provider |trade )?name|company|provider|legal entity)\s*:\s*",
    re.IGNORECASE,
)
_PERSON_OR_SENTENCE = re.compile(r"\b(?:is|are|was|were|has|have|we|our|the provider|this|see|please)\b", re.IGNORECASE)
_NO_MODEL = re.compile(
    r"\b(?:is|are|was|were|has|have|been|we|our|this|these|that|which|see|based|trained|tuned|derived|modified|built"
    r"|from|using|only|none|not?|without|previously|above|below|following|weights?|teacher|distill\w*|encoder"
    r"|and|or|und|oder|et|as well as)\b|[.:]\s|\s&\s|\s\+\s",
    re.IGNORECASE,
)
_NO_DATASET = re.compile(
    r"\W*(?:none|no|not|nothing|nil|see|refer|we|it|they|there|this|these|those|various|several|many|some|other|others"
    r"|confidential|proprietary|undisclosed|internal|unknown|only|same|yes)\b",
    re.IGNORECASE,
)
_LEGAL_ABBREVIATION = re.compile(r"\b(?:Inc|Ltd|Corp|Co|S\.p\.A|S\.r\.l|e\.V|B\.V|N\.V|S\.A)\.(?=\s|$)", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-–—•◦▪*·]\s*|\(?\d{1,2}[.)]\s+)")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]{}\"']+")
_HUB_DATASET = re.compile(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/datasets/([^/\s?#]+/[^/\s?#]+|[^/\s?#]+)/?$")


class NamedLink(NamedTuple):
    """A name with its address, of which one may be empty."""

    name: str
    address: str


def find_provider_name(text: str) -> str:
    """Find the name before contact details; empty if it cannot be told.

    >>> find_provider_name("Hugging Face Inc., Email: a@example.org"), find_provider_name("Example, Inc., 1 Main St")
    ('Hugging Face Inc.', 'Example, Inc.')
    >>> find_provider_name("Microsoft Corporation at One Way, 98052"), find_provider_name("We are a team of ten.")
    ('Microsoft Corporation', '')
    >>> find_provider_name("Legal name: Example GmbH"), find_provider_name("Team: the research group")
    ('Example GmbH', '')
    """
    text = _OWN_LABEL.sub("", text.strip(), count=1)
    ending = _END_OF_NAME.search(text)
    end = ending.start() if ending else len(text)
    if ending and (legal := _LEGAL_FORM.match(text, end)):
        end = legal.end()
    elif ending and ending.group().startswith("."):
        end += bool(_LEGAL_ABBREVIATION.search(text, max(0, end - 6), end + 1))
    elif ending and ending.group().startswith(":"):
        return ""  # a label of its own, or a list
    name = " ".join(text[:end].split()).strip(" ,;:")
    if not name or len(name.split()) > _MAX_NAME or _PERSON_OR_SENTENCE.search(name) or is_placeholder(name):
        return ""
    return name if "@" not in name and "://" not in name and any(sign.isalpha() for sign in name) else ""


def find_model_names(text: str) -> list[NamedLink]:
    """Find the models that an answer names, one a line or with semicolons between; none if that is not clear.

    >>> [one.name for one in find_model_names("Llama 3.1-405B, https://example.org/a\\nB-2")]
    ['Llama 3.1-405B', 'B-2']
    >>> find_model_names("It is based on Llama 3."), find_model_names("N/A"), find_model_names("A, of the A family")
    ([], [], [])
    """
    found: list[NamedLink] = []
    for line in re.split(r"[\n;]", text, maxsplit=_MAX_MODELS):
        one = split_link(line)
        if not one.name and not one.address:
            continue
        words = one.name.split()
        if not words or len(words) > 8 or "," in one.name or _NO_MODEL.search(one.name) or is_placeholder(one.name):
            return []
        found.append(one)
    return found if len(found) <= _MAX_MODELS else []


def split_link(text: str) -> NamedLink:
    """Split a line of a list into a name and an address; a name is found in the address of a dataset on the Hub.

    >>> split_link("- FineWeb: https://huggingface.co/datasets/HuggingFaceFW/fineweb")
    NamedLink(name='FineWeb', address='https://huggingface.co/datasets/HuggingFaceFW/fineweb')
    >>> split_link("https://huggingface.co/datasets/HuggingFaceFW/fineweb (v1.0.0)").name
    'HuggingFaceFW/fineweb (v1.0.0)'
    """
    text = _BULLET.sub("", " ".join(text.split()))
    links = _ADDRESS.findall(text)
    if not links:
        return NamedLink(text.strip(" ,;"), "")
    address = links[0].rstrip(".,;:")
    name = re.sub(r"[(\[<]\s*[)\]>]", "", _ADDRESS.sub("", text)).strip(" ,;:-–—|")
    if (hub := _HUB_DATASET.match(address)) and (not name or re.fullmatch(r"\([^()]*\)", name)):
        name = f"{hub[1]} {name}".strip()
    return NamedLink(" ".join(name.split()), address)


def join_lines(lines: Sequence[str]) -> str:
    """Join the lines of an answer; a semicolon stands between entries of a list.

    >>> join_lines(["Example GmbH", "1 Main Street"]), join_lines(["It is", "a sentence.", "Another."])
    ('Example GmbH; 1 Main Street', 'It is a sentence. Another.')
    """
    text = ""
    for line in lines:
        is_entry_before = text and text[-1] not in ".:;,!?…" and not line[:1].islower()
        text += ("; " if is_entry_before else " " if text else "") + line
    return text


def says_no_name(text: str) -> bool:
    """Tell whether a line of a list begins like words and not like a name: a negation, a refusal, a reference.

    >>> says_no_name("No large ones"), says_no_name("Common Crawl")
    (True, False)
    """
    return bool(_NO_DATASET.match(text))


def is_entry(line: str) -> bool:
    """Tell whether a line of a list is a name or an address, and no sentence.

    >>> is_entry("Common Crawl (CC-MAIN-2024-10)"), is_entry("English datasets:"), is_entry("None of them")
    (True, False, False)
    """
    one = split_link(line)
    if line.rstrip().endswith(":") or is_placeholder(line) or says_no_name(one.name):
        return False
    if one.name and is_placeholder(one.name):
        return False
    if one.address and len(one.name.split()) <= _MAX_NAME:
        return not re.search(r"\b(?:is|are|was|were|see|report)\b", one.name, re.IGNORECASE)
    words = one.name.split()
    sentence = re.search(r"\b(?:is|are|was|were|has|have|been|we|our|used|and|including|not)\b|\.$", one.name)
    return 0 < len(words) <= _MAX_NAME and not sentence
