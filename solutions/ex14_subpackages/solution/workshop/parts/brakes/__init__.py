"""Brakes, with a box of their own on the shelf."""
