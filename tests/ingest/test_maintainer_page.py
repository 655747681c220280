"""Test docs/maintainer.md: add the second edition to the first, step by step, in a copy of the checkout."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from actgraph.core.errors import InputError
from actgraph.core.prefixes import ACT
from actgraph.graph.catalog import NamedGraph
from actgraph.graph.day import open_day
from actgraph.graph.store import open_store
from actgraph.ingest import act
from actgraph.law import amendments
from actgraph.law.application_dates import ApplicationRule
from actgraph.web.pages import node_facts
from tests.conftest import ROOT, SOURCES, needs_sources

FIRST, SECOND = "2024-07-12", "2026-07-27"
AMENDING = "2026-1744"  # the act that made the second edition


def mark_build_test(test):
    """Mark a slow test that builds from the official files."""
    return pytest.mark.slow(pytest.mark.proof("maintainer-page")(needs_sources(test)))


class Checkout:
    """A copy of the checkout with the official files beside it."""

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
        """Run a command in this checkout."""
        code = "from actgraph.cli import main; main()"
        return subprocess.run(
            [sys.executable, "-c", code, *args],
            cwd=self.root,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )

    def add_sources(self, *official: str) -> None:
        """Copy official files into the sources."""
        for name in official:
            to = self.sources / Path(name).name
            if (SOURCES / name).is_dir():
                shutil.copytree(SOURCES / name, to)
            else:
                shutil.copyfile(SOURCES / name, to)

    def run_build(self) -> None:
        """Run `actgraph build`, which must succeed."""
        done = self.run("build", str(self.sources))
        assert done.returncode == 0, done.stderr

    def find_changed_files(self) -> set[str]:
        """Return the files of ontology/ that differ from the committed ones or are missing."""
        names = {
            str(path.relative_to(top / "ontology"))
            for top in (ROOT, self.root)
            for path in (top / "ontology").rglob("*")
            if path.is_file()
        }
        return {name for name in names if _read_bytes(self.root, name) != _read_bytes(ROOT, name)}

    def set_catalogue(self, *read: str) -> None:
        """Set the catalogue to the state of a step and remove the files that it no longer names.

        Args:
            read: beginnings of the names of the second edition's hand-written graphs.
        """
        later = (f"grf:edition.act.{SECOND}", f"grf:edition.amending-{AMENDING}")
        saved = (self.sources / f"consolidated-{SECOND}.fmx.xml").exists()
        files = {}
        for name in ("catalog.ttl", "actgraph.ttl"):
            shutil.copyfile(ROOT / "ontology" / name, self.root / "ontology" / name)
        blocks = self._read_file("catalog.ttl").split("\n\n")
        for block in [one for one in blocks if " a dcat:Dataset" in one and any(edition in one for edition in later)]:
            (name,), (file,) = re.findall(r"^(grf:\S+) a ", block, re.M), re.findall(r'ag:file "(.+)"', block)
            there = name.startswith(tuple(f"grf:reading.{one}" for one in read)) if "reading." in name else saved
            if not there:
                blocks.remove(block)
                files[name] = file
            elif "reading." in name:
                shutil.copyfile(ROOT / "ontology" / file, self.root / "ontology" / file)
        if not saved:
            blocks = [block for block in blocks if not any(f"{edition} a ag:Edition" in block for edition in later)]
        self._write_file("catalog.ttl", "\n\n".join(blocks))
        if not saved:
            end = ' ;\n  dcat:endDate "2026-07-26"^^xsd:date'
            self._write_file("catalog.ttl", self._read_file("catalog.ttl").replace(end, ""))
        for one, file in files.items():
            for name in ("catalog.ttl", "actgraph.ttl"):
                self._write_file(name, self._read_file(name).replace(f"    {one} ,\n", ""))
            (self.root / "ontology" / file).unlink(missing_ok=True)

    def _read_file(self, name: str) -> str:
        return (self.root / "ontology" / name).read_text(encoding="utf-8")

    def _write_file(self, name: str, text: str) -> None:
        (self.root / "ontology" / name).write_text(text, encoding="utf-8")


def _read_bytes(top: Path, name: str) -> bytes:
    path = top / "ontology" / name
    return path.read_bytes() if path.is_file() else b""


@pytest.fixture(scope="module")
def steps(tmp_path_factory):
    """Run all steps; return the results of the commands and the changed files of each."""
    one = Checkout(tmp_path_factory.mktemp("maintainer"))
    found = {}

    def step(name: str, *commands: tuple[str, ...]) -> None:
        found[name] = Step(one.find_changed_files(), [one.run(*command) for command in commands])

    shutil.rmtree(one.root / "ontology/act")
    one.set_catalogue()
    one.add_sources(f"ai-act/oj-{FIRST}.fmx.xml", "code-of-practice", "content-code", "implementing-acts", "guidelines")
    one.run_build()
    step("before", *QUESTIONS, DIFF, ("site", "public", "--on", DAY))

    one.add_sources(f"ai-act/consolidated-{SECOND}.fmx.xml", f"ai-act/amending-reg-{AMENDING}.xhtml")
    one.set_catalogue()
    step("catalogue", ("build", str(one.sources)), DIFF)

    one.set_catalogue("application-dates")
    one.run_build()
    step("dates", *QUESTIONS, DIFF, *CHECKS)

    one.set_catalogue("")
    one.run_build()
    step("read", *QUESTIONS, DIFF, *CHECKS)
    return found


class Step(NamedTuple):
    """The state after a step: changed files and completed commands."""

    changed_files: set[str]
    done: list[subprocess.CompletedProcess[str]]

    @property
    def codes(self) -> list[int]:
        return [one.returncode for one in self.done]


DAY = "2026-11-24"
DIFF = ("diff", FIRST, SECOND)
QUESTIONS = [
    ("covers", "53", "--on", DAY),
    ("show", "53", "--all-editions"),
    ("timeline", "--for", "55", "--on", DAY),
    ("query", "duties", "--on", DAY, "-f", "csv"),
    ("assess", "examples/startup.ttl", "--on", DAY),
    ("validate", "examples/complete.ttl", "--on", DAY),
    ("export", "--on", DAY),
]
CHECKS = [
    ("query", f"queries/checks/{name}.rq", "--on", DAY, "-f", "csv")
    for name in ("provision-without-norm", "edge-to-nowhere", "statement-without-source")
]


@mark_build_test
def test_first_edition_builds_as_committed(steps):
    assert {name for name in steps["before"].changed_files if name.startswith("act/")} == {
        *(f"act/{SECOND}/{name}.ttl" for name in ("amendments", "application", "recitals", "references")),
        *(f"act/{SECOND}/{name}.ttl" for name in ("structure", "terms")),
        f"act/amending-{AMENDING}.ttl",
    }


@mark_build_test
def test_commands_work_with_first_edition_only(steps):
    *questions, diff, site = steps["before"].done
    assert {one.returncode for one in questions} == {0}, [one.stderr for one in questions]
    assert "Act as published 12 July 2024" in questions[0].stdout
    assert "as amended" not in questions[0].stdout
    assert (diff.returncode, f"there is no edition “{SECOND}”" in diff.stderr) == (2, True)
    assert site.returncode == 0, site.stderr


@mark_build_test
def test_skipped_step_is_explained(steps):
    build, diff = steps["catalogue"].done
    assert (build.returncode, diff.returncode) == (2, 2), diff.stderr
    assert f"consolidated-{SECOND}.fmx.xml: an edition of the Act holds from {SECOND} on" in build.stderr
    assert "State it in ontology/reading/application-dates" in build.stderr
    assert "this file of the graph is missing" in diff.stderr
    assert steps["catalogue"].changed_files == steps["before"].changed_files, "nothing is written by half"


@mark_build_test
def test_second_edition_loads_and_checks_list_gaps(steps):
    assert set(steps["dates"].codes) == {0}
    made = {name for name in steps["dates"].changed_files if name.startswith("act/")}
    # What depends on annotations: dates of norms, uses of terms, an amending point that is an error of the file.
    assert made == {f"act/{SECOND}/{name}.ttl" for name in ("amendments", "application", "terms")}
    norm, edge, source = (one.stdout for one in steps["dates"].done[-3:])
    assert "art_56.par_6" in norm
    assert "safety-component" in edge
    assert "amd_M006000" in source


@mark_build_test
def test_annotations_complete_committed_files(steps):
    assert steps["read"].changed_files == set()
    assert set(steps["read"].codes) == {0}
    for check in steps["read"].done[-3:]:
        assert len(check.stdout.splitlines()) == 1, "the names of the columns and no row"


@mark_build_test
def test_diff_matches_checkout(steps, run):
    code, out, _ = run(*DIFF)
    assert (code, steps["read"].done[len(QUESTIONS)].stdout) == (0, out)
    # Before the erratum is added, two of them have a wrong amending point and are left out.
    before = set(steps["dates"].done[len(QUESTIONS)].stdout.splitlines())
    missing = [line for line in out.splitlines() if line not in before]
    assert [line.partition(" ")[2].partition(" ")[0] for line in missing] == ["3(14a)", "3(14b)"]


# ---- A third edition


@pytest.fixture
def third(tmp_path):
    """Return a function that makes a later consolidation from the last one, with some text replaced."""

    def of(old: str = "", new: str = "") -> Path:
        for name in (f"oj-{FIRST}.fmx.xml", f"consolidated-{SECOND}.fmx.xml"):
            shutil.copyfile(SOURCES / "ai-act" / name, tmp_path / name)
        text = (tmp_path / f"consolidated-{SECOND}.fmx.xml").read_text(encoding="utf-8")
        later = text.replace('START.DATE="20260727"', 'START.DATE="20271202"').replace(old, new, 1)
        assert later != text
        (tmp_path / "later.fmx.xml").write_text(later, encoding="utf-8")
        return tmp_path

    return of


@mark_build_test
def test_later_day_alone_makes_no_amendment(third, tmp_path):
    written = act.build_act_graphs(third(), tmp_path / "out")
    names = {str(path.relative_to(tmp_path / "out")) for path in written}
    assert {"2027-12-02/structure.ttl", f"{SECOND}/amendments.ttl"} <= names
    assert "2027-12-02/amendments.ttl" not in names


@mark_build_test
def test_unknown_amending_act_is_named(third, tmp_path):
    folder = third('ACTIVE.DOC="32026R1744"', 'ACTIVE.DOC="32027R0100"')
    with pytest.raises(InputError, match=r"later\.fmx\.xml:\d+: the amendment M\d+ is made by 32027R0100"):
        act.build_act_graphs(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()


# ---- Messages


def test_missing_catalogue_file_is_named():
    with pytest.raises(InputError, match=r"no-such\.ttl: this file of the graph is missing"):
        open_store([NamedGraph("urn:graph", "no-such.ttl", None)])


def test_day_without_entry_into_force_is_named():
    with pytest.raises(InputError, match="holds from 2026-07-27 on, and no entry into force on that day has been read"):
        ApplicationRule([], {}, {}, str).find_entry_milestone(SECOND)


def test_single_edition_page_has_no_changes(monkeypatch):
    article = open_day(DAY).get_node(f"{ACT}art_10")
    assert node_facts._find_changes(article)
    monkeypatch.setattr(amendments, "list_act_editions", lambda: {FIRST: None})
    assert node_facts._find_changes(article) == []


def test_missing_file_is_named_after_changed_file(tmp_path, monkeypatch):
    (tmp_path / "new.ttl").write_text("<urn:s> <urn:p> 1 .")
    monkeypatch.setattr("actgraph.core.paths.get_data_path", lambda _, name: str(tmp_path / name))
    graphs = [NamedGraph("urn:new", "new.ttl", None), NamedGraph("urn:none", "no-such.ttl", None)]
    with pytest.raises(InputError, match=r"no-such\.ttl: this file of the graph is missing"):
        open_store(graphs)
