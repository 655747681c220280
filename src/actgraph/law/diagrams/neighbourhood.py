"""Draw a node with its neighbours: left what points to it, right what it points to, laid out by Graphviz.

Graphviz only places boxes of a fixed size without text, so that the diagram does not depend on the fonts of a machine.
"""

import functools
import textwrap
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from actgraph.core.prefixes import shorten_iri
from actgraph.graph.day import Day
from actgraph.law.diagrams import svg
from actgraph.law.diagrams.graphviz import load_pygraphviz
from actgraph.law.diagrams.neighbours import build_neighbour_graph, group_by_link, reduce_neighbour_graph
from actgraph.law.link_paths import LINK_TYPES
from actgraph.law.links import KIND_ORDER

if TYPE_CHECKING:
    from networkx import MultiDiGraph

BOX_WIDTH, MIDDLE_WIDTH, LINE_HEIGHT = 290, 188, 16  # pixels; the middle is the box of the node itself
LINE_LENGTH = 38  # letters of a line
_MARGIN, _HEAD, _FOOT = 12, 44, 34
_GRAPHVIZ_LOCK = threading.Lock()  # Graphviz has global state, and a server draws in many threads


class _Box(NamedTuple):
    iri: str
    label: list[str]
    subtitle: list[str]
    title: str
    colour: str
    width: int

    @property
    def height(self) -> int:
        return LINE_HEIGHT * len(self.label + self.subtitle) + 8


class _Plan(NamedTuple):
    """What Graphviz lays out: boxes, the groups they stand in, and lines from box to box."""

    boxes: dict[str, _Box]
    groups: dict[str, tuple[str, list[str]]]  # heading, names of boxes
    lines: list[tuple[str, str, str, str]]  # from, to, kind, title


def draw_neighbourhood(day: Day, iri: str, *, href: svg.Href | None = None, standalone: bool = True) -> str:
    """Draw a node with what points to it and what it points to.

    Args:
        href: IRI → URL of a node; its official page or its IRI where there is none.
        standalone: embed the colours; else the page links `pictures.css`.

    Raises:
        InputError: pygraphviz cannot be loaded.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> ">Article 53<" in draw_neighbourhood(day, day.cite("Article 54"))
    True
    """
    plan, places, name = _arrange_picture(day, iri)
    address = href or svg.make_official_href(day)
    drawn = [
        svg.draw_text(_MARGIN, 26, svg.shorten_line(name, 88), "head"),
        *_draw_plan(plan, places, address),
    ]
    width, height = places.size
    kinds = {kind for *_, kind, _ in plan.lines}
    if not kinds:
        drawn.append(svg.draw_text(_MARGIN, height - 10, "Nothing of the graph is linked to it.", "small grey"))
    drawn += svg.draw_legend(_MARGIN, height - 12, kinds)
    title = f"{name}: what points to it, and what it points to"
    return svg.build_svg(title, (width, height), drawn, standalone=standalone)


@functools.lru_cache(maxsize=4)  # a page embeds it and offers it as a file
def _arrange_picture(day: Day, iri: str) -> tuple[_Plan, "_Layout", str]:
    """Return the plan, its layout, and the name of the node in the middle."""
    graph = reduce_neighbour_graph(day, iri, build_neighbour_graph(day, iri))
    plan = _build_plan(iri, graph)
    return plan, _compute_layout(plan), _format_name(graph, iri)


def _format_name(graph: "MultiDiGraph[str]", iri: str) -> str:
    return svg.format_node_name(graph.nodes[iri]["label"], graph.nodes[iri]["title"])


def _build_plan(iri: str, graph: "MultiDiGraph[str]") -> _Plan:
    data = graph.nodes[iri]
    boxes = {
        "middle": _Box(
            iri, _wrap_label(data["label"], 25), [], _format_name(graph, iri), svg.get_colour_class(iri), MIDDLE_WIDTH
        )
    }
    groups: dict[str, tuple[str, list[str]]] = {}
    lines: list[tuple[str, str, str, str]] = []
    for (forward, link), others in group_by_link(iri, graph).items():
        names = []
        for other in others:
            name = f"box{len(boxes)}"
            names.append(name)
            data = graph.nodes[other]
            is_group = data["kind"] == "Group"
            title = svg.shorten_line("" if is_group else data["title"], LINE_LENGTH + 6)
            below = [title] if title and title.casefold() != data["label"].casefold() else []
            tone, to = ("grey", "") if is_group else (svg.get_colour_class(other), other)
            boxes[name] = _Box(
                to, _wrap_label(data["label"], LINE_LENGTH), below, _format_name(graph, other), tone, BOX_WIDTH
            )
            ends = (iri, other) if forward else (other, iri)
            told: dict[str, list[str]] = {}
            for edge in graph.get_edge_data(*ends).values():
                if edge["link"] == link:
                    told.setdefault(edge["kind"], []).append(edge["told"])
            box = ("middle", name) if forward else (name, "middle")
            lines += [(*box, kind, svg.join_sentences(told[kind])) for kind in KIND_ORDER if kind in told]
        words = LINK_TYPES[shorten_iri(link)]
        groups[f"cluster{len(groups)}"] = words.forward if forward else words.back, names
    return _Plan(boxes, groups, lines)


