"""Dice for the Friday game."""

def roll():
    """Return the eyes of one die."""
    return random.randint(1, 6)
