"""Read summaries and documentation that are text: a PDF with text, text taken from one, a web page, Markdown."""

__all__ = ["reader"]
