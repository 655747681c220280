"""Count the operations of one row, by the approach that its columns allow (guidelines C(2025) 5045, Annex A.2)."""

import re
from fractions import Fraction
from typing import NamedTuple

from actgraph.core.suggestions import quote_text
from actgraph.documents.readers.logs.columns import load_words
from actgraph.documents.readers.logs.log_rows import LogRow
from actgraph.documents.readers.logs.phases import find_phase
from actgraph.documents.readers.logs.quantities import format_amount, measure_period
from actgraph.documents.readers.logs.row_amounts import SAME, get_amount
from actgraph.documents.values import UnclearError

_CLOSE = Fraction(1, 20)
_DENSE_TRANSFORMER = re.compile(
    r"(?=.*\bdense\b)(?!.*\b(?:not|non)\b)(?!.*\b(?:moe|mixture)\b).*\btransformer\b", re.IGNORECASE
)
_USE = frozenset("units nodes units_per_node time start end device_time".split())
_TOKENS = frozenset("tokens tokens_of_an_epoch epochs".split())
_OTHER_SHARES = {
    "hardware_utilisation": "hfu cannot replace it, as it also counts recomputed activations, which need not be in"
    " cumulative training compute (guidelines, paragraph 122)",
    "device_utilisation": "the utilisation in the log cannot replace it, as it may be the share of time in which the"
    " GPUs were busy",
}
_EXPERTS = re.compile(r"\b(?:moe|mixture[ -]of[ -]experts)\b", re.IGNORECASE)
_NOT_EXPERTS = re.compile(r"\b(?:not|non|no|dense|without|hybrid|or|vs|from)\b", re.IGNORECASE)
_SIX = re.compile(r"6\W*[np]\W*d", re.IGNORECASE)


class Count(NamedTuple):
    """The operations of a row.

    Attributes:
        operations: in FLOP.
        formula: what was multiplied, in words.
        computation: the same with the numbers of the row.
        method: `hardware-based`, `architecture-based`, `other`, or empty if the log does not say it.
        used: the columns that were multiplied or compared.
        dense: whether the number of parameters is that of all parameters of a dense model.
    """

    operations: Fraction
    formula: str
    computation: str
    method: str
    used: frozenset[str]
    dense: bool = False


def count_operations(row: LogRow) -> Count:
    r"""Count the operations of a row.

    Raises:
        UnclearError: something is missing or not clear; the message says what, and what to add.

    >>> from actgraph.documents.readers.logs.csv_logs import read_csv_log
    >>> log = read_csv_log("gpus,hours,peak_tflops,mfu\n512,100,989,40%", "log.csv")
    >>> print(ascii(count_operations(log.rows[0]).computation))
    '512 units \xd7 360,000 s \xd7 9.89e14 FLOP/s \xd7 0.4'
    """
    if "step" in row.cells and ("operations" in row.cells or "flops" in row.cells):
        raise UnclearError("it is a step of a training, so its operations may be a running total")
    method = _find_method(row)
    direct = _get_direct(row)
    hardware = _count_hardware(row)
    if direct is not None:
        if hardware is None:
            return Count(direct, "operations as logged", format_amount(direct), method, frozenset())
        if abs(hardware.operations - direct) > _CLOSE * direct:
            raise UnclearError(
                f"the log says {format_amount(direct)} FLOP, and units × time × peak × utilisation is"
                f" {format_amount(hardware.operations)} FLOP"
            )
        logged = Count(direct, "operations as logged", format_amount(direct), method or hardware.method, hardware.used)
        return max(logged, hardware)
    architecture = _count_architecture(row)
    if hardware and architecture and method != hardware.method:
        if method == architecture.method:
            return architecture
        if abs(hardware.operations - architecture.operations) > _CLOSE * hardware.operations:
            raise UnclearError(
                f"its hardware gives {format_amount(hardware.operations)} FLOP, its architecture"
                f" {format_amount(architecture.operations)} FLOP: name the method"
            )
    if found := hardware or architecture:
        return found
    raise UnclearError(_explain_lack(row))


