"""Mutate a Python module by the operators of mutmut.

Only the operators are used: mutmut itself mutates functions only, while half of the citation parser is regular
expressions at module level, and it works on a copy of the project, with the whole law and all data of the tests.
"""

from collections.abc import Iterator
from typing import NamedTuple

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper
from mutmut.mutation import mutators

from tests.robustness.mutants import regex_operators

# Strings get other words only (see `_change_string`): most readers ignore case, so a change of case is equivalent.
_OPERATORS = [
    (kind, operator) for kind, operator in mutators.mutation_operators if operator is not mutators.operator_string
]
_SKIPPED_NODES = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom, cst.Param)
_MAX_LENGTH = 90


class ModuleChange(NamedTuple):
    """A mutated module.

    Attributes:
        where: the function, with its class, or the constant.
        what: the old and the new code.
        text: the whole module.
    """

    where: str
    what: str
    text: str


def change_module(text: str) -> Iterator[ModuleChange]:
    r"""Mutate a module by each of the operators.

    >>> for change in change_module("def f(a: int) -> bool:\n    return a > 1\n\n\n_P = r'a|b'\n"):
    ...     print(change.where, change.what)
    f > 1 → >= 1
    f 1 → 2
    _P _P = r'a|b' → _P = None
    _P a|b: without a
    _P a|b: without b
    """
    wrapper = MetadataWrapper(cst.parse_module(text))
    finder = _ChangeFinder(wrapper, text.encode())
    wrapper.visit(finder)
    seen = set()
    for start, length, where, what, new in sorted(finder.found, key=lambda one: one[0]):
        changed = finder.data[:start] + new.encode() + finder.data[start + length :]
        if changed not in seen:
            seen.add(changed)
            yield ModuleChange(where, what, changed.decode())


class _ChangeFinder(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (ByteSpanPositionProvider,)

    def __init__(self, wrapper: MetadataWrapper, data: bytes) -> None:
        super().__init__()
        self._module = wrapper.module
        self.data = data
        self.found: list[tuple[int, int, str, str, str]] = []
        self._within: list[str] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, _SKIPPED_NODES) or _is_docstring(node) or _is_type_checking_block(node):
            return False
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            self._within.append(node.name.value)
        elif isinstance(node, cst.Assign) and not self._within:
            self._within.append(self._module.code_for_node(node.targets[0].target))
        if isinstance(node, cst.ConcatenatedString) and (raw := _get_raw_pattern(node)) is not None:
            self._change_pattern(node, raw)
            return False
        if isinstance(node, cst.FormattedString) and "r" in node.prefix:
            self._change_pattern(
                node, self._module.code_for_node(node)[len(node.start) : -len(node.end)], node.start, node.end
            )
            return False
        if isinstance(node, cst.SimpleString):
            self._change_string(node)
        elif not isinstance(node, cst.AnnAssign):
            for kind, operator in _OPERATORS:
                if isinstance(node, kind):
                    for new in operator(node):
                        self._add_change(node, self._module.code_for_node(new))
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        top = isinstance(original_node, cst.Assign) and len(self._within) == 1
        if isinstance(original_node, cst.FunctionDef | cst.ClassDef) or (top and self._is_constant(original_node)):
            self._within.pop()

    def _is_constant(self, node: cst.CSTNode) -> bool:
        assert isinstance(node, cst.Assign)
        return self._within[0] == self._module.code_for_node(node.targets[0].target)

    def _change_string(self, node: cst.SimpleString) -> None:
        """Change a raw string as a regular expression, and the words of any other string."""
        if "r" in node.prefix:
            self._change_pattern(node, node.raw_value, node.prefix + node.quote, node.quote)
        elif node.raw_value:
            self._add_change(node, f"{node.prefix}{node.quote}XX{node.raw_value}XX{node.quote}")

    def _change_pattern(self, node: cst.CSTNode, raw: str, before: str = "r'''", behind: str = "'''") -> None:
        told = _shorten_text(" ".join(raw.split()), 40)
        for what, new in regex_operators.change_regex(raw):
            self._add_change(node, f"{before}{new}{behind}", f"{told}: {what}")

    def _add_change(self, node: cst.CSTNode, new: str, what: str = "") -> None:
        span = self.get_metadata(ByteSpanPositionProvider, node)
        old = self.data[span.start : span.start + span.length].decode()
        if old != new:
            where = ".".join(self._within) or "module"
            self.found.append((span.start, span.length, where, what or _format_change(old, new), new))


def _get_raw_pattern(node: cst.CSTNode) -> str | None:
    """Get the regular expression of concatenated strings, if all are raw."""
    if isinstance(node, cst.SimpleString):
        return node.raw_value if "r" in node.prefix else None
    if isinstance(node, cst.ConcatenatedString):
        left, right = _get_raw_pattern(node.left), _get_raw_pattern(node.right)
        return None if left is None or right is None else left + right
    return None


def _is_docstring(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.SimpleStatementLine) and (
        isinstance(node.body[0], cst.Expr) and isinstance(node.body[0].value, cst.SimpleString)
    )


def _is_type_checking_block(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.If) and isinstance(node.test, cst.Name) and node.test.value == "TYPE_CHECKING"


def _format_change(old: str, new: str) -> str:
    """Format the old and the new code on one line; if long, only what differs, with some context."""
    old, new = " ".join(old.split()), " ".join(new.split())
    if max(len(old), len(new)) <= _MAX_LENGTH:
        return f"{old} → {new}"
    start = next(
        (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )
    shortest = min(len(old), len(new)) - start
    end = next((at for at in range(shortest) if old[-1 - at] != new[-1 - at]), shortest)
    first, last = max(start - 20, 0), max(end - 20, 0)
    return f"{_shorten_text(old[first : len(old) - last])} → {_shorten_text(new[first : len(new) - last])}"


def _shorten_text(text: str, max_length: int = _MAX_LENGTH) -> str:
    return text if len(text) <= max_length else f"{text[: max_length - 1]}…"
