"""Test the official wording: loaded from the user's own copy, all or nothing, and shown at its node."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from actgraph.cli import _run
from actgraph.core.errors import InputError
from actgraph.graph.day import open_day
from actgraph.law import wording
from tests.conftest import ROOT, SOURCES, needs_sources

ACT = "https://w3id.org/actgraph/eli/reg/2024/1689/"
EDITION = "https://w3id.org/actgraph/graphs/edition.act.2026-07-27"
OLD, NEW = "2025-03-01", "2026-11-24"
OJ, CONSOLIDATED = SOURCES / "ai-act/oj-2024-07-12.html", SOURCES / "ai-act/consolidated-2026-07-27.html"
OJ_FORMEX, FORMEX = OJ.with_suffix(".fmx.xml"), CONSOLIDATED.with_suffix(".fmx.xml")
AMENDING = SOURCES / "ai-act/amending-reg-2026-1744.xhtml"
IMPLEMENTING = SOURCES / "implementing-acts/reg-2026-1755.xhtml"
COPYRIGHT = SOURCES / "code-of-practice/copyright.pdf"
CONTENT_CODE = SOURCES / "content-code/code-2026-06-10.txt"
FRENCH = SOURCES / "ai-act/fr"
SECOND = "AI-Generated Content Code of 10 June 2026"
# A new process.
CHILD = "import sys; from actgraph.cli import _run; sys.exit(_run(sys.argv[1:]))"

Told = tuple[int, str, str]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of one test, not yet created."""
    monkeypatch.setenv("ACTGRAPH_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    def run_command(*args: str | Path) -> Told:
        code = _run([str(arg) for arg in args])
        return code, *capsys.readouterr()

    return run_command


def load_wording(*files: Path) -> None:
    assert _run(["text", "load", *map(str, files)]) == 0


def read_saved_wording(data: Path) -> dict[tuple[str, str], str]:
    with contextlib.closing(sqlite3.connect(data / "wording.sqlite")) as base:
        return {(edition, iri): words for edition, iri, words in base.execute("SELECT * FROM wording")}


def get_official_lines(shown: str) -> list[str]:
    return [line.strip() for line in shown.partition("Official wording\n")[2].splitlines()]


# ---- Loaded and shown ----------------------------------------------------------------------------------------------


@needs_sources
@pytest.mark.parametrize(
    ("file", "edition", "citation", "day", "words"),
    [
        (OJ, "AI Act as published on 12 July 2024", "53(1)(d)", OLD, "draw up and make publicly available"),
        (OJ, "AI Act as published on 12 July 2024", "recital 110", NEW, "General-purpose AI models could pose"),
        (OJ_FORMEX, "AI Act as published on 12 July 2024", "10(5)", OLD, "To the extent that it is strictly"),
        (CONSOLIDATED, "AI Act as amended on 27 July 2026", "51(2)", NEW, "A general-purpose AI model shall be"),
        (FORMEX, "AI Act as amended on 27 July 2026", "Annex XI, Section 2", NEW, "A detailed description of the"),
        (AMENDING, "Regulation (EU) 2026/1744, amending", "omn:art_1.pnt_9.pnt_b", NEW, "paragraph 5 is deleted"),
        (IMPLEMENTING, "Implementing Regulation (EU) 2026/1755", "ipr:art_10.par_3.pnt_d", NEW, "the opening of a"),
        (COPYRIGHT, "General-Purpose AI Code of 10 July 2025", "Copyright Measure 1.1", NEW, "Signatories will draw"),
        (CONTENT_CODE, SECOND, "Section 1, Measure 1.1", NEW, "Signatories will implement a"),
        (CONTENT_CODE, SECOND, "Content Code, Section 2, Commitment 3(a)", NEW, "use an icon or"),
    ],
)
def test_loaded_wording_is_shown(
    run: Callable[..., Told], file: Path, edition: str, citation: str, day: str, words: str
) -> None:
    code, before, _ = run("show", citation, "--on", day)
    assert code == 0
    [line] = get_official_lines(before)
    assert line.startswith("not loaded. To download and load it, run: actgraph text get ")
    assert ". Or save the official file from https://" in line
    assert line.endswith(" and run: actgraph text load FILE")
    code, told, _ = run("text", "load", file)
    assert code == 0
    assert told.startswith(f"{edition}: the words of ")
    code, shown, _ = run("show", citation, "--on", day)
    assert code == 0
    assert words in "\n".join(get_official_lines(shown)[:2])
    assert shown.partition("Official wording")[0] == before.partition("Official wording")[0]


@needs_sources
def test_wording_includes_descendants(run: Callable[..., Told]) -> None:
    """Those of a chapter too, although the IRIs of its articles do not begin with its own."""
    load_wording(CONSOLIDATED)
    shown = get_official_lines(run("show", "Chapter V", "--on", NEW)[1])
    assert "Article 53: Obligations for providers of general-purpose AI models" in shown
    assert sum(line.startswith("Article 5") for line in shown) == 6
    assert any(line.startswith("(a) draw up and keep up-to-date") for line in shown)
    shown = get_official_lines(run("show", "53(1)", "--on", NEW)[1])
    assert [line[:4] for line in shown[1:]] == ["(a) ", "(b) ", "(i) ", "(ii)", "(c) ", "(d) "]


@needs_sources
def test_introductory_points_keep_letters(run: Callable[..., Told]) -> None:
    load_wording(COPYRIGHT, COPYRIGHT.with_name("safety-security.pdf"))
    lines = get_official_lines(run("show", "Copyright chapter")[1])
    starts = [line[:16] for line in lines if line[:3] in ("A. ", "B. ", "(a)", "(b)", "(f)")]
    assert starts == [
        "A. To serve as a",
        "B. To ensure pro",
        "(a) This Chapter",
        "(b) This Chapter",
        "(f) The commitme",
    ]
    lines = get_official_lines(run("show", "Safety and Security chapter")[1])
    heading = lines.index("Safety and Security Recital (g): Precautionary Principle")
    assert lines[heading + 1].startswith("The Signatories recognise the important role")
    assert get_official_lines(run("show", "Copyright Recital (e)")[1])[0].startswith("This Chapter does not affect")


@needs_sources
def test_wording_is_of_day(run: Callable[..., Told]) -> None:
    load_wording(OJ)
    assert get_official_lines(run("show", "53(1)", "--on", OLD)[1])[1].startswith("(a) draw up")
    assert get_official_lines(run("show", "53(1)", "--on", NEW)[1])[0].startswith("not loaded. ")


@needs_sources
@pytest.mark.parametrize(("one", "other"), [(OJ_FORMEX, OJ), (FORMEX, CONSOLIDATED)])
def test_formex_and_html_give_same_wording(data: Path, one: Path, other: Path) -> None:
    load_wording(one)
    before = read_saved_wording(data)
    load_wording(other)
    assert read_saved_wording(data) == before
    shutil.rmtree(data)
    load_wording(other)
    assert read_saved_wording(data) == before


@needs_sources
@pytest.mark.parametrize(
    ("file", "beside", "edition", "citation", "day", "words"),
    [
        (
            "oj-2024-07-12.fr.xhtml",
            OJ,
            "AI Act as published on 12 July 2024",
            "recital 110",
            OLD,
            "Les modèles d’IA à usage",
        ),
        (
            "consolidated-2026-07-27.fr.fmx.xml",
            FORMEX,
            "AI Act as amended on 27 July 2026",
            "5(1)(ba)",
            NEW,
            "la mise sur le",
        ),
        (
            "consolidated-2026-07-27.fr.html",
            CONSOLIDATED,
            "AI Act as amended on 27 July 2026",
            "97(6)",
            NEW,
            "Un acte délégué",
        ),
        (
            "amending-reg-2026-1744.fr.xhtml",
            AMENDING,
            "Regulation (EU) 2026/1744, amending",
            "omn:art_1.pnt_9.pnt_b",
            NEW,
            "le",
        ),
        (
            "reg-2026-1755.fr.xhtml",
            IMPLEMENTING,
            "Implementing Regulation (EU) 2026/1755",
            "ipr:art_10.par_3.pnt_d",
            NEW,
            "l’ouverture",
        ),
    ],
)
def test_french_is_kept_beside_english(
    run: Callable[..., Told], file: str, beside: Path, edition: str, citation: str, day: str, words: str
) -> None:
    code, told, _ = run("text", "load", FRENCH / file)
    assert code == 0
    assert told.startswith(f"{edition}, in French: the words of ")
    [line] = get_official_lines(run("show", citation, "--on", day)[1])
    assert line.startswith("not loaded. To download and load it, run: actgraph text get ")
    assert get_official_lines(run("show", citation, "--on", day, "--lang", "fr")[1])[0].startswith(words)
    run("text", "load", beside)
    english, french = (run("show", citation, "--on", day, "--lang", language)[1] for language in ("en", "fr"))
    assert get_official_lines(french)[0].startswith(words)
    assert get_official_lines(english) != get_official_lines(french)
    assert english.partition("Official wording")[0] == french.partition("Official wording")[0]


@needs_sources
@pytest.mark.parametrize("name", ["consolidated-2026-07-27.fr.fmx.xml", "consolidated-2026-07-27.fr.html"])
def test_french_formex_and_html_give_same_provisions(data: Path, name: str) -> None:
    load_wording(CONSOLIDATED)
    english = {iri for _, iri in read_saved_wording(data)}
    load_wording(FRENCH / name)
    assert {iri for edition, iri in read_saved_wording(data) if edition.endswith("@fr")} == english


def test_french_titles_are_left_out() -> None:
    """The graph has English titles alone."""
    wording.save_wording([(f"{EDITION}@fr", f"{ACT}art_53.par_1", "Les fournisseurs")])
    day = open_day(NEW)
    assert "    Article 53" in wording.get_wording(day, day.cite("Chapter V"), "fr").splitlines()
    assert "Obligations for" not in wording.get_wording(day, day.cite("Chapter V"), "fr")


def test_missing_french_is_told(run: Callable[..., Told]) -> None:
    wording.save_wording([(EDITION, f"{ACT}art_53.par_1", "Providers")])
    [line] = get_official_lines(run("show", "53(1)", "--on", NEW, "--lang", "fr")[1])
    assert line.startswith("not loaded. To download and load it, run: actgraph text get act --lang fr. Or save ")
    [line] = get_official_lines(run("show", "Copyright Measure 1.1", "--lang", "fr")[1])
    assert line == "not loaded: actgraph reads the codes in English only"


@needs_sources
def test_load_keeps_wording_of_other_files(data: Path) -> None:
    load_wording(OJ)
    before = read_saved_wording(data)
    load_wording(COPYRIGHT, CONSOLIDATED)
    assert read_saved_wording(data).items() > before.items()
    assert {edition.rpartition("edition.")[2] for edition, _ in read_saved_wording(data)} == {
        "act.2024-07-12",
        "act.2026-07-27",
        "recitals",
        "code.2025-07-10",
    }


@needs_sources
def test_load_writes_only_data_folder(data: Path, tmp_path: Path) -> None:
    hook = """
import os, sys
def see(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        print("WROTE", os.fsdecode(args[0]))
    if event in ("os.mkdir", "os.rename", "sqlite3.connect"):
        print("WROTE", os.fsdecode(args[0]))
sys.addaudithook(see)
"""
    done = subprocess.run(
        [sys.executable, "-c", hook + CHILD, "text", "load", OJ, FORMEX, COPYRIGHT],
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "ACTGRAPH_CACHE": str(tmp_path / "cache")},
    )
    written = [Path(line.removeprefix("WROTE ")) for line in done.stdout.splitlines() if line.startswith("WROTE ")]
    assert data / "wording.sqlite" in written
    outside = [path for path in written if not path.is_relative_to(tmp_path) and path != Path(os.devnull)]
    assert outside == []


