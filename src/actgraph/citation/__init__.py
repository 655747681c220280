"""Citations as people write them ↔ IRIs of nodes, and the labels of nodes."""

__all__ = ["act_parser", "errors", "labels", "parser", "protocols"]
