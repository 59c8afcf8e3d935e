"""Dice for the Friday game."""

import dice_roller


def roll():
    """Return the eyes of one die."""
    return dice_roller.randint(1, 6)
