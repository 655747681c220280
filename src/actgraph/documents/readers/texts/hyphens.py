"""Words that the end of a printed line splits: whole again, with the hyphen only where it is their own."""

import re

_BROKEN = re.compile(r"(?<=\w)-\n[ \t]*(?=\w)(?!https?:)")
_WORD = re.compile(r"(?<![\w/.:-])([A-Za-z]{1,40})-\n[ \t]*([a-z]{1,40})(?![\w/-])")
# Beginnings and endings that are no words of their own; "in", "per", "pre", "non", "able" and the like may be, or join.
_BEGINNING = re.compile(r"(?:re|de|dis|con|com|im|un|ob|ac|ap|trans|repre|docu|infor|algo|compu|excep)", re.IGNORECASE)
_ENDING = re.compile(
    r"(?:[a-z]{0,3}[st]ions?|[a-z]{0,4}ments?|ings?|ness|[a-z]{0,2}ity|[a-z]{0,3}ities|[a-z]{0,4}tives?|ly"
    r"|[a-z]{0,3}[ae]nces?|ers?|ed|tures?|cally)"
)
_NO_ENDING = frozenset(
    "motion motions action actions option options station city cities dance dances moments segments segment moment"
    " comment comments natives native fence fences entities entity".split()
)


def join_hyphens(text: str) -> str:
    """Join words that line breaks split; a hyphen is dropped where one of the parts is plainly no word.

    Args:
        text: the answer, with its line breaks.

    >>> join_hyphens("to re-\\nflect"), join_hyphens("High-\\nquality"), join_hyphens("pre-\\ntraining")
    ('to reflect', 'High-quality', 'pre-training')
    """
    small = text.lower()

    def join(found: re.Match[str]) -> str:
        begun, following = found[1], found[2]
        whole, hyphened = (f"{begun}{sign}{following}".lower() for sign in ("", "-"))
        if re.search(rf"\b{hyphened}\b", small):
            return f"{begun}-{following}"
        is_part = bool(_BEGINNING.fullmatch(begun)) or (
            bool(_ENDING.fullmatch(following)) and following not in _NO_ENDING
        )
        is_one = is_part or bool(re.search(rf"\b{whole}\b", small))
        return f"{begun}{'' if is_one else '-'}{following}"

    return _BROKEN.sub("-", _WORD.sub(join, text) if "-\n" in text else text)
