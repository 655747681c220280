"""Write docs/rules.md: every rule with what it does and what it stands on.

Run it as: python docs/rules.py
"""

from pathlib import Path

from actgraph.core.prefixes import shorten
from actgraph.graph import day as graph
from actgraph.reasoning import rules

HEAD = """# Rules

What follows from a profile ([how](profiles.md)), in the order in which it is derived. Made from `queries/rules/` by
`python docs/rules.py`.

| order | rule | what it says | by |
| --- | --- | --- | --- |
"""


def page() -> str:
    """The page."""
    day = graph.everything()
    rows = (
        f"| {rule.order} | [{rule.name}](../queries/rules/{rule.name}.rq) | {rule.summary} |"
        f" {'; '.join(day.node(one).label or shorten(one) for one in rule.sources)} |\n"
        for rule in rules.all_rules()
    )
    return HEAD + "".join(rows)


if __name__ == "__main__":
    (Path(__file__).parent / "rules.md").write_text(page(), encoding="utf-8")
