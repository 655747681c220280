"""Write docs/rules.md, every rule with its summary, sources and case, and queries/rule-patterns.json.

Run it as: python docs/rules.py
"""

from pathlib import Path

from actgraph.core.prefixes import shorten_iri
from actgraph.graph.day import open_all_editions
from actgraph.reasoning import rule_patterns, rules

HEAD = """# Rules

What follows from a profile ([how](profiles.md)), in the order in which it is derived. Made from `queries/rules/` by
`python docs/rules.py`. The case of a rule is a profile for which it derives what is written there, and one beside it
for which it derives nothing.

| order | rule | what it says | by | case |
| --- | --- | --- | --- | --- |
"""


def build_page() -> str:
    """Build the page as Markdown."""
    day = open_all_editions()
    rows = (
        f"| {rule.order} | [{rule.name}](../queries/rules/{rule.name}.rq) | {rule.summary} |"
        f" {'; '.join(day.get_node(one).label or shorten_iri(one) for one in rule.sources)} |"
        f" [case](../tests/cases/rules/{rule.name}.trig) |\n"
        for rule in rules.list_rules()
    )
    return HEAD + "".join(rows)


if __name__ == "__main__":
    docs = Path(__file__).parent
    (docs / "rules.md").write_text(build_page(), encoding="utf-8", newline="\n")
    written = rule_patterns.format_rule_patterns(sorted((rule.name, rule.text) for rule in rules.list_rules()))
    (docs.parent / "queries" / rule_patterns.RULE_PATTERNS_FILE).write_text(written, encoding="utf-8", newline="\n")
