"""Read what stands beside a label: as the field wants it, without links, verbs and remarks."""

import re
from collections.abc import Iterator, Sequence

from actgraph.documents.licences import find_licence_key
from actgraph.documents.readers.cards.guards import find_doubt, find_plan, split_sentences
from actgraph.documents.readers.cards.licence_parts import is_of_several
from actgraph.documents.readers.cards.patterns import DAY, LEGAL, POLICY
from actgraph.documents.readers.cards.prose import Found, split_organisations, strip_name_end
from actgraph.documents.readers.cards.topics import find_topics, is_architecture, is_provenance
from actgraph.documents.values import is_placeholder

Links = Sequence[tuple[str, str]]
WITH_LABEL = {  # fields whose value says too little without its label
    "context length", "hardware required", "software required", "training time", "design", "intended use",
    "restricted use", "energy", "training process", "version",
}  # fmt: skip
_NONE = {"none", "no", "-", "—", "n/a", "unknown", "not applicable", "nothing"}
_REMARK = re.compile(r"\s*\(\s*(?:link|website|see [^()]*|here|https?://[^()]*)?\s*\)", re.IGNORECASE)
_LICENCE = re.compile(
    r"\b((?:[A-Z][\w.&'-]*|\d[\w.]*)(?: (?:[A-Z][\w.&'-]*|\d[\w.]*|of|and)){0,6} (?:License|Licence|LICENSE)"
    r"(?: Agreement)?(?: (?:v|[Vv]ersion )?\d[\d.]*\d)?(?: ?[-–] ?[A-Z][\w-]*)?)"
)
_LICENCE_KIND = re.compile(
    r"\b(?:custom|proprietary|commercial|non-?commercial|research)(?: [a-z-]+){0,2} licen[cs]e\b", re.IGNORECASE
)
_COMMA = re.compile(rf", ?(?!{LEGAL}\b|LLC\b|GmbH\b|AG\b|Limited\b|PBC\b)")
_SEVERAL = "it has a comma: it may name several organisations, or one and its location"
_VERB = re.compile(
    r"^(?:the |this )?models? (?:can )?(?:inputs?|takes?(?: in)?|accepts?|generates?|outputs?|produces?|"
    r"receives?)\s+",
    re.IGNORECASE,
)
_MARKED = re.compile(r"(?P<number>[~≈]?\d[\d.,]*\s?[BMT]?\w*)\s*\(?(?:in )?(?P<kind>total|activ\w+)", re.IGNORECASE)
_AMOUNTS = ("training tokens", "training compute", "cumulative compute")
_RATE = re.compile(r"/ ?s\b|\bper second\b")
_PART = re.compile(r"\b(?:pre-?training|post-?training|fine-?tuning|SFT|stage|phase)\b|\bonly\b", re.IGNORECASE)
_OF_SIZES = re.compile(r"\([^()]*\d[\d.]*\s?[BM]\b[^()]*\)|\b\d[\d.]*[BM]\b")
_UNIT_IN_LABEL = re.compile(r"\((?P<unit>[kMG]Wh)\)")
_PLAIN_NUMBER = re.compile(r"[~≈]?\d[\d.,]*")
_MODALITY = re.compile(
    r"(?:generated |synthe[sz]i[sz]ed )?(?P<kind>text|images?|audio|videos?|speech)\b", re.IGNORECASE
)
_ENERGY = re.compile(r"\d\s*(?:[kMG]Wh|megawatt|kilowatt|gigawatt)", re.IGNORECASE)


