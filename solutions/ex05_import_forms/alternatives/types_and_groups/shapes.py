"""Shapes, with types; imports grouped as formatters do."""

from __future__ import annotations

import math as m
from collections.abc import Sequence
from math import pi, sqrt

import numpy as np


def circle_area(r: float) -> float:
    return r**2 * pi


def hypotenuse(a: float, b: float) -> float:
    return sqrt(_square(a) + _square(b))


def sine(deg: float) -> float:
    return m.sin(m.tau * deg / 360)


def stock(counts: Sequence[int]) -> np.ndarray:
    return np.array(counts)


def _square(side: float) -> float:
    return side * side
