"""The browser that the tests of pages share."""

import pytest

from tests.conftest import CHROMIUM

PATIENCE = 600_000  # ms: no test fails because the machine is busy
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


@pytest.fixture(scope="module")
def browser():
    """A browser whose expectations wait long."""
    sync = pytest.importorskip("playwright.sync_api")
    sync.expect.set_options(timeout=PATIENCE)
    with sync.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()
