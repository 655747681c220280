"""Test `text get` against a server on loopback that behaves like the official ones, well and badly."""

import dataclasses
import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from actgraph.cli import _run
from actgraph.core.errors import InputError
from actgraph.ingest import http_get, official_sources, text_download
from actgraph.ingest.official_sources import OfficialSource, Way
from actgraph.law import wording
from tests.conftest import ROOT, SOURCES, needs_sources
from tests.support import official_server as official
from tests.support.official_server import Answer, OfficialServer

ACT = SOURCES / "ai-act"
OJ, CONSOLIDATED = ACT / "oj-2024-07-12.html", ACT / "consolidated-2026-07-27.html"
FORMEX = CONSOLIDATED.with_suffix(".fmx.xml")
COPYRIGHT = SOURCES / "code-of-practice/copyright.pdf"
GUIDELINES = SOURCES / "guidelines/ai-system-definition-2025-5053.pdf"
ZIP, XHTML, HTML, PDF = "application/zip;mtype=fmx4", "application/xhtml+xml", "text/html", "application/pdf"

Told = tuple[int, str, str]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of one test; no proxy of this machine stands before the loopback."""
    monkeypatch.setenv("ACTGRAPH_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return tmp_path / "data"


@pytest.fixture
def server() -> Iterator[OfficialServer]:
    with official.run_official_server() as running:
        yield running


@pytest.fixture
def offer(server: OfficialServer, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let a source be got from the server: media type and path of each way, and the answers of paths."""

    def change_catalogue(name: str, *ways: tuple[str, str], **answers: Answer) -> None:
        (known,) = official_sources.select_sources([name])
        made = tuple(Way(f"{server.origin}/{path}", accept) for accept, path in ways)
        monkeypatch.setattr(official_sources, "list_sources", lambda: [dataclasses.replace(known, ways=made)])
        monkeypatch.setattr(official_sources, "HOSTS", (server.origin,))
        server.answers.update({f"/{path}": answer for path, answer in answers.items()})

    return change_catalogue