# ---- Wording of each node -------------------------------------------------------------------------------------------


def test_longer_names_are_not_included() -> None:
    names = ("art_5.par_1", "art_53.par_1", "art_5.par_1.pnt_b", "art_5.par_1.pnt_ba", "artx5.par_1", "art-5.par-1")
    assert wording.save_wording([(EDITION, ACT + name, f"words of {name}") for name in names]) == len(names)
    day = open_day(NEW)
    assert all(ACT + name in day for name in names[:4])
    shown = wording.get_wording(day, ACT + "art_5")
    assert [line.strip() for line in shown.splitlines() if "words of" in line] == [
        "(1) words of art_5.par_1",
        "(b) words of art_5.par_1.pnt_b",
        "(ba) words of art_5.par_1.pnt_ba",
    ]
    assert wording.get_wording(day, ACT + "art_5.par_1.pnt_b") == "words of art_5.par_1.pnt_b"
    assert wording.get_wording(day, ACT + "art_5.par_1.pnt_a") == ""


def test_other_edition_is_not_included() -> None:
    wording.save_wording(
        [(EDITION, ACT + "art_5.par_1", "new"), (EDITION.replace("2026-07-27", "2024-07-12"), ACT, "old")]
    )
    assert wording.get_wording(open_day(OLD), ACT + "art_5") == ""


