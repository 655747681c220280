"""Draw docs/mapping.svg, the README's picture of the articles, annexes and recitals that each commitment names.

Run it as: python docs/picture.py
"""

from pathlib import Path

from actgraph.graph.day import open_day
from actgraph.law.diagrams.mapping import draw_mapping

DAY = "2026-11-24"


def draw_picture() -> str:
    """Draw the picture as SVG."""
    return draw_mapping(open_day(DAY)) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("mapping.svg").write_text(draw_picture(), encoding="utf-8")