@pytest.fixture
def get(capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    def get_text(*args: str) -> Told:
        return _run(["text", "get", *args]), *capsys.readouterr()

    return get_text


def list_copies(data: Path) -> list[str]:
    return sorted(path.name for path in data.glob("texts/*"))


def read_words(data: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(data / "wording.sqlite")) as base:
        return base.execute("SELECT * FROM wording").fetchall()


# ---- Got -----------------------------------------------------------------------------------------------------------


@needs_sources
@pytest.mark.parametrize(("language", "code"), [("en", "eng"), ("fr", "fra")])
def test_formex_comes_out_of_zip(
    data: Path, server: OfficialServer, offer: Callable[..., None], get: Callable[..., Told], language: str, code: str
) -> None:
    """As CELLAR sends it: redirected by media type and language, a zip with a file about the act beside the act."""
    source = {"en": FORMEX, "fr": ACT / "fr/consolidated-2026-07-27.fr.fmx.xml"}[language]
    offer(
        "act-2026",
        (ZIP, "celex"),
        celex=official.negotiate(ZIP, code, "/cellar"),
        cellar=official.redirect(f"{server.origin}/zip"),
        zip=official.send_file(official.make_zip(a_doc_xml=b"<DOC/>", b_xml=source.read_bytes()), "application/zip"),
    )
    exit_code, out, err = get("act-2026", "--lang", language)
    assert (exit_code, server.requests[0]) == (0, ("/celex", ZIP, code))
    kept = data / f"texts/act-2026.{language}.fmx.xml"
    note = {"en": "", "fr": ", in French"}[language]
    assert out.splitlines() == [
        f"AI Act as amended on 27 July 2026{note}: the words of 1,425 nodes",
        f"your copy: {kept}",
    ]
    assert kept.read_bytes() == source.read_bytes()
    assert err.splitlines() == [
        f"act-2026: asking {urlsplit(server.origin).netloc} for Formex",
        f"act-2026: reading {kept.stat().st_size:,} bytes",
    ]
    assert len(read_words(data)) == 1425
    assert get("--lang", language)[1].splitlines()[1] == "  act-2026  (loaded)"


@needs_sources
def test_second_way_is_taken(data: Path, offer: Callable[..., None], get: Callable[..., Told]) -> None:
    offer(
        "act-2024",
        (XHTML, "celex"),
        (HTML, "page"),
        celex=official.send_status(404),
        page=official.send_file(OJ.read_bytes()),
    )
    code, out, err = get("act")
    assert (code, list_copies(data)) == (0, ["act-2024.en.html"])
    assert out.startswith("AI Act as published on 12 July 2024: the words of ")
    assert " does not have it (HTTP 404); asking " in err


@needs_sources
def test_first_of_several_streams_is_taken(data: Path, offer: Callable[..., None], get: Callable[..., Told]) -> None:
    streams = b'<html><body><a href="/DOC_1">act</a> <a href="/DOC_2">seal</a></body></html>'
    offer(
        "amending-act",
        (XHTML, "celex"),
        celex=official.send_status(300, streams),
        DOC_1=official.send_file((ACT / "amending-reg-2026-1744.xhtml").read_bytes(), XHTML),
    )
    assert get("amending-act")[0] == 0
    assert list_copies(data) == ["amending-act.en.xhtml"]


@needs_sources
def test_newsroom_names_no_media_type(data: Path, offer: Callable[..., None], get: Callable[..., Told]) -> None:
    offer(
        "gpai-code-copyright",
        (PDF, "document"),
        document=official.redirect("/file.pdf", 302),
        **{"file.pdf": official.send_file(COPYRIGHT.read_bytes(), "/")},
    )
    code, out, _ = get("gpai-code")
    assert (code, list_copies(data)) == (0, ["gpai-code-copyright.en.pdf"])
    assert out.startswith("General-Purpose AI Code of 10 July 2025: the words of 15 nodes\n")


@needs_sources
def test_guidelines_are_loaded(data: Path, offer: Callable[..., None], get: Callable[..., Told]) -> None:
    offer("guidelines-5053", (PDF, "document"), document=official.send_file(GUIDELINES.read_bytes(), PDF))
    assert get()[1].startswith("guidelines-5053  (not loaded)\n")
    code, out, _ = get("guidelines-5053")
    assert code == 0
    assert out.splitlines()[0] == "Commission guidelines C(2025) 5053 of 29 July 2025: the words of 64 nodes"
    assert (data / "texts/guidelines-5053.en.pdf").read_bytes() == GUIDELINES.read_bytes()
    assert get()[1].startswith("guidelines-5053  (loaded)\n")


@needs_sources
@pytest.mark.parametrize(("added", "notes"), [(b"", 0), (b"\n", 1)])
def test_other_bytes_are_noted(offer: Callable[..., None], get: Callable[..., Told], added: bytes, notes: int) -> None:
    page = (SOURCES / "implementing-acts/reg-2026-1755.xhtml").read_bytes() + added
    offer("implementing-act", (XHTML, "celex"), celex=official.send_file(page))
    code, _, err = get("implementing-act")
    assert (code, err.count("note: the file differs from the one that this version was tested with")) == (0, notes)


@needs_sources
@pytest.mark.parametrize("status", [429, 503])
def test_short_wait_is_kept(server: OfficialServer, offer: Callable[..., None], status: int) -> None:
    """The second request follows after the time that the server asks for."""
    page = official.send_file((SOURCES / "implementing-acts/reg-2026-1755.xhtml").read_bytes())
    busy = official.send_status(status, Retry_After="7")
    offer("implementing-act", (XHTML, "celex"), celex=official.answer_in_turn(busy, page))
    waits: list[float] = []
    (source,) = official_sources.list_sources()
    found = text_download.download_text(source, "en", lambda _: None, [server.origin], waits.append)
    assert (found.label, waits) == ("Implementing Regulation (EU) 2026/1755", [7])


def test_proxy_is_used(server: OfficialServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.origin)
    server.answers["http://official.test/act"] = official.send_file(b"<html>")
    assert http_get.download_file("http://official.test/act", HTML, "eng", ["http://official.test"]) == b"<html>"


# ---- Refused -------------------------------------------------------------------------------------------------------

CHECK = "answers with a check for browsers instead of the text"
LATER = {"Retry_After": "120"}
PAGE_REFUSED: dict[str, tuple[Answer, str]] = {
    "missing": (official.send_status(404), "does not have it (HTTP 404)"),
    "other form": (official.send_status(406), "does not have it in this form (HTTP 406)"),
    "forbidden": (official.send_status(403), "refuses it (HTTP 403)"),
    "fault": (official.send_status(500), "does not send it (HTTP 500)"),
    "no content": (official.send_status(204, b""), "does not send it (HTTP 204)"),
    "challenge": (official.send_status(202, b"", x_amzn_waf_action="challenge"), f"{CHECK} (HTTP 202)"),
    "silent challenge": (official.send_status(202, b""), f"{CHECK} (HTTP 202)"),
    "captcha": (official.send_status(405, x_amzn_waf_action="captcha"), f"{CHECK} (HTTP 405)"),
    "challenge as a page": (official.send_file(official.CHALLENGE), f"{CHECK} (HTTP 200)"),
    "too many requests": (
        official.send_status(429, **LATER),
        "has had too many requests (HTTP 429): try again in 120 seconds",
    ),
    "too many, no time": (official.send_status(429), "has had too many requests (HTTP 429): try again later"),
    "too many, odd time": (official.send_status(429, Retry_After="soon"), "(HTTP 429): try again later"),
    "too many until a day": (
        official.send_status(429, Retry_After="Fri, 31 Dec 2100 23:59:59 GMT"),
        "(HTTP 429): try again in ",
    ),
    "unavailable": (official.send_status(503, **LATER), "is not available (HTTP 503): try again in 120 seconds"),
    "redirect elsewhere": (official.redirect("https://example.org/act.html"), "example.org is none of the official"),
    "redirect to a file": (official.redirect("file:///etc/passwd"), "is none of the official servers"),
    "redirect with a name": (official.redirect("https://eu@127.0.0.1/"), "is no address that can be asked"),
    "redirect to an odd port": (official.redirect("https://127.0.0.1:eu/"), "is no address that can be asked"),
    "redirect nowhere": (official.send_status(303), "does not send it (HTTP 303)"),
    "redirects without end": (official.redirect("/page"), "redirects more than 8 times"),
    "no streams": (official.send_status(300), "offers several files, and names none (HTTP 300)"),
    "cut": (official.cut_short(official.PAGE), "stops before the end of the text (57 of 1,057 bytes)"),
    "chunk cut": (official.cut_chunk, "stops before the end of the text (IncompleteRead)"),
    "endless": (official.send_for_ever, "sends more than 10 MB, and official files are smaller"),
    "announced too long": (
        lambda request: request.begin(200, Content_Length="10000001"),
        "sends more than 10 MB, and official files are smaller",
    ),
    "empty": (official.send_file(b""), "answers with nothing"),
    "packed": (
        official.send_status(200, Content_Encoding="gzip"),
        "answers in an encoding that was not asked for (“gzip”)",
    ),
    "no HTTP": (lambda request: request.wfile.write(b"220 mail\r\n") and None, "breaks HTTP (BadStatusLine)"),
    "hangs up": (official.hang_up, "cannot be reached (Remote end closed connection without response)"),
    "no page": (official.send_file(b"%PDF-1.7"), "sends something else in place of the page"),
    "another page": (
        official.send_file(official.PAGE),
        "sends HTML that cannot be used: not Regulation (EU) 2024/1689 but a page that names no act in its head",
    ),
}


@pytest.mark.parametrize("name", PAGE_REFUSED)
def test_bad_answer_changes_nothing(
    data: Path, server: OfficialServer, offer: Callable[..., None], get: Callable[..., Told], name: str
) -> None:
    """One message says what happened, which page to save and how to load it; an earlier text stays."""
    answer, message = PAGE_REFUSED[name]
    offer("act-2026", (HTML, "page"), page=answer)
    earlier = data / "texts/act-2026.en.html"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("earlier")
    (source,) = official_sources.list_sources()
    wording.save_wording([(source.edition, "urn:node", "Earlier words.")])
    code, out, err = get("act-2026")
    assert (code, out) == (2, "")
    told = err.splitlines()
    assert len(told) == 4 if "cannot be used" in message else 3
    assert told[-2].startswith("actgraph: act-2026: ")
    assert message in told[-2]
    page = "https://eur-lex.europa.eu/legal-content/EN/TXT/HTML/?uri=CELEX:02024R1689-20260727"
    assert told[-1] == (f"  Save {page} in your browser as act-2026.html, and run: actgraph text load act-2026.html")
    assert (earlier.read_text(), list_copies(data)) == ("earlier", ["act-2026.en.html"])
    assert read_words(data) == [(source.edition, "urn:node", "Earlier words.")]


ZIPPED_REFUSED = {
    "page for Formex": (ZIP, official.PAGE, "sends a web page in place of Formex"),
    "text for Formex": (ZIP, b"no zip", "sends something else in place of Formex"),
    "damaged zip": (ZIP, b"PK\x03\x04 and no more", "sends a damaged zip"),
    "damaged member": (ZIP, official.make_zip(a_xml=b"<CONS.ACT/>" * 90)[:-60], "sends a damaged zip"),
    "zip without the act": (ZIP, official.make_zip(a_doc_xml=b"<DOC/>"), "sends a zip without the act in one file"),
    "huge member": (ZIP, official.make_zip(a_xml=bytes(10_000_001)), "sends a zip with a file that is too large"),
    "Formex cut": (ZIP, official.make_zip(a_xml=b"<CONS.ACT>"), "sends Formex that cannot be used: not well-formed"),
    "page for PDF": (PDF, official.PAGE, "sends a web page in place of a PDF"),
    "text for PDF": (PDF, b"no PDF", "sends something else in place of a PDF"),
}


@pytest.mark.parametrize("name", ZIPPED_REFUSED)
def test_other_type_is_refused(data: Path, offer: Callable[..., None], get: Callable[..., Told], name: str) -> None:
    accept, body, message = ZIPPED_REFUSED[name]
    offer("act-2026", (accept, "file"), file=official.send_file(body, accept))
    code, out, err = get("act-2026")
    assert (code, out, list_copies(data)) == (2, "", [])
    assert message in err


OTHER_TEXTS = {
    "edition": ("act-2026", HTML, OJ, "it is the text of the AI Act as published on 12 July 2024"),
    "act": (
        "act-2024",
        HTML,
        ACT / "amending-reg-2026-1744.xhtml",
        "the text of the Regulation (EU) 2026/1744, amending",
    ),
    "language": (
        "act-2024",
        HTML,
        ACT / "fr/oj-2024-07-12.fr.xhtml",
        "of the AI Act as published on 12 July 2024, in French",
    ),
    "chapter": (
        "gpai-code-transparency",
        PDF,
        COPYRIGHT,
        "it is another part of the General-Purpose AI Code of 10 July",
    ),
    "guidelines": ("guidelines-5052", PDF, GUIDELINES, "it is the text of the Commission guidelines C(2025) 50"),
    "code": ("content-code", PDF, COPYRIGHT, "it is the text of the General-Purpose AI Code of 10 July 2025"),
    "no code": ("gpai-code-copyright", PDF, GUIDELINES, "it is the text of the Commission guidelines C(2025) 50"),
    "other guidelines": (
        "guidelines-5045",
        PDF,
        GUIDELINES,
        "it is the text of the Commission guidelines C(2025) 5053",
    ),
}


@needs_sources
@pytest.mark.parametrize("name", OTHER_TEXTS)
def test_other_text_is_refused(data: Path, offer: Callable[..., None], get: Callable[..., Told], name: str) -> None:
    source, accept, file, message = OTHER_TEXTS[name]
    offer(source, (accept, "file"), file=official.send_file(file.read_bytes(), accept))
    code, out, err = get(source)
    assert (code, out, list_copies(data)) == (2, "", [])
    assert message in err.splitlines()[-2]
    assert not (data / "wording.sqlite").exists()


def test_every_way_is_told(offer: Callable[..., None], get: Callable[..., Told]) -> None:
    offer(
        "act-2026",
        (ZIP, "celex"),
        (HTML, "page"),
        celex=official.send_status(404),
        page=official.send_status(202),
    )
    told = get("act-2026")[2].splitlines()[-2]
    assert re.search(rf"does not have it \(HTTP 404\); 127\.0\.0\.1:\d+ {CHECK} \(HTTP 202\)$", told)


def test_busy_server_is_not_asked_again(
    server: OfficialServer, offer: Callable[..., None], get: Callable[..., Told]
) -> None:
    offer("act-2026", (ZIP, "celex"), (XHTML, "celex"), celex=official.send_status(429, **LATER))
    assert get("act-2026")[0] == 2
    assert len(server.requests) == 1


def test_second_refusal_ends(server: OfficialServer) -> None:
    server.answers["/page"] = official.send_status(429, Retry_After="1")
    with pytest.raises(http_get.UnavailableError, match="too many requests"):
        http_get.download_file(f"{server.origin}/page", HTML, "eng", [server.origin], lambda _: None)
    assert len(server.requests) == 2


def test_silent_server_is_left(server: OfficialServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_get, "_IDLE_SECONDS", 0.1)
    server.answers["/page"] = official.say_nothing
    with pytest.raises(http_get.UnavailableError, match="does not answer in time"):
        http_get.download_file(f"{server.origin}/page", HTML, "eng", [server.origin])


def test_slow_server_is_left(server: OfficialServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_get, "_MOST_SECONDS", -1)
    server.answers["/page"] = official.send_file(official.PAGE)
    with pytest.raises(InputError, match="does not send the whole text within"):
        http_get.download_file(f"{server.origin}/page", HTML, "eng", [server.origin])


def test_http_becomes_https(server: OfficialServer) -> None:
    """CELLAR redirects from https to http; nothing is asked without TLS where TLS is there."""
    with pytest.raises(http_get.UnavailableError, match="cannot be reached"):
        http_get.download_file(f"{server.origin}/page", HTML, "eng", [server.origin.replace("http:", "https:")])
    assert server.requests == []


def test_unknown_host_is_not_asked(server: OfficialServer) -> None:
    with pytest.raises(InputError, match="is none of the official servers"):
        http_get.download_file(f"{server.origin}/page", HTML, "eng", official_sources.HOSTS)
    assert server.requests == []


def test_folder_that_cannot_be_made_is_told(data: Path, offer: Callable[..., None], get: Callable[..., Told]) -> None:
    data.write_text("no folder", encoding="utf-8")
    offer("act-2026", (HTML, "page"), page=official.send_file(official.PAGE))
    code, _, err = get("act-2026")
    assert code == 2
    assert "it cannot be kept (" in err


# ---- Names ---------------------------------------------------------------------------------------------------------


def test_list_of_names(get: Callable[..., Told]) -> None:
    code, out, _ = get()
    assert code == 0
    for source in official_sources.list_sources():
        assert f"{source.name}  (" in out
        assert source.title in out
    assert "act, which is all of:\n  act-2024  (not loaded)\n" in out
    assert "guidelines-7719  (no address known; the page is https://digital-strategy.ec.europa.eu/" in out
    french = get("--lang", "fr")[1]
    assert "amending-act" in french
    assert "gpai-code" not in french


def test_unknown_name_is_refused(get: Callable[..., Told]) -> None:
    code, out, err = get("act-2025")
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == "actgraph: there is no text called “act-2025”"
    assert "act-2024" in err.splitlines()[1]


def test_french_code_is_refused(get: Callable[..., Told]) -> None:
    code, _, err = get("content-code", "--lang", "fr")
    assert (code, err) == (2, "actgraph: content-code: actgraph reads it in English only, not in “fr”\n")


def test_catalogue_is_sound() -> None:
    sources = official_sources.list_sources()
    names = [source.name for source in sources]
    groups = {source.group for source in sources} - {""}
    assert len(set(names)) == len(names)
    assert not groups & set(names)
    for source in sources:
        for address in [source.page, *(way.address for way in source.ways)]:
            parts = urlsplit(address)
            assert f"{parts.scheme}://{parts.netloc}" in official_sources.HOSTS, address


@needs_sources
def test_hashes_are_of_official_files() -> None:
    official_files = {hashlib.sha256(path.read_bytes()).hexdigest() for path in SOURCES.rglob("*") if path.is_file()}
    for source in official_sources.list_sources():
        assert set(source.hashes) <= official_files, source.name


def _describe(source: OfficialSource) -> str:
    addresses = "<br>".join(f"`{way.address}` ({way.accept})" for way in source.ways)
    return f"| `{source.name}` | {source.number} | {addresses or 'none known'} | {'yes' if source.tried else 'no'} |"


def test_documented_addresses_are_those_of_catalogue() -> None:
    page = (ROOT / "docs/texts.md").read_text(encoding="utf-8")
    assert [line for line in page.splitlines() if line.startswith("| `")] == [
        _describe(source) for source in official_sources.list_sources()
    ]
