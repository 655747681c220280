"""Read sentences of free text on a model; what is negated, planned or compared states nothing."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from actgraph.documents.readers.bills.wording import begins_with_other, is_about_other_model, is_plan

_MAX_TEXT = 30_000  # characters
_MAX_SENTENCE = 800
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"“(])")
_UNSURE = re.compile(
    r"\b(?:not|no|never|without|neither|nor|cannot|unlike|instead|rather than|will|would|could|might|may(?! \d)|"
    r"should|must|"
    r"plan(?:s|ned)?|if|whether|unless|hypothetical\w*|for example|e\.g|compared?|comparison|outperform\w*|than|"
    r"other models?|another model|baselines?|previous\w*|predecessor|teacher|future)\b|n['’]t\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:more|less|fewer|longer|shorter) than\b|\b(?:up to|at least|at most|over|under) (?:\d+ )?(?:a|an)\b"
)
_KIND = r"text|image|speech|video"
_TO = re.compile(rf"\b({_KIND})-to-({_KIND})\b", re.IGNORECASE)
_TAKES = (
    re.compile(r"\b(image)s? (?:classif\w+|recogni\w+|segmentation|captioning)\b", re.IGNORECASE),
    re.compile(r"\b(text) (?:sentiment )?(?:classif\w+|analysis|summari[sz]ation)\b", re.IGNORECASE),
    re.compile(r"\b(speech) (?:recogni\w+|transcription|translation)\b", re.IGNORECASE),
    re.compile(r"\b(video) (?:classif\w+|captioning)\b", re.IGNORECASE),
    re.compile(rf"\btakes? (?:an? )?({_KIND})s? as (?:an )?input\b", re.IGNORECASE),
    re.compile(r"\btranscribes?\b.{0,80}?\b(image|speech|video)s?\b.{0,60}?\binto (?:\w+ )?text\b", re.IGNORECASE),
)
_GIVES = (
    re.compile(
        r"^(?:it|(?:the|this) model)\b.{0,20}\btranscribes?\b.{0,80}?\b(?:images?|speech|videos?)\b.{0,60}?"
        r"\binto (?:\w+ )?(text)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:the|this) model generates ({_KIND})s?\s*(?:[.;]|$)", re.IGNORECASE),
)
_SUBJECT = r"^(?:it|this|the model|this model|the network|the package|we|a |an |the )?[^.;]{0,60}?"
_TRAINED = re.compile(
    rf"{_SUBJECT}\b(?:pre-?)?trained (?:from scratch )?(?:only |exclusively |jointly )?on (?P<data>.+)", re.IGNORECASE
)
_TRAINED_HOW = re.compile(rf"{_SUBJECT}\b(?:is|was|were|pre-?)\s?trained\b.*\b(?:using|with|by|via)\b", re.IGNORECASE)
_UNITS = r"(?:pairs|images|samples|examples|tiles|records|documents|sentences|hours|utterances|videos|files|tokens)"
_AMOUNT = re.compile(rf"\d[\d,.]*(?:\s*(?:k|M|B|T|million|billion|trillion))?\s+(?:[\w-]+\s+){{0,6}}{_UNITS}\b")
_NAME = r"(?P<name>[A-Z][\w.-]*(?: [A-Z0-9][\w./-]*){0,4})"
_NAMED = (
    re.compile(rf"(?:the )?{_NAME} (?:data ?sets?|corpus|corpora)\b"),
    re.compile(rf"(?:the )?{_NAME}\s*\([^()]*\d[^()]*\b{_UNITS}\b[^()]*\)"),
    re.compile(r"(?:an?|our) (?P<description>[a-z][\w -]{0,60}\b(?:data ?set|corpus) of \d[^()]{0,100})"),
)
_LASTED = re.compile(
    r"\b(?:over|for|in|took|lasted) (?:about |approximately |around |~ ?)?"
    r"\d[\d.,]* ?(?:GPU[- ])?(?:hours?|days?|weeks?|months?)\b",
    re.IGNORECASE,
)
_MEASURED = r"(?:measured|estimated|calculated|computed|tracked)"
_ENERGY = re.compile(
    rf"\benergy\b.{{0,60}}\b{_MEASURED}\b.{{0,20}}\b(?:using|with|by|from|via|based on)\b", re.IGNORECASE
)
_DESIGN = re.compile(  # a sentence that begins with "It" has lost what it is about
    r"^(?:the|this) (?:\w+ )?(?:model|network|architecture)\b.{0,30}\b(?:consists? of|is composed of|comprises)\b.*"
    r"\b(?:layers?|blocks?)\b",
    re.IGNORECASE,
)
_OUTPUT = re.compile(
    r"\b(?:output|recogni[sz]ed|generated|predicted|decoded)\b[^.;]*"
    r"\bat most \d+ (?:characters|tokens|words)\b",
    re.IGNORECASE,
)
_USE = re.compile(
    r"\b(?:intended|designed|meant) (?:for|to)\b|\bfor the purpose of\b|"
    r"\b(?:classifier|detector|model|assistant) for (?-i:[a-z])",
    re.IGNORECASE,
)
_NO_USE = re.compile(
    r"\b(?:not (?:recommended|intended|suitable|designed)|(?:should|must) not be used) (?:for|to|in|as)\b", re.I
)
_RANGE = re.compile(
    r"\b(?:downloaded|collected|crawled|scraped|gathered|recorded|captured)\b(?P<gap>[^.;]{0,100}?)\b"
    r"(?:between|from) (?P<from>[A-Z][a-z]+\.?,? \d{4}|\d{4}-\d\d) (?:and|to|until|through) "
    r"(?P<until>[A-Z][a-z]+\.?,? \d{4}|\d{4}-\d\d)\b"
)
_OTHER_EVENT = re.compile(r"\b(?:published|created|written|posted|dated|released|which|that)\b", re.IGNORECASE)


class Finding(NamedTuple):
    """What a sentence states: the name of a field of the mapping table after `text: `, and its value."""

    name: str
    value: str


def split_list(text: str) -> list[str]:
    """Split a text that lists several things.

    >>> split_list("text, images and video"), split_list("text/plain")
    (['text', 'images', 'video'], ['text/plain'])
    """
    return [one for one in re.split(r"\s*(?:[,;&+]|\band\b)\s*", text) if one]


def find_in_training(text: str) -> Iterator[Finding]:
    """Find what a text on the training of a model states beside the training itself.

    >>> [one.name for one in find_in_training("Training took 14 days. It will last for 3 weeks.")]
    ['duration']
    >>> [one.value for one in find_in_training("Trained on the Pile dataset, not on the Stack dataset.")]
    []
    """
    for sentence in _split_sentences(text):
        if _OUTPUT.search(sentence):
            yield Finding("largest output", sentence)
        if _UNSURE.search(sentence):
            continue
        yield from _find_datasets(sentence)
        if (
            re.search(r"\btrain|\bfine-?tun", sentence, re.IGNORECASE)
            and _LASTED.search(sentence)
            and not _BOUND.search(sentence)
        ):
            yield Finding("duration", sentence)
        if _ENERGY.search(sentence) and not re.search(r"\binference\b", sentence, re.IGNORECASE):
            yield Finding("energy method", sentence)


def find_in_description(text: str) -> Iterator[Finding]:
    """Find what a description of a model states.

    >>> list(find_in_description("An image classifier. Not recommended for medical use."))[0]
    Finding(name='input', value='image')
    >>> [one.name for one in find_in_description("It is no image classifier.")]
    []
    """
    for sentence in _split_sentences(text):
        if _NO_USE.search(sentence) and not is_plan(sentence):
            yield Finding("use", sentence)
        if _UNSURE.search(sentence):
            continue
        yield from _find_modalities(sentence)
        yield from _find_datasets(sentence)
        if _USE.search(sentence):
            yield Finding("use", sentence)
        if _TRAINED_HOW.search(sentence):
            yield Finding("training", sentence)
        if _DESIGN.search(sentence):
            yield Finding("design", sentence)


def find_restrictions(text: str) -> Iterator[Finding]:
    """Find the uses that a text on the limits of a model restricts.

    >>> list(find_restrictions("Weak in Greek. Must not be used for credit scoring."))
    [Finding(name='use', value='Must not be used for credit scoring.')]
    """
    for sentence in _split_sentences(text):
        if _NO_USE.search(sentence) and not is_plan(sentence):
            yield Finding("use", sentence)


def split_other_models(text: str, own: str = "", models: Collection[str] = ()) -> tuple[str, Sequence[str]]:
    """Take the sentences on other models, and on what is to come, out of a text.

    Args:
        text: on a model.
        own: the name of the model.
        models: the names of all models of the document.

    Returns:
        The text without them, as it is written if there are none; and they.

    >>> split_other_models("Tuned for 3 days. The base model was trained by others.")
    ('Tuned for 3 days.', ['The base model was trained by others.'])
    """
    sentences = _END.split(" ".join(text.split()))
    left = [
        one for one in sentences if is_about_other_model(one) or is_plan(one) or begins_with_other(one, own, models)
    ]
    return (" ".join(one for one in sentences if one not in left), left) if left else (text, left)


def find_collection(text: str) -> tuple[str, str] | None:
    """Find the months from and to which data were collected, if exactly one sentence says them.

    >>> find_collection("Files were downloaded between November 2021 and June 2022.")
    ('November 2021', 'June 2022')
    >>> find_collection("We collected archives published between May 2015 and June 2016.") is None
    True
    """
    found = [
        (one["from"], one["until"])
        for sentence in _split_sentences(text)
        if not _UNSURE.search(sentence)
        for one in _RANGE.finditer(sentence)
        if not _OTHER_EVENT.search(one["gap"])
    ]
    return found[0] if len(found) == 1 else None


def _split_sentences(text: str) -> list[str]:
    sentences = _END.split(" ".join(text[:_MAX_TEXT].split()))
    return [one for one in sentences if one and len(one) <= _MAX_SENTENCE and not is_about_other_model(one)]


def _find_modalities(sentence: str) -> Iterator[Finding]:
    if both := _TO.search(sentence):
        yield Finding("input", both[1].lower())
        yield Finding("output", both[2].lower())
    for name, patterns in (("input", _TAKES), ("output", _GIVES)):
        for pattern in patterns:
            if found := pattern.search(sentence):
                yield Finding(name, found[1].lower())


def _find_datasets(sentence: str) -> Iterator[Finding]:
    """Find the datasets after "trained on": names of which a number of data or the word dataset says what they are."""
    trained = _TRAINED.match(sentence)
    if not trained:
        return
    some = False
    for part in re.split(r"(?:,? plus |,? and |, )(?![^()]*\))", trained["data"].rstrip(".")):
        for pattern in _NAMED:
            if found := pattern.match(part.strip()):
                some = True
                name = found.groupdict().get("name")
                yield Finding("dataset", name) if name else Finding("unnamed dataset", found["description"])
                break
    if some and _AMOUNT.search(sentence):
        yield Finding("amount of data", sentence)
