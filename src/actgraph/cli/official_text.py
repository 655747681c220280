"""The commands `text get` and `text load`: the official wording."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from actgraph.core import paths
from actgraph.core.tables import to_one_line
from actgraph.law.wording import LANGUAGES

if TYPE_CHECKING:
    from actgraph.ingest.official_sources import OfficialSource


@click.group()
def text_command() -> None:
    """The official wording, from your own copy of the official files.

    It is kept in your data folder and printed by show; it is never part of the project.

    \b
    Examples:
      actgraph text get act
      actgraph text load 32024R1689.html
    """


@text_command.command("get")
@click.argument("names", nargs=-1)
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default=LANGUAGES[0],
    help="Language; French for the acts alone.",
)
def text_get_command(names: tuple[str, ...], language: str) -> None:
    """Download official texts by name, check them, keep them in your data folder, and load their wording.

    Without names, list them. The acts come from the Publications Office, or from EUR-Lex; the codes and guidelines come
    from the Commission. No other command downloads a text, and this one asks no other server. If a server refuses, save
    the page in your browser and use text load.

    \b
    Examples:
      actgraph text get
      actgraph text get act gpai-code
      actgraph text get act-2026 --lang fr
    """
    from actgraph.ingest import official_sources, text_download
    from actgraph.law import wording

    if not names:
        _list_sources(language)
        return
    for source in official_sources.select_sources(names):
        found = text_download.download_text(
            source, language, lambda line: click.echo(to_one_line(line), err=True), official_sources.HOSTS
        )
        if found.rows:
            click.echo(f"{found.label}: the words of {wording.save_wording(found.rows):,} nodes")
        else:
            click.echo(f"{found.label}: for you to read; show prints no wording of it")
        click.echo(to_one_line(f"your copy: {found.path}"))


def _list_sources(language: str) -> None:
    from actgraph.cli.options import print_text
    from actgraph.ingest import official_sources

    sources = [source for source in official_sources.list_sources() if language in source.languages]
    lines, group = list[str](), ""
    for source in sources:
        if source.group and source.group != group:
            lines.append(f"{source.group}, which is all of:")
        group = source.group
        lines.append(f"{'  ' if group else ''}{source.name}  ({_describe_state(source, language)})")
        lines.append(f"    {source.title}")
    print_text("\n".join(lines))


def _describe_state(source: "OfficialSource", language: str) -> str:
    from actgraph.ingest import text_download
    from actgraph.law import wording

    if not source.ways:
        return "no address known; the page is " + source.get_page(language)
    if not source.edition:
        return "your copy is kept" if text_download.find_copy(source, language) else "no copy yet"
    key = wording.make_edition_key(source.edition, language)
    return "loaded" if wording.has_wording(key, source.within) else "not loaded"


@text_command.command("load")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def text_load_command(files: tuple[Path, ...]) -> None:
    """Read the official wording from FILES: Formex, EUR-Lex HTML, or the PDFs of the two codes and of the guidelines.

    Acts may be in English or French: each language is kept beside the other. The guidelines are C(2025) 5045, C(2025)
    7719, C(2025) 5052, C(2025) 5053 and C(2026) 5054. With 5045 and 7719 loaded, show tells which paragraph of C(2025)
    7719 matches each paragraph of C(2025) 5045.

    \b
    Examples:
      actgraph text load CELEX_02024R1689-20260727.html copyright.pdf
      actgraph text load gpai-guidelines.pdf
    """
    from actgraph.ingest import reading_process
    from actgraph.law import wording

    for file in files:
        click.echo(to_one_line(f"reading {file}"), err=True)
        edition, words = reading_process.read_wording(file)
        click.echo(f"{edition}: the words of {wording.save_wording(words):,} nodes")
    click.echo(to_one_line(f"kept in {paths.get_user_data_path('wording.sqlite')}"), err=True)
