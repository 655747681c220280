"""docs/maintainer.md, tried: from the first edition alone to both, step by step, in a copy of the checkout."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SOURCES, needs_sources

pytestmark = [pytest.mark.slow, needs_sources]
FIRST, SECOND = "2024-07-12", "2026-07-27"
AMENDING = "2026-1744"  # the act that made the second edition
# What is read and not made: its text stays in the catalogue of a step only when it has been written.
BY_HAND = "reading/"


class Checkout:
    """A copy of the checkout, in which a maintainer works, and the official files beside it."""

    def __init__(self, folder: Path) -> None:
        self.root, self.sources = folder / "checkout", folder / "sources"
        for name in ("src", "ontology", "queries", "shapes", "examples"):
            shutil.copytree(ROOT / name, self.root / name, ignore=shutil.ignore_patterns("__pycache__"))
        self.env = {
            **os.environ,
            "PYTHONPATH": str(self.root / "src"),
            "ACTGRAPH_CACHE": str(folder / "cache"),
            "ACTGRAPH_DATA": str(folder / "data"),
        }
        self.sources.mkdir()

    def run(self, *args: str) -> subprocess.CompletedProcess[str]:
        """A command of this checkout, as it is typed there."""
        code = "from actgraph.cli import main; main()"
        return subprocess.run(
            [sys.executable, "-c", code, *args],
            cwd=self.root,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )

    def has(self, *official: str) -> None:
        """Official files are saved."""
        for name in official:
            to = self.sources / Path(name).name
            if (SOURCES / name).is_dir():
                shutil.copytree(SOURCES / name, to)
            else:
                shutil.copyfile(SOURCES / name, to)

    def built(self) -> list[str]:
        """`actgraph build`; gives what it says."""
        done = self.run("build", str(self.sources))
        assert done.returncode == 0, done.stderr
        return done.stderr.splitlines()

    def differs(self) -> set[str]:
        """The files below ontology/ that are not those committed, or not there."""
        names = {
            str(path.relative_to(top / "ontology"))
            for top in (ROOT, self.root)
            for path in (top / "ontology").rglob("*")
            if path.is_file()
        }
        return {name for name in names if _bytes(self.root, name) != _bytes(ROOT, name)}

    def catalogue(self, by_hand: bool) -> list[str]:
        """Give the catalogue the state of a step; gives the files of the graphs that are not in it yet.

        Args:
            by_hand: whether what was read of the second edition has been written.
        """
        catalog = (ROOT / "ontology/catalog.ttl").read_text(encoding="utf-8")
        known = (self.sources / f"consolidated-{SECOND}.fmx.xml").exists()
        gone: dict[str, str] = {}
        kept = []
        for block in catalog.split("\n\n"):
            name, file = re.search(r"^(grf:\S+) a ", block, re.M), re.search(r'ag:file "(.+)"', block)
            later = f"edition.act.{SECOND} ", f"edition.amending-{AMENDING} "
            of_later = name and any(one.strip() in block for one in later) and "dcat:dataset" not in block
            if of_later and not known or of_later and file and file[1].startswith(BY_HAND) and not by_hand:
                if file:
                    gone[name[1]] = file[1]
            else:
                kept.append(block)
        text = "\n\n".join(kept)
        if not known:
            text = text.replace(' ;\n  dcat:endDate "2026-07-26"^^xsd:date', "")
        root = (ROOT / "ontology/actgraph.ttl").read_text(encoding="utf-8")
        for name in gone:
            text, root = text.replace(f"    {name} ,\n", ""), root.replace(f"    {name} ,\n", "")
        for file, written in (("catalog.ttl", text), ("actgraph.ttl", root)):
            (self.root / "ontology" / file).write_text(written, encoding="utf-8")
        for file in gone.values():
            (self.root / "ontology" / file).unlink(missing_ok=True)
        return sorted(gone.values())


def _bytes(top: Path, name: str) -> bytes:
    path = top / "ontology" / name
    return path.read_bytes() if path.is_file() else b""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """The checkout as it was before the Act was consolidated: built from the first edition's file alone."""
    made = Checkout(tmp_path_factory.mktemp("maintainer"))
    shutil.rmtree(made.root / "ontology/act")
    made.catalogue(by_hand=False)
    made.has(f"ai-act/oj-{FIRST}.fmx.xml", "code-of-practice", "implementing-acts")
    made.built()
    return made
