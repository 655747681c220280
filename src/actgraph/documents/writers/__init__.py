"""Write what law and codes ask a provider to fill in, from a profile: forms, summaries, cards, bills, drafts."""

__all__ = [
    "card_section",
    "contents",
    "cyclonedx_bom",
    "duties",
    "form_contents",
    "incident_report",
    "markdown_page",
    "model_facts",
    "notification",
    "status_page",
    "summary_contents",
    "word_page",
]
