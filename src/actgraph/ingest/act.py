"""Build `ontology/act/` from the official files: all Turtle files of each edition, or none."""

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from actgraph.core import atomic, paths
from actgraph.core.errors import InputError
from actgraph.core.prefixes import load_prefixes
from actgraph.ingest import (
    amendments,
    application_graph,
    code_graph,
    content_code_graph,
    formex,
    guideline_graph,
    reference_graph,
    related_acts,
    source_file,
    term_usage,
    turtle,
)
from actgraph.ingest.eurlex_page import make_page_error
from actgraph.ingest.provision import Provision
from actgraph.ingest.recitals import build_recital_graph

_GRAPH_TIMES = 4  # the graphs of an edition may take four times as long as the reading of its file
_MOST_PROVISIONS = 5000  # of one file; the AI Act has 1,655


def build_act_graphs(sources: Path, out: Path, report: Callable[[str], None] = lambda _: None) -> list[Path]:
    """Make the graphs of official files, and write them.

    Args:
        sources: as for `make_act_graphs`.
        out: the folder `ontology/act/`.
        report: receives a line about each step.

    Returns:
        The files written. All are written together, or none.

    Raises:
        InputError: as for `make_act_graphs` and `write_act_graphs`.
    """
    return write_act_graphs(make_act_graphs(sources, report), out, report)


def write_act_graphs(texts: Mapping[str, str], out: Path, report: Callable[[str], None]) -> list[Path]:
    """Write all graphs, or none.

    Args:
        texts: path under the folder → Turtle text.
        out: the folder `ontology/act/`.
        report: receives a line about it.

    Returns:
        The files written.

    Raises:
        InputError: the folder cannot be written, or holds what `build` does not write.
    """
    files = {out / path: content for path, content in texts.items()}
    _replace_folder(files, out)
    report(f"wrote {len(files)} files under {out}")
    return list(files)


def make_act_graphs(sources: Path, report: Callable[[str], None] = lambda _: None) -> dict[str, str]:
    """Make the graphs of every edition whose Formex file is in a folder, and of what belongs to it.

    Args:
        sources: a folder, searched recursively for `*.fmx.xml`, for the pages of `related_acts` (`*.xhtml`),
            for the codes (the PDFs of the first, the PDF or the text of the second) and for the PDF of the guidelines
            on prohibited practices; or one Formex file or page.
        report: receives a line about each step.

    Returns:
        Path under `ontology/act/` → Turtle text.

    Raises:
        InputError: there is no Formex file, there are two of the same edition, one cannot be read completely, some
            chapters of the first code are missing and others not, or the second has other headings than the graph.
    """
    files = [file for file in _find_source_files(sources) if _is_in_english(file, report)]
    if not files:
        raise InputError(
            "no Formex file (*.fmx.xml) here",
            where=str(sources),
            todo="Give the folder that holds the official files of Regulation (EU) 2024/1689.",
        )
    editions: dict[Path, formex.FormexEdition] = {}
    texts: dict[str, str] = {}
    for number, file in enumerate(files, 1):
        report(f"[{number}/{len(files)}] reading {file}")
        with source_file.wrap_read_errors(file):
            if file.suffix == ".xhtml":
                if not (other := related_acts.find_related_act(file)):
                    raise make_page_error("the page is of no act that is read", file)
                found = _check_count(other.read_page(file)[1], file)
                report(f"[{number}/{len(files)}] {len(found):,} provisions of {other.label}")
                _add_files(texts, dict(other.build_graphs(found)), other.label, file)
            else:
                editions[file] = formex.read_formex(file)
                count, date = len(_check_count(editions[file].provisions, file)), editions[file].date
                report(f"[{number}/{len(files)}] {count:,} provisions of the edition of {date}")
    for file, edition in editions.items():
        try:
            with source_file.wrap_read_errors(file):
                source_file.begin_file(file, file.stat().st_size, _GRAPH_TIMES)
                graphs = dict(_build_edition_graphs(edition, editions.values()))
        except InputError as error:  # it may state only the line
            error.where = f"{file}:{error.where}" if error.where.isdecimal() else error.where or str(file)
            raise
        _add_files(texts, graphs, f"the edition of {edition.date}", file)
    # The codes and the guidelines refer to the Act as it was when they were written: as published.
    if sources.is_dir() and (published := _select_with_recitals(editions.values())):
        names = [item.name for item in published]
        for build in (
            code_graph.build_code_graphs,
            content_code_graph.build_content_code_graphs,
            guideline_graph.build_guideline_graphs,
        ):
            texts.update(build(sources, names, report))
    return texts


