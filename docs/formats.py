"""Write docs/formats.md: which field of which document becomes which statement of a draft.

Run it as: python docs/formats.py
"""

from pathlib import Path

from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.core.tables import escape_markdown
from actgraph.documents.tables import Row, Table, list_tables, load_kinds, load_table
from actgraph.graph.day import open_all_editions
from actgraph.profile.profile import read_profile

ROOT = Path(__file__).parent.parent
HEAD = """# Documents that `profile import` reads

Made from the mapping tables in `src/actgraph/documents/tables/` by `python docs/formats.py`. A row shows which
statement of the draft a field becomes, and where the format defines the field. The end of the draft lists each field
for which the vocabulary has no word, and each value that is blank, a placeholder or not clear. What a document does
not state stays unknown.

`examples/complete.ttl` is a profile of which nothing is found. This is the share of its {count} words that each
format can give:

| format | share of a complete profile |
| --- | --- |
{shares}
"""
_READ = {
    "text": "as written",
    "address": "an address on the web",
    "number": "a number, as people write it",
    "day": "a day",
    "month": "a month",
    "boolean": "yes or no",
    "choice": "one of the values that the table maps",
}


def build_page() -> str:
    """Build the page as Markdown."""
    complete = _list_complete_words()
    tables = [load_table(name) for name in list_tables()]
    shares = "\n".join(
        f"| [{table.title}](#{_make_anchor(table.title)}) | {_count_share(table, complete)} % |" for table in tables
    )
    head = HEAD.format(count=len(complete), shares=shares)
    return head + "".join(_format_table(table) for table in tables)


def _count_share(table: Table, complete: set[str]) -> int:
    return len(_list_words(table) & complete) * 100 // len(complete)


def _make_anchor(title: str) -> str:
    return "".join(sign for sign in title.lower().replace(" ", "-") if sign.isalnum() or sign in "-_")


def _list_complete_words() -> set[str]:
    """List the properties in the complete profile, but not the class of a node."""
    read = read_profile(str(ROOT / "examples/complete.ttl"))
    return {triple.predicate.value for triple in read.triples} - {load_prefixes()["rdf"] + "type"}


def _list_words(table: Table) -> set[str]:
    """List the properties that a table can state, with those that lead to its nodes."""
    found: set[str] = set()
    for rows in table.rows.values():
        for row in rows:
            found |= {expand_curie(term) or "" for term in (row.term, *_list_links(row)) if term}
    return found


def _list_links(row: Row) -> list[str]:
    if not row.term:
        return []
    kind = load_kinds()[row.of]
    links = [(row.link or kind.link).format(key=row.key)]
    while kind.parent:
        kind = load_kinds()[kind.parent]
        links.append(kind.link if "{" not in kind.link else "")
    return links


def _format_table(table: Table) -> str:
    written = f"\n## {table.title}\n\n"
    if table.definition.startswith("http"):
        written += f"Defined at <{table.definition}>.\n\n"
    elif table.definition:
        written += f"{table.definition}\n\n"
    written += "| field | becomes | of | read as | note |\n| --- | --- | --- | --- | --- |\n"
    for field, rows in table.rows.items():
        for row in rows:
            of = row.of if row.term else ""
            cells = (_format_field(field, row), _format_term(row), of, _format_read(row), _format_note(row))
            written += f"| {' | '.join(cells)} |\n"
    return written


def _format_field(field: str, row: Row) -> str:
    name = escape_markdown(field).replace("|", "\\|")
    return f"[{name}]({row.definition})" if row.definition.startswith("http") else name


def _format_term(row: Row) -> str:
    return f"`{row.term}`" if row.term else "–"


def _format_read(row: Row) -> str:
    if not row.term:
        return ""
    return _READ.get(row.read, row.read.replace("-", " "))


def _format_note(row: Row) -> str:
    label = ""
    if row.definition and not row.definition.startswith("http"):
        iri = expand_curie(row.definition)
        label = (
            open_all_editions().get_node(iri).label if iri and iri in open_all_editions() else ""
        ) or row.definition
    return escape_markdown("; ".join(filter(None, (row.note, label)))).replace("|", "\\|")


if __name__ == "__main__":
    (ROOT / "docs/formats.md").write_text(build_page(), encoding="utf-8", newline="\n")
