"""Arithmetic on prices."""

from __future__ import annotations

import math
from collections.abc import Iterable


def multiply(a: float, b: float) -> float:
    return a * b


def add_all(values: Iterable[float]) -> float:
    return math.fsum(values)
