"""Make a profile from the answers to a form: its questions, what is answered, and the statements that follow."""

__all__ = ["answer_reader", "answers", "document_state", "node_kinds", "prefill", "questions", "statements"]
