"""Write docs/licences.md: every locked dependency with its licence, checked against requirements/licences.toml.

Run it as: python docs/licences.py
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
TABLE = tomllib.loads((ROOT / "requirements/licences.toml").read_text(encoding="utf-8"))
# What each lock file adds to those before it.
SETS = {"core.txt": "core", "all.txt": "extras", "dev.txt": "development", "build.txt": "building"}
HEAD = """# Licences

Every dependency that [`requirements/`](../requirements) locks, on whatever system, with its licence in SPDX's words.
Each is allowed by [`requirements/licences.toml`](../requirements/licences.toml). Made by `make licences`;
[supply.md](supply.md#licences) says how to go on where a new one is not.

| package | for | licence | why it fits, and what else its wheel has inside |
| --- | --- | --- | --- |
"""


def read_locked_packages(file: str) -> dict[str, str]:
    """Read packages and versions of a lock file; of several per Python version, take the oldest's."""
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    return dict(reversed(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text, re.MULTILINE)))  # the oldest's is written first


def get_licence(package: metadata.Distribution) -> str:
    """Return the SPDX expression of a package from its metadata, else from the table, else an empty string."""
    for field in ("License-Expression", "License"):
        try:
            return canonicalize_license_expression(package.metadata.get(field) or "")
        except InvalidLicenseExpression:
            continue
    return TABLE["packages"].get(canonicalize_name(package.name), {}).get("licence", "")


def find_objection(name: str, found: str) -> str:
    """Return why a licence is not allowed and what to do; an empty string if it is."""
    row = TABLE["packages"].get(name, {})
    if found in TABLE["allowed"] or ("why" in row and found == row["licence"]):
        return ""
    what = f"is under {found}, which is not allowed" if found else "does not say its licence in SPDX's words"
    return f"{name} {what}: read its licence file and see requirements/licences.toml, or do without it"


def build_page(licences: dict[str, str]) -> str:
    """Build the page from the licence of each package."""
    seen: dict[str, str] = {}
    for file, purpose in SETS.items():
        for name in read_locked_packages(file):
            seen.setdefault(name, purpose)
    rows = []
    for name, purpose in sorted(seen.items(), key=lambda row: (list(SETS.values()).index(row[1]), row[0])):
        row = TABLE["packages"].get(name, {})
        notes = [row.get("why", ""), f"brings {row['brings']}" if "brings" in row else ""]
        rows.append(f"| {name} | {purpose} | {licences[name]} | {'; '.join(filter(None, notes))} |\n")
    return HEAD + "".join(rows)


def main() -> int:
    """Fetch the locked packages of every system, write the page and print licences that are not allowed."""
    pins = {name: version for file in SETS for name, version in read_locked_packages(file).items()}
    with tempfile.TemporaryDirectory() as folder:
        fetch = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--ignore-requires-python"]
        subprocess.run([*fetch, "--target", folder, *(f"{name}=={pins[name]}" for name in pins)], check=True)
        found = {canonicalize_name(one.name): get_licence(one) for one in metadata.distributions(path=[folder])}
    (ROOT / "docs/licences.md").write_text(build_page(found), encoding="utf-8")
    wrong = list(filter(None, (find_objection(name, found[name]) for name in sorted(pins))))
    print("\n".join(wrong) or f"{len(pins)} packages, each under a licence that is allowed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
