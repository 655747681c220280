"""Official files → the Turtle files of `ontology/act/`, and the user's own copy of the wording.

Readers of official files have no doctests: the project ships no official files.
"""

__all__ = [
    "act",
    "amending",
    "amendments",
    "citation_writer",
    "code_pdf",
    "code_references",
    "code_splitter",
    "formex",
    "guideline_graph",
    "guideline_lines",
    "guideline_pdf",
    "guideline_references",
    "guideline_splitter",
    "guideline_text",
    "guidelines",
    "official_sources",
    "pdf_pieces",
    "provision",
    "reading_process",
    "recitals",
    "reference_graph",
    "reference_phrases",
    "references",
    "related_acts",
    "term_usage",
    "text_download",
    "wording_loader",
    "xhtml",
]
