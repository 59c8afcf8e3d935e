"""What users see first."""


def shout(text):
    """Return the text as a notice."""
    return text.upper() + "!"
