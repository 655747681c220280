"""Tell by its words what a value of a bill is not: a name, a base model, a fact of today, or an answer of its own."""

import functools
import re
from collections.abc import Collection

from actgraph.documents.values import is_placeholder

NO_ASSERTION = "the document makes no assertion on it"
NOBODY = "it is a placeholder, and names nobody"
PLANNED = "it is a plan"
POINTER = "it points to another document, which is not read"
PLACEHOLDER = "it is blank or a placeholder"
SEVERAL = "it names several, or may do so; which of them develops the model is not stated"

_NOBODY = re.compile(
    r"\W*(?:none|nobody|no ?one|self|me|us|myself|ourselves|anonymous|anon|(?:john|jane) (?:doe|smith)|jane roe|"
    r"max mustermann|foo|bar|foobar|"
    r"(?:an? |the )?(?:unknown|unnamed|undisclosed|anonymous|your|my|our|some|the)[ -]"
    r"(?:company|organi[sz]ation|team|name|supplier|author|authors|vendor|manufacturer|publisher|provider|developer)s?"
    r"(?:[ -](?:name|here|inc|ltd|llc))*|"
    r"(?:company|organi[sz]ation|supplier|author|vendor|manufacturer|provider|developer)(?:[ -](?:name|here))*)\W*",
    re.IGNORECASE,
)
_MARKED = re.compile(r"\b(?:placeholder|fixme|todo|tbd|change ?me)\b", re.IGNORECASE)
_MARKED_ADDRESS = re.compile(
    r"(?<![a-z0-9])(?:todo|tbd|placeholder|fixme|changeme|"
    r"your[-_ ]?(?:org|company|model|name|repo|user)\w*)(?![a-z0-9])",
    re.IGNORECASE,
)
_NO_BASE = re.compile(
    r"\W*(?:none|no|no (?:base|parent)(?:[ -]?model)?|not (?:derived|fine-?tuned|based on .{0,30})|"
    r"(?:trained )?(?:from )?scratch|self|itself|own|original|is (?:the )?base(?: model)?)\W*",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\b(?:planned|plans? to|planning|upcoming|roadmap|intend(?:s|ed)? to (?:add|use|train)|coming soon|"
    r"next (?:version|release)|future (?:version|release|work)s?|in (?:the )?future|"
    r"will (?:be|train|use|add|follow)|to be (?:added|used|trained))\b|\bnot\b.{0,40}\byet\b",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"\W*(?:please )?(?:see|refer to|cf\.?|details? in|described in|documented in)\b[:\s].{1,200}", re.I
)
_SENTENCE_END = re.compile(r"[.!?]\s+\w")
_OTHER_MODEL = re.compile(
    r"^\W*(?:the|its|our|their|this|that|an?)?\s*(?:\w+[- ])?"
    r"(?:base|original|parent|teacher|underlying|foundation|backbone|upstream|previous|earlier|other|another|source|"
    r"predecessor|reference)(?: (?:language|foundation|large))*[- ](?:models?|checkpoints?|version)\b|"
    r"\bby (?:another|a different|a third|some other|an external) (?:company|organi[sz]ation|provider|party|team|"
    r"developer)\b|\bby (?:others|third parties)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\band\b|\bund\b|\bet\b|[;&/|]|\bet al\b", re.IGNORECASE)
_LEGAL_FORM = re.compile(
    r",\s*(?:Inc|Ltd|Limited|LLC|L\.L\.C|LLP|LP|Corp|Corporation|Co|PBC|plc|GmbH|"
    r"AG|SE|S\.?A\.?S?|B\.?V|N\.?V|AB|Oy|e\.? ?V)"
    r"\b\.?(?=\s*(?:,|$))",
    re.IGNORECASE,
)
_INTERFACE = re.compile(r"^https?://(?:[\w-]+\.)*api\.|^https?://[^/]+/(?:.*/)?(?:api|v\d+)(?:/|$)", re.IGNORECASE)
_CODE = re.compile(r"(?:^|[-_/.])(?:code|src|source|sources|training-scripts?)/?(?:\.git)?$", re.IGNORECASE)
_KEPT_BACK = re.compile(
    r"\bweights (?:(?:are|were|have|is|will) )?(?:not|never|closed|private|withheld|unreleased|kept)\b|"
    r"\bno (?:public |open )?weights\b|\b(?:api|interface)[- ]only\b|"
    r"\b(?:by|via|through)(?: an?| the| our)? api only\b|"
    r"\bonly (?:by|via|through)(?: an?| the| our)? api\b|\bdoes not release\b.{0,20}\bweights\b",
    re.IGNORECASE,
)


def names_nobody(text: str) -> bool:
    """Tell whether a text in the place of the name of a person or organisation names nobody.

    >>> [names_nobody(text) for text in ("Your Company", "unknown supplier", "ACME Inc. (placeholder)", "Self AG")]
    [True, True, True, False]
    """
    return is_placeholder(text) or bool(_NOBODY.fullmatch(text) or _MARKED.search(text))


def names_several(text: str) -> bool:
    """Tell whether a text names several persons or organisations, or may do so.

    >>> [names_several(text) for text in ("Ada* and Bob*", "Doe, Jane", "Example, Inc.", "Example GmbH")]
    [True, True, False, False]
    """
    return bool(_SEVERAL.search(text)) or "," in _LEGAL_FORM.sub("", text)


def says_no_base(text: str) -> bool:
    """Tell whether a text in the place of a base model says that there is none.

    >>> [says_no_base(text) for text in ("none", "from scratch", "self", "Scratch-7B")]
    [True, True, True, False]
    """
    return bool(_NO_BASE.fullmatch(text))


def is_plan(text: str) -> bool:
    """Tell whether a text speaks of what is to come.

    >>> [is_plan(text) for text in ("Planned: triage", "Not recommended yet", "Plans of flats", "Drafting of plans")]
    [True, True, False, False]
    """
    return bool(_PLAN.search(text))


def is_pointer(text: str) -> bool:
    """Tell whether a text says only where something stands.

    >>> is_pointer("See: docs/data.md"), is_pointer("See the web. It was cleaned."), is_pointer("Seeds were drawn.")
    (True, False, False)
    """
    return bool(_POINTER.fullmatch(text)) and not _SENTENCE_END.search(text)


def is_about_other_model(sentence: str) -> bool:
    """Tell whether a sentence is about another model than the one that is described.

    >>> is_about_other_model("The base model took 90 days."), is_about_other_model("It is by another company.")
    (True, True)
    >>> is_about_other_model("Fine-tuned from a base model for 3 days.")
    False
    """
    return bool(_OTHER_MODEL.search(sentence))


def begins_with_other(sentence: str, own: str, models: Collection[str]) -> bool:
    """Tell whether a sentence begins with the name of another model than the one that is described.

    Args:
        sentence: as written.
        own: the name of the model that is described.
        models: the names of all models of the document.

    >>> begins_with_other("Alp-7B was trained on books.", "Alp-7B-Chat", ["Alp-7B", "Alp-7B-Chat"])
    True
    >>> begins_with_other("Alp-7B-Chat is small.", "Alp-7B-Chat", ["Alp-7B", "Alp-7B-Chat"])
    False
    """
    begun = _compile_names(frozenset(models) - {""}).match(sentence) if models else None
    return begun is not None and begun[1].casefold() != own.casefold()


@functools.lru_cache(maxsize=4)
def _compile_names(names: frozenset[str]) -> re.Pattern[str]:
    """Compile a pattern of a name at the beginning of a sentence: the longest that fits."""
    longest_first = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"\W*(?:the )?({longest_first})(?![\w+-])", re.IGNORECASE)


