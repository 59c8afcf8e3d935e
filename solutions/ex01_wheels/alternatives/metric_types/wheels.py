"""Wheel sizes with types, and with the square root written as a power."""

from __future__ import annotations

import math


class NotAWheel(ValueError):
    """A diameter that is not above 0."""


def circumference(diameter: float) -> float:
    _require_wheel(diameter)
    return math.pi * diameter


def diagonal(width: float, height: float) -> float:
    return (width**2 + height**2) ** 0.5


def ramp_rise(length: float, degrees: float) -> float:
    return math.sin(degrees * math.pi / 180) * length


def parking_orders(bikes: int) -> int:
    return math.perm(bikes)


def turns_needed(metres: float, diameter_mm: float) -> int:
    """Round up, forgiving what is lost in the last digits of a float."""
    turns = round(metres / (circumference(diameter_mm) / 1000), 9)
    return math.ceil(turns)


def _require_wheel(diameter: float) -> None:
    if diameter <= 0:
        raise NotAWheel(f"no wheel has a diameter of {diameter}")
