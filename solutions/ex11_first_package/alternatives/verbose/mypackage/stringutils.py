"""This module tidies up texts."""


def title_case(text):
    """Return the text with tidy blanks and capitals."""
    words = text.split()
    tidy_words = []
    for word in words:
        first_letter = word[0].upper()
        other_letters = word[1:].lower()
        tidy_words.append(first_letter + other_letters)
    tidy_text = " ".join(tidy_words)
    return tidy_text
