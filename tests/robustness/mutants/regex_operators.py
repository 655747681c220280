"""Mutate a regular expression: remove an anchor or an alternative, make an optional part required."""

from collections.abc import Iterator

_ANCHORS = ("^", "$", r"\b")


def change_regex(pattern: str) -> Iterator[tuple[str, str]]:
    r"""Mutate a regular expression by each of the operators: the change in a few words, and the new expression.

    Args:
        pattern: Python's syntax, which covers what shapes use of that of XML Schema.

    >>> for what, new in change_regex(r"^(?>a|b)c?\b"):
    ...     print(what.ljust(16), new)
    without ^        (?>a|b)c?\b
    without a        ^(?>b)c?\b
    without b        ^(?>a)c?\b
    c? → c           ^(?>a|b)c\b
    without \b       ^(?>a|b)c?
    """
    return (change for change in list(_list_changes(pattern)) if change[1] != pattern)


def _list_changes(pattern: str) -> Iterator[tuple[str, str]]:
    at, before = 0, (0, 0)  # the position, and the span that a quantifier would apply to
    opened: list[list[int]] = [[0]]  # for each open group: its start, and the starts of its alternatives
    while at < len(pattern):
        end = _find_part_end(pattern, at)
        part = pattern[at:end]
        if part in _ANCHORS:
            yield f"without {part}", pattern[:at] + pattern[end:]
        elif part.startswith("("):
            opened.append([at, end])
        elif part == "|":
            opened[-1].append(end)
        elif part == ")":
            start, *cuts = opened.pop()
            yield from _drop_alternatives(pattern, cuts, at)
            before = start, end
        elif part[0] in "?*+" and at:
            told = pattern[slice(*before)]
            told = told if len(told) <= 60 else f"{told[:59]}…"
            other = "+" + part[1:] if part[0] == "*" else ""
            yield f"{told}{part} → {told}{other}", pattern[:at] + other + pattern[end:]
        if part not in _ANCHORS and not part.startswith(("(", ")", "|", "?", "*", "+")):
            before = at, end
        at = end
    yield from _drop_alternatives(pattern, opened[0], len(pattern))


def _drop_alternatives(pattern: str, cuts: list[int], end: int) -> Iterator[tuple[str, str]]:
    """Remove each alternative; the last has no bar after it."""
    for number, start in enumerate(cuts) if len(cuts) > 1 else []:
        last = number == len(cuts) - 1
        behind = end if last else cuts[number + 1] - 1
        gone = pattern[start:behind]
        told = gone if len(gone) <= 60 else f"{gone[:59]}…"
        yield (
            f"without {told}",
            pattern[: start - 1] + pattern[end:] if last else pattern[:start] + pattern[behind + 1 :],
        )


def _find_part_end(pattern: str, at: int) -> int:
    """Find the end of the part at a position: a character, escape, set, opening of a group or quantifier."""
    sign = pattern[at]
    if sign == "\\":
        return at + 2
    if sign == "[":
        end = pattern.index(
            "]", at + (3 if pattern.startswith("[^]", at) else 2 if pattern.startswith("[]", at) else 1)
        )
        return end + 1
    if sign == "(" and pattern.startswith("(?", at):
        if pattern.startswith("(?P<", at):
            return pattern.index(">", at) + 1
        if pattern.startswith(("(?<!", "(?<="), at):
            return at + 4
        if pattern.startswith("(?>", at):
            return at + 3
        end = at + 2
        while pattern[end] not in ":)=!":
            end += 1
        return end + 1 if pattern[end] != ")" else end
    if sign == "{":
        return pattern.index("}", at) + 1
    if sign in "?*+":
        return at + 1 + (pattern[at + 1 : at + 2] in ("?", "+"))
    return at + 1
