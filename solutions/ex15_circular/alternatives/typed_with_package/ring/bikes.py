"""Bikes, as they are shown on the blackboard."""

from __future__ import annotations

from . import hires, prices

wheel_size = prices.wheel_size


def bike_line(bike: str) -> str:
    return f"{bike}: {wheel_size(bike)} inch, {'out' if hires.is_out(bike) else 'in the yard'}"