def test_nodes_without_wording_are_not_saved(data: Path) -> None:
    assert wording.save_wording([(EDITION, ACT + "art_5", ""), (EDITION, ACT + "art_6", "six")]) == 1
    assert read_saved_wording(data) == {(EDITION, ACT + "art_6"): "six"}


# ---- Refused -------------------------------------------------------------------------------------------------------


def cut_in_half(file: Path) -> Callable[[Path], object]:
    return lambda bad: bad.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def replace_bytes(file: Path, old: bytes, new: bytes) -> Callable[[Path], object]:
    def write_copy(bad: Path) -> None:
        data = file.read_bytes()
        assert old in data
        bad.write_bytes(data.replace(old, new))

    return write_copy


def parse_html(data: bytes) -> html.HtmlElement:
    return html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))


def cut_and_close(file: Path, before: bytes) -> Callable[[Path], object]:
    """Cut a page and close it as well-formed HTML."""

    def write_copy(bad: Path) -> None:
        data = file.read_bytes()
        bad.write_bytes(html.tostring(parse_html(data[: data.index(before)])))

    return write_copy


def remove_elements(file: Path, *ids: str) -> Callable[[Path], object]:
    """Remove elements from the middle of a page."""

    def write_copy(bad: Path) -> None:
        root = parse_html(file.read_bytes())
        for name in ids:
            root.get_element_by_id(name).drop_tree()
        bad.write_bytes(html.tostring(root))

    return write_copy


