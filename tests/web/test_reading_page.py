"""Test in a real browser that the page of a provision is short, begins with its text, and leads on in few clicks."""

import io
import re

import pytest

from actgraph.ingest import wording_loader
from tests.conftest import SOURCES, needs_browser, needs_sources
from tests.support.live_server import run_server
from tests.web.conftest import PATIENCE

sync = pytest.importorskip("playwright.sync_api")

pytestmark = [pytest.mark.slow, needs_browser]

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
ACT = "/eli/reg/2024/1689/"
FILES = ("ai-act/oj-2024-07-12.fmx.xml", "ai-act/consolidated-2026-07-27.fmx.xml", "code-of-practice/copyright.pdf")


@pytest.fixture(scope="module")
def with_wording(tmp_path_factory):
    """The address of a server whose user has loaded the wording."""
    folder = tmp_path_factory.mktemp("with-wording")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACTGRAPH_DATA", str(folder / "data"))
        for name in FILES:
            wording_loader.load_wording(SOURCES / name)
        with run_server(folder) as found:
            yield found.address


def _open(browser, address, path, size=WIDE):
    context = browser.new_context(base_url=address, viewport=size)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(path)
    return page


@pytest.fixture
def page(browser, server):
    opened = _open(browser, server, "/")
    yield opened
    opened.context.close()


def _count_words(text):
    return len(text.split())


def _count_pdf_pages(page):
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(page.pdf(format="A4"))).pages)


def test_article_53_is_short(page):
    page.goto(f"{ACT}art_53")
    assert page.evaluate("document.documentElement.scrollHeight") <= 6000
    assert _count_words(page.inner_text("body")) <= 2500
    assert _count_words(page.text_content("body")) <= 6000
    assert _count_pdf_pages(page) <= 8


@needs_sources
def test_article_53_with_wording_is_short(browser, with_wording):
    page = _open(browser, with_wording, f"{ACT}art_53")
    official = " ".join(page.locator(".official").all_inner_texts())
    assert _count_words(official) > 500
    assert page.evaluate("document.documentElement.scrollHeight") <= 6000
    assert _count_words(page.inner_text("body")) - _count_words(official) <= 2500
    assert _count_words(page.text_content("body")) - _count_words(official) <= 6000
    assert _count_pdf_pages(page) <= 8
    assert "Commission Decision 2011/833/EU" in page.inner_text(".owner")
    page.context.close()


