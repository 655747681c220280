"""Whether a summary follows the template of the AI Office: judged by its questions and by whether they are answered."""

import re
from collections.abc import Sequence

from actgraph.documents.readers.texts.segments import Segment
from actgraph.documents.reading import Field, Unread
from actgraph.documents.tables import load_table
from actgraph.documents.values import is_placeholder

REQUIRED = (
    "0.version 0.last-update 1.1.provider 1.2.model-names 1.2.market-date 1.3.latest-acquisition 2.1.used"
    " 2.2.1.agreements 2.2.2.obtained 2.3.crawlers-used 2.4.model-interactions 2.4.other-services 2.5.used 2.6.used"
    " 3.1.signatory 3.1.measures 3.2.measures"
).split()
_SECTIONS = frozenset(("1.1", "1.2", "1.3", "2.1", "2.2.1", "2.2.2", "2.3", "2.4", "2.5", "2.6", "3.1", "3.2"))
_MOST_MISSING = 2  # of a summary that has some fields in another form
_PLACE = "the document as a whole"
_TITLE = re.compile(r"(?i)summary\s+of\s+(?:the\s+)?(?:training\s+content|content\s+used)")


def judge_template(title: str, segments: Sequence[Segment], found: Sequence[Field | Unread]) -> list[Field | Unread]:
    """Judge whether a summary follows the template: all required fields are answered, and no other question is there.

    Args:
        title: its heading.
        segments: its labels, each with what follows it.
        found: what was read of them.
    """
    missing = [field for field in REQUIRED if not _is_answered(field, segments, found)]
    absent = {*REQUIRED} - {one.field.removeprefix("field ") for one in segments}
    others = [one for one in segments if one.field == "other"]
    if others and min(len(others), len(absent)) > _MOST_MISSING and re.search(r"(?i)\bsummary\b", title):
        return [Field("follows the template in part", "yes", _PLACE)]
    if others or not _TITLE.search(title) or not {one.section for one in segments} >= _SECTIONS:
        return []
    if missing:
        reason = (
            "these required fields have no answer that could be read, so that it is not said to follow the template"
        )
        return [Unread(_PLACE, ", ".join(f"field {one}" for one in missing), reason)]
    return [Field("follows the template", "yes", _PLACE)]


def _is_answered(field: str, segments: Sequence[Segment], found: Sequence[Field | Unread]) -> bool:
    """Tell whether a field has an answer or a gap with its reason; boxes of which none is ticked are no answer."""
    rows = load_table("training-summary").rows.get(f"field {field}", ())
    read = [one for one in found if isinstance(one, Field)]
    if any(one.name == "gap" and one.value == field for one in read):
        return True
    if rows and rows[0].read == "boolean":
        return any(one.name == f"field {field}" for one in read)
    head = any(one.name == f"field {field}" and not is_placeholder(one.value) for one in read)
    return head or any(
        one.field == f"field {field}" and not is_placeholder(" ".join(one.value.split())) for one in segments
    )
