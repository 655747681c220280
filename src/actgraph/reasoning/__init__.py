"""What follows for a provider: rules, proofs, open questions, the assessment, OWL."""
