"""Wheels: this module needs no other module of the ring."""


def wheel_size(bike):
    """Read the size of the wheels from the name of the bike."""
    parts = bike.split("-")
    last_part = parts[-1]
    size = int(last_part)
    return size
