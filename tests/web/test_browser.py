"""Test the pages in a real browser: common tasks, both themes, wide and narrow, and axe-core."""

import re
from urllib.parse import urlsplit

import pytest

from tests.conftest import ROOT, needs_browser
from tests.web.conftest import PATIENCE

sync = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

pytestmark = [pytest.mark.slow, needs_browser]

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
ARTICLE = "/eli/reg/2024/1689/art_53"
MAIN = [
    *("/", "/eli/reg/2024/1689", ARTICLE, "/eli/reg/2024/1689/art_10", "/eli/reg/2024/1689/rct_110"),
    *("/eli/reg/2024/1689/anx_XI", "/eli/reg/2024/1689/cpt_V", "/code-of-practice", "/code-of-practice/sas"),
    *("/code-of-practice/tra.com_1", "/code-of-practice/cpy.com_1.mea_1", "/code-of-practice/mdf", "/guidelines"),
    *("/guidelines/gpai/5045.sec_2.1", "/training-summary/template", "/terms", "/duties", "/reading/obl_53.1.c"),
    *("/matrix", "/mapping", "/timeline", "/signatories", "/gaps", "/queries", "/queries/fines", "/a-z", "/nonsense"),
    *(
        "/queries/thresholds-reached?amount=1e25",
        "/search?q=systemc+risk",
        "/profile",
        "/profile?example=startup",
        "/form",
        "/one-third",
        "/ns",
    ),
    *(
        "/sparql?query=SELECT+*+%7B+act%3Aart_53+%3Fp+%3Fo+%7D",
        "/sparql?query=DESCRIBE+act%3Aart_53",
        "/sparql?query=SELECT+*%0A%7B+%3Fs+agg%3Ap+%3Fo+%7D",
    ),
]


@pytest.fixture
def page(browser, server):
    """A page that fails its test on a console error or a request to another host."""
    context = browser.new_context(base_url=server, viewport=WIDE)
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    faults = []
    opened.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    yield opened
    context.close()
    home = urlsplit(server).netloc
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} <= {home}
    # The console logs the status of an error page.
    assert [fault for fault in faults if "the server responded with a status of 4" not in fault] == []


def _get_text(page, selector="main"):
    return " ".join(page.locator(selector).inner_text().split())


def test_links_from_article_to_measure_and_back(page):
    page.goto("/")
    page.get_by_text("Law", exact=True).click()
    page.get_by_role("navigation", name="Site").get_by_role("link", name="AI Act", exact=True).click()
    page.get_by_role("link", name="Article 53", exact=True).click()
    page.locator("[id='par_1.pnt_c']").get_by_role("link", name="Copyright Commitment 1", exact=True).click()
    sync.expect(page).to_have_title(re.compile("Copyright policy"))
    page.locator("#parts").get_by_role("link", name="Copyright Measure 1.1").click()
    sync.expect(page).to_have_title(re.compile("Copyright Measure 1.1"))
    page.locator(".box").get_by_role("link", name="Article 53(1)(c)").first.click()
    sync.expect(page).to_have_url(re.compile(re.escape(f"{ARTICLE}#par_1.pnt_c")))


def test_other_edition_is_one_click_away(page):
    page.goto("/eli/reg/2024/1689/art_56")
    page.get_by_role("navigation", name="Edition").get_by_role("link", name=re.compile("as published")).click()
    sync.expect(page).to_have_url(re.compile("/on/2026-07-26/eli/reg/2024/1689/art_56$"))
    assert "AI Act as published on 12 July 2024" in _get_text(page, "footer")
    page.get_by_role("navigation", name="Edition").get_by_role("link", name=re.compile("as amended")).click()
    sync.expect(page).to_have_url(re.compile(r":\d+/eli/reg/2024/1689/art_56$"))


def test_day_can_be_changed_on_page(page):
    page.goto("/gaps")
    page.get_by_text("on 24 November 2026", exact=True).click()
    page.get_by_label("Day").fill("2025-08-02")
    page.get_by_role("button", name="Go").click()
    sync.expect(page).to_have_url(re.compile("/on/2025-08-02/gaps$"))
    assert "On 2 August 2025 these hold" in _get_text(page, "footer")


def test_query_is_run_shared_and_downloaded(page):
    page.goto("/queries/measures-of-commitment?commitment=Copyright+Commitment+1")
    page.get_by_role("link", name="Change this query").click()
    query = page.get_by_label("The query")
    query.fill(query.input_value() + "\nLIMIT 2")
    page.get_by_role("button", name="Ask", exact=True).click()
    sync.expect(page.get_by_role("heading", name="2 rows")).to_be_visible()
    page.get_by_role("link", name="The address of this answer").click()
    sync.expect(page.get_by_role("heading", name="2 rows")).to_be_visible()
    sync.expect(page).to_have_url(re.compile(r"/sparql\?query="))
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert len(download.value.path().read_text(encoding="utf-8").splitlines()) == 3
    page.get_by_role("button", name="Ask a long query").click()
    sync.expect(page).to_have_url(re.compile("/sparql$"))
    sync.expect(page.get_by_role("heading", name="2 rows")).to_be_visible()