def _find_method(row: LogRow) -> str:
    said = row.get_text("method").lower().strip(" .;")
    if not said:
        return ""
    for method, words in load_words()["method"].items():
        if said in words:
            return str(method)
    raise UnclearError(f"method: {quote_text(said)} is none of: hardware-based, architecture-based, measured")


def _get_direct(row: LogRow) -> Fraction | None:
    """Return the operations that a row states."""
    found = get_amount(row, "operations")
    if found is not None or "flops" not in row.cells:
        return found
    cell = row.cells["flops"][0]
    bare = cell.column.unit is not None and cell.column.unit.factor == 1
    if bare and row.cells.keys() & {"units", "time", "device_time", "utilisation", "start"} and "peak" not in row.cells:
        raise UnclearError(
            "its FLOPS may be operations, or operations per second: call the column total_flop or peak_flops"
        )
    return get_amount(row, "flops")


def _get_device_seconds(row: LogRow) -> tuple[Fraction, str] | None:
    """Return the number of units times the time, in seconds, and the computation."""
    units = get_amount(row, "units")
    if "units_per_node" in row.cells and "nodes" in row.cells:
        nodes, each = get_amount(row, "nodes"), get_amount(row, "units_per_node")
        product = nodes * each if nodes and each else None
        if units is not None and units != product:
            raise UnclearError("number of units is not nodes times units per node")
        units = product
    time = get_amount(row, "time")
    if "start" in row.cells and "end" in row.cells:
        try:
            period = measure_period(row.get_text("start"), row.get_text("end"))
        except UnclearError as error:
            if time is None or "does not come after" in str(error):
                raise
        else:
            if time is not None and time > period * (1 + SAME):
                raise UnclearError("the time is longer than from start to end")
            time = time if time is not None else period
    whole = get_amount(row, "device_time")
    product = units * time if units is not None and time is not None else None
    if whole is not None:
        if product is not None and abs(product - whole) > SAME * whole:
            raise UnclearError("units times time is not the device time that it states")
        return whole, f"{format_amount(whole)} device seconds"
    if product is None or units is None or time is None:
        return None
    return product, f"{format_amount(units)} units × {format_amount(time)} s"


def _count_hardware(row: LogRow) -> Count | None:
    """Count by C = N · L · H · U (paragraphs 126 to 128)."""
    used = _get_device_seconds(row)
    peak, share, achieved = (get_amount(row, column) for column in ("peak", "utilisation", "achieved"))
    if used is None:
        return None
    first = "device time" if "device_time" in row.cells else "units × time"
    if peak is not None and share is not None:
        if achieved is not None and abs(achieved - peak * share) > _CLOSE * achieved:
            raise UnclearError("the achieved performance is not peak performance times utilisation")
        shown = f"{used[1]} × {format_amount(peak)} FLOP/s × {format_amount(share)}"
        columns = _USE | {"peak", "utilisation"} | ({"achieved"} if achieved is not None else set())
        return Count(used[0] * peak * share, f"{first} × peak × utilisation", shown, "hardware-based", columns)
    if achieved is not None:
        if peak is not None and achieved > peak:
            raise UnclearError("the achieved performance is above the peak performance")
        shown = f"{used[1]} × {format_amount(achieved)} FLOP/s achieved"
        return Count(
            used[0] * achieved, f"{first} × achieved performance", shown, "hardware-based", _USE | {"achieved"}
        )
    return None


def _count_architecture(row: LogRow) -> Count | None:
    """Count by the passes (paragraph 131), or by C ≈ 6 · P · D for a dense transformer (paragraph 132)."""
    passes, each = get_amount(row, "passes"), get_amount(row, "operations_of_a_pass")
    if passes is not None and each is not None:
        shown = f"{format_amount(passes)} passes × {format_amount(each)} FLOP"
        columns = frozenset(("passes", "operations_of_a_pass"))
        return Count(passes * each, "passes × operations of a pass", shown, "architecture-based", columns)
    each = get_amount(row, "operations_of_a_token")
    if each is None and "parameters" not in row.cells:
        return None
    tokens = _get_tokens(row)
    if tokens is None:
        return None
    if each is not None:
        shown = f"{format_amount(tokens)} tokens × {format_amount(each)} FLOP"
        columns = _TOKENS | {"operations_of_a_token"}
        return Count(tokens * each, "tokens × operations of a token", shown, "architecture-based", columns)
    parameters = get_amount(row, "parameters")
    if parameters is None or _find_doubt_of_six(row):
        return None
    shown = f"6 × {format_amount(parameters)} parameters × {format_amount(tokens)} tokens"
    columns = _TOKENS | {"architecture"}
    return Count(6 * parameters * tokens, "6 × parameters × tokens", shown, "architecture-based", columns, dense=True)


