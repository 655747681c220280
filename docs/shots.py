"""Take docs/shots/*.png, the README's three screenshots, in a real browser.

Run it as: python docs/shots.py
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
DAY = "2026-11-24"
PROFILE = HERE.parent / "examples" / "finetune-above.ttl"


def open_article(page: Page) -> None:
    """Open the page of Article 53, with its coverage point by point."""
    page.goto("/eli/reg/2024/1689/art_53")


def open_matrix(page: Page) -> None:
    """Open the mapping as a matrix."""
    page.goto("/matrix")


def open_profile_check(page: Page) -> None:
    """Check a profile and show the findings."""
    page.goto("/profile")
    page.locator("input[type=file]").set_input_files(PROFILE)
    page.get_by_role("button", name="Check it").click()
    page.wait_for_load_state()


# Name of the file → function that opens the page, colour scheme, size in pixels.
SHOTS = {
    "article": (open_article, "light", (1280, 800)),
    "matrix": (open_matrix, "dark", (1280, 800)),
    "profile": (open_profile_check, "light", (1280, 800)),
}


def take_shots() -> None:
    """Take all screenshots."""
    with _run_server() as address, sync_playwright() as playwright:
        # The distribution's browser, as in the tests.
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (show, scheme, (width, height)) in SHOTS.items():
            context = browser.new_context(
                base_url=address, color_scheme=scheme, viewport={"width": width, "height": height}
            )
            page = context.new_page()
            show(page)
            page.screenshot(path=HERE / "shots" / f"{name}.png")
            context.close()
        browser.close()


@contextmanager
def _run_server() -> Iterator[str]:
    command = [sys.executable, "-c", "from actgraph.cli import main; main()", "serve", "--port", "0", "--on", DAY]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            yield server.stderr.readline().split()[0]  # the log of three pages fits into the pipe
        finally:
            server.terminate()


if __name__ == "__main__":
    (HERE / "shots").mkdir(exist_ok=True)
    take_shots()
