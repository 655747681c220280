"""Write what law and codes ask a provider to fill in, from a profile: forms, summaries, cards, bills, drafts."""

__all__ = [
    "card_section",
    "contents",
    "cyclonedx_bom",
    "drafts",
    "duties",
    "form_contents",
    "markdown_page",
    "model_facts",
    "status_page",
    "summary_contents",
    "word_page",
]
