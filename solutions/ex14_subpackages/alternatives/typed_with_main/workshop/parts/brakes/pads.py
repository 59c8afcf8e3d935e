"""Prices of brake pads."""

from __future__ import annotations

from .. import PRICES, price_of


def pad_price() -> int:
    assert "tube" in PRICES
    return price_of("tube") + price_of("tube")
