"""Download an official text by its name, check it, keep it in the user's data folder, and read its wording."""

import hashlib
import io
import os
import time
import zipfile
import zlib
from collections.abc import Callable, Collection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from actgraph.core import atomic, paths
from actgraph.core.errors import InputError
from actgraph.ingest import http_get, reading_process, source_file
from actgraph.ingest.official_sources import HOSTS, OfficialSource, Way
from actgraph.law.wording import make_edition_key

_FOLDER = "texts"
_PDF, _ZIP = "application/pdf", "application/zip;mtype=fmx4"
_SUFFIXES = {_PDF: ".pdf", _ZIP: ".fmx.xml", "application/xhtml+xml": ".xhtml", "text/html": ".html"}
_FORMS = {_PDF: "a PDF", _ZIP: "Formex", "application/xhtml+xml": "XHTML", "text/html": "HTML"}
# CELLAR wants three letters (ISO 639-3, says its manual); elsewhere the address says the language.
_ACCEPT_LANGUAGES = {"en": "eng", "fr": "fra"}
_MOST_ZIP_MEMBERS = 100
_SNIFF_BYTES = 4096


class DownloadedText(NamedTuple):
    """A text that was downloaded, checked and kept.

    Attributes:
        path: the user's own copy.
        label: the label of its edition; its title where the graph has no wording of it.
        rows: what `wording.save_wording` takes; empty where the graph has no wording of it.
    """

    path: Path
    label: str
    rows: list[tuple[str, str, str]]


def download_text(
    source: OfficialSource,
    language: str,
    report: Callable[[str], None],
    hosts: Collection[str] = HOSTS,
    wait: Callable[[float], None] = time.sleep,
) -> DownloadedText:
    """Download a text by the first way that works, and keep it once it has been read without fault.

    Args:
        source: the text.
        language: one of `wording.LANGUAGES`.
        report: receives a line about each step, and about bytes other than those known.
        hosts: the origins that may be asked.
        wait: waits for so many seconds.

    Raises:
        InputError: no way works, or the file cannot be kept; the message says why, and how to load the text by hand.

    >>> from actgraph.ingest.official_sources import select_sources
    >>> download_text(select_sources(["guidelines-7719"])[0], "en", print)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    actgraph.core.errors.InputError: guidelines-7719: no address is known from which it can be downloaded
      Save https://digital-strategy.ec.europa.eu/... and run: actgraph text load guidelines-7719.pdf
    """
    if language not in source.languages:
        raise InputError(f"actgraph reads it in English only, not in “{language}”", where=source.name)
    if not source.ways:
        what = "no address is known from which it can be downloaded"
        raise InputError(what, where=source.name, todo=_explain_by_hand(source, language))
    target = paths.get_user_data_path(_FOLDER, f"{source.name}.{language}")
    try:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with atomic.sibling_folder(target) as folder:
            return _try_ways(source, language, report, hosts, wait, Path(folder), target)
    except OSError as error:
        raise InputError(
            f"it cannot be kept ({error.strerror or error})",
            where=os.path.dirname(target),
            todo="Name another folder in ACTGRAPH_DATA, or make room.",
        ) from error


def _try_ways(
    source: OfficialSource,
    language: str,
    report: Callable[[str], None],
    hosts: Collection[str],
    wait: Callable[[float], None],
    folder: Path,
    target: str,
) -> DownloadedText:
    failures, closed = list[str](), set[str]()
    for way in source.ways:
        host, form = urlsplit(way.address).netloc, _FORMS[way.accept]
        if host in closed:
            continue
        file = folder / f"{source.name}.{language}{_SUFFIXES[way.accept]}"
        report(f"{source.name}: {f'{failures[-1]}; ' if failures else ''}asking {host} for {form}")
        try:
            address = way.address.replace("{LANGUAGE}", language.upper())
            found = http_get.download_file(address, way.accept, _ACCEPT_LANGUAGES[language], hosts, wait)
            data = _extract_file(found, way, host)
        except InputError as error:
            failures.append(f"{error.where} {error.what}".strip())
            if isinstance(error, http_get.UnavailableError):
                closed.add(host)
            continue
        file.write_bytes(data)
        report(f"{source.name}: reading {len(data):,} bytes")
        try:
            label, rows = _read_and_check(source, language, file)
        except InputError as error:
            failures.append(f"{host} sends {form} that cannot be used: {error.what}")
            continue
        _report_unknown_bytes(source, data, report)
        kept = Path(target + _SUFFIXES[way.accept])
        os.replace(file, kept)
        return DownloadedText(kept, label, rows)
    raise InputError("; ".join(dict.fromkeys(failures)), where=source.name, todo=_explain_by_hand(source, language))


