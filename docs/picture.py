"""Draw docs/mapping.svg, the README's picture: which articles, annexes and recitals each commitment names.

Run it as: python docs/picture.py
"""

from pathlib import Path

from actgraph.graph import day
from actgraph.law.diagrams.mapping import mapping

DAY = "2026-11-24"


def draw() -> str:
    """The picture as SVG."""
    return mapping(day.on(DAY)) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("mapping.svg").write_text(draw(), encoding="utf-8")
