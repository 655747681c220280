"""A row of the table: the times of ours and of its baseline as they were measured, and what was aimed at."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Aim:
    """What a figure should be at most.

    Attributes:
        of: `ratio` (the median of ours divided by the baseline's, pair by pair), `seconds` (the median of ours) or
            `megabytes` (the peak).
        most: the greatest that will do.
        below: whether it must stay below even that.
    """

    of: str
    most: float
    below: bool = False

    def is_met(self, figure: float) -> bool:
        """Whether a figure will do.

        Args:
            figure: of the same kind and unit.

        >>> Aim("ratio", 2).is_met(2), Aim("megabytes", 60, below=True).is_met(60)
        (True, False)
        """
        return figure < self.most if self.below else figure <= self.most


@dataclass(frozen=True)
class Row:
    """What was measured for one row.

    Attributes:
        name: by which it is asked for; several rows that are measured together begin alike.
        what: what was measured, in Markdown.
        ours: seconds, one a run.
        baseline: what it is compared with, in Markdown; empty where with nothing.
        other: seconds of the baseline, each run in turn with that of ours in the same place.
        aims: what the figures should be.
        megabytes: peak of memory, of the process and those it started; None where it was not measured.
        note: what must be known to read the row.
        details: figures that the table leaves out.
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
        """Ours divided by the baseline, pair by pair.

        >>> Row("a", "a", [1.0, 3.0], "b", [2.0, 2.0]).ratios
        [0.5, 1.5]
        """
        return [one / other for one, other in zip(self.ours, self.other, strict=True)] if self.other else []

    def get_figure(self, kind: str) -> float | None:
        """The figure that an aim is about, or None where it was not measured.

        Args:
            of: as an aim has it.

        >>> Row("a", "a", [1.0, 3.0], "b", [2.0, 2.0]).get_figure("ratio")
        1.0
        """
        if kind == "ratio":
            return statistics.median(self.ratios) if self.other else None
        return statistics.median(self.ours) if kind == "seconds" else self.megabytes

    def to_json(self) -> dict[str, Any]:
        """As it is kept.

        >>> Row("a", "a", [1.0]).to_json()["ours"]
        [1.0]
        """
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Row":
        """As it was kept; what stands beside it is not looked at.

        Args:
            kept: by `as_json`.

        >>> row = Row("a", "a", [1.0], aims=[Aim("seconds", 2)])
        >>> Row.from_json({**row.to_json(), "date": "2026-11-26"}) == row
        True
        """
        names = cls.__dataclass_fields__
        said = {name: value for name, value in kept.items() if name in names}
        return cls(**{**said, "aims": [Aim(**aim) for aim in said["aims"]]})
