"""Read facts in the sentences of a model card, of the model that each is about."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from actgraph.documents.readers.cards import patterns
from actgraph.documents.readers.cards.guards import find_doubt, find_plan
from actgraph.documents.readers.cards.names import Names
from actgraph.documents.reading import MAIN_MODEL


class Found(NamedTuple):
    """A fact that a sentence states, or seems to.

    Attributes:
        field: the field.
        value: as written.
        doubt: why it is not stated; empty if it is.
        about: which model.
    """

    field: str
    value: str
    doubt: str = ""
    about: tuple[str, str] = MAIN_MODEL


class SentenceReader:
    """Read sentence after sentence of a card.

    Args:
        names: of the models of the card.
        is_sparse: whether the card says that the model is a mixture of experts.

    Attributes:
        others_compute: name and compute of the other models that were read.
        planned_days: the days for which something is planned.

    >>> reader = SentenceReader(Names(["Aurora 7B"]))
    >>> [(one.field, one.value) for one in reader.read("Aurora 7B was trained on 2 trillion tokens.", False)]
    [('training tokens', '2 trillion tokens')]
    >>> list(reader.read("Mistral 7B has 7.3B parameters.", False))
    []
    """

    def __init__(self, names: Names, is_sparse: bool = False) -> None:
        self._names = names
        self._is_sparse = is_sparse
        self._was_main = True
        self._it: tuple[str, str] | None = None  # the variant that “it” means
        self.others_compute: list[tuple[str, str]] = []
        self.planned_days: list[str] = []

    def begin_block(self) -> None:
        """Begin a paragraph or an item: “it” means the model of the card there."""
        self._was_main = True
        self._it = None

    def read(self, sentence: str, is_fragment: bool) -> Iterator[Found]:
        """Read one sentence.

        Args:
            sentence: the sentence.
            is_fragment: whether it is an item of a list or a value, which need not name the model.
        """
        mentions = self._names.find_mentions(sentence)
        generic = self._is_generic(sentence)
        starts_generic = generic and not (sentence.startswith("It ") and not self._was_main)
        self._it = self._it if sentence.startswith("It ") else None
        self._mentions, self._starts, self._sentence = mentions, starts_generic or is_fragment, sentence
        doubt = find_doubt(sentence)
        stated = [*self._read_amounts(sentence, doubt), *self._read_words(sentence, doubt)]
        yield from stated
        if find_plan(sentence):
            self.planned_days += [day[0] for day in patterns.DAY.finditer(sentence)]
        if mentions and mentions[0].kind == "other":
            yield from self._note_other(sentence, sentence[mentions[0].start : mentions[0].end], bool(stated))
        first = mentions[0] if mentions else None
        if first and first.start < 10 and not sentence.startswith("It "):
            self._it = ("model", first.key) if first.kind == "variant" else None
        self._was_main = starts_generic if first is None or (generic and first.start > 60) else first.kind == "main"

    def _note_other(self, sentence: str, name: str, is_stated: bool) -> Iterator[Found]:
        """Note what is said of another model; whose name is akin may be taken for the one of the card."""
        if said := patterns.COMPUTE.search(sentence):
            self.others_compute.append((name, said["value"]))
        figures = (patterns.PARAMETERS, patterns.TOKENS, patterns.RELEASED, patterns.COMPUTE, patterns.PASSIVE)
        if not is_stated and self._names.is_akin(name) and any(one.search(sentence) for one in figures):
            yield Found("another model", sentence, f"it is said of {name[:60]}, and not of the model of this card")

    def _is_generic(self, sentence: str) -> bool:
        match = patterns.GENERIC.match(sentence)
        if not match:
            return False
        phrase = match[0]
        another = patterns.ANOTHER.search(phrase) and not re.match(r"This (?:base|pre-?trained)", phrase)
        if phrase.startswith(("Both", "All")):
            return not another
        return not another and all(self._names.has_size(size) for size in patterns.SIZE.findall(phrase))

    def find_subject(self, position: int) -> tuple[str, str] | None:
        """Find the model that a place in the sentence is about; None if it is another one or none is named."""
        start = max((one.end for one in self._mentions if one.start <= position), default=0)
        if patterns.ANOTHER.search(self._sentence[start:position]):
            return None
        before = [one for one in self._mentions if one.start <= position]
        if not before:
            return MAIN_MODEL if self._starts else self._it
        last = before[-1]
        return None if last.kind == "other" else ("model", last.key)

    def _is_direct(self, position: int, strict: bool = True) -> bool:
        """Tell whether nothing else stands between a model and what is said at a place."""
        start = max((one.end for one in self._mentions if one.start <= position), default=0)
        between = patterns.SIZES_BETWEEN.sub("", self._sentence[start:position])
        return not patterns.BETWEEN.search(between) and not (strict and patterns.BETWEEN_STRICT.search(between))

    def find_first_subject(self) -> tuple[str, str] | None:
        """Find the model that the sentence as a whole is about; None if it is another one or none is named."""
        joined = [one for one in self._mentions if patterns.JOINS.search(self._sentence[: one.start])]
        if self._mentions and {one.kind for one in self._mentions[:1] + joined} == {"variant"} and joined:
            return MAIN_MODEL  # what is said of several models is a statement on their family
        if self._it and self._sentence.startswith("It "):
            return self._it
        if self._mentions and not (self._starts and self._mentions[0].start > 40):
            first = self._mentions[0]
            return None if first.kind == "other" else ("model", first.key)
        return MAIN_MODEL if self._starts else None

    def _read_amounts(self, sentence: str, doubt: str) -> Iterator[Found]:
        found: list[Found] = []
        for match in patterns.PARAMETERS.finditer(sentence):
            field, reason = self._judge_parameters(sentence, match)
            if (about := self.find_subject(match.start("value"))) and field:
                found.append(Found(field, match["value"].strip(), doubt or reason, about))
        for match in patterns.TOKENS.finditer(sentence):
            reason = (
                "the size of the data is stated, and not how many tokens passed through the model"
                if match["of"] or re.search("unique|distinct", match["kind"])
                else ""
            )
            if match["again"] and not match["again"].startswith("pre"):
                reason = "it is the number of tokens of a part of the training"
            about = self.find_subject(match.start("verb"))
            if (
                about
                and self._is_direct(match.start("verb"), strict=False)
                and "tokenizer" not in sentence[: match.start()].lower()
            ):
                value = match["value"].replace(match["kind"], "") if match["kind"] else match["value"]
                found.append(Found("training tokens", value.strip(), doubt or reason, about))
        if (said := patterns.ACTIVATED.search(sentence)) and (about := self.find_subject(said.start())):
            found.append(Found("active parameters", said["value"].strip(), doubt, about))
        if (said := patterns.COMPUTE.search(sentence)) and (about := self.find_subject(said.start("value"))):
            value = re.sub(r"floating[- ]point operations$", "FLOP", said["value"], flags=re.IGNORECASE)
            yield Found("cumulative compute" if said["total"] else "training compute", value, doubt, about)
        if patterns.HOURS.search(sentence) and "train" in sentence and (about := self.find_first_subject()):
            yield Found("training time", sentence, find_plan(sentence), about)
        for one in found:
            rivals = {other.value for other in found if (other.field, other.about) == (one.field, one.about)}
            yield one._replace(doubt=one.doubt or "the sentence has several such numbers") if len(rivals) > 1 else one
        for field, pattern in (("release date", patterns.RELEASED), ("training start", patterns.STARTED)):
            if (said := pattern.search(sentence)) and (about := self.find_subject(said.start())):
                if not self._is_direct(said.start()):
                    continue
                if field == "release date" and patterns.OTHER_THINGS.search(sentence[: said.start()]):
                    continue
                yield Found(field, said["value"], doubt, about)

    def _judge_parameters(self, sentence: str, match: re.Match[str]) -> tuple[str, str]:
        kind, after = (match["kind"] or "").lower(), match["after"].lower()
        before = sentence[: match.start()]
        if re.match(
            r"[\w\s-]{0,16}\b(?:reward|draft|teacher|encoder|adapter|projector|backbone|baseline)", match["after"]
        ):
            return "parameters", "it is a part of the model, or another one"
        if patterns.NO_SIZES.search(before):
            return "parameters", "the sentence names several sizes"
        if re.match(r"[\w\s-]{0,16}\bdecoder\b(?![- ]only)", after) and re.search(
            r"\bencoder\b", sentence, re.IGNORECASE
        ):
            return "parameters", "it is a part of the model"
        words = f"{kind} {after}"
        if (
            kind.startswith("activ")
            or re.match(r"\W*(?:are |is |being )?(?:activ|per token)", after)
            or re.search(r"\bactivat\w+ (?:only )?$|\bactive $|uses only $", before)
        ):
            return "active parameters", ""
        if kind and kind not in ("total", "parameter", "model", "learnable", "dense"):
            return "other parameters", ""
        if "total" not in words and (self._is_sparse or patterns.EXPERTS.search(sentence)):
            return (
                "parameters",
                "a mixture of experts: it is not said whether these are all parameters or the active ones",
            )
        return "parameters", ""

    def _read_words(self, sentence: str, doubt: str) -> Iterator[Found]:
        yield from self._read_developers(sentence, doubt)
        for match in patterns.LICENSED.finditer(sentence):
            about = self.find_subject(match.start())
            if patterns.OTHER_THINGS.search(sentence[: match.start()]):
                if "code" in sentence[: match.start()].lower():
                    yield Found("licence of the code", sentence, doubt)
            elif about and self._is_direct(match.start()):
                yield Found("licence", match["value"].strip(), doubt, about)
        for field, pattern in (
            ("input modalities", patterns.TAKES),
            ("output modalities", patterns.GIVES),
            ("output modalities", patterns.GENERATIVE),
        ):
            if (said := pattern.search(sentence)) and (about := self.find_subject(said.start())):
                yield Found(field, said["value"], doubt, about)
        if (said := patterns.SPARSE.search(sentence)) and (about := self.find_subject(said.start())):
            yield Found("density", "mixture of experts", doubt, about)
        elif (said := patterns.DENSE.search(sentence)) and (about := self.find_subject(said.start())):
            yield Found("density", "dense", doubt, about)
        if (said := patterns.BASED.search(sentence)) and self._describes_main(said.start()):
            yield Found("base model", said["value"].rstrip("."), doubt)
        if start := patterns.INITIALISED.search(sentence) or patterns.ON.search(sentence):
            yield Found("initialisation", start[0], doubt)
        said = patterns.WEIGHTS.search(sentence)
        if said and "intermediate" not in sentence.lower() and (about := self.find_subject(said.start())):
            doubt = find_doubt(_take_clause(sentence, said.start()))
            asked = "the weights are given on request" if patterns.ASKED.search(sentence) else ""
            yield Found("published", (said["value"] or said["other"]), doubt or asked, about)
            if place := patterns.PLACE.search(sentence):
                yield Found("channel", place["value"], doubt or asked, about)

    def _describes_main(self, position: int) -> bool:
        before = [one for one in self._mentions if one.start < position]
        return before[-1].kind == "main" if before else self._starts

    def _read_developers(self, sentence: str, doubt: str) -> Iterator[Found]:
        if said := patterns.PASSIVE.search(sentence):
            about = self.find_subject(said.start())
            if (
                about
                and self._is_direct(said.start())
                and not patterns.OTHER_THINGS.search(sentence[: said.start()].replace("model", ""))
            ):
                for name in split_organisations(said["value"]):
                    yield Found("developer", name, doubt, about)
        elif (said := patterns.ACTIVE.match(sentence)) and said["value"] not in (
            "We",
            "It",
            "The",
            "This",
            "They",
            "I",
        ):
            after = [one for one in self._mentions if said.end() <= one.start < said.end() + 20]
            own = any(one.start < said.end("value") for one in self._mentions)
            if after and after[0].kind != "other" and not own:
                yield Found("developer", said["value"], doubt, ("model", after[0].key))


def _take_clause(sentence: str, position: int) -> str:
    """Return the clause of a sentence in which a place is."""
    start = 0
    for part in re.split(r"(?<=[;,]) (?=but|although)|(?= while )|(?<=;) ", sentence):
        if position < start + len(part) + 1:
            return part
        start += len(part)
    return sentence


def strip_name_end(text: str) -> str:
    """Strip what stands around a name; the full stop of a legal form belongs to it.

    >>> strip_name_end("Noorderlicht B.V., "), strip_name_end("Aurora Labs.")
    ('Noorderlicht B.V.', 'Aurora Labs')
    """
    text = text.strip(" ,")
    return text if patterns.LEGAL_END.search(text) else text.strip(" .,")


def split_organisations(text: str) -> list[str]:
    """Split an enumeration of organisations; what is no name is left out.

    >>> split_organisations("SiloGen from Silo AI, the TurkuNLP group of the University of Turku, and HPLT (short)")
    ['SiloGen', 'TurkuNLP group', 'HPLT']
    >>> split_organisations("a team of volunteers")
    []
    """
    found = []
    for part in re.split(r"\s*(?:,(?: and)?|;)\s+|\s+and\s+(?=(?:the )?[A-Z])", text):
        name = re.sub(r"\s*\([^()]*\)?", "", part).strip()
        name = re.sub(rf"(\b{patterns.LEGAL}\.) .*", r"\1", name)  # what follows the full stop is another sentence
        name = strip_name_end(patterns.ORG_END.sub("", re.sub(r"^(?:the|an?)\s+", "", name)))
        if name and name[0].isupper() and len(name.split()) <= 7 and len(name) > 1:
            found.append(name)
    return found