def test_wrong_query_stays_editable(page):
    page.goto("/sparql")
    query = page.get_by_label("The query")
    query.fill("ASK {\n ?s agg:covers ?o }")
    page.get_by_role("button", name="Ask", exact=True).click()
    sync.expect(page.get_by_role("alert")).to_contain_text("Line 2, column 5: the prefix “agg:” is not declared")
    query.fill(query.input_value().replace("agg:", "ag:"))
    page.get_by_role("button", name="Ask", exact=True).click()
    sync.expect(page.get_by_role("heading", name="Yes")).to_be_visible()


def test_matrix_shows_one_link_kind(page):
    page.goto("/matrix")
    every = page.locator("table.matrix .dot").count()
    page.get_by_role("link", name="declared only").click()
    sync.expect(page).to_have_url(re.compile("/matrix/declared$"))
    assert 0 < page.locator("table.matrix .dot").count() < every
    assert page.locator("table.matrix .dot:not(.declared)").count() == 0


@pytest.mark.parametrize("size", [{"width": 1280, "height": 500}, PHONE], ids=["low", "phone"])
def test_matrix_keeps_head_and_first_column(page, size):
    page.set_viewport_size(size)
    page.goto("/matrix")
    frame = page.locator(".held")
    frame.evaluate("frame => frame.scrollTo(9999, 9999)")
    edge, moved = frame.bounding_box(), frame.evaluate("frame => [frame.scrollLeft, frame.scrollTop]")
    assert moved[1] > 0, "it is not taller than its frame"
    assert (moved[0] > 0) == (size == PHONE), "on a wide page the whole width is seen"
    head = page.locator(".matrix thead th").first.bounding_box()
    row = page.locator(".matrix tbody th").last.bounding_box()
    assert (head["x"] - edge["x"], head["y"] - edge["y"], row["x"] - edge["x"]) == (1, 1, 1)  # its border


def test_misspelt_search_finds_node(page):
    page.goto("/")
    page.get_by_label("Search or cite").fill("copywright polcy")
    page.keyboard.press("Enter")
    sync.expect(page.locator("main")).to_contain_text("copyright policy")
    page.locator("main").get_by_role(
        "link", name="Policy to comply with Union law on copyright and related rights"
    ).first.click()
    sync.expect(page).to_have_title(re.compile("Policy to comply with Union law on copyright and related rights"))


def test_citation_search_links_to_node(page):
    page.goto("/")
    page.get_by_label("Search or cite").fill("Art. 53(1), point (c)")
    page.keyboard.press("Enter")
    page.locator("main").get_by_role("link", name="Article 53(1)(c)", exact=True).first.click()
    sync.expect(page).to_have_url(re.compile(re.escape(f"{ARTICLE}#par_1.pnt_c")))


def test_uploaded_profile_shows_duties_and_findings(page):
    page.goto("/profile")
    page.locator("input[type=file]").set_input_files(ROOT / "examples/finetune-above.ttl")
    page.get_by_role("button", name="Check it").click()
    told = page.locator("main")
    sync.expect(told).to_contain_text("Lindenwald Med 70B (invented)")
    sync.expect(told).to_contain_text("rdg:doc_use-terms")
    told.get_by_role("link", name="Copyright Measure 1.4").first.click()
    sync.expect(page).to_have_title(re.compile("Copyright Measure 1.4"))


def test_unreadable_pasted_profile_is_located(page):
    page.goto("/profile")
    page.locator("textarea").fill("<urn:a> a ag:Model .")
    page.get_by_role("button", name="Check it").click()
    sync.expect(page.locator("main")).to_contain_text(":1:")
    assert page.locator("textarea").input_value() == "<urn:a> a ag:Model ."