def _explain_by_hand(source: OfficialSource, language: str) -> str:
    page = source.get_page(language)
    if not source.edition:
        return f"Save it from {page}"
    name = f"{source.name}.{'html' if source.number.startswith('CELEX') else 'pdf'}"
    return f"Save {page} in your browser as {name}, and run: actgraph text load {name}"


# ---- The file ------------------------------------------------------------------------------------------------------


def _extract_file(data: bytes, way: Way, host: str) -> bytes:
    """Check that data is what was asked for, whatever the server calls it, and take the act out of a zip.

    The Commission's newsroom names no valid media type, and a page that says “not found” comes as any type.
    """
    start = data[:_SNIFF_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_page = start.startswith((b"<!doctype html", b"<html")) or b"<html" in start
    if way.accept == _PDF and not start.startswith(b"%pdf"):
        raise InputError(f"sends {'a web page' if is_page else 'something else'} in place of a PDF", where=host)
    if way.accept == _ZIP:
        if not start.startswith(b"pk"):
            raise InputError(f"sends {'a web page' if is_page else 'something else'} in place of Formex", where=host)
        return _extract_formex(data, host)
    if way.accept != _PDF and not is_page:
        raise InputError("sends something else in place of the page", where=host)
    return data


def _extract_formex(data: bytes, host: str) -> bytes:
    """Take the file of the act out of a zip, which also has a file about it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist()[:_MOST_ZIP_MEMBERS]:
                with archive.open(member) as file:
                    found = file.read(source_file.MOST_BYTES + 1)
                if len(found) > source_file.MOST_BYTES:
                    raise InputError("sends a zip with a file that is too large", where=host)
                if b"<CONS.ACT" in found[:_SNIFF_BYTES] or b"<COMBINED.FMX" in found[:_SNIFF_BYTES]:
                    return found
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError(f"sends a damaged zip ({error})", where=host) from None
    raise InputError("sends a zip without the act in one file", where=host)


def _read_and_check(source: OfficialSource, language: str, file: Path) -> tuple[str, list[tuple[str, str, str]]]:
    """Read a file in a process of its own, and check that it is the text that was asked for.

    Reading compares it with the graph, provision by provision.
    """
    if not source.edition:
        cover = "".join(reading_process.read_pdf_cover(file).split())
        if "".join(source.number.split()) not in cover:
            raise InputError(f"its first page does not have the number {source.number}")
        return source.title, []
    label, rows = reading_process.read_wording(file)
    key = make_edition_key(source.edition, language)
    if all(edition != key for edition, *_ in rows):
        raise InputError(f"it is the text of the {label}")
    if not any(iri.startswith(source.within) for _, iri, _ in rows):
        raise InputError(f"it is another part of the {label}")
    return label, rows


def find_copy(source: OfficialSource, language: str) -> str:
    """Return the path of the user's own copy of a text; empty if there is none.

    >>> import tempfile, unittest.mock
    >>> from actgraph.ingest.official_sources import select_sources
    >>> with tempfile.TemporaryDirectory() as folder, unittest.mock.patch.dict(os.environ, ACTGRAPH_DATA=folder):
    ...     find_copy(select_sources(["guidelines-5045"])[0], "en")
    ''
    """
    names = {_SUFFIXES[way.accept] for way in source.ways}
    files = (paths.get_user_data_path(_FOLDER, f"{source.name}.{language}{suffix}") for suffix in sorted(names))
    return next(filter(os.path.isfile, files), "")


def _report_unknown_bytes(source: OfficialSource, data: bytes, report: Callable[[str], None]) -> None:
    """Report other bytes than those of the known files: a note, for publishers render the same text anew."""
    if source.hashes and hashlib.sha256(data).hexdigest() not in source.hashes:
        report(
            f"{source.name}: note: the file differs from the one that this version was tested with; "
            "its number and its provisions are as expected"
        )
