"""The errors that a user can meet, and the exit code of each."""

from collections.abc import Sequence


class ActgraphError(Exception):
    """An error with a message for the user: what is wrong, where, what to do, and suggestions.

    Args:
        what: what is wrong, one sentence without a full stop.
        where: the file and line, or the argument, where it is wrong.
        todo: what to do about it.
        near: what the user may have meant, best first.

    >>> print(ActgraphError("no such query", todo="run: actgraph queries", near=["gaps"]))
    no such query
      did you mean: gaps
      run: actgraph queries
    """

    exit_code = 3

    def __init__(self, what: str, *, where: str = "", todo: str = "", near: Sequence[str] = ()) -> None:
        super().__init__(what)
        self.what, self.where, self.todo, self.near = what, where, todo, list(near)

    def __str__(self) -> str:
        # A line break in a user's text would start a line that looks like one of ours.
        lines = [_collapse_spaces(f"{self.where}: {self.what}" if self.where else self.what)]
        if self.near:
            lines.append(f"  did you mean: {_collapse_spaces('; '.join(self.near))}")
        if self.todo:
            lines.append(f"  {self.todo}")
        return "\n".join(lines)


def _collapse_spaces(text: str) -> str:
    return " ".join(text.split())


class InputError(ActgraphError):
    """A file, a query, a citation or an option is wrong; exit code 2.

    >>> InputError("no such file", where="model.ttl").exit_code
    2
    """

    exit_code = 2


class CitationError(InputError):
    """A citation names no node, or more than one.

    >>> str(CitationError("there is no Article 999", near=["Article 99"]))
    'there is no Article 999\\n  did you mean: Article 99'
    """


class MultipleCitationsError(CitationError):
    """A citation names more than one node; `near` has their labels.

    >>> isinstance(MultipleCitationsError("“Measure 1.1” is 3 nodes"), CitationError)
    True
    """


class QueryError(InputError):
    """A query is wrong, unknown or not allowed here.

    >>> isinstance(QueryError("there is no such query"), InputError)
    True
    """


class ProfileError(InputError):
    """A provider's profile cannot be read.

    >>> isinstance(ProfileError("it is empty", where="model.ttl:1"), InputError)
    True
    """


class RegistryError(InputError):
    """A file is not a valid registry of profiles.

    >>> isinstance(RegistryError("this statement stands in no named graph", where="all.nq:1"), InputError)
    True
    """


class UnansweredError(QueryError):
    """A query was refused, or stopped before it was answered.

    Args:
        kind: why: `malformed`, it is not SPARQL; `refused`, it would do more than read our graphs; `too-long`;
            `not-acceptable`, no requested format can hold the answer; `time`, `memory`, `size`, stopped at that limit;
            `busy`, too many other queries; `stopped`, the server ends; `died`, the process that worked on it ended;
            `store`, the store elsewhere gives no complete answer; `failed`, an error of actgraph.
        what: what is wrong, one sentence without a full stop.
        source: the name of the query: a file, or standard input.
        line: line in the query, from 1; 0 for the query as a whole.
        column: column in that line, from 1.
        todo: what to do about it.
        near: what the user may have meant, best first.

    >>> UnansweredError("refused", "SERVICE would ask another server", "my.rq", 3, 5).where
    'my.rq:3:5'
    """

    def __init__(
        self,
        kind: str,
        what: str,
        source: str = "",
        line: int = 0,
        column: int = 0,
        *,
        todo: str = "",
        near: Sequence[str] = (),
    ) -> None:
        super().__init__(what, where=f"{source}:{line}:{column}" if line else source, todo=todo, near=near)
        self.kind, self.source, self.line, self.column = kind, source, line, column

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """The exit code of the command: 3 for an error of actgraph or of its engine, else 2.

        >>> UnansweredError("failed", "the engine failed").exit_code
        3
        """
        return 3 if self.kind in ("failed", "died") else 2
