"""Dice for the Friday game."""

import random


def roll():
    """Return the eyes of one die."""
    return random.uniform(1, 6)