REFUSED = {
    "text": (lambda bad: bad.write_text("no official file"), "none of the official files"),
    "empty": (Path.touch, "none of the official files"),
    "zeros": (lambda bad: bad.write_bytes(bytes(100_000)), "none of the official files"),
    "folder": (Path.mkdir, "cannot be read (Is a directory)"),
    "missing": (lambda bad: None, "cannot be read (No such file or directory)"),
    "web page": (lambda bad: bad.write_text("<html><body>Not found</body></html>"), "a page that names no act"),
    "guidelines, taken text": (
        lambda bad: shutil.copy(SOURCES / "guidelines/gpai-2025-5045.txt", bad),
        "text taken from the PDF of Guidelines C(2025) 5045",
    ),
    "guidelines, cut": (cut_in_half(SOURCES / "guidelines/gpai-2025-5045.pdf"), "this is no PDF, or it is damaged"),
    "html, cut": (cut_in_half(OJ), "the file is cut off"),
    "html, cut in an article and closed": (cut_and_close(OJ, b'<div id="061.002">'), "there is no annex"),
    "html, cut in an annex and closed": (cut_and_close(CONSOLIDATED, b'id="anx_VII"'), "Annex VII and "),
    "html, no articles 61 to 65": (
        remove_elements(OJ, *(f"art_{number}" for number in range(61, 66))),
        "Article 61 and ",
    ),
    "html, no last annex": (remove_elements(CONSOLIDATED, "anx_XIV"), "Annex XIV and "),
    "html, no paragraph": (remove_elements(OJ, "053.004"), "Article 53(4)"),
    "html, no recital": (
        remove_elements(OJ, "rct_7"),
        "Recital 7 of the recitals as published on 12 July 2024 cannot be found",
    ),
    "html, one more": (
        lambda bad: bad.write_bytes(
            OJ.read_bytes().replace(
                b'<div class="eli-container"', b'<div id="art_114"></div><div class="eli-container"', 1
            )
        ),
        "it has art_114, which the graph of the AI Act as published",
    ),
    "html, another edition": (
        replace_bytes(CONSOLIDATED, b"27.07.2026", b"02.08.2028"),
        "graph does not have (2028-08-02)",
    ),
    "html, another act": (
        lambda bad: shutil.copy(SOURCES / "implementing-acts/reg-2025-454.xhtml", bad),
        "not Regulation (EU) 2024/1689 but 2025/454",
    ),
    "formex, cut": (cut_in_half(FORMEX), "not well-formed XML, perhaps cut off"),
    "formex, another act": (replace_bytes(OJ_FORMEX, b"<NO.CURRENT>1689", b"<NO.CURRENT>1744"), "not Regulation (EU)"),
    "formex, another edition": (
        replace_bytes(FORMEX, b'START.DATE="20260727"', b'START.DATE="20280802"'),
        "(2028-08-02)",
    ),
    "pdf, cut": (cut_in_half(COPYRIGHT), "this is no PDF, or it is damaged"),
    "pdf, another": (
        lambda bad: shutil.copy(SOURCES / "providers/apertus-code-of-practice.pdf", bad),
        "no chapter of the Code of Practice",
    ),
}


