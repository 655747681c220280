"""Sort the sentences of a model card that answer an item of the form in words: architecture, data, training, use."""

import re
from collections.abc import Iterator, Sequence

_DATA = re.compile(
    r"\b(?:train(?:ed|ing)|pre-?train\w*|fine-?tun\w*|finetun\w*|datasets?|data|corpus|corpora)\b", re.IGNORECASE
)
_EVALUATION = re.compile(
    r"\b(?:evaluat\w+|benchmarks?|test(?:s|ed|ing)?|vocabulary|tokenizer|your|you|privacy policy)\b", re.IGNORECASE
)
_TOPICS = (
    (
        "architecture",
        re.compile(
            r"\b(?:decoder-?(?: |-)?only|encoder-?(?: |-)?(?:only|decoder)|transformers? (?:model|architecture|"
            r"decoder|encoder)|"
            r"transformer\b(?=.{0,30}\b(?:pre-?trained|with|that|based))|auto-?regressive|"
            r"mixture[- ]of[- ]experts|MoE\b|"
            r"diffusion (?:model|transformer)|state[- ]space|grouped[- ]query attention|sliding[- ]window attention|"
            r"GQA\b|with \d+ experts|rotary|ALiBi|SwiGLU|architecture)",
            re.IGNORECASE,
        ),
    ),
    (
        "training process",
        re.compile(
            r"\b(?:supervised fine-?tuning|SFT\b|RLHF|RLVR|reinforcement learning|preference optimi[sz]ation|"
            r"DPO\b|GRPO|PPO\b|"
            r"model merging|distill(?:ed|ation) from|constitutional|activation checkpointing|AdamW|"
            r"learning rate|safety fine-?tuning|(?:trained|pre-?trained) from scratch|"
            r"improved our fine[- ]?tuning)",
            re.IGNORECASE,
        ),
    ),
    (
        "data filtering",
        re.compile(
            r"\bfilter\w*\b.{0,90}\b(?:data|content|csam|safety|unsafe|harmful|toxic|personal)|\bdata filtering\b",
            re.IGNORECASE,
        ),
    ),
    (
        "data processing",
        re.compile(
            r"\b(?:de-?duplicat\w*|pre-?processed|preprocessing|normali[sz]ed text|"
            r"pre-tokeni[sz]\w+)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "data collection",
        re.compile(
            r"\bhuman[- ]annotat\w*|\bannotators?\b|\bcurat(?:ed|ion)\b|\bclassifiers?\b.{0,60}\bselect\w*|"
            r"\bdata collection\b|"
            r"\bprompts in our .{0,20}data strategy",
            re.IGNORECASE,
        ),
    ),
    (
        "data provenance",
        re.compile(
            r"\b(?:publicly (?:available|shared|accessible)|licen[cs]ed data|synthetic(?:ally)? (?:data|"
            r"generated)|synthetic|"
            r"user data|crawl\w*|web data|third[- ]part(?:y|ies) data|products and services|human-generated|"
            r"internally collected|open[- ]source \w+ (?:data|dataset)s?|proprietary data)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "other assets",
        re.compile(
            r"\b(?:provid|releas|publish|open-?sourc|shar)\w*\b[^.;]{0,60}\b(?:(?:training|inference|evaluation|"
            r"fine-?tuning) code|"
            r"training data|code for|intermediate checkpoints)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "integration",
        re.compile(
            r"\brecipes for how to use\b|\bcompatible with\b.{0,60}\b(?:vLLM|transformers|llama\.cpp|library|"
            r"serving|TGI)\b|"
            r"\bfor use with\b.{0,40}\b(?:transformers|codebase)\b",
            re.IGNORECASE,
        ),
    ),
    ("system use", re.compile(r"\bdeployed (?:in isolation|as (?:a )?part of)\b", re.IGNORECASE)),
    ("dependencies", re.compile(r"\btrained\b[^.;]{0,60}\bfrom scratch\b", re.IGNORECASE)),
    (
        "data coverage",
        re.compile(
            r"\b\d+ (?:total |natural |programming )?languages\b|\bin (?:both )?(?:English|Chinese|French|"
            r"German|Finnish)\b|"
            r"\bon (?:English|Finnish|Chinese|French|German|multilingual)\b|dataset of (?:English|Finnish|"
            r"multilingual)",
            re.IGNORECASE,
        ),
    ),
)
_FREE = {
    "architecture",
    "training process",
    "data filtering",
    "other assets",
    "dependencies",
    "integration",
    "system use",
}  # topics that need not mention data


def find_topics(sentence: str) -> Iterator[str]:
    """Find what a sentence is about, as the fields of the mapping table are called.

    >>> list(find_topics("It was pretrained on publicly available data."))
    ['data provenance']
    >>> list(find_topics("We evaluated it on publicly available data."))
    []
    """
    clauses = [one for one in sentence.split(" while ") if not _EVALUATION.search(one)] if len(sentence) <= 1500 else []
    for field, pattern in _TOPICS:
        if any(pattern.search(one) and (field in _FREE or _DATA.search(one)) for one in clauses):
            yield field


def is_provenance(text: str) -> bool:
    """Tell whether a text says where training data come from.

    >>> is_provenance("A mix of publicly available data"), is_provenance("English text")
    (True, False)
    """
    return any(field == "data provenance" and pattern.search(text) for field, pattern in _TOPICS)


_ARCHITECTURE = re.compile(
    r"transformer|encoder|decoder|diffusion|mixture[- ]of[- ]experts|\bmoe\b|mamba|state[- ]space|convolution|"
    r"auto-?regressive|recurrent|\bgan\b|\bvae\b|\bbert\b|\bgpt",
    re.IGNORECASE,
)


def is_architecture(text: str) -> bool:
    """Tell whether a text names a kind of architecture.

    >>> is_architecture("Causal decoder-only"), is_architecture("Text generation")
    (True, False)
    """
    return bool(_ARCHITECTURE.search(text))


def add_addresses(topic: str, sentence: str, links: Sequence[tuple[str, str]]) -> str:
    """Add the addresses to which a sentence on integration leads, since its text only says “here”.

    >>> add_addresses("integration", "See here.", [("here", "https://example.org")])
    'See here. (https://example.org)'
    """
    addresses = [href for text, href in links if href.startswith("http") and text in sentence]
    return f"{sentence} ({', '.join(addresses)})" if topic == "integration" and addresses else sentence
