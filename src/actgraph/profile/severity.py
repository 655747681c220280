"""How grave a finding is."""

from typing import Literal

Severity = Literal["violation", "warning", "info"]


SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")  # worst first
