"""A row of the table of benchmarks: measured times of actgraph and of the baseline, and the targets."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Aim:
    """A target: the most that a figure may be.

    Attributes:
        of: `ratio` (the median of ours divided by the baseline's, pair by pair), `seconds` (the median of ours) or
            `megabytes` (the peak).
        most: the limit.
        below: whether the limit itself is too much.
    """

    of: str
    most: float
    below: bool = False

    def is_met(self, figure: float) -> bool:
        """Return whether a figure meets the target.

        >>> Aim("ratio", 2).is_met(2), Aim("megabytes", 60, below=True).is_met(60)
        (True, False)
        """
        return figure < self.most if self.below else figure <= self.most


@dataclass(frozen=True)
class Row:
    """The measurements of one row.

    Attributes:
        name: rows that are measured together begin alike.
        what: what was measured, in Markdown.
        ours: seconds of each run.
        baseline: what it is compared with, in Markdown; may be empty.
        other: seconds of the baseline, each run paired with that of ours at the same index.
        aims: targets.
        megabytes: peak memory of the process and its children; None if not measured.
        note: footnote.
        details: figures that are not in the table.
    """

    name: str
    what: str
    ours: Sequence[float]
    baseline: str = ""
    other: Sequence[float] = ()
    aims: Sequence[Aim] = ()
    megabytes: float | None = None
    note: str = ""
    details: Sequence[Mapping[str, Any]] = field(default=(), repr=False)

    @property
    def ratios(self) -> list[float]:
        """Times of ours divided by the baseline's, pair by pair.

        >>> Row("a", "a", [1.0, 3.0], "b", [2.0, 2.0]).ratios
        [0.5, 1.5]
        """
        return [one / other for one, other in zip(self.ours, self.other, strict=True)] if self.other else []

    def get_figure(self, kind: str) -> float | None:
        """Return the figure that a target is about; None if not measured.

        Args:
            kind: as `Aim.of`.

        >>> Row("a", "a", [1.0, 3.0], "b", [2.0, 2.0]).get_figure("ratio")
        1.0
        """
        if kind == "ratio":
            return statistics.median(self.ratios) if self.other else None
        return statistics.median(self.ours) if kind == "seconds" else self.megabytes

    def to_json(self) -> dict[str, Any]:
        """Return the row as a JSON object.

        >>> Row("a", "a", [1.0]).to_json()["ours"]
        [1.0]
        """
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Row":
        """Build a row from a saved JSON object; ignore other keys.

        >>> row = Row("a", "a", [1.0], aims=[Aim("seconds", 2)])
        >>> Row.from_json({**row.to_json(), "date": "2026-11-26"}) == row
        True
        """
        names = cls.__dataclass_fields__
        said = {name: value for name, value in kept.items() if name in names}
        return cls(**{**said, "aims": [Aim(**aim) for aim in said["aims"]]})
