"""Write the bill of materials as CycloneDX 1.6: of the core, and of the core with all extras, as locked.

Run it as: uv run --no-project requirements/sbom.py [FOLDER], which fetches the dependencies below.
"""
# /// script
# requires-python = ">=3.11"
# dependencies = ["cyclonedx-bom==7.5.*", "packaging>=24.2"]
# ///

import json
import os
import runpy
import subprocess
import sys
import tempfile
import tomllib
from importlib import metadata
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
UV = os.environ.get("UV", "uv")  # the uv that runs this script
CYCLONEDX = [sys.executable, "-m", "cyclonedx_py"]
OPTIONS = ["--sv", "1.6", "--of", "JSON", "--no-validate", "--pyproject", str(ROOT / "pyproject.toml"), "-o", "-"]
RULES = runpy.run_path(str(ROOT / "docs/licences.py"))


# The extras that a user may install, by lock file.
EXTRAS = {"core": (), "all": ("bench", "dask", "dl", "junit", "remote", "web")}


def _run_json(*command: str | Path) -> dict:
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def build_sbom(name: str) -> dict:
    """Build the bill of a lock file: each package with licence, dependencies and allowed hashes."""
    lock = ROOT / f"requirements/{name}.txt"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([UV, "venv", "-q", "--python", sys.executable, folder], check=True)
        install = [UV, "pip", "install", "-q", "--python", folder]
        subprocess.run([*install, "--require-hashes", "-r", lock], check=True)
        subprocess.run([*install, "--no-deps", ROOT], check=True)
        made = _run_json(*CYCLONEDX, "environment", *OPTIONS, folder)
        packages = metadata.distributions(path=[str(next(Path(folder).glob("lib/python*/site-packages")))])
        licences = {canonicalize_name(one.name): RULES["get_licence"](one) for one in packages}
    # The licence is in the installed package, the hashes are in the lock file.
    pinned = {one["purl"]: one for one in _run_json(*CYCLONEDX, "requirements", *OPTIONS, str(lock))["components"]}
    for one in made["components"]:
        one.setdefault("externalReferences", []).extend(pinned[one["purl"]]["externalReferences"])
        key = canonicalize_name(one["name"])
        read = "licence" in RULES["TABLE"]["packages"].get(key, {})
        one["licenses"] = [{"expression": licences[key], "acknowledgement": "concluded" if read else "declared"}]
    # The tool lists the dependencies of all extras, development too, as the project's own.
    root = next(one for one in made["dependencies"] if one["ref"] == made["metadata"]["component"]["bom-ref"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *(project["optional-dependencies"][one] for one in EXTRAS[name])]
    needed = {canonicalize_name(Requirement(need).name) for group in groups for need in group}
    root["dependsOn"] = [one for one in root["dependsOn"] if canonicalize_name(one.partition("==")[0]) in needed]
    return made


def main(folder: Path) -> None:
    """Validate and write both bills."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in EXTRAS:
        text = json.dumps(build_sbom(name), indent=2) + "\n"
        error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
        if error is not None:
            sys.exit(f"{name}: not valid CycloneDX 1.6: {error}")
        file = folder / f"actgraph-{name}.cdx.json"
        file.write_text(text, encoding="utf-8")
        print(file)


if __name__ == "__main__":
    main(Path(*sys.argv[1:2] or [ROOT / "dist"]))
