"""The command `build`: make graphs from official files."""

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
    and the PDFs of the General-Purpose AI Code, of the AI-Generated Content Code (or its text, *.txt), whose references
    are read from them, and of guidelines C(2025) 5052; or it is one file, but no PDF. For maintainers only.

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
