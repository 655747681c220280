"""Addresses in a text: whole ones, of those that line breaks split."""

import re

ADDRESS = re.compile(r"https?://[^\s<>\"”“|]+", re.IGNORECASE)
_BROKEN = re.compile(r"(https?://(?:\S{0,300}[^\s.,;:!?)\]}])?[-_/=&?%]|https?://)\n[ \t]*(?=(\S+))", re.IGNORECASE)
_BROKEN_FILE = re.compile(
    r"(https?://[^\s/]{1,100}/\S{0,300}/[\w-]{1,100})\n[ \t]{0,9}([a-z]\w{0,60}\.(?:pdf|html?|docx?|txt|md))(?=\s|$)"
)
_MOST_BREAKS = 3  # of one address


def join_addresses(text: str) -> str:
    """Join addresses that a line break splits.

    >>> join_addresses("https://hf.co/datasets/x/dclm-\\nbaseline-1.0 (v1)")
    'https://hf.co/datasets/x/dclm-baseline-1.0 (v1)'
    >>> join_addresses("https://example.org/a-\\nb/c/Policy_of_Pri\\nvacy.pdf")
    'https://example.org/a-b/c/Policy_of_Privacy.pdf'
    >>> join_addresses("https://www.example.org/\\nwrite to us")
    'https://www.example.org/\\nwrite to us'
    """
    lines = text.count("\n")
    for _ in range(_MOST_BREAKS):

        def join(found: re.Match[str]) -> str:
            begun, following = found[1], found[2]
            is_path = bool(re.search(r"[/\d_]|\w-\w", following)) and "@" not in following and "://" not in following
            bare = begun.lower() in ("http://", "https://")
            return begun if bare or is_path or (begun[-1] not in "/" and "://" not in following) else found[0]

        joined = _BROKEN.sub(join, text)
        if joined == text:
            break
        text = joined
    # a cell that is so narrow that an address breaks at its hyphens may break it within a word too
    return _BROKEN_FILE.sub(r"\1\2", text) if text.count("\n") < lines else text


def clean_address(text: str) -> str:
    """Cut marks of the sentence off an address.

    >>> clean_address("https://example.org/a)."), clean_address("https://example.org/a_(b)")
    ('https://example.org/a', 'https://example.org/a_(b)')
    """
    text = text.rstrip(".,;:!?'’…*")
    while text.endswith((")", "]", "}")) and text.count(text[-1]) > text.count(
        {")": "(", "]": "[", "}": "{"}[text[-1]]
    ):
        text = text[:-1].rstrip(".,;:!?'’")
    return text
