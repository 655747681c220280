"""Read logs that count training compute: tables, JSON, JSON Lines, and the state of a Hugging Face Trainer."""

import codecs
import re
from collections.abc import Sequence

from actgraph.documents.readers.logs.csv_logs import read_csv_log
from actgraph.documents.readers.logs.json_logs import read_json_log
from actgraph.documents.readers.logs.sums import sum_log
from actgraph.documents.reading import DocumentError, Reading

_MAX_SIZE = 5_000_000  # bytes
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_STEPS = re.compile(
    r"iteration +\d+/ *\d+ \|.*elapsed time per iteration|DeepSpeed Flops Profiler|\[deepspeed\].*step=\d+",
    re.IGNORECASE,
)
_TODO = "Write a table (.csv) with one row for each run: model, phase, gpus, hours, peak_tflops, mfu, or total_flop"


def read_document(data: bytes, name: str) -> Sequence[Reading] | None:
    """Read a log of training compute; None if it is another document.

    Args:
        data: its bytes.
        name: its name in messages.

    Raises:
        DocumentError: it is one and is damaged, too large, or counts no run.

    >>> readings = read_document(b"phase,gpus,hours,peak_tflops,mfu\\npre-training,512,1000,989,0.4\\n", "log.csv")
    >>> readings[0].fields[0].value
    '7.2916992E23'
    """
    text = _decode(data[:_MAX_SIZE])
    if text is None:
        return None
    if len(data) > _MAX_SIZE:
        if read_csv_log("\n".join(text.splitlines()[:20]), name) is None:
            return None
        raise DocumentError(f"this log has more than {_MAX_SIZE // 10**6} MB", where=name, todo=_TODO)
    found = read_json_log(text, name) if text.lstrip()[:1] in ("{", "[") else read_csv_log(text, name)
    if found is None:
        if _STEPS.search(text[:200_000]):
            raise DocumentError("this log has the steps of a training, and no sum of its runs", where=name, todo=_TODO)
        return None
    if not found.rows:
        raise DocumentError("this log has no runs", where=name, todo=_TODO)
    fields, unread = sum_log(found)
    return [Reading("compute-log", fields, unread)]


def _decode(data: bytes) -> str | None:
    """Decode a text; None for what is none."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            return None
    if _BINARY.search(data[:4000]):
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
