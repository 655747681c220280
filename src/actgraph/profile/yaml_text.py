"""Write keys and values of YAML: texts between quotation marks, words and numbers plainly."""

import json
import re

_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_PLAIN = re.compile(r"[A-Za-z0-9_+.-][\w+.:/#()-]*", re.ASCII)
_AMBIGUOUS = re.compile(r"(?:y|n|yes|no|on|off|null|~|true|false)", re.IGNORECASE)


def write_key(name: str) -> str:
    """Write a key, quoted where it must be.

    >>> write_key("2.1.used"), write_key("a: b")
    ('2.1.used', '"a: b"')
    """
    is_plain = _PLAIN.fullmatch(name) and not name.endswith(":") and not _AMBIGUOUS.fullmatch(name)
    return name if is_plain else quote_text(name)


def write_word(text: str) -> str:
    """Write a word, a number or a day plainly where every reader of YAML takes it for what it is.

    >>> write_word("largeEnterprise"), write_word("NO"), write_word("Article 53")
    ('largeEnterprise', '"NO"', '"Article 53"')
    """
    plain = _PLAIN.fullmatch(text) and not text.endswith(":") and " #" not in text and not text.startswith(("-.", "-:"))
    if text in ("true", "false"):
        return text
    return text if plain and not _AMBIGUOUS.fullmatch(text) else quote_text(text)


def quote_text(text: str) -> str:
    """Write a text between quotation marks.

    >>> quote_text("one\\n2")
    '"one\\\\n2"'
    """
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
