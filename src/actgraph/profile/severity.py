"""How grave a finding is, and of which kind in words for people."""

from typing import Literal

Severity = Literal["violation", "warning", "info"]
Kind = Literal["not shown (Act)", "not shown (Code, signed)", "advice", "open"]


SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")  # worst first
KINDS: tuple[Kind, ...] = ("not shown (Act)", "not shown (Code, signed)", "advice", "open")


def get_kind(severity: Severity, leaves_open: bool) -> Kind:
    """Return the kind of a finding: what is not shown is not thereby infringed.

    Args:
        severity: the severity of its shape.
        leaves_open: whether its shape says that something is open (`ag:leavesOpen`).

    >>> get_kind("violation", False), get_kind("violation", True)
    ('not shown (Act)', 'open')
    """
    return "open" if leaves_open else KINDS[SEVERITIES.index(severity)]
