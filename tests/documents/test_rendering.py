"""Test that filled documents open and print: Word in LibreOffice on A4, the status page on one sheet in Chromium."""

import shutil
import subprocess

import pytest
from pypdf import PdfReader

from tests.conftest import CHROMIUM, ROOT, needs_browser

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice is not installed (Debian: apt-get install libreoffice-writer-nogui)"
)
A4 = (595, 842)  # points
EXAMPLES = sorted((ROOT / "examples").glob("*.t*"), key=lambda path: path.name)


def read_pdf(path):
    pages = PdfReader(path).pages
    sizes = {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in pages}
    return sizes, len(pages), " ".join(" ".join(page.extract_text() for page in pages).split())


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("name", ["complete", "startup"])
def test_word_documents_open_in_libreoffice_on_a4(run, tmp_path, name):
    wanted = {"form": "Measurement methodology", "summary": "3.3.1", "notification": "Sufficiently", "incident": "(9)"}
    for form in wanted:
        path = str(tmp_path / f"{form}.docx")
        assert run("profile", "export", form, str(ROOT / f"examples/{name}.ttl"), "-o", path)[0] == 0
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    files = [str(tmp_path / f"{form}.docx") for form in wanted]
    subprocess.run(
        [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files],
        check=True,
        capture_output=True,
    )
    for form, text in wanted.items():
        sizes, count, told = read_pdf(tmp_path / f"{form}.pdf")
        assert sizes == {A4}, form
        assert 1 <= count <= 8, (form, count)
        assert text in told, form
        assert "Filled from:" in told, form


@needs_browser
@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_status_page_prints_on_one_sheet(run, tmp_path, example):
    page = tmp_path / "status.html"
    code, _, err = run("profile", "export", "status", str(example), "-o", str(page))
    if code == 2:
        assert "--model" in err or "describes no model" in err  # another test chooses one of several
        return
    subprocess.run(
        [
            *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
            *("--no-pdf-header-footer", f"--user-data-dir={tmp_path}/chromium", f"--print-to-pdf={tmp_path}/out.pdf"),
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
    )
    sizes, count, told = read_pdf(tmp_path / "out.pdf")
    assert sizes <= {A4, (595, 841), (596, 842)}
    assert count == 1
    assert "Duties that bind" in told