def keeps_weights_back(text: str) -> bool:
    """Tell whether a description says that the weights of a model cannot be had.

    >>> keeps_weights_back("Weights are not released."), keeps_weights_back("Access is by API only.")
    (True, True)
    """
    return bool(_KEPT_BACK.search(text))


def refuse_download(address: str, name: str) -> str:
    """Say why a model cannot be taken to be had at an address; empty if it can.

    Args:
        address: as written.
        name: of the model.

    >>> refuse_download("https://api.x.example/v1/chat", "x")
    'it looks like the address of an interface, at which no model is downloaded'
    >>> refuse_download("https://hub.example/x-code", "x"), refuse_download("https://hub.example/x", "x")
    ('it looks like the address of code', '')
    """
    if is_placeholder_address(address):
        return PLACEHOLDER
    if _INTERFACE.search(address):
        return "it looks like the address of an interface, at which no model is downloaded"
    if _CODE.search(address) and not _CODE.search(name):
        return "it looks like the address of code"
    return ""


def is_placeholder_address(address: str) -> bool:
    """Tell whether an address is one to be filled in.

    >>> is_placeholder_address("https://x.example/TODO"), is_placeholder_address("https://x.example/todos")
    (True, False)
    """
    return is_placeholder(address) or bool(_MARKED_ADDRESS.search(address))
