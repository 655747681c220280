"""Read the official forms in Word: the Model Documentation Form and the public summary of training content."""

__all__ = ["reader"]
