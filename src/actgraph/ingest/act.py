"""Official files → `ontology/act/`: the Turtle files of each edition, written whole or not at all."""

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from actgraph.core import atomic, paths
from actgraph.core.errors import InputError
from actgraph.core.prefixes import load_prefixes
from actgraph.ingest import (
    amendments,
    application,
    code_graph,
    formex,
    reference_graph,
    related_acts,
    source_file,
    terms,
    turtle,
)
from actgraph.ingest import recitals as explains
from actgraph.ingest.eurlex_page import make_page_error
from actgraph.ingest.provision import Provision


def build_act_graphs(sources: Path, out: Path, report: Callable[[str], None] = lambda _: None) -> list[Path]:
    """Write the graphs of every edition whose Formex file stands in a folder, and of what stands beside it.

    Args:
        sources: a folder, searched with all below it for `*.fmx.xml`, for the pages of the acts of
            `build.others` (`*.xhtml`) and for the Code's PDFs; or one file, but for the last.
        out: the folder `ontology/act/`.
        report: is told, a line each, what is being done.

    Returns:
        The files written. Each is written whole, and none before all could be.

    Raises:
        InputError: there is no Formex file, two of the same edition, or one that cannot be read whole; or some chapters
            of the Code and not all.
    """
    files = _find_source_files(sources)
    if not files:
        raise InputError(
            "no Formex file (*.fmx.xml) here",
            where=str(sources),
            todo="Give the folder that holds the official files of Regulation (EU) 2024/1689.",
        )
    editions: dict[Path, formex.FormexEdition] = {}
    texts: dict[Path, str] = {}
    for number, file in enumerate(files, 1):
        report(f"[{number}/{len(files)}] reading {file}")
        with source_file.wrap_read_errors(file):
            if file.suffix == ".xhtml":
                if not (other := related_acts.find_related_act(file)):
                    raise make_page_error("the page is of no act that is read", file)
                _, found = other.read_page(file)
                report(f"[{number}/{len(files)}] {len(found):,} provisions of {other.label}")
                _add_files(
                    texts, {out / path: content for path, content in other.build_graphs(found)}, other.label, file
                )
            else:
                editions[file] = formex.read_formex(file)
                count, date = len(editions[file].provisions), editions[file].date
                report(f"[{number}/{len(files)}] {count:,} provisions of the edition of {date}")
    for file, edition in editions.items():
        try:
            with source_file.wrap_read_errors(file):
                graphs = dict(_build_edition_graphs(edition, editions.values()))
        except InputError as error:  # it may know the line alone
            error.where = f"{file}:{error.where}" if error.where.isdecimal() else error.where or str(file)
            raise
        found_here = {out / path: content for path, content in graphs.items()}
        _add_files(texts, found_here, f"the edition of {edition.date}", file)
    # The Code refers to the Act as it was when the Code was written.
    if sources.is_dir() and (published := _select_with_recitals(editions.values())):
        names = [item.name for item in published]
        texts.update((out / path, content) for path, content in code_graph.build_code_graphs(sources, names, report))
    _replace_folder(texts, out)
    report(f"wrote {len(texts)} files under {out}")
    return list(texts)


def _add_files(texts: dict[Path, str], added: dict[Path, str], label: str, file: Path) -> None:
    if texts.keys() & added.keys():
        raise InputError(f"a second file of {label}", where=str(file))
    texts.update(added)


def _select_with_recitals(editions: Iterable[formex.FormexEdition]) -> Sequence[Provision]:
    """The text that has the recitals: they stand in the first edition alone, and explain the articles of each."""
    for edition in editions:
        if any(item.kind == "Recital" for item in edition.provisions):
            return edition.provisions
    return []


def _find_source_files(sources: Path) -> list[Path]:
    """The Formex files below a folder, and the pages of other acts where they are there too."""
    if sources.is_file():
        return [sources]
    pages = [
        page for page in sorted(sources.rglob("*.xhtml")) if page.is_file() and related_acts.find_related_act(page)
    ]
    return [*sorted(file for file in sources.rglob("*.fmx.xml") if file.is_file()), *pages]


