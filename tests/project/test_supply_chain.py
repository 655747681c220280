"""Test the dependencies: locked with hashes, under allowed licences, listed and audited."""

import json
import re
import runpy
import subprocess
import sys
import sysconfig
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.conftest import ROOT

LOCKS = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LICENCES = runpy.run_path(str(ROOT / "docs/licences.py"))
AUDIT = runpy.run_path(str(LOCKS / "audit.py"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
NEEDS = {
    "core.txt": PROJECT["project"]["dependencies"],
    "all.txt": [need for extra in ("bench", "dask", "dl", "junit", "remote", "web") for need in EXTRAS[extra]],
    "dev.txt": [need for extra in EXTRAS.values() for need in extra],
    "build.txt": PROJECT["build-system"]["requires"],
}
LIST = (ROOT / "docs/licences.md").read_text(encoding="utf-8")
UV = f"{sysconfig.get_path('scripts')}/uv"


def _read_lock_entries(file: str) -> list[str]:
    """Read the entries of a lock file, one per version of a package."""
    text = re.sub(r"^ *#.*\n", "", (LOCKS / file).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return text.replace("\\\n", " ").splitlines()


@pytest.mark.parametrize("file", NEEDS)
def test_requirements_are_locked_within_range(file):
    versions: dict[str, list[str]] = {}
    for entry in _read_lock_entries(file):
        name, version = re.match(r"([a-z0-9-]+)==(\S+)", entry).groups()
        versions.setdefault(name, []).append(version)
    for need in map(Requirement, [*NEEDS["core.txt"], *NEEDS[file]] if file != "build.txt" else NEEDS[file]):
        if need.name != "actgraph":  # the project's own extras
            found = versions.get(canonicalize_name(need.name), [])
            assert found, f"{need.name} is not in requirements/{file}: make lock"
            assert all(need.specifier.contains(one) for one in found), f"{need} and {found}: make lock"


@pytest.mark.parametrize("file", NEEDS)
def test_locked_versions_have_hashes_and_no_url(file):
    assert all(re.search(r" --hash=sha256:[0-9a-f]{64}\b", entry) for entry in _read_lock_entries(file))
    assert not re.search(r"://|index|find-links| @ ", "\n".join(_read_lock_entries(file)))


def test_lock_files_agree_on_versions():
    core, everything, dev = (
        {one.split()[0] for one in _read_lock_entries(file)} for file in ("core.txt", "all.txt", "dev.txt")
    )
    assert core < everything < dev


def _read_licence_page() -> dict[str, str]:
    """Read the packages of docs/licences.md with their licences."""
    _, rows = LIST.split("| --- | --- | --- | --- |\n")
    return dict(re.findall(r"^\| (\S+) \| \w+ \| (.+?) \|", rows, re.MULTILINE))


def _find_closure(needs: list[str], extra: str = "") -> dict[str, metadata.Distribution]:
    """Find the installed packages among requirements and their requirements."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [(Requirement(need), extra) for need in needs]
    seen = set()
    while waiting:
        need, asked = waiting.pop()
        if str(need) in seen or (need.marker and not need.marker.evaluate({"extra": asked})):
            continue
        seen.add(str(need))
        try:
            package = metadata.distribution(need.name)
        except metadata.PackageNotFoundError:
            continue  # an extra that is not installed
        found[canonicalize_name(need.name)] = package
        for further in map(Requirement, package.requires or []):
            waiting.extend((further, one) for one in ["", *need.extras])
    found.pop("actgraph", None)
    return found


def test_installed_dependencies_have_allowed_licences():
    listed = _read_licence_page()
    pins = LICENCES["read_locked_packages"]("dev.txt")
    installed = _find_closure([need for needs in NEEDS.values() for need in needs])
    assert {"rdflib", "pyparsing", "pluggy"} <= set(installed)
    for name, package in installed.items():
        if name in pins and Version(package.version) < Version(pins[name]):
            continue  # older than locked: the oldest versions are being tested
        assert name in listed, f"{name} is new: make lock licences"
        assert not (objection := LICENCES["find_objection"](name, LICENCES["get_licence"](package))), objection


def test_licence_page_matches_lock_files():
    licences = _read_licence_page()
    assert {name for file in NEEDS for name in LICENCES["read_locked_packages"](file)} == set(licences), "make licences"
    assert LICENCES["build_page"](licences) == LIST, "make licences"
    assert [text for row in licences.items() if (text := LICENCES["find_objection"](*row))] == []


def test_licence_table_lists_only_locked_packages():
    locked = {name for file in NEEDS for name in LICENCES["read_locked_packages"](file)}
    assert set(LICENCES["TABLE"]["packages"]) <= locked


@pytest.mark.parametrize(
    ("name", "found", "message"),
    [
        ("nobody", "GPL-3.0-only", "nobody is under GPL-3.0-only, which is not allowed"),
        ("nobody", "", "nobody does not say its licence"),
        ("owlready2", "AGPL-3.0-only", "owlready2 is under AGPL-3.0-only"),
        ("nobody", "LGPL-3.0-or-later", "nobody is under LGPL-3.0-or-later"),
    ],
)
def test_other_licence_is_refused(name, found, message):
    objection = LICENCES["find_objection"](name, found)
    assert objection.startswith(message)
    assert "requirements/licences.toml" in objection


def _build_answer(**package) -> str:
    known = {"name": "click", "version": "8.2.0", "vulns": []}
    return json.dumps({"dependencies": [known, {"name": "one", "version": "1.0", **package}], "fixes": []})


@pytest.mark.parametrize(
    ("printed", "code", "says"),
    [
        (_build_answer(vulns=[]), 0, "2 packages, no known vulnerability"),
        (_build_answer(vulns=[{"id": "CVE-1", "fix_versions": ["1.1"]}]), 1, "one 1.0: CVE-1, fixed in 1.1"),
        (_build_answer(vulns=[{"id": "CVE-1", "fix_versions": []}]), 1, "one 1.0: CVE-1, fixed in none"),
        (_build_answer(skip_reason="not found"), 2, "1 of 2 packages not answered, one"),
        (json.dumps({"dependencies": []}), 2, "0 of 0"),
        ("", 2, "not reached: no such host"),
    ],
)
def test_incomplete_audit_proves_nothing(printed, code, says):
    found, text = AUDIT["parse_audit"]("pypi", printed, "Traceback\nno such host\n")
    assert (found, says in text) == (code, True)


@pytest.mark.slow
@pytest.mark.proof("locked-packages")
def test_pip_refuses_package_with_other_hash(tmp_path):
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    pip = [str(tmp_path / "venv/bin/pip"), "install", "-q", "--disable-pip-version-check"]
    files = [arg for file in ("core.txt", "build.txt") for arg in ("-r", str(LOCKS / file))]
    subprocess.run([*pip, "--require-hashes", *files], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", str(ROOT)], check=True)
    subprocess.run([tmp_path / "venv/bin/pip", "check"], check=True)
    subprocess.run([tmp_path / "venv/bin/actgraph", "--version"], check=True)
    false = tmp_path / "false.txt"
    false.write_text(
        re.sub("[0-9a-f]{64}", "0" * 64, next(one for one in _read_lock_entries("core.txt") if "click" in one))
    )
    done = subprocess.run(
        [*pip, "--force-reinstall", "--require-hashes", "-r", false], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "DO NOT MATCH THE HASHES" in done.stderr


VALID = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
for text in map(str.strip, sys.stdin):
    print(JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None)
"""


@pytest.mark.slow
@pytest.mark.proof("locked-packages")
def test_bill_of_materials_is_valid_and_complete(tmp_path):
    subprocess.run([UV, "run", "-q", "--no-project", LOCKS / "sbom.py", tmp_path], check=True)
    bills = [json.loads((tmp_path / f"actgraph-{name}.cdx.json").read_text()) for name in ("core", "all")]
    for bill, files in zip(bills, (["core.txt"], ["core.txt", "all.txt"]), strict=True):
        project = bill["metadata"]["component"]
        assert (project["name"], project["version"]) == ("actgraph", PROJECT["project"]["version"])
        assert [one["license"]["id"] for one in project["licenses"]] == ["Apache-2.0"]
        needs = {one["ref"]: one.get("dependsOn", []) for one in bill["dependencies"]}
        named = {canonicalize_name(Requirement(need).name) for file in files for need in NEEDS[file]}
        assert {canonicalize_name(need.partition("==")[0]) for need in needs[project["bom-ref"]]} == named
        pins = LICENCES["read_locked_packages"](files[-1])
        for one in bill["components"]:
            name = canonicalize_name(one["name"])
            assert name in pins
            assert not LICENCES["find_objection"](name, one["licenses"][0]["expression"])
            assert any(where.get("hashes") for where in one["externalReferences"]), name
    assert {one["name"] for one in bills[0]["components"]} >= {"rdflib", "pyparsing"}
    broken = {**bills[0], "components": [{"name": "no type"}]}
    done = subprocess.run(
        [UV, "run", "-q", "--no-project", "--with", "cyclonedx-bom==7.5.*", "python", "-c", VALID],
        input="\n".join(map(json.dumps, [*bills, broken])),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True", "True", "False"]
