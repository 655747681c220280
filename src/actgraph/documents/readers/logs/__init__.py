"""Read logs that count training compute: tables, JSON, JSON Lines, and the state of a Hugging Face Trainer."""

__all__ = ["reader"]
