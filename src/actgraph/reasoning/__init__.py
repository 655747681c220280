"""Rules, derivations, proofs, open questions, the assessment, and OWL."""

__all__ = [
    "allowed_terms",
    "assess",
    "assess_table",
    "assess_text",
    "assessment",
    "derived",
    "duty_counts",
    "explain",
    "law_facts",
    "law_store_pool",
    "open_questions",
    "outcome",
    "owl",
    "readability",
    "renaming",
    "rule_patterns",
    "rule_sets",
    "rule_terms",
    "rules",
    "what_if",
]
