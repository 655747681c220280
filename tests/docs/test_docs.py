"""Every example of docs/ runs as it is written there, page by page, and prints what is printed there."""

import re

import click
import pytest
from markdown_it import MarkdownIt

from actgraph.cli import cli
from tests.conftest import ROOT, SOURCES, needs_sources
from tests.docs.test_readme import clone_of, stranger
from tests.support import sparql_stores
from tests.support.console_examples import Block, blocks, environment, hold, hold_python, shown, typed

PAGES = {page.name: page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").glob("*.md"))}
RUN = ("console", "sh", "python")
SERVER, STORE = "http://127.0.0.1:8017", "http://127.0.0.1:7878"
# What does not run here as it stands: how a block begins → the test that runs it otherwise, or why nothing can.
ELSEWHERE = {
    "architecture.md": {"flowchart": "a drawing"},
    "compliance-engineer.md": {
        "sudo apt-get": "as root, which changes the machine; .ci/run installs the same packages",
        "python3 -m venv": "docs/test_docs.py::test_a_newcomer_follows_the_pages_from_an_empty_clone",
        "on:\n  push:": "docs/test_docs.py::test_the_workflow_runs_what_the_page_has_run",
    },
    "deploy.md": {
        "sudo python3 -m venv": "as root; else as in docs/test_readme.py::test_the_command_that_serves_in_a_fresh_clone",  # noqa: E501
        "[Unit]": "web/test_deploy.py::test_systemd_reads_the_unit_without_a_word",
        "sudo systemctl": "a service of the machine itself; the unit it starts is read by web/test_deploy.py",
        "limit_req_zone": "web/test_deploy.py::test_pages_come_through",
        "proxy_http_version": "web/test_deploy.py::test_pages_come_through",
        "sudo nginx -t": "nginx of the machine itself, and a host that is an example; both are done by web/test_deploy.py",  # noqa: E501
        "2026-11-24T": "web/test_deploy.py::test_the_lines_of_the_log_are_as_told",
    },
    "supply.md": {
        "pip install --require-hashes": "project/test_supply_chain.py::"
        "test_pip_installs_what_is_locked_and_refuses_a_package_of_another_hash",
    },
    "lawyer.md": {
        "actgraph text load": "docs/test_docs.py::test_the_official_wording_is_loaded_as_the_page_says",
        **{
            f"# ontology/{one}": "docs/test_docs.py::test_the_turtle_of_a_page_stands_in_the_file_that_it_names"
            for one in [""]
        },
    },
    "maintainer.md": {
        "actgraph build first/": "ingest/test_maintainer_page.py::test_with_the_first_edition_alone_all_commands_answer",  # noqa: E501
        ".venv/bin/actgraph build ../shared/sources/ai-act": "ingest/test_build.py::test_one_file_gives_what_it_holds",
        "actgraph: FILE:LINE": "ingest/test_maintainer_page.py::test_an_amending_act_that_is_not_known_is_named_with_its_line",  # noqa: E501
        "actgraph: …:": "ingest/test_maintainer_page.py::test_a_step_that_is_left_out_is_told_with_what_to_do",
        ".venv/bin/actgraph build ../shared/sources\n": "ingest/test_build.py::test_committed_files_are_what_build_gives",  # noqa: E501
        ".venv/bin/pytest -n 0 tests/ontology/test_checks.py": "a test of its own",
        ".venv/bin/actgraph build ../shared/sources &&": "ingest/test_build.py::test_building_again_gives_the_same_bytes",  # noqa: E501
        "bash .ci/run": "all tests, this one too",
        "git tag": "a tag is a release; project/test_wheel.py builds the wheel",
    },
    "sparql.md": {"": "web/test_clients.py::test_every_block_of_the_documentation_is_an_example"},
}


def _elsewhere(name: str, block: Block) -> str:
    """Who runs a block, or why nobody can; empty where it is run here."""
    return next((who for start, who in ELSEWHERE.get(name, {}).items() if block.text.startswith(start)), "")


def _here(name: str, *address: str) -> list[Block]:
    """The blocks of a page that are run here: those that ask at an address, or those that ask at none."""
    asked = address or ("",)
    return [
        block
        for block in blocks(PAGES[name])
        if not _elsewhere(name, block)
        and any(one in block.text for one in asked)
        and (bool(address) or not any(one in block.text for one in (SERVER, STORE)))
    ]


def _names(*address: str) -> list[str]:
    return [name for name in PAGES if _here(name, *address)]


def test_every_block_is_run_or_it_is_said_why_not():
    left = [
        f"docs/{name}:{block.line}"
        for name, page in PAGES.items()
        for block in blocks(page)
        if block.kind not in RUN and not _elsewhere(name, block)
    ]
    assert left == []


def test_what_is_run_elsewhere_is_there_and_run_there():
    for name, starts in ELSEWHERE.items():
        for start, who in starts.items():
            assert any(block.text.startswith(start) for block in blocks(PAGES[name])), f"docs/{name} has no {start}"
            for file, test in re.findall(r"([a-z/]+/test_\w+\.py)(?:::(\w+))?", who):
                text = (ROOT / "tests" / file).read_text(encoding="utf-8")
                assert not test or f"def {test}(" in text, who


@pytest.mark.parametrize("name", _names())
def test_a_page_prints_what_it_says(name, tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    env = environment(tmp_path)
    for block in _here(name):  # one after the other, as they are followed
        if block.kind == "python":
            assert hold_python(block, f"docs/{name}") > 1
        else:
            hold(block, tmp_path, env)


@pytest.mark.slow
@pytest.mark.parametrize("name", _names(SERVER))
def test_what_a_page_asks_the_server_is_answered_so(name, tmp_path, server):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    env = environment(tmp_path)
    for block in _here(name, SERVER):
        hold(block._replace(text=block.text.replace(SERVER, server)), tmp_path, env)


@pytest.mark.slow
@pytest.mark.skipif(bool(sparql_stores.lacking("oxigraph")), reason=sparql_stores.lacking("oxigraph") or "never")
@pytest.mark.parametrize("name", _names(STORE))
def test_what_a_page_asks_a_store_is_answered(name, tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    env = environment(tmp_path)
    with sparql_stores.stored("oxigraph", tmp_path) as store:
        for block in _here(name, STORE):
            hold(block._replace(text=block.text.replace(f"{STORE}/query", store.query)), tmp_path, env)


@pytest.mark.parametrize("name", PAGES)
def test_the_turtle_of_a_page_stands_in_the_file_that_it_names(name):
    for block in blocks(PAGES[name]):
        if block.kind == "turtle":
            head, _, text = block.text.partition("\n")
            file = (ROOT / head.removeprefix("# ")).read_text(encoding="utf-8")
            # Here an ellipsis stands for something of one line.
            assert re.search(shown(text).replace(".*", "[^\n]*"), file), f"docs/{name}:{block.line}"


def _inline(page: str) -> list[str]:
    """The commands that stand in the text of a page."""
    tokens = [inner for token in MarkdownIt("commonmark").enable("table").parse(page) for inner in token.children or []]
    found = [" ".join(one.content.split()) for one in tokens if one.type == "code_inline"]
    return [one for one in found if re.match(r"actgraph [a-z]", one)]


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if _inline(page)])
def test_a_command_in_the_text_of_a_page_is_one(name):
    for words in map(str.split, _inline(PAGES[name])):
        command: click.Command = cli
        path = words[1:]
        while isinstance(command, click.Group) and path:
            found = command.get_command(click.Context(command), path.pop(0))
            assert found is not None, " ".join(words)
            command = found
        known = {option for param in command.params for option in (*param.opts, "--help")}
        assert {word for word in path if re.match(r"--?[a-z]", word)} <= known, " ".join(words)


@pytest.mark.parametrize("name", PAGES)
def test_links_of_a_page_lead_somewhere(name):
    for target, anchor in re.findall(r"\]\(([^)#\s]*)(?:#([^)]*))?\)", PAGES[name]):
        if target.startswith("http"):
            continue
        file = ROOT / "docs" / target if target else ROOT / "docs" / name
        assert file.exists(), target
        if anchor and file.suffix == ".md":
            assert anchor in _anchors(file.read_text(encoding="utf-8")), anchor


def _anchors(page: str) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    heads = re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_the_workflow_runs_what_the_page_has_run():
    found = blocks(PAGES["compliance-engineer.md"])
    (workflow,) = (block.text for block in found if block.kind == "yaml")
    (tried,) = (block.command for block in found if "-o findings.sarif" in block.command and block.kind == "console")
    (check,) = re.findall(r"- run: .venv/bin/(actgraph .*)$", workflow, re.MULTILINE)
    tried = tried.replace("model.ttl", "profiles/*.ttl").replace(" --on 2026-11-24", "").removesuffix("; echo $?")
    assert check == tried


@needs_sources
def test_the_official_wording_is_loaded_as_the_page_says(tmp_path):
    names = {
        "CELEX_02024R1689-20260727.html": "ai-act/consolidated-2026-07-27.html",
        "CELEX_32024R1689.html": "ai-act/oj-2024-07-12.html",
        "copyright.pdf": "code-of-practice/copyright.pdf",
    }
    for name, official in names.items():
        (tmp_path / name).symlink_to(SOURCES / official)
    (block,) = (one for one in blocks(PAGES["lawyer.md"]) if one.text.startswith("actgraph text load"))
    done = typed(f"set -e\n{block.text}", tmp_path, environment(tmp_path))
    assert done.returncode == 0, done.stdout
    assert "{+" in done.stdout


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no git checkout, so there is nothing to clone")
def test_a_newcomer_follows_the_pages_from_an_empty_clone(tmp_path):
    """Nothing but what the pages say: the install command of the first, then each command in its turn."""
    clone, env = clone_of(tmp_path), stranger(tmp_path)
    install = next(one for one in blocks(PAGES["compliance-engineer.md"]) if one.text.startswith("python3 -m venv"))
    path = f"{clone}/.venv/bin:{env['PATH']}"
    assert 'export PATH="$PWD/.venv/bin:$PATH"' in install.text
    hold(install, clone, env)
    for name in ("compliance-engineer.md", "lawyer.md", "developer.md"):
        for block in _here(name):
            if block.kind != "python":
                hold(block, clone, env | {"PATH": path})
