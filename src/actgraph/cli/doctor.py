"""The command `doctor`: describe this installation, for a report of a fault."""

import importlib.metadata
import os
import platform
import re
import sys

import click

from actgraph.cli.options import format_option, print_text
from actgraph.core import paths, system
from actgraph.core.errors import InputError
from actgraph.core.tables import TABLE_WRITERS, TableRow, strip_controls

_COLUMNS = ("subject", "name", "value")


@click.command()
@format_option()
def doctor_command(form: str) -> int:
    """Describe this installation: versions, extras, texts, folders, limits, and whether the store is whole.

    Attach what it prints to a report. It sends nothing anywhere, and changes nothing.

    \b
    Examples:
      actgraph doctor
      actgraph doctor -f json

    Exit codes: 0 all is well, 1 the store is damaged.
    """
    from actgraph.graph import catalog, store

    state = store.check_store(catalog.load_catalog())
    rows = [
        *_list_versions(),
        *_list_extras(),
        *_list_texts(),
        _make_row("folder", "cache", _describe_folder(paths.get_cache_path())),
        _make_row("folder", "data of yours", _describe_folder(paths.get_user_data_path())),
        _make_row("folder", "data of actgraph", paths.get_data_path()),
        *(_make_row("limit", "missing", sentence) for sentence in system.list_missing_limits()),
        _make_row("store", "state", state),
    ]
    if form == "text":
        print_text(_format_text(rows))
    else:
        click.echo(TABLE_WRITERS[form](_COLUMNS, rows))
    return int(state == store.DAMAGED)


def _make_row(subject: str, name: str, value: str) -> TableRow:
    return {"subject": subject, "name": name, "value": strip_controls(value)}


def _list_versions() -> list[TableRow]:
    return [
        _make_row("version", "actgraph", importlib.metadata.version("actgraph")),
        _make_row("version", "Python", f"{platform.python_implementation()} {platform.python_version()}"),
        _make_row("version", "system", platform.platform()),
        _make_row("version", "text encoding", sys.getfilesystemencoding()),
        *(_make_row("version", name, _find_version(name)) for name in _list_requirements("")),
    ]


def _list_extras() -> list[TableRow]:
    extras = importlib.metadata.metadata("actgraph").get_all("Provides-Extra") or []
    return [
        _make_row("extra", extra, ", ".join(f"{name} {_find_version(name)}" for name in _list_requirements(extra)))
        for extra in extras
        if extra not in ("bench", "dev")
    ]


def _list_requirements(extra: str) -> list[str]:
    """List the packages that an extra needs; those that are always needed if it is empty."""
    found = []
    for line in importlib.metadata.requires("actgraph") or []:
        needed = re.search(r"extra == ['\"]([\w-]+)['\"]", line)
        if (needed[1] if needed else "") == extra:
            found += re.findall(r"^[\w.-]+", line)
    return found


def _find_version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _list_texts() -> list[TableRow]:
    from actgraph.graph import catalog
    from actgraph.law.wording import LANGUAGES, count_wordings, make_edition_key

    try:
        counts = count_wordings()
    except InputError as error:
        return [_make_row("text", "official wording", str(error))]
    return [
        _make_row(
            "text",
            edition.label if language == LANGUAGES[0] else f"{edition.label} ({language})",
            f"{counts[key]:,} nodes have their official wording",
        )
        for edition in catalog.list_editions(catalog.load_catalog())
        for language in LANGUAGES
        if (key := make_edition_key(edition.iri, language)) in counts
    ] or [_make_row("text", "official wording", "none loaded (actgraph text get act)")]


def _describe_folder(folder: str) -> str:
    size = sum(
        os.path.getsize(os.path.join(place, name))
        for place, _, names in os.walk(folder)
        for name in names
        if os.path.isfile(os.path.join(place, name))
    )
    return f"{folder} ({size / 1_000_000:.1f} MB)" if os.path.isdir(folder) else f"{folder} (not there yet)"


def _format_text(rows: list[TableRow]) -> str:
    width = max(len(f"{row['subject']}: {row['name']}") for row in rows)
    return "\n".join(f"{row['subject']}: {row['name']}".ljust(width) + f"  {row['value']}" for row in rows)
