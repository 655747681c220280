"""Pictures of the graph as SVG: the timeline, the mapping, the neighbourhood of a node."""
