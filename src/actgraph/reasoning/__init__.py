"""Rules, derivations, proofs, open questions, the assessment, and OWL."""

__all__ = [
    "allowed_terms",
    "assess",
    "assess_table",
    "assess_text",
    "assessment",
    "derived",
    "explain",
    "law_facts",
    "law_store_pool",
    "open_questions",
    "owl",
    "rule_patterns",
    "rule_terms",
    "rules",
]
