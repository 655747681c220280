"""The command `record check`: reproduce the results that `assess` and `validate` have recorded."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from actgraph.cli.options import print_text
from actgraph.core.errors import InputError
from actgraph.core.tables import JsonValue, dump_json, strip_controls, to_one_line

if TYPE_CHECKING:
    from actgraph.validation.record_check import RecordCheck

_SHOWN_DIGITS = 12  # of a hash
_SAME_BASIS = (
    "Program, graph and editions are those of the record, but its result differs from what this program finds.",
    "Either the record was edited, or the program has a fault. If nobody edited it, report the fault with the record.",
)


@click.group()
def record_command() -> None:
    """Check the records that assess and validate write with --record.

    A record is a file with a result and all that reproduces it: the day, the version of actgraph, the hash and the
    editions of its graph, and the text of each profile. Whoever can read the record can read the profile.

    \b
    Example:
      actgraph record check record.json
    """


@record_command.command()
@click.argument("records", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
def check_command(records: tuple[str, ...], form: str) -> int:
    """Compute the result of each record again, and show what differs.

    The command takes the profile and the day from the record. The same version with the same graph finds the same
    result on any machine. With another version or graph, the command prints a line for each duty and each finding that
    differs.

    A record is no signature: whoever can write the file can write another one. To prove who made it and when, sign it,
    or keep its hash in another place.

    \b
    Examples:
      actgraph record check record.json
      actgraph record check records/*.json -f json

    Exit codes: 0 each result is reproduced, 1 a result differs, 2 a file is no record, is damaged, or has a later
    format.
    """
    from actgraph.validation import record_check, record_files

    checked = []
    errors = []
    for file in records:
        try:
            found = record_check.check_record(record_files.read_record(file))
        except InputError as error:
            errors.append(error if error.where.startswith(file) else _name_record(file, error))
            continue
        checked.append((file, found))
        if form == "text":
            print_text("\n".join(_describe_check(file, found)))
    if form == "json":
        click.echo(dump_json([_to_dict(file, found) for file, found in checked]))
    for file, found in checked:
        for other in found.differing_files:
            told = f"{other} is not the profile of the record any more. The copy in {file} was checked."
            click.echo(f"note: {to_one_line(told)}", err=True)
    for wrong in errors:
        click.echo(f"actgraph: {strip_controls(str(wrong))}", err=True)
    return 2 if errors else int(any(found.changes for _, found in checked))


def _name_record(file: str, error: InputError) -> InputError:
    return InputError(error.what, where=file, todo=error.todo)


def _describe_check(file: str, found: "RecordCheck") -> Iterator[str]:
    record = found.record
    differing = [f"  {to_one_line(line)}" for line in _describe_basis(found)]
    if not found.changes:
        told = (
            f"{record.command}, as of {record.day}, version {found.basis.version}, graph {_shorten(found.basis.graph)}"
        )
        yield from (to_one_line(f"{file}: reproduced: {one.name}, {told}") for one in record.profiles)
        yield from (f"{line}; the result is the same" for line in differing)
        return
    names = ", ".join(one.name for one in record.profiles)
    yield to_one_line(f"{file}: not reproduced: {names}, {record.command}, as of {record.day}")
    yield from differing or [f"  {line}" for line in _SAME_BASIS]
    changed = "your result changed" if differing else "the record says otherwise"
    prefixes = {
        "changed": changed,
        "reworded": "in other words",
        "gone": "only in the record",
        "new": "not in the record",
    }
    yield from (to_one_line(f"{prefixes[change.change]}: {change.words}") for change in found.changes)


def _describe_basis(found: "RecordCheck") -> Iterator[str]:
    """Yield a line for each part of the basis that differs: of the record, and of this program."""
    before, now, differing = found.record.basis, found.basis, found.compare_basis()
    if "version" in differing:
        yield f"another version: {before.version} → {now.version}"
    elif "code" in differing:
        yield f"the same version with other code: {_shorten(before.code)} → {_shorten(now.code)}"
    if "graph" in differing:
        yield f"another graph: {_shorten(before.graph)} → {_shorten(now.graph)}"
    if "editions" in differing:
        yield f"other editions: {_describe_editions(before.editions, now.editions)}"


def _shorten(digest: str) -> str:
    return digest[:_SHOWN_DIGITS]


def _describe_editions(before: Sequence[str], now: Sequence[str]) -> str:
    gone, new = ([one for one in some if one not in others] for some, others in ((before, now), (now, before)))
    told = [f"{word}: {', '.join(some)}" for word, some in (("no longer", gone), ("new", new)) if some]
    return "; ".join(told) or "in another order"


def _to_dict(file: str, found: "RecordCheck") -> dict[str, JsonValue]:
    record, basis = found.record, found.basis
    return {
        "record": file,
        "reproduced": not found.changes,
        "command": record.command,
        "made": record.made,
        "day": record.day,
        "until": record.until,
        "profiles": [{"file": one.file, "differs": one.file in found.differing_files} for one in record.profiles],
        "recorded": {**record.basis._asdict()},
        "current": {**basis._asdict()},
        "differs": list(found.compare_basis()),
        "changes": [change._asdict() for change in found.changes],
    }
