"""The commands `build` and `text load`: read official files."""

from pathlib import Path

import click

from actgraph.core import paths
from actgraph.core.errors import InputError
from actgraph.core.tables import to_one_line


@click.command()
@click.argument("sources", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where to write; ontology/act/ of this checkout by default."
)
def build_command(sources: Path, out: Path | None) -> None:
    """Make ontology/act/ from the official files: the same bytes each time.

    SOURCES is a folder that holds, at any depth, the Formex files (*.fmx.xml) of Regulation (EU) 2024/1689 as published
    and as consolidated, the pages of Regulation (EU) 2026/1744 and of Implementing Regulation (EU) 2026/1755 (*.xhtml),
    and the PDFs of the General-Purpose AI Code and of the AI-Generated Content Code (or its text, *.txt), whose
    references are read from them; or it is one file, but no PDF. For maintainers only.

    \b
    Example:
      actgraph build ../shared/sources
    """
    from actgraph.ingest import act, reading_process

    if not sources.exists():
        raise InputError("there is no such file or folder", where=str(sources))
    if out is None and not paths.is_checkout():
        raise InputError("this is an installed package, no checkout to build into", todo="Name a folder with --out.")

    def report(line: str) -> None:
        click.echo(to_one_line(line), err=True)

    graphs = reading_process.make_act_graphs(sources, report)
    act.write_act_graphs(graphs, out or Path(paths.get_data_path("ontology", "act")), report)


@click.group()
def text_command() -> None:
    """The official wording, from your own copy of the official files.

    It is kept in your data folder and printed by show; it is never part of the project.

    \b
    Example:
      actgraph text load 32024R1689.html
    """


@text_command.command("load")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def text_load_command(files: tuple[Path, ...]) -> None:
    """Read the official wording from FILES: Formex, EUR-Lex HTML, or the PDFs of the two codes and of the guidelines.

    The guidelines are C(2025) 5045, C(2025) 7719, C(2025) 5052, C(2025) 5053 and C(2026) 5054. With 5045 and 7719
    loaded, show tells which paragraph of C(2025) 7719 matches each paragraph of C(2025) 5045.

    \b
    Example:
      actgraph text load L_202401689EN.fmx.xml CELEX_02024R1689-20260727.html copyright.pdf
      actgraph text load gpai-guidelines.pdf
    """
    from actgraph.ingest import reading_process
    from actgraph.law import wording

    for file in files:
        click.echo(to_one_line(f"reading {file}"), err=True)
        edition, words = reading_process.read_wording(file)
        click.echo(f"{edition}: the words of {wording.save_wording(words):,} nodes")
    click.echo(to_one_line(f"kept in {paths.get_user_data_path('wording.sqlite')}"), err=True)
