"""Diagrams of the graph as SVG and other formats: the timeline, the mapping, the neighbourhood of a node."""

__all__ = ["graph_formats", "mapping", "mapping_layers", "neighbourhood", "neighbours", "svg", "time_axis", "timeline"]