def _check_count(provisions: list[Provision], file: Path) -> list[Provision]:
    """Return the provisions of a file, if they are no more than an act can have."""
    if len(provisions) > _MOST_PROVISIONS:
        raise InputError(
            f"it has {len(provisions):,} provisions, and no act that is read has over {_MOST_PROVISIONS:,}",
            where=str(file),
            todo=source_file.SAVE_AGAIN,
        )
    return provisions


def _add_files(texts: dict[str, str], added: dict[str, str], label: str, file: Path) -> None:
    if texts.keys() & added.keys():
        raise InputError(f"a second file of {label}", where=str(file))
    texts.update(added)


def _select_with_recitals(editions: Iterable[formex.FormexEdition]) -> Sequence[Provision]:
    """Return the provisions of the first edition, which alone has the recitals; they explain the articles of all."""
    for edition in editions:
        if any(item.kind == "Recital" for item in edition.provisions):
            return edition.provisions
    return []


def _find_source_files(sources: Path) -> list[Path]:
    """Find the Formex files in a folder, and the pages of related acts."""
    if sources.is_file():
        return [sources]
    pages = [
        page for page in sorted(sources.rglob("*.xhtml")) if page.is_file() and related_acts.find_related_act(page)
    ]
    return [*sorted(file for file in sources.rglob("*.fmx.xml") if file.is_file()), *pages]


def _is_in_english(file: Path, report: Callable[[str], None]) -> bool:
    """Whether a file is in English or says no language: the graph is made from the English text alone."""
    language = source_file.detect_language(file)
    if language in ("", "EN"):
        return True
    report(f"skipped {file}: its language is {language}, and the graph is made from the English text")
    return False


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
    yield from term_usage.build_term_graphs(edition.date, edition.provisions)
    yield from application_graph.build_application_graphs(edition.date, {one.date: one.provisions for one in editions})
    if reasoned := _select_with_recitals(editions):
        reasons, named = (
            [item for item in reasoned if item.kind == "Recital"],
            reference_graph.find_recital_citations(reasoned),
        )
        yield f"{edition.date}/recitals.ttl", build_recital_graph(edition.date, reasons, rest, named)
    if found := _find_new_amendments(edition, editions):
        yield f"{edition.date}/amendments.ttl", turtle.amendments_to_turtle(edition.date, found)


def _find_new_amendments(
    edition: formex.FormexEdition, editions: Iterable[formex.FormexEdition]
) -> list[amendments.Amendment]:
    """Find the amendments that made an edition: a consolidation also marks those of earlier editions."""
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
    """Return the errata of amendment markers of an edition: number → (what is printed, what it should be)."""
    facts: dict[str, dict[str, str]] = {}
    file = paths.get_data_path("ontology", "reading", "errata", f"{date}.ttl")
    for quad in parse(path=file, format=RdfFormat.TURTLE) if os.path.exists(file) else ():
        facts.setdefault(str(quad.subject), {})[quad.predicate.value] = str(getattr(quad.object, "value", ""))
    ag, start = load_prefixes()["ag"], f"{load_prefixes()['act']}amd_"
    return {
        one[f"{ag}concerns"].removeprefix(start): (one[f"{ag}asPrinted"], one[f"{ag}corrected"])
        for one in facts.values()
        if one.get(f"{ag}concerns", "").startswith(start)
    }


def _replace_folder(texts: Mapping[Path, str], out: Path) -> None:
    """Copy the old folder, add the new files, and swap it into place."""
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
    except OSError as error:  # `copytree` puts the messages of the system in a list
        raise InputError(f"cannot be written ({error.strerror or error})", where=str(path)) from error


def _check_replaceable(out: Path) -> None:
    """Refuse to replace a folder with foreign files, or the current working directory."""
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
