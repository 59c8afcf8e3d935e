"""Waves and stars, with types."""

from __future__ import annotations

from math import pi
from math import sin
from types import ModuleType


def peak() -> float:
    return sin(pi / 2)


def star_names(module: ModuleType) -> list[str]:
    public = (name for name in module.__dict__ if not name.startswith("_"))
    return sorted(module.__dict__.get("__all__", public))