@needs_sources
@pytest.mark.parametrize("case", REFUSED)
def test_wrong_file_is_refused(run: Callable[..., Told], data: Path, tmp_path: Path, case: str) -> None:
    make, message = REFUSED[case]
    bad = tmp_path / "bad file"
    make(bad)
    code, out, err = run("text", "load", bad)
    assert (code, out) == (2, "")
    assert str(bad) in err
    assert message in err
    assert not data.exists()  # nothing was there before, nothing is now
    words = [(EDITION, ACT + "art_53", "kept"), (EDITION.replace("act.2026-07-27", "recitals"), ACT + "rct_1", "kept")]
    wording.save_wording(words)
    before = (data / "wording.sqlite").read_bytes()
    assert run("text", "load", bad)[0] == 2
    assert (data / "wording.sqlite").read_bytes() == before
    assert list(data.iterdir()) == [data / "wording.sqlite"]


@needs_sources
def test_files_before_bad_one_are_saved(run: Callable[..., Told], data: Path, tmp_path: Path) -> None:
    code, out, err = run("text", "load", COPYRIGHT, tmp_path / "missing")
    assert code == 2
    assert out.startswith("General-Purpose AI Code of 10 July 2025: ")
    assert "missing: cannot be read" in err
    assert read_saved_wording(data)


# ---- Damaged database, unwritable folder ----------------------------------------------------------------------------


def damage_table(file: Path) -> None:
    contents = bytearray(file.read_bytes())
    contents[4096:] = b"\xff" * (len(contents) - 4096)  # the first page names the table, the rest is overwritten
    file.write_bytes(contents)


def replace_table(file: Path) -> None:
    file.unlink()
    with contextlib.closing(sqlite3.connect(file)) as base:
        base.execute("CREATE TABLE wording (something)")


@needs_sources
@pytest.mark.parametrize("damage", [lambda file: file.write_bytes(b"no database" * 1000), damage_table, replace_table])
def test_damaged_database_is_reported(run: Callable[..., Told], data: Path, damage: Callable[[Path], object]) -> None:
    load_wording(COPYRIGHT)
    damage(data / "wording.sqlite")
    for command in (["show", "Copyright Measure 1.1"], ["text", "load", COPYRIGHT]):
        code, _, err = run(*command)
        assert code == 2
        assert str(data / "wording.sqlite") in err
        assert "emove the file" in err
    (data / "wording.sqlite").unlink()
    load_wording(COPYRIGHT)
    assert "Signatories will draw up" in run("show", "Copyright Measure 1.1")[1]


