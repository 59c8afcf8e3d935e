"""Invoices."""

from __future__ import annotations

from collections.abc import Mapping

from ..parts import price_of


def invoice(items: Mapping[str, int]) -> int:
    return sum(_line(name, quantity) for name, quantity in items.items())


def _line(name: str, quantity: int) -> int:
    if not quantity >= 1:
        raise ValueError(f"quantity of {name} is {quantity}, but must be 1 or more")
    return quantity * price_of(name)
