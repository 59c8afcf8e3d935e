"""Texts."""


def title_case(text):
    """Return the words of text, each capitalised, with one blank between them."""
    return " ".join(text.split()).title()