def test_empty_database_counts_as_missing(data: Path) -> None:
    """A first load that was killed before writing leaves such a file."""
    data.mkdir()
    (data / "wording.sqlite").touch()
    assert wording.get_wording(open_day(NEW), ACT + "art_53") == ""
    wording.save_wording([(EDITION, ACT + "art_53", "kept")])
    assert wording.get_wording(open_day(NEW), ACT + "art_53").startswith("kept")


def test_folder_in_place_of_database(data: Path) -> None:
    (data / "wording.sqlite").mkdir(parents=True)
    with pytest.raises(InputError, match="cannot be read"):
        wording.get_wording(open_day(NEW), ACT + "art_53")
    with pytest.raises(InputError, match="cannot be kept"):
        wording.save_wording([(EDITION, ACT + "art_53", "kept")])


def test_killed_load_keeps_old_wording(data: Path) -> None:
    """The next process that opens the file rolls back the partial write, even if only to read."""
    wording.save_wording([(EDITION, f"{ACT}art_{number}", "old") for number in range(1, 2000)])
    code = """
import os, signal, sqlite3, sys
base = sqlite3.connect(sys.argv[1])
base.execute("PRAGMA cache_size = 1")  # so that it writes into the file before its end
base.execute("UPDATE wording SET words = 'new'")
os.kill(os.getpid(), signal.SIGKILL)
"""
    before = (data / "wording.sqlite").read_bytes()
    done = subprocess.run([sys.executable, "-c", code, data / "wording.sqlite"], check=False, timeout=600)
    assert done.returncode == -signal.SIGKILL
    assert (data / "wording.sqlite").read_bytes() != before
    assert wording.get_wording(open_day(NEW), ACT + "art_53").splitlines()[0] == "old"
    assert set(read_saved_wording(data).values()) == {"old"}


@needs_sources
def test_concurrent_loads(data: Path) -> None:
    command = [sys.executable, "-c", CHILD, "text", "load"]
    loads = [subprocess.Popen([*command, file], stdout=subprocess.DEVNULL) for file in (FORMEX, OJ_FORMEX, COPYRIGHT)]
    assert [one.wait(timeout=600) for one in loads] == [0, 0, 0]
    together = read_saved_wording(data)
    shutil.rmtree(data)
    load_wording(FORMEX, OJ_FORMEX, COPYRIGHT)
    assert read_saved_wording(data) == together


def test_load_waits_for_another(data: Path) -> None:
    wording.save_wording([(EDITION, ACT + "art_5", "old")])
    code = """
import sqlite3, sys, time
base = sqlite3.connect(sys.argv[1], isolation_level=None)
base.execute("BEGIN EXCLUSIVE")
print("go", flush=True)
time.sleep(0.5)
base.execute("COMMIT")
"""
    with subprocess.Popen([sys.executable, "-c", code, data / "wording.sqlite"], stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"go\n"
        assert wording.get_wording(open_day(NEW), ACT + "art_5").splitlines()[0] == "old"
        wording.save_wording([(EDITION, ACT + "art_5", "new")])
    assert set(read_saved_wording(data).values()) == {"new"}


@needs_sources
@pytest.mark.parametrize("below", ["file", "file/data", "/proc/nowhere"])
def test_unwritable_folder_is_reported(
    run: Callable[..., Told], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("ACTGRAPH_DATA", str(tmp_path / below))
    code, _, err = run("text", "load", COPYRIGHT)
    assert code == 2
    assert str(tmp_path / below / "wording.sqlite") in err
    assert "Name another folder in ACTGRAPH_DATA" in err
    code, shown, _ = run("show", "53(1)")
    assert code == 0
    assert get_official_lines(shown)[0].startswith("not loaded. ")
