"""Mutation tests of the rules, the shapes, the citation parser and the query guard."""