def _check_access(page):
    """Check a page that has no address of its own: axe-core, the width, and that it has no script."""
    assert page.locator("script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    found = axe.Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def _choose(page, question, value, place=0):
    page.get_by_role("group", name=question).nth(place).get_by_label(value, exact=True).check()


def _download(page, button):
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    return download.value.suggested_filename, download.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_form_leads_from_empty_to_download(page, size):
    page.set_viewport_size(size)
    page.goto("/")
    page.get_by_role("link", name="What applies to my model? Answer questions in a form").click()
    page.get_by_label("What is your name?").fill("Fjord Models (invented)")
    page.get_by_label("In which country is the provider established?").fill("Denmark")
    page.get_by_label("What is the model called?").fill("Fjord 3B")
    _choose(page, "Do you develop the model, or have it developed?", "We develop it")
    _choose(page, re.compile("^Do you place the model on the market"), "Yes")
    _choose(page, re.compile("^Is that on the Union market"), "Yes")
    page.get_by_label("Since which day, or from which day on?").first.fill("soon")
    page.get_by_role("button", name="Add another way of making the model available").click()
    sync.expect(page.get_by_role("group", name=re.compile("^Way of making the model available"))).to_have_count(2)
    assert page.get_by_label("What is the model called?").input_value() == "Fjord 3B"
    page.get_by_role("button", name="Show what follows").first.click()
    sync.expect(page.get_by_role("alert")).to_contain_text("“soon” is no day")
    _check_access(page)
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "made.date"
    page.locator("[id='made.date']").fill("2 February 2026")
    page.get_by_role("button", name="Show what follows").first.click()
    sync.expect(page).to_have_title(re.compile("What follows for Fjord 3B"))
    assert "Fjord 3B: what is owed" in _get_text(page)
    _check_access(page)
    name, text = _download(page, "YAML")
    assert (name, 'establishment: "DK"' in text) == ("profile.yaml", True)
    name, text = _download(page, "Turtle")
    assert (name, 'ag:establishment "DK"' in text) == ("profile.ttl", True)
    page.get_by_role("button", name="Which of these are publicly available?").first.click()
    sync.expect(page).to_have_url(re.compile(re.escape("/form#model.publishes")))
    assert page.locator("[id='made.date']").input_value() == "2 February 2026"


def test_form_starts_from_model_card(page):
    page.goto("/form")
    page.get_by_label("The document", exact=True).set_input_files(ROOT / "examples/documents/card.md")
    page.get_by_role("button", name="Take answers from it").click()
    assert page.get_by_label("What is the model called?").input_value() == "Samphire 7B"
    sync.expect(page.locator("main")).to_contain_text("From your document: card.md, line 9. Check it.")
    for head in ("Not used: 1", "Also taken from your document"):
        page.get_by_text(head).click()
    sync.expect(page.locator("main")).to_contain_text("ag:trainingTokens 4e12")
    _check_access(page)
    page.get_by_role("button", name="Show what follows").first.click()
    sync.expect(page).to_have_title(re.compile("What follows for Samphire 7B"))
    name, text = _download(page, "YAML")
    assert (name, "trainingTokens: 4e12" in text, "# card.md, line 9" in text) == ("profile.yaml", True, True)


def test_form_is_sent_by_keyboard(page):
    page.goto("/form")
    page.get_by_label("What is your name?").focus()
    for id_ in ("provider.establishment", "provider.sizeClass.unknown", "provider.turnover"):
        for _ in range(3):  # links to provisions stand between
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id"):
                break
        assert page.evaluate("document.activeElement.id") == id_
    page.get_by_label("What is the model called?").fill("Fjord 3B")
    page.keyboard.press("Enter")
    sync.expect(page).to_have_title(re.compile("What follows for Fjord 3B"))


def test_form_works_without_scripts(browser, server):
    context = browser.new_context(base_url=server, java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("/form")
    page.get_by_text("An AI system with this model").click()
    page.get_by_label("What is the AI system called?").fill("Fjord Chat")
    page.get_by_role("button", name="Show what follows").last.click()
    sync.expect(page.locator("main")).to_contain_text("Fjord Chat: what is owed")
    page.get_by_role("button", name="Change the answers").click()
    assert page.get_by_label("What is the AI system called?").input_value() == "Fjord Chat"
    context.close()


def test_one_third_rule_is_applied(page):
    page.goto("/one-third")
    page.get_by_label("How much training compute was used to modify the base model?").fill("1.1e24")
    for id_ in ("base.ownCompute", "base.cumulativeCompute"):
        page.locator(f"[id='{id_}']").fill("3e24")
    _choose(page, "What does the original model take in?", "Text")
    _choose(page, "What does the original model generate?", "Text")
    page.get_by_role("button", name="Apply the rule").first.click()
    sync.expect(page.locator("main")).to_contain_text("should count as the provider of the modified model")
    page.get_by_text("Why", exact=True).click()
    _check_access(page)
    page.get_by_role("button", name="Take these answers to the form").click()
    assert page.locator("[id='base.ownCompute']").input_value() == "3e24"


def test_picture_links_work(page):
    page.goto("/eli/reg/2024/1689/art_54")
    page.get_by_text("Picture of what is linked to it").click()
    page.get_by_role("link", name="Open the picture").click()
    page.locator("svg a").filter(has_text="Article 53").first.click()
    sync.expect(page).to_have_url(re.compile(f"{ARTICLE}$"))


def test_pages_work_by_keyboard(page):
    page.goto(ARTICLE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_pages_work_without_scripts(browser, server):
    context = browser.new_context(base_url=server, java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("/matrix")
    assert "Article 53" in _get_text(page)
    context.close()


LONG = ("/ns", "/a-z")  # axe-core takes ten seconds for each: run it once
LOOKED_AT = [(path, "light", WIDE) for path in MAIN] + [(path, "dark", PHONE) for path in MAIN if path not in LONG]


@pytest.mark.parametrize(
    ("path", "scheme", "size"), LOOKED_AT, ids=[f"{path}-{scheme}-{size['width']}" for path, scheme, size in LOOKED_AT]
)
def test_pages_are_accessible_and_fit_width(page, path, scheme, size):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)
    page.goto(path)
    found = axe.Axe().run(page).response["violations"]
    grave = [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")]
    assert grave == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_printed_page_has_only_text(page):
    page.goto(ARTICLE)
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Site").is_visible()
    assert page.get_by_role("heading", name="Article 53", exact=False).first.is_visible()
