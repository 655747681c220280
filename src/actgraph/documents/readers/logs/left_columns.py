"""List the columns of a log from which nothing is stated and nothing is counted, once each."""

from collections.abc import Collection, Sequence

from actgraph.documents.readers.logs.log_rows import LogRow, format_cells
from actgraph.documents.readers.logs.model_sums import Run
from actgraph.documents.readers.logs.phases import find_phase
from actgraph.documents.reading import Unread

_MAX_VALUES = 3  # that are shown of a column
_MAX_SHOWN = 60  # characters of a value
# they say what a row counts, or are named where it is listed
_ALWAYS_READ = frozenset("model run phase counts status operations flops running_total".split())
_OF_THE_MODEL = "no sum was counted from it, so it is not stated: answer the question on the model in the draft"
_REASONS = {
    "base_model": "the original model is stated only with the compute of its modification: add a column counts",
    "parameters": _OF_THE_MODEL,
    "active_parameters": _OF_THE_MODEL,
    "trainable_parameters": _OF_THE_MODEL,
    "architecture": _OF_THE_MODEL,
    "method": "the method is stated only with the sum that was estimated by it",
    "error": "the error is stated only with the sum that it is the error of",
    "hardware": "the name of hardware gives no amount, and actgraph has no table of hardware",
    "hardware_utilisation": "it also counts recomputed activations, which need not be in cumulative training compute"
    " (guidelines, paragraph 122)",
    "device_utilisation": "it may be the share of the time in which the units were busy, not of their peak performance",
    "start": "the start of training is used only together with a sum of training compute, and none was counted here",
    "end": "the vocabulary has no word for the end of training",
    "note": "notes are for readers: see whether they change what the run counts",
    "public": "it is read only of runs that generate synthetic data",
}
_ANY_REASON = "the sum does not use it"


def list_left_columns(runs: Sequence[tuple[Run, Collection[str]]]) -> list[Unread]:
    """List what stands in columns that give nothing.

    Args:
        runs: each row, and the columns of which something is stated or listed for its model.

    >>> from actgraph.documents.readers.logs.csv_logs import read_csv_log
    >>> from actgraph.documents.readers.logs.sums import sum_log
    >>> fields, unread = sum_log(read_csv_log("phase,flop,notes\\npre-training,1e24,first try", "log.csv"))
    >>> unread[0].text, unread[0].place
    ('note: first try', 'line 2')
    """
    left: dict[str, list[LogRow]] = {}
    for run, told in runs:
        for column in run.row.cells:
            if column not in told and not _is_read(run, column):
                left.setdefault(column, []).append(run.row)
    return [
        Unread(format_cells(rows, column), _describe(column, rows), _REASONS.get(column, _ANY_REASON))
        for column, rows in left.items()
    ]


def _is_read(run: Run, column: str) -> bool:
    if column in _ALWAYS_READ:
        return True
    if column == "public":
        return find_phase(run.row.get_text("phase")) == "synthetic"
    if run.counted:
        return column in run.counted.used
    return column not in _REASONS  # its amounts are listed with the row


def _describe(column: str, rows: Sequence[LogRow]) -> str:
    texts = list(dict.fromkeys(" ".join(cell.text.split()) for row in rows for cell in row.cells[column]))
    shown = [text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…" for text in texts[:_MAX_VALUES]]
    more = f"; {len(texts) - _MAX_VALUES} more" if len(texts) > _MAX_VALUES else ""
    return f"{column.replace('_', ' ')}: {'; '.join(shown)}{more}"
