"""Citations as people write them ↔ IRIs of nodes, and the labels of nodes."""

__all__ = [
    "act_parser",
    "code_parser",
    "content_code_parser",
    "errors",
    "guideline_parser",
    "labels",
    "parser",
    "protocols",
]
