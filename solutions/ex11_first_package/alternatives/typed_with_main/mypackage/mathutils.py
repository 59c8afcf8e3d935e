"""Arithmetic helpers."""

from __future__ import annotations

import math
from collections.abc import Sequence


def square(x: float) -> float:
    return math.prod((x, x))


def mean(values: Sequence[float]) -> float:
    try:
        return math.fsum(values) / len(values)
    except ZeroDivisionError:
        raise ValueError("mean() needs at least one value") from None