def _build_edition_graphs(
    edition: formex.FormexEdition, editions: Collection[formex.FormexEdition]
) -> Iterable[tuple[str, str]]:
    law = turtle.get_ai_act(edition.date)
    recitals = [item for item in edition.provisions if item.kind == "Recital"]
    rest = [item for item in edition.provisions if item.kind != "Recital"]
    if recitals:
        yield "recitals.ttl", turtle.provisions_to_turtle("act.recitals", "recitals of the AI Act", law, recitals)
    title = f"structure of the AI Act, edition of {edition.date}"
    yield (
        f"{edition.date}/structure.ttl",
        turtle.provisions_to_turtle(f"act.{edition.date}.structure", title, law, rest),
    )
    yield from reference_graph.build_reference_graphs(edition.date, edition.provisions)
    yield from terms.build_term_graphs(edition.date, edition.provisions)
    yield from application.build_application_graphs(edition.date, {one.date: one.provisions for one in editions})
    if reasoned := _select_with_recitals(editions):
        reasons, named = (
            [item for item in reasoned if item.kind == "Recital"],
            reference_graph.find_recital_citations(reasoned),
        )
        yield f"{edition.date}/recitals.ttl", explains.build_recital_graph(edition.date, reasons, rest, named)
    if found := _find_new_amendments(edition, editions):
        yield f"{edition.date}/amendments.ttl", turtle.amendments_to_turtle(edition.date, found)


def _find_new_amendments(
    edition: formex.FormexEdition, editions: Iterable[formex.FormexEdition]
) -> list[amendments.Amendment]:
    """The amendments that made an edition: a consolidation marks those of the editions before it as well."""
    old = [
        item.identity
        for one in editions
        if one.date < edition.date
        for corrections in (_read_corrections(one.date), {})  # a later file may repeat an error
        for item in amendments.read_amendments(one, corrections)
    ]
    return [
        item
        for item in amendments.read_amendments(edition, _read_corrections(edition.date))
        if item.identity not in old
    ]


def _read_corrections(date: str) -> dict[str, tuple[str, str]]:
    """The errata of amendment markers of an edition: number → what is printed, and what it should be."""
    facts: dict[str, dict[str, str]] = {}
    file = paths.get_data_path("ontology", "reading", f"errata.{date}.ttl")
    for quad in parse(path=file, format=RdfFormat.TURTLE) if os.path.exists(file) else ():
        facts.setdefault(str(quad.subject), {})[quad.predicate.value] = str(getattr(quad.object, "value", ""))
    ag, start = load_prefixes()["ag"], f"{load_prefixes()['act']}amd_"
    return {
        one[f"{ag}concerns"].removeprefix(start): (one[f"{ag}asPrinted"], one[f"{ag}corrected"])
        for one in facts.values()
        if one.get(f"{ag}concerns", "").startswith(start)
    }


def _replace_folder(texts: dict[Path, str], out: Path) -> None:
    """A new folder with the new files and those of the old one that stay, in the place of the old one at once."""
    _check_replaceable(out)
    path = out
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with atomic.sibling_folder(str(out)) as room:
            made = Path(room, "act")
            if out.exists():
                shutil.copytree(out, made)
            for path, content in texts.items():
                file = made / path.relative_to(out)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(content, encoding="utf-8", newline="\n")
            atomic.swap_into_place(str(made), str(out))
    except OSError as error:  # of a tree that is copied, the system's words stand in a list
        raise InputError(f"cannot be written ({error.strerror or error})", where=str(path)) from error


def _check_replaceable(out: Path) -> None:
    """Refuse to replace what is none of ours, or what would leave somebody standing nowhere."""
    what, todo = "", "Name another folder with --out."
    where = next((file for file in sorted(out.rglob("*")) if file.suffix != ".ttl" and not file.is_dir()), out)
    if atomic.is_cwd_inside(str(out)):
        what, todo = "you stand in this folder, and it would be replaced", "Go out of it."
    elif os.path.lexists(out) and not out.is_dir():
        what = "this is a file, not a folder"
    elif where != out:
        what = "this is no file that build writes, and the folder would be replaced"
    if what:
        raise InputError(what, where=str(where), todo=todo)
