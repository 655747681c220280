"""Which addresses a link may have, wherever the address comes from: none that runs something."""

import re


def sanitize_url(url: str) -> str:
    """The address as it is, where it is of the web or of one of our own pages; else empty, which is no link.

    Args:
        url: of any scheme, or relative.

    >>> sanitize_url("https://example.org/?a&b"), sanitize_url("../timeline.csv"), sanitize_url("JavaScript:alert(1)")
    ('https://example.org/?a&b', '../timeline.csv', '')
    """
    return url if _WEB.fullmatch(url) or _OWN.fullmatch(url) else ""


# Browsers skip controls and spaces, and read a backslash as a slash: no address of ours has them.
_REST = r"[^\s\x00-\x1f\x7f-\x9f\"<>\\^`{|}]"
_WEB = re.compile(rf"https?://{_REST}+", re.IGNORECASE)
# No colon, which would end a scheme; two slashes would begin another host.
_OWN = re.compile(rf"(?!//)[A-Za-z0-9._~%/+,;=@!$'()*-]*(?:[?#]{_REST}*)?")
