"""Prices of wheel parts."""

from __future__ import annotations

from typing import Final

PRICES: Final[dict[str, int]] = {"rim": 40, "tube": 6, "tyre": 25}


def price_of(name: str) -> int:
    try:
        return PRICES[name]
    except KeyError:
        raise KeyError(f"no such part: {name}") from None
