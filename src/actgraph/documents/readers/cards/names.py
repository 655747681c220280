"""Tell the model that a card is for from its variants and from other models, by their names."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_SPLIT = re.compile(r"[^0-9A-Za-zÀ-ɏЀ-ӿ぀-鿿.]+")
_GLUED = re.compile(r"(?<=[a-z]{3})(?=\d)")
_SUFFIXES = (
    "instruct base chat large small medium mini micro tiny nano pro ultra max plus vision coder code math guard turbo "
    "lite next embed it sft dpo rlhf preview thinking reasoning distill xl xxl flash omni audio scout maverick"
).split()
_PLAIN = {
    *_SUFFIXES,
    *"model models llm lm ai the for of text language open new version card family series en v".split(),
}
_METHODS = set(
    "lora qlora peft adapter gguf ggml awq gptq exl mlx slerp merge merged".split()
)  # how it was made from another
_FAMILIES = (
    "GPT|ChatGPT|InstructGPT|Llama|LLaMA|LLAMA|Mistral|Mixtral|Ministral|Pixtral|Codestral|Devstral|Magistral|Falcon|Gemma|"
    "Gemini|PaLM|Claude|Qwen|QwQ|BLOOM|BLOOMZ|Bloom|T5|mT5|FLAN|Flan|BERT|RoBERTa|DeBERTa|Phi|DeepSeek|Deepseek|OPT|Pythia|"
    "Yi|Granite|Nemotron|Minitron|StarCoder|Starcoder|Grok|Whisper|CLIP|ViT|MPT|RedPajama|Vicuna|Alpaca|Zephyr|Orca|"
    "Chinchilla|Gopher|OLMo|SmolLM|SmolLM2|SmolLM3|SDXL|FLUX|Imagen|InternLM|Baichuan|ChatGLM|GLM|Kimi|MiniMax|Jamba|"
    "RWKV|XLM|NLLB|Hermes|WizardLM|Dolly|StableLM|Apertus|EuroLLM|Teuken|Salamandra|Bielik|Aya|Megatron-LM"
)
_FAMILY_WORDS = {one.casefold() for one in _FAMILIES.split("|")}
_GENERIC_PART = re.compile(  # of a name: sizes, versions, days, single letters, and who makes models
    r"[a-z]?\d[\d.]*[bmk]?|\d+x\d+(?:\.\d+)?[bm]|v?\d+(?:\.\d+)*|[a-z]|hf|beta|alpha|rc\d*|meta|google|microsoft|openai|ai|bf16|fp16|fp8|tuned|pretrained|collection|family|lm"
)
_SIZED = re.compile(r"\b([A-Z][A-Za-z]{2,30})(?:[- ][A-Za-z][\w.]{0,20})?[- ]\d+(?:\.\d+)?[BM]\b")
_NOT_NAMES = {
    *"The A An Our This These Total With It We Its Both All Each And Of On For In Only".split(),
    *"About Around Over From At Approximately Roughly Nearly Up To Using Has Have Parameters Params Size".split(),
}
_TAIL = r"(?:[- ]?[vV]?\d[\w.]*(?:[x/]\d[\w.]*)*|(?:-| (?=[A-Z]))(?i:{words})\b(?! [Ll]anguage))*"


class Mention(NamedTuple):
    """A mention of a model in a text.

    Attributes:
        start: where it begins.
        end: where it ends.
        kind: `main`, `variant` or `other`.
        key: the key of a variant.
    """

    start: int
    end: int
    kind: str
    key: str = ""


class Names:
    """The names of the models of a card.

    Args:
        main: names of the model that the card is for.
        variants: names of other models that the card describes.
        bases: names of the models from which it was made.
        is_derived: whether it was made from another model; a part of its title then is no name of it.

    >>> names = Names(["Meta-Llama-3-8B-Instruct", "Meta Llama 3"], ["Llama 3 70B"])
    >>> [(one.kind, one.key) for one in names.find_mentions("Llama 3, Llama 3 70B and Llama 2 7B, GPT-4")]
    [('main', ''), ('variant', 'Llama 3 70B'), ('other', ''), ('other', '')]
    >>> names = Names(["Llama-3-8B-Reed"], bases=["Llama-3-8B"], is_derived=True)
    >>> [one.kind for one in names.find_mentions("Llama 3, LlamaMath, Llama-3-8B, Llama-3-8B-Reed")]
    ['other', 'other', 'other', 'main']
    """

    def __init__(
        self, main: Iterable[str], variants: Iterable[str] = (), bases: Iterable[str] = (), is_derived: bool = False
    ) -> None:
        self._main = [split_name(name) for name in main]
        self._variants = {name: split_name(name) for name in dict.fromkeys(variants)}
        self._bases = [set(split_name(name.split("/")[-1])) for name in bases]
        self._is_derived = is_derived or bool(self._bases)
        tokens = {token for name in (*self._main, *self._variants.values()) for token in name}
        self._own = {one for one in tokens if len(one) >= 3 and one.isalpha() and one not in _PLAIN | _METHODS}
        words = sorted({*_SUFFIXES, *(one for one in tokens if one.isalpha())}, key=len, reverse=True)
        tail = _TAIL.replace("{words}", "|".join(map(re.escape, words)))
        own = [f"(?i:{re.escape(word)})" for word in sorted(self._own, key=len, reverse=True)]
        heads = "|".join([*own, _FAMILIES])
        joined = r"(?:[A-Z][A-Za-z]*)?(?![a-z])"  # a part of a word is no name
        self._pattern = re.compile(rf"\b(?:(?:Meta|Google|Microsoft|OpenAI)[- /])?(?:{heads}){joined}{tail}")

    def find_mentions(self, text: str) -> list[Mention]:
        """Find the models that a text mentions, in their order."""
        found = [self._classify(match.start(), match.end(), text) for match in self._pattern.finditer(text)]
        covered = {position for one in found for position in range(one.start, one.end)}
        sized = (one for one in _SIZED.finditer(text) if one[1] not in _NOT_NAMES and one.start() not in covered)
        return sorted([*found, *(self._classify(one.start(), one.end(), text) for one in sized)])

    def find_version(self, text: str) -> tuple[str, str]:
        """Find the model that a text is about by its first words: a variant, or the main one."""
        first = next(iter(self.find_mentions(text[:200])), None)
        return ("model", first.key if first and first.kind == "variant" and first.start == 0 else "")

    def has_size(self, size: str) -> bool:
        """Tell whether a size such as 7B is that of the main model, by its name."""
        return any(size.casefold() in name for name in self._main)

    def name_variant(self, text: str) -> str | None:
        """Return the key of the model that a name means: empty for the main one, None for one that is unknown."""
        tokens = split_name(text)
        for key, name in self._variants.items():
            if tokens == name:
                return key
        if self._is_derived:
            return "" if self._fits_main(tokens) else None
        return "" if any(set(tokens) <= set(name) for name in self._main) and tokens else None

    def is_foreign(self, name: str) -> bool:
        """Tell whether a name shares with that of a derived model only what its base model or a known family has."""
        common = self._own & set(split_name(name))
        return self._is_derived and not (common - _FAMILY_WORDS - set().union(*self._bases))

    def is_akin(self, name: str) -> bool:
        """Tell whether a name has a word in common with those of the main model."""
        return bool(self._own & set(split_name(name)))

    def names_only_kin(self, text: str) -> bool:
        """Tell whether a text names only other models of the family, such as R1-Zero on the card of R1."""
        found = self.find_mentions(text)
        return bool(found) and all(one.kind == "other" and self.is_akin(text[one.start : one.end]) for one in found)

    def fits_main(self, name: str) -> bool:
        """Tell whether a name means the main model."""
        return self._fits_main(split_name(name))

    def _classify(self, start: int, end: int, text: str) -> Mention:
        tokens = split_name(text[start:end])
        if re.match(r"-[A-Za-z]", text[end : end + 2]):  # the beginning of another name, or “…-based”
            return Mention(start, end, "other")
        for key, name in self._variants.items():
            if tokens == name or (len(tokens) > 1 and set(tokens) < set(name) and not self._fits_main(tokens)):
                return Mention(start, end, "variant", key)
        return Mention(start, end, "main" if self._fits_main(tokens) else "other")

    def _fits_main(self, tokens: Sequence[str]) -> bool:
        said = set(tokens)
        return bool(self._own & said) and any(self._is_short_for(said, set(name)) for name in self._main)

    def _is_short_for(self, said: set[str], name: set[str]) -> bool:
        if not said <= name or said in self._bases:
            return False
        if said == name:
            return True
        if self._is_derived and any(said <= base for base in self._bases):
            return False
        left = {one for one in name - said if not _GENERIC_PART.fullmatch(one) and one not in _PLAIN}
        return not left or (not self._is_derived and not said & _FAMILY_WORDS)


def split_name(name: str) -> list[str]:
    """Split the name of a model into its parts, in small letters.

    >>> split_name("Meta-Llama3-8B v0.1"), split_name("ai/granite-4.0-h-small")
    (['meta', 'llama', '3', '8b', 'v0.1'], ['ai', 'granite', '4.0', 'h', 'small'])
    """
    parts = (part.strip(".") for part in _SPLIT.split(_GLUED.sub(" ", name.casefold())))
    return [part for part in parts if part]