def read_value(field: str, label: str, text: str, links: Links = (), items: Sequence[str] = ()) -> Iterator[Found]:
    """Read the value of a label.

    Args:
        field: the field that the label means.
        label: as written.
        text: beside it.
        links: in the text.
        items: of the list below it.

    >>> list(read_value("parameters", "Params", "17B (Activated)\\n109B (Total)"))[1]
    Found(field='parameters', value='109B', doubt='', about=('model', ''))
    >>> [one.value for one in read_value("output modalities", "Output", "Models generate text and code only.")]
    ['text and code only']
    """
    label = label.strip(" :*")
    if (text.strip(" .").lower() in _NONE or is_placeholder(text)) and not items:
        yield Found(field, text, "it is a placeholder" if text else "it is blank")
        return
    if field == "developer":
        yield from _read_developers(text, links, items)
    elif field in ("parameters", "active parameters"):
        yield from _read_parameters(field, text)
    elif field == "licence":
        if is_of_several(text):
            yield Found(field, text, "it names several licences, for several sizes or parts")
        else:
            yield from read_licence(text, links)
    elif field == "base model":
        yield from _read_base(text, links, items)
    elif field in ("release date", "training start"):
        days = [match[0] for match in DAY.finditer(text)]
        yield Found(field, days[0] if len(days) == 1 else text, find_doubt(text))
    elif field in _AMOUNTS:
        yield Found(field, text, find_doubt(text) or find_part(text))
    elif field in ("input modalities", "output modalities") and items and not text:
        named = [match["kind"].lower() for one in items if (match := _MODALITY.match(one))]
        if named:
            yield Found(field, ", ".join(dict.fromkeys(named)))
        yield from (
            Found(field, one, "this does not begin with a modality (text, image, audio, video, speech)")
            for one in items
            if not _MODALITY.match(one)
        )
    elif field in ("input modalities", "output modalities"):
        some = "it holds for some sizes of the model" if _OF_SIZES.search(text) else ""
        yield Found(field, _VERB.sub("", text).strip(" ."), find_doubt(text) or some)
    elif field == "model type":
        yield Found("architecture" if is_architecture(text) else field, text, find_plan(text))
    elif field == "training dataset":
        yield from _read_datasets(text, links, items)
    elif field == "training data":
        text = "; ".join(filter(None, [text, *items]))
        is_part = bool(_PART.search(label)) and "pre" not in label.lower()  # what is said of it is not said of all data
        said = f"{label}: {text}" if is_part else text
        yield Found("data provenance" if is_provenance(text) else field, said, find_plan(text))
    elif field == "use policy":
        addresses = [href for _, href in links if href.startswith("http")] or re.findall(r"https?://[^\s)\]>]+", text)
        yield from (Found(field, address) for address in addresses or [text])
    elif field == "energy" and _PLAIN_NUMBER.fullmatch(text) and (unit := _UNIT_IN_LABEL.search(label)):
        yield Found(field, f"{label[: unit.start()].strip()}: {text} {unit['unit']}")
    elif field == "energy" and not _ENERGY.search(text):
        yield Found(field, f"{label}: {text}", "it states no amount in watt-hours")
    else:
        value = "; ".join(filter(None, [text.rstrip(" :") if items else text, *items]))
        yield Found(field, f"{label}: {value}" if field in WITH_LABEL else value, find_plan(value))


def read_data_topics(label: str, text: str) -> Iterator[Found]:
    """Read how data were collected and processed, with the label that says which data.

    >>> [one.value for one in read_data_topics("Tuning data", "Our training data are curated. It is new.")]
    ['Tuning data: Our training data are curated.']
    """
    for sentence in split_sentences(text):
        for topic in find_topics(sentence):
            if topic in ("data collection", "data processing", "data filtering"):
                yield Found(topic, f"{label}: {sentence}", find_plan(sentence))


def read_licence(text: str, links: Links = ()) -> Iterator[Found]:
    """Read a text that names a licence, and the link to it.

    >>> next(read_licence("A custom license, the Llama 4 Community License Agreement, is available at: …")).value
    'Llama 4 Community License Agreement'
    """
    plain = " ".join(_REMARK.sub("", text).split()).strip(" .:")
    doubt = find_doubt(text)
    names = [part for part in (plain, re.sub(r"\s*\([^()]*\)", "", plain)) if find_licence_key(part)]
    named = _LICENCE.search(plain)
    if names:
        yield Found("licence", names[0], doubt)
    elif len(plain.split()) > 6 or "http" in plain:
        if named:
            yield Found("licence", re.sub(r"^(?:The|A|An|This|See) ", "", named[1]), doubt)
        if kind := _LICENCE_KIND.search(plain):
            yield Found("kind of licence", kind[0], doubt)
        elif not named:
            yield Found("terms", text)
    elif plain:
        yield Found("licence", plain, doubt)
    for name, href in links:
        if address := next((one for one in (href, name) if one.startswith("http")), ""):
            yield Found("use policy" if POLICY.search(name) or POLICY.search(address) else "licence link", address)


