"""Draw docs/mapping.svg, the README's picture: which articles, annexes and recitals each commitment names.

Run it as: python docs/picture.py
"""

from html import escape
from pathlib import Path

import actgraph

ROW, LEFT, RIGHT, WIDTH = 30, 110, 310, 940
COLOURS = {"tra": "#0b6e99", "cpy": "#a3431f", "sas": "#4a6b2a"}
DAY = "2026-11-24"


def draw() -> str:
    """The picture as SVG."""
    rows = actgraph.ask("article-to-commitment-table", on=DAY)
    lefts = list(dict.fromkeys(row["articleLabel"] or "" for row in rows))
    chapters = actgraph.ask("coverage-by-chapter", on=DAY)
    order = [row["commitmentLabel"] for row in chapters]
    named = {row["commitmentLabel"]: row for row in rows}
    rights = [label for label in order if label in named] + [label for label in named if label not in order]
    height = ROW * (max(len(lefts), len(rights)) + 3)
    places = {
        **{label: ROW * 2 + (height - ROW * 3) * (place + 0.5) / len(lefts) for place, label in enumerate(lefts)},
        **{label: ROW * 2 + (height - ROW * 3) * (place + 0.5) / len(rights) for place, label in enumerate(rights)},
    }
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        f'font-size="15" role="img"><title>What the commitments of the Code of Practice name in the AI Act</title>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="{ROW}" text-anchor="end" font-weight="bold" fill="#222">AI Act</text>',
        f'<text x="{RIGHT}" y="{ROW}" font-weight="bold" fill="#222">Code of Practice</text>',
    ]
    for row in rows:
        start, end = places[row["articleLabel"] or ""], places[row["commitmentLabel"] or ""]
        middle, colour = (LEFT + RIGHT) / 2, _colour(row["commitment"] or "")
        path = f"M{LEFT + 8} {start:.0f} C{middle:.0f} {start:.0f} {middle:.0f} {end:.0f} {RIGHT - 8} {end:.0f}"
        lines.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.6" opacity="0.75"/>')
    lines += [_text(LEFT, places[label], "#222", label, "end") for label in lefts]
    for label in rights:
        title = f"{label}: {named[label]['commitmentTitle']}"
        lines.append(_text(RIGHT, places[label], _colour(named[label]["commitment"] or ""), title, "start"))
    return "\n".join([*lines, "</svg>\n"])


def _colour(iri: str) -> str:
    return COLOURS[iri.rpartition("/")[2][:3]]


def _text(x: int, y: float, colour: str, words: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y + 5:.0f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'


if __name__ == "__main__":
    Path(__file__).with_name("mapping.svg").write_text(draw(), encoding="utf-8")
