"""Test the static site: all pages of both editions, no dead link, and no error of the HTML checker."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from actgraph.graph.day import open_day
from actgraph.ingest import wording_loader
from actgraph.web import site
from actgraph.web.pages import router
from tests.conftest import CHROMIUM, SOURCES, needs_browser, needs_checker, needs_sources
from tests.support.link_checker import find_dead_links

DAY, BEFORE = "2026-11-24", "2026-07-26"


@pytest.fixture(scope="session")
def made(tmp_path_factory, worker_id) -> Path:
    """A whole site, built once for all workers of a run."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent  # without workers, the parent is that of all runs
    out = shared / "site"
    with open(shared / "site.lock", "w", encoding="utf-8") as lock:
        fcntl = pytest.importorskip("fcntl")
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.exists():
            # As a user builds it.
            command = [sys.executable, "-c", "from actgraph.cli import main; main()", "site", str(out), "--on", DAY]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            assert re.fullmatch(r"[\d,]+ pages in \d+ s: .*/site/index.html\n", done.stdout), done.stdout
    return out


@pytest.mark.slow
@pytest.mark.proof("site-stands")
def test_every_page_of_both_editions_exists(made):
    for day, top in ((DAY, made), (BEFORE, made / "on" / BEFORE)):
        for path in router.list_page_paths(open_day(day)):
            assert (top / f"{path or 'index'}.html").is_file(), path
    for kind, least in (("art_", 119), ("rct_", 180), ("anx_", 14), ("cpt_", 13)):
        assert len(list((made / "eli/reg/2024/1689").glob(f"{kind}*.html"))) >= least, kind
    code = made / "code-of-practice"
    assert len(list(code.glob("???.com_*.html"))) == 12 + 40
    assert len(list((made / "guidelines/gpai").glob("5045.sec_*.html"))) >= 30


@pytest.mark.slow
@pytest.mark.proof("site-stands")
def test_site_has_no_dead_link(made):
    assert list(find_dead_links(made))[:20] == []


@pytest.mark.slow
@pytest.mark.proof("site-stands")
@needs_checker
def test_nu_html_checker_finds_no_error(made):
    done = subprocess.run(
        ["vnu", "--stdout", "--skip-non-html", "--errors-only", str(made)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout[:2000]) == (0, "")


@pytest.mark.slow
@pytest.mark.proof("site-stands")
@needs_checker
def test_nu_html_checker_finds_planted_error(made, tmp_path):
    page = (made / "gaps.html").read_text(encoding="utf-8")
    (tmp_path / "broken.html").write_text(page.replace("<main ", "<mainx "), encoding="utf-8")
    done = subprocess.run(["vnu", "--stdout", str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, "mainx" in done.stdout) == (1, True)


@pytest.mark.slow
@pytest.mark.proof("site-stands")
@needs_browser
def test_site_works_from_disk(made):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_default_timeout(600_000)  # ms: no test fails because the machine is busy
        faults = []
        page.on("console", lambda message: faults.append(message.text))
        page.goto((made / "index.html").as_uri())
        page.get_by_text("Law", exact=True).click()
        page.get_by_role("link", name="AI Act", exact=True).click()
        page.get_by_role("link", name="Article 56", exact=True).click()
        page.get_by_role("navigation", name="Edition").get_by_role("link").first.click()
        assert page.url == (made / "on" / BEFORE / "eli/reg/2024/1689/art_56.html").as_uri()
        assert page.evaluate("getComputedStyle(document.body).margin") == "0px"  # its style sheet loads
        assert not page.get_by_role("search").count()
        assert faults == []
        browser.close()


def test_planted_dead_link_is_found(tmp_path):
    (tmp_path / "a.html").write_text('<p id="x"><a href="b.html">1</a><a href="#y">2</a><a href="#x">3</a>')
    (tmp_path / "c.html").write_text('<a href="https://w3id.org/actgraph/x">4</a><a href="a.html#x">5</a>')
    assert sorted(find_dead_links(tmp_path)) == [
        "a.html: no place is called #y",
        "a.html: there is no b.html",
        "c.html: https://w3id.org/actgraph/x is no page",
    ]


def _limit_pages(monkeypatch):
    monkeypatch.setattr(
        site, "list_page_jobs", lambda folder, today: iter([site.PageJob(folder, today, today, "gaps")])
    )


def test_existing_site_is_replaced(tmp_path, monkeypatch):
    _limit_pages(monkeypatch)
    out = tmp_path / "public"
    assert site.write_site(str(out), DAY, lambda done, of: None) == 1
    (out / "old.html").write_text("old")
    assert site.write_site(str(out), DAY, lambda done, of: None) == 1
    assert not (out / "old.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_foreign_folder_is_kept(tmp_path, run):
    (tmp_path / "mine.txt").write_text("mine")
    code, _, err = run("site", str(tmp_path))
    assert (code, "no site of ours" in err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_file_in_place_of_folder_is_refused(tmp_path, run):
    (tmp_path / "a").write_text("")
    code, _, err = run("site", str(tmp_path / "a"))
    assert (code, "this is a file" in err) == (2, True)


def test_failed_build_keeps_old_site(tmp_path, monkeypatch):
    _limit_pages(monkeypatch)
    out = tmp_path / "public"
    site.write_site(str(out), DAY, lambda done, of: None)
    before = sorted(path.name for path in out.rglob("*"))
    monkeypatch.setattr(
        site, "list_page_jobs", lambda folder, today: iter([site.PageJob(folder, today, today, "nonsense")])
    )
    with pytest.raises(Exception, match="there is no page"):
        site.write_site(str(out), DAY, lambda done, of: None)
    assert sorted(path.name for path in out.rglob("*")) == before
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


@needs_sources
@pytest.mark.parametrize("with_wording", [False, True])
def test_wording_is_written_only_if_asked_for(tmp_path, monkeypatch, with_wording):
    monkeypatch.setenv("ACTGRAPH_DATA", str(tmp_path / "data"))
    wording_loader.load_wording(SOURCES / "ai-act/consolidated-2026-07-27.fmx.xml")
    job = site.PageJob(str(tmp_path), DAY, DAY, "eli/reg/2024/1689/art_53", with_wording)
    site.write_page_files(job)
    for form in ("html", "json"):
        text = (tmp_path / f"eli/reg/2024/1689/art_53.{form}").read_text(encoding="utf-8")
        assert ("draw up and keep up-to-date the technical documentation" in text) is with_wording, form
    page = (tmp_path / "eli/reg/2024/1689/art_53.html").read_text(encoding="utf-8")
    assert (
        "© European Union, from your own copy, reused under Commission Decision 2011/833/EU" in page
    ) is with_wording