def test_phone_shows_our_sentence_on_first_screen(browser, server):
    page = _open(browser, server, f"{ACT}art_53", PHONE)
    box = page.locator(".summary").bounding_box()
    assert box["y"] + box["height"] <= PHONE["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.context.close()


def test_print_begins_with_text(browser, server):
    page = _open(browser, server, f"{ACT}art_53")
    page.emulate_media(media="print")
    text, box = (page.locator(name).bounding_box() for name in ("#text", ".box"))
    assert text["y"] < box["y"]
    assert not page.locator("#contents").is_visible()
    page.context.close()


# ---- Walks: where a user gets in how many clicks ------------------------------------------------------------------


def test_commitment_of_a_point_is_one_click_away(page):
    page.goto(f"{ACT}art_53")
    link = page.get_by_role("link", name="Copyright Commitment 1", exact=True).first
    box = link.bounding_box()
    assert box["y"] + box["height"] <= WIDE["height"], "it needs no scrolling"
    link.click()
    sync.expect(page).to_have_title(re.compile("Copyright Commitment 1"))


def test_what_a_non_signatory_shows_is_two_clicks_away(page):
    page.goto(f"{ACT}art_53")
    page.locator("[id='par_1.pnt_c']").get_by_role("link", name="How to show compliance").click()
    sync.expect(page).to_have_title(re.compile("Policy to comply with Union law on copyright"))
    ways = page.locator(".ways > section").nth(1).locator("li strong").all_inner_texts()
    assert ways[0] == "Alternative adequate means of compliance"
    assert "None known as of 6 October 2026" in page.locator(".ways > section").nth(1).locator("li").nth(1).inner_text()


def test_article_56_is_compared_without_wording(page):
    page.goto(f"{ACT}art_56")
    page.locator(".box").get_by_role("link", name="Article 56(6) replaced").click()
    told = page.locator("#editions")
    sync.expect(told.get_by_text("Before, in our words:").first).to_be_visible()
    sync.expect(told.get_by_text("Since then, in our words:").first).to_be_visible()
    told.get_by_role("link", name="As it was").first.click()
    sync.expect(page).to_have_url(re.compile("/on/2026-07-26/eli/reg/2024/1689/art_56"))


@needs_sources
def test_article_56_is_compared_with_wording(browser, with_wording):
    page = _open(browser, with_wording, f"{ACT}art_56")
    page.locator(".box").get_by_role("link", name="Article 56(6) replaced").click()
    sync.expect(page.locator("#editions del").first).to_be_visible()
    sync.expect(page.locator("#editions ins").first).to_be_visible()
    page.context.close()


def test_modifier_with_a_tenth_of_the_compute_learns_the_rule(page):
    page.get_by_role("link", name="Am I the provider of a general-purpose AI model, also if I fine-tune one?").click()
    rule = page.locator("main").get_by_text("a modification whose training compute exceeds one third")
    sync.expect(rule).to_be_visible()
    page.locator("main").get_by_role("link", name="the one-third rule").click()
    page.get_by_label("How much training compute was used to modify the base model?").fill("1e23")
    for id_ in ("base.ownCompute", "base.cumulativeCompute"):
        page.locator(f"[id='{id_}']").fill("1e24")
    for question in ("What does the original model take in?", "What does the original model generate?"):
        page.get_by_role("group", name=question).first.get_by_label("Text", exact=True).check()
    page.get_by_role("group", name=re.compile("or on its behalf")).get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Apply the rule").first.click()
    sync.expect(page.locator("main")).to_contain_text("should not count as the provider")


def test_who_signed_what_is_one_click_away(page):
    page.get_by_role("link", name="Who has signed which code, and which chapters or sections?").click()
    for name, chapters in (("xAI", 1), ("Anthropic", 3)):
        row = page.get_by_role("row", name=re.compile(f"^{name}")).first
        assert row.locator("td").filter(has_text="signed").count() == chapters


def test_what_applies_since_2_august_2026_is_one_click_away(page):
    page.get_by_role("link", name="What of the AI Act applies now, and what is coming?").click()
    table = page.get_by_role("region", name="Rules in force and applied, up to the day chosen")
    assert "2026-08-02" in table.inner_text()
    assert "The AI Act applies in general" in table.inner_text()


def test_recital_and_article_lead_to_each_other(page):
    page.goto(f"{ACT}rct_110")
    page.locator(".box").get_by_role("link", name="Article 55", exact=True).click()
    sync.expect(page).to_have_url(re.compile(f"{ACT}art_55$"))
    page.get_by_role("heading", name="Recitals that explain it").click()
    page.locator("#recitals").get_by_role("link", name="Recital 110", exact=True).click()
    sync.expect(page).to_have_url(re.compile(f"{ACT}rct_110$"))


def test_next_page_and_place_in_contents(page):
    page.goto(f"{ACT}art_53")
    page.get_by_role("link", name="Article 54 →").first.click()
    here = page.locator("#contents [aria-current=page]")
    assert here.inner_text() == "Article 54"
    page.get_by_role("link", name="← Article 53").first.click()
    page.locator("#contents").get_by_role("link", name="Chapter V", exact=True).click()
    sync.expect(page).to_have_url(re.compile("cpt_V$"))


def test_contents_are_reached_by_keyboard(page):
    page.goto(f"{ACT}art_53")
    for name in ("Skip to the content", "Skip to the contents"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == name
    page.keyboard.press("Enter")
    sync.expect(page).to_have_url(re.compile("#contents$"))


def test_permalink_opens_closed_section(page):
    page.goto(f"{ACT}art_53#shown")
    sync.expect(page.get_by_role("heading", name="Adherence to a code of practice")).to_be_visible()


def test_menu_is_closed_until_it_is_asked_for(page):
    site = page.get_by_role("navigation", name="Site")
    assert [summary.inner_text().split()[0] for summary in site.locator("summary").all()] == [
        *("Law", "Codes", "Guidance", "Tools")
    ]
    assert not site.get_by_role("link", name="Signatories").is_visible()
    site.get_by_text("Codes", exact=True).click()
    site.get_by_role("link", name="Signatories").click()
    sync.expect(page).to_have_url(re.compile("/signatories$"))
