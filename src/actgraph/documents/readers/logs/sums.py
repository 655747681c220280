"""Sum a log of compute for each of its models."""

from collections.abc import Sequence
from fractions import Fraction

from actgraph.core.suggestions import quote_text
from actgraph.documents.nodes import normalize_name
from actgraph.documents.readers.logs.left_columns import list_left_columns
from actgraph.documents.readers.logs.log_rows import Log, LogRow, describe_row, format_cells, format_places
from actgraph.documents.readers.logs.model_sums import ModelSummer, Run
from actgraph.documents.readers.logs.operations import count_operations
from actgraph.documents.readers.logs.phases import find_purpose
from actgraph.documents.readers.logs.quantities import format_amount
from actgraph.documents.readers.logs.row_amounts import get_amount
from actgraph.documents.reading import MAIN_MODEL, Field, Unread
from actgraph.documents.values import UnclearError

_MAX_LISTED = 20  # rows with a fault that are listed one by one
_MAX_MODELS = 50
_ROUNDED = Fraction(1, 20)  # a stated total may be rounded by it


def sum_log(log: Log) -> tuple[list[Field], list[Unread]]:
    """Sum a log: the fields that it states, and what is left open with the reason.

    >>> from actgraph.documents.readers.logs.csv_logs import read_csv_log
    >>> fields, unread = sum_log(read_csv_log("model,phase,flop\\nA,pre-training,1.5e24\\nA,sft,1e22", "log.csv"))
    >>> [(field.name, field.value) for field in fields]
    [('model', 'A'), ('parameter updates', '1.51E24')]
    >>> fields[1].place
    'lines 2 to 3, 2 runs: operations as logged = 1.5e24 + 1e22'
    """
    runs = [_count_run(row) for row in log.rows]
    unread = [*log.unread, *_list_faults(runs)]
    models = _group_models(runs)
    doubt = _find_doubt_of_log(log, runs, list(models))
    if doubt:
        unread.append(Unread(format_places([run.row for run in runs]), "the sum", doubt))
    fields: list[Field] = []
    told: dict[str, set[str]] = {}
    for label, own in models.items():
        about = ("model", label) if label else MAIN_MODEL
        if label:
            fields.append(Field("model", label, own[0].row.cells["model"][0].place or own[0].row.place, about))
        if not doubt:
            summer = ModelSummer(label, own, about)
            summer.sum_runs()
            fields += summer.fields
            unread += [*_list_spellings(label, own), *summer.unread]
            told[label] = summer.told
    unread += list_left_columns([(run, told.get(label, set())) for label, own in models.items() for run in own])
    return fields, unread


def _count_run(row: LogRow) -> Run:
    purpose = find_purpose(row)
    if purpose.counts == "none":
        return Run(row, None, purpose)
    try:
        return Run(row, count_operations(row), purpose)
    except UnclearError as error:
        return Run(row, None, purpose, str(error))


def _list_faults(runs: Sequence[Run]) -> list[Unread]:
    faulty = [run for run in runs if run.fault and (run.purpose.phase != "uncounted" or run.purpose.counts)]
    listed = [Unread(run.row.place, describe_row(run.row), run.fault) for run in faulty[:_MAX_LISTED]]
    if len(faulty) > _MAX_LISTED:
        places = format_places([run.row for run in faulty[_MAX_LISTED:]])
        listed.append(Unread(places, f"{len(faulty) - _MAX_LISTED} more rows", "they cannot be counted"))
    return listed


def _group_models(runs: Sequence[Run]) -> dict[str, list[Run]]:
    """Group the rows by model; the key is the name as it is written first."""
    names: dict[str, str] = {}
    found: dict[str, list[Run]] = {}
    for run in runs:
        label = run.row.get_text("model")
        found.setdefault(names.setdefault(normalize_name(label), label), []).append(run)
    return found


def _list_spellings(label: str, runs: Sequence[Run]) -> list[Unread]:
    """List the other ways in which the rows of a model write its name."""
    found: dict[str, list[LogRow]] = {}
    for run in runs:
        found.setdefault(run.row.get_text("model"), []).append(run.row)
    reason = (
        f"it is summed with {quote_text(label)}, as the names differ only in marks or in capital letters:"
        " write one name, or tell the models apart by more"
    )
    return [Unread(format_cells(rows, "model"), name, reason) for name, rows in found.items() if name != label]


def _find_doubt_of_log(log: Log, runs: Sequence[Run], models: Sequence[str]) -> str:
    """Say why no sum of a log can be trusted; empty if none speaks against them."""
    if len(models) > 1 and "" in models:
        return "some rows name no model, so no sum is stated: name the model in each row"
    if len(models) > _MAX_MODELS:
        return f"it has more than {_MAX_MODELS} models: split the log"
    seen: dict[tuple[object, ...], str] = {}
    for run in runs:
        key = tuple(sorted((column, tuple(cell.text for cell in cells)) for column, cells in run.row.cells.items()))
        if key in seen:
            return (
                f"{seen[key]} and {run.row.place} are the same, so a run may be counted twice:"
                " delete one, or give each run a name"
            )
        seen[key] = run.row.place
    return next((doubt for total in log.totals if (doubt := _check_total(total, runs))), "")


def _check_total(total: LogRow, runs: Sequence[Run]) -> str:
    """Say why a total is not that of the runs; empty if it is, or says nothing that can be compared."""
    parts = _find_parts(total, runs)
    try:
        amounts = {column: get_amount(total, column) for column in ("operations", "device_time")}
        times = [get_amount(run.row, "device_time") for run in parts] if amounts["device_time"] else [None]
    except UnclearError as error:
        return f"the total in {total.place} cannot be compared: {error}"
    sums = {"operations": _add_up([run.counted.operations if run.counted else None for run in parts])}
    sums["device_time"] = _add_up(times)
    for column, said in amounts.items():
        found = sums[column]
        if said is not None and found is not None and abs(said - found) > _ROUNDED * said:
            unit = "FLOP" if column == "operations" else "device seconds"
            return (
                f"the total in {total.place} is {format_amount(said)} {unit}, and its runs have"
                f" {format_amount(found)} {unit}: correct one of them"
            )
    return ""


def _add_up(amounts: Sequence[Fraction | None]) -> Fraction | None:
    """Add amounts; None if one is missing."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(amounts) else None


def _find_parts(total: LogRow, runs: Sequence[Run]) -> list[Run]:
    """Find the rows that a total is the sum of: those of its model or its group, else all."""
    model = normalize_name(total.get_text("model"))
    same = [run for run in runs if model and normalize_name(run.row.get_text("model")) == model]
    if same or total.number or total.place == "the object":
        return same or list(runs)
    return [run for run in runs if run.row.place.startswith((f"{total.place}.", f"{total.place}["))]