def find_density(architecture: str) -> str:
    """Find whether an architecture is dense: `true`, `false`, or empty if it does not say so.

    >>> find_density("dense transformer (decoder)"), find_density("MoE transformer"), find_density("transformer")
    ('true', 'false', '')
    """
    if _DENSE_TRANSFORMER.search(architecture):
        return "true"
    return "false" if _EXPERTS.search(architecture) and not _NOT_EXPERTS.search(architecture) else ""


def _find_doubt_of_six(row: LogRow) -> str:
    """Say why 6 · P · D may not hold for a row; empty if the log says that it does."""
    if row.cells.keys() & {"active_parameters", "trainable_parameters"}:
        return "6 × parameters × tokens holds for dense models of which all parameters are trained: add total_flop"
    if find_phase(row.get_text("phase")) == "synthetic":
        return "6 × parameters × tokens holds for forward and backward passes, not for generating data: add total_flop"
    architecture = row.get_text("architecture")
    if _DENSE_TRANSFORMER.search(architecture) or (not architecture and _SIX.search(row.get_text("method"))):
        return ""
    return (
        "6 × parameters × tokens holds for large dense transformers: if it is one, add architecture “dense transformer”"
    )


def _get_tokens(row: LogRow) -> Fraction | None:
    """Return the tokens of a training; a token that passes twice counts twice."""
    tokens, epochs = get_amount(row, "tokens"), get_amount(row, "epochs")
    of_an_epoch = get_amount(row, "tokens_of_an_epoch")
    if of_an_epoch is not None and epochs is not None:
        if tokens is not None and abs(tokens - of_an_epoch * epochs) > SAME * tokens:
            raise UnclearError("its tokens are not the tokens of an epoch times the epochs")
        return of_an_epoch * epochs
    if tokens is not None and epochs is not None and epochs != 1:
        raise UnclearError("whether its tokens are those of one epoch or of all is open: add tokens_per_epoch")
    return tokens


def _explain_lack(row: LogRow) -> str:
    """Say what a row lacks to be counted."""
    cells = row.cells.keys()
    if "running_total" in cells:
        return (
            "it has a running total, not its own operations: add a column total_flop; if the column is the cumulative"
            " training compute of the run, call it total_flop and add a column counts with cumulative"
        )
    if cells & {"parameters", "tokens"} and not cells & {"peak", "utilisation", "time", "device_time"}:
        if {"parameters", "tokens"} <= cells:
            return _find_doubt_of_six(row)
        return "it lacks the number of parameters or of tokens"
    lacking = []
    if not ("device_time" in cells or "units" in cells or {"nodes", "units_per_node"} <= cells):
        lacking.append("the number of units")
    if not ("device_time" in cells or "time" in cells or {"start", "end"} <= cells):
        lacking.append("the time of use")
    if "achieved" not in cells:
        hardware = f" of {quote_text(row.get_text('hardware'))}" if row.get_text("hardware") else ""
        if "peak" not in cells:
            lacking.append(f"the peak performance{hardware} (peak_tflops)")
        if "utilisation" not in cells and (other := cells & _OTHER_SHARES.keys()):
            lacking.append(f"the utilisation (mfu): {'; '.join(_OTHER_SHARES[column] for column in sorted(other))}")
        elif "utilisation" not in cells:
            lacking.append("the utilisation (mfu)")
    return f"it lacks {', '.join(lacking)}" if lacking else "it cannot be counted"
