"""The dice have moved to dice_roller.py."""
