"""Why an answer that should be a day is none, where the reason is not plain."""

import re

from actgraph.profile import written_values

_OTHER_LANGUAGES = re.compile(
    r"\b(?:j[aä]nn?er|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août"
    r"|septembre|octobre|novembre|décembre|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre"
    r"|dicembre|enero|febrero|abril|mayo|junio|julio|septiembre|octubre|noviembre|diciembre)\b",
    re.IGNORECASE,
)


def explain_days(text: str) -> str:
    """Say why an answer is not one day: it names several, or a month in another language; empty if neither.

    >>> explain_days("A: 2 June 2026; B: 9 June 2026"), explain_days("12. März 2026"), explain_days("2 June 2026")
    ('it names more than one day', 'its month is not in English', '')
    """
    if len(text) > 1_000 or written_values.find_days(" ".join(text.split())):
        return ""
    days = {day for part in re.split(r"[;:,()\n]", text) for day in written_values.find_days(part.strip())}
    if len(days) > 1:
        return "it names more than one day"
    if days:
        return "what stands beside the day leaves open what happened on it"
    return "its month is not in English" if _OTHER_LANGUAGES.search(text) and re.search(r"\d", text) else ""
