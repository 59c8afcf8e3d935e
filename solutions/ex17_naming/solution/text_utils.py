"""Texts for the notice board."""


def framed(text):
    """Return the text between two stars."""
    return f"* {text} *"