def _read_developers(text: str, links: Links, items: Sequence[str]) -> Iterator[Found]:
    for one in [text, *items] if not text else [text]:
        plain = re.sub(r"\s*[<(]?[\w.+-]+@[\w.-]+[)>]?", "", _REMARK.sub("", one))
        plain = strip_name_end(plain)
        names = [link for link, _ in links if link and link in plain]
        if not plain or plain.lower() in _NONE:
            continue
        if len(names) > 1 and len("".join(names)) * 4 > len(plain) * 3 - 20:
            yield from (Found("developer", name, find_doubt(one)) for name in names)
        elif len(plain.split()) > 8 or (not plain[0].isupper() and not plain[0].isdigit() and len(plain.split()) > 2):
            found = split_organisations(plain) if "collaboration" in plain else []
            yield from (Found("developer", name, find_doubt(one)) for name in found)
            if not found:
                yield Found("developer", plain, "it is no name")
        else:
            yield Found("developer", plain, find_doubt(one) or (_SEVERAL if _COMMA.search(plain) else ""))


def _read_parameters(field: str, text: str) -> Iterator[Found]:
    marked = list(_MARKED.finditer(text))
    if marked and field == "parameters":
        for one in marked:
            yield Found(
                "active parameters" if one["kind"].lower().startswith("activ") else field, one["number"].strip()
            )
    else:
        words = " ".join(text.split())
        yield Found(field, words, find_doubt(words))


def find_part(text: str) -> str:
    """Say why an amount is not the one of the whole training; empty if nothing speaks against it.

    >>> find_part("6.3e24 FLOP/s"), find_part("6.3e24 (pre-training only)")
    ('it is a rate, and no amount', 'it is the amount of a part of the training')
    """
    if _RATE.search(text):
        return "it is a rate, and no amount"
    return "it is the amount of a part of the training" if _PART.search(text) else ""


def _read_base(text: str, links: Links, items: Sequence[str]) -> Iterator[Found]:
    for one in [text] if text else items:
        plain = _REMARK.sub("", one).strip(" .")
        names = [re.sub(r"^https?://huggingface\.co/", "", link) for link, _ in links if link in plain]
        if plain.startswith("https://huggingface.co/") and not names:
            names = [plain.removeprefix("https://huggingface.co/")]
        if plain.lower() in _NONE or re.match(
            r"(?:none|no|not|from scratch|trained from scratch)\b", plain, re.IGNORECASE
        ):
            yield Found("base model", plain, "no base model is named")
        elif names or len(plain.split()) <= 5:
            yield from (Found("base model", name, find_doubt(one)) for name in names or [plain])
        else:
            yield Found("base model", plain, "it is no name")


def _read_datasets(text: str, links: Links, items: Sequence[str]) -> Iterator[Found]:
    if names := [
        link for link, _ in links if link and link in text and link.lower() not in ("here", "link", "dataset")
    ]:
        yield from (Found("training dataset", name, find_doubt(text)) for name in names)
    elif text and not items:
        names = [part.strip(" .") for part in re.split(r",\s+|\s+and\s+|;\s+|\n", text)]
        if all(is_dataset_name(name) for name in names):
            yield from (Found("training dataset", name, find_doubt(text)) for name in names)
        else:
            yield Found("data provenance" if is_provenance(text) else "training data", text)
    else:
        yield from (Found("training dataset", item) for item in items if is_dataset_name(item))


def is_dataset_name(text: str) -> bool:
    """Tell whether a text can be the name of a dataset.

    >>> [is_dataset_name(text) for text in ("The Pile", "org/data-set", "45 natural languages", "text from the web")]
    [True, True, False, False]
    """
    words = text.split()
    if not 1 <= len(words) <= 10 or len(text) > 120 or re.match(r"\d+ [a-z]", text) or text.endswith(":"):
        return False
    if re.fullmatch(r"[\w.-]+/[\w.-]+", text):
        return True
    capitals = sum(word[0].isupper() or word[0].isdigit() for word in words)
    return words[0][0].isupper() and words[0].lower() not in _NOT_NAMES and capitals * 2 >= len(words)


_NOT_NAMES = {
    "in",
    "a",
    "an",
    "all",
    "multiple",
    "various",
    "proprietary",
    "internal",
    "not",
    "see",
    "more",
    "publicly",
    "web",
}
