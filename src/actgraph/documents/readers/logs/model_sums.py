"""Sum the rows of one model, where the log says plainly what it counts (guidelines C(2025) 5045, Annex A.1)."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from actgraph.core.suggestions import quote_text
from actgraph.documents.nodes import normalize_name
from actgraph.documents.readers.logs.log_rows import LogRow, describe_row, format_cells, format_places
from actgraph.documents.readers.logs.operations import Count, find_density
from actgraph.documents.readers.logs.phases import Purpose
from actgraph.documents.readers.logs.quantities import format_amount, round_up
from actgraph.documents.readers.logs.row_amounts import get_amount
from actgraph.documents.reading import Field, Unread
from actgraph.documents.values import UnclearError
from actgraph.profile.amounts import format_double

_MAX_SHOWN = 6  # rows whose amounts are shown in a sum
_NO_BEGINNING = "it has no pre-training, so it may be the compute of a modification or of only a part of the training"
_HAS_BASE = "it names a base model, so it may be the compute of a modification"
_LACKS_BASE = (
    "the log names a base model, and cumulative training compute should include the compute of the weights taken over"
    " (paragraph 121): add that compute, and state the sum yourself"
)
_ASK = "give each run its phase, or a column counts: parameter updates, cumulative, modification or none"


class Run(NamedTuple):
    """A row, counted.

    Attributes:
        row: the row.
        counted: its operations; None if they cannot be counted.
        purpose: what it counts.
        fault: why it cannot be counted.
    """

    row: LogRow
    counted: Count | None
    purpose: Purpose
    fault: str = ""


class ModelSummer:
    """Sum the rows of one model.

    Args:
        label: the name of the model; empty if the log names none.
        runs: its rows.
        about: what the fields are about.
    """

    def __init__(self, label: str, runs: Sequence[Run], about: tuple[str, str]) -> None:
        self._text = f"the sum of {quote_text(label)}" if label else "the sum"
        self._all, self._about = runs, about
        self._runs = [run for run in runs if run.purpose.counts != "none"]
        self._stated: list[Run] = []
        self.fields: list[Field] = []
        self.unread: list[Unread] = []
        self.told: set[str] = set()  # columns of which something is stated or listed

    def sum_runs(self) -> None:
        """State the sums of which the log says what they count; list the others."""
        left = [run for run in self._all if run.purpose.counts == "none"]
        if left:
            self._list_rows("not counted", [run.row for run in left])
        if not self._runs:
            return
        said = {run.purpose.counts for run in self._runs} - {""}
        if "modification" in said:
            self._sum_modification(said)
        else:
            if "cumulative" in said:
                self._sum_cumulative()
            self._sum_updates(said)
        self._add_density()
        if self._stated:
            self._add_method()
            self._add_error()
            self._add_parameters()
        elif not self.unread:
            self._list_sum(f"it does not say what it counts: {_ASK}")

    def _sum_modification(self, said: set[str]) -> None:
        doubtful = [run for run in self._runs if run.purpose.doubt and run.purpose.counts]
        if doubtful:
            self._leave_open("compute of the modification", doubtful)
        elif said != {"modification"} or any(run.purpose.counts != "modification" for run in self._runs):
            self._leave("not all of its runs count as modification, so no sum is stated: " + _ASK, self._runs)
        elif self._state("modification", self._runs):
            bases = {normalize_name(name): name for run in self._runs if (name := run.row.get_text("base_model"))}
            if len(bases) == 1:
                self._add("base model", bases.popitem()[1], [run.row for run in self._runs], "base_model")

    def _sum_cumulative(self) -> None:
        """Sum what counts as used for training; what updates the parameters does in any case (paragraph 119)."""
        open_runs = [run for run in self._runs if run.purpose.doubt or not run.purpose.counts]
        if open_runs:
            self._leave_open("cumulative training compute", open_runs)
        elif any(run.row.get_text("base_model") for run in self._runs):
            self._list_sum(_LACKS_BASE)
        else:
            self._state("cumulative", self._runs)

    def _sum_updates(self, said: set[str]) -> None:
        """Sum what went directly into updates of the parameters (paragraph 118)."""
        explicit = "updates" in said
        members, open_runs = [], []
        others: list[Run] = []
        for run in self._runs:
            counts, phase, doubt = run.purpose.counts, run.purpose.phase, run.purpose.doubt
            if counts == "updates" and not doubt:
                members.append(run)
            elif (counts == "cumulative" and explicit) or (not doubt and phase in ("synthetic", "uncounted")):
                others.append(run)
            elif counts == "cumulative":
                return  # only what it counts is stated; the draft asks for the compute of the updates
            elif not doubt and phase in ("pre-training", "update"):
                members.append(run)
            else:
                open_runs.append(run)
        if "cumulative" in said and not explicit and (open_runs or not _begins_at_zero(members, self._runs)):
            return  # the log says that it counts something else; the draft asks for this
        if open_runs:
            self._leave_open("compute of the parameter updates", open_runs)
        elif not explicit and not _begins_at_zero(members, self._runs):
            based = any(run.row.get_text("base_model") for run in self._runs)
            self._list_sum(f"{_HAS_BASE if based else _NO_BEGINNING}: add a column counts")
        elif self._state("parameter updates", members) and not explicit and others and "cumulative" not in said:
            for name, phase in (("not in the updates", "synthetic"), ("need not be counted", "uncounted")):
                if rows := [run.row for run in others if run.purpose.phase == phase]:
                    self._list_rows(name, rows)

    def _leave_open(self, what: str, runs: Sequence[Run]) -> None:
        reasons = dict.fromkeys(run.purpose.doubt or "it does not say what it counts" for run in runs)
        places = format_places([run.row for run in runs])
        self._list_sum(f"the {what} is not stated, because of {places} ({'; '.join(list(reasons)[:3])}): {_ASK}")

    def _state(self, name: str, runs: Sequence[Run]) -> bool:
        """State a sum, unless one of its rows cannot be counted: the sum of the others would be too low."""
        faulty = [run for run in runs if run.counted is None]
        if faulty:
            self._leave(
                "no sum is stated, because these rows cannot be counted and a sum without them is too low", faulty
            )
            return False
        if not runs:
            return False
        self.fields.append(self._make_sum(name, runs))
        self._stated += runs
        return True

    def _list_sum(self, reason: str) -> None:
        """List a sum of which it is open what it counts."""
        if any(run.counted is None for run in self._runs):
            self._leave(reason, self._runs)
        else:
            field = self._make_sum("sum", self._runs)
            self._add_unread(Unread(field.place, f"{self._text}, {field.value} FLOP", reason))

    def _make_sum(self, name: str, runs: Sequence[Run]) -> Field:
        counts = [run.counted for run in runs if run.counted]
        total = sum((count.operations for count in counts), Fraction(0))
        rows = format_places([run.row for run in runs])
        if len(counts) == 1:
            shown = f"{rows}: {counts[0].computation}"
        else:
            formulas = " or ".join(dict.fromkeys(count.formula for count in counts))
            apart = len(counts) if len(counts) <= _MAX_SHOWN + 1 else _MAX_SHOWN
            terms = [format_amount(count.operations) for count in counts[:apart]]
            rest = sum((count.operations for count in counts[apart:]), Fraction(0))
            more = f" + {format_amount(rest)} for the other {len(counts) - apart}" if rest else ""
            shown = f"{rows}, {len(counts)} runs: {formulas} = {' + '.join(terms)}{more}"
        return Field(name, format_double(round_up(total)), shown, self._about)

    def _leave(self, reason: str, runs: Sequence[Run]) -> None:
        self._add_unread(Unread(format_places([run.row for run in runs]), self._text, reason))

    def _add_unread(self, part: Unread) -> None:
        if part not in self.unread:
            self.unread.append(part)

    def _add(self, name: str, value: str, rows: Sequence[LogRow], column: str = "") -> None:
        """Add a field, at the cells of its column or at its rows."""
        self.told.add(column)
        place = format_cells(rows, column) if column else format_places(rows)
        self.fields.append(Field(name, value, place, self._about))

    def _list_rows(self, name: str, rows: Sequence[LogRow]) -> None:
        texts = list(dict.fromkeys(describe_row(row) for row in rows))
        more = f"; {len(texts) - _MAX_SHOWN} more" if len(texts) > _MAX_SHOWN else ""
        self._add(name, "; ".join(texts[:_MAX_SHOWN]) + more, rows)

    def _add_method(self) -> None:
        stated = [run for run in self._stated if run.counted]
        methods = dict.fromkeys(run.counted.method for run in stated if run.counted)
        self.told.add("method")
        if "" in methods and len(methods) > 1:
            self._leave("the method is not stated, because some of its runs name none", self._stated)
        else:
            for method in filter(None, methods):
                rows = [run.row for run in stated if run.counted and run.counted.method == method]
                self._add("method", method, rows, "method" if all("method" in row.cells for row in rows) else "")

    def _add_error(self) -> None:
        self._add_agreed("error", "estimation error", lambda run: get_amount(run.row, "error"))

    def _add_parameters(self) -> None:
        if all(run.counted and run.counted.dense for run in self._stated):
            self._add_agreed("parameters", "parameters", lambda run: get_amount(run.row, "parameters"))

    def _add_density(self) -> None:
        """Add whether the model is dense, if its rows say so alike and none speaks against it."""
        rows = [run.row for run in self._runs if "architecture" in run.row.cells]
        said = {find_density(cell.text) for row in rows for cell in row.cells["architecture"]}
        active = any("active_parameters" in run.row.cells for run in self._runs)
        if len(said) == 1 and (density := said.pop()) and not (density == "true" and active):
            self._add("is dense", density, rows, "architecture")

    def _add_agreed(self, column: str, name: str, read: Callable[[Run], Fraction | None]) -> None:
        """Add what all rows say alike."""
        if not any(column in run.row.cells for run in self._stated):
            return
        self.told.add(column)
        try:
            values = {read(run) for run in self._stated}
        except UnclearError as error:
            self._leave(f"its {name} is not stated: {error}", self._stated)
            return
        value = values.pop()
        if values or value is None:
            self._leave(f"its {name} is not stated, because not all runs have the same one", self._stated)
        else:
            self._add(name, format_double(float(value)), [run.row for run in self._stated], column)


def _begins_at_zero(members: Sequence[Run], runs: Sequence[Run]) -> bool:
    """Tell whether a log has the training of a model from its beginning."""
    return any(run.purpose.phase == "pre-training" for run in members) and not any(
        run.row.get_text("base_model") for run in runs
    )
