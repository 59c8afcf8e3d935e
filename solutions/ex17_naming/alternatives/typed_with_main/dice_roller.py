"""Dice for the Friday game."""

from random import randint


def roll() -> int:
    """Return the eyes of one die."""
    return randint(1, 6)
