"""Puts in order what people type at the counter (dp)."""


def clean(text):
    """Return the words of the text in lower case, with one blank between them."""
    return " ".join(text.lower().split())