def _wrap_label(label: str, length: int) -> list[str]:
    return textwrap.wrap(label, length, max_lines=3, placeholder=" …", break_on_hyphens=False)


class _Layout(NamedTuple):
    """Positions in pixels from the top left.

    Attributes:
        size: width and height of the whole.
        boxes: name → the middle of the box.
        groups: name → left, top, right and bottom.
        lines: points of each line in its order, and the tip of its arrow.
    """

    size: tuple[int, int]
    boxes: dict[str, tuple[float, float]]
    groups: dict[str, tuple[float, float, float, float]]
    lines: list[tuple[list[tuple[float, float]], tuple[float, float]]]


def _compute_layout(plan: _Plan) -> _Layout:
    """Lay out the boxes and lines of a plan with Graphviz."""
    pygraphviz = load_pygraphviz()
    with _GRAPHVIZ_LOCK:
        asked = pygraphviz.AGraph(
            strict=False, directed=True, rankdir="LR", splines="line", nodesep="0.1", ranksep="1.15"
        )
        asked.node_attr.update(shape="box", fixedsize="true", label="")
        asked.edge_attr.update(arrowsize="0.7")
        # Graphviz places groups from the top, and the boxes of a group from the bottom.
        for name in ["middle", *(name for _, names in plan.groups.values() for name in reversed(names))]:
            box = plan.boxes[name]
            asked.add_node(name, width=f"{box.width / 72:.3f}", height=f"{box.height / 72:.3f}")
        for name, (_, names) in plan.groups.items():
            room = '<<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="200" HEIGHT="14"><TR><TD></TD></TR></TABLE>>'
            asked.add_subgraph(names, name=name, label=room, labeljust="l", margin="6")
        for number, (start, end, *_) in enumerate(plan.lines):
            asked.add_edge(start, end, key=str(number), tailport="e", headport="w")
        asked.layout(prog="dot")
        places = _read_layout(asked, plan)
        asked.close()
    return places


def _read_layout(agraph: Any, plan: _Plan) -> _Layout:
    left, low, right, high = _parse_numbers(agraph.graph_attr["bb"])
    down = max(high - low, 0)

    def to_pixels(x: float, y: float) -> tuple[float, float]:
        return x - left + _MARGIN, down - (y - low) + _HEAD

    boxes = {name: to_pixels(*_parse_numbers(agraph.get_node(name).attr["pos"])) for name in plan.boxes}
    groups = {}
    for name in plan.groups:
        x1, y1, x2, y2 = _parse_numbers(agraph.get_subgraph(name).graph_attr["bb"])
        groups[name] = (*to_pixels(x1, y2), *to_pixels(x2, y1))
    lines = []
    for number, (start, end, *_) in enumerate(plan.lines):
        tip, *points = agraph.get_edge(start, end, key=str(number)).attr["pos"].split()
        found = [to_pixels(*_parse_numbers(point)) for point in points]
        lines.append((found, to_pixels(*_parse_numbers(tip.removeprefix("e,")))))
    size = round(right - left) + 2 * _MARGIN, round(down) + _HEAD + _FOOT
    return _Layout((max(size[0], 880), size[1]), boxes, groups, lines)


def _parse_numbers(text: str) -> list[float]:
    return [float(word) for word in text.split(",")]


def _draw_plan(plan: _Plan, layout: _Layout, href: svg.Href) -> Iterator[str]:
    for name, (heading, _) in plan.groups.items():
        x1, y1, x2, y2 = layout.groups[name]
        yield svg.draw_box(x1, y1, x2 - x1, y2 - y1, "group faint")
        yield svg.draw_text(x1 + 6, y1 + 15, heading, "small grey")
    for (_, _, kind, title), (points, tip) in zip(plan.lines, layout.lines, strict=True):
        yield svg.draw_line(points, f"link {kind}", title)
        yield _draw_arrow(points[-1], tip)
    for name, box in plan.boxes.items():
        x, y = layout.boxes[name]
        left, top = x - box.width / 2, y - box.height / 2
        frame = svg.draw_box(
            left, top, box.width, box.height, f"box {box.colour}" + (" middle" if name == "middle" else "")
        )
        words = [
            svg.draw_text(
                left + 8, top + LINE_HEIGHT * number - 1, line, "bold small" if number <= len(box.label) else "small"
            )
            for number, line in enumerate(box.label + box.subtitle, 1)
        ]
        yield svg.draw_link(href(box.iri) if box.iri else "", box.title, [frame, *words])


def _draw_arrow(base: tuple[float, float], tip: tuple[float, float]) -> str:
    """Draw the head of an arrow; a marker would need an id, and two pictures on one page would share it."""
    (x1, y1), (x2, y2) = base, tip
    across, down = (y2 - y1) * 0.4, (x1 - x2) * 0.4
    points = f"{x2:.1f},{y2:.1f} {x1 + across:.1f},{y1 + down:.1f} {x1 - across:.1f},{y1 - down:.1f}"
    return f'<polygon points="{points}" class="pic-arrow"/>'
