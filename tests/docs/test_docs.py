"""Test that every example of docs/ runs and prints the shown output."""

import re

import click
import pytest
from markdown_it import MarkdownIt

from actgraph.cli import cli
from tests.conftest import ROOT, SOURCES, needs_sources
from tests.docs.test_readme import build_stranger_environment, make_clone
from tests.support import sparql_stores
from tests.support.console_examples import (
    CodeBlock,
    build_environment,
    check_example,
    check_python_example,
    compile_output_pattern,
    find_code_blocks,
    run_shell,
)

PAGES = {page.name: page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").glob("*.md"))}
RUN = ("console", "sh", "python")
SERVER, STORE = "http://127.0.0.1:8017", "http://127.0.0.1:7878"
# Blocks that do not run here: beginning of the block → the test that runs it, or why none can.
ELSEWHERE = {
    "architecture.md": {"flowchart": "a drawing"},
    "ci.md": {
        "# .pre-commit-config.yaml": "project/test_hooks.py::test_hook_finds_planted_error_and_passes_good_profile",
        "# .github/workflows": "project/test_hooks.py::test_documented_inputs_are_those_of_the_action",
        "# .gitlab-ci.yml": "project/test_hooks.py::test_gitlab_job_runs_as_documented",
        "import actgraph": "project/test_hooks.py::test_pytest_example_runs_as_documented",
    },
    "compliance-engineer.md": {
        "sudo apt-get": "as root, which changes the machine; .ci/run installs the same packages",
        "python3 -m venv": "docs/test_docs.py::test_pages_work_from_fresh_clone",
        "on:\n  push:": "docs/test_docs.py::test_workflow_runs_documented_commands",
    },
    "deploy.md": {
        "sudo python3 -m venv": "as root; else as in docs/test_readme.py::test_serve_command_works_in_fresh_clone",
        "[Unit]": "web/test_deploy.py::test_systemd_accepts_unit_without_warning",
        "sudo systemd-run": "as the user of a service of the machine itself; text load is in many tests",
        "sudo systemctl": "a service of the machine itself; the unit it starts is read by web/test_deploy.py",
        "limit_req_zone": "web/test_deploy.py::test_pages_pass_through_proxy",
        "proxy_http_version": "web/test_deploy.py::test_pages_pass_through_proxy",
        "sudo nginx -t": "nginx of the machine itself, and a host that is an example; both are done by web/test_deploy.py",  # noqa: E501
        "FROM docker.io": "web/test_container.py::test_container_answers_pages_and_queries",
        "podman build": "web/test_container.py::test_container_answers_pages_and_queries",
        "ExecStart": "web/test_deploy.py::test_systemd_accepts_unit_without_warning",
        "upstream": "web/test_deploy.py::test_no_request_is_lost_when_server_is_killed",
        "# No request changes": "web/test_deploy.py::test_no_request_is_lost_when_server_is_killed",
        "for port in": "services of the machine itself; web/test_deploy.py restarts servers one by one",
        "actgraph load": "a server that does not end; web/test_serve_endpoint.py starts it",
        "2026-11-24T": "web/test_deploy.py::test_log_lines_match_documentation",
    },
    "supply.md": {
        "pip install --require-hashes": "project/test_supply_chain.py::test_pip_refuses_package_with_other_hash",
    },
    "documents.md": {"model,run": "documents/test_importer.py::test_documented_log_gives_documented_sum"},
    "index.md": {"": "project/test_docs_site.py::test_site_has_no_warning_and_no_dead_link"},
    "platforms.md": {"pip wheel": "project/test_wheel.py::test_installs_without_network"},
    "profiles.md": {
        "# examples/": "docs/test_docs.py::test_turtle_blocks_match_named_file",
        "# my.yaml": "profile/test_yaml.py::test_documented_profile_is_read",
        '{\n  "@context"': "profile/test_jsonld_context.py::test_documented_profile_says_what_the_yaml_says",
        "record.json: not": "cli/test_record.py::test_changed_graph_is_told_duty_by_duty",
    },
    "reference.md": {"": "project/test_docs_site.py::test_site_has_no_warning_and_no_dead_link"},
    "tour.md": {
        ".venv/bin/pip install": "docs/test_readme.py::test_serve_command_works_in_fresh_clone",
        "actgraph text get": "ingest/test_text_get.py::test_formex_comes_out_of_zip",
        "actgraph text load": "docs/test_docs.py::test_official_wording_loads_as_documented",
    },
    "lawyer.md": {
        "actgraph text get": "ingest/test_text_get.py::test_formex_comes_out_of_zip",
        "actgraph text load": "docs/test_docs.py::test_official_wording_loads_as_documented",
        **{f"# ontology/{one}": "docs/test_docs.py::test_turtle_blocks_match_named_file" for one in [""]},
    },
    "texts.md": {"actgraph text get": "ingest/test_text_get.py::test_formex_comes_out_of_zip"},
    "maintainer.md": {
        "actgraph build first/": "ingest/test_maintainer_page.py::test_commands_work_with_first_edition_only",
        ".venv/bin/actgraph build ../shared/sources/ai-act": "ingest/test_build.py::test_one_file_builds_its_content",
        "actgraph: FILE:LINE": "ingest/test_maintainer_page.py::test_unknown_amending_act_is_named",
        "actgraph: …:": "ingest/test_maintainer_page.py::test_skipped_step_is_explained",
        ".venv/bin/actgraph build ../shared/sources\n": "ingest/test_build.py::test_committed_files_are_current",
        ".venv/bin/pytest -n 0 tests/ontology/test_checks.py": "a test of its own",
        ".venv/bin/actgraph build ../shared/sources &&": "ingest/test_build.py::test_rebuild_gives_same_bytes",
        "bash .ci/run": "all tests, this one too",
        "rm -rf dist": "it removes what may be yours; project/test_wheel.py builds the wheel",
        "git tag": "a tag is a release, and a signature needs a key",
        "git push": "it publishes",
    },
    "sparql.md": {"": "web/test_clients.py::test_every_documented_block_is_run"},
}


def _get_other_runner(name: str, block: CodeBlock) -> str:
    """Return the test that runs a block elsewhere, or why none can; empty if it runs here."""
    return next((who for start, who in ELSEWHERE.get(name, {}).items() if block.text.startswith(start)), "")


def _list_local_blocks(name: str, *address: str) -> list[CodeBlock]:
    """List the blocks of a page that run here: those that use an address, or those that use none."""
    asked = address or ("",)
    return [
        block
        for block in find_code_blocks(PAGES[name])
        if not _get_other_runner(name, block)
        and any(one in block.text for one in asked)
        and (bool(address) or not any(one in block.text for one in (SERVER, STORE)))
    ]


def _list_pages(*address: str) -> list[str]:
    return [name for name in PAGES if _list_local_blocks(name, *address)]


def test_every_block_is_run_or_excused():
    left = [
        f"docs/{name}:{block.line}"
        for name, page in PAGES.items()
        for block in find_code_blocks(page)
        if block.kind not in RUN and not _get_other_runner(name, block)
    ]
    assert left == []


def test_blocks_run_elsewhere_name_existing_tests():
    for name, starts in ELSEWHERE.items():
        for start, who in starts.items():
            assert any(block.text.startswith(start) for block in find_code_blocks(PAGES[name])), (
                f"docs/{name} has no {start}"
            )
            for file, test in re.findall(r"([a-z/]+/test_\w+\.py)(?:::(\w+))?", who):
                text = (ROOT / "tests" / file).read_text(encoding="utf-8")
                assert not test or f"def {test}(" in text, who


@pytest.mark.parametrize("name", _list_pages())
def test_page_examples_print_shown_output(name, tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    env = build_environment(tmp_path)
    for block in _list_local_blocks(name):  # in the order in which a reader follows them
        if block.kind == "python":
            assert check_python_example(block, f"docs/{name}") > 1
        else:
            check_example(block, tmp_path, env)


@pytest.mark.slow
@pytest.mark.parametrize("name", _list_pages(SERVER))
def test_page_requests_get_shown_answers(name, tmp_path, server):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    env = build_environment(tmp_path)
    for block in _list_local_blocks(name, SERVER):
        check_example(block._replace(text=block.text.replace(SERVER, server)), tmp_path, env)


@pytest.mark.slow
@pytest.mark.skipif(
    bool(sparql_stores.explain_missing_store("oxigraph")),
    reason=sparql_stores.explain_missing_store("oxigraph") or "never",
)
@pytest.mark.parametrize("name", _list_pages(STORE))
def test_page_queries_run_on_store(name, tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    env = build_environment(tmp_path)
    with sparql_stores.run_store("oxigraph", tmp_path) as store:
        for block in _list_local_blocks(name, STORE):
            # A busy machine may take longer than the user of the page waits.
            text = block.text.replace(f"{STORE}/query", store.query_url)
            text = text.replace("actgraph load ", "actgraph load --timeout 600 ")
            check_example(block._replace(text=text), tmp_path, env)


@pytest.mark.parametrize("name", PAGES)
def test_turtle_blocks_match_named_file(name):
    for block in find_code_blocks(PAGES[name]):
        if block.kind == "turtle":
            head, _, text = block.text.partition("\n")
            file = (ROOT / head.removeprefix("# ")).read_text(encoding="utf-8")
            # Here an ellipsis stands for part of one line.
            assert re.search(compile_output_pattern(text).replace(".*", "[^\n]*"), file), f"docs/{name}:{block.line}"


def _list_inline_commands(page: str) -> list[str]:
    """List the commands in the running text of a page."""
    tokens = [inner for token in MarkdownIt("commonmark").enable("table").parse(page) for inner in token.children or []]
    found = [" ".join(one.content.split()) for one in tokens if one.type == "code_inline"]
    return [one for one in found if re.match(r"actgraph [a-z]", one)]


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if _list_inline_commands(page)])
def test_inline_commands_exist(name):
    for words in map(str.split, _list_inline_commands(PAGES[name])):
        command: click.Command = cli
        path = words[1:]
        while isinstance(command, click.Group) and path:
            found = command.get_command(click.Context(command), path.pop(0))
            assert found is not None, " ".join(words)
            command = found
        known = {option for param in command.params for option in (*param.opts, "--help")}
        assert {word for word in path if re.match(r"--?[a-z]", word)} <= known, " ".join(words)


@pytest.mark.parametrize("name", PAGES)
def test_page_links_resolve(name):
    for target, anchor in re.findall(r"\]\(([^)#\s]*)(?:#([^)]*))?\)", PAGES[name]):
        if target.startswith("http"):
            continue
        file = ROOT / "docs" / target if target else ROOT / "docs" / name
        assert file.exists(), target
        if anchor and file.suffix == ".md":
            assert anchor in _list_anchors(file.read_text(encoding="utf-8")), anchor


def _list_anchors(page: str) -> set[str]:
    """List the anchors that GitHub gives the headings of a page."""
    heads = re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_workflow_runs_documented_commands():
    found = find_code_blocks(PAGES["compliance-engineer.md"])
    (workflow,) = (block.text for block in found if block.kind == "yaml")
    (tried,) = (block.command for block in found if "-o findings.sarif" in block.command and block.kind == "console")
    (check,) = re.findall(r"- run: .venv/bin/(actgraph .*)$", workflow, re.MULTILINE)
    tried = tried.replace("model.yaml", "profiles/*.yaml").replace(" --on 2026-11-24", "").removesuffix("; echo $?")
    assert check == tried


@needs_sources
def test_official_wording_loads_as_documented(tmp_path):
    names = {
        "CELEX_02024R1689-20260727.html": "ai-act/consolidated-2026-07-27.html",
        "CELEX_32024R1689.html": "ai-act/oj-2024-07-12.html",
        "copyright.pdf": "code-of-practice/copyright.pdf",
    }
    for name, official in names.items():
        (tmp_path / name).symlink_to(SOURCES / official)
    (block,) = (one for one in find_code_blocks(PAGES["lawyer.md"]) if one.text.startswith("actgraph text load"))
    done = run_shell(f"set -e\n{block.text}", tmp_path, build_environment(tmp_path))
    assert done.returncode == 0, done.stdout
    assert "{+" in done.stdout


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no git checkout, so there is nothing to clone")
def test_pages_work_from_fresh_clone(tmp_path):
    """Run only what the pages say: the install command of the first, then each command in order."""
    clone, env = make_clone(tmp_path), build_stranger_environment(tmp_path)
    install = next(
        one for one in find_code_blocks(PAGES["compliance-engineer.md"]) if one.text.startswith("python3 -m venv")
    )
    path = f"{clone}/.venv/bin:{env['PATH']}"
    assert 'export PATH="$PWD/.venv/bin:$PATH"' in install.text
    check_example(install, clone, env)
    for name in ("compliance-engineer.md", "lawyer.md", "developer.md"):
        for block in _list_local_blocks(name):
            if block.kind != "python":
                check_example(block, clone, env | {"PATH": path})
